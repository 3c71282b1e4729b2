package wire

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"unwind/data"
)

// ParseQuery reads a query string, with or without its leading '?'. It never
// fails: keys it does not know are ignored, an empty value counts as none, the
// first of two equal keys counts, and a value that is not understood falls
// back to its default and is named in [Query.Problems]. Of a string longer
// than 4096 bytes nothing is used.
func ParseQuery(raw string) Query {
	q := DefaultQuery()
	raw = strings.TrimPrefix(raw, "?")
	p := queryParser{values: make(map[string]string, 8)}
	if len(raw) > maxQueryBytes {
		p.problem("", raw, length)
	} else {
		p.split(raw)
	}
	p.stage(&q.Stage)
	p.time(&q)
	p.style(&q)
	p.picture(&q.Picture)
	q.Problems = p.problems
	return q
}

// queryParser holds the decoded values and collects what is wrong with them.
type queryParser struct {
	values   map[string]string
	problems []Problem
}

func (p *queryParser) split(raw string) {
	for pair := range strings.SplitSeq(raw, "&") {
		key, value, _ := strings.Cut(pair, "=")
		text, ok := unescape(value)
		switch _, seen := p.values[key]; {
		case seen || value == "":
		case ok:
			p.values[key] = text
		default:
			p.values[key] = value // no known value has a '%', so this is named later
		}
	}
}

// unescape decodes %XX and '+', and reports whether s was well formed.
func unescape(s string) (string, bool) {
	if !strings.ContainsAny(s, "%+") {
		return s, true
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '+':
			out = append(out, ' ')
		case c != '%':
			out = append(out, c)
		case i+2 >= len(s):
			return "", false
		default:
			b, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
			if err != nil {
				return "", false
			}
			out = append(out, byte(b))
			i += 2
		}
	}
	return string(out), true
}

func (p *queryParser) problem(key, value string, want Wanted) {
	if len(value) > 64 {
		value = value[:64]
	}
	if !utf8.ValidString(value) {
		value = strings.ToValidUTF8(value, "\uFFFD")
	}
	p.problems = append(p.problems, Problem{Key: key, Value: value, Wanted: want})
}

func (p *queryParser) stage(s *Stage) {
	p.event(s)
	s.From, s.To = pairOf(p, "from", "to", aTime, ParseTime)
	s.Low, s.High = pairOf(p, "low", "high", aPrice, parsePrice)
	s.A, s.B = pairOf(p, "a", "b", aTime, ParseTime)
	s.Min, s.Max = pairOf(p, "min", "max", someUSD, parseUSD)
	p.speed(s)
	p.pin(s)
	p.layers(s)
	p.choice(&s.Choice)
	p.depth(&s.Depth)
	p.whatIf(&s.WhatIf)
}

func (p *queryParser) speed(s *Stage) {
	if s.Smart = p.values["speed"] == smart; !s.Smart {
		if v, ok := clamped(p, "speed", aSpeed, MinSpeed, MaxSpeed); ok {
			s.Speed = v
		}
	}
	if v, ok := clamped(p, "fit", from("1", "3600"), MinFit, MaxFit); ok {
		s.SetFit(v)
	}
}

func (p *queryParser) event(s *Stage) {
	v, ok := p.values["event"]
	switch {
	case !ok:
	case ValidEvent(v):
		s.Event = v
	default:
		p.problem("event", v, anEvent)
	}
}

// layers keeps the layers that are known and names the others; with none
// known the default stays.
func (p *queryParser) layers(s *Stage) {
	v, ok := p.values["layers"]
	if !ok {
		return
	}
	layers, unknown := parseLayers(v)
	if unknown != "" || v == "," {
		p.problem("layers", unknown, Wanted{Want: oneOf(layerNames) + " or none", Rule: RuleLayers, A: oneOf(layerNames)})
	}
	if layers != 0 || v == noLayers {
		s.Layers = layers
	}
}

func (p *queryParser) time(q *Query) {
	v, ok := p.values["t"]
	if !ok {
		return
	}
	q.Stage.Clock.At, q.HasTime = ParseTime(v)
	if !q.HasTime {
		q.Stage.Clock.At = 0
		p.problem("t", v, aTime)
	}
}

func (p *queryParser) style(q *Query) {
	s := &q.Style
	if i, ok := p.name("palette", paletteNames); ok {
		s.Palette = paletteNames[i]
	}
	if v, ok := clamped(p, "gamma", from("0.4", "2.5"), MinGamma, MaxGamma); ok {
		s.Gamma = gammaOf(v)
	}
	if i, ok := p.name("lang", langNames); ok {
		s.Lang = langNames[i]
	}
	i, _ := p.name("theme", themeNames)
	s.Theme = Theme(i)
	i, _ = p.name("gestures", gesturesNames)
	s.Gestures = Gestures(i)
	i, q.HasUI = p.name("ui", uiNames)
	s.UI = UI(i)
	i, _ = p.name("play", playNames)
	q.Play = Play(i)
}

// gammaOf returns how a style keeps an exponent: the default as nothing chosen.
func gammaOf(v float64) float64 {
	if v == DefaultGamma {
		return 0
	}
	return v
}

func (p *queryParser) picture(c *Picture) {
	if v, ok := number(p, "w", from("200", "2400"), MinWidth, MaxWidth); ok {
		c.Width = int(v)
	}
	if v, ok := number(p, "h", from("120", "2400"), MinHeight, MaxHeight); ok {
		c.Height = int(v)
	}
	if v, ok := number(p, "scale", from("0.5", "3"), MinScale, MaxScale); ok {
		c.Scale = v
	}
	if float64(c.Width*c.Height)*c.Scale*c.Scale > MaxPixels {
		p.problem("scale", p.values["scale"], pixels)
		c.Scale = DefaultScale
	}
	i, _ := p.name("bare", []string{"0", "1"})
	c.Bare = i == 1
}

// name returns the place of the value of key in names, and whether it is
// there; it is 0 otherwise.
func (p *queryParser) name(key string, names []string) (int, bool) {
	v, ok := p.values[key]
	if !ok {
		return 0, false
	}
	i := indexOf(names, v)
	if i < 0 {
		p.problem(key, v, someOf(names))
		return 0, false
	}
	return i, true
}

func number(p *queryParser, key string, want Wanted, low, high float64) (float64, bool) {
	s, ok := p.values[key]
	if !ok {
		return 0, false
	}
	v, ok := parseNumber(s)
	if !ok || !within(v, low, high) {
		p.problem(key, s, want)
		return 0, false
	}
	return v, true
}

// clamped is [number] for a key whose number out of bounds is replaced by the
// nearer of them, which is named as well.
func clamped(p *queryParser, key string, want Wanted, low, high float64) (float64, bool) {
	v, ok := parseNumber(p.values[key])
	if !ok || within(v, low, high) {
		return number(p, key, want, low, high)
	}
	want.Rule = RuleClamped
	p.problem(key, p.values[key], want)
	return min(max(v, low), high), true
}

// pairOf returns the values of two keys that only count together and in
// ascending order, or two zeros.
func pairOf[T data.UnixMs | data.Price | data.USD](
	p *queryParser, lowKey, highKey string, want Wanted, parse func(string) (T, bool),
) (T, T) {
	low, hasLow := p.values[lowKey]
	high, hasHigh := p.values[highKey]
	a, okLow := parse(low)
	b, okHigh := parse(high)
	switch {
	case !hasLow && !hasHigh:
		return 0, 0
	case hasLow && !okLow:
		p.problem(lowKey, low, want)
	case hasHigh && !okHigh:
		p.problem(highKey, high, want)
	case !hasHigh:
		p.problem(lowKey, low, together(highKey))
	case !hasLow:
		p.problem(highKey, high, together(lowKey))
	case a >= b:
		p.problem(lowKey, low, lessThan(highKey))
	default:
		return a, b
	}
	return 0, 0
}

func parsePrice(s string) (data.Price, bool) {
	v, ok := parseNumber(s)
	return data.Price(v), ok && within(data.Price(v), MinPrice, MaxPrice)
}

func parseUSD(s string) (data.USD, bool) {
	v, ok := parseNumber(s)
	return data.USD(v), ok && within(data.USD(v), MinUSD, MaxUSD)
}

func parseNumber(s string) (float64, bool) {
	if len(s) > 40 {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && finite(v)
}
