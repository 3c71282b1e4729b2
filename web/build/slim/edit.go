package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// edit changes one file of Ebitengine.
type edit struct {
	file  string // within the module
	sum   string // SHA-256 of upstream's file: another one has to be looked at
	swaps []swap
}

// swap replaces the text from the one place of from to the end of the first
// place of through after it; without through it replaces from alone.
type swap struct{ from, through, with string }

// apply edits the copy in root.
func (e edit) apply(root string) error {
	path := filepath.Join(root, filepath.FromSlash(e.file))
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(raw)); got != e.sum {
		return fmt.Errorf("%s has changed upstream: look whether its edit still holds, then set its sum to %q", e.file, got)
	}
	text := string(raw)
	for _, s := range e.swaps {
		if text, err = s.in(text); err != nil {
			return fmt.Errorf("%s: %w", e.file, err)
		}
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// in returns the text with the swap done.
func (s swap) in(text string) (string, error) {
	before, after, found := strings.Cut(text, s.from)
	if !found {
		return "", fmt.Errorf("there is no %q", s.from)
	}
	if strings.Contains(after, s.from) {
		return "", fmt.Errorf("there is more than one %q", s.from)
	}
	if s.through == "" {
		return before + s.with + after, nil
	}
	_, after, found = strings.Cut(after, s.through)
	if !found {
		return "", fmt.Errorf("there is no %q after %q", s.through, s.from)
	}
	return before + s.with + after, nil
}
