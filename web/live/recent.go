package live

import (
	"hash/maphash"
	"time"

	"unwind/data/feed"
)

// remembered is how long at least a liquidation is known, so that it is
// dropped when it comes again. It is far longer than connections overlap.
const remembered = 2 * time.Minute

// recent knows the liquidations of the last minutes by their identity, of
// which it keeps 128 bits.
type recent struct {
	seeds       [2]maphash.Seed
	now, before map[[2]uint64]struct{}
	since       time.Time // of now
	spelling    []byte
}

func newRecent() recent {
	return recent{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, now: map[[2]uint64]struct{}{}}
}

// add reports whether a liquidation is new, and remembers it.
func (r *recent) add(l *feed.Liquidation, at time.Time) bool {
	if at.Sub(r.since) >= remembered {
		r.before, r.now, r.since = r.now, map[[2]uint64]struct{}{}, at
	}
	r.spelling = l.AppendIdentity(r.spelling[:0])
	key := [2]uint64{maphash.Bytes(r.seeds[0], r.spelling), maphash.Bytes(r.seeds[1], r.spelling)}
	if _, known := r.now[key]; known {
		return false
	}
	if _, known := r.before[key]; known {
		return false
	}
	r.now[key] = struct{}{}
	return true
}
