package page

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

// scripts returns the sources of the page's scripts by their names.
func scripts(t *testing.T) map[string]string { return scriptsIn(t, "../static/js") }

func scriptsIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(folder + "/*.js")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	found := map[string]string{}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found[filepath.Base(file)] = string(source)
	}
	return found
}

// TestEveryScriptReachesThePage follows the imports from main.js: what nothing
// imports, the build leaves out.
func TestEveryScriptReachesThePage(t *testing.T) {
	imports := regexp.MustCompile(`(?m)(?:^(?:import|export)[^'"]*from |\bimport\()'\./([\w.]+)'`)
	sources := scripts(t)
	reached := []string{"main.js"}
	for i := 0; i < len(reached); i++ {
		for _, m := range imports.FindAllStringSubmatch(sources[reached[i]], -1) {
			if !slices.Contains(reached, m[1]) {
				reached = append(reached, m[1])
			}
		}
	}
	slices.Sort(reached)
	if all := slices.Sorted(maps.Keys(sources)); !slices.Equal(reached, all) {
		t.Errorf("main.js reaches %q,\nthe folder has %q", reached, all)
	}
}

// TestEveryStyleSheetReachesThePage does the same for page.css and the sheets
// that are fetched with a panel.
func TestEveryStyleSheetReachesThePage(t *testing.T) {
	files, err := filepath.Glob("../static/css/*.css")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d style sheets: %v", len(files), err)
	}
	entries, err := filepath.Glob("../static/css/panel/*.css")
	if err != nil {
		t.Fatal(err)
	}
	var imports strings.Builder
	for _, file := range append(entries, "../static/"+styleName) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		imports.WriteString(strings.ReplaceAll(string(raw), "'../", "'./"))
	}
	for _, file := range files {
		name := filepath.Base(file)
		if name != path.Base(styleName) && !contains(imports.String(), "@import './"+name+"';") {
			t.Errorf("neither %s nor a panel's sheet imports %s", styleName, name)
		}
	}
}

// TestScriptsFindTheirElements looks for ids that a script asks for and the
// template does not have.
func TestScriptsFindTheirElements(t *testing.T) {
	findElements(t, scripts(t), body(t, newPage(t, "btc", "eth"), "/"))
	live := body(t, newLivePage(t), "/live")
	findElements(t, scripts(t), live, "waves") // of an event that is over
	findElements(t, scriptsIn(t, "../static/js/live"), live)
}

func findElements(t *testing.T, scripts map[string]string, page string, lacks ...string) {
	t.Helper()
	ids := regexp.MustCompile(`\$\('([\w-]+)'\)`)
	for name, source := range scripts {
		for _, m := range ids.FindAllStringSubmatch(source, -1) {
			if !strings.Contains(page, ` id="`+m[1]+`"`) && !slices.Contains(lacks, m[1]) {
				t.Errorf("%s looks for #%s, which the page does not have", name, m[1])
			}
		}
	}
}

// TestTheListOfKeysHasEveryKey holds the list of the help to the tables in
// keys.js.
func TestTheListOfKeysHasEveryKey(t *testing.T) {
	source, err := os.ReadFile("../static/js/keys.js")
	if err != nil {
		t.Fatal(err)
	}
	labels := strings.NewReplacer(
		"Shift ", "", "Arrow", "", "Key", "", "Digit", "", "BracketLeft", "[", "BracketRight", "]", "Period", ".",
		"PageUp", "PgUp", "PageDown", "PgDn", "Left", "←", "Right", "→", "Up", "↑", "Down", "↓", "-", "−",
	)
	handled := map[string]bool{"Esc": true, "Shift": true}
	for _, m := range regexp.MustCompile(`(?m)(?:^  |\{ |, )'?([\w+?-]+(?: \w+)?)'?: [\w(]`).FindAllStringSubmatch(tablesOf(string(source)), -1) {
		handled[labels.Replace(m[1])] = true
	}
	listed := map[string]bool{}
	for _, row := range keyList {
		for _, key := range row.Keys {
			for _, one := range strings.Fields(key) {
				listed[one] = true
			}
		}
	}
	if got, want := slices.Sorted(maps.Keys(listed)), slices.Sorted(maps.Keys(handled)); !slices.Equal(got, want) {
		t.Errorf("the help lists %q,\nkeys.js has      %q", got, want)
	}
}

// tablesOf returns the part of keys.js that says what each key does.
func tablesOf(source string) string {
	_, text, _ := strings.Cut(source, "const REPEATING")
	text, _, _ = strings.Cut(text, "\n/**")
	return text
}
