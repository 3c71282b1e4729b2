package wire

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/market"
)

func fullCell() *CellInfo {
	born := market.Born{First: 1, Half: 2, Last: 3}
	return &CellInfo{
		Readout: market.Readout{
			T: 4, Low: 99, High: 101, Bins: 2, Known: true,
			Sum:    heat.Sum{Cell: heat.Cell{Long: 5, Short: 6}, Least: heat.Cell{Long: 4, Short: 3}, Most: heat.Cell{Long: 7, Short: 8}},
			Parts:  []market.CellPart{{Side: data.Long, Leverage: 12.5, USD: 5, Least: 4, Most: 7, EntryLow: 108, EntryHigh: 110, Born: born}},
			Births: []market.CellBirth{{T: 2, Early: true, Side: data.Short, Leverage: 10, Entry: 90, Opened: 8, USD: 6}},
			Born:   born,
			Fates:  [2]market.Fate{{Opened: 15, Waiting: 5, Touched: 1, Closed: 2, Aged: 7, FirstTouch: 2, LastTouch: 3}, {Opened: 6, Waiting: 6}},
			Joined: 900000, Rules: "Rules",
		},
		Pin: Pin{T: 9, Low: 100, High: 100}, Provenance: "estimated",
		CellText: CellText{
			Title: "99–101", When: "now", Said: "said <it>", Notes: []string{"one", "two"},
			Sections: []CellSection{{"sums", []string{"", "longs"}, [][]string{{"a", "1"}, {"b", "2"}}}},
		},
	}
}

func TestAppendCellWritesEveryMember(t *testing.T) {
	var got map[string]any
	if err := json.Unmarshal(AppendCell(nil, fullCell()), &got); err != nil {
		t.Fatal(err)
	}
	born := map[string]any{"first": 1.0, "half": 2.0, "last": 3.0}
	sides := func(long, short float64) map[string]any { return map[string]any{"longUSD": long, "shortUSD": short} }
	want := map[string]any{
		"pin": map[string]any{"t": 9.0, "low": 100.0, "high": 100.0},
		"t":   4.0, "low": 99.0, "high": 101.0, "bins": 2.0, "known": true, "provenance": "estimated",
		"waiting": sides(5, 6), "least": sides(4, 3), "most": sides(7, 8), "born": born,
		"parts": []any{map[string]any{"side": "long", "leverage": 12.5, "usd": 5.0, "least": 4.0, "most": 7.0,
			"entryLow": 108.0, "entryHigh": 110.0, "born": born}},
		"births": []any{map[string]any{"t": 2.0, "early": true, "side": "short", "leverage": 10.0, "entry": 90.0, "openedUSD": 8.0, "usd": 6.0}},
		"long": map[string]any{"openedUSD": 15.0, "waitingUSD": 5.0, "touchedUSD": 1.0, "closedUSD": 2.0, "agedUSD": 7.0,
			"firstTouch": 2.0, "lastTouch": 3.0},
		"short": map[string]any{"openedUSD": 6.0, "waitingUSD": 6.0, "touchedUSD": 0.0, "closedUSD": 0.0, "agedUSD": 0.0,
			"firstTouch": nil, "lastTouch": nil},
		"joinedMs": 900000.0, "rules": "Rules", "title": "99–101", "when": "now", "said": "said <it>", "notes": []any{"one", "two"},
		"sections": []any{map[string]any{"title": "sums", "head": []any{"", "longs"}, "rows": []any{[]any{"a", "1"}, []any{"b", "2"}}}},
	}
	for key := range want {
		if !reflect.DeepEqual(got[key], want[key]) {
			t.Errorf("%s: got %v, want %v", key, got[key], want[key])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d members, want %d", len(got), len(want))
	}
}

func TestAnUnknownCellHasNulls(t *testing.T) {
	var got map[string]any
	if err := json.Unmarshal(AppendCell(nil, &CellInfo{Readout: market.Readout{Sum: heat.Sum{Most: heat.Cell{Long: data.USD(math.Inf(1))}}}}), &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"pin", "t", "low", "high", "provenance", "joinedMs"} {
		if v, ok := got[key]; v != nil || !ok {
			t.Errorf("%s: got %v, want null", key, v)
		}
	}
}

func TestPricesAreRoundedToEightDigits(t *testing.T) {
	for _, c := range []struct{ p, want data.Price }{
		{59442.37412345, 59442.374}, {0.000123456789, 0.00012345679}, {123456789, 123456789}, {0, 0},
	} {
		if got := RoundPrice(c.p); got != c.want {
			t.Errorf("%v: got %v, want %v", c.p, got, c.want)
		}
	}
}
