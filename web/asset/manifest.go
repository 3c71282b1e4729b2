package asset

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// ManifestName is the file that lists what a build wrote.
const ManifestName = "manifest.json"

// Manifest lists the files of one build. Each lies beside it as NAME.gz and
// NAME.br.
type Manifest struct {
	Files []Entry `json:"files"`
}

// Entry is one file of a build.
type Entry struct {
	Name string `json:"name"` // with slashes: "js/main.js"
	Type string `json:"type"` // content type
	Hash string `json:"hash"` // [Hash] of the uncompressed bytes
	Size int    `json:"size"` // uncompressed bytes
	Set  bool   `json:"set"`  // its URL changes when any file of the set does
}

// TapeDir is the folder of a build that holds the built-in tapes.
const TapeDir = "tapes/"

// IsTape reports whether e is a built-in tape, which the API serves, not
// /assets/.
func (e Entry) IsTape() bool { return strings.HasPrefix(e.Name, TapeDir) }

// SetHash names the whole set of files that refer to each other by relative
// URLs: ES modules and style sheets. One directory named after all of them
// makes those references change together.
func (m Manifest) SetHash() string {
	files := slices.Clone(m.Files)
	slices.SortFunc(files, func(a, b Entry) int { return cmp.Compare(a.Name, b.Name) })
	var all strings.Builder
	for _, e := range files {
		if e.Set {
			fmt.Fprintf(&all, "%s %s\n", e.Name, e.Hash)
		}
	}
	return Hash([]byte(all.String()))
}

// readManifest reads the manifest in the root of fsys.
func readManifest(fsys fs.FS) (Manifest, error) {
	var m Manifest
	text, err := fs.ReadFile(fsys, ManifestName)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("read %s: %w", ManifestName, err)
	}
	return m, nil
}
