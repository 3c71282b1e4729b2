package cascade

import (
	"slices"

	"unwind/data"
)

// recent is the median of the last gaps, kept sorted beside their order.
type recent struct {
	ring   []data.UnixMs // in order of arrival; next is overwritten next
	next   int
	sorted []data.UnixMs
}

func newRecent(memory int) *recent {
	return &recent{ring: make([]data.UnixMs, 0, memory), sorted: make([]data.UnixMs, 0, memory)}
}

// add forgets the oldest gap when there is no more room, and adds one.
func (r *recent) add(gap data.UnixMs) {
	if len(r.ring) < cap(r.ring) {
		r.ring = append(r.ring, gap)
	} else {
		i, _ := slices.BinarySearch(r.sorted, r.ring[r.next])
		r.sorted = slices.Delete(r.sorted, i, i+1)
		r.ring[r.next] = gap
		r.next = (r.next + 1) % len(r.ring)
	}
	i, _ := slices.BinarySearch(r.sorted, gap)
	r.sorted = slices.Insert(r.sorted, i, gap)
}

// median returns the lower median, 0 without gaps.
func (r *recent) median() data.UnixMs {
	if len(r.sorted) == 0 {
		return 0
	}
	return r.sorted[(len(r.sorted)-1)/2]
}
