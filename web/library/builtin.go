package library

import (
	"fmt"

	"unwind/data/reconstruct"
	"unwind/data/tape"
	"unwind/web/asset"
)

// Builtin is an event that the program brings along.
type Builtin struct {
	ID   string
	Make func() ([]byte, error) // makes its tape, always the same bytes; takes about a second
}

// Builtins returns the events that the program brings along, the newest
// first.
func Builtins() []Builtin {
	var all []Builtin
	for _, id := range reconstruct.IDs() {
		all = append(all, Builtin{ID: id, Make: func() ([]byte, error) { return makeReconstructed(id) }})
	}
	return all
}

func makeReconstructed(id string) ([]byte, error) {
	t, err := reconstruct.Event(id)
	if err != nil {
		return nil, fmt.Errorf("reconstruct: %w", err)
	}
	return tape.Write(t)
}

// MakeBuiltins makes the tapes of [Builtins], for a server whose build left
// none in it.
func MakeBuiltins() ([]*asset.Blob, error) {
	var blobs []*asset.Blob
	for _, b := range Builtins() {
		raw, err := b.Make()
		if err != nil {
			return nil, fmt.Errorf("make tape %q: %w", b.ID, err)
		}
		blobs = append(blobs, asset.NewBlob(ContentType, raw))
	}
	return blobs, nil
}
