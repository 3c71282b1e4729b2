package collect

import (
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/tape"
)

// Of more gaps than a tape takes the longest are in it, and none of no length.
func TestGapsFitATape(t *testing.T) {
	c := Of(Window{Symbol: "BTCUSDT", From: 1, To: data.Day})
	if got := c.gaps.layer(); got != nil {
		t.Errorf("got %+v, want none", got)
	}
	c.Gap(data.Gap{Venue: "okx", From: 5, To: 5, Why: data.Behind})
	c.gaps.settle()
	if got := c.gaps.layer(); got != nil {
		t.Errorf("one of no length: got %+v, want none", got)
	}
	c.Gap(data.Gap{Venue: "okx", From: 5, To: 6, Why: data.Behind})
	c.gaps.settle()
	want := []data.Gap{{Venue: "okx", From: 5, To: 6, Why: data.Behind}}
	if got := c.gaps.layer(); got == nil || !slices.Equal(got.Gaps, want) {
		t.Errorf("got %+v, want %v", got, want)
	}
	for i := range data.UnixMs(tape.MaxGaps + 2) {
		c.Gap(data.Gap{From: 10 + 10*i, To: 10 + 10*i + 1 + min(i, 2), Why: data.Silent})
	}
	c.gaps.settle()
	if got := c.gaps.layer().Gaps; len(got) != tape.MaxGaps || got[0].From != 30 || got[1].From != 40 {
		t.Errorf("got %d gaps from %d, want the %d longest in their order", len(got), got[0].From, tape.MaxGaps)
	}
}

// Pieces of a long gap are joined as they come, whether or not a tape is made.
func TestPiecesTakeNoRoom(t *testing.T) {
	c := Of(Window{Symbol: "BTCUSDT", From: 1, To: 1000 * data.Day})
	for i := range data.UnixMs(100_000) {
		c.Gap(data.Gap{Venue: "okx", From: 1 + 5*i, To: 6 + 5*i, Why: data.Blocked})
	}
	if n := c.Rows(); n > mostPieces+3 {
		t.Errorf("%d rows are kept", n)
	}
	c.gaps.settle()
	if got, want := c.gaps.layer().Gaps, (data.Gap{Venue: "okx", From: 1, To: 500_001, Why: data.Blocked}); len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestPiecesOfOneGapAreOne(t *testing.T) {
	got := joined([]data.Gap{
		{Venue: "okx", From: 0, To: 60, Why: data.Disconnected}, {Venue: "bybit", From: 10, To: 70, Why: data.Disconnected},
		{Venue: "okx", From: 50, To: 55, Why: data.Disconnected}, // of another of its connections
		{Venue: "okx", From: 60, To: 90, Why: data.Disconnected}, {Venue: "bybit", From: 70, To: 80, Why: data.Disconnected},
		{Venue: "okx", From: 90, To: 95, Why: data.Silent}, {Venue: "okx", From: 100, To: 110, Why: data.Disconnected},
	})
	want := []data.Gap{
		{Venue: "okx", From: 0, To: 90, Why: data.Disconnected}, {Venue: "bybit", From: 10, To: 80, Why: data.Disconnected},
		{Venue: "okx", From: 90, To: 95, Why: data.Silent}, {Venue: "okx", From: 100, To: 110, Why: data.Disconnected},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
