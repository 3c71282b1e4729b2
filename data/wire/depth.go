package wire

import (
	"math"
	"strconv"
	"strings"

	"unwind/data"
	"unwind/data/market"
)

// depthNames are the parameters of the depth of the book, with their bounds.
var (
	depthNames  = []string{"quote", "conversion"}
	depthBounds = [...][2]float64{{float64(MinQuote), float64(MaxQuote)}, {MinConversion, MaxConversion}}
)

// setDepth sets parameter i of a depth, clamped to its bounds, and reports
// whether it was inside them.
func setDepth(d *market.DepthChoice, i int, v float64) (inside bool) {
	low, high := depthBounds[i][0], depthBounds[i][1]
	clamped := min(max(v, low), high)
	if i == 0 {
		d.Quote = data.USD(clamped)
	} else {
		d.Conversion = clamped
	}
	return clamped == v
}

// depthValue returns parameter i of a depth, 0 where it is the event's own.
func depthValue(d *market.DepthChoice, i int) float64 {
	if i == 0 {
		return float64(d.Quote)
	}
	return d.Conversion
}

// depth keeps the parameters that are known, clamped to their bounds, and names
// the others and those that had to be clamped.
func (p *queryParser) depth(d *market.DepthChoice) {
	s, ok := p.values["depth"]
	if !ok {
		return
	}
	for pair := range strings.SplitSeq(s, ",") {
		name, value, _ := strings.Cut(pair, ":")
		i := indexOf(depthNames, name)
		if i < 0 {
			p.problem("depth", pair, someOf(depthNames))
			continue
		}
		want := from(plain(depthBounds[i][0]), plain(depthBounds[i][1]))
		v, ok := parseNumber(value)
		switch {
		case !ok:
			p.problem("depth", pair, want)
		case !setDepth(d, i, v):
			want.Rule = RuleClamped
			p.problem("depth", pair, want)
		}
	}
}

// depth writes the part of a link about the depth.
func (e *encoder) depth(d *market.DepthChoice) {
	if *d == (market.DepthChoice{}) {
		return
	}
	e.key("depth")
	e.buf = appendDepth(e.buf, d)
}

// appendDepth appends what d sets as in a link: "quote:5000000,conversion:50".
func appendDepth(dst []byte, d *market.DepthChoice) []byte {
	start := len(dst)
	for i, name := range depthNames {
		v := depthValue(d, i)
		if v == 0 {
			continue
		}
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(append(dst, name...), ':')
		dst = strconv.AppendFloat(dst, v, 'f', -1, 64)
	}
	return dst
}

// depth reads a message that sets both parameters; what is absent is the
// event's own, and a number out of bounds is clamped, as a speed is.
func (m *members) depth() DepthMsg {
	var d market.DepthChoice
	for i, name := range depthNames {
		if m.has(name) {
			setDepth(&d, i, m.required(name, -math.MaxFloat64, math.MaxFloat64))
		}
	}
	return DepthMsg{d}
}

// depth writes what was chosen of the depth: null is the event's own.
func (w *jsonWriter) depth(d *market.DepthChoice) {
	w.key("depth")
	w.open('{')
	for i, name := range depthNames {
		w.positive(name, depthValue(d, i))
	}
	w.close('}')
}
