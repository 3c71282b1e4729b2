package asset

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Prefix is the path under which a [Set] is served.
const Prefix = "/assets/"

// Set is the files of one build. The zero Set is a build that has not been
// made. It is read-only and safe for concurrent use.
type Set struct {
	blobs map[string]*Blob  // by name
	urls  map[string]string // by name
	paths map[string]*Blob  // by URL
	tapes []string
}

// Load reads the build in the root of fsys. No manifest means that nothing has
// been built yet, which is no error: [Set.Built] tells.
func Load(fsys fs.FS) (*Set, error) {
	m, err := readManifest(fsys)
	if errors.Is(err, fs.ErrNotExist) {
		return &Set{}, nil
	}
	if err != nil {
		return nil, err
	}
	s := &Set{blobs: map[string]*Blob{}, urls: map[string]string{}, paths: map[string]*Blob{}}
	for _, e := range m.Files {
		b, err := loadBlob(fsys, e)
		if err != nil {
			return nil, fmt.Errorf("read built file %q: %w", e.Name, err)
		}
		s.add(e, b, m.SetHash())
	}
	return s, nil
}

func loadBlob(fsys fs.FS, e Entry) (*Blob, error) {
	gz, err := fs.ReadFile(fsys, e.Name+".gz")
	if err != nil {
		return nil, err
	}
	br, err := fs.ReadFile(fsys, e.Name+".br")
	if err != nil {
		return nil, err
	}
	return &Blob{Type: e.Type, Hash: e.Hash, Size: e.Size, Gzip: gz, Brotli: br}, nil
}

func (s *Set) add(e Entry, b *Blob, setHash string) {
	s.blobs[e.Name] = b
	if e.IsTape() {
		s.tapes = append(s.tapes, e.Name)
		return
	}
	dir := e.Hash
	if e.Set {
		dir = setHash
	}
	s.urls[e.Name] = Prefix + dir + "/" + e.Name
	s.paths[s.urls[e.Name]] = b
}

// Built reports whether there is a client to serve.
func (s *Set) Built() bool { return s.blobs["main.wasm"] != nil }

// URL returns the path at which the file is served, "js/main.js" for example,
// or "" when there is no such file.
func (s *Set) URL(name string) string { return s.urls[name] }

// Size returns the uncompressed size of the file in bytes, as a browser counts
// it while loading, or 0 when there is no such file.
func (s *Set) Size(name string) int {
	if b := s.blobs[name]; b != nil {
		return b.Size
	}
	return 0
}

// Names returns the names of the files that have a URL, ascending.
func (s *Set) Names() []string { return slices.Sorted(maps.Keys(s.urls)) }

// Blob returns the file of the given name, or nil.
func (s *Set) Blob(name string) *Blob { return s.blobs[name] }

// Tapes returns the built-in tapes.
func (s *Set) Tapes() []*Blob {
	blobs := make([]*Blob, len(s.tapes))
	for i, name := range s.tapes {
		blobs[i] = s.blobs[name]
	}
	return blobs
}

// Find returns the file served at a URL path, or nil.
func (s *Set) Find(path string) *Blob { return s.paths[path] }

// TypeOf returns the content type of a file by its name.
func TypeOf(name string) string {
	ext := name[strings.LastIndexByte(name, '.')+1:]
	if t, ok := types[ext]; ok {
		return t
	}
	return "application/octet-stream"
}

// types has what the project ships; the system's own table differs by machine.
var types = map[string]string{
	"css":   "text/css; charset=utf-8",
	"ico":   "image/x-icon",
	"js":    "text/javascript; charset=utf-8",
	"json":  "application/json",
	"png":   "image/png",
	"svg":   "image/svg+xml",
	"wasm":  "application/wasm",
	"woff2": "font/woff2",
}
