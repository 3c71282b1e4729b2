package cascade

import (
	"cmp"
	"maps"
	"slices"

	"unwind/data"
)

// Mark is how far a finder had come with the first of its events. A finder of
// events that begin with the same ones can go on from there.
type Mark struct {
	events int
	before int
	found  []Wave
	gaps   recent
	days   map[data.UnixMs]data.USD
	today  day
}

// Events returns how many events the mark is after.
func (m *Mark) Events() int { return m.events }

// Keep makes the finder keep a mark after its first so many events. It must be
// called before the first step.
func (f *Finder) Keep(events int) { f.keep = events }

// Mark returns the mark that [Finder.Keep] asked for, nil without one.
func (f *Finder) Mark() *Mark { return f.mark }

// Resume makes a finder go on from a mark, which stays as it is. The events
// before it, and the prices until the first one after it, must be those that the
// mark was made with, and so must the rules. It must be called before the first
// step.
func (f *Finder) Resume(m *Mark) {
	if f.reason != Known || m.events > f.in.Events.Len() {
		return
	}
	f.next, f.before, f.today = m.events, m.before, m.today
	f.found, f.days, f.gaps = slices.Clone(m.found), maps.Clone(m.days), m.gaps.clone()
}

// Known tells the finder what was found in events of which those from drop on are
// the first same ones of its own, with the same feed: what lies in them is not
// measured again.
func (f *Finder) Known(waves []Wave, drop, same int) { f.known, f.drop, f.same = waves, drop, same }

// look keeps the mark where it is due.
func (f *Finder) look() {
	if f.next == f.keep {
		f.mark = &Mark{f.next, f.before, slices.Clone(f.found), *f.gaps.clone(), maps.Clone(f.days), f.today}
	}
}

// recall measures a wave that is known, and reports whether it is.
func (f *Finder) recall(w *Wave) bool {
	i, ok := slices.BinarySearchFunc(f.known, w.Start, func(k Wave, t data.UnixMs) int { return cmp.Compare(k.Start, t) })
	if !ok || w.last > f.same {
		return false
	}
	k := &f.known[i]
	if k.first != w.first+f.drop || k.last != w.last+f.drop || k.Dollars != w.Dollars {
		return false
	}
	w.Peak, w.Busy, w.Seconds, w.Completeness, w.inside = k.Peak, k.Busy, k.Seconds, k.Completeness, k.inside
	return true
}

// clone returns a copy with memory of its own.
func (r *recent) clone() *recent {
	return &recent{ring: cloneFull(r.ring), next: r.next, sorted: cloneFull(r.sorted)}
}

// cloneFull copies a slice with all its room.
func cloneFull(s []data.UnixMs) []data.UnixMs {
	return append(make([]data.UnixMs, 0, cap(s)), s...)
}
