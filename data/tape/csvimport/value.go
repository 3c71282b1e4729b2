package csvimport

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"unwind/data"
)

// wrong fails with what stands in a column and what should.
func (r *rows) wrong(column int, want string) {
	name := strconv.Itoa(column + 1)
	if r.columns[column] != name {
		name += ", " + quote(r.columns[column])
	}
	r.fail("column " + name + ": must be " + want + ", is " + quote(r.fields[column]))
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

// finite returns x, or fails with the column it came from when it is too large.
func (r *rows) finite(column int, x float64) float64 {
	if x > 1e300 {
		r.wrong(column, "of a size that makes sense")
		return 0
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

// A number tells by its size in which unit it counts since 1970: below these
// it is seconds, milliseconds, microseconds, and from the last on nanoseconds.
// Each ends in the year 5138 of its unit and the next begins in 1973.
const (
	secondsEnd      = 1e11
	millisecondsEnd = 1e14
	microsecondsEnd = 1e17
)

// Times before 2009 precede every market of this kind: such a number is no
// time.
const firstMs, lastMs = 1230768000000, 253402300799999

// layoutsOfTime are the forms of ISO 8601 that are read; fractions of a second
// may stand in each that has seconds.
var layoutsOfTime = []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 UTC", "2006-01-02 15:04", "2006-01-02T15:04"}

// moment returns a time: seconds, milliseconds, microseconds or nanoseconds
// since 1970, told by size, or ISO 8601 where a missing zone means UTC.
func (r *rows) moment(column int) data.UnixMs {
	ms, ok := timeOf(r.fields[column])
	switch {
	case !ok:
		r.wrong(column, "seconds, milliseconds or microseconds since 1970, or a time such as 2026-02-06T00:19:00Z")
	case ms < firstMs || ms > lastMs:
		r.wrong(column, "between 2009 and the year 9999")
	default:
		return data.UnixMs(ms)
	}
	return 0
}

func timeOf(s string) (ms int64, ok bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return milliseconds(n), true
	}
	if x, err := strconv.ParseFloat(s, 64); err == nil && math.Abs(x) < millisecondsEnd {
		if math.Abs(x) < secondsEnd {
			x *= 1000
		}
		return int64(math.Round(x)), true
	}
	for _, layout := range layoutsOfTime {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UnixMilli(), true
		}
	}
	return 0, false
}

// milliseconds brings a whole number since 1970 to milliseconds.
func milliseconds(n int64) int64 {
	switch {
	case n < secondsEnd:
		return max(n, -1) * 1000
	case n < millisecondsEnd:
		return n
	case n < microsecondsEnd:
		return n / 1000
	}
	return n / 1_000_000
}

func quote(s string) string {
	const longest = 80
	if len(s) > longest {
		return strconv.QuoteToASCII(s[:longest]) + "…"
	}
	return strconv.QuoteToASCII(s)
}
