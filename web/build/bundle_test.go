package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// site writes files into a folder like web/static.
func site(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestEntriesHoldWhatTheyImport(t *testing.T) {
	files, err := bundled(site(t, map[string]string{
		"js/fetch.js":   "export const early = 'first';",
		"js/main.js":    "import { early } from './fetch.js';\nimport { greet } from './greet.js';\nconsole.log(early);\n// a comment\ngreet('Привет');\nawait import('./later.js');",
		"js/greet.js":   "export const greet = (longName) => console.log(longName);",
		"js/later.js":   "console.log('later');",
		"js/unused.js":  "console.log('unused');",
		"css/page.css":  "@import './first.css';\n/* a comment */\na { color: red; }",
		"css/first.css": "a { color: blue; }",

		"js/panel/knob.js":   "export const wire = (root) => root.append('knob');",
		"css/panel/knob.css": "b { color: red; }",
	}))
	if err != nil {
		t.Fatal(err)
	}
	text := map[string]string{}
	for _, f := range files {
		name := regexp.MustCompile(`-\w{8}\.`).ReplaceAllString(f.Name, ".")
		text[name] = string(f.raw)
	}
	if got, want := slices.Sorted(maps.Keys(text)), []string{"css/page.css", "css/panel/knob.css", "js/fetch.js", "js/later.js", "js/main.js", "js/panel/knob.js"}; !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for name := range text {
		if got, want := apart(name), strings.Contains(name, "knob"); got != want {
			t.Errorf("%s is fetched with a panel: %v, want %v", name, got, want)
		}
	}
	if got, want := text["css/page.css"], "a{color:#00f}a{color:red}\n"; got != want {
		t.Errorf("got %q, want the sheets in their order: %q", got, want)
	}
	main := text["js/main.js"]
	for part, want := range map[string]bool{"Привет": true, "comment": false, "longName": false, "greet.js": false, "first": false, `from"./fetch.js"`: true, "unused": false, "./later-": true} {
		if strings.Contains(main, part) != want {
			t.Errorf("the script has %q: %v, want %v\n%s", part, !want, want, main)
		}
	}
}

func TestAFaultOfAScriptIsNamedWithItsPlace(t *testing.T) {
	style := "a { color: red; }"
	for name, c := range map[string]struct{ script, want string }{
		"a module that is not there": {"\nimport './none.js';", `js/main.js:2: Could not resolve "./none.js"`},
		"a name that is not there":   {"import { a } from './main.js';\na();", `js/main.js:1: Import "a" will always be undefined`},
		"a likely mistake":           {"if (x === NaN) y();", "js/main.js:1: Comparison with NaN"},
	} {
		_, err := bundled(site(t, map[string]string{early: "", "js/main.js": c.script, "css/page.css": style}))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestTheRuntimeKeepsItsNotice(t *testing.T) {
	path := filepath.Join(site(t, map[string]string{
		"wasm_exec.js": "// Copyright\n(() => {\n  const long = 1; globalThis.Go = class { constructor() { this._values = long; } };\n})();",
	}), "wasm_exec.js")
	got, err := minified(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(got)
	if !strings.HasPrefix(text, goNotice+"\n") || strings.Contains(text, "Copyright\n") {
		t.Errorf("got %q, want one notice, at the start", text)
	}
	if strings.Contains(text, "\n  ") || !strings.Contains(text, "._values=") {
		t.Errorf("got %q, want no blanks, and properties by their names", text)
	}
}
