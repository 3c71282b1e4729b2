package tape

import (
	"slices"
	"strconv"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/document"
)

// gapReasons spells all reasons of gaps, for faults.
const gapReasons = "disconnected, blocked, silent, stopped, behind, refused or unknown"

// gaps decodes the gaps. Without venues they are of all, without reasons
// nobody said why.
func (d *decoder) gaps(dst **GapLayer) reader {
	return func(v gjson.Result, path string) {
		l := new(GapLayer)
		var from []data.UnixMs
		var lengths []int64
		var venues, reasons []string
		var venue, reason []int32
		d.object(v, path, append(d.origin(&l.Origin),
			required("times", d.times(&from)),
			required("lengths", wholes(d, &lengths, 1, int64(maxTime))),
			optional("venues", d.strings(&venues)),
			optional("venue", wholes(d, &venue, 0, maxNames)),
			optional("reasons", d.strings(&reasons)),
			optional("reason", wholes(d, &reason, 0, maxNames)),
		))
		whose := d.names(venues, venue, document.Join(path, "venue"))
		why := d.names(reasons, reason, document.Join(path, "reason"))
		d.gapColumns(path, len(from), size{"lengths", len(lengths)}, sizeOr("venue", whose, len(from)), sizeOr("reason", why, len(from)))
		d.gapReasons(reasons, document.Join(path, "reasons"))
		if d.err == nil {
			l.Gaps = gapRows(from, lengths, whose, why)
		}
		*dst = l
	}
}

// sizeOr is the size of a column that may be missing.
func sizeOr(name string, v []string, n int) size {
	if v == nil {
		return size{name, n}
	}
	return size{name, len(v)}
}

// gapColumns checks the columns of gaps before memory is taken for their rows.
func (d *decoder) gapColumns(path string, n int, columns ...size) {
	if n > MaxGaps {
		d.fail(path, -1, "has more than "+number(MaxGaps)+" rows")
	}
	for _, col := range columns {
		if col.n != n {
			d.fail(document.Join(path, col.name), -1, "must have as many rows as times: "+number(float64(n))+", has "+number(float64(col.n)))
		}
	}
}

func (d *decoder) gapReasons(names []string, path string) {
	for i, s := range names {
		if !slices.Contains(data.GapReasons, data.GapReason(s)) {
			d.fail(path, i, "must be "+gapReasons+", is "+document.Quote(s))
			return
		}
	}
}

// gapRows puts columns of one length together.
func gapRows(from []data.UnixMs, lengths []int64, venue, reason []string) []data.Gap {
	out := make([]data.Gap, len(from))
	for i, t := range from {
		out[i] = data.Gap{From: t, To: t + data.UnixMs(lengths[i]), Why: data.NoReason}
		if venue != nil {
			out[i].Venue = venue[i]
		}
		if reason != nil {
			out[i].Why = data.GapReason(reason[i])
		}
	}
	return out
}

func (c *checker) gaps(l *GapLayer, path string) {
	if l == nil {
		return
	}
	c.origin(l.Origin, path)
	if len(l.Gaps) > MaxGaps {
		c.fail(path, -1, "has more than "+number(MaxGaps)+" rows")
		return
	}
	venues := make([]string, len(l.Gaps))
	for from, to := range c.pace.Pieces(len(l.Gaps)) {
		for i := from; i < to && c.err == nil; i++ {
			venues[i] = l.Gaps[i].Venue
			c.gap(l.Gaps, i, path)
		}
	}
	c.names(venues, len(venues), path+".venue")
}

// gap checks one row.
func (c *checker) gap(all []data.Gap, i int, path string) {
	g := &all[i]
	switch {
	case g.From < 1 || g.From > maxTime:
		c.fail(path+".times", i, "must be between 1970 and the year 9999")
	case i > 0 && g.From < all[i-1].From:
		c.fail(path+".times", i, "must be at least 0 ms after the row before, is "+number(float64(g.From-all[i-1].From)))
	case g.To <= g.From:
		c.fail(path+".lengths", i, "must be a positive number of milliseconds")
	case g.To > maxTime:
		c.fail(path+".lengths", i, "must end before the year 10000")
	case !slices.Contains(data.GapReasons, g.Why):
		c.fail(path+".reason", i, "must be "+gapReasons+", is "+document.Quote(string(g.Why)))
	}
}

func (w *writer) gaps(l *GapLayer) {
	if l == nil {
		return
	}
	n := len(l.Gaps)
	from, venue, reason := make([]data.UnixMs, n), make([]string, n), make([]string, n)
	for i, g := range l.Gaps {
		from[i], venue[i], reason[i] = g.From, g.Venue, string(g.Why)
	}
	w.layer("gaps", l.Origin)
	w.times(from)
	w.array("lengths", n, func(b []byte, i int) []byte { return strconv.AppendInt(b, int64(l.Gaps[i].To-l.Gaps[i].From), 10) })
	w.names("venues", "venue", venue)
	w.names("reasons", "reason", reason)
	w.close('}')
}
