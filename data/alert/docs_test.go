package alert

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"unwind/data"
)

// docs/alerts.md has the bounds and the defaults.
func TestTheDocumentHasTheBounds(t *testing.T) {
	raw, err := os.ReadFile("../../docs/alerts.md")
	if err != nil {
		t.Fatal(err)
	}
	percent := func(v float64) string { return fmt.Sprintf("%g %%", 100*v) }
	minutes := func(v data.UnixMs) string { return fmt.Sprint(int64(v / data.Minute)) }
	usd := func(v data.USD) string {
		digits := fmt.Sprintf("%.0f", float64(v))
		for i := len(digits) - 3; i > 0; i -= 3 {
			digits = digits[:i] + "," + digits[i:]
		}
		return "$" + digits
	}
	d := DefaultRules
	for _, row := range []string{
		"| *W* | " + usd(MinUSD) + " to " + usd(MaxUSD) + " | " + usd(d.Wave) + " |",
		"| *P* | " + percent(MinFall) + " to " + percent(MaxFall) + " | " + percent(d.Fall.Share) + " |",
		"| *M* | " + minutes(MinWithin) + " to " + minutes(MaxWithin) + " minutes | " + minutes(d.Fall.Within) + " minutes |",
		"| *D* | " + percent(MinNear) + " to " + percent(MaxNear) + " | " + percent(d.Near.Share) + " |",
		"| *Y* | any, or " + usd(MinUSD) + " to " + usd(MaxUSD) + " | " + usd(d.Near.USD) + " |",
		"more than " + minutes(News) + " minutes ago",
		fmt.Sprintf("%g × *D* away", float64(leave)),
	} {
		if !strings.Contains(string(raw), row) {
			t.Errorf("the document does not say %q", row)
		}
	}
}
