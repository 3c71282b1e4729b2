package library

import (
	"fmt"
	"testing"

	"unwind/web/webtest"
)

func TestALentEventIsFoundAndNotListed(t *testing.T) {
	s := newShelved(t, "built-in")
	e, err := s.Lend(webtest.Tape(t, "lent"))
	if err != nil || s.Event("lent") != e {
		t.Fatalf("got %v, %v, want the event", s.Event("lent"), err)
	}
	s.wantIDs("built-in", "first")
	if _, err := s.Lend([]byte("no tape")); err == nil {
		t.Error("what is no tape was lent")
	}
	if _, err := s.Lend(webtest.Tape(t, "built-in")); err == nil {
		t.Error("a listed event was hidden by a lent one")
	}
}

func TestTheLentEventsThatNobodyWantsGo(t *testing.T) {
	s := newShelved(t)
	for i := range maxLent {
		if _, err := s.Lend(webtest.Tape(t, fmt.Sprintf("lent-%d", i))); err != nil {
			t.Fatal(err)
		}
	}
	s.Event("lent-0") // is wanted again
	if _, err := s.Lend(webtest.Tape(t, "one-more")); err != nil {
		t.Fatal(err)
	}
	if s.Event("lent-0") == nil || s.Event("one-more") == nil || s.Event("lent-1") != nil {
		t.Errorf("got %v, %v, %v, want lent-1 to be gone", s.Event("lent-0"), s.Event("one-more"), s.Event("lent-1"))
	}
}
