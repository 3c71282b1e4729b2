package plain

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"
)

// standard fills in the template as Ebitengine does without us.
func standard(t *testing.T, text string, a, b, c bool) string {
	t.Helper()
	var out strings.Builder
	values := struct{ A, B, C, True bool }{a, b, c, true}
	if err := template.Must(template.New("").Parse(text)).Execute(&out, values); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestChoosesAsTheStandardTemplateDoes(t *testing.T) {
	for name, text := range map[string]string{
		"no action":           "text",
		"nothing":             "",
		"an if":               "x{{if .A}}a{{end}}y",
		"an if with else":     "{{if .A}}a{{else}}not a{{end}}",
		"a chain":             "{{if .A}}a{{else if .B}}b{{else if .C}}c{{else}}none{{end}}.",
		"one in another":      "{{if .A}}a{{if .B}}b{{else}}-{{end}}c{{else}}{{if .C}}c{{end}}{{end}}",
		"one in a part unmet": "{{if .A}}{{if .B}}b{{else if .C}}c{{else}}d{{end}}{{end}}z",
		"a comparison":        "{{if eq .A .True}}a\n{{end}}\n{{if eq .B .True}}b{{end}}",
	} {
		for bits := range 8 {
			a, b, c := bits&1 != 0, bits&2 != 0, bits&4 != 0
			holds := map[string]bool{".A": a, ".B": b, ".C": c, "eq .A .True": a, "eq .B .True": b}
			got := string(Choose(text, func(s string) bool { return holds[s] }))
			if want := standard(t, text, a, b, c); got != want {
				t.Errorf("%s, %v %v %v: got %q, want %q", name, a, b, c, got, want)
			}
		}
	}
}

func TestMatchesAsTheRegularExpressionsDo(t *testing.T) {
	unit := regexp.MustCompile(`^[ \t\r\n]*//kage:unit\s+([^ \t\r\n]+)[ \t\r\n]*$`)
	texture := regexp.MustCompile(`\A__t(\d+)\z`)
	for _, s := range []string{
		"", "//kage:unit pixels", " \t//kage:unit\ttexels \r", "//kage:unit", "//kage:unit ", "//kage:unitpixels", "//kage:unit  \r pixels",
		"//kage:unit pixels texels", "// kage:unit pixels", "x //kage:unit pixels", "//kage:unit  a//kage:unit", "//kage:unit a\fb",
		"__t0", "__t12", "__t", "__tx", "__t1x", "a__t1", "__t-1", "__t+1", "__t1 ", "__T1", "__t1\n", "t1", "__t00",
	} {
		if got, want := UnitDirective(s), unit.FindStringSubmatch(s); !slices.Equal(got, want) {
			t.Errorf("unit of %q: got %q, want %q", s, got, want)
		}
		if got, want := TextureVariable(s), texture.FindStringSubmatch(s); !slices.Equal(got, want) {
			t.Errorf("texture of %q: got %q, want %q", s, got, want)
		}
	}
}

func TestSqueezesAsTheRegularExpressionDoes(t *testing.T) {
	lines := regexp.MustCompile(`\n\n+`)
	for n := range 12 {
		s := "a" + strings.Repeat("\n", n) + "b\nc" + strings.Repeat("\n", 2*n)
		if got, want := SqueezeLines(s), lines.ReplaceAllString(s, "\n\n"); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}
