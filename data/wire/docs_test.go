package wire

import (
	"encoding/json"
	"html"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// document returns docs/embedding.md: these tests hold the code to it.
func document(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("../../docs/embedding.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// section returns the part of the document under a heading, up to the next one
// of the same depth.
func section(t *testing.T, heading string) string {
	t.Helper()
	_, text, ok := strings.Cut(document(t), "\n"+heading+"\n")
	if !ok {
		t.Fatalf("no section %q", heading)
	}
	depth, _, _ := strings.Cut(heading, " ")
	text, _, _ = strings.Cut(text, "\n"+depth+" ")
	return text
}

// rows returns the cells of the tables in text, without head and ruler.
func rows(text string) [][]string {
	var all [][]string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		all = append(all, cells)
	}
	return all
}

var code = regexp.MustCompile("`([^`]*)`")

// codes returns what stands in code quotes in a cell.
func codes(cell string) []string {
	var all []string
	for _, m := range code.FindAllStringSubmatch(cell, -1) {
		all = append(all, m[1])
	}
	return all
}

func TestDocumentedKeysAreUnderstood(t *testing.T) {
	documented := map[string]bool{}
	for _, row := range rows(section(t, "## The query string")) {
		if len(row) != 4 {
			t.Fatalf("row %q has %d cells, want 4", row, len(row))
		}
		example := codes(row[3])[0]
		q := ParseQuery(example)
		if len(q.Problems) > 0 || reflect.DeepEqual(q, DefaultQuery()) {
			t.Errorf("%q is not understood: %+v", example, q.Problems)
		}
		if q.Encode() != example {
			t.Errorf("%q is written as %q", example, q.Encode())
		}
		for _, key := range codes(row[0]) {
			documented[key] = true
			if !strings.Contains("&"+example, "&"+key+"=") {
				t.Errorf("the example %q lacks %q", example, key)
			}
		}
	}
	full := "event=x&t=2026-02-06&from=2026-02-05&to=2026-02-06&low=1&high=2&speed=2&fit=5&play=1&a=2026-02-05&b=2026-02-06&pin=2026-02-05,1&layers=none" +
		"&side=long&lev=5-&venue=okx&size=1-&model=half:2&depth=quote:5000&whatif=at:2026-02-05&min=1&max=2&palette=grey&gamma=2&theme=dark&lang=ru&ui=none&gestures=greedy&w=300&h=300&scale=2&bare=1"
	q := ParseQuery(full)
	for pair := range strings.SplitSeq(q.Encode(), "&") {
		key, _, _ := strings.Cut(pair, "=")
		if !documented[key] {
			t.Errorf("key %q is not documented", key)
		}
		delete(documented, key)
	}
	for key := range documented {
		t.Errorf("key %q is documented and does nothing", key)
	}
}

func TestDocumentedNamesAreUnderstood(t *testing.T) {
	names := map[string][]string{
		"side": sideNames, "play": playNames, "layers": append(slices.Clone(layerNames), noLayers), "palette": paletteNames,
		"theme": themeNames, "lang": langNames, "ui": uiNames, "gestures": gesturesNames,
	}
	for _, row := range rows(section(t, "## The query string")) {
		key := codes(row[0])[0]
		want, ok := names[key]
		if got := codes(row[1]); ok && !slices.Equal(got, want) {
			t.Errorf("%s: the document has %q, the code %q", key, got, want)
		}
		delete(names, key)
	}
	for key := range names {
		t.Errorf("no row for %s", key)
	}
}

func TestDocumentedTimesAreUnderstood(t *testing.T) {
	_, text, _ := strings.Cut(section(t, "## The query string"), "**Times**")
	text, _, _ = strings.Cut(text, "\n")
	examples := codes(text)
	if len(examples) < 5 {
		t.Fatalf("only %d examples", len(examples))
	}
	for _, example := range examples {
		if q := ParseQuery("t=" + example); !q.HasTime {
			t.Errorf("%q is not understood", example)
		}
	}
}

var address = regexp.MustCompile(`https://unwind\.example/[a-z.]*\?([^"]*)"`)

func TestDocumentedAddressesAreUnderstood(t *testing.T) {
	found := address.FindAllStringSubmatch(document(t), -1)
	if len(found) < 4 {
		t.Fatalf("only %d addresses", len(found))
	}
	for _, m := range found {
		q := ParseQuery(html.UnescapeString(m[1]))
		if len(q.Problems) > 0 || q.Stage.Event == "" {
			t.Errorf("%q: %+v", m[1], q.Problems)
		}
	}
}

// inline finds messages anywhere in the document.
var inline = regexp.MustCompile(`\{("unwind": 1, )?"type": [^{}]*\}`)

func TestDocumentedMessagesAreUnderstood(t *testing.T) {
	undocumented := maps.Clone(messageParsers)
	for _, raw := range inline.FindAllString(document(t), -1) {
		if strings.Contains(raw, `"getState"`) {
			continue // answered by the page, which shows no chart of its own
		}
		if _, err := ParseMessage([]byte(raw)); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
		var m struct{ Type string }
		if err := json.Unmarshal([]byte(raw), &m); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
		delete(undocumented, m.Type)
	}
	for kind := range undocumented {
		t.Errorf("message %q is not documented", kind)
	}
}

func TestTheDocumentedStateIsTheState(t *testing.T) {
	_, text, _ := strings.Cut(section(t, "### The state"), "```json\n")
	text, _, _ = strings.Cut(text, "```")
	var documented map[string]any
	if err := json.Unmarshal([]byte(text), &documented); err != nil {
		t.Fatal(err)
	}
	got := parsed(t, fullState())
	if g, w := keys(got), keys(documented); !slices.Equal(g, w) {
		t.Errorf("members\n got %q\nwant %q", g, w)
	}
	for _, key := range []string{"shown", "problems", "model", "depth"} {
		g, w := got[key], documented[key]
		if list, ok := g.([]any); ok {
			g, w = list[0], w.([]any)[0]
		}
		if g, w := keys(g.(map[string]any)), keys(w.(map[string]any)); !slices.Equal(g, w) {
			t.Errorf("members of %s\n got %q\nwant %q", key, g, w)
		}
	}
	q := ParseQuery(documented["query"].(string))
	if q.Encode() != documented["query"] {
		t.Errorf("query %q is written as %q", documented["query"], q.Encode())
	}
}

func TestTheDocumentedLiveEdgeIsTheLiveEdge(t *testing.T) {
	_, text, _ := strings.Cut(section(t, "### The live edge"), "```json\n")
	text, _, _ = strings.Cut(text, "```")
	var documented map[string]any
	if err := json.Unmarshal([]byte(text), &documented); err != nil {
		t.Fatal(err)
	}
	if got := parsed(t, fullState())["live"]; !reflect.DeepEqual(got, any(documented)) {
		t.Errorf("got %v, the document has %v", got, documented)
	}
}

func TestTheDocumentedWhatIfIsTheWhatIf(t *testing.T) {
	_, text, _ := strings.Cut(section(t, "### The what-if"), "```json\n")
	text, _, _ = strings.Cut(text, "```")
	var documented map[string]any
	if err := json.Unmarshal([]byte(text), &documented); err != nil {
		t.Fatal(err)
	}
	got := parsed(t, fullState())["whatif"].(map[string]any)
	for _, path := range [][]string{{}, {"result"}, {"result", "long"}, {"result", "short"}} {
		g, w := got, documented
		for _, key := range path {
			g, w = g[key].(map[string]any), w[key].(map[string]any)
		}
		if g, w := keys(g), keys(w); !slices.Equal(g, w) {
			t.Errorf("members of %v\n got %q\nwant %q", path, g, w)
		}
	}
}

func TestTheDocumentedTableIsTheTable(t *testing.T) {
	_, text, _ := strings.Cut(section(t, "### The table"), "```json\n")
	text, _, _ = strings.Cut(text, "```")
	var documented, got map[string]any
	if err := json.Unmarshal([]byte(text), &documented); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(AppendTable(nil, fullTable()), &got); err != nil {
		t.Fatal(err)
	}
	first := func(v any) map[string]any { return v.([]any)[0].(map[string]any) }
	g, w := first(got["rows"]), first(documented["rows"])
	for _, c := range []struct {
		name      string
		got, want map[string]any
	}{
		{"the table", got, documented},
		{"a row", g, w},
		{"births", g["born"].(map[string]any), w["born"].(map[string]any)},
		{"a leverage", first(g["leverages"]), first(w["leverages"])},
	} {
		if g, w := keys(c.got), keys(c.want); !slices.Equal(g, w) {
			t.Errorf("members of %s\n got %q\nwant %q", c.name, g, w)
		}
	}
}

func TestTheDocumentedCellIsTheCell(t *testing.T) {
	_, text, _ := strings.Cut(section(t, "### The cell"), "```json\n")
	text, _, _ = strings.Cut(text, "```")
	var documented, got map[string]any
	if err := json.Unmarshal([]byte(text), &documented); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(AppendCell(nil, fullCell()), &got); err != nil {
		t.Fatal(err)
	}
	wantKeys := func(name string, g, w any) {
		t.Helper()
		if g, w := keys(g.(map[string]any)), keys(w.(map[string]any)); !slices.Equal(g, w) {
			t.Errorf("members of %s\n got %q\nwant %q", name, g, w)
		}
	}
	wantKeys("the cell", got, documented)
	for _, key := range []string{"pin", "waiting", "least", "most", "born", "long", "short"} {
		wantKeys(key, got[key], documented[key])
	}
	for _, key := range []string{"parts", "births", "sections"} {
		wantKeys(key, got[key].([]any)[0], documented[key].([]any)[0])
	}
}

func TestTheDocumentedLegendIsTheLegend(t *testing.T) {
	_, text, _ := strings.Cut(section(t, "### The colour scale"), "```json\n")
	text, _, _ = strings.Cut(text, "```")
	var documented, got map[string]any
	if err := json.Unmarshal([]byte(text), &documented); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(AppendLegend(nil, fullLegend()), &got); err != nil {
		t.Fatal(err)
	}
	if g, w := keys(got), keys(documented); !slices.Equal(g, w) {
		t.Errorf("members\n got %q\nwant %q", g, w)
	}
	if g, w := keys(got["box"].(map[string]any)), keys(documented["box"].(map[string]any)); !slices.Equal(g, w) {
		t.Errorf("members of the box\n got %q\nwant %q", g, w)
	}
}

func TestTheDocumentedEventIsTheEvent(t *testing.T) {
	_, text, _ := strings.Cut(section(t, "### The event"), "```json\n")
	text, _, _ = strings.Cut(text, "```")
	var documented, got map[string]any
	if err := json.Unmarshal([]byte(text), &documented); err != nil {
		t.Fatal(err)
	}
	e := EventInfo{Waves: make([]WaveInfo, 1), Chapters: make([]ChapterInfo, 1)}
	if err := json.Unmarshal(AppendEvent(nil, &e), &got); err != nil {
		t.Fatal(err)
	}
	if g, w := keys(got), keys(documented); !slices.Equal(g, w) {
		t.Errorf("members\n got %q\nwant %q", g, w)
	}
	for _, list := range []string{"waves", "chapters"} {
		g, w := got[list].([]any)[0].(map[string]any), documented[list].([]any)[0].(map[string]any)
		if g, w := keys(g), keys(w); !slices.Equal(g, w) {
			t.Errorf("members of %s\n got %q\nwant %q", list, g, w)
		}
	}
}

func keys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
