package wire

import (
	"reflect"
	"testing"

	"unwind/data"
	"unwind/data/level"
)

// tuning returns the one that sets knobs to values.
func tuning(prior level.Prior, rules string, values map[level.Knob]float64) level.Tuning {
	t := level.Tuning{Prior: prior, Rules: rules}
	for k, v := range values {
		t, _ = t.Set(k, v)
	}
	return t
}

func TestChoicesAreReadAndWritten(t *testing.T) {
	for _, c := range []struct {
		name, raw, canonical string
		want                 level.Choice
	}{
		{"nothing", "", "", level.Choice{}},
		{"a side", "side=long", "side=long", level.Choice{Filter: level.Filter{Side: data.Long}}},
		{"a band of leverage", "lev=25-100", "lev=25-100", level.Choice{Filter: level.Filter{LowLeverage: 25, HighLeverage: 100}}},
		{"one leverage", "lev=10-10", "lev=10-10", level.Choice{Filter: level.Filter{LowLeverage: 10, HighLeverage: 10}}},
		{"leverage from below", "lev=50-", "lev=50-", level.Choice{Filter: level.Filter{LowLeverage: 50}}},
		{"leverage to above", "lev=-2.50", "lev=-2.5", level.Choice{Filter: level.Filter{HighLeverage: 2.5}}},
		{"venues in any order, twice", "venue=okx,bybit,okx", "venue=bybit,okx", level.Choice{Filter: level.Filter{Venues: "bybit,okx"}}},
		{"a size", "size=10000-1000000", "size=10000-1000000", level.Choice{Filter: level.Filter{LowUSD: 1e4, HighUSD: 1e6}}},
		{"parameters in any order", "model=rules:bybit,half:2,prior:high,levered:0.7", "model=prior:high,levered:0.7,half:2,rules:bybit",
			level.Choice{Tuning: tuning(level.PriorHigh, "bybit", map[level.Knob]float64{level.KnobLevered: 0.7, level.KnobHalf: 2})}},
		{"nothing is levered", "model=levered:0", "model=levered:0", level.Choice{Tuning: tuning(0, "", map[level.Knob]float64{level.KnobLevered: 0})}},
		{"parameters that are the defaults", "model=prior:default,levered:0.5,volume:.25,half:1,bin:0.09", "", level.Choice{}},
	} {
		q := ParseQuery(c.raw)
		if len(q.Problems) > 0 || q.Stage.Choice != c.want || q.Encode() != c.canonical {
			t.Errorf("%s: got %+v with %+v, written %q", c.name, q.Stage.Choice, q.Problems, q.Encode())
		}
	}
}

func TestChoicesThatAreNotUnderstoodFallBackOrAreClamped(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		rule      Rule
		value     string
		left      string // of the link
	}{
		{"another side", "side=unknown", RuleNames, "unknown", ""},
		{"a leverage alone", "lev=25", RuleBand, "25", ""},
		{"no leverage", "lev=-", RuleBand, "-", ""},
		{"a band upside down", "lev=50-10", RuleBand, "50-10", ""},
		{"leverage below one", "lev=0.5-10", RuleBand, "0.5-10", ""},
		{"a size that is no number", "size=10k-", RuleSize, "10k-", ""},
		{"a size of nothing", "size=5-5", RuleSize, "5-5", ""},
		{"a venue with a space", "venue=ok x", RuleVenues, "ok x", ""},
		{"nine venues", "venue=a,b,c,d,e,f,g,h,i", RuleVenues, "a,b,c,d,e,f,g,h,i", ""},
		{"an unknown parameter, the others stay", "model=levered:0.7,speed:2", RuleNames, "speed:2", "model=levered:0.7"},
		{"an unknown prior", "model=prior:wild", RuleNames, "prior:wild", ""},
		{"unknown rules", "model=rules:ftx", RuleNames, "rules:ftx", ""},
		{"a parameter that is no number", "model=half:two", RuleRange, "half:two", ""},
		{"a parameter too large", "model=levered:7", RuleClamped, "levered:7", "model=levered:1"},
		{"a parameter too small", "model=bin:0,half:3", RuleClamped, "bin:0", "model=half:3,bin:0.03"},
	} {
		q := ParseQuery(c.raw)
		if len(q.Problems) != 1 || q.Problems[0].Rule != c.rule || q.Problems[0].Value != c.value || q.Problems[0].Want == "" {
			t.Errorf("%s: problems %+v", c.name, q.Problems)
		}
		if got := q.Encode(); got != c.left {
			t.Errorf("%s: %q is left, want %q", c.name, got, c.left)
		}
	}
}

func TestMessagesOfTheEstimate(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		want      Message
	}{
		{"no filter", `{"type":"filter"}`, FilterMsg{}},
		{"every filter", `{"type":"filter","side":"short","lev":"25-100","venue":"okx","size":"-100000"}`,
			FilterMsg{level.Filter{Side: data.Short, LowLeverage: 25, HighLeverage: 100, HighUSD: 1e5, Venues: "okx"}}},
		{"both sides and empty texts", `{"type":"filter","side":"all","lev":"","venue":"","size":null}`, FilterMsg{}},
		{"the defaults", `{"type":"model"}`, ModelMsg{}},
		{"parameters", `{"type":"model","prior":"low","volume":0.1,"rules":"okx"}`,
			ModelMsg{tuning(level.PriorLow, "okx", map[level.Knob]float64{level.KnobVolume: 0.1})}},
		{"clamped ones", `{"type":"model","half":1e9,"bin":-1}`,
			ModelMsg{tuning(0, "", map[level.Knob]float64{level.KnobHalf: 10, level.KnobBin: 0.03})}},
	} {
		if got, err := ParseMessage([]byte(c.raw)); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, %v", c.name, got, err)
		}
	}
	for _, raw := range []string{
		`{"type":"filter","side":"both"}`, `{"type":"filter","lev":25}`, `{"type":"filter","size":"x"}`, `{"type":"filter","venue":["okx"]}`,
		`{"type":"model","levered":"0.7"}`, `{"type":"model","levered":1e999}`, `{"type":"model","prior":2}`, `{"type":"model","rules":"ftx"}`,
	} {
		if got, err := ParseMessage([]byte(raw)); err == nil {
			t.Errorf("%s: got %+v, want an error", raw, got)
		}
	}
}
