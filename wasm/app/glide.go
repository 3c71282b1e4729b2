package app

import (
	"unwind/render/anim"
)

// glide is a camera move: at its start the camera shows from, at its end
// whatever the stage asks for by then. It is a function of the time, so it can
// be interrupted at any moment.
type glide struct {
	on            bool
	from          rect
	start, length float64 // milliseconds
	coast         anim.Coast
}

// glideFrom returns the move from a to b that starts now.
func glideFrom(a, b rect, now float64) glide {
	c := anim.Move(anim.View(a), anim.View(b), now)
	return glide{on: true, from: a, start: now, length: c.Duration}
}

// coastFrom returns the way of a chart thrown from a with velocity in pixels
// per millisecond.
func coastFrom(a rect, velocity, now float64) glide {
	c := anim.Coast{Velocity: velocity, Start: now, Decay: anim.CoastDecay}
	return glide{on: true, from: a, start: now, length: c.Duration(), coast: c}
}

func (g *glide) done(now float64) bool { return now >= g.start+g.length }

// at returns the camera at now on its way to target.
func (g *glide) at(now float64, target rect) rect {
	if way := g.coast.End(); way > 0 {
		return g.from.between(target, g.coast.At(now)/way)
	}
	c := anim.Camera{A: anim.View(g.from), B: anim.View(target), Start: g.start, Duration: g.length}
	return rect(c.At(now))
}
