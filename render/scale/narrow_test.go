package scale

import (
	"testing"

	"unwind/data"
)

func TestWindowsAsNarrowAsAFloatEnd(t *testing.T) {
	for _, c := range []struct{ low, high data.Price }{
		{70_000, 70_000.00000000001},
		{1, 1.0000000000000002},
		{1e12, 1e12 + 0.001},
	} {
		ticks, _ := AppendPriceTicks(nil, Price{Low: c.low, High: c.high, Top: 0, Bottom: 600}, 60)
		if len(ticks) > maxTicks {
			t.Errorf("[%v, %v]: got %d ticks", c.low, c.high, len(ticks))
		}
	}
}
