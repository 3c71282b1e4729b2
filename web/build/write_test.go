package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unwind/web/asset"
)

func packedFile(name, text string) packed {
	return packed{source: newSource(name, []byte(text), true), gz: asset.Gzip([]byte(text), 9), br: []byte("br " + text)}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			name, _ := filepath.Rel(dir, path)
			found = append(found, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestWritesTheBuildAndNothingElse(t *testing.T) {
	dist := t.TempDir()
	for _, name := range []string{"README", "old.js.gz"} {
		if err := os.WriteFile(filepath.Join(dist, name), []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := write(dist, []packed{packedFile("js/main.js", "1"), packedFile("main.wasm", "2")}); err != nil {
		t.Fatal(err)
	}
	want := []string{"README", "js/main.js.br", "js/main.js.gz", "main.wasm.br", "main.wasm.gz", "manifest.json"}
	if got := names(t, dist); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	s, err := asset.Load(os.DirFS(dist))
	if err != nil {
		t.Fatal(err)
	}
	if !s.Built() || s.Size("js/main.js") != 1 {
		t.Error("the server does not see what was written")
	}
}

func TestRightFilesAreLeftAlone(t *testing.T) {
	dist := t.TempDir()
	files := []packed{packedFile("js/main.js", "1")}
	if err := write(dist, files); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dist, "js/main.js.gz")
	if err := os.Chtimes(path, longAgo, longAgo); err != nil {
		t.Fatal(err)
	}
	if err := write(dist, files); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || !info.ModTime().Equal(longAgo) {
		t.Errorf("got %v and %v, want a file that was not written again", info.ModTime(), err)
	}
}

func TestPacksToWhatWasPacked(t *testing.T) {
	cache := cacheIn(t.TempDir())
	text := strings.Repeat("levels and levels ", 100)
	for range 2 { // made, then kept
		done, err := packer{cache: cache, log: io.Discard}.all([]source{newSource("a.js", []byte(text), true)})
		if err != nil {
			t.Fatal(err)
		}
		if got := unbrotli(t, done[0].br); got != text {
			t.Errorf("brotli unpacks to %d bytes, want %d", len(got), len(text))
		}
		b := asset.Blob{Gzip: done[0].gz, Size: len(text)}
		if got, err := b.Raw(); err != nil || string(got) != text {
			t.Errorf("gzip unpacks to %d bytes and %v, want %d", len(got), err, len(text))
		}
	}
	if got := names(t, string(cache)); len(got) != 2 {
		t.Errorf("kept %q, want two results", got)
	}
}

func TestAQuickBuildTakesTheBestFormThatIsKept(t *testing.T) {
	p := packer{cache: cacheIn(t.TempDir()), log: io.Discard, quick: true}
	f := newSource("main.wasm", make([]byte, largeBytes), false)
	quick, err := p.brotli(f)
	if err != nil || len(unbrotli(t, quick)) != largeBytes {
		t.Fatalf("the quick form is damaged: %v", err)
	}
	best := []byte("the best form")
	if err := p.cache.keep(filepath.Join(string(p.cache), f.Hash+".br11"), best); err != nil {
		t.Fatal(err)
	}
	if got, err := p.brotli(f); err != nil || string(got) != string(best) {
		t.Errorf("got %d bytes and %v, want what is kept", len(got), err)
	}
}

func TestTheReportNamesWhatIsAboveItsBudget(t *testing.T) {
	fits, above := size{"a", 10, 10}, size{"b", 11, 10}
	if fits.over() || !above.over() {
		t.Error("a size at its limit fits, one above it does not")
	}
}
