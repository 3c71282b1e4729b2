package view

import (
	"unwind/render"
	"unwind/render/scale"
)

// caption draws the title above and the sources and the date below the chart,
// so that a picture that travels alone says what it is.
func (b *builder) caption(l *render.List) {
	c, tape := &b.chart, b.Market.Tape
	x, end := c.px(c.caption.X0+margin), c.px(c.caption.X1-margin)
	title := b.style(sizeTitle, render.Medium, b.theme.Text)
	if c.compact {
		title = b.style(sizeStrong, render.Medium, b.theme.Text)
	}
	chars := []byte(tape.Title.In(b.Style.Lang))
	text(l, x, c.px(c.caption.Y0+30), title, left, fits(title, chars, end-x))

	quiet := b.style(sizeSmall, render.Regular, b.theme.Quiet)
	about := append([]byte(tape.Instrument), " · "...)
	about = append(scale.AppendDateYear(about, b.chart.From, b.lang), " – "...)
	about = append(scale.AppendDateYear(about, b.chart.To-1, b.lang), " UTC"...)
	text(l, x, c.px(c.caption.Y0+48), quiet, left, fits(quiet, about, end-x))
	b.sourceLine(l, x, end, quiet)
}

// sourceLine says what the layers are, from whom, and when the picture stands.
func (b *builder) sourceLine(l *render.List, x, end int32, s style) {
	mid := (b.chart.px(b.chart.source.Y0) + b.chart.px(b.chart.source.Y1)) / 2
	base := middle(mid, s.size)
	when := append(scale.AppendDateTimeSeconds(b.buf[:0], b.t, b.lang), " UTC · Unwind"...)
	wide := text(l, end, base, s, right, when)
	said := b.sources()
	if cut := fits(s, said, end-x-wide-b.chart.px(24)); cut != nil {
		text(l, x, base, s, left, cut)
	}
}

// sources lists what each layer is.
func (b *builder) sources() []byte {
	var out []byte
	for _, part := range b.Market.Origins() {
		if len(out) > 0 {
			out = append(out, ", "...)
		}
		out = append(append(append(out, b.words.layers[part.Layer]...), ": "...), b.words.provenance[part.Provenance]...)
	}
	return out
}
