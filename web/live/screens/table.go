package screens

import (
	"slices"
	"sort"

	"unwind/data"
)

// series names rows that follow each other in time.
type series struct {
	venue, symbol string
	spot          bool
	step          data.UnixMs // of candles
}

// row is one row of a table. A series has one in each slot.
type row[R any] interface {
	*R
	series() series
	slot() data.UnixMs // a time: of a candle its opening, else the minute
	// join takes in another row of the slot and reports whether it changed.
	join(*R) bool
}

// table keeps rows by series and slot. Its zero value is empty.
type table[R any, P row[R]] struct {
	order []series // as they came first
	rows  map[series][]R
	n     int
}

// put adds a row or joins it to the one of its slot.
func (t *table[R, P]) put(r R) {
	key := P(&r).series()
	rows, known := t.rows[key]
	if !known {
		if t.rows == nil {
			t.rows = map[series][]R{}
		}
		t.order = append(t.order, key)
	}
	i, there := place[R, P](rows, P(&r).slot())
	if there {
		P(&rows[i]).join(&r)
		return
	}
	t.rows[key] = slices.Insert(rows, i, r)
	t.n++
}

// place returns where a slot is in rows, or where it belongs. It is mostly the
// last one or after it.
func place[R any, P row[R]](rows []R, slot data.UnixMs) (int, bool) {
	n := len(rows)
	if n == 0 || P(&rows[n-1]).slot() < slot {
		return n, false
	}
	i := sort.Search(n, func(i int) bool { return P(&rows[i]).slot() >= slot })
	return i, P(&rows[i]).slot() == slot
}

// each visits the rows of every series in their order.
func (t *table[R, P]) each(visit func(P)) {
	for _, key := range t.order {
		rows := t.rows[key]
		for i := range rows {
			visit(&rows[i])
		}
	}
}

// news returns what of other would change t, as it would stand there. Nothing
// is changed.
func (t *table[R, P]) news(other *table[R, P]) table[R, P] {
	var fresh table[R, P]
	other.each(func(p P) {
		r := *p
		rows := t.rows[p.series()]
		if i, there := place[R, P](rows, p.slot()); there {
			known := rows[i]
			if !P(&known).join(&r) {
				return
			}
		}
		fresh.put(r)
	})
	return fresh
}

// add takes in the rows of another table.
func (t *table[R, P]) add(other *table[R, P]) { other.each(func(p P) { t.put(*p) }) }

// forget leaves out what is of slots before a time, and the oldest rows of long
// series where there are more than most in all.
func (t *table[R, P]) forget(before data.UnixMs, most int) {
	if t.n > most {
		most -= most / 16 // so that it is not done again for each row
	}
	share := max(1, most/max(1, len(t.order)))
	crowded := t.n > most
	kept := t.order[:0]
	for _, key := range t.order {
		rows := t.rows[key]
		i, _ := place[R, P](rows, before)
		if crowded {
			i = max(i, len(rows)-share)
		}
		t.n -= i
		if i == len(rows) {
			delete(t.rows, key)
			continue
		}
		t.rows[key] = rows[i:]
		kept = append(kept, key)
	}
	t.order = kept
}

// clone returns a copy that nothing changes.
func (t *table[R, P]) clone() table[R, P] {
	c := table[R, P]{order: slices.Clone(t.order), rows: make(map[series][]R, len(t.rows)), n: t.n}
	for key, rows := range t.rows {
		c.rows[key] = slices.Clone(rows)
	}
	return c
}
