package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"unwind/data"
	"unwind/data/score"
	"unwind/data/tape"
	"unwind/web/webtest"
)

func scoreOf(t *testing.T, s *site, path string) scoreAnswer {
	t.Helper()
	res := s.do("GET", path)
	var got scoreAnswer
	if err := json.Unmarshal([]byte(body(t, res)), &got); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d, %v", path, res.StatusCode, err)
	}
	return got
}

func TestTheScoreIsTheOneThatTheCommandPrints(t *testing.T) {
	s := newSite(t, nil)
	got := scoreOf(t, s, "/api/events/fall/score")
	event := webtest.Event("fall")
	card, err := score.Make(event, score.Sets(false), score.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	want, err := json.Marshal(card.JSON())
	if err != nil {
		t.Fatal(err)
	}
	if same, err := json.Marshal(got.CardJSON); err != nil || string(same) != string(want) {
		t.Errorf("got %s,\nwant %s", same, want)
	}
	if got.Command != "unwind score --tape fall.json" || len(got.Made) != len(time.DateOnly) {
		t.Errorf("got command %q, made %q", got.Command, got.Made)
	}
	if v := got.Sets[0].Verdict; v.Says != "too-short" {
		t.Errorf("four hours say %q", v.Says)
	}
}

func TestTheScoreIsMadeOnceAndHasATag(t *testing.T) {
	s := newSite(t, nil)
	var all sync.WaitGroup
	tags := make([]string, 4)
	for i := range tags {
		all.Go(func() { tags[i] = s.do("GET", "/api/events/fall/score").Header.Get("Etag") })
	}
	all.Wait()
	for _, tag := range tags {
		if tag == "" || tag != tags[0] {
			t.Errorf("got tags %q, want one", tags)
		}
	}
	if r := s.do("GET", "/api/events/fall/score", "If-None-Match", tags[0]); r.StatusCode != http.StatusNotModified {
		t.Errorf("got status %d for a known tag", r.StatusCode)
	}
}

func TestTheScoreRefusesLikeTheOtherAddresses(t *testing.T) {
	s := newSite(t, nil)
	wantError(t, s.do("GET", "/api/events/none/score"), 404, "no_event", `no event "none"`)
	wantError(t, s.do("GET", "/api/events/A%20B/score"), 400, "bad_id", "no event id")
	wantError(t, s.do("POST", "/api/events/fall/score"), 405, "method_not_allowed", "GET")
}

func TestALongEventIsJudgedAtFewerMoments(t *testing.T) {
	at := func(days data.UnixMs) *tape.Tape {
		return &tape.Tape{Candles: &tape.CandleLayer{Candles: data.Candles{T: []data.UnixMs{0, days * data.Day}}}}
	}
	for days, want := range map[data.UnixMs]string{
		60:  "unwind score --tape x.json",
		61:  "unwind score --tape x.json --every 2h",
		365: "unwind score --tape x.json --every 8h",
	} {
		if got := scoreCommand("x", scoreOptions(at(days)).Every); got != want {
			t.Errorf("%d days: got %q, want %q", days, got, want)
		}
	}
	if got := scoreCommand("btc-2026-02-05", data.Hour); got != "unwind score --event btc-2026-02-05" {
		t.Errorf("built-in event: got %q", got)
	}
	if o := scoreOptions(&tape.Tape{}); o.Every != data.Hour {
		t.Errorf("without candles: got every %d", o.Every)
	}
}

func TestDocumentsAreSentAsText(t *testing.T) {
	s := newSite(t, func(o *Options) {
		o.Docs = fstest.MapFS{"docs/a.md": {Data: []byte("# A")}, "docs/b.go": {Data: []byte("b")}}
	})
	r := s.do("GET", "/docs/a.md")
	if r.StatusCode != 200 || body(t, r) != "# A" || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("got status %d and %v", r.StatusCode, r.Header)
	}
	for _, path := range []string{"/docs/b.go", "/docs/c.md", "/docs/", "/docs/..%2Fdocs%2Fa.md"} {
		wantError(t, s.do("GET", path), 404, "not_found", "nothing is at")
	}
}
