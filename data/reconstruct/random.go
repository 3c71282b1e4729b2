package reconstruct

// random is the SplitMix64 generator (Steele, Lea and Flood, "Fast splittable
// pseudorandom number generators", 2014). Each step of the reconstruction has
// a generator of its own, so that a change in one does not move the others.
type random uint64

// newRandom returns the generator of one step of one event: its seed is the
// FNV-1a hash of both names.
func newRandom(event, step string) *random {
	h := uint64(14695981039346656037)
	for _, c := range []byte(event + "/" + step) {
		h = (h ^ uint64(c)) * 1099511628211
	}
	r := random(h)
	return &r
}

// next returns 64 random bits.
func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// uniform returns a number in [0, 1).
func (r *random) uniform() float64 { return float64(r.next()>>11) / (1 << 53) }

// normal returns a number of mean 0 and variance 1 within ±6: the sum of
// twelve uniform ones less six. It needs no logarithm, so it is the same on
// every platform.
func (r *random) normal() float64 {
	sum := -6.0
	for range 12 {
		sum += r.uniform()
	}
	return sum
}
