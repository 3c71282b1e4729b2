package wire

import "unwind/data"

// LegendInfo is what window.unwind.legend() returns: the colour scale as a
// control shows it. docs/embedding.md documents its JSON form.
type LegendInfo struct {
	Low, High data.USD // what the handles choose from
	Min, Max  data.USD // where the handles are
	Locked    bool     // to the event
	Unsure    float64  // how many times its least a cell may be at most before it is hatched
	// Long and Short are colours 0xRRGGBB at equal ratios of dollars from Low
	// to High. They differ where the palette tells the sides apart.
	Long, Short []uint32
	// X0, Y0, X1 and Y1 are where the legend is drawn, in logical pixels from
	// the top left of the chart; all 0 where it is not.
	X0, Y0, X1, Y1 float32
}

// AppendLegend appends l as one JSON object to dst.
func AppendLegend(dst []byte, l *LegendInfo) []byte {
	w := jsonWriter{buf: append(dst, '{')}
	w.number("low", float64(l.Low))
	w.number("high", float64(l.High))
	w.number("min", float64(l.Min))
	w.number("max", float64(l.Max))
	w.bool("locked", l.Locked)
	w.number("unsure", l.Unsure)
	w.colors("long", l.Long)
	w.colors("short", l.Short)
	if l.X1 <= l.X0 {
		w.null("box")
		return append(w.buf, '}')
	}
	w.key("box")
	w.open('{')
	w.number("x0", float64(l.X0))
	w.number("y0", float64(l.Y0))
	w.number("x1", float64(l.X1))
	w.number("y1", float64(l.Y1))
	w.close('}')
	return append(w.buf, '}')
}

// colors writes colours as #rrggbb.
func (w *jsonWriter) colors(key string, colors []uint32) {
	w.key(key)
	w.open('[')
	for _, c := range colors {
		w.comma()
		w.buf = append(w.buf, '"', '#')
		for shift := 20; shift >= 0; shift -= 4 {
			w.buf = append(w.buf, hexDigits[c>>shift&15])
		}
		w.buf = append(w.buf, '"')
	}
	w.close(']')
}
