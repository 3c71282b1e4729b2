package library

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"unwind/data/tape"
)

// maxTapes bounds the tapes of a folder; [tape.MaxBytes] bounds each.
const maxTapes = 500

var errTooLarge = fmt.Errorf("has more than %d MiB", tape.MaxBytes>>20)

// ManifestSuffix ends the name of a file that says what the tape beside it was
// made of, and is none itself.
const ManifestSuffix = ".manifest.json"

// Problem is a file of the folder that is not shown, and why.
type Problem struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
}

// folder is a folder of tapes. A file is read again when its size or time
// changes. Symbolic links that lead out of the folder are not followed.
type folder struct {
	root  *os.Root
	files map[string]file // by name, as of the last scan
}

// file is what was found in one file: an event or an error.
type file struct {
	size     int64
	modified time.Time
	event    *Event
	err      error
}

func openFolder(dir string) (*folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open folder of tapes: %w", err)
	}
	return &folder{root: root, files: map[string]file{}}, nil
}

// scan brings files up to date and returns the names that changed, ascending.
func (f *folder) scan() ([]string, error) {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("list folder of tapes: %w", err)
	}
	var changed []string
	next := make(map[string]file, len(entries))
	for _, e := range entries {
		if name := e.Name(); path.Ext(name) == ".json" && !strings.HasSuffix(name, ManifestSuffix) && !e.IsDir() {
			var fresh bool
			if next[name], fresh = f.look(name, len(next)); fresh {
				changed = append(changed, name)
			}
		}
	}
	for name := range f.files {
		if _, ok := next[name]; !ok {
			changed = append(changed, name)
		}
	}
	f.files = next
	slices.Sort(changed)
	return changed, nil
}

// look returns what is in the file and whether it was read anew; seen is the
// number of files before it.
func (f *folder) look(name string, seen int) (file, bool) {
	info, err := f.root.Stat(name)
	if err != nil {
		return f.changed(name, file{err: errors.Unwrap(err)})
	}
	found := file{size: info.Size(), modified: info.ModTime()}
	old, known := f.files[name]
	if known && old.size == found.size && old.modified.Equal(found.modified) {
		return old, false
	}
	if seen >= maxTapes {
		found.err = fmt.Errorf("more than %d tapes in the folder", maxTapes)
		return f.changed(name, found)
	}
	found.event, found.err = f.read(name, info)
	return found, true
}

// changed reports whether now, which holds an error, says anything new.
func (f *folder) changed(name string, now file) (file, bool) {
	old, known := f.files[name]
	return now, !known || old.err == nil || old.err.Error() != now.err.Error()
}

func (f *folder) read(name string, info fs.FileInfo) (*Event, error) {
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	if info.Size() > tape.MaxBytes {
		return nil, errTooLarge
	}
	in, err := f.root.Open(name)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	defer in.Close()
	raw, err := io.ReadAll(io.LimitReader(in, tape.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > tape.MaxBytes {
		return nil, errTooLarge
	}
	return checkTape(raw)
}

// names returns the names of the files, ascending.
func (f *folder) names() []string {
	names := make([]string, 0, len(f.files))
	for name := range f.files {
		names = append(names, name)
	}
	slices.SortFunc(names, cmp.Compare)
	return names
}
