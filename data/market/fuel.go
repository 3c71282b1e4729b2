package market

import (
	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/heat"
)

// Fuel is liquidation dollars against the depth of the book at one time.
type Fuel struct {
	cascade.Fuel
	Profile heat.Profile // what it was made from
	Price   data.Price
	Depth   Depth
	Reason  cascade.Reason // why there is none
}

// FuelAt sets what waits at t against the depth in force.
func (m *Market) FuelAt(own DepthChoice, t data.UnixMs) Fuel {
	var long, short [heat.MaxBins]data.USD
	var f Fuel
	f.Profile, _ = m.ProfileAt(t, long[:], short[:])
	f.Depth = m.Depth(own, t)
	f.Fuel, f.Reason = m.FuelOf(f.Fuel, &f.Profile, &f.Depth, t)
	f.Price, _ = m.PriceAt(t)
	return f
}

// FuelOf is [Market.FuelAt] for what waits and the depth at t, in the memory of
// f, which is not to be used afterwards.
func (m *Market) FuelOf(f cascade.Fuel, p *heat.Profile, d *Depth, t data.UnixMs) (cascade.Fuel, cascade.Reason) {
	price, _ := m.PriceAt(t)
	in := cascade.FuelInput{Profile: *p, Price: price, Depth: d.Depth, Window: cascade.FuelWindow}
	f, reason := f.Of(&in)
	if reason == cascade.NoDepth && d.Reason != cascade.Known {
		reason = d.Reason
	}
	return f, reason
}
