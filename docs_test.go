package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"regexp"
	"slices"
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

// documentedEvents are the built-in events, as the server has them.
func documentedEvents(t *testing.T) *library.Library {
	t.Helper()
	builtin, err := library.MakeBuiltins()
	if err != nil {
		t.Fatal(err)
	}
	events, err := library.New(builtin, "", newLog(serveOptions{}, t.Output()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { events.Close() })
	return events
}

// documentedModel is the built-in event at 00:30 as the examples show it, in
// the chart of a window of 1280 × 720.
func documentedModel(t *testing.T) *app.Model {
	t.Helper()
	events := documentedEvents(t)
	mk, err := events.Market(events.Event(""))
	if err != nil {
		t.Fatal(err)
	}
	m := app.New(wire.ParseQuery("event=btc-2026-02-05&t=2026-02-06T00:30:00Z&theme=dark&lang=en&speed=fast"))
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
			if want == "…" {
				continue // longer than the document wants to be
			}
			if key == "rows" { // the document shows the beginning
				for _, fault := range begins(heading+": rows", got[key], want) {
					t.Error(fault)
				}
				continue
			}
			if !reflect.DeepEqual(got[key], want) {
				t.Errorf("%s: %s is %v, the document says %v", heading, key, got[key], want)
			}
		}
	}
}

// The example is the beginning of what the program returns: of each list the
// document shows the first, and dollars to the cent.
func TestTheDocumentedCellIsThatOfTheEvent(t *testing.T) {
	m := documentedModel(t)
	pin, err := wire.ParseMessage([]byte(`{"type": "pin", "t": "2026-02-05T20:50:00Z", "low": 59442.4, "high": 59603.1}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Update(app.Command{Message: pin}, 0); err != nil {
		t.Fatal(err)
	}
	got, want := object(t, m.AppendCell(nil, false, 0)), example(t, "The cell")
	for key := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("the document lacks %s", key)
		}
	}
	for _, fault := range begins("cell", got, want) {
		t.Error(fault)
	}
}

// The example is what the program returns for the message of the document.
func TestTheDocumentedWhatIfIsThatOfTheEvent(t *testing.T) {
	m := documentedModel(t)
	ask, err := wire.ParseMessage([]byte(`{"type": "whatif", "at": "2026-02-06T00:00:00Z", "shock": -0.05}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Update(app.Command{Message: ask}, 0); err != nil {
		t.Fatal(err)
	}
	for m.Working() {
		m.Compute()
	}
	got, want := object(t, m.AppendState(nil, 0))["whatif"].(map[string]any), example(t, "The what-if")
	for _, fault := range begins("whatif", got, want) {
		t.Error(fault)
	}
}

// The example is what was told of the event while it played for 0.7 s.
func TestTheDocumentedAlertsAreThoseOfTheEvent(t *testing.T) {
	m := documentedModel(t)
	line := lineWith(t, "docs/embedding.md", "| `{\"type\": \"alerts\", ")
	rules, err := wire.ParseMessage([]byte(quotedIn(line)[0]))
	if err != nil {
		t.Fatal(err)
	}
	for _, msg := range []wire.Message{wire.SeekMsg{T: 1770336000000}, wire.SpeedMsg{Speed: 600}, rules, wire.PlayMsg{}} {
		if err := m.Update(app.Command{Message: msg}, 0); err != nil {
			t.Fatal(err)
		}
	}
	m.View(0)
	m.View(700)
	got, want := object(t, m.AppendAlerts(nil)), example(t, "The alerts")
	if n := len(got["alerts"].([]any)); n != 2 {
		t.Errorf("%d alerts, the document says two", n)
	}
	first := got["alerts"].([]any)[0].(map[string]any)
	for key := range first {
		if _, ok := want["alerts"].([]any)[0].(map[string]any)[key]; !ok {
			t.Errorf("the document lacks %s", key)
		}
	}
	for _, fault := range begins("alerts", got, want) {
		t.Error(fault)
	}
}

// begins returns where got is not what a document shows of it.
func begins(at string, got, want any) []string {
	var faults []string
	switch want := want.(type) {
	case map[string]any:
		members, _ := got.(map[string]any)
		for key := range want {
			faults = append(faults, begins(at+"."+key, members[key], want[key])...)
		}
	case []any:
		list, _ := got.([]any)
		if len(want) == 0 || len(list) < len(want) {
			return []string{fmt.Sprintf("%s has %d, the document shows %d", at, len(list), len(want))}
		}
		for i := range want {
			faults = append(faults, begins(fmt.Sprintf("%s[%d]", at, i), list[i], want[i])...)
		}
	case float64:
		if number, ok := got.(float64); !ok || math.Abs(number-want) > 0.0051 {
			return []string{fmt.Sprintf("%s is %v, the document says %v", at, got, want)}
		}
	default:
		if want != "…" && got != want {
			return []string{fmt.Sprintf("%s is %v, the document says %v", at, got, want)}
		}
	}
	return faults
}

var quoted = regexp.MustCompile("`([^`]*)`")

// quotedIn returns what stands in code quotes in a line.
func quotedIn(line string) []string {
	var all []string
	for _, m := range quoted.FindAllStringSubmatch(line, -1) {
		all = append(all, m[1])
	}
	return all
}

// lineWith returns the first line of a document that begins so.
func lineWith(t *testing.T, file, start string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(raw), "\n") {
		if strings.HasPrefix(line, start) {
			return line
		}
	}
	t.Fatalf("%s has no line that begins %q", file, start)
	return ""
}

func TestReadmesNameEveryKeyOfTheQuery(t *testing.T) {
	raw, err := os.ReadFile("docs/embedding.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n## The query string\n")
	text, _, _ = strings.Cut(text, "\n- ")
	var want []string
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, "| `") {
			keys, _, _ := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
			want = append(want, quotedIn(keys)...)
		}
	}
	if len(want) < 20 {
		t.Fatalf("docs/embedding.md lists %d keys", len(want))
	}
	for file, start := range map[string]string{
		"README.md": "The query string holds the whole state", "README.ru.md": "В строке запроса",
	} {
		if got := quotedIn(lineWith(t, file, start)); !slices.Equal(got, want) {
			t.Errorf("%s names the keys %q, want %q", file, got, want)
		}
	}
}

func TestTheDocumentedEventListIsTheServers(t *testing.T) {
	events := documentedEvents(t).Events()
	e := events[0]
	raw, err := os.ReadFile("docs/http.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("\"client\":true,\"events\":%d,", len(events)),
		fmt.Sprintf("\"from\": %d,\n    \"to\": %d,\n    \"cover\": %d,\n    \"playFrom\": %d,", e.From, e.To, e.Cover, e.PlayFrom),
	} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("docs/http.md lacks %q", want)
		}
	}
}

// The example is what the program returns for the message of the document; of
// the stretches it shows the first.
func TestTheDocumentedFuelIsThatOfTheEvent(t *testing.T) {
	m := documentedModel(t)
	set, err := wire.ParseMessage([]byte(`{"type": "depth", "conversion": 20}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Update(app.Command{Message: set}, 0); err != nil {
		t.Fatal(err)
	}
	got, want := object(t, m.AppendFuel(nil, 0)), example(t, "The fuel")
	for key := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("the document lacks %s", key)
		}
	}
	for _, fault := range begins("fuel", got, want) {
		t.Error(fault)
	}
}
