package heat

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"
)

func TestCheckAcceptsGoodFields(t *testing.T) {
	for _, f := range []*Field{handField(), randomField(3, 100, 20, 200)} {
		if err := f.Check(); err != nil {
			t.Error(err)
		}
	}
}

func TestCheckNamesTheFault(t *testing.T) {
	nan := float32(math.NaN())
	for _, c := range []struct {
		want  string
		spoil func(*Field)
	}{
		{"bins: count 0", func(f *Field) { f.Bins.N = 0 }},
		{"bins: count 2049", func(f *Field) { f.Bins.N = 2049 }},
		{"bins: low", func(f *Field) { f.Bins.Low = 0 }},
		{"bins: log step", func(f *Field) { f.Bins.LogStep = math.NaN() }},
		{"bins: upper end", func(f *Field) { f.Bins.LogStep = 1e3 }},
		{"columns: count 8193", func(f *Field) { f.Columns.N = 8193 }},
		{"columns: step 0", func(f *Field) { f.Columns.Step = 0 }},
		{"columns: start", func(f *Field) { f.Columns.From = math.MaxInt64 }},
		{"scale 1 has 3 values for 4 columns", func(f *Field) { f.Scales[1] = f.Scales[1][:3] }},
		{"scale 0, column 2: NaN", func(f *Field) { f.Scales[0][2] = nan }},
		{"scale 0, column 2: 1.5", func(f *Field) { f.Scales[0][2] = 1.5 }},
		{"65 scales", func(f *Field) { f.Scales = make([][]float32, 65) }},
		{"group 1: side unknown", func(f *Field) { f.Groups[1].Side = 0 }},
		{"group 1: leverage -1", func(f *Field) { f.Groups[1].Leverage = -1 }},
		{"group 1: scale 2 of 2", func(f *Field) { f.Groups[1].Scale = 2 }},
		{"group 1: band 0.5 to 0.9 does not hold 1", func(f *Field) { f.Groups[1].Low, f.Groups[1].High = 0.5, 0.9 }},
		{"group 1: band 1.5 to 2", func(f *Field) { f.Groups[1].Low, f.Groups[1].High = 1.5, 2 }},
		{"group 1: band -1 to 2", func(f *Field) { f.Groups[1].Low, f.Groups[1].High = -1, 2 }},
		{"group 1: band 0 to NaN", func(f *Field) { f.Groups[1].High = math.NaN() }},
		{"group 1: band 0 to +Inf", func(f *Field) { f.Groups[1].High = math.Inf(1) }},
		{"group 1: half-life -1", func(f *Field) { f.Groups[1].HalfLife = -1 }},
		{"run 2: group 3 of 3", func(f *Field) { f.Runs[2].Group = 3 }},
		{"run 4: bin 3 of 3", func(f *Field) { f.Runs[4].Bin = 3 }},
		{"run 0: start -1", func(f *Field) { f.Runs[0].Start = -1 }},
		{"run 4: start 4", func(f *Field) { f.Runs[4].Start = 4 }},
		{"run 2: length 0", func(f *Field) { f.Runs[2].Len = 0 }},
		{"run 2: length 4 from column 1", func(f *Field) { f.Runs[2].Len = 4 }},
		{"run 2: length 2147483647", func(f *Field) { f.Runs[2].Len = math.MaxInt32 }},
		{"run 1: notional NaN", func(f *Field) { f.Runs[1].USD = nan }},
		{"run 1: notional 0", func(f *Field) { f.Runs[1].USD = 0 }},
		{"run 1: notional +Inf", func(f *Field) { f.Runs[1].USD = float32(math.Inf(1)) }},
		{"run 1 is out of order", func(f *Field) { f.Runs[0], f.Runs[1] = f.Runs[1], f.Runs[0] }},
	} {
		f := handField()
		c.spoil(f)
		if err := f.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want an error with %q", err, c.want)
		}
	}
}

// FuzzCheckedFieldIsSafe asserts that whatever passes Check can be read and
// drawn.
func FuzzCheckedFieldIsSafe(f *testing.F) {
	f.Add(uint16(4), uint16(3), []byte("\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x80\x3f"))
	f.Add(uint16(8192), uint16(1), []byte{})
	f.Fuzz(func(t *testing.T, cols, bins uint16, raw []byte) {
		field := handField()
		field.Columns.N, field.Bins.N = int(cols)%200, int(bins)%60
		field.Scales = [][]float32{ones(field.Columns.N), ones(field.Columns.N)}
		field.Runs = nil
		for ; len(raw) >= 12; raw = raw[12:] {
			field.Runs = append(field.Runs, Run{
				Bin:   uint16(raw[0]),
				Group: uint16(raw[1]),
				Start: int32(int16(binary.LittleEndian.Uint16(raw[2:]))),
				Len:   int32(binary.LittleEndian.Uint32(raw[4:])),
				USD:   math.Float32frombits(binary.LittleEndian.Uint32(raw[8:])),
			})
		}
		if field.Check() != nil {
			return
		}
		field.Touches()
		p := BuildPyramid(field, QuantizerOf(field))
		none := make([]float32, field.Bins.N)
		p.SetColumn(field.Columns.N-1, none, none, make([]bool, field.Bins.N))
	})
}

func ones(n int) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = 1
	}
	return s
}
