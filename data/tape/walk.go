package tape

import "github.com/tidwall/gjson"

// walker goes through the members of an object or the elements of an array. Its
// text has passed [syntax.check], which noted where long values end: looking
// for the end of one would read it again, and again at every depth.
type walker struct {
	s    string
	ends map[int]int // by first byte of a value: the byte after it
}

// value returns the value that begins at byte at and the byte after it. The
// index of the result is at, which gjson leaves to its caller.
func (w *walker) value(at int) (gjson.Result, int) {
	end := w.end(at)
	if b := w.s[at]; b == '{' || b == '[' {
		return gjson.Result{Type: gjson.JSON, Raw: w.s[at:end], Index: at}, end
	}
	v := gjson.Parse(w.s[at:end])
	v.Index = at
	return v, end
}

// end returns the byte after the value that begins at byte at.
func (w *walker) end(at int) int {
	if end, ok := w.ends[at]; ok {
		return end
	}
	switch w.s[at] {
	case '"':
		return w.afterString(at)
	case '{', '[':
		return w.afterBracket(at)
	}
	for at < len(w.s) && !separates(w.s[at]) {
		at++
	}
	return at
}

func separates(b byte) bool { return isSpace(b) || b == ',' || b == '}' || b == ']' }

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\r' || b == '\t' }

func (w *walker) afterString(at int) int {
	for at++; w.s[at] != '"'; at++ {
		if w.s[at] == '\\' {
			at++
		}
	}
	return at + 1
}

func (w *walker) afterBracket(at int) int {
	for depth := 0; ; at++ {
		switch w.s[at] {
		case '"':
			at = w.afterString(at) - 1
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
func (w *walker) skip(at int, sep byte) int {
	for isSpace(w.s[at]) || w.s[at] == sep {
		at++
	}
	return at
}

// members calls each for the members of an object until it returns false.
func (w *walker) members(v gjson.Result, each func(key string, value gjson.Result) bool) {
	for at := w.skip(v.Index+1, ','); w.s[at] != '}'; at = w.skip(at, ',') {
		key, end := w.value(at)
		var value gjson.Result
		if value, at = w.value(w.skip(end, ':')); !each(key.Str, value) {
			return
		}
	}
}

// elements calls each for the elements of an array until it returns false.
func (w *walker) elements(v gjson.Result, each func(value gjson.Result) bool) {
	for at := w.skip(v.Index+1, ','); w.s[at] != ']'; at = w.skip(at, ',') {
		var value gjson.Result
		if value, at = w.value(at); !each(value) {
			return
		}
	}
}
