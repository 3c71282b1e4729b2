package document

import (
	"strconv"
	"strings"
)

// frame is one object or array around a place in a JSON text.
type frame struct {
	array   bool
	index   int    // of the element, in an array
	key     string // of the member, in an object
	wantKey bool   // the next string is a key
}

// placeOf returns the path of the value at byte end of s, whose bytes before
// end are correct JSON: "candles.close[17]".
func placeOf(s string, end int) string {
	var stack []frame
	for i := 0; i < end && i < len(s); i++ {
		switch s[i] {
		case '{', '[':
			stack = append(stack, frame{array: s[i] == '[', wantKey: true})
		case '}', ']':
			stack = stack[:max(len(stack)-1, 0)]
		case ',':
			if n := len(stack); n > 0 {
				stack[n-1].index++
				stack[n-1].wantKey = true
			}
		case '"':
			i = skipString(s, i, end, stack)
		}
	}
	return spell(stack)
}

// skipString returns the last byte of the string that starts at i, and notes
// it as the key of the innermost frame when one is due.
func skipString(s string, i, end int, stack []frame) int {
	start := i + 1
	for i++; i < end && s[i] != '"'; i++ {
		if s[i] == '\\' {
			i++
		}
	}
	if n := len(stack); n > 0 && i < end && !stack[n-1].array && stack[n-1].wantKey {
		stack[n-1].key, stack[n-1].wantKey = s[start:i], false
	}
	return i
}

// shownDepth is how many objects and arrays a path leads through before it is
// cut: no member that is known lies deeper, but anything may be nested in a file.
const shownDepth = 6

// shownName is how many bytes of a member's name a path has.
const shownName = 256

func spell(stack []frame) string {
	path := ""
	for i, f := range stack {
		switch {
		case i == shownDepth:
			return path + "…"
		case f.array:
			path = Item(path, f.index)
		case !f.wantKey:
			path = Join(path, f.key[:min(len(f.key), shownName)])
		}
	}
	return path
}

// lineAndColumn spells the place of byte at, both counted from 1 in bytes.
func lineAndColumn(s string, at int) string {
	before := s[:min(at, len(s))]
	line := strings.Count(before, "\n") + 1
	column := len(before) - strings.LastIndexByte(before, '\n')
	return "line " + strconv.Itoa(line) + ", column " + strconv.Itoa(column)
}
