// Package field reads values from the JSON of venues: bounded, strict about
// numbers, and with the place of the first fault.
//
// gjson trusts what it reads, so [Frame] and [Answer] check size, nesting and
// syntax before anything is looked up. Venues send numbers both as JSON numbers
// and as strings; the readers here take either.
package field

import (
	"strconv"

	"github.com/tidwall/gjson"

	"unwind/data/document"
	"unwind/data/feed"
)

// Limits of what is read.
const (
	MaxFrame  = 1 << 20 // bytes of a WebSocket message
	MaxAnswer = 8 << 20 // bytes of an HTTP answer
	MaxRows   = 20_000  // rows of one list
	maxDepth  = 16      // nested objects and arrays; the deepest known message has 5
	maxNumber = 64      // bytes of a number
)

// Frame checks a WebSocket message and returns its value.
func Frame(raw []byte) (gjson.Result, error) { return checked(raw, MaxFrame) }

// Answer checks the body of an HTTP answer and returns its value.
func Answer(raw []byte) (gjson.Result, error) { return checked(raw, MaxAnswer) }

// checked checks bytes of at most a length, and returns their value.
func checked(raw []byte, most int) (gjson.Result, error) {
	switch {
	case len(raw) > most:
		return gjson.Result{}, &feed.Malformed{Reason: "longer than " + strconv.Itoa(most) + " bytes"}
	case tooDeep(raw):
		return gjson.Result{}, &feed.Malformed{Reason: "nested deeper than " + strconv.Itoa(maxDepth)}
	case !gjson.ValidBytes(raw):
		return gjson.Result{}, &feed.Malformed{Reason: "is not JSON: " + document.Quote(string(raw[:min(len(raw), 80)]))}
	}
	return gjson.ParseBytes(raw), nil
}

// tooDeep reports whether brackets outside strings nest deeper than allowed.
// The check of the syntax descends with them, so it comes after.
func tooDeep(raw []byte) bool {
	depth, inString := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// Rows calls visit with each element of a list, which is at path. It refuses
// what is no list and a list of too many rows.
func Rows(path string, list gjson.Result, visit func(*Row)) error {
	if !list.IsArray() {
		return &feed.Malformed{Path: path, Reason: "must be a list"}
	}
	n := 0
	var row Row
	list.ForEach(func(_, v gjson.Result) bool {
		if n < MaxRows {
			row = Row{Value: v, path: path, index: n}
			visit(&row)
		}
		n++
		return n <= MaxRows
	})
	if n > MaxRows {
		return &feed.Malformed{Path: path, Reason: "has more than " + strconv.Itoa(MaxRows) + " rows"}
	}
	return nil
}

// Each is [Rows] for rows that stand by themselves, as in a frame: it visits all
// of them and returns the first fault.
func Each(path string, list gjson.Result, visit func(*Row)) error {
	var first error
	err := Rows(path, list, func(r *Row) {
		visit(r)
		if first == nil {
			first = r.Err()
		}
	})
	if first != nil {
		return first
	}
	return err
}
