package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/tape"
	"unwind/data/tape/csvimport"
)

const samples = "data/tape/csvimport/testdata/"

// tapeRun carries out unwind tape and returns its exit code and output.
func tapeRun(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = tapeCommand(args, &out, &err)
	return code, out.String(), err.String()
}

func TestTapeImportWritesATapeThatChecks(t *testing.T) {
	out, depth := filepath.Join(t.TempDir(), "made.json"), filepath.Join(t.TempDir(), "depth.csv")
	if err := os.WriteFile(depth, []byte("2026-02-06 00:00:05,-1,10,1000\n2026-02-06 00:00:05,1,10,3000\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := tapeRun("import", "--candles", samples+"candles_1m.csv", "--candles", samples+"candles_2m.csv",
		"--mark", samples+"mark_1m.csv", "--funding", samples+"funding_8h.csv", "--oi", samples+"open_interest.csv",
		"--liquidations", samples+"force_orders.csv", "--depth", depth, "--symbol", "AAAUSDT", "--id", "made-up", "--title", "Made up",
		"--title-ru", "Выдумано", "--step", "1m", "--cover", "2026-02-06T00:04", "--out", out)
	if code != 0 || stderr != "" {
		t.Fatalf("import: got code %d, %q", code, stderr)
	}
	for _, want := range []string{"candles_1m.csv: 5 rows, 1 copies dropped", "gap: no candles from 2026-02-06T00:03:00Z to 2026-02-06T00:04:00Z",
		"candles_2m.csv: left out", "recorded       3 rows", "at least long 6000.00 USD, short 204.00 USD"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("import: %q is missing in:\n%s", want, stdout)
		}
	}
	v, err := readTape(out)
	if err != nil {
		t.Fatal(err)
	}
	if v.ID != "made-up" || v.Title.In("ru") != "Выдумано" || iso(v.Cover) != "2026-02-06T00:04:00Z" || v.Mark == nil || v.Funding == nil || v.OpenInterest == nil || v.Depth == nil || v.Depth.V[0] != 2000 {
		t.Errorf("import: got %+v", v)
	}
	if code, stdout, _ := tapeRun("check", out); code != 0 || stdout != out+": ok\n" {
		t.Errorf("check: got code %d, %q", code, stdout)
	}
	if code, stdout, _ := tapeRun("info", out); code != 0 || !strings.Contains(stdout, `made-up, "Made up"`) || !strings.Contains(stdout, "its fullest minute, to 2026-") {
		t.Errorf("info: got code %d, %q", code, stdout)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(out), ".unwind-*")); err != nil || len(left) > 0 {
		t.Errorf("temporary files are left: %v, %v", left, err)
	}
}

func TestTapeImportTakesGaps(t *testing.T) {
	dir := t.TempDir()
	gaps, out := filepath.Join(dir, "gaps.csv"), filepath.Join(dir, "out.json")
	if err := os.WriteFile(gaps, []byte("when,end,venue,why\n1770336060,1770336101,bybit,disconnected\n1770336120,1770336130,,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := tapeRun("import", "--candles", samples+"candles_1m.csv", "--gaps", gaps, "--columns", "gaps:time=when", "--id", "gaps", "--out", out)
	if code != 0 || !strings.Contains(stdout, "gaps          recorded       2 rows, 51s in all") {
		t.Fatalf("got code %d, %q, %q", code, stdout, stderr)
	}
	v, err := readTape(out)
	if err != nil {
		t.Fatal(err)
	}
	want := []data.Gap{{Venue: "bybit", From: 1770336060000, To: 1770336101000, Why: data.Disconnected}, {From: 1770336120000, To: 1770336130000, Why: data.NoReason}}
	if !slices.Equal(v.Gaps.Gaps, want) {
		t.Errorf("got %+v, want %+v", v.Gaps.Gaps, want)
	}
}

func TestTapeImportTakesColumnsThatAreNamed(t *testing.T) {
	dir := t.TempDir()
	prints, out := filepath.Join(dir, "prints.csv"), filepath.Join(dir, "out.json")
	if err := os.WriteFile(prints, []byte("ts,px,which,n\n1770336000,100,Buy,3\n1770336001,101,Sell,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, stderr := tapeRun("import", "--liquidations", prints, "--columns", "time=ts,liquidations:price=px", "--columns", "side=3,qty=4",
		"--side", "position", "--contract", "10", "--symbol", "A", "--out", out)
	if code != 0 {
		t.Fatalf("got code %d, %q", code, stderr)
	}
	v, err := readTape(out)
	if err != nil {
		t.Fatal(err)
	}
	l := v.Liquidations
	if l.Side[0] != data.Long || l.Side[1] != data.Short || l.Notional[0] != 30 || l.Price[1] != 101 {
		t.Errorf("got %+v", l.Liquidations)
	}
}

func TestTapeCheckNamesEveryBadFile(t *testing.T) {
	dir := t.TempDir()
	bad, huge := filepath.Join(dir, "bad.json"), filepath.Join(dir, "huge.json")
	if err := os.WriteFile(bad, []byte(`{"format":"unwind-tape/1","id":"x"`), 0o600); err != nil {
		t.Fatal(err)
	}
	sparse(t, huge, tape.MaxBytes+1)
	code, stdout, stderr := tapeRun("check", bad, huge, filepath.Join(dir, "none.json"))
	if code != 1 || stdout != "" {
		t.Errorf("got code %d, %q", code, stdout)
	}
	for _, want := range []string{bad + ": ", "the text ends early, line 1, column 35", huge + ": has more than 64 MiB", "none.json"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%q is missing in:\n%s", want, stderr)
		}
	}
}

// sparse makes a file of a size without writing it.
func sparse(t *testing.T, name string, size int64) {
	t.Helper()
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, size); err != nil {
		t.Fatal(err)
	}
}

func TestTapeImportRefusesFilesThatAreTooLarge(t *testing.T) {
	dir := t.TempDir()
	huge, out := filepath.Join(dir, "huge.csv"), filepath.Join(dir, "out.json")
	sparse(t, huge, csvimport.MaxFileBytes+1)
	for _, kind := range []string{"--candles", "--liquidations", "--oi"} {
		code, _, stderr := tapeRun("import", "--out", out, kind, huge)
		if code != 1 || !strings.Contains(stderr, huge+": has more than 256 MiB") {
			t.Errorf("%s: got code %d, %q", kind, code, stderr)
		}
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Errorf("a tape was written: %v", err)
	}
}

func TestTapeCommandLinesThatAreNotUnderstood(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.json")
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"", 2, "unwind tape check FILE"},
		{"play", 2, "unwind tape check FILE"},
		{"check", 2, "unwind tape check FILE"},
		{"import", 2, "--out says where the tape goes"},
		{"import --out " + out + " more", 2, `"more" is no flag`},
		{"import --out " + out + " --id A/b", 2, `--id "A/b": want`},
		{"import --out " + out + " --from yesterday", 2, `--from "yesterday": want a time`},
		{"import --out " + out + " --title-ru Да", 2, "--title-ru needs --title"},
		{"import --out " + out + " --step -1m", 2, "--step -1m0s"},
		{"import --out " + out, 1, "neither candles nor liquidations"},
		{"import --out " + out + " --candles " + samples + "none.csv", 1, "none.csv"},
		{"import --out " + out + " --candles " + samples + "venues.csv", 1, "venues.csv:1: no column is known for open, high"},
		{"import --out " + out + " --columns px=1", 2, `there is no field "px"`},
		{"import --out " + out + " --side up", 2, `--side "up": want order or position`},
		{"import --out " + out + " --contract none", 2, `--contract "none": want US dollars or base`},
	} {
		code, _, stderr := tapeRun(strings.Fields(c.args)...)
		if code != c.code || !strings.Contains(stderr, c.want) {
			t.Errorf("unwind tape %s: got code %d, %q, want %d, %q", c.args, code, stderr, c.code, c.want)
		}
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Errorf("a command that failed has written a file (%v)", err)
	}
	if code, stdout, _ := tapeRun("help"); code != 0 || stdout != tapeUsage {
		t.Errorf("help: got code %d, %q", code, stdout)
	}
}
