package screens

import "sort"

// Bounds of the batches that are kept for screens that lag: half a minute of
// them. One that lags more begins again.
const (
	mostKept      = 300
	mostKeptBytes = 16 << 20
)

// sent is the batches that were sent last, in the order of their numbers, which
// have no hole.
type sent struct {
	kept  []*numbered
	bytes int
}

func (s *sent) add(m *numbered) {
	s.kept = append(s.kept, m)
	s.bytes += len(m.raw)
	for len(s.kept) > mostKept || s.bytes > mostKeptBytes && len(s.kept) > 1 {
		s.bytes -= len(s.kept[0].raw)
		s.kept[0] = nil
		s.kept = s.kept[1:]
	}
}

// clear forgets all of them.
func (s *sent) clear() { *s = sent{} }

// after returns the batch that follows a number, and whether it is kept; it is
// nil for the last number.
func (s *sent) after(seq, last uint64) (*numbered, bool) {
	if seq == last {
		return nil, true
	}
	i := sort.Search(len(s.kept), func(i int) bool { return s.kept[i].seq > seq })
	if i == len(s.kept) || s.kept[i].seq != seq+1 {
		return nil, false
	}
	return s.kept[i], true
}
