package library

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/tape"
	"unwind/web/asset"
	"unwind/web/webtest"
)

var longAgo = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// shelved is a library over a folder with a clock that the test moves.
type shelved struct {
	*Library
	t   *testing.T
	dir string
	at  time.Time
	log *strings.Builder
}

func newShelved(t *testing.T, builtin ...string) *shelved {
	t.Helper()
	s := &shelved{t: t, dir: t.TempDir(), at: longAgo, log: &strings.Builder{}}
	s.write("a.json", webtest.Tape(t, "first"))
	s.write("a"+ManifestSuffix, []byte(`{"format":"unwind-manifest/1"}`)) // is no tape and no problem
	s.write("b.json", []byte(`{"format":"unwind-tape/1"`))
	var blobs []*asset.Blob
	for _, id := range builtin {
		blobs = append(blobs, asset.NewBlob(ContentType, webtest.Tape(t, id)))
	}
	var err error
	if s.Library, err = New(blobs, s.dir, slog.New(slog.NewTextHandler(s.log, nil))); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	s.now = func() time.Time { return s.at }
	s.scanned = s.at
	return s
}

// write writes a file whose time differs from that of the file before.
func (s *shelved) write(name string, raw []byte) {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, raw, 0o644); err != nil {
		s.t.Fatal(err)
	}
	s.at = s.at.Add(time.Hour)
	if err := os.Chtimes(path, s.at, s.at); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelved) ids() []string {
	var ids []string
	for _, e := range s.Events() {
		ids = append(ids, e.ID)
	}
	return ids
}

func (s *shelved) wantIDs(want ...string) {
	s.t.Helper()
	if got := s.ids(); !slices.Equal(got, want) {
		s.t.Errorf("got events %q, want %q", got, want)
	}
}

func TestShowsTheGoodTapesAndNamesTheBroken(t *testing.T) {
	s := newShelved(t, "built-in")
	s.wantIDs("built-in", "first")
	problems := s.Problems()
	if len(problems) != 1 || problems[0].File != "b.json" || !strings.HasPrefix(problems[0].Reason, "format: the text ends early") {
		t.Errorf("got problems %+v, want b.json and the place of the fault", problems)
	}
	if !strings.Contains(s.log.String(), "b.json") {
		t.Errorf("the log does not name the broken tape: %s", s.log)
	}
	if s.Event("").ID != "built-in" || s.Event("first") == nil || s.Event("none") != nil {
		t.Error("events are not found by their ids")
	}
}

func TestNoticesChangesAfterAMoment(t *testing.T) {
	s := newShelved(t)
	s.write("b.json", webtest.Tape(t, "second"))
	s.at = s.scanned.Add(rescanAfter / 2)
	s.wantIDs("first")
	s.at = s.scanned.Add(rescanAfter)
	s.wantIDs("first", "second")

	s.write("a.json", []byte("no longer a tape"))
	if err := os.Remove(filepath.Join(s.dir, "b.json")); err != nil {
		t.Fatal(err)
	}
	s.wantIDs()
	if p := s.Problems(); len(p) != 1 || p[0].File != "a.json" {
		t.Errorf("got problems %+v, want a.json", p)
	}
}

func TestAnUnchangedFileIsNotReadAgain(t *testing.T) {
	s := newShelved(t)
	before := s.Event("first")
	s.at = s.scanned.Add(time.Hour)
	if s.Event("first") != before {
		t.Error("an unchanged tape was read again")
	}
}

func TestAnUnchangedProblemIsReportedOnce(t *testing.T) {
	s := newShelved(t)
	for range 3 {
		s.at = s.at.Add(time.Hour)
		s.Events()
	}
	if n := strings.Count(s.log.String(), "b.json"); n != 1 {
		t.Errorf("the log names b.json %d times, want once", n)
	}
}

func TestTheFirstTapeOfAnIDStays(t *testing.T) {
	s := newShelved(t, "taken")
	s.write("c.json", webtest.Tape(t, "taken"))
	s.wantIDs("taken", "first")
	if p := s.Problems(); len(p) != 2 || p[1].File != "c.json" || !strings.Contains(p[1].Reason, `"taken"`) {
		t.Errorf("got problems %+v, want c.json and the id", p)
	}
}

func TestLinksOutOfTheFolderAreNotFollowed(t *testing.T) {
	s := newShelved(t)
	outside := filepath.Join(t.TempDir(), "outside.json")
	if err := os.WriteFile(outside, webtest.Tape(t, "outside"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(s.dir, "c.json")); err != nil {
		t.Fatal(err)
	}
	s.at = s.at.Add(time.Hour)
	s.wantIDs("first")
	if p := s.Problems(); len(p) != 2 || p[1].File != "c.json" {
		t.Errorf("got problems %+v, want c.json", p)
	}
}

func TestHugeAndStrangeFilesAreRefusedUnread(t *testing.T) {
	s := newShelved(t)
	huge, err := os.Create(filepath.Join(s.dir, "huge.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer huge.Close()
	if err := huge.Truncate(tape.MaxBytes + 1); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(s.dir, "folder.json"), 0o755); err != nil {
		t.Fatal(err)
	}
	s.at = s.at.Add(time.Hour)
	s.wantIDs("first")
	if p := s.Problems(); len(p) != 2 || p[1] != (Problem{"huge.json", "has more than 64 MiB"}) {
		t.Errorf("got problems %+v, want huge.json and its size", p)
	}
}

func TestAFolderThatIsNotThereIsAnError(t *testing.T) {
	if _, err := New(nil, filepath.Join(t.TempDir(), "none"), slog.New(slog.DiscardHandler)); err == nil {
		t.Error("got no error")
	}
}

func TestABrokenBuiltInTapeIsAnError(t *testing.T) {
	broken := asset.NewBlob(ContentType, []byte("{}"))
	if _, err := New([]*asset.Blob{broken}, "", slog.New(slog.DiscardHandler)); err == nil {
		t.Error("got no error")
	}
}

func TestInfoNamesLayersWithTheirOrigin(t *testing.T) {
	e := newShelved(t).Event("first")
	if len(e.Layers) != 2 || e.Layers[0].Name != "candles" || e.Layers[1].Name != "liquidations" {
		t.Fatalf("got layers %+v, want candles and liquidations", e.Layers)
	}
	l := e.Layers[1]
	if l.Provenance != "modelled" || !l.AtLeast || len(l.Sources) != 1 || l.Sources[0].Name != "a formula" {
		t.Errorf("got %+v, want a modelled lower bound with its source", l)
	}
	if e.Cover != webtest.Start+webtest.Minutes/2*60_000 {
		t.Errorf("got cover time %d", e.Cover)
	}
}

func TestMarketsAreSharedAndBounded(t *testing.T) {
	var k markets
	for _, hash := range []string{"a", "b", "c", "d"} {
		k.keep(hash, nil)
	}
	k.find("a") // used again, so b is the oldest
	k.keep("e", nil)
	var kept []string
	for _, m := range k.kept {
		kept = append(kept, m.key)
	}
	if want := []string{"c", "d", "a", "e"}; !slices.Equal(kept, want) {
		t.Errorf("kept %q, want %q", kept, want)
	}
}

func TestTheSameEventHasOneMarket(t *testing.T) {
	s := newShelved(t)
	a, err := s.Market(s.Event("first"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Market(s.Event("first"))
	if err != nil || a != b {
		t.Errorf("got another market and %v, want the same", err)
	}
}

func TestBuiltInEventsAreMadeTheSameEachTime(t *testing.T) {
	all := Builtins()
	if len(all) == 0 {
		t.Fatal("there is no built-in event")
	}
	for _, b := range all {
		first, err := b.Make()
		if err != nil {
			t.Fatal(err)
		}
		e, err := checkTape(first)
		if err != nil || e.ID != b.ID {
			t.Errorf("%s: got event %+v and %v", b.ID, e, err)
		}
		if second, err := b.Make(); err != nil || !bytes.Equal(first, second) {
			t.Errorf("%s: the second tape differs: %v", b.ID, err)
		}
	}
}

func TestAChoiceIsWorkedOutOnceAndOnlyWhereThereIsSomethingToChoose(t *testing.T) {
	s := newShelved(t)
	e := s.Event("first")
	whole, err := s.Market(e)
	if err != nil {
		t.Fatal(err)
	}
	longs := level.Choice{Filter: level.Filter{Side: data.Long}}
	a, errA := s.Chosen(e, longs)
	b, errB := s.Chosen(e, longs)
	if errA != nil || errB != nil || a != b || a == whole || a.Choice() != longs {
		t.Errorf("got %p and %p of %p, %v, %v", a, b, whole, errA, errB)
	}
	for name, c := range map[string]level.Choice{
		"nothing": {}, "a venue that the tape does not name": {Filter: level.Filter{Venues: "okx"}},
	} {
		if m, err := s.Chosen(e, c); m != whole || err != nil {
			t.Errorf("%s: got another market, %v", name, err)
		}
	}
	if err := s.turns.Acquire(t.Context(), int64(max(1, runtime.GOMAXPROCS(0)/2))); err != nil {
		t.Fatal(err)
	}
	waited, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.choose(waited, whole, level.Choice{Filter: level.Filter{Side: data.Short}}, "shorts"); !errors.Is(err, ErrBusy) {
		t.Errorf("without a turn: %v, want %v", err, ErrBusy)
	}
}
