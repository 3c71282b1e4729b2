package panel

import (
	"os"
	"strings"
	"testing"
)

// docs/cascade.md, "On the page", has the panel's numbers of both events.
func TestTheDocumentHasTheNumbersOfThePanel(t *testing.T) {
	raw, err := os.ReadFile("../../docs/cascade.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n### On the page\n\nThe panel \"After")
	text, _, _ = strings.Cut(text, "\n### ")
	p := panels(t)
	for _, event := range []string{"btc-2026-02-05", "btc-2025-10-10"} {
		v, err := p.flush(&Request{Event: p.events.Event(event), Lang: "en"}, newWords(p.texts["en"], "en"))
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range v.(*flushView).Rows {
			want := row.Before + " → " + row.After + " | " + row.Verdict
			if row.Before == "" {
				want = row.Low + " | " + row.Verdict
			}
			if want = strings.ReplaceAll(want, "\u00a0", " "); !strings.Contains(text, want) {
				t.Errorf("%s, %s: the document does not say %q", event, row.Name, want)
			}
		}
	}
}
