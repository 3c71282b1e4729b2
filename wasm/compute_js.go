//go:build js

package main

// compute works out the newest choice of the estimate, and the newest what-if,
// in slices, between which the browser draws and listens. What is chosen
// meanwhile takes the place of what is at work.
func (g *game) compute() {
	if g.building || !g.model.Working() {
		return
	}
	g.building = true
	go func() {
		work := slices{host: g.host}
		work.yield()
		_ = work.run(func() (done bool, err error) { // the model says what failed
			choosing := g.model.Computing()
			if g.model.Compute() {
				g.shown(choosing)
			}
			return !g.model.Working(), nil
		})
		g.building = false
		g.host.Wake()
	}()
}

// shown hands over what the new picture tells, asks for a frame of it, and notes
// the time for the browser's tools and the benchmark.
func (g *game) shown(chosen bool) {
	g.alarm()
	switch {
	case chosen:
		g.host.Mark("chosen")
	case g.model.Working():
		g.host.Mark("whatif")
	default:
		g.host.Mark("fan")
	}
	g.host.Wake()
}
