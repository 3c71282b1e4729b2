package record

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/feed"
)

// noon is when the recordings of the tests begin.
const noon data.UnixMs = 1790000000000 - 1790000000000%data.Minute

// opened opens a recording in a folder and closes it with the test.
func opened(t testing.TB, dir string, change ...func(*Options)) *Store {
	t.Helper()
	o := Options{Dir: dir, Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))}
	for _, c := range change {
		c(&o)
	}
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// recording returns a recorder that is closed with the test.
func recording(t testing.TB, s *Store) *Recorder {
	t.Helper()
	r, err := NewRecorder(s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopped(t, r) })
	return r
}

// again starts a recorder on a recording that has one liquidation, of noon.
func again(t testing.TB) (*Store, *Recorder) {
	t.Helper()
	dir := t.TempDir()
	s := opened(t, dir)
	r := recording(t, s)
	r.Frame(liquidated(noon, "a", one(noon)))
	stopped(t, r)
	s.Close()
	s = opened(t, dir)
	return s, recording(t, s)
}

func stopped(t testing.TB, r *Recorder) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := r.Close(ctx); err != nil {
		t.Error(err)
	}
}

func flushed(t testing.TB, r *Recorder) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := r.Flush(ctx); err != nil {
		t.Fatal(err)
	}
}

// stored returns everything that is in a recording.
func stored(t testing.TB, s *Store, kinds ...Kind) []Event {
	t.Helper()
	var all []Event
	err := s.Read(t.Context(), 0, feed.MaxTime, kinds, func(e *Event) error {
		all = append(all, *e)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// liquidated is a frame of liquidations of one venue.
func liquidated(received data.UnixMs, raw string, l ...feed.Liquidation) Frame {
	return Frame{Venue: l[0].Venue, Received: received, Raw: []byte(raw), Batch: &feed.Batch{Liquidations: l}}
}

// one returns a liquidation of 2,000 dollars.
func one(at data.UnixMs) feed.Liquidation {
	return feed.Liquidation{
		Venue: "bybit", Symbol: "BTCUSDT", At: at, Side: data.Long, Price: 40_000, Kind: feed.Bankruptcy,
		Bankruptcy: 40_000, Qty: 0.05, Notional: 2_000,
	}
}

func TestWhatIsRecordedIsReadBackWithItsBytes(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	l := one(noon)
	r.Frame(liquidated(noon+40, `{"S":"Buy"}`, l))
	flushed(t, r)
	got := stored(t, s, Liquidation)
	if len(got) != 1 {
		t.Fatalf("got %d events, want 1", len(got))
	}
	e := got[0]
	if e.Liquidation != l || e.Venue != "bybit" || e.Symbol != "BTCUSDT" || e.Received != noon+40 || string(e.Raw) != `{"S":"Buy"}` || e.RawLength != 11 {
		t.Errorf("got %+v, want %+v received at %d", e, l, noon+40)
	}
}

func TestAFrameOfSeveralEventsIsKeptOnce(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	first, second := one(noon), one(noon+1)
	r.Frame(liquidated(noon+40, "both", first, second))
	flushed(t, r)
	got := stored(t, s)
	if len(got) != 3 || got[0].Kind != Raw || string(got[0].Raw) != "both" {
		t.Fatalf("got %+v, want the frame and two events", got)
	}
	for _, e := range got[1:] {
		if e.Frame != got[0].Frame || len(e.Raw) != 0 {
			t.Errorf("got frame %q and %d bytes, want %q and none", e.Frame, len(e.Raw), got[0].Frame)
		}
	}
}

func TestALongFrameIsCutAndSaysSo(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	r.Frame(liquidated(noon, string(make([]byte, MaxRaw+7)), one(noon)))
	flushed(t, r)
	if e := stored(t, s)[0]; len(e.Raw) != MaxRaw || e.RawLength != MaxRaw+7 {
		t.Errorf("got %d of %d bytes, want %d of %d", len(e.Raw), e.RawLength, MaxRaw, MaxRaw+7)
	}
}

func TestDuplicatesAreDroppedAndEqualPrintsStay(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	l, again := one(noon), one(noon)
	again.Ordinal = 1 // an equal print of the same frame
	r.Frame(liquidated(noon+40, "a", l, again))
	r.Frame(liquidated(noon+90, "b", l)) // the connection that takes over
	flushed(t, r)
	if got := stored(t, s, Liquidation); len(got) != 2 {
		t.Errorf("got %d liquidations, want 2", len(got))
	}
	if n := r.Stats().Duplicates; n != 1 {
		t.Errorf("got %d duplicates, want 1", n)
	}
}

func TestOneProcessHasTheFolder(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	if err := s.Announce("http://127.0.0.1:1/"); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Options{Dir: dir})
	var in *InUse
	if !errors.As(err, &in) || in.PID != os.Getpid() || in.Address != "http://127.0.0.1:1/" || in.Dir != dir {
		t.Errorf("got %v, want who has the folder open", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	opened(t, dir)
}

func TestNoRecordingIsMadeWhereOneMustBe(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(t.Context(), Options{Dir: dir, Existing: true}); !errors.Is(err, ErrNone) {
		t.Errorf("got %v, want %v", err, ErrNone)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("got %v in the folder, %v; want nothing", left, err)
	}
}

func TestTheTimeBetweenTwoRecordingsIsAGap(t *testing.T) {
	s, r := again(t)
	r.Frame(liquidated(noon+data.Minute, "b", one(noon+data.Minute)))
	flushed(t, r)
	want := Gap{From: noon, To: noon + data.Minute, Why: Stopped}
	if got := stored(t, s, Missing); len(got) != 1 || got[0].Gap != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestWhatTheBacklogHasNoRoomForIsAGap(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	r.backlog.mostEvents = 4
	s.mu.Lock() // the writer cannot go on
	for i := range data.UnixMs(10) {
		r.Frame(liquidated(noon+i, "x", one(noon+i)))
	}
	if got := r.Stats(); got.Lost != 6 || got.Backlog != 4 || got.MostBacklog != 4 {
		t.Errorf("got %+v, want 6 lost and 4 waiting", got)
	}
	s.mu.Unlock()
	flushed(t, r)
	r.Frame(liquidated(noon+20, "x", one(noon+20)))
	flushed(t, r)
	want := Gap{From: noon + 4, To: noon + 10, Why: Behind, Events: 6}
	if got := stored(t, s, Missing); len(got) != 1 || got[0].Gap != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if n := r.Stats().Gaps; n != 1 {
		t.Errorf("%d gaps are counted, want 1", n)
	}
	if got := stored(t, s, Liquidation); len(got) != 5 {
		t.Errorf("got %d liquidations, want 5", len(got))
	}
}

func TestTheOldestGoesFirst(t *testing.T) {
	s := opened(t, t.TempDir(), func(o *Options) { o.Size = 1 << 20 })
	r := recording(t, s)
	raw := string(make([]byte, 16<<10))
	for i := range data.UnixMs(200) { // 3 MiB
		r.Frame(liquidated(noon+i, raw, one(noon+i)))
	}
	flushed(t, r)
	got := stored(t, s, Liquidation)
	if len(got) < 40 || len(got) > 64 || got[len(got)-1].Liquidation.At != noon+199 {
		t.Errorf("got %d liquidations up to %d, want the newest MiB of them", len(got), got[len(got)-1].Liquidation.At-noon)
	}
}

func TestWhatIsOldGoes(t *testing.T) {
	s := opened(t, t.TempDir(), func(o *Options) { o.Age = 200 * time.Millisecond })
	r := recording(t, s)
	r.Frame(liquidated(noon, "x", one(noon)))
	flushed(t, r)
	until(t, "an event is gone after its age of 0.2 s", func() bool { return len(stored(t, s)) == 0 })
}

// until waits for what must come.
func until(t *testing.T, what string, reached func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for !reached() {
		select {
		case <-ctx.Done():
			t.Fatalf("after a minute it is not so that %s", what)
		case <-time.After(5 * time.Millisecond):
		}
	}
}
