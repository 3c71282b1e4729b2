package wire

import (
	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
)

// FuelInfo is what window.unwind.fuel() returns: what waits at the replay time
// against the depth of the book. docs/embedding.md documents its JSON form.
type FuelInfo struct {
	T         data.UnixMs
	Price     data.Price   // at T, 0: not known
	Reason    string       // why there is none, "" where there is
	Depth     market.Depth // in force
	Event     market.Depth // the event's own
	Said      string       // the depth in words, or why there is none
	Stretches []StretchInfo
}

// StretchInfo is a range of prices through which a move feeds itself.
type StretchInfo struct {
	cascade.Stretch
	Cells []string // as the page writes it
}

// AppendFuel appends f as one JSON object to dst.
func AppendFuel(dst []byte, f *FuelInfo) []byte {
	w := jsonWriter{buf: append(dst, '{')}
	w.time("t", f.T)
	w.positive("price", float64(f.Price))
	w.optional("reason", f.Reason)
	w.depthInForce("depth", &f.Depth)
	w.depthInForce("event", &f.Event)
	w.text("said", f.Said)
	w.key("stretches")
	w.open('[')
	for i := range f.Stretches {
		w.comma()
		w.stretch(&f.Stretches[i])
	}
	w.close(']')
	return append(w.buf, '}')
}

// depthInForce writes a depth with the figure and the conversion that it comes
// from.
func (w *jsonWriter) depthInForce(key string, d *market.Depth) {
	w.key(key)
	w.open('{')
	w.positive("usd", float64(d.PerPercent()))
	w.text("from", d.From.String())
	w.positive("quote", float64(d.Quote))
	w.number("conversion", d.Conversion)
	w.number("low", d.Range.Low)
	w.number("default", d.Range.Default)
	w.number("high", d.Range.High)
	w.time("t", d.At)
	w.positive("fit", d.Fit)
	w.sources(d)
	w.close('}')
}

// sources writes who says so, and how the figure is known.
func (w *jsonWriter) sources(d *market.Depth) {
	provenance := ""
	if d.Origin.Provenance != data.UnknownProvenance {
		provenance = d.Origin.Provenance.String()
	}
	w.optional("provenance", provenance)
	w.list("sources", len(d.Origin.Sources), func(i int) { w.string(d.Origin.Sources[i].Name) })
}

func (w *jsonWriter) stretch(s *StretchInfo) {
	w.open('{')
	w.text("side", s.Side.String())
	w.price("low", s.Low)
	w.price("high", s.High)
	w.number("usd", float64(s.USD))
	w.number("most", s.Most)
	w.key("cells")
	w.texts(s.Cells)
	w.close('}')
}
