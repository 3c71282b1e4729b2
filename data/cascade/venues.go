package cascade

import (
	"cmp"
	"slices"

	"unwind/data"
)

// Lane is one venue's part of a wave.
type Lane struct {
	Venue  string
	First  data.UnixMs // its first event in the wave
	Half   data.UnixMs // when half of its dollars had gone
	Last   data.UnixMs
	Events int
	Dollars
	Completeness Completeness

	// Lag is how long after the wave's first venue it fired. Clock is how far
	// that may be off, from the limits of both feeds together; a Lag within it
	// does not say who was first. Venues' clocks are taken to agree.
	Lag, Clock data.UnixMs
}

// After reports whether the lane fired after the first one for certain, as far
// as the feeds' clocks go.
func (l *Lane) After() bool { return l.Lag > l.Clock }

// defaultClock is taken where a venue's feed has no known limit: no public
// feed is coarser.
const defaultClock = data.Second

// Lanes splits a wave that was found in e by venue, the first to fire first.
// [NoVenues] says that some of its events name none: a split would then be
// invented.
func (e *Events) Lanes(w *Wave, feed Feed) ([]Lane, Reason) {
	return e.lanes(w.first, w.last, feed)
}

// LanesBetween splits the events of [from, to) by venue as [Events.Lanes] does
// those of a wave: of a wave that was found in totals, which name no venue.
// [NoEvents] says that there are none.
func (e *Events) LanesBetween(from, to data.UnixMs, feed Feed) ([]Lane, Reason) {
	first, last := e.until(from), e.until(to)
	if first >= last {
		return nil, NoEvents
	}
	return e.lanes(first, last, feed)
}

// lanes splits the events [first, last).
func (e *Events) lanes(first, last int, feed Feed) ([]Lane, Reason) {
	at := places{}
	var lanes []Lane
	for i := first; i < last; i++ {
		v := e.venue(i)
		if v == "" {
			return nil, NoVenues
		}
		k := at.of(v)
		if k == len(lanes) {
			lanes = append(lanes, Lane{Venue: v, First: e.at(i), Completeness: feed.of(v, e.at(i))})
		}
		lanes[k].include(e, i)
	}
	e.setHalves(first, last, lanes, &at)
	slices.SortStableFunc(lanes, func(a, b Lane) int { return cmp.Compare(a.First, b.First) })
	for i := range lanes {
		lanes[i].Lag = lanes[i].First - lanes[0].First
		if i > 0 {
			lanes[i].Clock = clockOf(lanes[0].Venue, lanes[0].First) + clockOf(lanes[i].Venue, lanes[i].First)
		}
	}
	return lanes, Known
}

func (l *Lane) include(e *Events, i int) {
	l.Last, l.Events = e.at(i), l.Events+1
	l.Add(e.l.Side[e.row(i)], e.usd(i))
}

// setHalves finds when half of each lane's dollars had gone.
func (e *Events) setHalves(first, last int, lanes []Lane, at *places) {
	gone := make([]data.USD, len(lanes))
	for i := first; i < last; i++ {
		k := at.of(e.venue(i))
		before := gone[k]
		gone[k] += e.usd(i)
		if half := lanes[k].Total() / 2; before < half && gone[k] >= half {
			lanes[k].Half = e.at(i)
		}
	}
}

// places gives each of a few names a number, in the order in which they come. The
// first ones are found without a hash, which takes a browser too long.
type places struct {
	first []string
	other map[string]int
}

// fewPlaces is how many names are compared with.
const fewPlaces = 8

// of returns the number of a name.
func (p *places) of(name string) int {
	for i, known := range p.first {
		if known == name {
			return i
		}
	}
	if len(p.first) < fewPlaces {
		p.first = append(p.first, name)
		return len(p.first) - 1
	}
	k, known := p.other[name]
	if !known {
		if p.other == nil {
			p.other = map[string]int{}
		}
		k = fewPlaces + len(p.other)
		p.other[name] = k
	}
	return k
}

func clockOf(venue string, at data.UnixMs) data.UnixMs {
	if limit, ok := LimitOf(venue, at); ok {
		return limit.Clock
	}
	return defaultClock
}
