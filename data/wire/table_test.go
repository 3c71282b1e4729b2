package wire

import (
	"encoding/json"
	"math"
	"testing"
	"unwind/data/market"
)

func fullTable() *TableInfo {
	return &TableInfo{
		T: 1770337800000, Price: 60104.5, Low: 58637.25, High: 66114.95, Provenance: "estimated", Caption: "</script> \"levels\"",
		Rows: []TableRow{{
			Side: "long", Low: 59442.374123456, High: 59603.0912345, USD: 76715493.72, Least: 50e6, Most: 100e6, Distance: -0.0096814, Fuel: 1.5,
			Born: market.Born{First: 1, Half: 2, Last: 3}, Leverages: []LeverageInfo{{5, 1.5}, {12.5, 2}}, Cells: []string{"a", "<b>"},
		}},
	}
}

func TestTheTableAsJSON(t *testing.T) {
	want := `{"t":1770337800000,"price":60104.5,"low":58637.25,"high":66114.95,"provenance":"estimated",` +
		`"caption":"\u003c/script> \"levels\"","rows":[{"side":"long","low":59442.374,"high":59603.091,"usd":76715493.72,"least":50000000,"most":100000000,` +
		`"distance":-0.0096814,"fuel":1.5,"born":{"first":1,"half":2,"last":3},"leverages":[{"leverage":5,"usd":1.5},{"leverage":12.5,"usd":2}],` +
		`"cells":["a","\u003cb>"]}]}`
	if got := string(AppendTable(nil, fullTable())); got != want {
		t.Errorf("got\n%s, want\n%s", got, want)
	}
}

func TestATableWithoutAnythingIsStillJSON(t *testing.T) {
	want := `{"t":null,"price":null,"low":1,"high":2,"provenance":null,"caption":"","rows":[]}`
	if got := string(AppendTable(nil, &TableInfo{Low: 1, High: 2})); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	odd := fullTable()
	odd.Rows[0].Distance, odd.Rows[0].Low, odd.Rows[0].High = math.NaN(), 1e-300, 1e300
	var back struct {
		Rows []struct{ Distance, Low, High *float64 }
	}
	if err := json.Unmarshal(AppendTable(nil, odd), &back); err != nil {
		t.Fatal(err)
	}
	if r := back.Rows[0]; r.Distance != nil || *r.Low != 1e-300 || *r.High != 1e300 {
		t.Errorf("got %v, %v, %v, want null, 1e-300 and 1e300", r.Distance, *r.Low, *r.High)
	}
}
