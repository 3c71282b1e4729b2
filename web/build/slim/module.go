package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// module is one that the client is compiled from an edited copy of.
type module struct {
	path  string
	edits []edit
	added map[string][]byte // by name
}

// upstream is what the go command says of a module in its cache.
type upstream struct{ Path, Dir, Sum, Error string }

// download returns the modules to copy, by their paths.
func download() (map[string]upstream, error) {
	args := []string{"mod", "download", "-json"}
	for _, m := range slimmed {
		args = append(args, m.path)
	}
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	out, runErr := cmd.Output()
	found := map[string]upstream{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var u upstream
		err := d.Decode(&u)
		if err == io.EOF {
			return found, runErr
		}
		if err != nil {
			return nil, errors.Join(runErr, err)
		}
		if u.Error != "" {
			return nil, errors.New(u.Error)
		}
		found[u.Path] = u
	}
}

// fill writes the edited copy into a folder.
func (m module) fill(folder, from string) error {
	if err := copyModule(folder, from); err != nil {
		return err
	}
	for _, e := range m.edits {
		if err := e.apply(folder); err != nil {
			return err
		}
	}
	for name, text := range m.added {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// copyModule copies what the client is compiled from, and the licence. Files of
// the module cache cannot be written; the copies can.
func copyModule(to, from string) error {
	return fs.WalkDir(os.DirFS(from), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, filepath.FromSlash(name))
		switch {
		case e.IsDir() && unused(name):
			return fs.SkipDir
		case e.IsDir():
			return os.MkdirAll(target, 0o755)
		case !needed(name):
			return nil
		}
		raw, err := os.ReadFile(filepath.Join(from, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		return os.WriteFile(target, raw, 0o644)
	})
}

func unused(folder string) bool {
	switch folder {
	case "audio", "cmd", "ebitenutil", "examples", "exp", "mobile", "text":
		return true
	}
	return len(folder) > 1 && strings.HasPrefix(path.Base(folder), ".")
}

func needed(name string) bool {
	if path.Ext(name) == ".go" {
		return !strings.HasSuffix(name, "_test.go")
	}
	return name == "LICENSE" || name == "go.mod"
}
