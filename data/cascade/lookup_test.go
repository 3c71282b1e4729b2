package cascade

import (
	"fmt"
	"testing"

	"unwind/data"
)

func TestRulesThatWereLookedUpAreTheLimits(t *testing.T) {
	var l lookup
	for round := range 2 {
		for i := range limits {
			for _, at := range []data.UnixMs{limits[i].since - 1, limits[i].since, limits[i].since + data.Day} {
				want, wantOK := LimitOf(limits[i].venue, at)
				if got, _ := l.find(limits[i].venue, at); got.Limit != want || got.ok != wantOK {
					t.Errorf("round %d: %q at %d: got %+v %t, want %+v %t", round, limits[i].venue, at, got.Limit, got.ok, want, wantOK)
				}
			}
		}
	}
	for i := range 1000 {
		if got, _ := l.find(fmt.Sprint("venue ", i), 0); got.ok || len(l) > mostRules {
			t.Fatalf("a venue that nobody knows: %+v, %d rules are kept", got, len(l))
		}
	}
}

func TestPlacesNumberNamesInTheOrderInWhichTheyCome(t *testing.T) {
	var p places
	for round := range 2 {
		for i := range 3 * fewPlaces {
			if got := p.of(fmt.Sprint("name ", i)); got != i {
				t.Errorf("round %d: name %d has number %d", round, i, got)
			}
		}
	}
}
