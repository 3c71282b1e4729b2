package main

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// link is the target of a markdown link or picture.
var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// outside reports whether a link leads out of the repository.
func outside(target string) bool {
	return strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:")
}

// documents returns the paths of all markdown files, without those of tools.
func documents(t *testing.T) []string {
	t.Helper()
	var found []string
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case path.Ext(name) == ".md":
			found = append(found, name)
		}
		return nil
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("found %d documents: %v", len(found), err)
	}
	return found
}

// linksOf returns where the links of a document inside the repository lead, as
// paths from the root with their fragments.
func linksOf(t *testing.T, document string) []string {
	t.Helper()
	var found []string
	for _, m := range link.FindAllStringSubmatch(textOf(t, document), -1) {
		file, fragment, _ := strings.Cut(m[1], "#")
		switch {
		case outside(m[1]):
			continue
		case file == "":
			file = document
		default:
			file = path.Join(path.Dir(document), file)
		}
		found = append(found, file+"#"+fragment)
	}
	return found
}

func textOf(t *testing.T, document string) string {
	t.Helper()
	raw, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// anchors returns the fragments of a document's headings, and the empty one.
func anchors(text string) map[string]bool {
	drop := regexp.MustCompile(`[^\p{L}\p{N}\- _]`)
	found := map[string]bool{"": true}
	for line := range strings.Lines(text) {
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && line[0] == '#' {
			title = drop.ReplaceAllString(strings.ToLower(strings.TrimSpace(title)), "")
			found[strings.ReplaceAll(title, " ", "-")] = true
		}
	}
	return found
}

func TestLinksOfDocumentsLeadSomewhere(t *testing.T) {
	checked := 0
	for _, document := range documents(t) {
		for _, target := range linksOf(t, document) {
			checked++
			file, fragment, _ := strings.Cut(target, "#")
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s links to %s: %v", document, file, err)
			} else if path.Ext(file) == ".md" && !anchors(textOf(t, file))[fragment] {
				t.Errorf("%s links to %s, which has no heading %q", document, file, fragment)
			}
		}
	}
	if checked < 20 {
		t.Errorf("only %d links were found", checked)
	}
}

// contents counts what a readme must have as often as its translation: where
// it leads, and lines of each kind.
func contents(t *testing.T, document string) map[string]int {
	found := map[string]int{}
	for _, target := range linksOf(t, document) {
		if !strings.HasPrefix(target, "README") {
			found[strings.ReplaceAll(target, "-ru.png", ".png")]++
		}
	}
	for line := range strings.Lines(textOf(t, document)) {
		for _, kind := range []string{"## ", "- ", "| ", "./build.sh ", "bin/unwind ", "```"} {
			if strings.HasPrefix(line, kind) {
				found["lines that begin with "+kind]++
			}
		}
	}
	return found
}

func TestReadmesOfBothLanguagesHaveTheSame(t *testing.T) {
	en, ru := contents(t, "README.md"), contents(t, "README.ru.md")
	both := maps.Clone(en)
	maps.Copy(both, ru)
	for _, what := range slices.Sorted(maps.Keys(both)) {
		if en[what] != ru[what] {
			t.Errorf("%s: %d in English, %d in Russian", what, en[what], ru[what])
		}
	}
}

func TestTheReadmeLeadsToEveryDocument(t *testing.T) {
	known := linksOf(t, "README.md")
	for _, document := range documents(t) {
		if document != "README.md" && !slices.Contains(known, document+"#") {
			t.Errorf("README.md does not lead to %s", document)
		}
	}
}
