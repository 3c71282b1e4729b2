package screens

import "time"

// usable is how old a snapshot may be for a screen that begins; it gets the
// batches after it. So a hall that comes in at once costs one snapshot in three
// seconds, however many it is.
const usable = 3 * time.Second

// snapshotFor returns a snapshot that the batches which are kept go on from,
// newer than what a screen has.
func (s *Screens) snapshotFor(one *screen) *numbered {
	least := uint64(0)
	if one.begun {
		least = one.sent + 1
	}
	return s.snapshotOf(least, usable)
}

// snapshotOf returns a snapshot that has the batch of a number, and is not
// older than that. It is written once for all who wait for it.
func (s *Screens) snapshotOf(least uint64, oldest time.Duration) *numbered {
	s.snapshotMu.Lock()
	defer s.snapshotMu.Unlock()
	s.mu.Lock()
	if m := s.snapshot; m != nil && m.seq >= least && time.Since(m.at) <= oldest {
		if _, kept := s.sent.after(m.seq, s.seq); kept {
			s.mu.Unlock()
			return m
		}
	}
	seq, view, at := s.seq, s.past.view(), time.Now()
	s.mu.Unlock()
	view.venues = s.Status()
	s.snapshot = prepare(seq, view.message(seq))
	s.snapshot.at = at
	return s.snapshot
}

// Snapshot returns a snapshot as it is sent, at most a second old. It must not
// be changed.
func (s *Screens) Snapshot() []byte { return s.snapshotOf(0, time.Second).raw }
