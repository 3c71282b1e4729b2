package tape

import (
	"math"
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/document"
)

// decoder turns JSON values into Go values. It keeps the first fault and, once
// it has one, what it returns is of no use.
type decoder struct {
	*document.Document
	pace *document.Pace
	err  *Error
}

func (d *decoder) fail(path string, index int, reason string) {
	if d.err == nil {
		d.err = &Error{path, index, reason}
	}
}

// reader decodes the value found at a path into the variable it was made for.
type reader func(v gjson.Result, path string)

// member is one member that an object may have.
type member struct {
	name     string
	required bool
	read     reader
}

func required(name string, read reader) member { return member{name, true, read} }
func optional(name string, read reader) member { return member{name, false, read} }

// object decodes the members of an object. Members that are not listed are
// ignored, so that a later version may add some.
func (d *decoder) object(v gjson.Result, path string, members []member) {
	if !v.IsObject() {
		d.fail(path, -1, "must be an object")
		return
	}
	seen := make([]bool, len(members))
	d.Members(v, func(key string, value gjson.Result) bool {
		d.pace.Rows(1)
		i := find(members, key)
		if i < 0 {
			return true
		}
		if seen[i] {
			d.fail(document.Join(path, key), -1, "appears twice")
			return false
		}
		seen[i] = true
		members[i].read(value, document.Join(path, key))
		return d.err == nil
	})
	for i, m := range members {
		if m.required && !seen[i] {
			d.fail(document.Join(path, m.name), -1, "is missing")
		}
	}
}

func find(members []member, name string) int {
	for i := range members {
		if members[i].name == name {
			return i
		}
	}
	return -1
}

// list decodes an array of at most limit values that are not numbers.
func (d *decoder) list(v gjson.Result, path string, limit int, each reader) {
	if !v.IsArray() {
		d.fail(path, -1, "must be an array")
		return
	}
	n := 0
	d.Elements(v, func(value gjson.Result) bool {
		d.pace.Rows(1)
		if n == limit {
			d.fail(path, -1, "must have at most "+number(float64(limit))+" elements")
			return false
		}
		each(value, document.Item(path, n))
		n++
		return d.err == nil
	})
}

// text decodes a string of at most limit bytes.
func (d *decoder) text(dst *string, limit int) reader {
	return func(v gjson.Result, path string) {
		switch {
		case v.Type != gjson.String:
			d.fail(path, -1, "must be a string")
		case len(v.Str) > limit:
			d.fail(path, -1, "must have at most "+number(float64(limit))+" bytes")
		default:
			*dst = strings.Clone(v.Str)
		}
	}
}

// strings decodes an array of strings.
func (d *decoder) strings(dst *[]string) reader {
	return func(v gjson.Result, path string) {
		*dst = []string{}
		d.list(v, path, maxNames, func(v gjson.Result, path string) {
			var s string
			d.text(&s, maxName)(v, path)
			*dst = append(*dst, s)
		})
	}
}

// translations decodes an object of texts by language.
func (d *decoder) translations(dst *Text) reader {
	return func(v gjson.Result, path string) {
		if !v.IsObject() {
			d.fail(path, -1, "must be an object of texts by language")
			return
		}
		*dst = Text{}
		d.Members(v, func(key string, value gjson.Result) bool {
			if len(*dst) == maxLanguages {
				d.fail(path, -1, "has too many languages")
				return false
			}
			var s string
			d.text(&s, maxString)(value, document.Join(path, document.Quote(key)))
			(*dst)[strings.Clone(key)] = s
			return d.err == nil
		})
	}
}

func (d *decoder) flag(dst *bool) reader {
	return func(v gjson.Result, path string) {
		if !v.IsBool() {
			d.fail(path, -1, "must be true or false")
			return
		}
		*dst = v.Type == gjson.True
	}
}

// value decodes one number.
func value[T ~float64](d *decoder, dst *T) reader {
	return func(v gjson.Result, path string) {
		if v.Type != gjson.Number || math.IsInf(v.Num, 0) {
			d.fail(path, -1, "must be a number that fits 64 bits")
			return
		}
		*dst = T(v.Num)
	}
}

// whole decodes one whole number between low and high, both included.
func whole[T ~int | ~int64](d *decoder, dst *T, low, high T) reader {
	return func(v gjson.Result, path string) {
		if v.Type != gjson.Number || v.Num != math.Trunc(v.Num) ||
			v.Num < float64(low) || v.Num > float64(high) {
			d.fail(path, -1, "must be a whole number from "+number(float64(low))+" to "+number(float64(high)))
			return
		}
		*dst = T(v.Num)
	}
}

// length decodes a length of time in milliseconds.
func (d *decoder) length(dst *data.UnixMs) reader { return whole(d, dst, 1, maxTime) }

// column decodes an array of numbers.
func column[T ~float64 | ~float32](d *decoder, dst *[]T) reader {
	return func(v gjson.Result, path string) {
		n, ok := d.rows(v, path)
		if !ok {
			return
		}
		out := make([]T, 0, n)
		for c := document.NumbersOf(v); c.Next(); {
			x, ok := c.Number()
			if !ok {
				d.fail(path, len(out), "must be a number that fits 64 bits")
				return
			}
			if out = append(out, T(x)); len(out)%document.Piece == 0 {
				d.pace.Rows(document.Piece)
			}
		}
		*dst = out
	}
}

// wholes decodes an array of whole numbers between low and high, both
// included.
func wholes[T ~int32 | ~int64](d *decoder, dst *[]T, low, high T) reader {
	return func(v gjson.Result, path string) {
		n, ok := d.rows(v, path)
		if !ok {
			return
		}
		out := make([]T, 0, n)
		for c := document.NumbersOf(v); c.Next(); {
			x, ok := c.Number()
			if !ok || x != math.Trunc(x) || x < float64(low) || x > float64(high) {
				d.fail(path, len(out), "must be a whole number from "+number(float64(low))+" to "+number(float64(high)))
				return
			}
			if out = append(out, T(x)); len(out)%document.Piece == 0 {
				d.pace.Rows(document.Piece)
			}
		}
		*dst = out
	}
}

// rows returns the number of elements of an array, at most [MaxRows]. An
// array of arrays counts too many, which its elements then make wrong anyway.
func (d *decoder) rows(v gjson.Result, path string) (n int, ok bool) {
	if !v.IsArray() {
		d.fail(path, -1, "must be an array of numbers")
		return 0, false
	}
	n = d.commas(v.Raw) + 1
	if n > MaxRows {
		d.fail(path, -1, "has more than "+number(MaxRows)+" rows")
		return 0, false
	}
	return n, true
}

// commas counts the commas of an array.
func (d *decoder) commas(raw string) int {
	const bytes = 64 * document.Piece
	n := 0
	for ; len(raw) > bytes; raw = raw[bytes:] {
		n += strings.Count(raw[:bytes], ",")
		d.pace.Rows(document.Piece)
	}
	return n + strings.Count(raw, ",")
}
