package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// lockName is the file of the data folder that one process holds.
const lockName = "lock"

// InUse says that another process has the folder of a recording open. A file
// store cannot be opened twice, so what is wanted of it must be asked of that
// process.
type InUse struct {
	Dir     string
	PID     int    // 0: not known
	Address string // of the server that has it, "" when it is none
}

// Error returns who has the folder.
func (e *InUse) Error() string {
	s := "another process"
	if e.PID != 0 {
		s = fmt.Sprintf("process %d", e.PID)
	}
	if e.Address != "" {
		s = fmt.Sprintf("the server at %s, %s,", e.Address, s)
	}
	return fmt.Sprintf("%s has the recording open, and it cannot be opened twice: %q", s, e.Dir)
}

// holder is what the file of the lock says.
type holder struct {
	PID     int    `json:"pid"`
	Address string `json:"address,omitempty"`
}

// lock is the hold on a folder. The system lets go of it when the process
// ends, however it ends.
type lock struct{ file *os.File }

func acquire(dir string) (*lock, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	switch err := tryLock(f); {
	case errors.Is(err, errLocked):
		defer f.Close()
		return nil, readHolder(f, dir)
	case err != nil:
		return nil, errors.Join(fmt.Errorf("lock %q: %w", f.Name(), err), f.Close())
	}
	l := &lock{f}
	if err := l.write(holder{PID: os.Getpid()}); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return l, nil
}

// readHolder makes the error of a lock that another process has. What stands
// in the file is only as good as the word of who wrote it.
func readHolder(f *os.File, dir string) *InUse {
	var h holder
	raw, err := io.ReadAll(io.LimitReader(f, 4<<10))
	if err != nil || json.Unmarshal(raw, &h) != nil {
		h = holder{}
	}
	return &InUse{Dir: dir, PID: h.PID, Address: h.Address}
}

func (l *lock) write(h holder) error {
	raw, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	_, err = l.file.WriteAt(append(raw, '\n'), 0)
	return err
}

// release lets go. The file stays: removing it would let two processes hold
// two files of one name.
func (l *lock) release() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}
