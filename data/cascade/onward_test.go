package cascade

import (
	"fmt"
	"math"
	"testing"

	"unwind/data"
	"unwind/data/random"
)

// throttledRows is n orders of three venues, one of them of two symbols, with
// stretches in which nearly every second is full.
func throttledRows(n int) *data.Liquidations {
	rnd := random.New("throttled")
	l := &data.Liquidations{}
	at := float64(noon)
	for i := range n {
		at += 400 * rnd.Uniform()
		if i/400%3 == 0 {
			at += 9000 * rnd.Uniform()
		}
		l.T, l.Side, l.Price = append(l.T, data.UnixMs(at)), append(l.Side, data.Long), append(l.Price, 1000)
		l.Notional = append(l.Notional, data.USD(math.Round(1e5*rnd.Uniform())-500))
		l.Venue = append(l.Venue, [...]string{"binance", "okx", "bybit"}[rnd.Next()%3])
		l.Symbol = append(l.Symbol, [...]string{"BTCUSDT", "BTCUSDC"}[rnd.Next()%2])
	}
	return l
}

func rowsOf(l *data.Liquidations, from, to int) *data.Liquidations {
	return &data.Liquidations{T: l.T[from:to], Side: l.Side[from:to], Price: l.Price[from:to],
		Notional: l.Notional[from:to], Venue: l.Venue[from:to], Symbol: l.Symbol[from:to]}
}

func readMeters(m *Meters) *Meters {
	for !m.Step(1000) {
	}
	return m
}

func sameMeters(t *testing.T, name string, got, want *Meters, rows int) {
	t.Helper()
	if len(got.all) != len(want.all) || got.AnySaturated() != want.AnySaturated() {
		t.Fatalf("%s: %d meters, any saturated: %t; want %d and %t", name, len(got.all), got.AnySaturated(), len(want.all), want.AnySaturated())
	}
	for row := range rows {
		if got.Saturated(row) != want.Saturated(row) {
			t.Fatalf("%s: row %d of %d is saturated: %t", name, row, rows, got.Saturated(row))
		}
	}
	for _, m := range want.all {
		g := got.meterOf(m.Venue, m.Symbol)
		a, aEnd := g.Fullest()
		b, bEnd := m.Fullest()
		if a.Full != b.Full || aEnd != bEnd || math.Abs(float64(g.Total()-m.Total())) > 1e-3 || len(g.rows) != len(m.rows) {
			t.Fatalf("%s: %s %s: %+v at %d of %v, want %+v at %d of %v", name, m.Venue, m.Symbol, a, aEnd, g.Total(), b, bEnd, m.Total())
		}
		for at := m.at(0) - data.Minute; at < m.at(len(m.rows)-1)+2*data.Minute; at += 7777 {
			if a, b := g.At(at), m.At(at); a.Full != b.Full || a.Orders != b.Orders || math.Abs(float64(a.USD-b.USD)) > 1e-3 {
				t.Fatalf("%s: at %d: %+v, want %+v", name, at, a, b)
			}
		}
	}
}

// What was read on is what is read anew, however much is forgotten, corrected and
// added, and the meters before it stay as they were.
func TestMetersReadOn(t *testing.T) {
	all := throttledRows(4000)
	for _, c := range [][4]int{ // rows before from–to, then from–to
		{0, 1000, 0, 1000}, {0, 1000, 0, 1050}, {0, 1, 0, 2}, {0, 4000, 0, 100}, {0, 3000, 1, 3050}, {0, 3000, 63, 3050},
		{0, 3000, 64, 3000}, {200, 3000, 265, 3100}, {0, 1300, 1290, 1400}, {0, 1300, 1300, 1400}, {500, 3500, 1777, 2000},
	} {
		name := fmt.Sprint(c)
		before := readMeters(NewMeters(rowsOf(all, c[0], c[1]), recorded, "BTCUSDT"))
		l := rowsOf(all, c[2], c[3])
		same := min(c[1], c[3]) - c[2]
		for _, less := range []int{0, 1, 40, 64} { // rows at the end that are read again
			got := before.Onward(l, c[2]-c[0], max(same-less, 0))
			sameMeters(t, name, readMeters(got), readMeters(NewMeters(l, recorded, "BTCUSDT")), l.Len())
		}
		sameMeters(t, name+" before", before, readMeters(NewMeters(rowsOf(all, c[0], c[1]), recorded, "BTCUSDT")), c[1]-c[0])
	}
	if m := readMeters(NewMeters(all, recorded, "")); !m.AnySaturated() || m.Saturated(0) {
		t.Error("the rows must be saturated now and then")
	}
}
