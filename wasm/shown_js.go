//go:build js

package main

import (
	"strconv"

	"unwind/data"
	"unwind/data/market"
)

// shownTimes remembers when the newest liquidations came on screen, for who
// measures how long that takes.
type shownTimes struct {
	happened [shownMost]data.UnixMs // by the venue's clock
	drawn    [shownMost]float64     // milliseconds of the page's clock
	n        int
}

const shownMost = 1024

// add notes the newest liquidation that a market shows at a replay time.
func (s *shownTimes) add(m *market.Market, t data.UnixMs, drawn float64) {
	n := m.LiquidationsUntil(t)
	if n == 0 {
		return
	}
	newest := m.Tape.Liquidations.T[n-1]
	if s.n > 0 && s.happened[(s.n-1)%shownMost] >= newest {
		return
	}
	s.happened[s.n%shownMost], s.drawn[s.n%shownMost] = newest, drawn
	s.n++
}

// append appends the newest of them as a JSON list of pairs, the oldest first.
func (s *shownTimes) append(dst []byte) []byte {
	dst = append(dst, '[')
	for i := max(0, s.n-shownMost); i < s.n; i++ {
		if dst[len(dst)-1] != '[' {
			dst = append(dst, ',')
		}
		dst = strconv.AppendInt(append(dst, '['), int64(s.happened[i%shownMost]), 10)
		dst = strconv.AppendFloat(append(dst, ','), s.drawn[i%shownMost], 'f', 2, 64)
		dst = append(dst, ']')
	}
	return append(dst, ']')
}
