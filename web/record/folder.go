package record

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// prepare makes the folder of a recording, or sees that it is there. Only its
// owner may read it: what venues send is not for everybody.
func prepare(dir string, existing bool) error {
	if !existing {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("make the folder of the recording: %w", err)
		}
		return nil
	}
	switch info, err := os.Stat(filepath.Join(dir, "jetstream")); {
	case errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir():
		return fmt.Errorf("%w in %q", ErrNone, dir)
	case err != nil:
		return err
	}
	return nil
}
