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
		i, _ := slices.BinarySearch(r.sorted, gap)
		r.sorted = slices.Insert(r.sorted, i, gap)
		return
	}
	old := r.ring[r.next]
	r.ring[r.next] = gap
	if r.next++; r.next == len(r.ring) {
		r.next = 0
	}
	if gap != old {
		r.replace(old, gap)
	}
}

// replace puts a gap in the place of another, and into order.
func (r *recent) replace(old, gap data.UnixMs) {
	i, _ := slices.BinarySearch(r.sorted, old)
	for ; i > 0 && r.sorted[i-1] > gap; i-- {
		r.sorted[i] = r.sorted[i-1]
	}
	for ; i < len(r.sorted)-1 && r.sorted[i+1] < gap; i++ {
		r.sorted[i] = r.sorted[i+1]
	}
	r.sorted[i] = gap
}

// median returns the lower median, 0 without gaps.
func (r *recent) median() data.UnixMs {
	if len(r.sorted) == 0 {
		return 0
	}
	return r.sorted[(len(r.sorted)-1)/2]
}
