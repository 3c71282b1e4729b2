package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"unwind/web/asset"
	"unwind/web/library"
)

// source is one file of the build before it is compressed.
type source struct {
	asset.Entry
	raw []byte
}

func newSource(name string, raw []byte, set bool) source {
	return source{
		Entry: asset.Entry{Name: name, Type: asset.TypeOf(name), Hash: asset.Hash(raw), Size: len(raw), Set: set},
		raw:   raw,
	}
}

// collect reads the client, the scripts and styles, and makes the built-in
// tapes.
func collect(o options) ([]source, error) {
	var files []source
	for _, f := range []struct {
		name, path string
		set        bool
	}{{"main.wasm", o.wasm, false}, {"wasm_exec.js", o.exec, true}} {
		raw, err := os.ReadFile(f.path)
		if err != nil {
			return nil, err
		}
		files = append(files, newSource(f.name, raw, f.set))
	}
	page, err := collectFolders(o.web, "css", "js", "img")
	if err != nil {
		return nil, err
	}
	tapes, err := collectTapes(o.cache)
	return append(append(files, page...), tapes...), err
}

// collectFolders reads the folders of root, in order of their names.
func collectFolders(root string, folders ...string) ([]source, error) {
	var files []source
	for _, folder := range folders {
		err := fs.WalkDir(os.DirFS(root), folder, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !shipped(name) {
				return missingIsEmpty(err)
			}
			raw, err := os.ReadFile(filepath.Join(root, name))
			files = append(files, newSource(name, raw, true))
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// missingIsEmpty lets a folder be absent.
func missingIsEmpty(err error) error {
	if os.IsNotExist(err) {
		return nil
	}
	return err
}

// shipped reports whether a file is for browsers; tests and notes lie beside
// them.
func shipped(name string) bool {
	switch path.Ext(name) {
	case ".css", ".js", ".json", ".svg", ".png", ".woff2", ".ico":
		return true
	}
	return false
}

// collectTapes makes the built-in tapes. They depend on nothing but the
// program, so the program's own hash is the name under which they are kept.
func collectTapes(cache string) ([]source, error) {
	program, err := programHash()
	if err != nil {
		return nil, err
	}
	var files []source
	for _, b := range library.Builtins() {
		raw, err := cacheIn(cache).get(program+"-"+b.ID+".json", b.Make)
		if err != nil {
			return nil, fmt.Errorf("make tape %q: %w", b.ID, err)
		}
		files = append(files, newSource(asset.TapeDir+b.ID+".json", raw, false))
	}
	return files, nil
}

func programHash() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	raw, err := os.ReadFile(name)
	return asset.Hash(raw), err
}
