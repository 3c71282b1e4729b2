package reconstruct

import (
	"math"
	"testing"
)

func TestRakeMeetsSumsThatAgree(t *testing.T) {
	columns := [][]float64{{1, 1, 1, 1}, {1, 2, 3, 4}}
	sums := []sum{
		{[]int{0, 1}, 0, 2, 10},
		{[]int{0, 1}, 1, 4, 30},
		{[]int{0}, 0, 4, 15},
		{[]int{1}, 0, 4, 20},
	}
	rake(columns, sums, nil, 2)
	for i, s := range sums {
		if got := s.of(columns); math.Abs(got/s.want-1) > 1e-3 {
			t.Errorf("sum %d is %v, want %v", i, got, s.want)
		}
	}
}

// With row and column totals the result is known: the classical table of
// proportions a·b/n for an even start.
func TestRakeKeepsProportionsOfTheStart(t *testing.T) {
	columns := [][]float64{{1, 1}, {1, 1}}
	sums := []sum{
		{[]int{0, 1}, 0, 1, 30}, {[]int{0, 1}, 1, 2, 70},
		{[]int{0}, 0, 2, 40}, {[]int{1}, 0, 2, 60},
	}
	rake(columns, sums, nil, 2)
	want := [][]float64{{12, 28}, {18, 42}}
	for c := range want {
		for m := range want[c] {
			if math.Abs(columns[c][m]-want[c][m]) > 1e-6 {
				t.Errorf("cell %d, %d is %v, want %v", c, m, columns[c][m], want[c][m])
			}
		}
	}
}

func TestRakeLeavesWhatNoSumCovers(t *testing.T) {
	columns := [][]float64{{5, 5, 5}}
	rake(columns, []sum{{[]int{0}, 0, 2, 1}}, nil, 1)
	if columns[0][2] != 5 {
		t.Errorf("the third value is %v, want 5", columns[0][2])
	}
}

func TestRakeLeavesAnEmptySumAlone(t *testing.T) {
	columns := [][]float64{{0, 0, 3}}
	rake(columns, []sum{{[]int{0}, 0, 2, 7}}, nil, 1)
	if columns[0][0] != 0 || columns[0][2] != 3 {
		t.Errorf("got %v, want it unchanged", columns[0])
	}
}

func TestRakeMeetsTheLastSumsWhenOthersContradictThem(t *testing.T) {
	columns := [][]float64{{1, 1}}
	sums := []sum{{[]int{0}, 0, 2, 100}, {[]int{0}, 0, 2, 50}}
	rake(columns, sums, nil, 1)
	if got := add(columns[0]); math.Abs(got-50) > 1e-9 {
		t.Errorf("sum is %v, want the last one, 50", got)
	}
}

func TestWholeKeepsTheSum(t *testing.T) {
	cases := []struct {
		name   string
		values []float64
		want   []float64
	}{
		{"rests are carried", []float64{0.4, 0.4, 0.4, 0.8}, []float64{0, 1, 0, 1}},
		{"whole values stay", []float64{3, 0, 2}, []float64{3, 0, 2}},
		{"a rest never makes a value negative", []float64{0.5, 0, 0.5}, []float64{1, 0, 0}},
	}
	for _, c := range cases {
		got := whole(c.values)
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %v, want %v", c.name, got, c.want)
				break
			}
		}
	}
}
