package wire

import (
	"unwind/data"
	"unwind/data/heat"
	"unwind/data/market"
)

// CellInfo is what window.unwind.cell() returns: all that is known of a cell of
// the heat map. docs/embedding.md documents its JSON form.
type CellInfo struct {
	market.Readout
	Pin        Pin    // the place that was asked for
	Provenance string // of the estimate, "" without one
	CellText
}

// CellText is a [CellInfo] as the page writes it, in its language.
type CellText struct {
	Title    string // the prices
	When     string // the time that is read out
	Said     string // the sum in one sentence
	Sections []CellSection
	Notes    []string
}

// CellSection is one table of the read-out. Rows are as long as Head.
type CellSection struct {
	Title string
	Head  []string
	Rows  [][]string
}

// AppendCell appends c as one JSON object to dst.
func AppendCell(dst []byte, c *CellInfo) []byte {
	w := jsonWriter{buf: append(dst, '{')}
	w.pin(c.Pin)
	w.time("t", c.T)
	w.price("low", c.Low)
	w.price("high", c.High)
	w.int("bins", int64(c.Bins))
	w.bool("known", c.Known)
	w.optional("provenance", c.Provenance)
	w.sides("waiting", c.Cell)
	w.sides("least", c.Least)
	w.sides("most", c.Most)
	w.born(c.Born)
	w.list("parts", len(c.Parts), func(i int) { w.cellPart(&c.Parts[i]) })
	w.list("births", len(c.Births), func(i int) { w.cellBirth(&c.Births[i]) })
	w.fate("long", &c.Fates[0])
	w.fate("short", &c.Fates[1])
	w.time("joinedMs", c.Joined)
	w.text("rules", c.Rules)
	w.cellText(&c.CellText)
	return append(w.buf, '}')
}

// list writes n elements with a function that writes one.
func (w *jsonWriter) list(key string, n int, one func(i int)) {
	w.key(key)
	w.open('[')
	for i := range n {
		w.comma()
		one(i)
	}
	w.close(']')
}

// texts writes a list of texts; without a key it stands in another list.
func (w *jsonWriter) texts(all []string) {
	w.open('[')
	for _, s := range all {
		w.comma()
		w.string(s)
	}
	w.close(']')
}

func (w *jsonWriter) sides(key string, c heat.Cell) {
	w.key(key)
	w.open('{')
	w.number("longUSD", float64(c.Long))
	w.number("shortUSD", float64(c.Short))
	w.close('}')
}

func (w *jsonWriter) born(b market.Born) {
	w.key("born")
	w.open('{')
	w.time("first", b.First)
	w.time("half", b.Half)
	w.time("last", b.Last)
	w.close('}')
}

func (w *jsonWriter) cellPart(p *market.CellPart) {
	w.open('{')
	w.text("side", p.Side.String())
	w.number("leverage", p.Leverage)
	w.number("usd", float64(p.USD))
	w.number("least", float64(p.Least))
	w.number("most", float64(p.Most))
	w.positive("entryLow", float64(p.EntryLow))
	w.positive("entryHigh", float64(p.EntryHigh))
	w.born(p.Born)
	w.close('}')
}

func (w *jsonWriter) cellBirth(b *market.CellBirth) {
	w.open('{')
	w.time("t", b.T)
	w.bool("early", b.Early)
	w.text("side", b.Side.String())
	w.number("leverage", b.Leverage)
	w.positive("entry", float64(b.Entry))
	w.number("openedUSD", float64(b.Opened))
	w.number("usd", float64(b.USD))
	w.close('}')
}

func (w *jsonWriter) fate(key string, f *market.Fate) {
	w.key(key)
	w.open('{')
	for _, v := range []struct {
		key string
		usd data.USD
	}{{"openedUSD", f.Opened}, {"waitingUSD", f.Waiting}, {"touchedUSD", f.Touched}, {"closedUSD", f.Closed}, {"agedUSD", f.Aged}} {
		w.number(v.key, float64(v.usd))
	}
	w.time("firstTouch", f.FirstTouch)
	w.time("lastTouch", f.LastTouch)
	w.close('}')
}

func (w *jsonWriter) cellText(c *CellText) {
	w.text("title", c.Title)
	w.text("when", c.When)
	w.text("said", c.Said)
	w.list("sections", len(c.Sections), func(i int) {
		s := &c.Sections[i]
		w.open('{')
		w.text("title", s.Title)
		w.key("head")
		w.texts(s.Head)
		w.list("rows", len(s.Rows), func(k int) { w.texts(s.Rows[k]) })
		w.close('}')
	})
	w.key("notes")
	w.texts(c.Notes)
}
