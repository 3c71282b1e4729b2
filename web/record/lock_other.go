//go:build !unix || solaris || aix

package record

import (
	"errors"
	"os"
)

var errLocked = errors.New("locked")

// tryLock refuses: without a lock two processes could write one store.
func tryLock(*os.File) error {
	return errors.New("no lock of files on this system; give a NATS server of its own")
}
