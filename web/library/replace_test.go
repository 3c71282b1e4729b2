package library

import (
	"slices"
	"strings"
	"testing"

	"unwind/data/tape"
	"unwind/web/webtest"
)

func TestABuiltInTapeIsReplacedAsAWhole(t *testing.T) {
	s := newShelved(t, "one", "two")
	old := s.Event("two")
	better := webtest.Event("two")
	better.Title = tape.Text{"en": "Better"}
	raw, err := tape.Write(better)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Replace(raw); err != nil {
		t.Fatal(err)
	}
	if e := s.Event("two"); e.Title["en"] != "Better" || e.Tape.Hash == old.Tape.Hash {
		t.Errorf("got %q", e.Title["en"])
	}
	if !slices.Equal(s.ids(), []string{"one", "two", "first"}) {
		t.Errorf("order: got %q", s.ids())
	}
	if m, err := s.Market(s.Event("two")); err != nil || m.Tape.Title["en"] != "Better" {
		t.Errorf("market: got %v", err)
	}
	if m, err := s.Market(old); err != nil || m.Tape.Title["en"] == "Better" || old.Title["en"] == "Better" {
		t.Errorf("whoever holds the old event has another: %v", err)
	}
}

func TestOnlyValidTapesOfBuiltInEventsReplace(t *testing.T) {
	s := newShelved(t, "one")
	before := s.Event("one")
	for want, raw := range map[string][]byte{
		`no built-in event "first"`: webtest.Tape(t, "first"), // of the folder
		`no built-in event "new"`:   webtest.Tape(t, "new"),
		"the text ends early":       []byte(`{"format":"unwind-tape/1"`),
	} {
		if err := s.Replace(raw); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if s.Event("one") != before || len(s.Builtin()) != 1 {
		t.Error("the event has changed")
	}
}
