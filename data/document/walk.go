package document

import (
	"strings"

	"github.com/tidwall/gjson"
)

// What goes through a document trusts the check, which noted where long values
// end: looking for the end of one would read it again, and again at every depth.

// value returns the value that begins at byte at and the byte after it. The
// index of the result is at, which gjson leaves to its caller.
func (d *Document) value(at int) (gjson.Result, int) {
	v := gjson.Result{Index: at}
	var end int
	switch b := d.s[at]; {
	case startsNumber(b):
		n := Numbers{d.s, at}
		v.Type = gjson.Number
		v.Num, _ = n.Number() // infinite where float64 ends, as gjson has it
		end = n.at + 1
	case b == '{' || b == '[':
		v.Type = gjson.JSON
		end = d.afterBrackets(at)
	case b == '"':
		return d.text(at)
	default:
		end = d.afterWord(at)
		v.Type = gjson.Parse(d.s[at:end]).Type
	}
	v.Raw = d.s[at:end]
	return v, end
}

// text returns the string that begins at byte at and the byte after it.
func (d *Document) text(at int) (gjson.Result, int) {
	end := d.afterString(at)
	raw := d.s[at:end]
	v := gjson.Result{Type: gjson.String, Raw: raw, Str: raw[1 : len(raw)-1], Index: at}
	if strings.IndexByte(raw, '\\') >= 0 {
		v.Str = gjson.Parse(raw).Str
	}
	return v, end
}

func separates(b byte) bool { return isSpace(b) || b == ',' || b == '}' || b == ']' }

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\r' || b == '\t' }

// afterWord returns the byte after true, false or null.
func (d *Document) afterWord(at int) int {
	for at < len(d.s) && !separates(d.s[at]) {
		at++
	}
	return at
}

func (d *Document) afterString(start int) int {
	at := start + 1
	for ; d.s[at] != '"'; at++ {
		if d.s[at] == '\\' {
			at++
		}
		if at-start >= longValue {
			return d.ends[start]
		}
	}
	return at + 1
}

func (d *Document) afterBrackets(at int) int {
	if end, long := d.ends[at]; long {
		return end
	}
	for depth := 0; ; at++ {
		switch d.s[at] {
		case '"':
			at = d.afterString(at) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
}

// skip returns the first byte from at on that is no space and is not sep.
func (d *Document) skip(at int, sep byte) int {
	for isSpace(d.s[at]) || d.s[at] == sep {
		at++
	}
	return at
}

// Members calls each for the members of an object until it returns false.
func (d *Document) Members(v gjson.Result, each func(key string, value gjson.Result) bool) {
	for at := d.skip(v.Index+1, ','); d.s[at] != '}'; at = d.skip(at, ',') {
		key, end := d.text(at)
		var value gjson.Result
		if value, at = d.value(d.skip(end, ':')); !each(key.Str, value) {
			return
		}
	}
}

// Elements calls each for the elements of an array until it returns false.
func (d *Document) Elements(v gjson.Result, each func(value gjson.Result) bool) {
	for at := d.skip(v.Index+1, ','); d.s[at] != ']'; at = d.skip(at, ',') {
		var value gjson.Result
		if value, at = d.value(at); !each(value) {
			return
		}
	}
}
