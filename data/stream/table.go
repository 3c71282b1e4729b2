package stream

import (
	"math"
	"strconv"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/document"
	"unwind/data/feed"
)

// Bounds of a message.
const (
	MaxBytes = 64 << 20 // a snapshot of a day of many symbols has some twenty
	MaxRows  = 1 << 18  // of one table
	MaxGaps  = 1 << 16

	maxDepth   = 16 // nested objects and arrays; what is known has 4
	maxVenues  = 64
	maxSymbols = 4096 // of one venue
	maxName    = 64   // bytes of a venue or a symbol
	maxText    = 1024 // bytes of any other text
	maxWhole   = 1 << 53
)

// fault is the first fault of a message.
type fault struct{ err *feed.Malformed }

func (f *fault) at(path, reason string) {
	if f.err == nil {
		f.err = &feed.Malformed{Path: path, Reason: reason}
	}
}

// spelled writes an outside value for a reason.
func spelled(v gjson.Result) string { return document.Quote(v.Raw) }

// table is a member of columns of one length. After a fault it goes on with
// zeros, so that it is read in one go and checked once.
type table struct {
	*fault
	names   *feed.Names
	doc     *document.Document
	pace    *document.Pace
	path    string
	columns map[string]gjson.Result
	n       int
}

// open finds the columns of a table. Its times say how many rows it has.
func (r *Reader) open(f *fault, path string, v gjson.Result) *table {
	t := &table{fault: f, names: &r.names, doc: r.doc, pace: r.pace, path: path, columns: map[string]gjson.Result{}}
	if !v.IsObject() {
		f.at(path, "must be an object of columns")
		return t
	}
	r.doc.Members(v, func(key string, column gjson.Result) bool {
		if _, twice := t.columns[key]; twice {
			f.at(t.column(key), "is there twice")
		}
		t.columns[key] = column
		return len(t.columns) <= maxColumns
	})
	if len(t.columns) > maxColumns {
		f.at(path, "has more than "+strconv.Itoa(maxColumns)+" columns")
	}
	t.n = -1
	t.n = t.visit("times", func(int, gjson.Result) {})
	return t
}

// maxColumns bounds the columns of a table, those that are not known among
// them.
const maxColumns = 64

func (t *table) column(name string) string { return t.path + "." + name }

func (t *table) place(name string, i int) string {
	return t.column(name) + "[" + strconv.Itoa(i) + "]"
}

// visit calls each with every row of a column, and returns how many rows there
// are. It notes a fault where that is not as many as there are times.
func (t *table) visit(name string, each func(int, gjson.Result)) int {
	column := t.columns[name]
	if !column.IsArray() {
		t.at(t.column(name), "must be a list")
		return 0
	}
	n, most := 0, MaxRows
	if t.n >= 0 {
		most = t.n
	}
	t.doc.Elements(column, func(v gjson.Result) bool {
		if n++; n > most {
			return false
		}
		each(n-1, v)
		t.pace.Rows(1)
		return t.err == nil
	})
	switch {
	case t.err != nil:
	case t.n < 0 && n > most:
		t.at(t.column(name), "has more than "+strconv.Itoa(MaxRows)+" rows")
	case t.n >= 0 && n != t.n:
		t.at(t.column(name), "must have as many rows as times: "+strconv.Itoa(t.n))
	}
	return n
}

// largest bounds numbers, so that sums and products of them are finite.
const largest = 1e15

// number returns a number from a value to the largest.
func (t *table) number(name string, i int, v gjson.Result, low float64) float64 {
	if v.Type != gjson.Number || !(v.Num >= low && v.Num <= largest) {
		t.at(t.place(name, i), "must be a number from "+strconv.FormatFloat(low, 'g', -1, 64)+" to 1e+15, is "+spelled(v))
		return 0
	}
	return v.Num
}

// numbers visits a column of numbers from a value to the largest.
func (t *table) numbers(name string, low float64, take func(int, float64)) {
	t.visit(name, func(i int, v gjson.Result) { take(i, t.number(name, i, v, low)) })
}

// prices visits a column of positive prices.
func (t *table) prices(name string, take func(int, data.Price)) {
	t.visit(name, func(i int, v gjson.Result) {
		p := t.number(name, i, v, 0)
		if p == 0 {
			t.at(t.place(name, i), "must be positive, is "+spelled(v))
		}
		take(i, data.Price(p))
	})
}

// times visits a column of times.
func (t *table) times(name string, take func(int, data.UnixMs)) {
	t.visit(name, func(i int, v gjson.Result) {
		at, ok := timeOf(v)
		if !ok {
			t.at(t.place(name, i), notATime+spelled(v))
		}
		take(i, at)
	})
}

// timesOrNone visits a column of times, in which 0 is none.
func (t *table) timesOrNone(name string, take func(int, data.UnixMs)) {
	t.visit(name, func(i int, v gjson.Result) {
		at, ok := timeOf(v)
		if !ok && v.Raw != "0" {
			t.at(t.place(name, i), "must be 0 or a time in whole milliseconds from 2009 to 2100, is "+spelled(v))
		}
		take(i, at)
	})
}

const notATime = "must be a time in whole milliseconds from 2009 to 2100, is "

// timeOf returns a time within bounds.
func timeOf(v gjson.Result) (data.UnixMs, bool) {
	t, ok := wholeOf(v, float64(feed.MaxTime))
	return data.UnixMs(t), ok && data.UnixMs(t) >= feed.Earliest
}

// wholeOf returns a whole number from 0 to a value.
func wholeOf(v gjson.Result, most float64) (uint64, bool) {
	if v.Type != gjson.Number || !(v.Num >= 0 && v.Num <= most) || v.Num != math.Trunc(v.Num) {
		return 0, false
	}
	return uint64(v.Num), true
}

// lengths visits a column of lengths of time from low to a day.
func (t *table) lengths(name string, low data.UnixMs, take func(int, data.UnixMs)) {
	t.visit(name, func(i int, v gjson.Result) {
		n, ok := wholeOf(v, float64(data.Day))
		if !ok || data.UnixMs(n) < low {
			t.at(t.place(name, i), "must be "+strconv.Itoa(int(low))+" ms to a day, is "+spelled(v))
		}
		take(i, data.UnixMs(n))
	})
}

// short visits a column of names.
func (t *table) short(name string, take func(int, string)) {
	t.visit(name, func(i int, v gjson.Result) {
		s := t.text(name, i, v)
		if s == "" {
			t.at(t.place(name, i), "must not be empty, is "+spelled(v))
		}
		take(i, t.names.Of(s))
	})
}

// text returns a name, which may be empty. It shares memory with the message.
func (t *table) text(name string, i int, v gjson.Result) string {
	if v.Type != gjson.String || len(v.Str) > maxName {
		t.at(t.place(name, i), "must be a text of at most "+strconv.Itoa(maxName)+" bytes, is "+spelled(v))
		return ""
	}
	return v.Str
}

// count returns a whole number.
func (t *table) count(name string, i int, v gjson.Result) int {
	n, ok := wholeOf(v, MaxRows)
	if !ok {
		t.at(t.place(name, i), "must be a whole number, is "+spelled(v))
	}
	return int(n)
}

// flags visits a column of truth values.
func (t *table) flags(name string, take func(int, bool)) {
	t.visit(name, func(i int, v gjson.Result) {
		if !v.IsBool() {
			t.at(t.place(name, i), "must be true or false, is "+spelled(v))
		}
		take(i, v.Type == gjson.True)
	})
}
