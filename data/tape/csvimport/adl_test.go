package csvimport

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unwind/data"
)

func withADL(t *testing.T, files ...string) (Input, Options) {
	t.Helper()
	in := Input{Candles: []File{sample(t, "candles_1m.csv")}}
	for i, raw := range files {
		in.ADL = append(in.ADL, File{Name: "adl" + strconv.Itoa(i) + ".csv", Raw: []byte(raw)})
	}
	return in, Options{ID: "adl"}
}

func TestADLIsImportedBesideWhatWasLiquidated(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		fills     bool
	}{
		{"dollars", "time,adl_usd,liquidated_usd\n1770336006000,2,4\n1770336000000,0,3\n1770336006000,2,4\n", false},
		{"fills", "time_ms,liq_fills,adl_fills\n1770336000000,3,0\n1770336006000,4,2\n", true},
	} {
		v, report, err := Import(withADL(t, c.raw))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		l := v.ADL
		if l.Fills != c.fills || l.Step != 6*data.Second || !slices.Equal(l.T, []data.UnixMs{1770336000000, 1770336006000}) ||
			!slices.Equal(l.ADL, []float64{0, 2}) || !slices.Equal(l.Liquidated, []float64{3, 4}) {
			t.Errorf("%s: got %+v", c.name, l)
		}
		if f := report.Files[len(report.Files)-1]; f.Copies != f.Rows-2 {
			t.Errorf("%s: %d copies of %d rows", c.name, f.Copies, f.Rows)
		}
	}
}

func TestADLThatMakesNoSenseIsRefused(t *testing.T) {
	const dollars = "time,adl_usd,liquidated_usd\n1770336000000,0,3\n"
	for want, files := range map[string][]string{
		"no column is known for liquidated": {"time,adl_usd\n1770336000000,2\n"},
		"both must be of one unit":          {"time,adl_usd,liq_fills\n1770336000000,2,3\n"},
		"another unit than the file before": {dollars, "time,adl_fills,liq_fills\n1770336000000,2,3\n"},
		"has the same time":                 {dollars, "time,adl_usd,liquidated_usd\n1770336000000,1,3\n"},
		"has no rows":                       {"time,adl_usd,liquidated_usd\n"},
		"adl_usd":                           {"time,adl_usd,liquidated_usd\n1770336000000,-1,3\n"},
	} {
		if _, _, err := Import(withADL(t, files...)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q in it", files, err, want)
		}
	}
}

// The recorded counts of Hyperliquid, 10 October 2025 from 21:15:03 UTC: 63,637
// liquidation fills and 34,983 of ADL in all.
func TestTheCountsOfHyperliquid(t *testing.T) {
	raw, err := os.ReadFile("../../../../shared/data/hyperliquid-2025-10-10/cascade_timing_per_second.csv")
	if err != nil {
		t.Skip("../shared/data is not here: ", err)
	}
	var out strings.Builder
	out.WriteString("time,liq_fills,adl_fills\n")
	for i, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		second, rest, _ := strings.Cut(strings.TrimSpace(line), ",")
		if n, err := strconv.Atoi(second); err == nil && i > 0 {
			out.WriteString(strconv.Itoa(1760130903000+1000*n) + "," + rest + "\n")
		}
	}
	v, _, err := Import(withADL(t, out.String()))
	if err != nil {
		t.Fatal(err)
	}
	adl, liquidated := 0.0, 0.0
	for i := range v.ADL.T {
		adl, liquidated = adl+v.ADL.ADL[i], liquidated+v.ADL.Liquidated[i]
	}
	if !v.ADL.Fills || v.ADL.Step != data.Second || adl != 34983 || liquidated != 63637 {
		t.Errorf("got %v of %v in steps of %d, want 34,983 of 63,637", adl, liquidated, v.ADL.Step)
	}
}
