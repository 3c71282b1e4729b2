package page

import (
	"slices"
	"strconv"

	"unwind/data/wire"
)

// What the menu of speeds has: market seconds per second, and for how many
// seconds smart pace makes the whole event last.
var (
	speeds = []float64{1, 10, 60, 300, 600, 1800, 3600}
	fits   = []float64{30, 60, 90, 180}
)

// speedChoice is a row of the menu of speeds. The scripts make such rows too,
// for a speed that comes with a message.
type speedChoice struct {
	Value string // "600", or of smart pace "smart 90"
	Says  string
	Here  bool
}

// speedChoices lists the speeds to choose from, with that of s among them.
func speedChoices(s *wire.Stage, x texts, lang string) []speedChoice {
	var all []speedChoice
	for _, v := range with(speeds, s.Speed, !s.Smart) {
		n := strconv.FormatFloat(v, 'f', -1, 64)
		all = append(all, speedChoice{n, n + "×", !s.Smart && v == s.Speed})
	}
	fit := s.FitOrDefault()
	for _, v := range with(fits, fit, s.Smart) {
		n := strconv.FormatFloat(v, 'f', -1, 64)
		all = append(all, speedChoice{"smart " + n, x.fill("speed.smart", "n", bound(n, lang)), s.Smart && v == fit})
	}
	return all
}

// with returns the ascending list with v in its place, if it belongs there.
func with(list []float64, v float64, belongs bool) []float64 {
	i, found := slices.BinarySearch(list, v)
	if found || !belongs {
		return list
	}
	return slices.Insert(slices.Clone(list), i, v)
}
