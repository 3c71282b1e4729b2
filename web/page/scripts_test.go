package page

import (
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

// TestThePagePreloadsEveryModule follows the imports from main.js: a module
// that is not named in the page arrives one round trip later for each import
// that leads to it.
func TestThePagePreloadsEveryModule(t *testing.T) {
	imports := regexp.MustCompile(`(?m)^(?:import|export)[^'"]*from '\./([\w.]+)'`)
	reached := []string{"js/main.js"}
	for i := 0; i < len(reached); i++ {
		source, err := os.ReadFile("../static/" + reached[i])
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range imports.FindAllStringSubmatch(string(source), -1) {
			if name := path.Join("js", m[1]); !slices.Contains(reached, name) {
				reached = append(reached, name)
			}
		}
	}
	slices.Sort(reached)
	named := slices.Sorted(slices.Values(pageModules))
	if !slices.Equal(reached, named) {
		t.Errorf("main.js reaches %q,\nthe page names %q", reached, named)
	}
}

// TestScriptsFindTheirElements looks for ids that a script asks for and the
// template does not have.
func TestScriptsFindTheirElements(t *testing.T) {
	page := body(t, newPage(t, "btc", "eth"), "/")
	ids := regexp.MustCompile(`\$\('([\w-]+)'\)`)
	for _, name := range pageModules {
		source, err := os.ReadFile("../static/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ids.FindAllStringSubmatch(string(source), -1) {
			if !strings.Contains(page, ` id="`+m[1]+`"`) {
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
