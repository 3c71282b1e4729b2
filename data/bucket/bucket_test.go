package bucket

import (
	"math/rand/v2"
	"slices"
	"testing"
)

type item struct{ bucket, serial int }

func random(n, buckets int) []item {
	rnd := rand.New(rand.NewPCG(1, uint64(n)))
	items := make([]item, n)
	for i := range items {
		items[i] = item{rnd.IntN(buckets+1) - 1, i}
	}
	return items
}

func sorted(items []item, buckets, piece int) (all []item, steps int) {
	s := New(items, buckets, func(x *item) int { return x.bucket })
	for steps = 1; !s.Step(piece); steps++ {
	}
	return s.Sorted(), steps
}

func TestItemsComeInTheOrderOfTheirBuckets(t *testing.T) {
	for _, n := range []int{0, 1, 2, 100, 1000} {
		items := random(n, 17)
		want := slices.DeleteFunc(slices.Clone(items), func(x item) bool { return x.bucket < 0 })
		slices.SortStableFunc(want, func(a, b item) int { return a.bucket - b.bucket })
		for _, piece := range []int{1, 7, 5000} {
			if got, _ := sorted(items, 17, piece); !slices.Equal(got, want) {
				t.Errorf("%d items by %d: got %v, want %v", n, piece, got, want)
			}
		}
	}
}

func TestAStepHandlesNoMoreThanItWasTold(t *testing.T) {
	asked := 0
	s := New(random(1000, 5), 5, func(x *item) int { asked++; return x.bucket })
	for done := false; !done; {
		before := asked
		if done = s.Step(64); asked-before > 64 {
			t.Fatalf("a step of 64 handled %d", asked-before)
		}
	}
	if _, steps := sorted(random(1000, 5), 5, 100); steps != 20 {
		t.Errorf("1,000 items twice by 100: got %d steps, want 20", steps)
	}
}
