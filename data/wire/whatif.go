package wire

import (
	"math"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/whatif"
)

// Names of a what-if beside those of [cascade.Parameters].
const (
	whatIfKey = "whatif"
	whatIfAt  = "at"
	whatIfLaw = "law"
	whatIfADL = "adl"
)

var (
	lawNames = []string{cascade.DepthLaw.String(), cascade.KyleLaw.String(), cascade.SquareLaw.String()}
	adlNames = []string{"0", "1"}
)

// parameterOf returns the parameter of a what-if of a name, nil for none.
func parameterOf(name string) *cascade.Parameter {
	for i := range cascade.Parameters {
		if cascade.Parameters[i].Name == name {
			return &cascade.Parameters[i]
		}
	}
	return nil
}

// setWhatIf sets one setting of a what-if by its name and reports whether the
// value was understood, and whether it was inside its bounds.
func setWhatIf(c *whatif.Choice, name, value string) (known, inside bool) {
	switch name {
	case whatIfAt:
		t, ok := ParseTime(value)
		if ok {
			c.At = t
		}
		return ok, true
	case whatIfLaw:
		law, ok := cascade.ParseLaw(value)
		if ok {
			c.Set.Law = law
		}
		return ok, true
	case whatIfADL:
		i := indexOf(adlNames, value)
		if i >= 0 {
			c.Set.ADL = i == 1
		}
		return i >= 0, true
	}
	p := parameterOf(name)
	v, ok := parseNumber(value)
	if p == nil || !ok {
		return false, true
	}
	c.OwnDepth = c.OwnDepth || p.At(&c.Set) == &c.Set.Depth
	held := min(max(v, p.Low), p.High)
	if p.Zero && v == 0 {
		held = 0
	}
	*p.At(&c.Set) = held
	return true, held == v
}

// wantOfWhatIf says what a setting of a what-if is held to.
func wantOfWhatIf(name string) Wanted {
	p := parameterOf(name)
	switch {
	case name == whatIfAt:
		return aTime
	case name == whatIfLaw:
		return someOf(lawNames)
	case name == whatIfADL:
		return someOf(adlNames)
	case p == nil:
		return someOf(whatIfNames())
	}
	return from(plain(p.Low), plain(p.High))
}

// whatIfNames returns the names of all settings of a what-if.
func whatIfNames() []string {
	names := []string{whatIfAt}
	for i := range cascade.Parameters {
		names = append(names, cascade.Parameters[i].Name)
	}
	return append(names, whatIfLaw, whatIfADL)
}

// whatIf reads a what-if of a link. It keeps the settings that are known,
// clamped to their bounds, and names the others and those that had to be
// clamped. Without its start there is none.
func (p *queryParser) whatIf(c *whatif.Choice) {
	s, ok := p.values[whatIfKey]
	if !ok {
		return
	}
	made := whatif.From(0)
	for pair := range strings.SplitSeq(s, ",") {
		name, value, _ := strings.Cut(pair, ":")
		want := wantOfWhatIf(name)
		switch known, inside := setWhatIf(&made, name, value); {
		case !known:
			p.problem(whatIfKey, pair, want)
		case !inside:
			want.Rule = RuleClamped
			p.problem(whatIfKey, pair, want)
		}
	}
	if !made.On() {
		p.problem(whatIfKey, s, together(whatIfAt))
		return
	}
	*c = made
}

// whatIf writes a what-if as a link has it, what is not the default alone:
// "at:2026-02-05T20:50:00Z,shock:-0.05,adl:0".
func (e *encoder) whatIf(c *whatif.Choice) {
	if !c.On() {
		return
	}
	e.key(whatIfKey)
	e.buf = AppendTime(append(e.buf, whatIfAt+":"...), c.At)
	for i := range cascade.Parameters {
		p := &cascade.Parameters[i]
		at := p.At(&c.Set)
		own := *at != p.Default
		if at == &c.Set.Depth {
			own = c.OwnDepth
		}
		if own {
			e.buf = append(append(append(e.buf, ','), p.Name...), ':')
			e.buf = strconv.AppendFloat(e.buf, *at, 'f', -1, 64)
		}
	}
	if c.Set.Law != cascade.DepthLaw {
		e.buf = append(append(e.buf, ","+whatIfLaw+":"...), c.Set.Law.String()...)
	}
	if !c.Set.ADL {
		e.buf = append(e.buf, ","+whatIfADL+":0"...)
	}
}

// whatIf reads a message that sets every setting of a what-if; what is absent is
// the default, a number out of bounds is clamped, and without a start there is
// none.
func (m *members) whatIf() WhatIfMsg {
	c := whatif.From(0)
	for _, name := range whatIfNames() {
		if name == whatIfAt || !m.has(name) {
			continue
		}
		v := m.get(name)
		text := v.Raw
		switch {
		case name == whatIfADL && v.IsBool():
			text = adlNames[0]
			if v.Bool() {
				text = adlNames[1]
			}
		case name == whatIfLaw && v.Type == gjson.String:
			text = v.Str
		case v.Type != gjson.Number || name == whatIfADL:
			m.wrong(name, wantOfMember(name))
			continue
		}
		if known, _ := setWhatIf(&c, name, text); !known {
			m.wrong(name, wantOfMember(name))
		}
	}
	if c.At = m.optionalTime(whatIfAt); !c.On() {
		return WhatIfMsg{}
	}
	return WhatIfMsg{Choice: c}
}

// wantOfMember is [wantOfWhatIf] for a message.
func wantOfMember(name string) string {
	if name == whatIfADL {
		return "true or false"
	}
	return wantOfWhatIf(name).Want
}

// WhatIfInfo is what a state says of a what-if.
type WhatIfInfo struct {
	Answer *whatif.Answer // nil while nothing is known
	Now    data.Price     // of the run without noise at the replay time; 0: not simulated then
	// Said and Rows are the answer in words: a sentence, and names with their
	// values.
	Said string
	Rows [][2]string
}

// whatIf writes a what-if with its answer: null without one.
func (w *jsonWriter) whatIf(c *whatif.Choice, v *WhatIfInfo) {
	if !c.On() {
		w.null(whatIfKey)
		return
	}
	w.key(whatIfKey)
	w.open('{')
	w.time(whatIfAt, c.At)
	for i := range cascade.Parameters {
		w.number(cascade.Parameters[i].Name, *cascade.Parameters[i].At(&c.Set))
	}
	w.text(whatIfLaw, c.Set.Law.String())
	w.bool(whatIfADL, c.Set.ADL)
	w.bool("ownDepth", c.OwnDepth)
	w.price("now", v.Now)
	w.answer(v)
	w.close('}')
}

// answer writes what came out: null while nothing is known.
func (w *jsonWriter) answer(v *WhatIfInfo) {
	a := v.Answer
	if a == nil {
		w.null("result")
		return
	}
	w.key("result")
	w.open('{')
	why := ""
	if a.Reason != cascade.Known {
		why = a.Reason.String()
	}
	w.optional("reason", why)
	w.optional("fault", a.Fault)
	w.price("price", a.Price)
	w.dollars("waitingLongUSD", float64(a.Waiting.Long))
	w.dollars("waitingShortUSD", float64(a.Waiting.Short))
	w.run(&a.Central)
	w.int("seeds", int64(a.Seeds))
	w.spread("lowestSpread", a.Lowest)
	w.spread("highestSpread", a.Highest)
	w.number("runaway", a.RunAway)
	w.text("said", v.Said)
	w.key("rows")
	w.open('[')
	for i := range v.Rows {
		w.comma()
		w.texts(v.Rows[i][:])
	}
	w.close(']')
	w.close('}')
}

// run writes what the central run came to.
func (w *jsonWriter) run(r *cascade.Result) {
	w.text("outcome", outcomeNames[r.Outcome])
	w.price("lowest", r.Lowest)
	w.number("lowestAfter", r.LowestAt)
	w.price("highest", r.Highest)
	w.price("last", r.Last)
	w.int("rounds", int64(r.Rounds))
	w.number("lastRoundAfter", r.LastRound)
	w.sale("long", &r.Long)
	w.sale("short", &r.Short)
	w.dollars("orderedUSD", r.Ordered)
	w.dollars("fundUSD", r.FundUsed)
	w.dollars("uncoveredUSD", r.Uncovered)
	w.number("leastDepth", math.Round(r.LeastDepth*1e6)/1e6)
}

// outcomeNames are how a simulation ends, in the order of the constants.
var outcomeNames = [...]string{cascade.Settled: "settled", cascade.Swept: "swept", cascade.OffScale: "offscale"}

func (w *jsonWriter) sale(key string, s *cascade.Sale) {
	w.key(key)
	w.open('{')
	w.dollars("setFreeUSD", s.SetFree)
	w.dollars("soldUSD", s.Sold)
	w.dollars("deleveragedUSD", s.Deleveraged)
	w.dollars("waitingUSD", s.Waiting)
	w.close('}')
}

// dollars writes whole ones: the last bits of a run differ between processors.
func (w *jsonWriter) dollars(key string, v float64) { w.number(key, math.Round(v)) }

// spread writes a range of prices, null for none.
func (w *jsonWriter) spread(key string, s whatif.Spread) {
	if !(s.To > 0) {
		w.null(key)
		return
	}
	w.key(key)
	w.open('[')
	for _, p := range [...]float64{float64(RoundPrice(s.From)), float64(RoundPrice(s.To))} {
		w.comma()
		w.buf = strconv.AppendFloat(w.buf, p, 'f', -1, 64)
	}
	w.close(']')
}
