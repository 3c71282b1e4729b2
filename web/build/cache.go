package main

import (
	"os"
	"path/filepath"
)

// cacheIn is a folder of results whose names say what they were made from.
type cacheIn string

// get returns the result of the given name, making and keeping it when it is
// not there yet.
func (c cacheIn) get(name string, make func() ([]byte, error)) ([]byte, error) {
	path := filepath.Join(string(c), name)
	if kept, err := os.ReadFile(path); err == nil {
		return kept, nil
	}
	made, err := make()
	if err != nil {
		return nil, err
	}
	return made, c.keep(path, made)
}

// has reports whether there is a result of the given name.
func (c cacheIn) has(name string) bool {
	_, err := os.Stat(filepath.Join(string(c), name))
	return err == nil
}

// keep writes through a temporary file, so that an interrupted build leaves no
// half a result.
func (c cacheIn) keep(path string, made []byte) error {
	if err := os.MkdirAll(string(c), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path+".part", made, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}
