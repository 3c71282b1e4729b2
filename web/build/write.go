package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"

	"unwind/web/asset"
)

// write makes dist hold exactly the files and their manifest, besides its
// README. Files that are already right are left alone.
func write(dist string, files []packed) error {
	wanted := map[string][]byte{}
	var m asset.Manifest
	for _, f := range files {
		m.Files = append(m.Files, f.Entry)
		wanted[f.Name+".gz"] = f.gz
		wanted[f.Name+".br"] = f.br
	}
	list, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return err
	}
	wanted[asset.ManifestName] = append(list, '\n')
	if err := removeOthers(dist, wanted); err != nil {
		return err
	}
	for name, content := range wanted {
		if err := writeChanged(filepath.Join(dist, name), content); err != nil {
			return err
		}
	}
	return nil
}

func removeOthers(dist string, wanted map[string][]byte) error {
	return fs.WalkDir(os.DirFS(dist), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || name == "README" || wanted[name] != nil {
			return err
		}
		return os.Remove(filepath.Join(dist, name))
	})
}

func writeChanged(path string, content []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}
