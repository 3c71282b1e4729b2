package document

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// syntax checks that a string is one JSON value (RFC 8259) of bounded depth.
type syntax struct {
	s       string
	deepest int // objects and arrays that may be nested
	pace    *Pace
	at      int         // next byte; the place of the fault once reason is set
	paid    int         // bytes whose work is counted
	reason  string      // what is wrong, or "" so far
	ends    map[int]int // of the [Document]
}

// longValue is how long a value is, in bytes, before its end is worth noting.
const longValue = 4096

// check returns the first fault of the text, or nil.
func (c *syntax) check() *Fault {
	if c.value(0) {
		c.space()
		if c.at < len(c.s) {
			c.fault("only one JSON value is allowed")
		}
	}
	if c.reason == "" {
		return nil
	}
	return &Fault{placeOf(c.s, c.at), c.reason + ", " + lineAndColumn(c.s, c.at)}
}

// spendEach is after how many bytes their work is counted.
const spendEach = 4000

// spend counts the bytes that were checked since the last time.
func (c *syntax) spend() {
	if bytes := c.at - c.paid; bytes >= spendEach {
		c.paid = c.at
		c.pace.Did(bytes)
	}
}

func (c *syntax) fault(reason string) bool {
	if c.reason == "" {
		c.reason = reason
		if c.at >= len(c.s) {
			c.reason = "the text ends early"
		}
	}
	return false
}

func (c *syntax) space() {
	for c.at < len(c.s) {
		switch c.s[c.at] {
		case ' ', '\n', '\r', '\t':
			c.at++
		default:
			return
		}
	}
}

func (c *syntax) byte(want byte) bool {
	if c.at < len(c.s) && c.s[c.at] == want {
		c.at++
		return true
	}
	return false
}

// value checks a value and notes its end.
func (c *syntax) value(depth int) bool {
	c.space()
	start := c.at
	if !c.any(depth) {
		return false
	}
	c.note(start)
	c.spend()
	return true
}

// note notes that what began at a byte ends here, when it is long.
func (c *syntax) note(start int) {
	if c.at-start >= longValue {
		c.ends[start] = c.at
	}
}

func (c *syntax) any(depth int) bool {
	if c.at >= len(c.s) {
		return c.fault("")
	}
	switch b := c.s[c.at]; {
	case b == '{' || b == '[':
		if depth == c.deepest {
			return c.fault("is nested deeper than " + strconv.Itoa(depth))
		}
		c.at++
		if b == '{' {
			return c.object(depth + 1)
		}
		return c.array(depth + 1)
	case b == '"':
		return c.str()
	case startsNumber(b):
		return c.number()
	}
	return c.literal("true") || c.literal("false") || c.literal("null") || c.fault("is not a JSON value")
}

// array checks what follows the opening bracket.
func (c *syntax) array(depth int) bool {
	if c.space(); c.byte(']') {
		return true
	}
	for {
		for c.plain() {
			c.spend()
		}
		if !c.value(depth) {
			return false
		}
		c.space()
		if c.byte(']') {
			return true
		}
		if !c.byte(',') {
			return c.fault("a comma or ] is expected")
		}
	}
}

// plain skips the next elements of an array that are numbers without exponent,
// each followed by a comma and another number at once. Nearly all of a tape is
// that, and a short loop over local variables checks it twice as fast. The last
// element is left for array. After some thousand bytes it stops and returns
// true.
func (c *syntax) plain() bool {
	s := c.s
	for enough := c.at + longValue; c.at < enough; {
		i := c.at
		if i < len(s) && s[i] == '-' {
			i++
		}
		first := i
		for i < len(s) && s[i]-'0' <= 9 {
			i++
		}
		if i == first || s[first] == '0' && i > first+1 {
			return false
		}
		if i < len(s) && s[i] == '.' {
			point := i
			for i++; i < len(s) && s[i]-'0' <= 9; i++ {
			}
			if i == point+1 {
				return false
			}
		}
		if i+1 >= len(s) || s[i] != ',' || !startsNumber(s[i+1]) {
			return false
		}
		c.at = i + 1
	}
	return true
}

func startsNumber(b byte) bool { return b == '-' || isDigit(b) }

// object checks what follows the opening brace.
func (c *syntax) object(depth int) bool {
	if c.space(); c.byte('}') {
		return true
	}
	for c.key() && c.value(depth) {
		c.space()
		if c.byte('}') {
			return true
		}
		if !c.byte(',') {
			return c.fault("a comma or } is expected")
		}
	}
	return false
}

// key checks a member's name and the colon after it.
func (c *syntax) key() bool {
	c.space()
	if c.at >= len(c.s) || c.s[c.at] != '"' {
		return c.fault("a member name in double quotes is expected")
	}
	start := c.at
	if !c.str() {
		return false
	}
	c.note(start)
	c.space()
	return c.byte(':') || c.fault("a colon is expected")
}

func (c *syntax) str() bool {
	look := c.at + spendEach
	for c.at++; c.at < len(c.s); c.at++ {
		if c.at >= look {
			c.spend()
			look = c.at + spendEach
		}
		switch b := c.s[c.at]; {
		case b == '"':
			c.at++
			return true
		case b >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(c.s[c.at:])
			if r == utf8.RuneError && size == 1 {
				return c.fault("must be UTF-8")
			}
			c.at += size - 1
		case b < ' ':
			return c.fault("a control character must be escaped")
		case b == '\\':
			if !c.escape() {
				return false
			}
		}
	}
	return c.fault("")
}

// escape checks an escape sequence and stops at its last byte.
func (c *syntax) escape() bool {
	if c.at++; c.at >= len(c.s) {
		return c.fault("")
	}
	if c.s[c.at] != 'u' {
		return strings.IndexByte(`"\/bfnrt`, c.s[c.at]) >= 0 || c.fault("is not an escape sequence")
	}
	for range 4 {
		if c.at++; c.at >= len(c.s) || !isHex(c.s[c.at]) {
			return c.fault("four hexadecimal digits are expected")
		}
	}
	return true
}

func (c *syntax) number() bool {
	c.byte('-')
	if !c.byte('0') && !c.digits() {
		return c.fault("is not a number")
	}
	if c.byte('.') && !c.digits() {
		return c.fault("digits are expected after the point")
	}
	if c.byte('e') || c.byte('E') {
		if !c.byte('-') {
			c.byte('+')
		}
		if !c.digits() {
			return c.fault("digits are expected in the exponent")
		}
	}
	return true
}

// digits skips digits and reports whether there was one.
func (c *syntax) digits() bool {
	start := c.at
	for c.at < len(c.s) && isDigit(c.s[c.at]) {
		c.at++
	}
	return c.at > start
}

func (c *syntax) literal(word string) bool {
	if !strings.HasPrefix(c.s[c.at:], word) {
		return false
	}
	c.at += len(word)
	return true
}

func isDigit(b byte) bool { return b-'0' <= 9 }

func isHex(b byte) bool { return isDigit(b) || b|0x20 >= 'a' && b|0x20 <= 'f' }
