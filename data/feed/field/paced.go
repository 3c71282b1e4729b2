package field

import (
	"bytes"
	"strings"

	"github.com/tidwall/gjson"
)

// Paced is [Document] with pauses: it takes and refuses the same.
func Paced(raw []byte, most int, pace *Pace) (gjson.Result, error) {
	if len(raw) <= wholePiece || len(raw) > most {
		return Document(raw, most)
	}
	c := check{raw: raw, pace: pace}
	switch c.run(); {
	case c.deep:
		return gjson.Result{}, tooDeepError()
	case c.wrong || !gjson.ValidBytes(append(c.rest, raw[c.taken:]...)):
		return gjson.Result{}, notJSON(raw)
	}
	return gjson.Parse(copied(raw, pace)), nil
}

func copied(raw []byte, pace *Pace) string {
	var text strings.Builder
	text.Grow(len(raw))
	for i := 0; i < len(raw); i += copiedAtOnce {
		text.Write(raw[i:min(i+copiedAtOnce, len(raw))])
		pace.Did(paceBytes)
	}
	return text.String()
}

// copiedAtOnce is how many bytes are copied between two looks at the pace.
const copiedAtOnce = 64 << 10

// Pieces of a list are checked by themselves: at a comma those of at least
// wholePiece bytes, at the end of the list those of lastPiece.
const (
	wholePiece = 8 << 10
	lastPiece  = 512
)

// check checks the syntax of a document in pieces. A stretch of elements of a
// list is right if it is right as a list of its own, and if then the document
// is right with a number in its place.
type check struct {
	raw  []byte
	pace *Pace

	rest  []byte // the document up to taken, with 0 for each piece
	taken int
	piece []byte // reused

	depth       int
	kinds       [maxDepth + 1]byte // of the brackets around
	begins      [maxDepth + 1]int  // where what no piece holds begins in each
	inString    bool
	deep, wrong bool
}

func (c *check) run() {
	for i := 0; i < len(c.raw) && !c.deep; {
		end := min(i+paceBytes, len(c.raw))
		from := i
		for i < end && !c.deep {
			i += c.look(i)
		}
		c.pace.Did((i - from) / scanCost)
	}
}

// Bytes between two looks at the pace, and how many are looked at in the time
// in which the syntax of one is checked.
const (
	paceBytes = 2 << 10
	scanCost  = 2
)

// look takes the byte at an index, and returns how many it took: two of what is
// escaped.
func (c *check) look(i int) int {
	switch b := c.raw[i]; {
	case c.inString && b == '\\':
		return 2
	case b == '"':
		c.inString = !c.inString
	case c.inString:
	case b == '{' || b == '[':
		c.open(i, b)
	case b == '}' || b == ']':
		c.end(i, lastPiece)
		c.depth--
	case b == ',':
		c.end(i, wholePiece)
	}
	return 1
}

func (c *check) open(i int, kind byte) {
	if c.depth++; c.depth > maxDepth {
		c.deep = true
	} else if c.depth > 0 {
		c.kinds[c.depth], c.begins[c.depth] = kind, i+1
	}
}

// end makes a piece of the elements before an index, if they have so many
// bytes.
func (c *check) end(i, least int) {
	if c.depth <= 0 || c.kinds[c.depth] != '[' {
		return
	}
	begin := c.begins[c.depth]
	if begin < c.taken { // some of it was a piece
		c.begins[c.depth] = i + 1
		return
	}
	if i-begin < least {
		return
	}
	c.begins[c.depth] = i + 1
	if len(bytes.TrimSpace(c.raw[begin:i])) == 0 {
		return // maybe an empty list
	}
	c.piece = append(append(append(c.piece[:0], "[0,"...), c.raw[begin:i]...), ']')
	c.wrong = c.wrong || !gjson.ValidBytes(c.piece)
	c.pace.Did(i - begin)
	c.rest = append(append(c.rest, c.raw[c.taken:begin]...), '0')
	c.taken = i
}

// Members calls each with the members of an object in a document that was
// checked, until it returns false.
func Members(object gjson.Result, pace *Pace, each func(key string, value gjson.Result) bool) {
	raw := object.Raw
	for i := 1; ; {
		for i < len(raw) && (raw[i] <= ' ' || raw[i] == ',') {
			i++
		}
		if i >= len(raw) || raw[i] != '"' {
			return
		}
		end := valueEnd(raw, i, nil)
		key := gjson.Parse(raw[i:end]).Str
		for i = end; raw[i] <= ' ' || raw[i] == ':'; i++ {
		}
		end = valueEnd(raw, i, pace)
		if !each(key, gjson.Parse(raw[i:end])) {
			return
		}
		i = end
	}
}

// valueEnd returns where the value that begins at an index ends.
func valueEnd(raw string, i int, pace *Pace) int {
	depth, inString, begin := 0, false, i
	for ; i < len(raw); i++ {
		if i-begin >= paceBytes {
			pace.Did((i - begin) / scanCost)
			begin = i
		}
		switch b := raw[i]; {
		case inString && b == '\\':
			i++
		case b == '"':
			inString = !inString
			if !inString && depth == 0 {
				return i + 1
			}
		case inString:
		case depth == 0 && (b <= ' ' || b == ',' || b == '}' || b == ']'):
			return i
		case b == '{' || b == '[':
			depth++
		case b == '}' || b == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return i
}
