package csvimport

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"unwind/data/tape"
)

// Limits of a file.
const (
	MaxFileBytes = 256 << 20
	maxLine      = 16 << 10 // bytes of a line
	maxField     = 1 << 10  // bytes of a field
	maxFields    = 256      // columns of a file
	maxName      = 64       // bytes of a symbol or a venue
)

// File is the content of one CSV file.
type File struct {
	Name    string // for reports and errors
	Raw     []byte
	Columns Columns // what the columns are, where the file does not say it
}

// Error is one fault of a file.
type Error struct {
	File   string
	Line   int    // counted from 1; 0 is the whole file
	Reason string // `column 5, "close": must be finite and positive, is "-3"`
}

// Error returns "FILE:LINE: reason".
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Reason
	}
	return e.File + ":" + strconv.Itoa(e.Line) + ": " + e.Reason
}

// rows reads a file row by row. Fields are separated by commas, semicolons or
// tabs and may stand in double quotes, in which a quote is doubled; a field
// ends with its line. The first fault ends the reading.
type rows struct {
	file      string
	in        *bufio.Reader
	separator byte
	line      int
	columns   []string // names of the columns, as the header spells them
	bare      bool     // the file has no header: columns are numbers, or names of a known layout
	named     Columns
	fields    []string
	again     bool // the fields were read before the columns were known
	err       *Error
}

// newRows begins to read a file of a kind.
func newRows(f File, k *kind) (*rows, error) {
	if len(f.Raw) > MaxFileBytes {
		return nil, &Error{f.Name, 0, fmt.Sprintf("has more than %d MiB", MaxFileBytes>>20)}
	}
	return readRows(f.Name, bytes.NewReader(f.Raw), f.Columns, k)
}

// readRows begins to read what in has of a kind.
func readRows(name string, in io.Reader, named Columns, k *kind) (*rows, error) {
	r := &rows{file: name, in: bufio.NewReaderSize(in, maxLine), named: named}
	if mark, err := r.in.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = r.in.Discard(len(mark)) // peeked, so they are there
	}
	if !r.read() {
		if r.err != nil {
			return nil, r.err
		}
		return nil, &Error{name, 0, "is empty"}
	}
	r.header(k)
	return r, r.failure()
}

// header takes the first line for the names of the columns, unless it is a
// row: names are no numbers.
func (r *rows) header(k *kind) {
	r.bare, r.again = isRow(r.fields), isRow(r.fields)
	switch {
	case !r.bare:
		r.columns = append(r.columns, r.fields...)
	case len(r.named) == 0 && k.layouts[len(r.fields)] != nil:
		r.columns = k.layouts[len(r.fields)]
	default:
		for i := range r.fields {
			r.columns = append(r.columns, strconv.Itoa(i+1))
		}
	}
}

// isRow reports whether fields are values: one of them is a number.
func isRow(fields []string) bool {
	for _, s := range fields {
		if _, err := strconv.ParseFloat(s, 64); err == nil {
			return true
		}
	}
	return false
}

// next moves to the next row and reports whether there is one.
func (r *rows) next() bool {
	if r.err != nil {
		return false
	}
	if r.again {
		r.again = false
		return true
	}
	if !r.read() {
		return false
	}
	if len(r.fields) != len(r.columns) {
		return r.fail(fmt.Sprintf("has %d fields, the first line %d", len(r.fields), len(r.columns)))
	}
	return true
}

// read splits the next line that is not empty into fields.
func (r *rows) read() bool {
	for {
		raw, err := r.in.ReadSlice('\n')
		if len(raw) > 0 {
			r.line++
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			return r.fail(fmt.Sprintf("has more than %d bytes", maxLine))
		}
		if line := string(bytes.TrimSpace(raw)); line != "" {
			return r.split(line)
		}
		if err == io.EOF {
			return false
		}
		if err != nil {
			return r.fail("cannot be read: " + err.Error())
		}
	}
}

// split cuts a line into fields.
func (r *rows) split(line string) bool {
	if r.separator == 0 {
		r.separator = separatorOf(line)
	}
	r.fields = r.fields[:0]
	for more := true; more; {
		if len(r.fields) == maxFields {
			return r.fail(fmt.Sprintf("has more than %d fields", maxFields))
		}
		var field string
		var ok bool
		if field, line, more, ok = cut(line, r.separator); !ok {
			return r.fail(fmt.Sprintf("field %d: a quote must enclose the whole field", len(r.fields)+1))
		}
		if len(field) > maxField {
			return r.fail(fmt.Sprintf("field %d: has more than %d bytes", len(r.fields)+1, maxField))
		}
		r.fields = append(r.fields, field)
	}
	return true
}

// separatorOf returns what separates the fields of a file whose first line is
// given: a comma, or in lines without one a semicolon or a tab.
func separatorOf(line string) byte {
	for _, s := range []byte{',', ';', '\t'} {
		if strings.IndexByte(line, s) >= 0 {
			return s
		}
	}
	return ','
}

// cut takes the first field off a line and says whether another follows.
func cut(line string, separator byte) (field, rest string, more, ok bool) {
	line = strings.TrimLeft(line, " ")
	if !strings.HasPrefix(line, `"`) {
		field, rest, more = strings.Cut(line, string(separator))
		return strings.TrimSpace(field), rest, more, !strings.Contains(field, `"`)
	}
	end := 1
	for {
		i := strings.IndexByte(line[end:], '"')
		if i < 0 {
			return "", "", false, false
		}
		end += i + 1
		if !strings.HasPrefix(line[end:], `"`) {
			break
		}
		end++
	}
	between, rest, more := strings.Cut(line[end:], string(separator))
	field = strings.ReplaceAll(line[1:end-1], `""`, `"`)
	return field, rest, more, strings.TrimSpace(between) == ""
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

// room reports whether one more row fits, and fails when not.
func (r *rows) room(n int) bool {
	return n < tape.MaxRows || r.fail(fmt.Sprintf("has more than %d rows", tape.MaxRows))
}
