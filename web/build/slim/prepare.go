package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"unwind/web/asset"
)

// prepare returns the go.mod for the client, making it and the copies that it
// names when they are not there. Others may do the same at the same time.
func prepare(cache string) (string, error) {
	found, err := download()
	if err != nil {
		return "", err
	}
	files, sources, err := shaders()
	if err != nil {
		return "", err
	}
	copies := filepath.Join(cache, key(found, sources))
	err = once(copies, func(part string) error {
		for _, m := range slimmed {
			if err := m.fill(filepath.Join(part, m.path), found[m.path].Dir); err != nil {
				return fmt.Errorf("%s: %w", m.path, err)
			}
		}
		return precompile(filepath.Join(part, ebitengine), files)
	})
	if err != nil {
		return "", err
	}
	return modfile(copies)
}

// key names the copies. The name gets into the client, so it says nothing of
// this machine, nor of the rest of go.mod.
func key(found map[string]upstream, shaders [][]byte) string {
	all := fmt.Appendf(nil, "%q %q\n", shaders, withoutCompiler)
	for _, m := range slimmed {
		all = fmt.Appendf(all, "%q %q %q %q\n", m.path, found[m.path].Sum, m.edits, m.added)
	}
	return asset.Hash(all)
}

// once makes a folder in a place of its own and then gives it its name. When
// somebody else was first, his is as good.
func once(folder string, fill func(part string) error) error {
	if _, err := os.Stat(folder); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	part, err := os.MkdirTemp(filepath.Dir(folder), ".part-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	if err := fill(part); err != nil {
		return err
	}
	if err := os.Rename(part, folder); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// modfile returns the project's go.mod with the copies in place of the modules,
// and puts its go.sum beside it, where the go command looks for it.
func modfile(copies string) (string, error) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		return "", err
	}
	sum, err := os.ReadFile("go.sum")
	if err != nil {
		return "", err
	}
	for _, m := range slimmed {
		mod = fmt.Appendf(mod, "\nreplace %s => ./%s\n", m.path, filepath.ToSlash(filepath.Join(copies, m.path)))
	}
	folder := copies + "-" + asset.Hash(append(mod, sum...))
	return filepath.Join(folder, "go.mod"), once(folder, func(part string) error {
		return errors.Join(
			os.WriteFile(filepath.Join(part, "go.mod"), mod, 0o644),
			os.WriteFile(filepath.Join(part, "go.sum"), sum, 0o644))
	})
}
