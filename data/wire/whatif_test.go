package wire

import (
	"strings"
	"testing"

	"unwind/data/cascade"
	"unwind/data/whatif"
)

func TestWhatIfsOfLinks(t *testing.T) {
	at := whatif.From(halfPastMidnight)
	with := func(change func(*whatif.Choice)) whatif.Choice {
		c := at
		change(&c)
		return c
	}
	const start = "at:2026-02-06T00:30:00Z"
	for _, c := range []struct {
		name, value string
		want        whatif.Choice
		problems    string // keys of rules
		encoded     string // as it is written; "": as it was
	}{
		{"a start alone is the defaults", start, at, "", ""},
		{"in milliseconds", "at:1770337800000", at, "", start},
		{"some settings", start + ",shock:-0.05,cap:10", with(func(c *whatif.Choice) { c.Set.Shock, c.Set.LeverageCap = -0.05, 10 }), "", ""},
		{"in any order", "cap:10," + start + ",shock:-0.05", with(func(c *whatif.Choice) { c.Set.Shock, c.Set.LeverageCap = -0.05, 10 }), "", start + ",shock:-0.05,cap:10"},
		{"law and adl", start + ",law:square,adl:0", with(func(c *whatif.Choice) { c.Set.Law, c.Set.ADL = cascade.SquareLaw, false }), "", ""},
		{"what is the default is left out", start + ",law:depth,adl:1,shock:-0.02", at, "", start},
		{"a depth of one's own, also the default one", start + ",depth:250000000", with(func(c *whatif.Choice) { c.OwnDepth = true }), "", ""},
		{"no depth is refused later, with a reason", start + ",depth:0", with(func(c *whatif.Choice) { c.OwnDepth, c.Set.Depth = true, 0 }), "", ""},
		{"none where none is allowed", start + ",refill:0,shock:0,order:-1000000", with(func(c *whatif.Choice) { c.Set.Refill, c.Set.Shock, c.Set.Order = 0, 0, -1e6 }), "", start + ",shock:0,order:-1000000,refill:0"},
		{"out of bounds is clamped", start + ",shock:-3,cap:1", with(func(c *whatif.Choice) { c.Set.Shock, c.Set.LeverageCap = -0.5, 1.5 }), "clamped clamped", start + ",shock:-0.5,cap:1.5"},
		{"what is not understood is named", start + ",shock:much,law:none,adl:yes,who:1", at, "range names names names", start},
		{"no number is infinite", start + ",shock:-Inf,order:NaN", at, "range range", start},
		{"without a start there is none", "shock:-0.05", whatif.Choice{}, "both", "-"},
		{"nor with one that is no time", "at:yesterday", whatif.Choice{}, "time both", "-"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := ParseQuery("whatif=" + c.value)
			if q.Stage.WhatIf != c.want {
				t.Errorf("got %+v, want %+v", q.Stage.WhatIf, c.want)
			}
			var rules []string
			for _, p := range q.Problems {
				rules = append(rules, string(p.Rule))
			}
			if got := strings.Join(rules, " "); got != c.problems {
				t.Errorf("problems %q, want %q: %+v", got, c.problems, q.Problems)
			}
			want := "whatif=" + c.value
			switch c.encoded {
			case "":
			case "-":
				want = ""
			default:
				want = "whatif=" + c.encoded
			}
			if got := q.Encode(); got != want {
				t.Errorf("written as %q, want %q", got, want)
			}
			if again := ParseQuery(q.Encode()); again.Stage != q.Stage {
				t.Errorf("read again it is %+v", again.Stage.WhatIf)
			}
		})
	}
}

func TestWhatIfMessages(t *testing.T) {
	full := whatif.From(halfPastMidnight)
	full.Set.Shock, full.Set.Law, full.Set.ADL = -0.5, cascade.KyleLaw, false
	full.Set.Depth, full.OwnDepth = 1e6, true
	for _, c := range []struct {
		name, raw string
		want      whatif.Choice
		wrong     string
	}{
		{"none", `{"type":"whatif"}`, whatif.Choice{}, ""},
		{"null is none", `{"type":"whatif","at":null,"shock":-0.1}`, whatif.Choice{}, ""},
		{"a start", `{"type":"whatif","at":1770337800000}`, whatif.From(halfPastMidnight), ""},
		{"everything, clamped", `{"type":"whatif","at":"2026-02-06T00:30:00Z","shock":-7,"law":"kyle","adl":false,"depth":1e6}`, full, ""},
		{"a text for a number", `{"type":"whatif","at":1770337800000,"shock":"-0.1"}`, whatif.Choice{}, "shock"},
		{"a number for a switch", `{"type":"whatif","at":1770337800000,"adl":1}`, whatif.Choice{}, "adl"},
		{"an unknown law", `{"type":"whatif","at":1770337800000,"law":"murphy"}`, whatif.Choice{}, "law"},
		{"no time", `{"type":"whatif","at":"soon"}`, whatif.Choice{}, "at"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ParseMessage([]byte(c.raw))
			if c.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), `"whatif": `+c.wrong) {
					t.Errorf("got %v, want a fault of %s", err, c.wrong)
				}
				return
			}
			if err != nil || got != (WhatIfMsg{c.want}) {
				t.Errorf("got %+v, %v, want %+v", got, err, c.want)
			}
		})
	}
}

// Whatever a link says of a what-if, the simulator can check it, and it is
// written as it was read.
func FuzzWhatIfs(f *testing.F) {
	for _, seed := range []string{"at:2026-02-06T00:30:00Z,shock:-0.05,cap:10", "at:1770337800000,law:kyle,adl:0,depth:0", "at:1,shock:1e309,,:", "shock:0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		q := ParseQuery("whatif=" + value)
		c := q.Stage.WhatIf
		if !c.On() {
			return
		}
		if why, fault := c.Set.Check(); why == cascade.BadSettings {
			t.Errorf("%q gives settings out of range: %s", value, fault)
		}
		if again := ParseQuery(q.Encode()); again.Stage.WhatIf != c {
			t.Errorf("%q: read again it is %+v, not %+v", value, again.Stage.WhatIf, c)
		}
	})
}
