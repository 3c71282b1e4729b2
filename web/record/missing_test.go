package record

import (
	"context"
	"errors"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/collect"
	"unwind/data/tape"
)

// minute is the window of these tests.
var minute = Window{Symbol: "BTCUSDT", From: noon, To: noon + data.Minute}

func wantGaps(t *testing.T, cut *tape.Tape, err error, want ...data.Gap) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var got []data.Gap
	if cut.Gaps != nil {
		got = cut.Gaps.Gaps
	}
	if !slices.Equal(got, want) {
		t.Errorf("got gaps %+v, want %+v", got, want)
	}
	if len(want) > 0 && !replayed(t, cut).AtLeast() {
		t.Error("the sums are not said to be lower bounds")
	}
}

// A venue is away, and nobody told the recorder before it cuts.
func TestACutHasTheGapsThatAreNotOver(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	r.Frame(liquidated(noon, "a", one(noon)))
	asked := 0
	r.SetMissing(func(context.Context) {
		asked++
		r.Gap(Gap{Venue: "okx", From: noon + 50_000, To: noon + 55_000 + 10_000*data.UnixMs(asked), Why: Disconnected})
	})
	cut, err := r.Cut(t.Context(), minute)
	wantGaps(t, cut, err, data.Gap{Venue: "okx", From: noon + 50_000, To: noon + 65_000, Why: Disconnected})
}

// What waits for a store that takes nothing is not in a tape, and what found no
// room in the backlog neither.
func TestACutSaysWhatItIsWithout(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	r.Frame(liquidated(noon, "a", one(noon)))
	flushed(t, r)
	r.backlog.mostEvents = 2
	s.mu.Lock() // the writer cannot go on
	for i := range data.UnixMs(4) {
		r.Frame(liquidated(noon+20_000+i, "x", one(noon+20_000+i)))
	}
	waits := data.Gap{From: noon + 20_000, To: noon + data.Minute, Why: Behind}
	lost := data.Gap{From: noon + 20_002, To: noon + 20_004, Why: Behind}
	if got, want := r.unstored(minute), []data.Gap{waits, lost}; !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	r.trouble.failed(ErrNotOpen, s.options.Log)
	if got := r.unstored(minute); got[0].Why != Refused {
		t.Errorf("of a store that failed: got %+v", got)
	}
	s.mu.Unlock()
	cut, err := r.Cut(t.Context(), minute)
	wantGaps(t, cut, err, data.Gap{From: noon + 20_002, To: noon + 20_004, Why: Behind})
}

// Nothing has come yet since the recording began anew.
func TestACutBeforeTheFirstDataHasTheTimeWithoutARecorder(t *testing.T) {
	_, r := again(t)
	cut, err := r.Cut(t.Context(), minute)
	wantGaps(t, cut, err, data.Gap{From: noon, To: noon + data.Minute, Why: Stopped})
	// a venue that cannot be reached is told of; until then nobody recorded
	r.Gap(Gap{Venue: "okx", From: noon + 30_000, To: noon + 35_000, Why: Blocked})
	cut, err = r.Cut(t.Context(), minute)
	wantGaps(t, cut, err, data.Gap{From: noon, To: noon + 30_000, Why: Stopped}, data.Gap{Venue: "okx", From: noon + 30_000, To: noon + 35_000, Why: Blocked})
}

// Nobody records any more: a window that reaches further has a gap at its end.
func TestACutOfARecordingThatEndedSaysSo(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	for _, at := range []data.UnixMs{noon, noon + 30_000} {
		r.Frame(liquidated(at, "a", one(at)))
	}
	stopped(t, r)
	cut, err := s.Cut(t.Context(), minute)
	wantGaps(t, cut, err, data.Gap{From: noon + 30_000, To: noon + data.Minute, Why: Stopped})
	cut, err = s.Cut(t.Context(), Window{Symbol: "BTCUSDT", From: noon, To: noon + 39_000}) // it may only be quiet
	wantGaps(t, cut, err)
}

// The store stalls until the recording is being read: what waited may not be in
// what is read, though nothing waits any more when it has been.
func TestACutIsSaidToLackWhatWaitedWhenItBegan(t *testing.T) {
	s := opened(t, t.TempDir())
	first := recording(t, s)
	first.Frame(liquidated(noon, "a", one(noon)))
	stopped(t, first)
	ctx, stop := context.WithCancel(t.Context())
	r := &Recorder{ // nobody writes yet
		store: s, backlog: newBacklog(MaxBacklog, MaxBacklogBytes), told: told{},
		sampler: sampler{held: map[series]sample{}}, stop: stop, stopped: make(chan struct{}),
	}
	r.Frame(liquidated(noon+20_000, "x", one(noon+20_000)))
	s.SetPast(func(func(*Event)) (Span, error) {
		go r.write(ctx)
		return Span{}, r.backlog.wait(ctx)
	})
	cut, err := r.Cut(t.Context(), minute)
	wantGaps(t, cut, err, data.Gap{From: noon + 20_000, To: noon + data.Minute, Why: Behind})
	if left := r.unstored(minute); left != nil {
		t.Errorf("%+v waits still", left)
	}
	stopped(t, r)
}

// A gap that lasts is told in pieces.
func TestGapsAreCountedAndNotTheirPieces(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	piece := func(venue string, why Why, from, to data.UnixMs) {
		r.Gap(Gap{Venue: venue, From: noon + from, To: noon + to, Why: why})
	}
	for i := range data.UnixMs(10) {
		piece("okx", Blocked, 10*i, 10*i+10)
		piece("okx", Blocked, 10*i+1, 10*i+11) // another connection
		piece("bybit", Blocked, 10*i, 10*i+10)
	}
	if n := r.Stats().Gaps; n != 2 {
		t.Errorf("%d gaps are counted, want 2", n)
	}
	piece("okx", Silent, 101, 110)  // another reason
	piece("okx", Blocked, 110, 120) // another time
	if n := r.Stats().Gaps; n != 4 {
		t.Errorf("%d gaps are counted, want 4", n)
	}
}

// Of gaps after the window only as many are read as may have been stored before
// one that is in it.
func TestGapsAfterTheWindowAreNotRead(t *testing.T) {
	c := &collector{Collection: collect.Of(minute)}
	gap := func(from data.UnixMs) error {
		return c.take(&Event{Kind: Missing, Gap: Gap{Venue: "okx", From: from, To: from + 1000, Why: Blocked}})
	}
	for i := range data.UnixMs(batchSize) {
		if err := gap(minute.To + 1000*i); err != nil {
			t.Fatalf("the %d. gap: %v", i+1, err)
		}
	}
	if err := gap(minute.From); err != nil || c.Rows() != 1 {
		t.Errorf("got %v and %d rows, want the gap of the window", err, c.Rows())
	}
	if err := gap(minute.To); !errors.Is(err, errLater) {
		t.Errorf("got %v, want no more gaps", err)
	}
}

// Many pieces after a window end the reading of gaps, and no cut.
func TestACutIsMadeWhateverIsMissingLater(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	r.Frame(liquidated(noon, "a", one(noon)))
	r.Gap(Gap{Venue: "okx", From: noon + 10_000, To: noon + 15_000, Why: Blocked})
	for i := range data.UnixMs(batchSize + 10) {
		at := noon + (i+1)*data.Minute
		r.Gap(Gap{Venue: "okx", From: at, To: at + data.Minute, Why: Blocked})
	}
	flushed(t, r)
	cut, err := s.Cut(t.Context(), minute)
	wantGaps(t, cut, err, data.Gap{Venue: "okx", From: noon + 10_000, To: noon + 15_000, Why: Blocked})
}
