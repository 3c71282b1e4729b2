package document

import (
	"math"
	"strconv"

	"github.com/tidwall/gjson"
)

// powers holds the powers of ten that a float64 represents exactly.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// Numbers reads the elements of an array of numbers without allocating.
type Numbers struct {
	s  string // the array with its brackets
	at int
}

// NumbersOf returns the reader of an array of a document.
func NumbersOf(array gjson.Result) Numbers { return Numbers{s: array.Raw} }

// Next skips to the next element. It returns false at the end of the array.
func (c *Numbers) Next() bool {
	for c.at++; c.at < len(c.s); c.at++ {
		switch c.s[c.at] {
		case ' ', '\n', '\r', '\t', ',':
		case ']':
			return false
		default:
			return true
		}
	}
	return false
}

// Number reads the element and stops at its last byte. It reports false when
// the element is no number or one that a float64 cannot hold, such as 1e999.
//
// Up to 15 digits times a power of ten up to 22 take a short way, which is
// exact because both factors are (Clinger, doi:10.1145/93548.93557); longer
// numbers go to strconv.
func (c *Numbers) Number() (float64, bool) {
	s, start := c.s, c.at
	i := start
	if s[i] == '-' {
		i++
	}
	first := i
	var mantissa uint64
	for ; i < len(s) && s[i]-'0' <= 9; i++ {
		mantissa = mantissa*10 + uint64(s[i]-'0')
	}
	digits, decimals := i-first, 0
	if i < len(s) && s[i] == '.' {
		point := i
		for i++; i < len(s) && s[i]-'0' <= 9; i++ {
			mantissa = mantissa*10 + uint64(s[i]-'0')
		}
		decimals = i - point - 1
	}
	if digits == 0 {
		return 0, false
	}
	if digits+decimals > 15 || i < len(s) && s[i]|0x20 == 'e' {
		return c.long()
	}
	c.at = i - 1
	x := float64(mantissa)
	if decimals > 0 {
		x /= powers[decimals]
	}
	if first > start {
		x = -x
	}
	return x, true
}

// long reads the element by way of strconv.
func (c *Numbers) long() (float64, bool) {
	start := c.at
	for c.at < len(c.s) && isNumeric(c.s[c.at]) {
		c.at++
	}
	x, err := strconv.ParseFloat(c.s[start:c.at], 64)
	c.at--
	return x, err == nil && !math.IsInf(x, 0)
}

func isNumeric(b byte) bool {
	return isDigit(b) || b == '-' || b == '+' || b == '.' || b|0x20 == 'e'
}
