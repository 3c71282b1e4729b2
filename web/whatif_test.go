package web

import (
	"bytes"
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"unwind/data/market"
	"unwind/data/whatif"
	"unwind/data/wire"
	"unwind/web/webtest"
)

const supposed = "event=fall&t=2026-02-05T14:40:00Z&whatif=at:2026-02-05T14:30:00Z,shock:-0.04"

// whatIfTable returns the records of /whatif.csv.
func whatIfTable(t *testing.T, s *site, query string) [][]string {
	t.Helper()
	res := s.do("GET", whatIfPath+"?"+query)
	records, err := csv.NewReader(strings.NewReader(body(t, res))).ReadAll()
	if err != nil || res.StatusCode != 200 {
		t.Fatalf("%d: %v", res.StatusCode, err)
	}
	return records
}

func TestTheCSVOfAWhatIfIsItsAnswer(t *testing.T) {
	m, err := market.New(webtest.Event("fall"))
	if err != nil {
		t.Fatal(err)
	}
	q := wire.ParseQuery(supposed)
	a := whatif.Of(m, q.Stage.WhatIf.Fit(m, q.Stage.Depth))
	rows := whatIfTable(t, newSite(t, nil), supposed)
	if len(rows) != len(a.Fan[0].Seconds)+1 {
		t.Fatalf("%d rows, want %d", len(rows)-1, len(a.Fan[0].Seconds))
	}
	column := func(name string) int { return slices.Index(rows[0], name) }
	for i := range a.Fan[0].Seconds {
		r := rows[i+1]
		for k, name := range []string{"q05_quote", "q25_quote", "q50_quote", "q75_quote", "q95_quote"} {
			if got, want := r[column(name)], csvPrice(a.Fan[k].Price[i]); got != want {
				t.Fatalf("row %d: %s is %s, want %s", i, name, got, want)
			}
		}
		if known := r[column("actual_quote")] != ""; known != (a.Fan[0].Seconds[i] <= 600) {
			t.Errorf("%s s after the start the price is known: %t; the replay stands at 600 s", r[column("seconds")], known)
		}
		if r[len(r)-1] != "modelled" {
			t.Errorf("row %d is %s", i, r[len(r)-1])
		}
	}
	if r := rows[1]; r[column("time_utc")] != "2026-02-05T14:30:00Z" || r[column("actual_quote")] != r[column("central_quote")] {
		t.Errorf("it begins with %q", r)
	}
}

func TestWithoutAWhatIfThereAreOnlyNames(t *testing.T) {
	s := newSite(t, nil)
	for _, query := range []string{"event=fall", "event=fall&whatif=at:2026-02-05T14:30:00Z,depth:0"} {
		if rows := whatIfTable(t, s, query); len(rows) != 1 || !slices.Equal(rows[0], whatIfColumns) {
			t.Errorf("%q: got %q", query, rows)
		}
	}
	if res := s.do("GET", whatIfPath+"?event=none"); res.StatusCode != 404 {
		t.Errorf("of an event that is not there: %d", res.StatusCode)
	}
}

func TestTheColumnsOfAWhatIfAreDocumented(t *testing.T) {
	raw, err := os.ReadFile("../docs/http.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n## `"+whatIfPath+"`\n")
	text, _, _ = strings.Cut(text, "\n## ")
	for _, name := range whatIfColumns {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("column %q is not documented", name)
		}
	}
}

func TestThePictureShowsTheWhatIf(t *testing.T) {
	s := newSite(t, nil)
	without := body(t, s.do("GET", "/poster.png?event=fall&t=2026-02-05T14:40:00Z"))
	with := body(t, s.do("GET", "/poster.png?"+supposed))
	if without == with || !bytes.HasPrefix([]byte(with), []byte("\x89PNG")) {
		t.Error("the picture does not show it")
	}
	if again := body(t, s.do("GET", "/poster.png?"+supposed)); again != with {
		t.Error("another time it is another picture")
	}
}
