package summary

import (
	"math"
	"slices"
	"strings"
	"testing"

	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/data/wire"
)

// The level of small holds $40 M in a bin of 0.25 %: $160 M for 1 %. Against
// $5 M × 20, $100 M for 1 %, that is 1.6.
const ofSmall = "t=2026-02-06T12:00&low=38000&high=41000&depth=quote:5000000,conversion:20"

func TestTheTableHasTheFuelWhereItsLayerIsOn(t *testing.T) {
	off, on, unknown := of(t, small(), ofSmall), of(t, small(), ofSmall+"&layers=heat,fuel"), of(t, small(), "t=2026-02-06T12:00&low=38000&high=41000&layers=fuel")
	l := &on.Table.Levels[0]
	if off.HasFuel() || len(off.Cells(l, "en")) != len(Columns)-1 || !math.IsNaN(off.Gain(l)) {
		t.Errorf("without the layer: %q, %v", off.Cells(l, "en"), off.Gain(l))
	}
	if got := on.Cells(l, "ru"); len(got) != len(Columns) || got[7] != "1,60" || math.Abs(on.Gain(l)-1.6) > 1e-3 || on.DepthPerPercent() != 100e6 {
		t.Errorf("with it: %q, %v against %v", got, on.Gain(l), on.DepthPerPercent())
	}
	if got := unknown.Cells(l, "en"); got[7] != "–" || !math.IsNaN(unknown.Gain(l)) || unknown.DepthPerPercent() != 0 {
		t.Errorf("without a depth: %q, %v against %v", got, unknown.Gain(l), unknown.DepthPerPercent())
	}
}

func TestTheFuelInWords(t *testing.T) {
	for _, c := range []struct{ query, lang, want string }{
		{ofSmall + "&layers=fuel", "en", "Fuel against depth: depth $100 M for 1 %: $5 M own figure × 20 (20 to 120). From 38,000 to 41,000 R is at most 1.60 below the price and 0.00 above it; from 1 on a move feeds itself."},
		{ofSmall + "&layers=fuel", "ru", "Топливо против глубины: глубина 100 млн $ на 1 %: 5 млн $ своё значение × 20 (20–120). От 38 000 до 41 000 R не больше 1,60 ниже цены"},
		{"t=2026-02-06T12:00&layers=fuel", "en", "Fuel against depth: no depth known: no figure and no taker volume on the tape."},
	} {
		if got := plain(of(t, small(), c.query).Text(c.lang)); !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.query, got, c.want)
		}
	}
	if got := of(t, small(), ofSmall).Text("en"); strings.Contains(got, "Fuel") {
		t.Errorf("without the layer: %q", got)
	}
}

// The shorts 25 % above the price are left out.
func TestTheStretchesThatFeedThemselves(t *testing.T) {
	m, err := market.New(small())
	if err != nil {
		t.Fatal(err)
	}
	q := wire.ParseQuery(ofSmall)
	info := FuelOf(FrameOf(m, &q, nil), "en")
	if info.Reason != "" || info.Price != 40000 || len(info.Stretches) != 2 || info.Depth.PerPercent() != 100e6 || info.Event.From != market.DepthUnknown {
		t.Fatalf("got %+v", info)
	}
	for k, want := range [][]string{
		{"38,768–38,865", "longs", "$40.0 M", "1.60", "−2.8 %"}, {"41,996–42,102", "shorts", "$123 M", "4.94", "+5.0 %"},
	} {
		got := info.Stretches[k].Cells
		for i := range got {
			got[i] = plain(got[i])
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	bare := wire.ParseQuery("t=2026-02-06T12:00")
	if info := FuelOf(FrameOf(m, &bare, nil), "en"); info.Reason != cascade.NoData.String() || info.Stretches != nil {
		t.Errorf("without a depth: got %+v", info)
	}
}
