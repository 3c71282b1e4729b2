package level

import (
	"math"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/margin"
)

func tableOf(t *testing.T, venue, symbol string) *margin.Table {
	t.Helper()
	table, ok := margin.Of(venue, symbol, 1.77e12)
	if !ok {
		t.Fatalf("there is no table of %q %q", venue, symbol)
	}
	return &table
}

// A small 10x long is liquidated at (1 − 1/10)/(1 − m) of its entry: with
// Bybit's m of 0.5 % at 0.904523, with Binance's 0.4 % at 0.903614.
func TestTheTiersOfTheInputPlaceTheLevels(t *testing.T) {
	for _, c := range []struct {
		name  string
		tiers *margin.Table
		want  float64
	}{
		{"Bybit", tableOf(t, "bybit", "BTCUSDT"), 0.904523},
		{"Binance", tableOf(t, "binance", "BTCUSDT"), 0.903614},
		{"none, so Binance", nil, 0.903614},
	} {
		e := &Estimator{in: Input{Tiers: c.tiers}, params: Defaults(), mix: []Share{{Leverage: 10, Weight: 1}}, shown: heat.Bins{LogStep: 1e-6}}
		if got := math.Exp(e.offsetsOf(data.Long)[0] * 1e-6); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%s: a 10x long dies at %.6f of its entry, want %.6f", c.name, got, c.want)
		}
	}
}

func TestTiersThatDoNotFitAreRefused(t *testing.T) {
	for _, c := range []struct{ name, venue, symbol, want string }{
		{"caps in dollars and all leverages", "binance", "ETHUSDT", ""},
		{"a leverage that the venue does not allow", "hyperliquid", "BTC", "leverage 50 is not allowed"},
		{"caps in coin", "okx", "BTC-USDT-SWAP", "depend on the price"},
		{"an inverse contract", "bitmex", "XBTUSD", "depend on the price"},
	} {
		in := tenDaysInput()
		in.Tiers = tableOf(t, c.venue, c.symbol)
		_, err := New(in, Defaults())
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}
