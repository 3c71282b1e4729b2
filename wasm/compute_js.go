//go:build js

package main

// compute works out the newest choice of the estimate in slices, between which
// the browser draws and listens. A choice that comes meanwhile takes the place
// of the one at work.
func (g *game) compute() {
	if g.building || !g.model.Computing() {
		return
	}
	g.building = true
	go func() {
		work := slices{host: g.host}
		work.yield()
		_ = work.run(func() (done bool, err error) { // the model says what failed
			g.model.Compute(g.clock())
			return !g.model.Computing(), nil
		})
		g.building = false
		g.host.Mark("chosen")
		g.host.Wake()
	}()
}
