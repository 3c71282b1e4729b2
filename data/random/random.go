// Package random is the one random source of this project: seeded, the same on
// every platform, and therefore allowed where results must repeat.
package random

// Source is the SplitMix64 generator (Steele, Lea and Flood, "Fast splittable
// pseudorandom number generators", 2014). Its value is its state; the zero
// value is the generator of seed 0. It is not safe for use by several
// goroutines at once.
type Source uint64

// New returns the generator that belongs to names: its seed is the FNV-1a hash
// of them joined by slashes. Each step of a calculation takes one of its own,
// so that a change in one does not move the others.
func New(names ...string) *Source {
	h := uint64(14695981039346656037)
	for i, name := range names {
		if i > 0 {
			name = "/" + name
		}
		for _, c := range []byte(name) {
			h = (h ^ uint64(c)) * 1099511628211
		}
	}
	s := Source(h)
	return &s
}

// Next returns 64 random bits.
func (s *Source) Next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Uniform returns a number in [0, 1).
func (s *Source) Uniform() float64 { return float64(s.Next()>>11) / (1 << 53) }

// Normal returns a number of mean 0 and variance 1 within ±6: the sum of
// twelve uniform ones less six. It needs no logarithm, so it is the same on
// every platform.
func (s *Source) Normal() float64 {
	sum := -6.0
	for range 12 {
		sum += s.Uniform()
	}
	return sum
}
