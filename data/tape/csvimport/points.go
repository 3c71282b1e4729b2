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
	moved bool // the row names a time beside t
	line  int
	file  string
}

// pricing returns the price at a time, by which an amount of the base asset is
// worth dollars.
type pricing func(data.UnixMs) (float64, bool)

// closes is pricing by the close of the last candle that had opened.
func closes(c *data.Candles) pricing {
	p := data.Points{T: c.T}
	for _, x := range c.Close {
		p.V = append(p.V, float64(x))
	}
	return p.At
}

// collector joins points of several files to one series.
type collector struct {
	all    []point
	report *Report
}

// add takes the points of a file, at least one; empty is the number of rows
// without a value.
func (c *collector) add(name string, points []point, empty int) (err error) {
	about := FileReport{Name: name, Rows: len(points) + empty, Empty: empty, First: points[0].t, Last: points[0].t, Moved: align(points)}
	for _, p := range points {
		about.First, about.Last = min(about.First, p.t), max(about.Last, p.t)
	}
	before := len(c.all)
	if c.all, err = join(append(c.all, points...)); err == nil {
		about.Copies = before + len(points) - len(c.all)
		c.report.file(about)
	}
	return err
}

// readPoints reads files of single values, and such that were read elsewhere,
// into one series.
func readPoints(files []File, read []Points, k *kind, price pricing, report *Report) (out data.Points, err error) {
	c := collector{report: report}
	for _, f := range files {
		points, empty, err := readPointFile(f, k, price)
		if err == nil {
			err = c.add(f.Name, points, empty)
		}
		if err != nil {
			return out, err
		}
	}
	for _, p := range read {
		points, err := p.rows(price)
		if err == nil {
			err = c.add(p.Name, points, 0)
		}
		if err != nil {
			return out, err
		}
	}
	for _, p := range c.all {
		out.T, out.V = append(out.T, p.t), append(out.V, p.value)
	}
	// Intervals of funding change, so only what is longer than one by half is
	// a gap.
	if step := usualDistance(out.T); step > 0 {
		report.holes(k.what, step, out.T)
	}
	return out, nil
}

// rows returns the points as rows, in dollars; there must be some.
func (p Points) rows(price pricing) ([]point, error) {
	if len(p.T) == 0 {
		return nil, &Error{p.Name, 0, "has no rows"}
	}
	out := make([]point, len(p.T))
	for i, t := range p.T {
		out[i] = point{t: t, value: p.V[i], file: p.Name}
		if !p.Qty {
			continue
		}
		close, known := price(t)
		if !known {
			return nil, &Error{p.Name, 0, noPrice}
		}
		out[i].value *= close
	}
	return out, nil
}

// noPrice is why an amount of the base asset cannot be turned into dollars.
const noPrice = "there is no candle whose price tells what it is worth in US dollars"

// readPointFile reads the rows of a file; those whose value is empty are
// counted.
func readPointFile(f File, k *kind, price pricing) (points []point, empty int, err error) {
	r, err := newRows(f, k)
	if err != nil {
		return nil, 0, err
	}
	at := r.place(k, "time")
	value, qty := at["value"], -1
	if value < 0 {
		if q, there := at["qty"]; there {
			qty = q
		}
	}
	if max(value, qty) < 0 {
		r.fail(r.unknown(k, []string{"value"}))
	}
	for r.next() && r.room(len(points)) {
		if r.fields[max(value, qty)] == "" {
			empty++
			continue
		}
		points = append(points, point{t: r.moment(at["time"]), line: r.line, file: f.Name})
		points[len(points)-1].value = r.worth(value, qty, points[len(points)-1].t, price)
	}
	if r.err == nil && len(points) == 0 {
		return nil, 0, &Error{f.Name, 0, "has no rows"}
	}
	return points, empty, r.failure()
}

// worth returns the value of a row, or what its quantity is worth.
func (r *rows) worth(value, qty int, t data.UnixMs, price pricing) float64 {
	if value >= 0 {
		return r.number(value)
	}
	p, known := price(t)
	if !known && r.err == nil {
		r.fail(noPrice)
	}
	return r.finite(qty, p*r.number(qty))
}

// usualDistance returns the most frequent distance of two neighbours in time,
// or 0 when all are at one time. Distances that are nearly whole minutes count
// as such.
func usualDistance(times []data.UnixMs) data.UnixMs {
	times = slices.Sorted(slices.Values(times))
	number := map[data.UnixMs]int{}
	best := data.UnixMs(0)
	for i := 1; i < len(times); i++ {
		d := times[i] - times[i-1]
		if whole := (d + data.Minute/2) / data.Minute * data.Minute; max(whole-d, d-whole) <= min(beside, d/10) {
			d = whole
		}
		number[d]++
		if d > 0 && (best == 0 || number[d] > number[best] || number[d] == number[best] && d < best) {
			best = d
		}
	}
	return best
}

// beside is how far a row may be from the time that it is about: venues write
// a snapshot of five minutes up to seconds late, and funding by milliseconds.
const beside = 30 * data.Second

// align brings times that are a little beside the grid on which the rows
// stand to it, and returns how many.
func align(points []point) (moved int) {
	times := make([]data.UnixMs, len(points))
	for i, p := range points {
		times[i] = p.t
	}
	step := usualDistance(times)
	if step == 0 || step%data.Minute != 0 {
		return 0
	}
	for i := range points {
		p := &points[i]
		nearest := (p.t + step/2) / step * step
		if d := max(nearest-p.t, p.t-nearest); d > 0 && d <= min(beside, step/10) {
			p.t, p.moved = nearest, true
			moved++
		}
	}
	return moved
}

// join sorts points and drops copies; of two at one time that which was not
// moved there is kept. Two values at one time are a fault otherwise.
func join(all []point) ([]point, error) {
	slices.SortStableFunc(all, func(a, b point) int { return cmp.Or(cmp.Compare(a.t, b.t), compareBool(a.moved, b.moved)) })
	for i := 1; i < len(all); i++ {
		if a, b := all[i-1], all[i]; a.t == b.t && a.value != b.value && !b.moved {
			return nil, &Error{b.file, b.line, fmt.Sprintf("differs from line %d of %s, which has the same time", a.line, a.file)}
		}
	}
	return slices.CompactFunc(all, func(a, b point) bool { return a.t == b.t }), nil
}

// compareBool puts false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
