package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Of two files the build constraint takes one; every other file of the server
// is the same in both builds.
func TestOnlyABuildTagLetsTheServerLeaveTheInternet(t *testing.T) {
	for _, c := range []struct{ name, tags, in, out string }{
		{"without the tag", "", "internet_public.go", "internet_loopback.go"},
		{"with the tag", "loopback", "internet_loopback.go", "internet_public.go"},
	} {
		files := strings.Fields(goList(t, native, "-tags", c.tags, "-f", `{{join .GoFiles " "}}`, "."))
		if !slices.Contains(files, c.in) || slices.Contains(files, c.out) {
			t.Errorf("%s: built from %v, want %s and not %s", c.name, files, c.in, c.out)
		}
	}
	all, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range all {
		if strings.HasPrefix(name, "internet_") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "UNWIND_LOOPBACK") {
			t.Errorf("%s knows the variable", name)
		}
	}
}

func TestTheTagIsUsedByTheServerAlone(t *testing.T) {
	const format = `{{$path := .ImportPath}}{{range .IgnoredGoFiles}}{{$path}}/{{.}} {{end}}`
	public := strings.Fields(goList(t, native, "-f", format, "./..."))
	tagged := strings.Fields(goList(t, native, "-tags", "loopback", "-f", format, "./..."))
	var differ []string
	for _, name := range public {
		if !slices.Contains(tagged, name) {
			differ = append(differ, name)
		}
	}
	want := []string{"unwind/internet_loopback.go", "unwind/internet_loopback_test.go"}
	if !slices.Equal(differ, want) {
		t.Errorf("files of the tag are %v, want %v", differ, want)
	}
}
