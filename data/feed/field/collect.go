package field

import (
	"cmp"
	"slices"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
)

// Bar reads the prices of a candle, which must enclose each other.
func (r *Row) Bar(open, high, low, close string) feed.Candle {
	c := feed.Candle{Open: r.Price(open), High: r.Price(high), Low: r.Price(low), Close: r.Price(close)}
	if r.err == nil && (c.High < max(c.Open, c.Close) || c.Low > min(c.Open, c.Close)) {
		r.Fault(high, "high and low must enclose open and close")
	}
	return c
}

// Series reads a list of rows whose times differ, all of them or none, since an
// answer can be asked for again: ascending, without those outside the query.
// read returns a row and its time; a zero time leaves it out.
func Series[T any](q feed.Query, path string, list gjson.Result, read func(*Row) (T, data.UnixMs)) ([]T, error) {
	return collect(q, path, list, true, read)
}

// Events is [Series] for rows that may share a time.
func Events[T any](q feed.Query, path string, list gjson.Result, read func(*Row) (T, data.UnixMs)) ([]T, error) {
	return collect(q, path, list, false, read)
}

func collect[T any](q feed.Query, path string, list gjson.Result, distinct bool, read func(*Row) (T, data.UnixMs)) ([]T, error) {
	var rows []T
	var times []data.UnixMs
	var first error
	err := Rows(path, list, func(r *Row) {
		v, t := read(r)
		if first == nil {
			first = r.Err()
		}
		if first == nil && t != 0 {
			rows, times = append(rows, v), append(times, t)
		}
	})
	if err == nil {
		err = first
	}
	if err != nil {
		return nil, err
	}
	if err := ascend(path, rows, times, distinct); err != nil {
		return nil, err
	}
	return within(q, rows, times)
}

// ascend turns lists around that venues send newest first, and refuses those
// without an order.
func ascend[T any](path string, rows []T, times []data.UnixMs, distinct bool) error {
	if n := len(times); n > 1 && times[0] > times[n-1] {
		slices.Reverse(rows)
		slices.Reverse(times)
	}
	for i := 1; i < len(times); i++ {
		if times[i] < times[i-1] || distinct && times[i] == times[i-1] {
			return &feed.Malformed{Path: path, Reason: "times are not in order at " + feed.Ms(times[i])}
		}
	}
	return nil
}

// within leaves out what a venue sent beyond the query; a query without times
// is of the present.
func within[T any](q feed.Query, rows []T, times []data.UnixMs) ([]T, error) {
	kept := rows[:0]
	for i, t := range times {
		if q.To == 0 || t >= q.From && t < q.To {
			kept = append(kept, rows[i])
		}
	}
	if len(kept) == 0 {
		return nil, &feed.Refusal{Reason: feed.Empty}
	}
	return kept, nil
}

// One returns the only row of an answer, or the fault of r.
func One[T any](r *Row, v T) ([]T, error) {
	if err := r.Err(); err != nil {
		return nil, err
	}
	return []T{v}, nil
}

// Sorted returns rows that a venue nests or does not sort, by time and without
// those outside the query.
func Sorted[T any](q feed.Query, rows []T, timeOf func(*T) data.UnixMs) ([]T, error) {
	slices.SortStableFunc(rows, func(a, b T) int { return cmp.Compare(timeOf(&a), timeOf(&b)) })
	times := make([]data.UnixMs, len(rows))
	for i := range rows {
		times[i] = timeOf(&rows[i])
	}
	return within(q, rows, times)
}
