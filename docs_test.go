package main

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"unwind/data/wire"
	"unwind/wasm/app"
	"unwind/web/library"
)

// example returns the JSON under a heading of docs/embedding.md.
func example(t *testing.T, heading string) map[string]any {
	t.Helper()
	raw, err := os.ReadFile("docs/embedding.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n### "+heading+"\n\n```json\n")
	text, _, _ = strings.Cut(text, "```")
	return object(t, []byte(text))
}

func object(t *testing.T, raw []byte) map[string]any {
	t.Helper()
	var m map[string]any
	raw = bytes.ReplaceAll(raw, []byte("\u00a0"), []byte(" ")) // a document is typed with plain spaces
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// documentedModel is the built-in event at 00:30 as the examples show it, in
// the chart of a window of 1280 × 720.
func documentedModel(t *testing.T) *app.Model {
	t.Helper()
	builtin, err := library.MakeBuiltins()
	if err != nil {
		t.Fatal(err)
	}
	events, err := library.New(builtin, "", newLog(serveOptions{}, t.Output()))
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	mk, err := events.Market(events.Event(""))
	if err != nil {
		t.Fatal(err)
	}
	m := app.New(wire.ParseQuery("event=btc-2026-02-05&t=2026-02-06T00:30:00Z&theme=dark&lang=en&speed=smart"))
	for _, msg := range []app.Msg{app.Resized{W: 1248, H: 512, Scale: 1}, app.Loaded{Market: mk}} {
		if err := m.Update(msg, 0); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func TestTheDocumentedNumbersAreThoseOfTheEvent(t *testing.T) {
	m := documentedModel(t)
	for heading, got := range map[string]map[string]any{
		"The state": object(t, m.AppendState(nil, 0)),
		"The event": object(t, m.AppendEvent(nil, 1)),
		"The table": object(t, m.AppendTable(nil, 1, 0)),
	} {
		for key, want := range example(t, heading) {
			if list, ok := got[key].([]any); ok && (key == "waves" || key == "chapters") {
				got[key] = list[:1] // the document shows the first
			}
			if key == "rows" || want == "…" {
				continue // longer than the document wants to be
			}
			if !reflect.DeepEqual(got[key], want) {
				t.Errorf("%s: %s is %v, the document says %v", heading, key, got[key], want)
			}
		}
	}
}
