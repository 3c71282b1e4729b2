// Package document reads JSON from outside in slices, so that a page stays alive
// meanwhile: a text is checked once, within bounds and with the place of the
// first fault, and then gone through without looking for the end of anything
// long again.
//
// gjson trusts what it reads, its own check neither says where a fault is nor
// bounds the depth, and neither pauses. Only its values are used here.
package document

import (
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

// Document is a text that was checked. Its zero value has none.
type Document struct {
	s    string
	ends map[int]int // by first byte of a value of at least longValue bytes: the byte after it
}

// Bounds are what a text is refused beyond.
type Bounds struct {
	Bytes int // whole MiB
	Depth int // nested objects and arrays
}

// Read checks that raw is one JSON value (RFC 8259) in UTF-8, and returns it and
// what goes through it. Raw must not change before Read returns; what is read
// keeps a copy.
func Read(raw []byte, most Bounds, pace *Pace) (*Document, gjson.Result, *Fault) {
	if len(raw) > most.Bytes {
		reason := "must have at most " + strconv.Itoa(most.Bytes>>20) + " MiB, has " + strconv.Itoa(len(raw)) + " bytes"
		return nil, gjson.Result{}, &Fault{Reason: reason}
	}
	text := syntax{s: copied(raw, pace), deepest: most.Depth, pace: pace, ends: map[int]int{}}
	if fault := text.check(); fault != nil {
		return nil, gjson.Result{}, fault
	}
	d := &Document{text.s, text.ends}
	root, _ := d.value(d.skip(0, ' '))
	return d, root, nil
}

// copiedAtOnce is how many bytes are copied between two looks at the pace, and
// copyCost how many are in the time in which the syntax of one is checked.
const (
	copiedAtOnce = 64 << 10
	copyCost     = 32
)

func copied(raw []byte, pace *Pace) string {
	var text strings.Builder
	text.Grow(len(raw))
	for len(raw) > 0 {
		n := min(len(raw), copiedAtOnce)
		text.Write(raw[:n])
		raw = raw[n:]
		pace.Did(n / copyCost)
	}
	return text.String()
}
