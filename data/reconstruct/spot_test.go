package reconstruct

import "testing"

func TestSpotDaysAreThePublishedOnes(t *testing.T) {
	c, source := SpotDays("btc-2026-02-05")
	if c == nil || c.Len() != 10 || source.Name != "Binance spot, BTCUSDT candles" {
		t.Fatalf("got %v from %q, want ten days of Binance spot", c, source.Name)
	}
	if c.T[7] != at(t, "2026-02-05T00:00Z") || c.Volume[7] != 106299 || c.Close[7] != 62909.9 {
		t.Errorf("5 February: %v, %v, want 106,299 BTC and 62,909.9", c.Volume[7], c.Close[7])
	}
	if c, _ := SpotDays("none"); c != nil {
		t.Error("days of an event that does not exist")
	}
}
