package cascade

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// The table of docs/cascade.md lists every parameter with its bounds and its
// default, in their order.
func TestParametersAreThoseOfTheDocument(t *testing.T) {
	raw, err := os.ReadFile("../../docs/cascade.md")
	if err != nil {
		t.Fatal(err)
	}
	next := 0
	for line := range strings.Lines(string(raw)) {
		cells := strings.Split(line, "|")
		if len(cells) != 8 || !strings.HasPrefix(cells[1], " `") {
			continue
		}
		if next == len(Parameters) {
			t.Fatalf("the document has more: %s", line)
		}
		p := &Parameters[next]
		next++
		if name := strings.Trim(cells[1], " `"); name != p.Name {
			t.Errorf("the document has %q where %q is", name, p.Name)
		}
		for k, want := range []float64{p.Low, p.High, p.Default} {
			text := strings.ReplaceAll(strings.TrimSpace(cells[3+k]), "−", "-")
			if got, err := strconv.ParseFloat(text, 64); err != nil || got != want {
				t.Errorf("%s: the document says %q, want %v", p.Name, text, want)
			}
		}
	}
	if next != len(Parameters) {
		t.Errorf("the document has %d of %d parameters", next, len(Parameters))
	}
}
