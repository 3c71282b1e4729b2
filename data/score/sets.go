package score

import "unwind/data/level"

// Set is a named parameter set.
type Set struct {
	Name        string
	Params      level.Params
	VolumeAlone bool // without open interest: births from volume, no stock at the start, no bound
}

// Sets returns the parameter sets of the published tables, the default first.
// Without open interest volume share and levered share scale every cell alike
// or nearly so and the stock does nothing, so that sets which differ in them
// would repeat the default; they are left out.
func Sets(openInterest bool) []Set {
	sets := []Set{
		{Name: "default", Params: level.Defaults()},
		mixed("lower leverage", [][2]float64{{5, 0.30}, {10, 0.40}, {25, 0.20}, {50, 0.08}, {100, 0.02}}),
		mixed("higher leverage", [][2]float64{{5, 0.05}, {10, 0.15}, {25, 0.25}, {50, 0.30}, {100, 0.25}}),
		mixed("weights 1/√L", [][2]float64{{5, 0.447}, {10, 0.316}, {25, 0.2}, {50, 0.141}, {100, 0.1}}),
		mixed("5x, 20x, 100x equally", [][2]float64{{5, 1}, {20, 1}, {100, 1}}),
		mixed("25x alone", [][2]float64{{25, 1}}),
	}
	if !openInterest {
		return sets
	}
	return append(sets, volume("volume share 0.1", 0.1), volume("volume share 0.5", 0.5),
		Set{Name: "no stock: volume alone", Params: level.Defaults(), VolumeAlone: true})
}

// mixed returns the defaults with another mix of leverages and their weights.
func mixed(name string, mix [][2]float64) Set {
	p := level.Defaults()
	p.Mix = nil
	for _, m := range mix {
		p.Mix = append(p.Mix, level.Share{Leverage: m[0], Weight: m[1], HalfLife: level.HalfLife(m[0])})
	}
	return Set{Name: name, Params: p}
}

func volume(name string, share float64) Set {
	p := level.Defaults()
	p.VolumeShare = share
	return Set{Name: name, Params: p}
}
