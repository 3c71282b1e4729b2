package cascade

import (
	"sort"

	"unwind/data"
)

// Onward returns meters of l that have read its first same rows already, which
// are those of m after its first drop ones; m must have read them. m stays as it
// is.
func (m *Meters) Onward(l *data.Liquidations, drop, same int) *Meters {
	next := NewMeters(l, m.feed, m.symbol)
	next.next = same
	next.shift(m.saturated, drop, same)
	for _, old := range m.all {
		meter := old.onward(l, drop, same)
		if len(meter.rows) == 0 {
			continue
		}
		next.at[[2]string{meter.Venue, meter.Symbol}] = len(next.all)
		next.all = append(next.all, meter)
		if drop > 0 {
			next.reread(meter)
		}
	}
	return next
}

// onward returns m without rows before drop and from drop+same on.
func (m *Meter) onward(l *data.Liquidations, drop, same int) *Meter {
	find := func(row int) int { return sort.Search(len(m.rows), func(i int) bool { return int(m.rows[i]) >= row }) }
	from, to := find(drop), find(drop+same)
	next := &Meter{Venue: m.Venue, Symbol: m.Symbol, l: l}
	if from == to {
		return next
	}
	room := to - from + 64
	next.rows = append(make([]int32, 0, room), m.rows[from:to]...)
	next.full = append(make([]int32, 0, room), m.full[from:to]...)
	next.sums = append(make([]data.USD, 0, room), m.sums[from:to]...)
	if drop > 0 {
		next.rebase(int32(drop), m.full[from]-1, m.sums[from]-amount(m.l.Notional[m.rows[from]]))
	}
	last := len(next.rows) - 1
	next.window = sort.Search(last, func(i int) bool { return next.at(i) >= windowStart(next.at(last)) })
	return next
}

// rebase takes away what was before the first row.
func (m *Meter) rebase(rows, full int32, sum data.USD) {
	for i := range m.rows {
		m.rows[i] -= rows
		m.full[i] -= full
		m.sums[i] -= sum
	}
}

// shift takes the bits of the rows from drop to drop+same over.
func (m *Meters) shift(bits []uint64, drop, same int) {
	if len(bits) <= drop/64 {
		return
	}
	old, by := bits[drop/64:], drop%64
	m.saturated = make([]uint64, min(len(old), (same+63)/64), len(old)+4)
	for i := range m.saturated {
		m.saturated[i] = old[i] >> by
		if by > 0 && i+1 < len(old) {
			m.saturated[i] |= old[i+1] << (64 - by)
		}
	}
	if n := len(m.saturated); n > 0 && same/64 < n {
		m.saturated[n-1] &= 1<<(same%64) - 1
	}
	m.trim()
}

// trim drops what says nothing at the end.
func (m *Meters) trim() {
	n := len(m.saturated)
	for n > 0 && m.saturated[n-1] == 0 {
		n--
	}
	if m.saturated = m.saturated[:n]; n == 0 {
		m.saturated = nil
	}
}

// reread sets the bits of the first rows of a meter, whose window has lost rows.
func (m *Meters) reread(meter *Meter) {
	for i, row := range meter.rows {
		if windowStart(meter.at(i)) > meter.at(0) {
			break
		}
		if !isSaturated(meter.within(0, i)) && int(row)/64 < len(m.saturated) {
			m.saturated[row/64] &^= 1 << (row % 64)
		}
	}
	m.trim()
}
