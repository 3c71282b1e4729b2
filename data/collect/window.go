package collect

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"time"

	"unwind/data"
	"unwind/data/tape"
)

// Window is what a tape is made of: everything that concerns the coin of a
// symbol, from one time to another.
type Window struct {
	Symbol   string // any venue's own; its coin is what counts, and its candles are taken first
	From, To data.UnixMs
}

// ID returns the id of the tape of a window, such as
// "rec-btcusdt-20261123-001500-900s". Two windows never have one id: what an id
// cannot spell makes it end in a sum.
func (w *Window) ID() string {
	const most = 24
	spelled, exact := spell(w.Symbol, most, false)
	exact = exact && w.From%data.Second == 0 && w.To%data.Second == 0
	id := append([]byte("rec-"), spelled...)
	id = append(id, timeOf(w.From).Format("-20060102-150405-")...)
	id = fmt.Appendf(id, "%ds", (w.To-w.From)/data.Second)
	if !exact {
		sum := fnv.New64a()
		fmt.Fprintf(sum, "%q %d %d", w.Symbol, w.From, w.To)
		id = append(append(id, '-'), strconv.FormatUint(sum.Sum64(), 36)...)
	}
	return string(id)
}

// LiveID returns the id of the tape of a symbol that is followed, such as
// "live-btcusdt" or "live-btc-usdt-swap".
func LiveID(symbol string) string {
	const most = 48
	spelled, _ := spell(symbol, most, true)
	return "live-" + string(spelled)
}

// spell writes a symbol with what an id may have, at most so much of it, and
// reports whether it has all of it, but for the upper case. Hyphens stand for
// what it cannot have, or are left out too.
func spell(symbol string, most int, hyphens bool) (id []byte, exact bool) {
	exact = len(symbol) <= most
	for i := range min(len(symbol), most) {
		b := symbol[i]
		switch {
		case b >= 'A' && b <= 'Z':
			id = append(id, b|0x20)
		case b >= '0' && b <= '9':
			id = append(id, b)
		case hyphens && b >= 'a' && b <= 'z':
			id = append(id, b)
		case hyphens:
			id = append(id, '-')
		default:
			exact = false
		}
	}
	return id, exact
}

func timeOf(t data.UnixMs) time.Time { return time.UnixMilli(int64(t)).UTC() }

// title makes a title such as "BTCUSDT, 2026-11-23 00:15 – 00:30 UTC".
func (c *Collection) title(symbol string) tape.Text {
	if c.open {
		return tape.Text{"en": symbol + ", live", "ru": symbol + " в реальном времени"}
	}
	from, to := timeOf(c.From), timeOf(c.To)
	end := "15:04"
	if from.Format(time.DateOnly) != to.Format(time.DateOnly) {
		end = "2006-01-02 15:04"
	}
	return tape.Text{"en": symbol + ", " + from.Format("2006-01-02 15:04") + " – " + to.Format(end) + " UTC"}
}
