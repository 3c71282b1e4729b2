package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSwaps(t *testing.T) {
	const text = "one two three two one"
	for name, c := range map[string]struct {
		swap      swap
		want, err string
	}{
		"a text there once":           {swap{from: "three", with: "3"}, "one two 3 two one", ""},
		"a text to nothing":           {swap{from: " three"}, "one two two one", ""},
		"from one text through next":  {swap{"three", "two", "3"}, "one two 3 one", ""},
		"a text that is not there":    {swap{from: "four"}, "", `there is no "four"`},
		"a text that is there twice":  {swap{from: "two"}, "", `there is more than one "two"`},
		"an end that is only before":  {swap{"three", "three", ""}, "", `there is no "three" after "three"`},
		"an end that is not anywhere": {swap{"three", "four", ""}, "", `there is no "four" after "three"`},
	} {
		got, err := c.swap.in(text)
		if got != c.want || c.err == "" && err != nil || c.err != "" && (err == nil || err.Error() != c.err) {
			t.Errorf("%s: got %q and %v, want %q and %q", name, got, err, c.want, c.err)
		}
	}
}

func TestAnEditOfAFileThatChangedUpstreamFails(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, "a.go")
	if err := os.WriteFile(path, []byte("upstream"), 0o644); err != nil {
		t.Fatal(err)
	}
	e := edit{file: "a.go", sum: fmt.Sprintf("%x", sha256.Sum256([]byte("before"))), swaps: []swap{{from: "up", with: "down"}}}
	if err := e.apply(root); err == nil || !strings.Contains(err.Error(), "a.go has changed upstream") {
		t.Errorf("got %v", err)
	}
	e.sum = fmt.Sprintf("%x", sha256.Sum256([]byte("upstream")))
	if err := e.apply(root); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "downstream" {
		t.Errorf("got %q and %v", got, err)
	}
}
