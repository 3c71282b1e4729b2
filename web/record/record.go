// Package record keeps what venues send in a NATS JetStream, and cuts tapes
// out of it. The stream lies in a folder, written by a NATS server inside this
// process, or in a NATS of its own: a [Store] is the same for both. A
// [Recorder] writes one without ever holding up who feeds it.
//
// What is stored, and what an operator should know, is in docs/operating.md.
package record

import (
	"cmp"
	"log/slog"
	"time"
)

// Options say where a recording is and how much of it is kept.
type Options struct {
	// Dir is the folder of the NATS inside this process. It is made when it is
	// missing, unless Existing.
	Dir string
	// URL is the address of a NATS of its own, used in place of Dir. It may
	// hold a name and a password, which are never logged.
	URL string
	// Existing says that there must be a recording already.
	Existing bool
	// Age and Size bound what is kept: the oldest goes first. Size is in bytes
	// on disk. Zeros are [DefaultAge] and [DefaultSize]. A stream that another
	// NATS already has keeps the bounds that it has.
	Age  time.Duration
	Size int64
	Log  *slog.Logger // nil: none
}

// Bounds of what is kept where nothing is said.
const (
	DefaultAge        = 7 * 24 * time.Hour
	DefaultSize int64 = 8 << 30
)

// Duplicates is how long an event that comes again is known and dropped by
// the stream. Two connections overlap for seconds when one takes over from the
// other, and what a recorder tries again after a fault is at most as old as
// its patience. Whoever reads the stream drops what is equal anyway.
const Duplicates = 5 * time.Minute

// streamName is the name of the stream.
const streamName = "UNWIND"

func (o *Options) complete() {
	o.Age = cmp.Or(o.Age, DefaultAge)
	o.Size = cmp.Or(o.Size, DefaultSize)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}
