package reconstruct

import (
	"math"
	"sort"

	"unwind/data/random"
)

// Constants of the volume: it grows with the minute's range a little more
// than in proportion, and scatters.
const (
	// volumeUnit is how many units of volume make one of the base asset.
	volumeUnit = 10

	volumePower   = 1.15
	volumeScatter = 0.3
)

// stretch is a run of minutes whose volume is published.
type stretch struct {
	m0, m1 int
	units  int64
}

// volumes shares each published volume out to its minutes, in tenths of
// the base asset, so that every published sum is met exactly.
//
// Stretches are nested or apart. The shortest is filled first; a longer one
// shares what is left of it among its minutes that have none yet. No minute
// exceeds the largest that is published, if one minute's is.
func (p *plan) volumes(b *minuteBars) []int64 {
	weight := p.volumeWeights(b)
	out := make([]int64, len(weight))
	done := make([]bool, len(weight))
	stretches := p.stretches()
	limit := largest(stretches)
	for _, s := range stretches {
		left, free := s.units, []int(nil)
		for m := s.m0; m < s.m1; m++ {
			if done[m] {
				left -= out[m]
			} else {
				free = append(free, m)
			}
		}
		shareOut(out, left, free, weight, limit-1)
		for _, m := range free {
			done[m] = true
		}
	}
	return out
}

// volumeWeights returns what the volume of each minute is proportional to.
func (p *plan) volumeWeights(b *minuteBars) []float64 {
	rnd := random.New(p.f.ID, "volume")
	w := make([]float64, len(b.low))
	for m := range w {
		span := float64(b.high[m]-b.low[m]+1) / float64(b.low[m])
		w[m] = math.Pow(span, volumePower) * math.Exp(volumeScatter*rnd.Normal()) * p.daytime(m)
	}
	return w
}

// stretches lists the published volumes from short to long.
func (p *plan) stretches() []stretch {
	var out []stretch
	add := func(t stamp, minutes int, base float64) {
		m := p.f.minute(t)
		out = append(out, stretch{m, m + minutes, int64(math.Round(base * volumeUnit))})
	}
	for _, v := range p.f.Volumes.Rows {
		add(v.t, v.minutes, v.base)
	}
	for _, t := range p.f.Bars {
		for _, r := range t.Rows {
			add(r.t, t.LengthMin, r.volume)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].m1-out[i].m0 < out[j].m1-out[j].m0 })
	return out
}

// largest returns the published volume of a single minute, or no limit.
func largest(all []stretch) int64 {
	limit := int64(math.MaxInt64)
	for _, s := range all {
		if s.m1-s.m0 == 1 {
			limit = min(limit, s.units)
		}
	}
	return limit
}

// shareOut divides total over the minutes in proportion to weight, none above
// limit; what the limit cuts off goes to the others, and what rounding leaves
// goes one by one to the minutes that still have room. A single minute takes
// it all.
func shareOut(out []int64, total int64, minutes []int, weight []float64, limit int64) {
	if len(minutes) == 1 {
		out[minutes[0]] = total
		return
	}
	left := fill(out, total, minutes, weight, limit)
	for left > 0 {
		for _, m := range minutes {
			if left > 0 && out[m] < limit {
				out[m]++
				left--
			}
		}
	}
}

// fill gives each minute its whole part and returns what is left over.
// Minutes that meet the limit are taken out and the rest is shared again.
func fill(out []int64, total int64, minutes []int, weight []float64, limit int64) int64 {
	free := minutes
	for {
		sum := 0.0
		for _, m := range free {
			sum += weight[m]
		}
		var next []int
		left := total
		for _, m := range free {
			out[m] = min(int64(float64(total)*weight[m]/sum), limit)
			left -= out[m]
			if out[m] < limit {
				next = append(next, m)
			}
		}
		if len(next) == len(free) || len(next) == 0 {
			return left
		}
		total -= limit * int64(len(free)-len(next))
		free = next
	}
}
