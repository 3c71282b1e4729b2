package view

import (
	"bytes"
	"strings"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/tape"
	"unwind/data/wire"
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
	first := b.chart.px(b.chart.source.Y0 + 17)
	when := append(scale.AppendDateTimeSeconds(b.buf[:0], b.t, b.lang), " UTC · Unwind"...)
	wide := text(l, end, first, s, right, when)
	text(l, x, first, s, left, fits(s, b.layers(nil), end-x-wide-b.chart.px(24)))
	text(l, x, first+b.chart.px(16), s, left, fits(s, b.sources(nil), end-x))
}

// layers appends the names of the layers by provenance, first what is least
// direct: that must not fall off where there is little room.
func (b *builder) layers(dst []byte) []byte {
	parts := b.Market.Origins()
	for _, known := range b.words.ranks() {
		named := false
		for i := range parts {
			part := &parts[i]
			if b.words.known(&part.Origin) != known || !b.rests(part.Layer) {
				continue
			}
			switch {
			case named:
				dst = append(dst, ", "...)
			case len(dst) > 0:
				dst = append(dst, " · "...)
			}
			if !named {
				dst = append(append(dst, known...), ": "...)
			}
			dst, named = append(dst, b.words.layers[part.Layer]...), true
		}
	}
	return dst
}

// ranks returns how layers are known, the least direct first.
func (w *words) ranks() [6]string {
	p := &w.provenance
	return [...]string{p[data.Modelled], p[data.Estimated], p[data.Published], w.came[tape.CameLater], w.came[tape.CameBoth], w.came[tape.CameLive]}
}

// sources appends who published the figures, each once. A source's name is its
// publisher up to the first comma.
func (b *builder) sources(dst []byte) []byte {
	dst = append(dst, b.words.sources...)
	none := len(dst)
	for _, part := range b.Market.Origins() {
		if !b.rests(part.Layer) {
			continue
		}
		for _, source := range part.Sources {
			publisher, _, _ := strings.Cut(source.Name, ",")
			if bytes.Contains(dst, []byte(publisher)) {
				continue
			}
			if len(dst) > none {
				dst = append(dst, ", "...)
			}
			dst = append(dst, publisher...)
		}
	}
	if len(dst) == none {
		return nil
	}
	return dst
}

// rests says whether anything in the picture rests on a layer of the tape: the
// estimate, or what is drawn.
func (b *builder) rests(l market.Layer) bool {
	return l != market.LayerDepth || b.Stage.Layers&(wire.LayerFuel|wire.LayerDepth) != 0
}
