package level

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/margin"
)

// Φ is the normal distribution: Φ(ln(0.1)/2) = 0.124806, and 100x is allowed up
// to 800,000 dollars, Φ(ln(8)/2) = 0.850765.
func TestPartsOfSizesByHand(t *testing.T) {
	for _, c := range []struct {
		name               string
		low, high, largest data.USD
		want               float64
	}{
		{"below the typical size", 0, 100e3, 1e12, 0.5},
		{"a tenth of it and less", 0, 10e3, 1e12, 0.124806},
		{"from a tenth to tenfold", 10e3, 1e6, 1e12, 0.750388},
		{"open to above", 1e6, 0, 1e12, 0.124806},
		{"100x below the typical size", 0, 100e3, 800e3, 0.5 / 0.850765},
		{"100x above it", 100e3, 0, 800e3, 0.350765 / 0.850765},
		{"100x in sizes that are not allowed", 1e6, 0, 800e3, 0},
		{"all that are allowed", 0, 800e3, 800e3, 1},
		{"no size at all", 5, 5, 1e12, 0},
		{"a leverage that is not allowed", 0, 100e3, 0, 0},
	} {
		if got := sizePart(c.low, c.high, c.largest); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%s: got %.6f, want %.6f", c.name, got, c.want)
		}
	}
}

func TestPartsThatDoNotOverlapAddUpToTheWhole(t *testing.T) {
	whole := estimateTenDays(t)
	table := margin.BinanceBTCUSDT()
	var parts []*heat.Field
	for _, side := range []data.Side{data.Long, data.Short} {
		for _, lev := range [][2]float64{{0, 10}, {25, 50}, {100, 0}} {
			for _, size := range [][2]data.USD{{0, 10e3}, {10e3, 300e3}, {300e3, 2e6}, {2e6, 0}} {
				f := Filter{side, lev[0], lev[1], size[0], size[1], ""}
				parts = append(parts, f.Field(whole, &table, 60_000))
			}
		}
	}
	for _, f := range parts {
		if err := f.Check(); err != nil {
			t.Fatal(err)
		}
	}
	for column := 0; column < whole.Columns.N; column += 601 {
		want := whole.Total(column)
		var got heat.Cell
		for _, f := range parts {
			c := f.Total(column)
			got.Long, got.Short = got.Long+c.Long, got.Short+c.Short
		}
		if math.Abs(float64(got.Long-want.Long)) > 1e-6*float64(want.Long) || math.Abs(float64(got.Short-want.Short)) > 1e-6*float64(want.Short) {
			t.Errorf("column %d: parts add up to %v, want %v", column, got, want)
		}
	}
}

func TestFiltersSelectGroups(t *testing.T) {
	table := margin.BinanceBTCUSDT()
	whole := &heat.Field{
		Groups: []heat.Group{{Side: data.Long, Leverage: 5}, {Side: data.Long, Leverage: 100}, {Side: data.Short, Leverage: 25}},
		Runs:   []heat.Run{{Group: 0, USD: 10}, {Group: 1, USD: 20}, {Group: 2, USD: 40}},
	}
	for _, c := range []struct {
		name   string
		filter Filter
		want   float32
	}{
		{"nothing is chosen", Filter{}, 70},
		{"venues alone", Filter{Venues: "bybit"}, 70},
		{"longs", Filter{Side: data.Long}, 30},
		{"shorts", Filter{Side: data.Short}, 40},
		{"25x and more, inclusive", Filter{LowLeverage: 25}, 60},
		{"up to 25x, inclusive", Filter{HighLeverage: 25}, 50},
		{"a band without leverages", Filter{LowLeverage: 30, HighLeverage: 40}, 0},
		{"longs of more than is allowed at 100x", Filter{Side: data.Long, LowLeverage: 50, LowUSD: 1e6}, 0},
		{"half of the shorts, nearly: 70 million is the most at 25x", Filter{Side: data.Short, HighUSD: 100e3}, 20.0108},
	} {
		var got float32
		for _, r := range c.filter.Field(whole, &table, 60_000).Runs {
			got += r.USD
		}
		if math.Abs(float64(got-c.want)) > 1e-3 {
			t.Errorf("%s: got %v dollars, want %v", c.name, got, c.want)
		}
	}
	if got := (Filter{Venues: "bybit"}).Field(whole, &table, 60_000); got != whole {
		t.Error("a filter of liquidations made another field")
	}
}
