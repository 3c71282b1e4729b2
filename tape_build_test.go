package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unwind/data/history"
	"unwind/web/fetch"
	"unwind/web/guard"
)

// minutesServer has the candles of every day and nothing else.
func minutesServer(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimSuffix(filepath.Base(r.URL.Path), ".CHECKSUM")
		day, err := time.Parse(time.DateOnly, strings.TrimSuffix(strings.TrimPrefix(name, "BTCUSDT-1m-"), ".zip"))
		if err != nil || !strings.Contains(r.URL.Path, "/um/daily/klines/") {
			http.NotFound(w, r)
			return
		}
		body := zippedDay(t, day)
		if strings.HasSuffix(r.URL.Path, ".CHECKSUM") {
			sum := sha256.Sum256(body)
			fmt.Fprintf(w, "%s  %s\n", hex.EncodeToString(sum[:]), name)
			return
		}
		w.Write(body)
	}))
	t.Cleanup(s.Close)
	return s
}

func zippedDay(t *testing.T, day time.Time) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create("BTCUSDT-1m.csv")
	for i := range 1440 {
		if err == nil {
			_, err = fmt.Fprintf(w, "%d,100,101,99,100,1,0,100,1,0.5,50,0\n", day.UnixMilli()+int64(i)*60000)
		}
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// testClient is a client that knows only the server of the test.
func testClient(s *httptest.Server) *fetch.Client {
	return &fetch.Client{
		Guard: guard.Guard{Loopback: true}, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Bases: map[string]string{history.ArchiveHost: s.URL, "history.deribit.com": s.URL, "fapi.binance.com": s.URL},
	}
}

func TestTapeBuildWritesATapeAndItsManifest(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "made.json")
	var stdout, stderr bytes.Buffer
	args := []string{"--from", "2026-02-05T20:00", "--to", "2026-02-06", "--warm-up", "24h", "--id", "made", "--title", "Made", "--cache", filepath.Join(dir, "cache"), "--out", out}
	if code := buildCommand(args, testClient(minutesServer(t)), &stdout, &stderr); code != 0 {
		t.Fatalf("got code %d, %s", code, &stderr)
	}
	v, err := readTape(out)
	if err != nil {
		t.Fatal(err)
	}
	if v.ID != "made" || v.Candles.Len() != 28*60 || v.Title["en"] != "Made" {
		t.Errorf("got %q with %d candles", v.ID, v.Candles.Len())
	}
	for _, want := range []string{"[1/", "candles, BTCUSDT-1m-2026-02-04.zip: ", " kB, verified\n", "mark, BTCUSDT-1m-2026-02-04.zip: missing\n"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("%q is missing in the progress:\n%s", want, &stderr)
		}
	}
	for _, want := range []string{"candles, BTCUSDT-1m-2026-02-05.zip: 1440 rows, 0 copies dropped", "missing: liquidations of Deribit: ", "recorded    1680 rows"} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("%q is missing in the report:\n%s", want, &stdout)
		}
	}
	checkManifest(t, out)
}

func checkManifest(t *testing.T, out string) {
	t.Helper()
	raw, err := os.ReadFile(manifestName(out))
	if err != nil {
		t.Fatal(err)
	}
	var m history.Manifest
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(written); m.SHA256 != hex.EncodeToString(sum[:]) || m.Tape != "made" || len(m.Parts) < 5 {
		t.Errorf("got %+v", m)
	}
}

func TestTapeBuildSaysWhatItDoesNotUnderstand(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.json")
	const night = " --from 2026-02-05 --to 2026-02-06 --out "
	for _, c := range []struct{ args, want string }{
		{"", "--out says where the tape goes"},
		{"--out " + out, "--from and --to say which time"},
		{night + out + " more", `"more" is no flag`},
		{night + out + " --symbol btc/usdt", `symbol "btc/usdt"`},
		{night + out + " --venue okx", `venue "okx"`},
		{night + out + " --id A", `--id "A"`},
		{night + out + " --title-ru Да", "--title-ru needs --title"},
		{night + out + " --step 10s", "the length of a candle"},
		{"--from 2026-02-06 --to 2026-02-05 --out " + out, "end after its beginning"},
		{"--from today --to 2026-02-05 --out " + out, `--from "today"`},
	} {
		var stdout, stderr bytes.Buffer
		if code := buildCommand(strings.Fields(c.args), new(fetch.Client), &stdout, &stderr); code != 2 || !strings.Contains(stderr.String(), c.want) {
			t.Errorf("unwind tape build %s: got code %d, %q, want %q", c.args, code, &stderr, c.want)
		}
	}
}

func TestTapeBuildThatFailsWritesNothing(t *testing.T) {
	dir := t.TempDir()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusUnavailableForLegalReasons) }))
	defer s.Close()
	var stdout, stderr bytes.Buffer
	out := filepath.Join(dir, "out.json")
	code := buildCommand([]string{"--from", "2026-02-05", "--to", "2026-02-06", "--cache", dir, "--out", out}, testClient(s), &stdout, &stderr)
	if code != 1 || !strings.Contains(stderr.String(), "the venue is unavailable from here (451)") {
		t.Errorf("got code %d, %q", code, &stderr)
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Errorf("a tape was written: %v", err)
	}
}

func TestProgressOfLongFilesIsShownNowAndThen(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	p := newProgress(&out, func() time.Time { return now })
	for i := range int64(10) {
		p.step(fetch.Step{Name: "trades", Done: 2, Count: 7, Bytes: 1_000_000 * i, Total: 9_000_000})
		now = now.Add(time.Second)
	}
	p.step(fetch.Step{Name: "trades", Done: 2, Count: 7, Bytes: 9_000_000, Result: "verified"})
	const want = "[2/7] trades: 3.0 MB of 9.0 MB\n[2/7] trades: 6.0 MB of 9.0 MB\n[2/7] trades: 9.0 MB of 9.0 MB\n[2/7] trades: 9.0 MB, verified\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", &out, want)
	}
}
