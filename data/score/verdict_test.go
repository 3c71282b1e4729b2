package score

import (
	"reflect"
	"testing"

	"unwind/data"
)

// judged returns a row of a horizon in hours with intervals of the two
// differences.
func judged(hours data.UnixMs, lift, distance [2]float64) Row {
	of := func(i [2]float64) Estimate { return Estimate{(i[0] + i[1]) / 2, i[0], i[1]} }
	return Row{Horizon: hours * data.Hour, Blocks: fewestBlocks, Compared: 1, Lift: of(lift), DistanceLift: of(distance)}
}

func TestVerdictSaysWhatTheIntervalsSay(t *testing.T) {
	chance, above, below := [2]float64{-0.1, 0.1}, [2]float64{0.01, 0.2}, [2]float64{-0.2, -0.01}
	short := judged(24, above, above)
	short.Blocks = fewestBlocks - 1
	for _, c := range []struct {
		name string
		rows []Row
		want Verdict
	}{
		{"no rows", nil, Verdict{}},
		{"a row too short for an interval", []Row{short}, Verdict{}},
		{"every interval holds zero", []Row{judged(1, chance, chance), judged(4, chance, chance), short}, Verdict{NoBetter, []data.UnixMs{data.Hour, 4 * data.Hour}}},
		{"an interval that ends at what is shown as zero holds it", []Row{judged(1, [2]float64{-0.2, -0.0004}, [2]float64{0.0004, 0.2})}, Verdict{NoBetter, []data.UnixMs{data.Hour}}},
		{"an interval that ends at zero holds it", []Row{judged(1, [2]float64{-0.1, 0}, [2]float64{0, 0.1})}, Verdict{NoBetter, []data.UnixMs{data.Hour}}},
		{"above within a day", []Row{judged(1, chance, below), judged(24, above, chance)}, Verdict{Better, []data.UnixMs{data.Day}}},
		{"below within an hour", []Row{judged(1, below, chance), judged(4, chance, chance)}, Verdict{Worse, []data.UnixMs{data.Hour}}},
		{"above and below", []Row{judged(1, below, chance), judged(4, above, chance)}, Verdict{Mixed, []data.UnixMs{4 * data.Hour, data.Hour}}},
		{"apart from distance alone", []Row{judged(1, chance, chance), judged(4, chance, below)}, Verdict{Volatility, []data.UnixMs{4 * data.Hour}}},
	} {
		if got := VerdictOf(c.rows); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestCountHasEveryInterval(t *testing.T) {
	chance, above, below := [2]float64{-0.1, 0.1}, [2]float64{0.01, 0.2}, [2]float64{-0.2, -0.01}
	short := judged(24, above, above)
	short.Blocks = fewestBlocks - 1
	sets := []SetScore{{Rows: []Row{judged(1, chance, above), judged(4, above, chance), short}}, {Rows: []Row{judged(1, below, below), judged(4, below, above)}}}
	if got, want := CountOf(sets), (Count{Judged: 4, Above: 1, Below: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
