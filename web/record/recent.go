package record

// recent remembers the ids of the last messages, at least half of its bound.
// Connections of one process that overlap send the same within moments; what
// is known here need not be asked of the store.
type recent struct{ now, before map[string]struct{} }

// mostRecent bounds what recent remembers.
const mostRecent = 1 << 16

func (r *recent) has(id string) bool {
	_, now := r.now[id]
	_, before := r.before[id]
	return now || before
}

func (r *recent) add(id string) {
	if r.now == nil || len(r.now) >= mostRecent/2 {
		r.before, r.now = r.now, make(map[string]struct{})
	}
	r.now[id] = struct{}{}
}
