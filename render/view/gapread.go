package view

import (
	"unwind/data"
	"unwind/render/scale"
)

// The read-out names the gaps that are this near to the pointer, in logical
// pixels: short ones are a line.
const gapReach = 2

// gapLines is how many gaps the read-out names.
const gapLines = 3

// gapWhys say why something is missing; nothing is said of the other reasons.
var gapWhys = [...]map[data.GapReason]string{
	scale.English: {
		data.Disconnected: "disconnected", data.Blocked: "the venue refused", data.Silent: "silent", data.Stopped: "not recording",
		data.Behind: "the recorder fell behind", data.Refused: "the store took nothing",
	},
	scale.Russian: {
		data.Disconnected: "нет связи", data.Blocked: "биржа отказала", data.Silent: "молчит", data.Stopped: "запись не шла",
		data.Behind: "запись не успевала", data.Refused: "хранилище не принимало",
	},
}

// GapWhy says why something is missing, "" where nobody did.
func GapWhy(why data.GapReason, lang string) string { return gapWhys[scale.LangOf(lang)][why] }

// gaps lists what is missing at a place of the chart, as far as the replay has
// got.
func (r *readout) gaps(x int32, at data.UnixMs) {
	if at > r.t || !r.shownGaps() {
		return
	}
	near := float64(r.chart.px(gapReach))
	from, to := r.chart.time.TimeFromX(float64(x)-near), min(r.chart.time.TimeFromX(float64(x)+near)+1, r.t)
	n := 0
	r.Market.GapsBetween(from, to, func(g *data.Gap) bool {
		if n++; n <= gapLines {
			r.gap(g, at)
		}
		return n <= gapLines
	})
	if n > gapLines {
		r.line(r.s, append(r.buf[:0], "…"...), nil, r.theme.Quiet)
	}
}

// gap says of whom something is missing, when and why.
func (r *readout) gap(g *data.Gap, at data.UnixMs) {
	name := r.Market.GapVenue(g)
	if name == "" {
		name = r.words.anyVenue
	}
	label := append(append(r.labels[:0], r.words.noDataOf...), name...)
	if why := gapWhys[r.lang][g.Why]; why != "" {
		label = append(append(label, ": "...), why...)
	}
	value := r.gapTimes(r.buf[:0], g, at)
	if widthOf(r.s, label)+widthOf(r.strong, value)+r.chart.px(16+2*8) <= r.chart.x1-r.chart.x0 {
		r.line(r.s, label, value, r.theme.Text)
		return
	}
	r.line(r.s, label, nil, r.theme.Text)
	r.line(r.strong, value, nil, r.theme.Text)
}

// gapTimes appends from when to when, with days that are not that of the
// pointer; the end is left open while the replay is in it.
func (r *readout) gapTimes(dst []byte, g *data.Gap, at data.UnixMs) []byte {
	dst = append(r.gapTime(dst, g.From, at), "–"...)
	if g.To > r.t {
		return append(dst, "…"...)
	}
	return r.gapTime(dst, g.To, at)
}

func (r *readout) gapTime(dst []byte, t, at data.UnixMs) []byte {
	if t/data.Day != at/data.Day {
		dst = append(scale.AppendDate(dst, t, r.lang), "\u00a0"...)
	}
	return scale.AppendClockSeconds(dst, t)
}
