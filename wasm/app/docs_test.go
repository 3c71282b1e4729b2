package app

import (
	"os"
	"strings"
	"testing"
)

func TestEventsAreDocumented(t *testing.T) {
	raw, err := os.ReadFile("../../docs/embedding.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n### Events\n")
	text, _, _ = strings.Cut(text, "\n## ")
	for _, name := range kindNames {
		if !strings.Contains(text, "\n| `"+name+"` |") {
			t.Errorf("event %q is not documented", name)
		}
	}
}
