package web

import (
	"encoding/csv"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unwind/data/cascade"
	"unwind/data/market/markettest"
	"unwind/data/tape"
	"unwind/web/library"
)

// waveTable returns the records of /waves.csv by column.
func waveTable(t *testing.T, s *site, query string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(body(t, s.do("GET", wavesPath+"?"+query)))).ReadAll()
	if err != nil || len(rows) == 0 || !slices.Equal(rows[0], waveColumns) {
		t.Fatalf("%q: got %q (%v)", query, rows, err)
	}
	var table []map[string]string
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, name := range waveColumns {
			record[name] = row[i]
		}
		table = append(table, record)
	}
	return table
}

// wavy is a site with the synthetic event, recorded of two venues in turn or of
// none that is named.
func wavy(t *testing.T, venues ...string) *site {
	t.Helper()
	tp, dir := markettest.Tape(1440), t.TempDir()
	for i := range tp.Liquidations.T {
		if venues != nil {
			tp.Liquidations.Venue = append(tp.Liquidations.Venue, venues[i%len(venues)])
		}
	}
	raw, err := tape.Write(tp)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "synthetic.json"), raw, 0o644); err != nil {
		t.Fatal(err)
	}
	events, err := library.New(nil, dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { events.Close() })
	return newSite(t, func(o *Options) { o.Events = events })
}

// The rows come a minute apart in turn: the second venue fires 60 s after the
// first, a lag that no clock hides.
func TestVenuesOfWavesAsATable(t *testing.T) {
	table := waveTable(t, wavy(t, "bybit", "okx"), "event=synthetic")
	if len(table) < 3 || table[0]["venue"] != "" || table[1]["venue"] == table[2]["venue"] {
		t.Fatalf("got %v, want a wave and its two venues", table)
	}
	if table[1]["lag_seconds"] != "0.000" || table[2]["lag_seconds"] != "60.000" || table[2]["feed"] != "modelled" || strings.Contains(table[0]["missing"], "venue") {
		t.Errorf("got %v", table[:3])
	}
}

// Without totals the dollars are those of the rows, here of two symbols, while
// the price is that of one.
func TestDollarsOfSeveralSymbolsAreNotSetAgainstOnePrice(t *testing.T) {
	for _, c := range []struct {
		name, second, missing string
	}{
		{"one symbol", "TESTUSDT", ""}, {"two symbols", "OTHERUSDT", "dollars per percent: " + cascade.SeveralSymbols.String()},
	} {
		tp, dir := markettest.Tape(1440), t.TempDir()
		tp.Totals = nil
		for i := range tp.Liquidations.T {
			tp.Liquidations.Symbol = append(tp.Liquidations.Symbol, []string{"TESTUSDT", c.second}[i%2])
		}
		raw, err := tape.Write(tp)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "synthetic.json"), raw, 0o644); err != nil {
			t.Fatal(err)
		}
		events, err := library.New(nil, dir, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { events.Close() })
		w := waveTable(t, newSite(t, func(o *Options) { o.Events = events }), "event=synthetic")[0]
		if (w["usd_per_percent"] == "") != (c.missing != "") || !strings.Contains(w["missing"], c.missing) {
			t.Errorf("%s: got %q for each percent, missing %q", c.name, w["usd_per_percent"], w["missing"])
		}
	}
}

func TestWavesAsATable(t *testing.T) {
	s := wavy(t)
	table := waveTable(t, s, "event=synthetic")
	if len(table) == 0 {
		t.Fatal("no wave")
	}
	w := table[0]
	if w["wave"] != "1" || w["side"] != "long" || w["feed"] != "modelled" || w["venue"] != "" || !strings.HasPrefix(w["move_percent"], "-") {
		t.Errorf("got %v", w)
	}
	for name, why := range map[string]string{
		"branching_ratio": "branching ratio: not computable: modelled events", "adl_percent": "adl: not available here",
		"interest_change_usd": "open interest: not computable: open interest is known too rarely", "venue": "venues: no split by venue",
	} {
		if w[name] != "" || !strings.Contains(w["missing"], why) {
			t.Errorf("%s is %q, and what is missing %q; want %q", name, w[name], w["missing"], why)
		}
	}
	for _, record := range table {
		for name, v := range record {
			if strings.Contains(v, "NaN") || strings.Contains(v, "Inf") {
				t.Errorf("%s is %q", name, v)
			}
		}
	}
	if res := s.do("GET", wavesPath+"?event=none"); res.StatusCode != 404 {
		t.Errorf("of an event that is not there: %d", res.StatusCode)
	}
}

func TestTheColumnsOfWavesAreDocumented(t *testing.T) {
	raw, err := os.ReadFile("../docs/http.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n## `"+wavesPath+"`\n")
	text, _, _ = strings.Cut(text, "\n## ")
	for _, name := range waveColumns {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("column %q is not documented", name)
		}
	}
}
