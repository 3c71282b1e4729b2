package main

import (
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template"

	"unwind/web/build/slim/plain"
)

// folder returns where a module lies in the module cache, and skips the test
// when it has not been downloaded.
func folder(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := strings.TrimSpace(string(out))
	if dir == "" {
		t.Skipf("%s is not in the module cache", path)
	}
	return dir
}

// heavy is what the edits are for.
var heavy = []string{"archive/zip", "encoding/json", "github.com/tidwall/pretty", "go/build", ebitengine + "/internal/png", "regexp", "text/template"}

func TestEditedFilesImportNothingHeavy(t *testing.T) {
	for _, m := range slimmed {
		copied := t.TempDir()
		if err := m.fill(copied, folder(t, m.path)); err != nil {
			t.Fatal(err)
		}
		for _, e := range m.edits {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(copied, e.file), nil, parser.ParseComments)
			if err != nil {
				t.Error(err)
				continue
			}
			for _, i := range file.Imports {
				if path, _ := strconv.Unquote(i.Path.Value); slices.Contains(heavy, path) {
					t.Errorf("%s still imports %s", e.file, path)
				}
			}
		}
		if _, err := os.Stat(filepath.Join(copied, "LICENSE")); err != nil {
			t.Error("the copy lacks its licence")
		}
	}
}

// filters is what Ebitengine hands its template of the filters' shaders.
type filters struct {
	Filter, FilterNearest, FilterLinear, FilterPixelated      int
	Address, AddressUnsafe, AddressClampToZero, AddressRepeat int
	UseColorM                                                 bool
}

// holds is chooseFilter, as a table.
func (f filters) holds(condition string) bool {
	return map[string]bool{
		".UseColorM":                      f.UseColorM,
		"eq .Filter .FilterNearest":       f.Filter == f.FilterNearest,
		"eq .Filter .FilterLinear":        f.Filter == f.FilterLinear,
		"eq .Filter .FilterPixelated":     f.Filter == f.FilterPixelated,
		"eq .Address .AddressUnsafe":      f.Address == f.AddressUnsafe,
		"eq .Address .AddressClampToZero": f.Address == f.AddressClampToZero,
		"eq .Address .AddressRepeat":      f.Address == f.AddressRepeat,
	}[condition]
}

func TestTheFiltersAreWhatTheTemplateMakesOfThem(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(folder(t, ebitengine), "internal/builtinshader/shader.go"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Split(string(source), "`")[1]
	standard := template.Must(template.New("").Parse(text))
	for n := range 18 {
		f := filters{n % 3, 0, 1, 2, n / 3 % 3, 0, 1, 2, n >= 9}
		var want strings.Builder
		if err := standard.Execute(&want, f); err != nil {
			t.Fatal(err)
		}
		if got := string(plain.Choose(text, f.holds)); got != want.String() {
			t.Errorf("%+v: got\n%s\nwant\n%s", f, got, want.String())
		}
	}
}
