package reconstruct

import (
	"bytes"
	"strings"
	"testing"
)

// februaryFile returns the file of February 2026 with one text replaced.
func februaryFile(t testing.TB, old, new string) []byte {
	t.Helper()
	raw, err := eventFiles.ReadFile("events/btc-2026-02-05.json")
	if err != nil {
		t.Fatal(err)
	}
	if old != "" && !bytes.Contains(raw, []byte(old)) {
		t.Fatalf("the file has no %q", old)
	}
	return bytes.Replace(raw, []byte(old), []byte(new), 1)
}

func TestUnusableFiguresAreRefused(t *testing.T) {
	cases := []struct {
		name, old, new, want string
	}{
		{"no JSON", "{", "[", "reading figures"},
		{"a time that is none", `"2026-01-29T00:00Z"`, `"29 January"`, "reading figures"},
		{"a gap between days", `["2026-01-30T00:00Z"`, `["2026-01-30T01:00Z"`, "bars[0][1]"},
		{"a low above the open", "83338.3", "93338.3", "bars[0][0]"},
		{"a negative volume", "226762", "-1", "bars[0][0]"},
		{"a window that ends before it starts", `"from": "2026-02-03T00:00Z"`, `"from": "2026-03-03T00:00Z"`, "window"},
		{"a source without a name", `"binance-mark": {`, `"other": {`, `"binance-mark"`},
		{"a coin larger than the total", `"coin_usd": 1350000000`, `"coin_usd": 9350000000`, "liquidations_24h"},
		{"a depth of books nobody knows", `"of": "average"`, `"of": "all"`, "depth: of"},
		{"a depth without its source", `"of": "average", "source": "ainvest-depth"`, `"of": "average", "source": "nobody"`, `"nobody"`},
		{"a negative depth", `["2026-02-03T00:00Z", 5e6]`, `["2026-02-03T00:00Z", -5e6]`, "depth[0]"},
		{"a depth after the window", `["2026-02-03T00:00Z", 5e6]`, `["2026-02-08T00:00Z", 5e6]`, "depth[0]"},
		{"a print before the window", `["2026-02-05T06:00Z", 71000`, `["2025-02-05T06:00Z", 71000`, "prints[0]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := parse(februaryFile(t, c.old, c.new))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want one that names %q", err, c.want)
			}
		})
	}
}

func TestCellsNameTheFault(t *testing.T) {
	var q quote
	for raw, want := range map[string]string{
		`["2026-02-05T06:00Z"]`:        "row of 1 cells, want 2",
		`["2026-02-05T06:00Z", "x"]`:   "cell 1",
		`{"t": 1}`:                     "cannot unmarshal object",
		`["2026-02-05T06:00Z", 1e999]`: "cell 1",
	} {
		if err := q.UnmarshalJSON([]byte(raw)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error is %v, want one with %q", raw, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(februaryFile(f, "", ""))
	f.Add(februaryFile(f, "226762", "1e300"))
	f.Add([]byte(`{"bars": [{"length_min": 0, "rows": []}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := parse(raw)
		if err == nil && (got.minutes() <= 0 || got.minutes() > maxMinutes) {
			t.Errorf("accepted %d minutes", got.minutes())
		}
	})
}
