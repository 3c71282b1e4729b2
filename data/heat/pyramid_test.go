package heat

import (
	"bytes"
	"math"
	"testing"
)

func TestFinestLevelIsTheField(t *testing.T) {
	f := randomField(2, 301, 45, 1200)
	q := QuantizerOf(f)
	m := BuildPyramid(f, q).Image(0, 0)
	step := math.Log1p(q.Peak/q.Unit) / Shades // of log1p(usd/unit), a shade
	for bin := range f.Bins.N {
		for col := range f.Columns.N {
			usd := float64(f.At(col, bin).Total())
			got := ShadeOf(m.At(col, bin))
			if (usd > 0) != (got > 0) {
				t.Fatalf("column %d bin %d: %v became shade %d", col, bin, usd, got)
			}
			off := math.Abs(math.Log1p(min(usd, q.Peak)/q.Unit) - math.Log1p(q.Decode(got)/q.Unit))
			if off > 0.51*step && got > 1 {
				t.Fatalf("column %d bin %d: %v became %v, off by %.2f shades", col, bin, usd, q.Decode(got), off/step)
			}
		}
	}
}

func TestEveryLevelHoldsTheMaximum(t *testing.T) {
	for _, size := range [][2]int{{301, 45}, {64, 8}, {33, 1}, {1, 3}, {2, 2}} {
		f := randomField(5, size[0], size[1], 400)
		checkMaxima(t, BuildPyramid(f, QuantizerOf(f)))
	}
}

// checkMaxima compares every cell of every level with the finest cells that it
// stands for.
func checkMaxima(t *testing.T, p *Pyramid) {
	t.Helper()
	for time := range p.TimeLevels() {
		for price := range p.PriceLevels() {
			m := p.Image(time, price)
			if m.Cols != divideUp(p.Columns.N, 1<<time) || m.Rows != divideUp(p.Bins.N, 1<<price) {
				t.Fatalf("level %d %d has %d × %d cells", time, price, m.Cols, m.Rows)
			}
			for row := range m.Rows {
				for col := range m.Cols {
					want := largest(p.Image(0, 0), col<<time, row<<price, 1<<time, 1<<price)
					if got := m.At(col, row); got != want {
						t.Fatalf("level %d %d, column %d row %d: got %d, want %d", time, price, col, row, got, want)
					}
				}
			}
		}
	}
}

func divideUp(n, by int) int { return (n + by - 1) / by }

func largest(m *Image, col, row, cols, rows int) uint8 {
	var most uint8
	for r := row; r < row+rows; r++ {
		for c := col; c < col+cols; c++ {
			most = max(most, m.At(c, r))
		}
	}
	return most
}

func TestLevelsOfTheLargestEvent(t *testing.T) {
	f := randomField(6, 7200, 4, 10)
	p := BuildPyramid(f, QuantizerOf(f))
	if p.TimeLevels() != 9 || p.Image(8, 0).Cols != 29 {
		t.Errorf("got %d time levels, the last with %d columns; want 9 and 29", p.TimeLevels(), p.Image(99, 0).Cols)
	}
	if p.PriceLevels() != 3 || p.Image(0, 99) != p.Image(0, 2) || p.Image(-1, -1) != p.Image(0, 0) {
		t.Errorf("got %d price levels, want 3, and levels beyond the ends to be the ends", p.PriceLevels())
	}
}

func TestSlicesGiveTheSamePyramid(t *testing.T) {
	f := randomField(7, 150, 41, 600)
	q := QuantizerOf(f)
	b := NewPyramid(f, q)
	steps := 1
	for !b.Step(3) {
		steps++
	}
	before := len(f.Scales) + b.Pyramid().TimeLevels()*b.Pyramid().PriceLevels()
	if steps != before+14 {
		t.Errorf("41 rows by 3: got %d steps, want one for each scale and image, %d, and 14", steps, before)
	}
	samePyramid(t, b.Pyramid(), BuildPyramid(f, q))
}

func samePyramid(t *testing.T, got, want *Pyramid) {
	t.Helper()
	for time := range want.TimeLevels() {
		for price := range want.PriceLevels() {
			if !bytes.Equal(got.Image(time, price).Pix, want.Image(time, price).Pix) {
				t.Fatalf("level %d %d differs", time, price)
			}
		}
	}
}

func TestSetColumnRefreshesEveryLevel(t *testing.T) {
	f := randomField(8, 77, 23, 500)
	p := BuildPyramid(f, QuantizerOf(f))
	long, short, unsure := make([]float32, 23), make([]float32, 23), make([]bool, 23)
	unsure[2] = true
	for _, col := range []int{0, 40, 75, 76} {
		for bin := range short {
			short[bin] = float32(bin%3) * 1e5 * float32(col+1)
		}
		p.SetColumn(col, long, short, unsure)
		if got, want := p.Image(0, 0).At(col, 2), ByteOf(p.Quant.Encode(float64(short[2])), ShortBit|UnsureBit); got != want {
			t.Errorf("column %d: got byte %d, want %d", col, got, want)
		}
	}
	checkMaxima(t, p)
}

func TestSetColumnOfTheFieldChangesNothing(t *testing.T) {
	f := randomField(9, 90, 30, 500)
	q := QuantizerOf(f)
	got := BuildPyramid(f, q)
	long, short, unsure := make([]float32, 30), make([]float32, 30), make([]bool, 30)
	for col := range 90 {
		f.Sides(long, short, col)
		f.Unsure(unsure, col)
		got.SetColumn(col, long, short, unsure)
	}
	for i, want := range BuildPyramid(f, q).Image(0, 0).Pix {
		is := got.Image(0, 0).Pix[i]
		if d := int(ShadeOf(is)) - int(ShadeOf(want)); d > 1 || d < -1 || (is^want)&(ShortBit|UnsureBit) != 0 {
			t.Fatalf("cell %d: got %d, want %d within the last bit of a sum", i, is, want)
		}
	}
}

func TestSetColumnAllocatesNothing(t *testing.T) {
	f := randomField(10, 500, 100, 500)
	p := BuildPyramid(f, QuantizerOf(f))
	usd, unsure := make([]float32, 100), make([]bool, 100)
	if n := testing.AllocsPerRun(10, func() { p.SetColumn(499, usd, usd, unsure) }); n != 0 {
		t.Errorf("got %v allocations, want none", n)
	}
}

// A block whose cells are of one shade for sure is filled at once: that gives
// what encoding each cell by itself gives, and is how most cells are filled.
func TestBlocksOfOneShadeAreThatOfEveryCell(t *testing.T) {
	f := randomField(21, 500, 40, 300)
	for k := range f.Scales {
		for c := range f.Scales[k] {
			f.Scales[k][c] = float32(math.Exp(-float64(c) / float64(400*(k+1))))
		}
	}
	q := QuantizerOf(f)
	b, e := NewPyramid(f, q), newEncoder(q)
	for !b.Step(f.Bins.N) {
	}
	values, sure, all := make([]float32, f.Columns.N), 0, 0
	for bin := range f.Bins.N {
		f.Row(values, bin)
		for c, usd := range values {
			if got, want := ShadeOf(b.Pyramid().Image(0, 0).At(c, bin)), e.encode(usd); got != want {
				t.Fatalf("column %d, bin %d: got shade %d of %v, want %d", c, bin, got, usd, want)
			}
		}
		s := newSweep(f.Columns.N, len(f.Scales))
		s.load(f.runsOf(bin), f.Groups)
		for lo, hi, ok := s.next(); ok; lo, hi, ok = s.next() {
			_, single := e.between(s.blockUSD(lo/blockColumns, b.extremes))
			if all += hi - lo; single {
				sure += hi - lo
			}
		}
	}
	if sure < all/2 || sure == all {
		t.Errorf("%d of %d cells lie in blocks of one shade, want most", sure, all)
	}
}
