package margin

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"unwind/data"
)

// otherRules are the published placements of other open tools that docs/model.md
// compares with ours: the distance of the level from the entry as a share of
// it, m being the rate of the first tier.
var otherRules = []struct {
	name     string
	distance func(leverage, m float64) float64
}{
	{"cheap", func(l, m float64) float64 { return 1/l - m }},
	{"naive", func(l, m float64) float64 { return 1 / l }},
	{"0.95/L", func(l, m float64) float64 { return 0.95 / l }},
	{"aggr", func(l, m float64) float64 { return 1/l + (0.005 + 0.01/l) }},
}

// placementRow is the row of the table in docs/model.md of one leverage and
// side: our distance, then how much farther from the entry each other rule
// places the level, in percent of the entry.
func placementRow(leverage float64, side data.Side) string {
	table := BinanceBTCUSDT()
	const entry = 100_000
	price, tier := table.LiquidationPrice(Open(side, entry, 10_000, leverage))
	sign, name := 1.0, "long"
	if side == data.Short {
		sign, name = -1, "short"
	}
	ours := sign * (1 - float64(price)/entry)
	var b strings.Builder
	fmt.Fprintf(&b, "| %gx %s | %s %% |", leverage, name, signed(-100*sign*ours))
	for _, rule := range otherRules {
		fmt.Fprintf(&b, " %s |", signed(100*(rule.distance(leverage, tier.MaintenanceRate)-ours)))
	}
	return b.String()
}

func signed(v float64) string {
	return strings.ReplaceAll(fmt.Sprintf("%+.3f", v), "-", "−")
}

func TestTheDocumentedPlacementsOfOtherToolsAreComputed(t *testing.T) {
	raw, err := os.ReadFile("../../docs/model.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, leverage := range []float64{5, 10, 25, 50, 100, 125} {
		for _, side := range []data.Side{data.Long, data.Short} {
			if want := placementRow(leverage, side); !strings.Contains(string(raw), "\n"+want+"\n") {
				t.Errorf("docs/model.md lacks the row %s", want)
			}
		}
	}
}

// By hand: a 100x long of 100,000 dollars is liquidated at 99,000/0.996 =
// 99,397.59, 0.602 % away; 1/100 is 0.398 farther, 1/100 + 0.5 % + 0.01 % is
// 0.908 farther, 0.95/100 is 0.348 farther, 1/100 − 0.4 % is 0.002 nearer.
func TestThePlacementsOfA100xLongAreThoseWorkedOutByHand(t *testing.T) {
	want := "| 100x long | −0.602 % | −0.002 | +0.398 | +0.348 | +0.908 |"
	if got := placementRow(100, data.Long); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
