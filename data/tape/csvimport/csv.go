package csvimport

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"unwind/data"
	"unwind/data/tape"
)

// Limits of a file.
const (
	MaxFileBytes = 256 << 20
	maxLine      = 16 << 10 // bytes of a line
	maxFields    = 256      // columns of a header
	maxName      = 64       // bytes of a symbol or a venue
)

// File is the content of one CSV file.
type File struct {
	Name string // for reports and errors
	Raw  []byte
}

// Error is one fault of a file.
type Error struct {
	File   string
	Line   int    // counted from 1, the header's line; 0 is the whole file
	Reason string // "close: must be finite and positive, is -3"
}

// Error returns "FILE:LINE: reason".
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Reason
	}
	return e.File + ":" + strconv.Itoa(e.Line) + ": " + e.Reason
}

// rows reads a file row by row. Fields are separated by commas and may stand
// in double quotes, but hold neither comma nor quote, as none of the layouts
// needs them. The first fault ends the reading.
type rows struct {
	file    string
	rest    string
	line    int
	columns []string // names of the header, lower case
	fields  []string
	err     *Error
}

func newRows(f File) (*rows, error) {
	if len(f.Raw) > MaxFileBytes {
		return nil, &Error{f.Name, 0, fmt.Sprintf("has more than %d MiB", MaxFileBytes>>20)}
	}
	r := &rows{file: f.Name, rest: strings.TrimPrefix(string(f.Raw), "\ufeff")}
	if !r.read() {
		if r.err != nil {
			return nil, r.err
		}
		return nil, &Error{f.Name, 0, "is empty"}
	}
	for _, name := range r.fields {
		r.columns = append(r.columns, strings.ToLower(name))
	}
	return r, nil
}

// next moves to the next row and reports whether there is one.
func (r *rows) next() bool {
	if r.err != nil || !r.read() {
		return false
	}
	if len(r.fields) != len(r.columns) {
		return r.fail(fmt.Sprintf("has %d fields, the header %d", len(r.fields), len(r.columns)))
	}
	return true
}

// read splits the next line that is not empty into fields.
func (r *rows) read() bool {
	for r.rest != "" {
		line, rest, _ := strings.Cut(r.rest, "\n")
		r.rest = rest
		r.line++
		if line = strings.TrimSpace(line); line != "" {
			return r.split(line)
		}
	}
	return false
}

func (r *rows) split(line string) bool {
	if len(line) > maxLine {
		return r.fail(fmt.Sprintf("has more than %d bytes", maxLine))
	}
	r.fields = r.fields[:0]
	for field := range strings.SplitSeq(line, ",") {
		if len(r.fields) == maxFields {
			return r.fail(fmt.Sprintf("has more than %d fields", maxFields))
		}
		field = strings.TrimSpace(field)
		if n := len(field); n >= 2 && field[0] == '"' && field[n-1] == '"' {
			field = field[1 : n-1]
		}
		if strings.Contains(field, `"`) {
			return r.fail("a quoted field must not hold a comma or a quote")
		}
		r.fields = append(r.fields, field)
	}
	return true
}

func (r *rows) fail(reason string) bool {
	if r.err == nil {
		r.err = &Error{r.file, r.line, reason}
	}
	return false
}

// failure returns the fault that ended the reading, or nil.
func (r *rows) failure() error {
	if r.err == nil {
		return nil
	}
	return r.err
}

// column returns the place of the first of names that the header has, or −1.
func (r *rows) column(names ...string) int {
	for _, name := range names {
		if i := slices.Index(r.columns, name); i >= 0 {
			return i
		}
	}
	return -1
}

func (r *rows) wrong(column int, want string) {
	r.fail(r.columns[column] + ": must be " + want + ", is " + quote(r.fields[column]))
}

// number returns a finite number.
func (r *rows) number(column int) float64 {
	x, err := strconv.ParseFloat(r.fields[column], 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		r.wrong(column, "a finite number")
		return 0
	}
	return x
}

// positive returns a finite positive number.
func (r *rows) positive(column int) float64 {
	x := r.number(column)
	if !(x > 0) {
		r.wrong(column, "finite and positive")
	}
	return x
}

// zeroOrMore returns a finite number that is not negative.
func (r *rows) zeroOrMore(column int) float64 {
	x := r.number(column)
	if !(x >= 0) {
		r.wrong(column, "finite and at least 0")
	}
	return x
}

// name returns a short text.
func (r *rows) name(column int) string {
	s := r.fields[column]
	if s == "" || len(s) > maxName || strings.ToValidUTF8(s, "") != s {
		r.wrong(column, fmt.Sprintf("a name of 1 to %d bytes", maxName))
	}
	return strings.Clone(s)
}

// microseconds is the least whole number that is taken for microseconds and
// not for milliseconds: as milliseconds it would be past the year 5000.
const microseconds = 1e14

// moment returns a time: milliseconds or microseconds since 1970, or ISO 8601
// where a missing zone means UTC.
func (r *rows) moment(column int) data.UnixMs {
	s := r.fields[column]
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		if n >= microseconds {
			n /= 1000
		}
		return r.within(column, n)
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return r.within(column, t.UnixMilli())
		}
	}
	r.wrong(column, "milliseconds since 1970 or a time such as 2026-02-06T00:19:00Z")
	return 0
}

// Times before 2009 precede every market of this kind: such a number is in
// seconds, or no time.
const firstMs, lastMs = 1230768000000, 253402300799999

func (r *rows) within(column int, ms int64) data.UnixMs {
	if ms < firstMs || ms > lastMs {
		r.wrong(column, "between 2009 and the year 9999, in milliseconds")
		return 0
	}
	return data.UnixMs(ms)
}

// room reports whether one more row fits, and fails when not.
func (r *rows) room(n int) bool {
	return n < tape.MaxRows || r.fail(fmt.Sprintf("has more than %d rows", tape.MaxRows))
}

func quote(s string) string {
	const longest = 40
	if len(s) > longest {
		return strconv.QuoteToASCII(s[:longest]) + "…"
	}
	return strconv.QuoteToASCII(s)
}
