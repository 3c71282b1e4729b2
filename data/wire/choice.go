package wire

import (
	"slices"
	"strconv"
	"strings"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/margin"
)

// Names of what the estimate can be filtered by and made with.
var (
	priorNames = []string{"default", "low", "high"}
	knobNames  = []string{"levered", "volume", "half", "bin"}
	modelNames = []string{"prior", "levered", "volume", "half", "bin", "rules"}
)

// Bounds of filters.
const (
	MinLeverage, MaxLeverage   = 1, 1000
	maxVenues, maxVenueBytes   = 8, 24
	allSides                   = "all" // the side of a message that is both
	wantVenues, wantBand, dash = "ids of venues, at most 8, separated by commas", "LOW-HIGH, LOW- or -HIGH", "-"
)

// band is two bounds of which either may be 0, open.
type band[T ~float64] struct{ low, high T }

// parseBand reads "25-100", "25-" or "-100": numbers in [least, most], the
// first at most the second.
func parseBand[T ~float64](s string, least, most T) (b band[T], ok bool) {
	low, high, found := strings.Cut(s, dash)
	if !found || low == "" && high == "" {
		return band[T]{}, false
	}
	bounds := [2]T{}
	for i, text := range [2]string{low, high} {
		if text == "" {
			continue
		}
		v, ok := parseNumber(text)
		if !ok || !within(T(v), least, most) {
			return band[T]{}, false
		}
		bounds[i] = T(v)
	}
	b = band[T]{bounds[0], bounds[1]}
	return b, b.high == 0 || b.low <= b.high
}

func (b band[T]) appendTo(dst []byte) []byte {
	if b.low > 0 {
		dst = strconv.AppendFloat(dst, float64(b.low), 'f', -1, 64)
	}
	dst = append(dst, dash...)
	if b.high > 0 {
		dst = strconv.AppendFloat(dst, float64(b.high), 'f', -1, 64)
	}
	return dst
}

func (b band[T]) open() bool { return b.low == 0 && b.high == 0 }

func leverageOf(f *level.Filter) band[float64] { return band[float64]{f.LowLeverage, f.HighLeverage} }
func sizeOf(f *level.Filter) band[data.USD]    { return band[data.USD]{f.LowUSD, f.HighUSD} }

func parseLeverage(s string) (band[float64], bool) {
	return parseBand[float64](s, MinLeverage, MaxLeverage)
}

func parseSize(s string) (band[data.USD], bool) {
	b, ok := parseBand(s, MinUSD, MaxUSD)
	return b, ok && (b.high == 0 || b.low < b.high)
}

// parseVenues reads a comma list of ids of venues: ascending, each once.
func parseVenues(s string) (string, bool) {
	ids := strings.Split(s, ",")
	for _, id := range ids {
		if len(id) > maxVenueBytes || !ValidEvent(id) {
			return "", false
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return strings.Join(ids, ","), len(ids) <= maxVenues
}

// setParameter sets one parameter of the model by its name and reports whether
// the value was understood, and whether it was inside its bounds.
func setParameter(t *level.Tuning, name, value string) (known, inside bool) {
	switch name {
	case "prior":
		i := indexOf(priorNames, value)
		t.Prior = level.Prior(max(i, 0))
		return i >= 0, true
	case "rules":
		if !slices.Contains(margin.Venues(), value) {
			return false, true
		}
		t.Rules = value
		return true, true
	}
	v, ok := parseNumber(value)
	i := indexOf(knobNames, name)
	if !ok || i < 0 {
		return false, true
	}
	*t, inside = t.Set(level.Knob(i), v)
	return true, inside
}

// wantOf says what a parameter of the model is held to.
func wantOf(name string) Wanted {
	switch i := indexOf(knobNames, name); {
	case name == "prior":
		return someOf(priorNames)
	case name == "rules":
		return someOf(margin.Venues())
	case i < 0:
		return someOf(modelNames)
	default:
		d := level.Knob(i).Dial()
		return from(plain(d.Low), plain(d.High))
	}
}

// plain writes a number without an exponent.
func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// appendModel appends what t sets as in a link: "prior:high,levered:0.7".
func appendModel(dst []byte, t *level.Tuning) []byte {
	start := len(dst)
	put := func(name string) {
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(append(dst, name...), ':')
	}
	if t.Prior != level.PriorDefault {
		put("prior")
		dst = append(dst, nameOf(priorNames, int(t.Prior))...)
	}
	for _, k := range level.Knobs() {
		if v := t.Value(k); v != k.Dial().Default {
			put(knobNames[k])
			dst = strconv.AppendFloat(dst, v, 'f', -1, 64)
		}
	}
	if t.Rules != "" {
		put("rules")
		dst = append(dst, t.Rules...)
	}
	return dst
}

// choice writes the part of a link about the estimate.
func (e *encoder) choice(c *level.Choice) {
	if c.Side != data.UnknownSide {
		e.text("side", c.Side.String())
	}
	if b := leverageOf(&c.Filter); !b.open() {
		e.key("lev")
		e.buf = b.appendTo(e.buf)
	}
	if c.Venues != "" {
		e.text("venue", c.Venues)
	}
	if b := sizeOf(&c.Filter); !b.open() {
		e.key("size")
		e.buf = b.appendTo(e.buf)
	}
	if c.Tuning != (level.Tuning{}) {
		e.key("model")
		e.buf = appendModel(e.buf, &c.Tuning)
	}
}

// choice reads the part of a link about the estimate.
func (p *queryParser) choice(c *level.Choice) {
	if i, ok := p.name("side", sideNames); ok {
		c.Side = sideValues[i]
	}
	lev := valueOf(p, "lev", Wanted{Want: wantBand + ", 1 to 1000", Rule: RuleBand, A: "1", B: "1000"}, parseLeverage)
	c.LowLeverage, c.HighLeverage = lev.low, lev.high
	c.Venues = valueOf(p, "venue", Wanted{Want: wantVenues, Rule: RuleVenues}, parseVenues)
	size := valueOf(p, "size", Wanted{Want: wantBand + " in dollars", Rule: RuleSize, A: "1", B: plain(float64(MaxUSD))}, parseSize)
	c.LowUSD, c.HighUSD = size.low, size.high
	p.model(&c.Tuning)
}

// valueOf returns the value of a key, or zero where it is absent or wrong.
func valueOf[T any](p *queryParser, key string, want Wanted, parse func(string) (T, bool)) (v T) {
	s, ok := p.values[key]
	if !ok {
		return v
	}
	got, ok := parse(s)
	if !ok {
		p.problem(key, s, want)
		return v
	}
	return got
}

// model keeps the parameters that are known, clamped to their bounds, and names
// the others and those that had to be clamped.
func (p *queryParser) model(t *level.Tuning) {
	s, ok := p.values["model"]
	if !ok {
		return
	}
	for pair := range strings.SplitSeq(s, ",") {
		name, value, _ := strings.Cut(pair, ":")
		want := wantOf(name)
		switch known, inside := setParameter(t, name, value); {
		case !known:
			p.problem("model", pair, want)
		case !inside:
			want.Rule = RuleClamped
			p.problem("model", pair, want)
		}
	}
}

// filter reads a message that sets every filter; what is absent is all.
func (m *members) filter() FilterMsg {
	var f level.Filter
	if i := m.name("side", append([]string{allSides}, sideNames...), allSides); i > 0 {
		f.Side = sideValues[i-1]
	}
	lev := memberOf(m, "lev", wantBand, parseLeverage)
	f.LowLeverage, f.HighLeverage = lev.low, lev.high
	size := memberOf(m, "size", wantBand, parseSize)
	f.LowUSD, f.HighUSD = size.low, size.high
	f.Venues = memberOf(m, "venue", wantVenues, parseVenues)
	return FilterMsg{f}
}

// memberOf reads a member that is text as in a link; absent and "" are zero.
func memberOf[T any](m *members, key, want string, parse func(string) (T, bool)) (v T) {
	if !m.has(key) {
		return v
	}
	text := m.get(key)
	if text.Raw == `""` {
		return v
	}
	got, ok := parse(text.Str)
	if !ok {
		m.wrong(key, want)
		return v
	}
	return got
}

// model reads a message that sets every parameter; what is absent is the
// default, and a number out of bounds is clamped, as a speed is.
func (m *members) model() ModelMsg {
	var t level.Tuning
	for _, name := range modelNames {
		v := m.get(name)
		if !m.has(name) || v.Raw == `""` {
			continue
		}
		text := v.Str
		if indexOf(knobNames, name) >= 0 {
			text = v.Raw
		}
		if known, _ := setParameter(&t, name, text); !known {
			m.wrong(name, wantOf(name).Want)
		}
	}
	return ModelMsg{t}
}

// choice writes what is chosen of the estimate: null is all of it.
func (w *jsonWriter) choice(c *level.Choice) {
	side := ""
	if c.Side != data.UnknownSide {
		side = c.Side.String()
	}
	w.optional("side", side)
	w.band("lev", leverageOf(&c.Filter))
	w.optional("venue", c.Venues)
	size := sizeOf(&c.Filter)
	w.band("size", band[float64]{float64(size.low), float64(size.high)})
	w.key("model")
	w.open('{')
	w.text("prior", nameOf(priorNames, int(c.Prior)))
	for _, k := range level.Knobs() {
		w.number(knobNames[k], c.Value(k))
	}
	w.optional("rules", c.Rules)
	w.close('}')
}

// band writes a band as in a link, null when it is open.
func (w *jsonWriter) band(key string, b band[float64]) {
	if b.open() {
		w.null(key)
		return
	}
	w.key(key)
	w.buf = append(b.appendTo(append(w.buf, '"')), '"')
}

// PriorNames returns the names of the priors.
func PriorNames() []string { return slices.Clone(priorNames) }

// KnobName returns the name of a knob.
func KnobName(k level.Knob) string { return nameOf(knobNames, int(k)) }

// ModelText returns what t sets as a link has it: "prior:high,levered:0.7".
func ModelText(t level.Tuning) string { return string(appendModel(nil, &t)) }
