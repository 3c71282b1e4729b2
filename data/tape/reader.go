package tape

import (
	"iter"

	"unwind/data/document"
)

// Reader is [Read] in small steps, so that a page stays alive meanwhile. It is
// not safe for concurrent use.
type Reader struct {
	next func() (struct{}, bool)
	tape *Tape
	err  error
}

// stepWork is the work of a step, as [document.Pace] counts: some thousand rows.
const stepWork = 64_000

// NewReader returns a reader of raw, which must not change before the last
// [Reader.Step]. One that is dropped earlier is never freed.
func NewReader(raw []byte) *Reader {
	r := new(Reader)
	r.next, _ = iter.Pull(func(yield func(struct{}) bool) {
		p := document.NewPace(stepWork, func() { yield(struct{}{}) })
		r.tape, r.err = read(raw, p)
	})
	return r
}

// Step does the next piece of work, some thousand numbers, and reports whether
// all is done. The error is that of [Read].
func (r *Reader) Step() (done bool, err error) {
	if _, more := r.next(); more {
		return false, nil
	}
	return true, r.err
}

// Tape returns the tape, once Step has reported that all is done without an
// error.
func (r *Reader) Tape() *Tape { return r.tape }
