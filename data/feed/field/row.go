package field

import (
	"math"
	"strconv"
	"time"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/document"
	"unwind/data/feed"
)

// Row reads the members of one object, or the elements of one list by their
// index, and remembers the first fault. After a fault it goes on with zeros, so
// a row is read in one go and checked once.
type Row struct {
	Value gjson.Result
	path  string
	index int // −1: no row of a list
	err   *feed.Malformed
}

// At returns a row of a value that is no element of a list.
func At(path string, value gjson.Result) *Row { return &Row{Value: value, path: path, index: -1} }

// Path returns where a member is: "data[3].bkPx".
func (r *Row) Path(key string) string {
	s := r.path
	if r.index >= 0 {
		s += "[" + strconv.Itoa(r.index) + "]"
	}
	if s != "" && key != "" {
		s += "."
	}
	return s + key
}

// Err returns the first fault, or nil.
func (r *Row) Err() error {
	if r.err == nil {
		return nil
	}
	return r.err
}

// Fault notes a fault of a member.
func (r *Row) Fault(key, reason string) {
	if r.err == nil {
		r.err = &feed.Malformed{Path: r.Path(key), Reason: reason}
	}
}

// Has reports whether a member is there and says something: neither null nor
// an empty string, which venues send for what they do not know.
func (r *Row) Has(key string) bool {
	v := r.Value.Get(key)
	return v.Exists() && v.Type != gjson.Null && (v.Type != gjson.String || v.Str != "")
}

// Number returns a finite number, spelled as a JSON number or as a string.
func (r *Row) Number(key string) float64 {
	v := r.Value.Get(key)
	text := v.Raw
	if v.Type == gjson.String {
		text = v.Str
	}
	x, err := parse(text)
	if err || v.Type != gjson.Number && v.Type != gjson.String {
		r.Fault(key, "must be a finite number, is "+document.Quote(v.Raw))
		return 0
	}
	return x
}

// parse reads a decimal number. Hexadecimal, underscores, "inf" and "nan",
// which strconv knows too, are none.
func parse(s string) (x float64, bad bool) {
	if s == "" || len(s) > maxNumber {
		return 0, true
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c-'0' <= 9, c == '.', c == '-', c == '+', c == 'e', c == 'E':
		default:
			return 0, true
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err != nil
}

// Positive returns a finite positive number.
func (r *Row) Positive(key string) float64 {
	x := r.Number(key)
	if x <= 0 {
		r.Fault(key, "must be positive, is "+document.Quote(r.Value.Get(key).Raw))
	}
	return x
}

// ZeroOrMore returns a finite number that is not negative.
func (r *Row) ZeroOrMore(key string) float64 {
	x := r.Number(key)
	if x < 0 {
		r.Fault(key, "must not be negative, is "+document.Quote(r.Value.Get(key).Raw))
		return 0
	}
	return x
}

// Price returns a finite positive price.
func (r *Row) Price(key string) data.Price { return data.Price(r.Positive(key)) }

// Time returns a time in whole milliseconds from 2009 to 2100. Microseconds and
// seconds are out of these bounds and so are faults.
func (r *Row) Time(key string) data.UnixMs { return r.moment(key, 1) }

// TimeInSeconds returns a time that is told in whole seconds.
func (r *Row) TimeInSeconds(key string) data.UnixMs { return r.moment(key, data.Second) }

func (r *Row) moment(key string, unit data.UnixMs) data.UnixMs {
	x := r.Number(key)
	t := data.UnixMs(x) * unit
	if x != math.Trunc(x) || x < 0 || x > float64(feed.MaxTime) || t < feed.Earliest || t > feed.MaxTime {
		r.Fault(key, "must be a time in whole "+unitName(unit)+" from 2009 to 2100, is "+document.Quote(r.Value.Get(key).Raw))
		return 0
	}
	return t
}

func unitName(unit data.UnixMs) string {
	if unit == data.Second {
		return "seconds"
	}
	return "milliseconds"
}

// Date returns a time spelled by RFC 3339: "2024-11-13T10:34:26.741Z".
func (r *Row) Date(key string) data.UnixMs {
	v := r.Value.Get(key)
	if v.Type == gjson.String && len(v.Str) <= maxNumber {
		if at, err := time.Parse(time.RFC3339Nano, v.Str); err == nil {
			if t := data.UnixMs(at.UnixMilli()); t >= feed.Earliest && t <= feed.MaxTime {
				return t
			}
		}
	}
	r.Fault(key, "must be a time from 2009 to 2100, is "+document.Quote(v.Raw))
	return 0
}

// Text returns a string of 1 to 64 bytes. It may share memory with the frame.
func (r *Row) Text(key string) string {
	v := r.Value.Get(key)
	if v.Type != gjson.String || v.Str == "" || len(v.Str) > 64 {
		r.Fault(key, "must be a short text, is "+document.Quote(v.Raw))
		return ""
	}
	return v.Str
}

// ID returns the name of an event, a text or a number, of 1 to 64 bytes. It may
// share memory with the frame.
func (r *Row) ID(key string) string {
	v := r.Value.Get(key)
	if v.Type == gjson.Number && len(v.Raw) <= maxNumber {
		return v.Raw
	}
	return r.Text(key)
}

// Taker returns the side of an order that is spelled one way or the other.
func (r *Row) Taker(key, buy, sell string) data.TakerSide {
	switch v := r.Value.Get(key); v.String() {
	case buy:
		return data.Buy
	case sell:
		return data.Sell
	default:
		r.Fault(key, "must be "+buy+" or "+sell+", is "+document.Quote(v.Raw))
		return data.UnknownTaker
	}
}

// Finite returns a computed number, or notes a fault of the member and returns
// 0 when it is not finite and positive.
func (r *Row) Finite(key string, x float64) float64 {
	if x > 0 && !math.IsInf(x, 0) {
		return x
	}
	r.Fault(key, "gives a value that is not finite and positive")
	return 0
}

// Take takes over the fault of another row, and reports whether there is any.
func (r *Row) Take(o *Row) bool {
	if r.err == nil {
		r.err = o.err
	}
	return r.err != nil
}

// Index returns which row of its list this is, or −1.
func (r *Row) Index() int { return r.index }
