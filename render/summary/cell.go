package summary

import (
	"slices"
	"strconv"
	"strings"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render/scale"
	"unwind/render/view"
)

// CellOf returns the read-out of a place in f, in a language. What is later
// than the replay time is not known yet: of such a place it says what waits at
// the replay time.
func CellOf(f *view.Frame, pin wire.Pin, lang string) *wire.CellInfo {
	info := &wire.CellInfo{Pin: pin, Readout: f.Market.Cell(min(pin.T, f.Time()), pin.Low, pin.High)}
	if p := f.Market.LevelProvenance(); p != data.UnknownProvenance {
		info.Provenance = p.String()
	}
	w := cellWords{
		cells: cells{lang: scale.LangOf(lang), words: wordsOf(lang)}, text: cellTextOf(lang), info: info,
	}
	if f.Market.Field != nil {
		w.begins = f.Market.Field.Columns.From
	}
	info.Title = w.title()
	info.When = w.when()
	info.Said = w.said()
	if info.Known {
		info.Sections = slices.DeleteFunc([]wire.CellSection{w.sums(), w.parts(), w.births()},
			func(s wire.CellSection) bool { return len(s.Rows) == 0 })
	}
	info.Notes = w.notes()
	return info
}

// cellWords writes a read-out.
type cellWords struct {
	cells
	text *cellText
	info *wire.CellInfo
	// begins is when the estimate does.
	begins data.UnixMs
}

func (w *cellWords) span(low, high data.Price) string {
	if low == high {
		return w.price(low)
	}
	decimals := scale.PriceDecimals(low)
	out := append(scale.AppendPrice(nil, low, decimals, w.lang), "–"...)
	return string(scale.AppendPrice(out, high, decimals, w.lang))
}

func (w *cellWords) title() string {
	if w.info.Bins > 0 {
		return w.span(w.info.Low, w.info.High)
	}
	return w.span(w.info.Pin.Low, w.info.Pin.High)
}

// when is the time that is read out, and how the figures are known.
func (w *cellWords) when() string {
	out := w.moment(w.info.T) + "\u00a0UTC"
	if p, ok := data.ParseProvenance(w.info.Provenance); ok {
		out += ", " + w.words.provenance[p]
	}
	return out
}

// said is the read-out in one sentence, for those who do not see the tables.
func (w *cellWords) said() string {
	time := string(scale.AppendDateTimeSeconds(nil, w.info.T, w.lang))
	if !w.info.Known {
		return fill(w.text.unknown, "prices", w.title(), "time", time)
	}
	sum := &w.info.Sum
	said := fill(w.text.said, "prices", w.title(), "time", time, "long", w.money(sum.Cell.Long), "short", w.money(sum.Cell.Short))
	if sum.Least.Total() < sum.Most.Total() {
		said += fill(w.text.between, "band", w.band(sum.Least.Total(), sum.Most.Total()))
	}
	return said
}

// sums says of each side what was opened, what has removed some of it, and what
// waits within which band.
func (w *cellWords) sums() wire.CellSection {
	s := wire.CellSection{Head: []string{w.text.sums}, Rows: make([][]string, len(w.text.fates))}
	for i, label := range w.text.fates {
		s.Rows[i] = []string{label}
	}
	least := [...]data.USD{w.info.Least.Long, w.info.Least.Short}
	most := [...]data.USD{w.info.Most.Long, w.info.Most.Short}
	for side := range w.info.Fates {
		f := &w.info.Fates[side]
		if !(f.Opened > 0) {
			continue
		}
		s.Head = append(s.Head, w.words.sides[side+int(data.Long)])
		for i, value := range []string{
			w.money(f.Opened), w.less(f.Touched), w.less(f.Closed), w.less(f.Aged), w.money(f.Waiting),
			w.band(least[side], most[side]), w.touched(f),
		} {
			s.Rows[i] = append(s.Rows[i], value)
		}
	}
	if len(s.Head) == 1 {
		return wire.CellSection{}
	}
	if !slices.ContainsFunc(s.Rows[len(s.Rows)-1][1:], func(v string) bool { return v != "–" }) {
		s.Rows = s.Rows[:len(s.Rows)-1]
	}
	return s
}

// less writes what was taken away.
func (w *cellWords) less(usd data.USD) string {
	if usd > 0 {
		usd = -usd
	}
	return w.money(usd)
}

// touched says from when to when.
func (w *cellWords) touched(f *market.Fate) string {
	if f.FirstTouch == 0 {
		return "–"
	}
	if f.FirstTouch == f.LastTouch {
		return w.moment(f.FirstTouch)
	}
	if f.FirstTouch/data.Day == f.LastTouch/data.Day {
		return w.moment(f.FirstTouch) + "–" + string(scale.AppendClock(nil, f.LastTouch))
	}
	return w.moment(f.FirstTouch) + " – " + w.moment(f.LastTouch)
}

func (w *cellWords) moment(t data.UnixMs) string { return string(scale.AppendDateTime(nil, t, w.lang)) }

// parts lists what waits by side and leverage.
func (w *cellWords) parts() wire.CellSection {
	s := wire.CellSection{Head: w.text.partHead[:]}
	for i := range w.info.Parts {
		p := &w.info.Parts[i]
		entry := "–"
		if p.EntryLow > 0 {
			entry = w.span(p.EntryLow, p.EntryHigh)
		}
		s.Rows = append(s.Rows, []string{
			w.leverage(p.Leverage, p.Side), w.money(p.USD), w.band(p.Least, p.Most), entry,
		})
	}
	return s
}

// leverage names a leverage, and the side where both wait.
func (w *cellWords) leverage(leverage float64, side data.Side) string {
	out := strconv.FormatFloat(leverage, 'g', 4, 64) + "×"
	if w.info.Cell.Long > 0 && w.info.Cell.Short > 0 {
		out += "\u00a0" + w.words.sides[side]
	}
	return out
}

// known says when an opening was known; what was there when the estimate begins
// was opened before.
func (w *cellWords) known(t data.UnixMs) string {
	if t == w.begins {
		return w.text.before + w.moment(t)
	}
	return w.moment(t)
}

// births lists the largest openings.
func (w *cellWords) births() wire.CellSection {
	born := &w.info.Born
	s := wire.CellSection{Head: w.text.birthHead[:], Title: fill(w.text.births,
		"first", w.known(born.First), "half", w.moment(born.Half), "last", w.moment(born.Last))}
	for i := range w.info.Births {
		b := &w.info.Births[i]
		entry := "–"
		if b.Entry > 0 {
			entry = w.price(b.Entry)
		}
		s.Rows = append(s.Rows, []string{w.known(b.T), w.leverage(b.Leverage, b.Side), entry, w.money(b.Opened), w.money(b.USD)})
	}
	return s
}

// notes says what the figures are and are not.
func (w *cellWords) notes() []string {
	var notes []string
	if w.info.Pin.T > w.info.T {
		notes = append(notes, fill(w.text.ahead, "pin", w.moment(w.info.Pin.T)))
	}
	if !w.info.Known {
		return notes
	}
	joined := w.text.joined
	if w.info.Joined > 0 {
		joined = fill(w.text.joinedWithin, "n", strconv.Itoa(int(w.info.Joined/data.Minute)))
	}
	return append(notes, strings.Join([]string{fill(w.text.venues, "rules", w.info.Rules), joined, w.text.fate}, " "))
}
