package heat

import (
	"math/rand/v2"
	"testing"
)

// Eight cells at a time give what one at a time gives, for every pair of bytes
// at every place and for every remainder.
func TestPoolingTakesTheLarger(t *testing.T) {
	for a := range 256 {
		for b := range 256 {
			for place := range 8 {
				x := uint64(a)<<(8*place) | 0x00ff00ff00ff00ff&^(0xff<<(8*place))
				y := uint64(b)<<(8*place) | 0xff00ff00ff00ff00&^(0xff<<(8*place))
				want := uint64(max(a, b))<<(8*place) | ^uint64(0)&^(0xff<<(8*place))
				if got := larger(x, y); got != want {
					t.Fatalf("%#x and %#x: got %#x, want %#x", x, y, got, want)
				}
			}
		}
	}
	rnd := rand.New(rand.NewPCG(3, 3))
	for n := range 70 {
		a, b := make([]uint8, n), make([]uint8, n)
		for i := range a {
			a[i], b[i] = uint8(rnd.Uint32()), uint8(rnd.Uint32())
		}
		rows, columns := make([]uint8, n), make([]uint8, halfUp(n))
		poolRows(rows, a, b)
		poolColumns(columns, a)
		for i := range rows {
			if want := max(a[i], b[i]); rows[i] != want {
				t.Fatalf("%d cells, row %d: got %d, want %d", n, i, rows[i], want)
			}
		}
		for i := range columns {
			if want := max(a[2*i], a[min(2*i+1, n-1)]); columns[i] != want {
				t.Fatalf("%d cells, column %d: got %d, want %d", n, i, columns[i], want)
			}
		}
	}
}
