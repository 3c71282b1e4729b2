package heat

import "testing"

func TestByteHoldsShadeAndBits(t *testing.T) {
	for _, c := range []struct {
		name        string
		shade, bits uint8
		want        uint8
	}{
		{"nothing has no bits", 0, ShortBit | UnsureBit, 0},
		{"the dimmest long", 1, 0, 0b000001_00},
		{"an unsure short", 42, ShortBit | UnsureBit, 0b101010_11},
		{"the brightest", Shades, UnsureBit, 0b111111_10},
	} {
		got := ByteOf(c.shade, c.bits)
		if got != c.want || ShadeOf(got) != c.shade {
			t.Errorf("%s: got %08b with shade %d, want %08b", c.name, got, ShadeOf(got), c.want)
		}
	}
	if ByteOf(20, ShortBit|UnsureBit) > ByteOf(21, 0) {
		t.Error("bits make a cell brighter")
	}
}

// The bits of every cell, also where one scale is shared by both sides and by
// leverages with and without a band, are those of the field.
func TestBitsAreThoseOfTheField(t *testing.T) {
	f := randomField(14, 211, 23, 900)
	bands := [][2]float64{{0.3, 1.9}, {0.6, 1.43}, {0.4, 1.7}, {}}
	for i := range f.Groups {
		f.Groups[i].Low, f.Groups[i].High = bands[i][0], bands[i][1]
		f.Groups[i].Scale = i % 2
	}
	m := BuildPyramid(f, QuantizerOf(f)).Image(0, 0)
	seen := [4]int{}
	for bin := range f.Bins.N {
		for col := range f.Columns.N {
			cell := f.At(col, bin)
			low, high := f.Band(col, bin)
			lean, wide := float64(cell.Short-cell.Long), float64(high.Total()-UnsureFrom*low.Total())
			if cell.Total() == 0 || max(-lean, lean) < 1e-6*float64(cell.Total()) || max(-wide, wide) < 1e-6*float64(cell.Total()) {
				continue // nothing, or so even that rounding decides
			}
			bits := m.At(col, bin) & (ShortBit | UnsureBit)
			if want := bitsOf(lean, wide); bits != want {
				t.Fatalf("column %d bin %d: %+v of %+v to %+v has bits %02b, want %02b", col, bin, cell, low, high, bits, want)
			}
			seen[bits]++
		}
	}
	if min(seen[0], seen[1], seen[2], seen[3]) < 20 {
		t.Errorf("got %v cells by bits, want every kind", seen)
	}
}

// What a block of columns says for sure is so at each of its columns, and most
// blocks are sure.
func TestSureBitsAreThoseOfEveryColumn(t *testing.T) {
	f := randomField(15, 211, 23, 900)
	bands := [][2]float64{{0.3, 1.9}, {0.6, 1.43}, {0.5, 1.6}, {}}
	for i := range f.Groups {
		f.Groups[i].Low, f.Groups[i].High = bands[i][0], bands[i][1]
		f.Groups[i].Scale = i % 2
	}
	var scales []extremes
	for _, scale := range f.Scales {
		scales = append(scales, extremesOf(scale))
	}
	s, sures, all := newSweep(f.Columns.N, len(f.Scales)), 0, 0
	for bin := range f.Bins.N {
		s.load(f.runsOf(bin), f.Groups)
		for lo, hi, ok := s.next(); ok; lo, hi, ok = s.next() {
			for c := lo; c < hi; c++ {
				bits, sure := s.blockBits(c/blockColumns, scales)
				if want := s.bitsAt(c, f.Scales); sure && bits != want {
					t.Fatalf("column %d, bin %d: sure of %02b, is %02b", c, bin, bits, want)
				}
				if all++; sure {
					sures++
				}
			}
		}
	}
	if sures < all/2 || sures == all {
		t.Errorf("%d of %d cells are sure, want most", sures, all)
	}
}
