package wire

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
)

// members reads the members of one message and keeps the first error, so that
// a parser needs no checks of its own.
type members struct {
	object gjson.Result
	err    error
}

func (m *members) get(key string) gjson.Result { return m.object.Get(key) }

// has reports whether the member is there and not null.
func (m *members) has(key string) bool { return m.get(key).Type != gjson.Null }

// wrong notes that the member is not what is wanted.
func (m *members) wrong(key, want string) {
	if m.err != nil {
		return
	}
	if !m.has(key) {
		m.err = fmt.Errorf("%s is missing, want %s", key, want)
		return
	}
	m.err = fmt.Errorf("%s: got %s, want %s", key, clip(m.get(key).Raw), want)
}

// only refuses members whose names are not among those.
func (m *members) only(names []string) {
	m.object.ForEach(func(key, _ gjson.Result) bool {
		if m.err == nil && !slices.Contains(names, key.Str) {
			m.err = fmt.Errorf("got the member %q, want %s", clip(key.Str), oneOf(names))
		}
		return m.err == nil
	})
}

// number returns the number of the member, or byDefault when it is absent.
func (m *members) number(key string, byDefault, low, high float64) float64 {
	if !m.has(key) {
		return byDefault
	}
	return m.required(key, low, high)
}

// required returns the number of the member, which must be in [low, high].
func (m *members) required(key string, low, high float64) float64 {
	v := m.get(key)
	if v.Type != gjson.Number || !finite(v.Num) || !within(v.Num, low, high) {
		m.wrong(key, rangeText(low, high))
		return low
	}
	return v.Num
}

// clamped returns the number of the member, which must be there, held within
// low and high.
func (m *members) clamped(key string, low, high float64) float64 {
	return min(max(m.required(key, -math.MaxFloat64, math.MaxFloat64), low), high)
}

func rangeText(low, high float64) string {
	if high > 1e15 {
		return "a number"
	}
	text := strconv.AppendFloat([]byte("a number from "), low, 'g', -1, 64)
	return string(strconv.AppendFloat(append(text, " to "...), high, 'g', -1, 64))
}

// time returns the time of the member, which must be there.
func (m *members) time(key string) data.UnixMs {
	var t data.UnixMs
	ok := false
	switch v := m.get(key); v.Type {
	case gjson.Number:
		// Compared as a number first: the conversion of a huge one is undefined.
		if ok = within(v.Num, float64(FirstTime), float64(LastTime-1)); ok {
			t = data.UnixMs(v.Num)
		}
	case gjson.String:
		t, ok = ParseTime(v.Str)
	}
	if !ok {
		m.wrong(key, wantTime)
	}
	return t
}

// optionalTime returns the time of the member, or 0 when it is absent.
func (m *members) optionalTime(key string) data.UnixMs {
	if !m.has(key) {
		return 0
	}
	return m.time(key)
}

func (m *members) bool(key string) bool {
	v := m.get(key)
	if !v.IsBool() {
		m.wrong(key, "true or false")
	}
	return v.Bool()
}

// name returns the place of the member's string in names; an absent member
// counts as byDefault, which is wrong unless it is in names.
func (m *members) name(key string, names []string, byDefault string) int {
	v := m.get(key)
	text := v.Str
	if !m.has(key) {
		text = byDefault
	}
	i := indexOf(names, text)
	if i < 0 || m.has(key) && v.Type != gjson.String {
		m.wrong(key, oneOf(names))
		return 0
	}
	return i
}

// ascending reads two members that come together, the first less than the
// second, or not at all.
func ascending[T data.UnixMs | data.Price | data.USD](
	m *members, lowKey, highKey string, read func(key string) T,
) (T, T) {
	hasLow, hasHigh := m.has(lowKey), m.has(highKey)
	low, high := read(lowKey), read(highKey)
	switch {
	case hasLow && !hasHigh:
		m.wrong(highKey, "it together with "+lowKey)
	case hasHigh && !hasLow:
		m.wrong(lowKey, "it together with "+highKey)
	case hasLow && low >= high:
		m.wrong(lowKey, "less than "+highKey)
	}
	return low, high
}

// clip shortens text from outside to what an error may repeat.
func clip(s string) string {
	if len(s) > 64 {
		s = s[:64] + "…"
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
