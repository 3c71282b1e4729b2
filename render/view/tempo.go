package view

import (
	"math"

	"unwind/data"
	"unwind/data/cascade"
)

// Tempo is how the viewer's time goes with the market's: evenly, or bent by the
// pace of the event. It depends on what was chosen and on no clock, so a seek
// shows what playing shows.
type Tempo struct {
	smart bool
	speed float64 // market seconds per second where it is even, at least 1
	pace  cascade.Pace
}

// TempoOf returns the tempo of f. At the live edge both go alike.
func TempoOf(f *Frame) Tempo {
	if f.Live.On() && f.Live.Edge {
		return Tempo{speed: 1}
	}
	if f.Stage.Smart {
		return Tempo{smart: true, pace: f.Market.Pace(f.Stage.FitOrDefault())}
	}
	return Tempo{speed: max(f.Stage.Speed, 1)}
}

// AgeMs returns how long before t, in milliseconds of the viewer's time,
// something happened at market time at.
func (o *Tempo) AgeMs(t, at data.UnixMs) float64 {
	if o.smart {
		return 1000 * (o.pace.Wall(t) - o.pace.Wall(at))
	}
	return float64(t-at) / o.speed
}

func (b *builder) ageMs(t, at data.UnixMs) float64 { return b.tempo.AgeMs(t, at) }

// Before returns the market time so many milliseconds of the viewer's time
// before t; at smart pace it is held within the event.
func (o *Tempo) Before(t data.UnixMs, ms float64) data.UnixMs {
	if o.smart {
		return o.pace.At(o.pace.Wall(t) - ms/1000)
	}
	return t - data.UnixMs(ms*o.speed)
}

// Factor returns how many seconds of the market pass in one of the viewer's at
// market time t.
func (o *Tempo) Factor(t data.UnixMs) float64 {
	if o.smart {
		return o.pace.Speed(t)
	}
	return o.speed
}

// Elapsed returns how many seconds of the replay lie before t at smart pace; 0
// at any other, which has no length.
func (o *Tempo) Elapsed(t data.UnixMs) float64 {
	if o.smart {
		return o.pace.Wall(t)
	}
	return 0
}

// Time returns the replay time of the frame: the stage's clock at Now, wrapped
// into the loop A–B and held inside the event, of a market that goes on before
// its edge. A clock that starts at or after B is not in the loop and runs on.
func (f *Frame) Time() data.UnixMs {
	last := f.Market.Tape.To
	if f.Live.On() {
		last = f.Live.To
	}
	if f.Live.On() && f.Live.Edge {
		return max(last, f.Market.Tape.From)
	}
	return min(max(f.clockTime(), f.Market.Tape.From), last)
}

// clockTime is the stage's clock at Now, in the loop where there is one.
func (f *Frame) clockTime() data.UnixMs {
	c, a, b := f.Stage.Clock, f.Stage.A, f.Stage.B
	looped := a < b && c.At < b
	if f.Stage.Smart && c.Rate != 0 {
		return f.smartTime(looped)
	}
	t := c.Time(f.Now)
	if looped && t >= b {
		t = a + (t-b)%(b-a)
	}
	return t
}

// smartTime is [Frame.clockTime] while the replay plays at smart pace: what passes
// evenly, and what the loop is as long as, is the replay's own time.
func (f *Frame) smartTime(looped bool) data.UnixMs {
	pace := f.Market.Pace(f.Stage.FitOrDefault())
	wall := pace.Wall(f.Stage.Clock.At) + f.Stage.Clock.Passed(f.Now)/1000
	if a, b := pace.Wall(f.Stage.A), pace.Wall(f.Stage.B); looped && wall >= b && b > a {
		wall = a + math.Mod(wall-b, b-a)
	}
	return pace.At(wall)
}
