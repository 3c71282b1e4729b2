package asset

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"
)

// build makes a build of the files, given as names and contents; names that
// end in .js or .css are of the set.
func build(t *testing.T, files map[string]string) *Set {
	t.Helper()
	fsys, m := fstest.MapFS{}, Manifest{}
	for name, text := range files {
		m.Files = append(m.Files, Entry{
			Name: name, Type: TypeOf(name), Hash: Hash([]byte(text)), Size: len(text),
			Set: strings.HasSuffix(name, ".js"),
		})
		fsys[name+".gz"] = &fstest.MapFile{Data: Gzip([]byte(text), 9)}
		fsys[name+".br"] = &fstest.MapFile{Data: []byte("br " + text)}
	}
	list, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	fsys[ManifestName] = &fstest.MapFile{Data: list}
	s, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestURLsNameTheContent(t *testing.T) {
	s := build(t, map[string]string{"main.wasm": "wasm", "js/main.js": "import './b.js'", "js/b.js": "1"})
	changed := build(t, map[string]string{"main.wasm": "wasm", "js/main.js": "import './b.js'", "js/b.js": "2"})
	if s.URL("js/main.js") == changed.URL("js/main.js") {
		t.Error("a changed module left the URL of its importer as it was")
	}
	if s.URL("main.wasm") != changed.URL("main.wasm") {
		t.Error("a changed module changed the URL of the client")
	}
	dir, _ := strings.CutSuffix(s.URL("js/main.js"), "js/main.js")
	if s.URL("js/b.js") != dir+"js/b.js" {
		t.Errorf("got %q and %q, want one directory", s.URL("js/main.js"), s.URL("js/b.js"))
	}
	if b := s.Find(s.URL("main.wasm")); b == nil || b.Type != "application/wasm" {
		t.Errorf("got %v at the URL of the client", b)
	}
}

func TestTapesAreNoAssets(t *testing.T) {
	s := build(t, map[string]string{"tapes/a.json": "{}", "main.wasm": "wasm"})
	if u := s.URL("tapes/a.json"); u != "" {
		t.Errorf("a tape has the asset URL %q", u)
	}
	if n := len(s.Tapes()); n != 1 {
		t.Errorf("got %d tapes, want 1", n)
	}
}

func TestAnEmptyFolderIsAnUnbuiltSet(t *testing.T) {
	s, err := Load(fstest.MapFS{"README": &fstest.MapFile{}})
	if err != nil {
		t.Fatal(err)
	}
	if s.Built() || s.URL("main.wasm") != "" || s.Size("main.wasm") != 0 || s.Find("/assets/") != nil || len(s.Tapes()) != 0 {
		t.Error("an unbuilt set has files")
	}
}

func TestADamagedBuildNamesTheFile(t *testing.T) {
	for name, fsys := range map[string]fstest.MapFS{
		"manifest.json": {ManifestName: {Data: []byte("{")}},
		"a.js":          {ManifestName: {Data: []byte(`{"files":[{"name":"a.js"}]}`)}},
	} {
		if _, err := Load(fsys); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want an error that names %s", err, name)
		}
	}
}
