package page

import (
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
