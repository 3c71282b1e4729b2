package collect

import "testing"

// A layer without rows has no share of them that was fetched, and 0/0 is none.
func TestALayerWithoutRowsWasNotFetched(t *testing.T) {
	o := ways{}.origin("Candles", "Свечи", &toldPlural, &candlesOf)
	if want := "Candles, as the venue told them."; o.Fetched != 0 || o.Why["en"] != want {
		t.Errorf("got %v, %q, want 0, %q", o.Fetched, o.Why["en"], want)
	}
}
