// Package bucket sorts by counting, a piece at a time: comparing takes a
// browser too long, and a page may not stand still for a whole sort.
package bucket

// Sort brings items into the order of their buckets. Those of one bucket stay
// in the order they had.
type Sort[T any] struct {
	items  []T
	of     func(*T) int
	next   []int32 // by bucket: where its next item goes; one further on while they are counted
	sorted []T     // nil while items are counted
	at     int     // items done of the pass at hand
}

// New starts to sort items, fewer than 2³¹ of them, into buckets. of returns
// the bucket of an item, from 0 to one less than buckets, or -1 to leave it
// out. The items are kept and must not change before the last [Sort.Step].
func New[T any](items []T, buckets int, of func(*T) int) *Sort[T] {
	return &Sort[T]{items: items, of: of, next: make([]int32, buckets+1)}
}

// Step handles up to the given number of items and reports whether all are
// sorted. Every item is handled twice.
func (s *Sort[T]) Step(items int) (done bool) {
	from := s.at
	s.at = min(s.at+items, len(s.items))
	if s.sorted != nil {
		s.place(s.items[from:s.at])
		return s.at == len(s.items)
	}
	s.count(s.items[from:s.at])
	if s.at == len(s.items) {
		s.layOut()
	}
	return false
}

func (s *Sort[T]) count(items []T) {
	for i := range items {
		if k := s.of(&items[i]); k >= 0 {
			s.next[k+1]++
		}
	}
}

// layOut turns numbers of items into the place of the first.
func (s *Sort[T]) layOut() {
	for k := 1; k < len(s.next); k++ {
		s.next[k] += s.next[k-1]
	}
	s.sorted, s.at = make([]T, s.next[len(s.next)-1]), 0
}

func (s *Sort[T]) place(items []T) {
	for i := range items {
		if k := s.of(&items[i]); k >= 0 {
			s.sorted[s.next[k]] = items[i]
			s.next[k]++
		}
	}
}

// Sorted returns the items in order, once Step has reported that all are.
func (s *Sort[T]) Sorted() []T { return s.sorted }
