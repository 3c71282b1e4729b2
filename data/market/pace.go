package market

import (
	"errors"
	"sync"

	"unwind/data"
	"unwind/data/cascade"
)

// paceParts is how many equal parts of the event its pace is made of: three and
// a half minutes each of five days.
const paceParts = 2000

// maxPart bounds the dollars of a part, so that no tape is too large for a pace.
const maxPart data.USD = 1e15

// Pace returns the pace at which the whole event lasts so many seconds. It
// follows the dollars that the headline counter counts: of all coins where the
// tape has totals, else of its own liquidations, of which a side is known. What
// is chosen of the event does not touch it.
func (m *Market) Pace(seconds float64) cascade.Pace { return m.pace().Lasting(seconds) }

// bend makes the pace. That of an event that goes on is made when it is asked for:
// it is another one a moment later, and few replays of it have one.
func (b *Builder) bend() (bool, error) {
	m := b.market
	b.stage = b.beginFlow
	if t := m.Tape; t.Edge != 0 && t.From < t.To {
		m.pace = sync.OnceValue(func() *cascade.Pace {
			pace, _ := cascade.NewPace(m.paceInput())
			return pace
		})
		return false, nil
	}
	pace, reason := cascade.NewPace(m.paceInput())
	if reason != cascade.Known {
		return false, errors.New("pace: " + reason.String())
	}
	m.pace = func() *cascade.Pace { return pace }
	return false, nil
}

// paceInput sums up the dollars of each part.
func (m *Market) paceInput() cascade.PaceInput {
	n := int(min(paceParts, m.Tape.To-m.Tape.From)) // a part is a millisecond at least
	long, short := m.Density(n)
	for i := range long {
		usd := long[i] + short[i]
		if !(usd > 0) { // differences of sums: a rounding below zero, or of sums without end
			usd = 0
		}
		long[i] = min(usd, maxPart)
	}
	return cascade.PaceInput{
		From: m.Tape.From, To: m.Tape.To, Dollars: long,
		Seconds: cascade.PaceSeconds, Slow: cascade.PaceSlow, Fast: cascade.PaceFast,
	}
}
