package record

import (
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/tape"
)

// Nothing of a stored gap can make a tape invalid: neither a reason of a later
// version nor a stretch of no length.
func TestOnlyGapsThatATapeTakesAreInIt(t *testing.T) {
	c := collection{gaps: []Gap{{"okx", 5, 5, Silent, 0}, {"okx", 6, 9, data.GapReasonOf("eclipse"), 0}}}
	if got := c.gapLayer(); got == nil || !slices.Equal(got.Gaps, []data.Gap{{Venue: "okx", From: 6, To: 9, Why: data.NoReason}}) {
		t.Errorf("got %+v", got)
	}
	c.gaps = c.gaps[:1]
	if got := c.gapLayer(); got != nil {
		t.Errorf("got %+v, want none", got)
	}
	for i := range data.UnixMs(tape.MaxGaps + 2) {
		c.gaps = append(c.gaps, Gap{From: 10 * i, To: 10*i + 1 + min(i, 2), Why: Silent})
	}
	if got := c.gapLayer().Gaps; len(got) != tape.MaxGaps || got[0].From != 20 || got[1].From != 30 {
		t.Errorf("got %d gaps, want the %d longest in their order", len(got), tape.MaxGaps)
	}
}

func TestPiecesOfOneGapAreOne(t *testing.T) {
	got := joined([]Gap{
		{"okx", 0, 60, Disconnected, 0}, {"bybit", 10, 70, Disconnected, 1}, {"okx", 60, 90, Disconnected, 0},
		{"bybit", 70, 80, Disconnected, 2}, {"okx", 90, 95, Silent, 0}, {"okx", 100, 110, Disconnected, 0},
	})
	want := []Gap{
		{"okx", 0, 90, Disconnected, 0}, {"bybit", 10, 80, Disconnected, 3},
		{"okx", 90, 95, Silent, 0}, {"okx", 100, 110, Disconnected, 0},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
