package upstream

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/upstream/upstreamtest"
)

const now = data.UnixMs(1770292800000)

func TestTheFileOfStopsIsRead(t *testing.T) {
	for _, c := range []struct {
		name, raw, want string
		stops           int
	}{
		{"one in force, one past, one of no known reason", `{"format":"unwind-stops/1","stops":[
			{"host":"a.example","venue":"a","reason":"banned","until":1770292800001},
			{"host":"b.example","venue":"b","reason":"banned","until":1770292800000},
			{"host":"c.example","venue":"c","reason":"bored","until":1770292800001}]}`, "", 1},
		{"another format", `{"format":"unwind-stops/2","stops":[]}`, "unwind-stops/2", 0},
		{"no JSON", `{"format":`, "unexpected end", 0},
		{"nothing", "", "unexpected end", 0},
		{"too long", strings.Repeat(" ", maxState+1), "longer than", 0},
		{"too many", `{"format":"unwind-stops/1","stops":[` + strings.Repeat(`{},`, maxStops) + `{}]}`, "257 stops", 0},
	} {
		stops, err := parseState([]byte(c.raw), now)
		if len(stops) != c.stops || (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, %v", c.name, stops, err)
		}
	}
}

func FuzzStateFile(f *testing.F) {
	f.Add([]byte(`{"format":"unwind-stops/1","stops":[{"host":"a","venue":"a","reason":"banned","until":1770292800001}]}`))
	f.Add([]byte(`{"format":"unwind-stops/1","stops":[{"until":9223372036854775807,"reason":"rate limited"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		stops, _ := parseState(raw, now)
		for _, s := range stops {
			if s.Refusal.Until <= now || s.Refusal.Until > now+longestStop || s.Refusal.Reason == 0 || len(s.Refusal.Text) > 200 || len(s.Host) > 200 {
				t.Errorf("out of bounds: %+v", s)
			}
		}
	})
}

func TestAFileThatCannotBeReadOrWrittenIsSaid(t *testing.T) {
	clock, log := upstreamtest.NewClock(), &bytes.Buffer{}
	file := filepath.Join(t.TempDir(), "stops.json")
	if err := os.WriteFile(file, []byte("oops"), 0o600); err != nil {
		t.Fatal(err)
	}
	OpenHosts(file, clock.Now, slog.New(slog.NewTextHandler(log, nil)))
	if !strings.Contains(log.String(), "not known") {
		t.Errorf("got log %s", log)
	}
	h := OpenHosts(filepath.Join(file, "below.json"), clock.Now, slog.New(slog.NewTextHandler(log, nil)))
	pass, _ := h.Enter("a.example")
	pass.Return(&feed.Refusal{Venue: "a", Reason: feed.Banned})
	if !strings.Contains(log.String(), "cannot be kept") || h.Stopped("a.example") == nil {
		t.Errorf("got log %s and stop %v", log, h.Stopped("a.example"))
	}
}

func TestTheFileIsReplacedWhole(t *testing.T) {
	clock := upstreamtest.NewClock()
	dir := t.TempDir()
	h := OpenHosts(filepath.Join(dir, "stops.json"), clock.Now, slog.New(slog.DiscardHandler))
	for _, reason := range []feed.Reason{feed.RateLimited, feed.Banned} {
		pass, _ := h.Enter(reason.String())
		pass.Return(&feed.Refusal{Venue: "a", Reason: reason, Wait: data.Hour})
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("the folder has %v, %v", files, err)
	}
	raw, _ := os.ReadFile(filepath.Join(dir, "stops.json"))
	stops, err := parseState(raw, now)
	if err != nil || len(stops) != 2 || stops[0].Host != "banned" || stops[1].Refusal.Until != now+data.Hour {
		t.Errorf("got %v, %v", stops, err)
	}
}
