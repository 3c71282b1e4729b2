package wire

import (
	"strconv"
	"strings"
	"time"

	"unwind/data"
)

// Times from outside lie between these two, FirstTime inclusive and LastTime
// exclusive: the years 2000 to 2099. A time in seconds instead of milliseconds
// falls outside and is noticed.
const (
	FirstTime data.UnixMs = 946684800000
	LastTime  data.UnixMs = 4102444800000
)

// ParseTime reads a time: milliseconds since the Unix epoch, or an ISO 8601
// date with an optional time of day and an optional zone, UTC without one:
// 1770337800000, 2026-02-06, 2026-02-06T00:30, 2026-02-06T00:30:00.250Z,
// 2026-02-06T03:30:00+03:00. It reports whether s is one within
// [[FirstTime], [LastTime]).
func ParseTime(s string) (data.UnixMs, bool) {
	if len(s) > len("2026-02-06T00:30:00.123456789+03:00") {
		return 0, false
	}
	t, ok := parseMs(s)
	if !ok {
		t, ok = parseISO(s)
	}
	return t, ok && validTime(t)
}

func validTime(t data.UnixMs) bool { return t >= FirstTime && t < LastTime }

func parseMs(s string) (data.UnixMs, bool) {
	ms, err := strconv.ParseInt(s, 10, 64)
	return data.UnixMs(ms), err == nil
}

var isoLayouts = [...]string{
	"2006-01-02T15:04:05Z07:00", // also reads a fraction of a second
	"2006-01-02T15:04:05",
	"2006-01-02T15:04Z07:00",
	"2006-01-02T15:04",
	"2006-01-02",
}

func parseISO(s string) (data.UnixMs, bool) {
	// In a query string an unescaped + arrives as a space; only a zone has one.
	s = strings.Replace(s, " ", "+", 1)
	for _, layout := range isoLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return data.UnixMs(t.UnixMilli()), true
		}
	}
	return 0, false
}

// AppendTime appends t as ISO 8601 in UTC to dst: 2026-02-06T00:30:00Z, with
// milliseconds only when there are some.
func AppendTime(dst []byte, t data.UnixMs) []byte {
	layout := "2006-01-02T15:04:05Z"
	if t%data.Second != 0 {
		layout = "2006-01-02T15:04:05.000Z"
	}
	return time.UnixMilli(int64(t)).UTC().AppendFormat(dst, layout)
}
