package web

import (
	"bytes"
	"encoding/csv"
	"log/slog"
	"math"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render/summary"
	"unwind/web/asset"
	"unwind/web/library"
	"unwind/web/webtest"
)

// table asks for /data.csv and returns its records, names first.
func table(t *testing.T, s *site, query string) [][]string {
	t.Helper()
	res := s.do("GET", "/data.csv?"+query)
	text := body(t, res)
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%q: status %d: %s", query, res.StatusCode, text)
	}
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	return records
}

// The rows of the file are those of the model and of the page's table.
func TestTheCSVHasTheRowsOfTheTable(t *testing.T) {
	s := newSite(t, nil)
	m, err := market.New(webtest.Event("fall"))
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"", "t=2026-02-05T15:30:00Z", "event=fall&low=60000&high=66000&lang=ru", "t=2026-02-05T12:00"} {
		q := wire.ParseQuery(query)
		want := summary.Of(summary.FrameOf(m, &q, nil), summary.Rows)
		got := table(t, s, query)
		if len(got) != len(want.Table.Levels)+1 {
			t.Fatalf("%q: got %d rows, want %d", query, len(got)-1, len(want.Table.Levels))
		}
		column := func(name string) int { return slices.Index(got[0], name) }
		for i, l := range want.Table.Levels {
			r := got[i+1]
			if r[column("rank")] != strconv.Itoa(i+1) || r[column("side")] != l.Side.String() || r[column("event")] != "fall" || r[len(r)-1] != "estimated" {
				t.Errorf("%q: row %d is %q, want %+v", query, i, r, l)
			}
			d, _ := want.Table.Distance(&l)
			for name, v := range map[string]float64{
				"low_quote": float64(l.Low), "high_quote": float64(l.High), "notional_usd": float64(l.USD),
				"notional_low_usd": float64(l.Least), "notional_high_usd": float64(l.Most),
				"distance_percent": 100 * d, "price_quote": float64(want.Table.Price),
				"notional_" + strconv.FormatFloat(want.Table.Leverages[0], 'f', -1, 64) + "x_usd": float64(l.ByLeverage[0]),
			} {
				x, err := strconv.ParseFloat(r[column(name)], 64)
				if err != nil || math.Abs(x-v) > 1e-6*math.Abs(v)+0.006 {
					t.Errorf("%q: row %d, %s: got %q, want %v", query, i, name, r[column(name)], v)
				}
			}
			if got := r[column("born_half_utc")]; got != isoTime(l.Born.Half) {
				t.Errorf("%q: row %d was half born at %s, want %s", query, i, got, isoTime(l.Born.Half))
			}
		}
	}
}

func TestCSVIsAsTheRFCHasIt(t *testing.T) {
	s := newSite(t, nil)
	res := s.do("GET", "/data.csv?t=2026-02-05T15:30:00Z")
	text := body(t, res)
	if !strings.HasSuffix(text, "\r\n") || strings.Count(text, "\n") != strings.Count(text, "\r\n") || strings.Contains(text, "#") {
		t.Errorf("lines do not end as they should: %q", text[:200])
	}
	for name, want := range map[string]string{
		"Content-Type": "text/csv; charset=utf-8", "Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache",
		"Content-Length": strconv.Itoa(len(text)), "Content-Disposition": `inline; filename="unwind-fall.csv"`,
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	again := s.do("GET", "/data.csv?t=2026-02-05T15:30:00Z&lang=ru", "If-None-Match", res.Header.Get("Etag"))
	if rest := body(t, again); again.StatusCode != http.StatusNotModified || rest != "" {
		t.Errorf("the same table again: got status %d and %q", again.StatusCode, rest)
	}
	if other := s.do("GET", "/data.csv", "If-None-Match", res.Header.Get("Etag")); other.StatusCode != http.StatusOK {
		t.Errorf("another table has the same tag: status %d", other.StatusCode)
	}
}

func TestMistakesInTheQueryOfTheCSV(t *testing.T) {
	s := newSite(t, nil)
	for _, c := range []struct {
		name, query string
		status      int
		code        string
	}{
		{"an event that cannot exist", "event=A%20b", 400, "bad_query"},
		{"an event that is not here", "event=other", 404, "no_event"},
		{"too long", "x=" + strings.Repeat("y", 5000), 400, "bad_query"},
	} {
		t.Run(c.name, func(t *testing.T) { wantError(t, s.do("GET", "/data.csv?"+c.query), c.status, c.code, "") })
	}
	res := s.do("GET", "/data.csv?speed=no&t=never&utm=1")
	if got := res.Header.Get("Unwind-Ignored"); res.StatusCode != 200 || got != "t, speed" && got != "speed, t" {
		t.Errorf("got status %d, ignored %q, want t and speed", res.StatusCode, got)
	}
}

func TestACSVOfNothingHasOnlyNames(t *testing.T) {
	if got := table(t, newSite(t, nil), "low=1&high=2"); len(got) != 1 || got[0][0] != "event" {
		t.Errorf("got %q, want the names alone", got)
	}
	bare := webtest.Event("bare")
	bare.Candles = nil
	m, err := market.New(bare)
	if err != nil {
		t.Fatal(err)
	}
	q := wire.DefaultQuery()
	want := strings.Join(tableColumns, ",") + "\r\n"
	if got := string(tableCSV("bare", summary.FrameOf(m, &q, nil))); got != want {
		t.Errorf("without an estimate: got %q, want %q", got, want)
	}
}

func TestTheColumnsAreDocumented(t *testing.T) {
	raw, err := os.ReadFile("../docs/http.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n## `/data.csv`\n")
	text, _, _ = strings.Cut(text, "\n## ")
	for _, name := range append(table(t, newSite(t, nil), "")[0], "notional_5x_usd") {
		if strings.HasPrefix(name, "notional_") && strings.HasSuffix(name, "x_usd") {
			name = "notional_5x_usd"
		}
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("column %q is not documented", name)
		}
	}
}

// Whatever a query asks for, the table is sound.
func FuzzTables(f *testing.F) {
	for _, seed := range []string{
		"", "t=2026-02-05T14:00&lang=ru", "low=1e-9&high=1e12", "low=69999&high=70000", "t=2000-01-01", "t=2099-12-31T23:59",
		"from=2026-02-05T13:00&to=2026-02-05T13:00:00.001Z", "low=70000&high=70000.00000000001",
	} {
		f.Add(seed)
	}
	events, err := library.New([]*asset.Blob{asset.NewBlob(library.ContentType, webtest.Tape(f, "fall"))}, "", slog.New(slog.DiscardHandler))
	if err != nil {
		f.Fatal(err)
	}
	m, err := events.Market(events.Event("fall"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q := wire.ParseQuery(raw)
		frame := summary.FrameOf(m, &q, nil)
		s := summary.Of(frame, summary.Rows)
		records, err := csv.NewReader(bytes.NewReader(tableCSV("fall", frame))).ReadAll()
		if err != nil || len(records) > summary.Rows+1 {
			t.Errorf("%q: %d rows, %v", raw, len(records), err)
		}
		for i, l := range s.Table.Levels {
			if !(l.USD > 0) || i > 0 && l.USD > s.Table.Levels[i-1].USD || l.Born.First > l.Born.Half || l.Born.Half > l.Born.Last {
				t.Errorf("%q: row %d is %+v", raw, i, l)
			}
		}
		if s.Text("en") == "" || s.Text("ru") == "" {
			t.Errorf("%q: nothing to say", raw)
		}
	})
}

func TestTheCSVFollowsTheFilter(t *testing.T) {
	s := newSite(t, nil)
	rows := table(t, s, "side=short&lev=25-&t=2026-02-05T15:30:00Z")
	side := slices.Index(rows[0], "side")
	low := slices.Index(rows[0], "notional_10x_usd")
	if len(rows) < 3 || side < 0 || low < 0 {
		t.Fatalf("got %q", rows)
	}
	for _, r := range rows[1:] {
		if r[side] != "short" || r[low] != "0.00" {
			t.Errorf("a row of shorts at 25x and more is %q", r)
		}
	}
	res := s.do("GET", "/data.csv?model=levered:7&speed=9999")
	if got := res.Header.Get("Unwind-Clamped"); got != "speed, model" || res.Header.Get("Unwind-Ignored") != "" {
		t.Errorf("what was clamped is not named as that: %q", res.Header)
	}
}

// R of a row is what the summary says of its level; without the layer there is
// no such column, without a depth it is empty.
func TestTheCSVHasTheFuelWhereItsLayerIsOn(t *testing.T) {
	s := newSite(t, nil)
	const at = "t=2026-02-05T15:30:00Z"
	if head := table(t, s, at)[0]; slices.Contains(head, "fuel_ratio") {
		t.Errorf("without the layer there are %q", head)
	}
	set := table(t, s, at+"&layers=fuel&depth=quote:1000000,conversion:20")
	unknown := table(t, s, at+"&layers=fuel")
	i := len(set[0]) - 2
	if set[0][i] != "fuel_ratio" || set[0][i+1] != "depth_usd_per_percent" || len(set) < 3 {
		t.Fatalf("the columns are %q in %d rows", set[0], len(set))
	}
	most := 0.0
	for k := 1; k < len(set); k++ {
		r, err := strconv.ParseFloat(set[k][i], 64)
		if err != nil || set[k][i+1] != "20000000.00" || unknown[k][i] != "" || unknown[k][i+1] != "" {
			t.Errorf("row %d: %q, without a depth %q", k, set[k][i:], unknown[k][i:])
		}
		most = max(most, r)
	}
	if most <= 0 {
		t.Error("nothing waits")
	}
}
