package csvimport

import (
	"cmp"
	"fmt"
	"slices"

	"unwind/data"
)

// point is one row of a series of single values.
type point struct {
	t     data.UnixMs
	value float64
	line  int
}

// The columns that hold the value, in order of preference. Open interest in
// candles is taken at the time that the row names, which is its open.
var (
	fundingColumns      = []string{"funding_rate", "fundingrate"}
	openInterestColumns = []string{"sum_open_interest_value", "open_interest_usd", "open"}
	pointTimes          = []string{"date", "time", "timestamp", "create_time", "funding_time", "calc_time", "open_time"}
)

// readPoints reads files of single values into one series.
func readPoints(files []File, what string, value []string, report *Report) (data.Points, error) {
	var all []owned
	for _, f := range files {
		points, err := readPointFile(f, what, value)
		if err != nil {
			return data.Points{}, err
		}
		before := len(all)
		for _, p := range points {
			all = append(all, owned{p, f.Name})
		}
		if all, err = join(all); err != nil {
			return data.Points{}, err
		}
		first, last := points[0].t, points[0].t
		for _, p := range points {
			first, last = min(first, p.t), max(last, p.t)
		}
		report.file(f.Name, len(points), before+len(points)-len(all), first, last)
	}
	var out data.Points
	for _, p := range all {
		out.T, out.V = append(out.T, p.t), append(out.V, p.value)
	}
	return out, nil
}

func readPointFile(f File, what string, value []string) ([]point, error) {
	r, err := newRows(f)
	if err != nil {
		return nil, err
	}
	at, v := r.column(pointTimes...), r.column(value...)
	if at < 0 || v < 0 {
		r.fail(fmt.Sprintf("no layout of %s has this header; want one of the columns %v and one of %v", what, pointTimes, value))
		return nil, r.failure()
	}
	var points []point
	for r.next() && r.room(len(points)) {
		points = append(points, point{r.moment(at), r.number(v), r.line})
	}
	if r.err == nil && len(points) == 0 {
		return nil, &Error{f.Name, 0, "has no rows"}
	}
	return points, r.failure()
}

// owned is a point and its file.
type owned struct {
	point
	file string
}

// join sorts points and drops copies; two values at one time are a fault.
func join(all []owned) ([]owned, error) {
	slices.SortStableFunc(all, func(a, b owned) int { return cmp.Compare(a.t, b.t) })
	for i := 1; i < len(all); i++ {
		if a, b := all[i-1], all[i]; a.t == b.t && a.value != b.value {
			return nil, &Error{b.file, b.line, fmt.Sprintf("differs from line %d of %s, which has the same time", a.line, a.file)}
		}
	}
	return slices.CompactFunc(all, func(a, b owned) bool { return a.t == b.t }), nil
}
