package csvimport

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/tape"
)

func withGaps(t *testing.T, files ...string) (Input, Options) {
	t.Helper()
	in := Input{Candles: []File{sample(t, "candles_1m.csv")}}
	for i, raw := range files {
		in.Gaps = append(in.Gaps, File{Name: "gaps" + strconv.Itoa(i) + ".csv", Raw: []byte(raw)})
	}
	return in, Options{ID: "gaps"}
}

func TestGapsAreImported(t *testing.T) {
	v, report, err := Import(withGaps(t,
		"from,to,venue,why\n1770336060,1770336100,Bybit,disconnected\n1770336000,1770336010,all,Stopped\n1770336060,1770336100,bybit,disconnected\n",
		"start_time,end_time\n2026-02-06T00:02:00Z,2026-02-06T00:02:30Z\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []data.Gap{
		{From: 1770336000000, To: 1770336010000, Why: data.Stopped},
		{Venue: "bybit", From: 1770336060000, To: 1770336100000, Why: data.Disconnected},
		{From: 1770336120000, To: 1770336150000, Why: data.NoReason},
	}
	if v.Gaps == nil || v.Gaps.Provenance != data.Recorded || !slices.Equal(v.Gaps.Gaps, want) {
		t.Errorf("got %+v, want %+v", v.Gaps, want)
	}
	if n := len(report.Files); report.Files[n-2].Copies != 1 || report.Files[n-1].Copies != 0 || report.Files[n-1].First != 1770336120000 {
		t.Errorf("the report: got %+v", report.Files[n-2:])
	}
}

func TestGapsThatMakeNoSenseAreRefused(t *testing.T) {
	for want, raw := range map[string]string{
		"no column is known for to":                      "from,venue\n1770336000,bybit\n",
		`2: column 2, "to": must be after the`:           "from,to\n1770336000,1770336000\n",
		"must be disconnected, blocked, silent, stopped": "from,to,why\n1770336000,1770336001,asleep\n",
		"has no rows":              "from,to\n",
		"has more than 65536 rows": "from,to\n" + strings.Repeat("1770336000,1770336001\n", tape.MaxGaps+1),
	} {
		if _, _, err := Import(withGaps(t, raw)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q in it", err, want)
		}
	}
}
