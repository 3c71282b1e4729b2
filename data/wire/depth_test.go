package wire

import (
	"reflect"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/data/tape"
)

func TestADepthIsReadWrittenAndClamped(t *testing.T) {
	for _, c := range []struct {
		name, raw, canonical string
		want                 market.DepthChoice
		rule                 Rule // "": nothing is wrong
		value                string
	}{
		{"nothing", "", "", market.DepthChoice{}, "", ""},
		{"both", "depth=quote:5000000,conversion:50", "depth=quote:5000000,conversion:50", market.DepthChoice{Quote: 5e6, Conversion: 50}, "", ""},
		{"in the other order", "depth=conversion:1.50,quote:2e6", "depth=quote:2000000,conversion:1.5", market.DepthChoice{Quote: 2e6, Conversion: 1.5}, "", ""},
		{"a conversion alone", "depth=conversion:20", "depth=conversion:20", market.DepthChoice{Conversion: 20}, "", ""},
		{"no depth at all", "depth=quote:0", "depth=quote:1000", market.DepthChoice{Quote: 1000}, RuleClamped, "quote:0"},
		{"less than none", "depth=conversion:-3", "depth=conversion:0.1", market.DepthChoice{Conversion: 0.1}, RuleClamped, "conversion:-3"},
		{"far too much", "depth=quote:1e300,conversion:20", "depth=quote:10000000000,conversion:20", market.DepthChoice{Quote: 1e10, Conversion: 20}, RuleClamped, "quote:1e300"},
		{"what is no number", "depth=quote:five,conversion:20", "depth=conversion:20", market.DepthChoice{Conversion: 20}, RuleRange, "quote:five"},
		{"an unknown name", "depth=width:1,conversion:20", "depth=conversion:20", market.DepthChoice{Conversion: 20}, RuleNames, "width:1"},
	} {
		q := ParseQuery(c.raw)
		if q.Stage.Depth != c.want || q.Encode() != c.canonical {
			t.Errorf("%s: got %+v, written %q", c.name, q.Stage.Depth, q.Encode())
		}
		if c.rule == "" && len(q.Problems) == 0 {
			continue
		}
		if len(q.Problems) != 1 || q.Problems[0].Rule != c.rule || q.Problems[0].Value != c.value {
			t.Errorf("%s: problems %+v", c.name, q.Problems)
		}
	}
}

func TestMessagesOfTheDepth(t *testing.T) {
	for raw, want := range map[string]market.DepthChoice{
		`{"type":"depth"}`: {},
		`{"type":"depth","quote":null,"conversion":4}`:    {Conversion: 4},
		`{"type":"depth","quote":5e6,"conversion":50}`:    {Quote: 5e6, Conversion: 50},
		`{"type":"depth","quote":0,"conversion":1000000}`: {Quote: 1e3, Conversion: 1e3},
	} {
		if got, err := ParseMessage([]byte(raw)); err != nil || !reflect.DeepEqual(got, DepthMsg{want}) {
			t.Errorf("%s: got %+v, %v", raw, got, err)
		}
	}
	for _, raw := range []string{`{"type":"depth","quote":"5e6"}`, `{"type":"depth","conversion":[50]}`, `{"type":"depth","quote":1e999}`} {
		if got, err := ParseMessage([]byte(raw)); err == nil {
			t.Errorf("%s: got %+v, want an error", raw, got)
		}
	}
}

func fullFuel() *FuelInfo {
	d := market.Depth{
		Depth: cascade.DepthPerPercent(250e6), From: market.DepthOfAverage, Quote: 5e6, Conversion: 50, Range: cascade.ConversionOfAverage, At: 1770076800000,
		Origin: tape.Origin{Provenance: data.Published, Sources: []tape.Source{{Name: "A <paper>"}}},
	}
	return &FuelInfo{
		T: 1770337800000, Price: 60104.5, Depth: d, Event: d, Said: "depth",
		Stretches: []StretchInfo{{cascade.Stretch{Side: data.Long, Low: 58000.123456, High: 59000, USD: 4e8, Most: 1.25}, []string{"a"}}},
	}
}

func TestTheFuelAsJSON(t *testing.T) {
	depth := `{"usd":250000000,"from":"average","quote":5000000,"conversion":50,"low":20,"default":50,"high":120,"t":1770076800000,"fit":null,"provenance":"published","sources":["A \u003cpaper>"]}`
	want := `{"t":1770337800000,"price":60104.5,"reason":null,"depth":` + depth + `,"event":` + depth + `,"said":"depth",` +
		`"stretches":[{"side":"long","low":58000.123,"high":59000,"usd":400000000,"most":1.25,"cells":["a"]}]}`
	if got := string(AppendFuel(nil, fullFuel())); got != want {
		t.Errorf("got\n%s, want\n%s", got, want)
	}
	none := string(AppendFuel(nil, &FuelInfo{T: 1, Reason: "no depth"}))
	want = `{"usd":null,"from":"unknown","quote":null,"conversion":0,"low":0,"default":0,"high":0,"t":null,"fit":null,"provenance":null,"sources":[]}`
	if want = `{"t":1,"price":null,"reason":"no depth","depth":` + want + `,"event":` + want + `,"said":"","stretches":[]}`; none != want {
		t.Errorf("got\n%s, want\n%s", none, want)
	}
}
