package cascade

import (
	"math"

	"unwind/data"
)

// A feed of at most one order a second is full in a second that has one: what
// else came in it stays unseen.
const (
	// SaturationWindow is how far back a feed is looked at to say whether it is
	// saturated.
	SaturationWindow = data.Minute
	// SaturatedShare is the part of the seconds of that window from which on it
	// is. At a half, more than a quarter of independent orders are hidden:
	// 1 − 0.5/ln 2.
	SaturatedShare = 0.5
)

// Saturation is how full a throttled feed of one venue and symbol was over a
// stretch.
type Saturation struct {
	Full, Seconds int // of its Seconds, Full had an order
	Orders        int // that were sent; feeds jitter, so a second may have two
	// USD is what they add up to, and the least that was liquidated.
	USD   data.USD
	Sends Sends // the rule of the feed, the strictest where it changed meanwhile
}

// Add takes in another stretch of the same feed, which has no second of s.
func (s *Saturation) Add(o Saturation) {
	s.Full, s.Seconds = s.Full+o.Full, s.Seconds+o.Seconds
	s.Orders, s.USD, s.Sends = s.Orders+o.Orders, s.USD+o.USD, max(s.Sends, o.Sends)
}

// Share returns the part of the seconds that were full, 0 to 1.
func (s *Saturation) Share() float64 {
	if s.Seconds <= 0 {
		return 0
	}
	return float64(s.Full) / float64(s.Seconds)
}

// Saturated says whether the feed was full so often that much stayed hidden.
func (s *Saturation) Saturated() bool { return s.Seconds > 0 && s.Share() >= SaturatedShare }

// Rate returns how many orders a second came at least, as [ArrivalRate] does.
// [FullFeed] says that every second was full: nothing can be said.
func (s *Saturation) Rate() (perSecond float64, reason Reason) {
	switch {
	case s.Seconds <= 0:
		return 0, TooShort
	case s.Full == s.Seconds:
		return 0, FullFeed
	}
	return ArrivalRate(s.Full, s.Seconds)
}

// Arrived returns how many orders came at least: the rate over the stretch, and
// never fewer than were sent.
func (s *Saturation) Arrived() (orders float64, reason Reason) {
	rate, reason := s.Rate()
	if reason != Known {
		return 0, reason
	}
	return math.Max(rate*float64(s.Seconds), float64(s.Orders)), Known
}

// Shown returns the part of the orders that were sent, at most; all of none.
func (s *Saturation) Shown() (share float64, reason Reason) {
	arrived, reason := s.Arrived()
	switch {
	case reason != Known:
		return 0, reason
	case arrived == 0:
		return 1, Known
	}
	return float64(s.Orders) / arrived, Known
}

// Implied returns what the orders that came at least were worth, each with the
// mean size of those that were sent. That is an estimate while the latest of
// each second is sent, which may have any size. [LargestOnly] says that the
// largest is: then their mean is too large for the others and [Saturation.USD]
// is all that is certain, as it is where nobody says which one is sent
// ([UnknownChoice]).
func (s *Saturation) Implied() (data.USD, Reason) {
	switch s.Sends {
	case LargestOfSecond:
		return 0, LargestOnly
	case OneOfSecond:
		return 0, UnknownChoice
	case EveryOrder:
		return s.USD, Known
	}
	arrived, reason := s.Arrived()
	if reason != Known || s.Orders == 0 {
		return 0, reason
	}
	return data.USD(arrived) * s.USD / data.USD(s.Orders), Known
}

// throttle returns the part of [from, to) in which a venue's feed sends one
// order a second, and the strictest of the rules in force there; start is end,
// and sends [EveryOrder], where it never does.
func throttle(venue string, from, to data.UnixMs) (start, end data.UnixMs, sends Sends) {
	for i := range limits {
		l := &limits[i]
		if l.venue != venue || l.Sends == EveryOrder {
			continue
		}
		a, b := max(from, l.since), to
		if next := i + 1; next < len(limits) && limits[next].venue == venue {
			b = min(b, limits[next].since)
		}
		if a >= b {
			continue
		}
		if sends == EveryOrder {
			start = a
		}
		end, sends = b, max(sends, l.Sends)
	}
	return start, end, sends
}
