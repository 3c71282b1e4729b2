package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/score"
)

// scoreRun carries out unwind score and returns its exit code and output.
func scoreRun(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(append([]string{"score"}, args...), &out, &err)
	return code, out.String(), err.String()
}

// walkFile writes hourly candles of a seeded walk and returns the file's name.
func walkFile(t *testing.T, days int) string {
	t.Helper()
	rnd := rand.New(rand.NewPCG(1, 2))
	at, price := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 1000.0
	var b strings.Builder
	b.WriteString("date,open,high,low,close,volume\n")
	for range 24 * days {
		next := price * (1 + 0.006*rnd.NormFloat64())
		fmt.Fprintf(&b, "%s,%.4f,%.4f,%.4f,%.4f,100\n", at.Format(time.RFC3339), price, max(price, next)*1.002, min(price, next)*0.998, next)
		at, price = at.Add(time.Hour), next
	}
	name := filepath.Join(t.TempDir(), "walk.csv")
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestScoreOfABuiltInEventSaysThatItsCandlesAreModelled(t *testing.T) {
	code, stdout, stderr := scoreRun("--event", "btc-2026-02-05", "--every", "6h")
	if code != 0 || stderr != "" {
		t.Fatalf("got code %d, %q", code, stderr)
	}
	for _, want := range []string{
		"btc-2026-02-05: ", "These candles are modelled, not a market's", "Births from volume and published open interest; touches by mark price bars.",
		"Judged every 6h after 24h", "| default ", "| no stock: volume alone ", "(too short)",
		"dollars: not available here, because the liquidations are no venue's own messages.",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("%q is missing in:\n%s", want, stdout)
		}
	}
}

func TestScoreOfCandlesPrintsATableWithIntervals(t *testing.T) {
	name := walkFile(t, 14)
	code, stdout, stderr := scoreRun("--candles", name, "--symbol", "AAAUSDT")
	if code != 0 || stderr != "" {
		t.Fatalf("got code %d, %q", code, stderr)
	}
	if !strings.Contains(stdout, "Births from volume alone") || strings.Contains(stdout, "volume share") || strings.Contains(stdout, "modelled") {
		t.Errorf("candles without open interest: got\n%s", stdout)
	}
	width, rows := 0, 0
	for line := range strings.Lines(stdout) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		rows++
		if n := len([]rune(line)); width == 0 {
			width = n
		} else if n != width {
			t.Errorf("a row is %d wide, the head %d: %q", n, width, line)
		}
		if got := strings.Count(line, "|"); got != len(scoreHead)+1 {
			t.Errorf("%d bars in %q", got, line)
		}
	}
	if rows != 2+6*3 {
		t.Errorf("got %d rows, want 6 sets of 3 below the head", rows)
	}
	if _, again, _ := scoreRun("--candles", name, "--symbol", "AAAUSDT"); again != stdout {
		t.Error("the same command prints something else")
	}
}

func TestScoreAsJSONHasWhatTheTableHas(t *testing.T) {
	code, stdout, _ := scoreRun("--candles", walkFile(t, 8), "--json")
	var card score.CardJSON
	if err := json.Unmarshal([]byte(stdout), &card); code != 0 || err != nil {
		t.Fatalf("got code %d, %v", code, err)
	}
	rows := card.Sets[0].Rows
	if card.Interest != "none" || card.Candles != "recorded" || len(card.Sets) != 6 || len(rows) != 3 || card.Sets[0].Dollars.Why != "there are no liquidations" {
		t.Errorf("got %+v", card)
	}
	if r := rows[0]; r.Blocks < 5 || r.Lift.Interval == nil || r.Lift.Interval[0] > r.Lift.Value || r.Compared == 0 {
		t.Errorf("within an hour: got %+v", r)
	}
	if r := rows[2]; r.Blocks >= 5 || r.Lift.Interval != nil {
		t.Errorf("within a day: got %+v, want no interval", r)
	}
}

func TestScoreRefusesWhatItDoesNotUnderstand(t *testing.T) {
	for _, c := range []struct {
		code int
		want string
		args []string
	}{
		{2, "one of --event, --tape and --candles", nil},
		{2, "one of --event, --tape and --candles", []string{"--event", "x", "--tape", "y"}},
		{2, `"more" is no flag`, []string{"--event", "btc-2026-02-05", "more"}},
		{2, "want a positive time", []string{"--event", "btc-2026-02-05", "--every", "0s"}},
		{2, "not defined: -bogus", []string{"--bogus"}},
		{0, "-event", []string{"-h"}},
		{1, "no-such-event", []string{"--event", "no-such-event"}},
		{1, "no-such.json", []string{"--tape", "no-such.json"}},
		{1, "no-such.csv", []string{"--candles", "no-such.csv"}},
		{1, "beyond the margin of the grid", []string{"--event", "btc-2026-02-05", "--far", "0.5"}},
	} {
		code, _, stderr := scoreRun(c.args...)
		if code != c.code || !strings.Contains(stderr, c.want) {
			t.Errorf("%q: got code %d, %q, want %d, %q", c.args, code, stderr, c.code, c.want)
		}
	}
}

func TestScoreFigures(t *testing.T) {
	for v, want := range map[float64]string{0.1234: "12.3", -0.004: "−0.4", -0.0004: "0.0", 0: "0.0", 1: "100.0"} {
		if got := percent(v); got != want {
			t.Errorf("%v: got %q, want %q", v, got, want)
		}
	}
	for ms, want := range map[int64]string{60_000: "1m", 900_000: "15m", 86_400_000: "24h", 5_400_000: "1h30m", 1500: "1.5s"} {
		if got := span(data.UnixMs(ms)); got != want {
			t.Errorf("%d ms: got %q, want %q", ms, got, want)
		}
	}
}
