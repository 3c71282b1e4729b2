package days

import (
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/reconstruct"
)

func list(t *testing.T) []Day {
	t.Helper()
	all, err := List()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheLargestDayComesFirst(t *testing.T) {
	all := list(t)
	if !slices.IsSortedFunc(all, func(a, b Day) int { return int(b.USD - a.USD) }) {
		t.Error("days are not sorted by their totals")
	}
	first, second := all[0], all[1]
	if first.Event != "btc-2025-10-10" || first.USD != 19.16e9 || first.Long != 16.7e9 {
		t.Errorf("largest day is %+v, want 10 October 2025 with 19.16 B, long 16.7 B", first)
	}
	if second.Date.Format("2006-01-02") != "2021-04-18" || second.USD != 9.94e9 {
		t.Errorf("second is %v with %v, want 18 April 2021 with 9.94 B", second.Date, second.USD)
	}
}

// The tenth largest on the list at that time, as it was published.
func TestFebruary2026WasTheTenthLargestDay(t *testing.T) {
	at := slices.IndexFunc(list(t), func(d Day) bool { return d.Event == "btc-2026-02-05" })
	if at != 9 {
		t.Errorf("5 February 2026 is number %d, want 10", at+1)
	}
}

func TestEveryBuiltInEventIsOnTheList(t *testing.T) {
	for _, id := range reconstruct.IDs() {
		if !slices.ContainsFunc(list(t), func(d Day) bool { return d.Event == id }) {
			t.Errorf("%s is not on the list", id)
		}
	}
}

func TestDaysSayWhichFeedsWereSampled(t *testing.T) {
	want := map[string]string{
		"2020-03-12": "", "2021-02-22": "", "2021-04-18": "binance", "2021-05-19": "binance",
		"2021-09-07": "binance bybit", "2024-08-05": "binance bybit", "2025-02-03": "binance bybit",
		"2025-10-10": "binance", "2026-02-05": "binance",
	}
	for _, d := range list(t) {
		day := d.Date.Format("2006-01-02")
		if w, ok := want[day]; ok && strings.Join(d.Sampled, " ") != w {
			t.Errorf("sampled on %s: %q, want %q", day, d.Sampled, w)
		}
	}
}

func TestEveryDaySaysWhereItComesFrom(t *testing.T) {
	for _, d := range list(t) {
		if d.Source.Name == "" || !strings.HasPrefix(d.Source.URL, "https://") {
			t.Errorf("%s has no source", d.Date.Format("2006-01-02"))
		}
		if (d.Note["en"] == "") != (d.Note["ru"] == "") {
			t.Errorf("note of %s is in one language alone", d.Date.Format("2006-01-02"))
		}
	}
}

func TestAListThatContradictsItselfIsRefused(t *testing.T) {
	cases := []struct{ name, row, want string }{
		{"no date", `{"day": "soon", "usd": 1, "source": "a"}`, "days[0]"},
		{"an unknown source", `{"day": "2026-02-05", "usd": 1, "source": "b"}`, `"b"`},
		{"nothing liquidated", `{"day": "2026-02-05", "usd": 0, "source": "a"}`, "do not fit"},
		{"sides above the total", `{"day": "2026-02-05", "usd": 1, "long": 2, "source": "a"}`, "do not fit"},
		{"a range beside the total", `{"day": "2026-02-05", "usd": 1, "low": 2, "high": 3, "source": "a"}`, "do not fit"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := parse([]byte(`{"sources": {"a": {"name": "A"}}, "days": [` + c.row + `]}`))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want one with %q", err, c.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(file)
	f.Add([]byte(`{"days": [{"day": "2026-02-05", "usd": 1e300}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		all, err := parse(raw)
		for _, d := range all {
			if err == nil && !(d.USD > 0 && d.High >= d.Low && d.Low > data.USD(0)) {
				t.Errorf("accepted %+v", d)
			}
		}
	})
}
