package wire

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/margin"
)

func fullPosition(t *testing.T) *PositionInfo {
	t.Helper()
	p, err := ParsePosition([]byte(`{"venue":"binance","side":"short","entry":64000,"size":20,"unit":"coin","leverage":10,"since":"2026-02-05"}`))
	if err != nil {
		t.Fatal(err)
	}
	table, _ := margin.Of("binance", "BTCUSDT", p.Since)
	planned, err := table.Plan(p.Plan)
	if err != nil {
		t.Fatal(err)
	}
	return &PositionInfo{
		Position: p, Coin: "BTC", Table: table, Planned: planned, Rate: planned.Tier.MaintenanceRate,
		T: p.Since, Price: 64_000, Distance: 0.1, Touched: p.Since + data.Hour,
	}
}

func positionJSON(t *testing.T, p *PositionInfo) map[string]any {
	t.Helper()
	var got map[string]any
	if err := json.Unmarshal(AppendPosition(nil, p), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAPositionIsReadAsItIsWritten(t *testing.T) {
	got, err := ParsePosition([]byte(`{"venue":"bitmex","side":"long","entry":64000.5,"size":1000,"unit":"contracts","leverage":null,"margin":0.1,"since":1770249600000,"more":[1]}`))
	want := Position{Venue: "bitmex", Since: 1770249600000, Plan: margin.Plan{Side: data.Long, Entry: 64000.5, Size: 1000, Unit: margin.InContracts, Margin: 0.1}}
	if err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	if got, err := ParsePosition([]byte(`{"venue":"okx","side":"short"}`)); err != nil || got.Plan != (margin.Plan{Side: data.Short}) {
		t.Errorf("what is absent: got %+v, %v", got, err)
	}
}

func TestAWrongPositionNamesTheMember(t *testing.T) {
	for raw, want := range map[string]string{
		`[]`:                              "not a JSON object",
		`{"side":"long"}`:                 "venue is missing",
		`{"venue":"mtgox","side":"long"}`: "venue: got",
		`{"venue":"okx"}`:                 "side is missing",
		`{"venue":"okx","side":"both"}`:   "side: got",
		`{"venue":"okx","side":"long","entry":"64000"}`:        "entry: got",
		`{"venue":"okx","side":"long","size":1e400}`:           "size: got",
		`{"venue":"okx","side":"long","unit":"kilograms"}`:     "unit: got",
		`{"venue":"okx","side":"long","since":"yesterday"}`:    "since: got",
		`{"venue":"` + strings.Repeat("x", maxMsgBytes) + `"}`: "longer than",
	} {
		if _, err := ParsePosition([]byte(raw)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: got %v, want %q", raw, err, want)
		}
	}
	var wrong struct{ Error string }
	_, err := ParsePosition([]byte("{\"venue\":\"\u007f\\u0001\",\"side\":\"long\"}"))
	if json.Unmarshal(AppendWrong(nil, err), &wrong) != nil || wrong.Error != err.Error() {
		t.Errorf("got %q, want %q", wrong.Error, err)
	}
}

func TestAPositionSaysWhatTheTableSays(t *testing.T) {
	got := positionJSON(t, fullPosition(t))
	tier := got["tier"].(map[string]any)
	// 1.28 million dollars at 64,000 are 1.4 at the liquidation price: tier 3.
	if tier["number"] != 3.0 || tier["of"] != 12.0 || tier["from"] != 800e3 || tier["upTo"] != 3e6 || tier["unit"] != "USD" || tier["rate"] != 0.0065 || tier["deduction"] != 1500.0 {
		t.Errorf("got tier %v", tier)
	}
	if got["fault"] != nil || got["margin"] != 128_000.0 || got["marginUnit"] != "USD" || got["side"] != "short" {
		t.Errorf("got %v", got)
	}
	p := fullPosition(t)
	p.Error, p.Planned, p.Distance = &margin.PlanError{Fault: margin.LeverageTooBig, Most: 75}, margin.Planned{}, math.NaN()
	if got := positionJSON(t, p); got["fault"] != "leverage" || got["most"] != 75.0 || got["tier"] != nil || got["liquidation"] != nil || got["distance"] != nil || got["table"] == nil {
		t.Errorf("with a fault: got %v", got)
	}
	p.Error, p.Table = ErrNoTable, margin.Table{}
	if got := positionJSON(t, p); got["fault"] != "table" || got["table"] != nil {
		t.Errorf("without a table: got %v", got)
	}
}

func TestTheDocumentedPositionIsThePosition(t *testing.T) {
	text := section(t, "### The reader's own position")
	_, example, _ := strings.Cut(text, "```json\n")
	example, _, _ = strings.Cut(example, "```")
	var documented map[string]any
	if err := json.Unmarshal([]byte(example), &documented); err != nil {
		t.Fatal(err)
	}
	got := positionJSON(t, fullPosition(t))
	if g, w := keys(got), keys(documented); !slices.Equal(g, w) {
		t.Errorf("members\n got %q\nwant %q", g, w)
	}
	for _, key := range []string{"tier", "table"} {
		if g, w := keys(got[key].(map[string]any)), keys(documented[key].(map[string]any)); !slices.Equal(g, w) {
			t.Errorf("members of %s\n got %q\nwant %q", key, g, w)
		}
	}
	for _, name := range append(slices.Concat(faultNames, unitNames, margin.Venues()), "table") {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("%q is not documented", name)
		}
	}
}

func FuzzParsePosition(f *testing.F) {
	f.Add([]byte(`{"venue":"binance","side":"long","entry":64000,"size":1,"unit":"coin","leverage":10}`))
	f.Add([]byte(`{"venue":"deribit","side":"short","entry":1e-9,"size":1e15,"unit":"contracts","margin":1e-9,"since":1770249600000}`))
	f.Add([]byte(`{"venue":"bitmex","side":"short","entry":-1,"size":-1,"leverage":-1}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := ParsePosition(raw)
		if err != nil {
			return
		}
		symbol, _ := margin.Symbol(p.Venue, "BTC")
		table, _ := margin.Of(p.Venue, symbol, p.Since)
		planned, err := table.Plan(p.Plan)
		if err == nil && !(planned.Liquidation >= 0 && finite(float64(planned.Liquidation)) && planned.TierIndex >= 0) {
			t.Errorf("%+v: got %+v", p, planned)
		}
		info := PositionInfo{Position: p, Coin: "BTC", Error: err, Table: table, Planned: planned}
		if err != nil {
			info.Planned = margin.Planned{}
		}
		if !json.Valid(AppendPosition(nil, &info)) {
			t.Errorf("%+v is written as no JSON", info)
		}
	})
}
