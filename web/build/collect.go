package main

import (
	"fmt"
	"os"

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

// collect reads the client, bundles the scripts and styles, and makes the
// built-in tapes.
func collect(o options) ([]source, error) {
	wasm, err := os.ReadFile(o.wasm)
	if err != nil {
		return nil, err
	}
	runtime, err := minified(o.exec)
	if err != nil {
		return nil, err
	}
	page, err := bundled(o.web)
	if err != nil {
		return nil, err
	}
	tapes, err := collectTapes(o.cache)
	files := []source{newSource("main.wasm", wasm, false), newSource("wasm_exec.js", runtime, true)}
	return append(append(files, page...), tapes...), err
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
