package tape

import (
	"time"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/document"
)

// A moment is written as ISO 8601 in UTC and read as that or as milliseconds.
const isoMillis = "2006-01-02T15:04:05.999Z"

// appendMoment appends t as a JSON string.
func appendMoment(b []byte, t data.UnixMs) []byte {
	b = append(b, '"')
	b = time.UnixMilli(int64(t)).UTC().AppendFormat(b, isoMillis)
	return append(b, '"')
}

// moment decodes one time.
func (d *decoder) moment(dst *data.UnixMs) reader {
	return func(v gjson.Result, path string) {
		if v.Type == gjson.Number {
			whole(d, dst, 1, maxTime)(v, path)
			return
		}
		t, err := time.Parse(time.RFC3339Nano, v.Str)
		ms := data.UnixMs(t.UnixMilli())
		if v.Type != gjson.String || err != nil || ms < 1 || ms > maxTime {
			d.fail(path, -1, `must be a time such as "2026-02-06T00:19:00Z" or milliseconds since 1970`)
			return
		}
		*dst = ms
	}
}

// times decodes the times of a layer: an array of milliseconds, a regular
// series {start, step, count}, or {start, gaps} with the milliseconds between
// one row and the next.
func (d *decoder) times(dst *[]data.UnixMs) reader {
	return func(v gjson.Result, path string) {
		if v.IsArray() {
			wholes(d, dst, 1, maxTime)(v, path)
			return
		}
		var start, step data.UnixMs
		count := -1
		var gaps []int64
		d.object(v, path, []member{
			required("start", d.moment(&start)),
			optional("step", d.length(&step)),
			optional("count", whole(d, &count, 0, MaxRows)),
			optional("gaps", wholes(d, &gaps, 0, int64(maxTime))),
		})
		switch {
		case d.err != nil:
		case gaps != nil && step == 0 && count < 0:
			*dst = d.irregular(start, gaps, path)
		case gaps == nil && step > 0 && count >= 0:
			*dst = d.regular(start, step, count, path)
		default:
			d.fail(path, -1, "must have either step and count or gaps")
		}
	}
}

func (d *decoder) regular(start, step data.UnixMs, count int, path string) []data.UnixMs {
	if count > 0 && step > (maxTime-start)/data.UnixMs(count) {
		d.fail(path, -1, "must end before the year 10000")
		return nil
	}
	out := make([]data.UnixMs, count)
	for from, to := range d.pace.Pieces(count) {
		for i := from; i < to; i++ {
			out[i] = start + data.UnixMs(i)*step
		}
	}
	return out
}

func (d *decoder) irregular(start data.UnixMs, gaps []int64, path string) []data.UnixMs {
	out := make([]data.UnixMs, len(gaps)+1)
	out[0] = start
	for i, g := range gaps {
		out[i+1] = out[i] + data.UnixMs(g)
		if out[i+1] > maxTime {
			d.fail(document.Join(path, "gaps"), i, "must end before the year 10000")
			return nil
		}
		if i%document.Piece == document.Piece-1 {
			d.pace.Rows(document.Piece)
		}
	}
	return out
}

// isRegular reports whether t has at least three times of one step.
func isRegular(t []data.UnixMs) bool {
	if len(t) < 3 {
		return false
	}
	step := t[1] - t[0]
	for i := 2; i < len(t); i++ {
		if t[i]-t[i-1] != step {
			return false
		}
	}
	return step > 0
}
