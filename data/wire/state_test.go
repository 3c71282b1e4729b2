package wire

import (
	"encoding/json"
	"math"
	"testing"
	"unicode/utf8"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/whatif"
)

func fullState() State {
	return State{
		Stage: Stage{
			Event: "btc-2026-02-05", Speed: 600, From: 1770249600000, To: 1770336000000, Low: 58000, High: 72500.5,
			A: 1770249600000, B: 1770253200000, Pin: Pin{1770249600000, 59442.4, 59603.1}, Layers: LayerHeat | LayerVolume, Min: 1e6, Max: 250e6,
			Choice: level.Choice{
				Filter: level.Filter{Side: data.Short, LowLeverage: 25, HighUSD: 1e5, Venues: "okx"},
				Tuning: level.Tuning{Prior: level.PriorHigh, Rules: "bybit"},
			},
			Depth:  market.DepthChoice{Conversion: 20},
			WhatIf: whatif.From(halfPastMidnight),
		},
		Style: Style{Palette: "viridis", Gamma: 0.65, Theme: ThemeLight, Lang: "ru", UI: UIMin, Gestures: GesturesGreedy, ReducedMotion: true},
		Ready: true, Playing: true, T: halfPastMidnight,
		From: 1770249600000, To: 1770336000000, Low: 58000, High: 72500.5,
		Start: 1770163200000, End: 1770422400000, PlayFrom: 1770301800000, Candle: data.Minute, Factor: 600,
		Price: 62123.5, LongUSD: 2.14e9, ShortUSD: 466.66e6, AllCoins: true, Query: "t=1&x=<",
		Wave:     WaveInfo{N: 6, From: 1770336000000, To: 1770338700000, Peak: 1770337140000, Side: data.Long, Long: 5},
		Filtered: "shorts", Computing: true,
		WhatIf: WhatIfInfo{
			Answer: &whatif.Answer{
				Price: 62123.5, Central: cascade.Result{Outcome: cascade.Swept, Rounds: 7, Long: cascade.Sale{SetFree: 5, Sold: 5}},
				Seeds: 64, Lowest: whatif.Spread{From: 50000, To: 60000}, RunAway: 0.25,
			},
			Said: "it falls", Rows: [][2]string{{"Rounds", "7"}},
		},
		Live:     LiveInfo{To: 1770337800250, Edge: true, Following: true, Silent: 120},
		Problems: []Problem{{Key: "lang", Value: "\"fr\"\n\u2028", Wanted: Wanted{Want: "en, ru"}}},
		Error:    "no \\ chart",
	}
}

// parsed reads what AppendState wrote with the standard library.
func parsed(t *testing.T, s State) map[string]any {
	t.Helper()
	raw := AppendState(nil, &s)
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return m
}

func TestAppendStateWritesEveryMember(t *testing.T) {
	m := parsed(t, fullState())
	tests := []struct {
		key  string
		want any
	}{
		{"event", "btc-2026-02-05"},
		{"speed", 600.0},
		{"from", 1770249600000.0},
		{"to", 1770336000000.0},
		{"low", 58000.0},
		{"high", 72500.5},
		{"a", 1770249600000.0},
		{"b", 1770253200000.0},
		{"min", 1e6},
		{"max", 250e6},
		{"palette", "viridis"},
		{"gamma", 0.65},
		{"theme", "light"},
		{"lang", "ru"},
		{"ui", "min"},
		{"gestures", "greedy"},
		{"reducedMotion", true},
		{"ready", true},
		{"playing", true},
		{"t", 1770337800000.0},
		{"start", 1770163200000.0},
		{"end", 1770422400000.0},
		{"playFrom", 1770301800000.0},
		{"candleMs", 60000.0},
		{"fit", 90.0},
		{"factor", 600.0},
		{"elapsed", nil},
		{"price", 62123.5},
		{"longUSD", 2.14e9},
		{"shortUSD", 466.66e6},
		{"allCoins", true},
		{"query", "t=1&x=<"},
		{"side", "short"},
		{"lev", "25-"},
		{"venue", "okx"},
		{"size", "-100000"},
		{"filtered", "shorts"},
		{"computing", true},
		{"error", `no \ chart`},
	}
	for _, tt := range tests {
		if m[tt.key] != tt.want {
			t.Errorf("%s: got %v, want %v", tt.key, m[tt.key], tt.want)
		}
	}
	if l := m["layers"].([]any); len(l) != 2 || l[0] != "heat" || l[1] != "volume" {
		t.Errorf("layers: got %v, want heat and volume", l)
	}
	if shown := m["shown"].(map[string]any); shown["from"] != 1770249600000.0 || shown["high"] != 72500.5 {
		t.Errorf("shown: got %v", shown)
	}
	if p := m["problems"].([]any)[0].(map[string]any); p["value"] != "\"fr\"\n\u2028" {
		t.Errorf("problems: got %v", p)
	}
	if p := m["pin"].(map[string]any); p["t"] != 1770249600000.0 || p["low"] != 59442.4 || p["high"] != 59603.1 {
		t.Errorf("pin: got %v", p)
	}
	if w := m["wave"].(map[string]any); w["n"] != 6.0 || w["side"] != "long" || w["to"] != 1770338700000.0 || w["longUSD"] != 5.0 {
		t.Errorf("wave: got %v", w)
	}
	if p := m["model"].(map[string]any); p["prior"] != "high" || p["levered"] != 0.5 || p["bin"] != 0.09 || p["rules"] != "bybit" || len(p) != 6 {
		t.Errorf("model: got %v", p)
	}
	if d := m["depth"].(map[string]any); d["quote"] != nil || d["conversion"] != 20.0 || len(d) != 2 {
		t.Errorf("depth: got %v", d)
	}
	if l := m["live"].(map[string]any); l["edge"] != true || l["following"] != true || l["to"] != 1770337800250.0 || l["silentMs"] != 120.0 || len(l) != 4 {
		t.Errorf("live: got %v", l)
	}
	w := m["whatif"].(map[string]any)
	if w["at"] != 1770337800000.0 || w["shock"] != -0.02 || w["law"] != "depth" || w["adl"] != true || len(w) != len(cascade.Parameters)+6 {
		t.Errorf("whatif: got %v", w)
	}
	r := w["result"].(map[string]any)
	if r["outcome"] != "swept" || r["rounds"] != 7.0 || r["seeds"] != 64.0 || r["reason"] != nil || r["highestSpread"] != nil ||
		r["lowestSpread"].([]any)[1] != 60000.0 || r["long"].(map[string]any)["soldUSD"] != 5.0 || r["rows"].([]any)[0].([]any)[1] != "7" {
		t.Errorf("result of the what-if: got %v", r)
	}
	if len(m) != len(tests)+9 {
		t.Errorf("%d members, but %d are tested", len(m), len(tests)+9)
	}
}

func TestAppendStateWritesNullForWhatIsNotChosen(t *testing.T) {
	m := parsed(t, State{Price: data.Price(math.NaN()), LongUSD: data.USD(math.Inf(1))})
	for _, key := range []string{"from", "to", "low", "high", "a", "b", "pin", "min", "max", "side", "lev", "venue", "size", "filtered", "palette", "lang", "t", "price", "longUSD", "wave", "whatif", "live", "error"} {
		if v, ok := m[key]; v != nil || !ok {
			t.Errorf("%s: got %v, want null", key, v)
		}
	}
}

func TestAppendStateDoesNotAllocate(t *testing.T) {
	s := fullState()
	buf := AppendState(nil, &s)
	if n := testing.AllocsPerRun(100, func() { buf = AppendState(buf[:0], &s) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func FuzzAppendState(f *testing.F) {
	f.Add("plain", "x")
	f.Add("\x00\"\\\x7f", "\xff\u2029<")
	f.Fuzz(func(t *testing.T, value, reason string) {
		m := parsed(t, State{Error: reason, Problems: []Problem{{Value: value}}})
		got := m["problems"].([]any)[0].(map[string]any)["value"].(string)
		if utf8.ValidString(value) && got != value {
			t.Errorf("got %q, want %q", got, value)
		}
	})
}

func TestAppendEventWritesEveryMember(t *testing.T) {
	e := EventInfo{
		ID: "x", Title: "Title", Summary: "\"So\"", Instrument: "BTC",
		Start: 1770163200000, End: 1770422400000, Cover: halfPastMidnight, PlayFrom: 1770301800000, Candle: data.Minute,
		Waves:    []WaveInfo{{N: 1, From: 1770163200000, To: 1770163500000, Peak: 1770163200000, Side: data.Short, Long: 5.5, Short: 6}},
		Chapters: []ChapterInfo{{T: halfPastMidnight, Title: "The low"}},
		Long:     []data.USD{1.4, 2e9}, Short: []data.USD{0, 3},
	}
	const want = `{"id":"x","title":"Title","summary":"\"So\"","instrument":"BTC",` +
		`"start":1770163200000,"end":1770422400000,"cover":1770337800000,"playFrom":1770301800000,"candleMs":60000,` +
		`"waves":[{"n":1,"from":1770163200000,"to":1770163500000,"peak":1770163200000,"side":"short","longUSD":5.5,"shortUSD":6,"unknownUSD":0}],` +
		`"chapters":[{"t":1770337800000,"title":"The low"}],"long":[1,2000000000],"short":[0,3]}`
	if got := string(AppendEvent(nil, &e)); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestTheStateOfSmartPace(t *testing.T) {
	s := fullState()
	s.Stage.Smart, s.Stage.Fit, s.Factor, s.Elapsed = true, 60, 123.25, 31.5
	m := parsed(t, s)
	for key, want := range map[string]any{"speed": "smart", "fit": 60.0, "factor": 123.25, "elapsed": 31.5} {
		if m[key] != want {
			t.Errorf("%s: got %v, want %v", key, m[key], want)
		}
	}
	s.Ready, s.Factor, s.Elapsed = false, 0, 0
	if m := parsed(t, s); m["factor"] != nil || m["elapsed"] != nil {
		t.Errorf("before the event is there: factor %v, elapsed %v, want null", m["factor"], m["elapsed"])
	}
}
