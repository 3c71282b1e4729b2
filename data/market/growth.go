package market

import (
	"slices"
	"sort"

	"unwind/data"
	"unwind/data/cascade"
)

// growth says how the liquidations of a tape follow from those before: of these
// the first drop rows are forgotten, and the next same ones are the tape's first.
type growth struct{ drop, same int }

// mostTies bounds the rows of one time that are tried for the first one left.
const mostTies = 8

// growthOf compares two columns of liquidations.
func growthOf(before, now *data.Liquidations) growth {
	var best growth
	if before.Len() == 0 || now.Len() == 0 || (before.Venue == nil) != (now.Venue == nil) || (before.Symbol == nil) != (now.Symbol == nil) {
		return best
	}
	first := sort.Search(before.Len(), func(i int) bool { return before.T[i] >= now.T[0] })
	for k := first; k < min(before.Len(), first+mostTies) && before.T[k] == now.T[0]; k++ {
		if same := sameRows(before, now, k); same > best.same {
			best = growth{k, same}
		}
		if best.same == before.Len()-k {
			break
		}
	}
	return best
}

// sameRows returns how many rows of before, from one on, are the first of now.
func sameRows(before, now *data.Liquidations, from int) int {
	n := sameFirst(before.T[from:], now.T)
	n = min(n, sameFirst(before.Side[from:], now.Side))
	n = min(n, sameFirst(before.Price[from:], now.Price))
	n = min(n, sameFirst(before.Notional[from:], now.Notional))
	if before.Venue != nil {
		n = min(n, sameFirst(before.Venue[from:], now.Venue))
	}
	if before.Symbol != nil {
		n = min(n, sameFirst(before.Symbol[from:], now.Symbol))
	}
	return n
}

// sameFirst returns how many values two slices begin with alike. The same memory
// is not compared: a tape never changes.
func sameFirst[T comparable](a, b []T) int {
	n := min(len(a), len(b))
	if n == 0 || &a[0] == &b[0] {
		return n
	}
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// sameOpening returns how many candles two columns begin with alike.
func sameOpening(a, b *data.Candles) int {
	if a.Step != b.Step {
		return 0
	}
	n := min(sameFirst(a.T, b.T), sameFirst(a.Open, b.Open), sameFirst(a.High, b.High), sameFirst(a.Low, b.Low))
	n = min(n, sameFirst(a.Close, b.Close), sameFirst(a.Volume, b.Volume))
	if a.TakerBuy == nil && b.TakerBuy == nil {
		return n
	}
	return min(n, sameFirst(a.TakerBuy, b.TakerBuy))
}

// seed makes the joiner go on where the candles of an earlier tape, joined to the
// same length, are those of this one: of the candles that are joined the first
// same ones are.
func (j *candleJoiner) seed(joined *data.Candles, same int) {
	if same == 0 || joined.Step != j.out.Step {
		return
	}
	first := floorTo(j.from.T[same-1], j.out.Step) // it may go on
	n := sort.Search(joined.Len(), func(i int) bool { return joined.T[i] >= first })
	if n == 0 {
		return
	}
	appendCandles(&j.out, joined, n-1)
	j.sum = Candle{joined.T[n-1], joined.Open[n-1], joined.High[n-1], joined.Low[n-1], joined.Close[n-1], joined.Volume[n-1]}
	j.at = sort.Search(j.from.Len(), func(i int) bool { return j.from.T[i] >= first })
}

// appendCandles appends the first n candles of src.
func appendCandles(dst, src *data.Candles, n int) {
	dst.T = append(dst.T, src.T[:n]...)
	dst.Open, dst.High = append(dst.Open, src.Open[:n]...), append(dst.High, src.High[:n]...)
	dst.Low, dst.Close = append(dst.Low, src.Low[:n]...), append(dst.Close, src.Close[:n]...)
	dst.Volume = append(dst.Volume, src.Volume[:n]...)
}

// kept returns where nothing has changed that a bubble of a candle of this length
// is made of; the stretch may be empty. Of the first rows that are left the meters
// say other things than before.
func (g growth) kept(before, now *data.Liquidations, step data.UnixMs) Stretch {
	s := Stretch{-farAway, farAway}
	if g.drop > 0 {
		s.From = floorTo(now.T[0]+cascade.SaturationWindow, step) + step
	}
	if g.same < now.Len() {
		s.To = floorTo(now.T[g.same], step)
	}
	if end := g.drop + g.same; end < before.Len() {
		s.To = min(s.To, floorTo(before.T[end], step))
	}
	return s
}

// farAway is beyond every time, and far from the ends of what fits.
const farAway = data.UnixMs(1) << 60

// bubblesIn returns the bubbles in a stretch.
func (s Stretch) bubblesIn(b []Bubble) []Bubble {
	from := sort.Search(len(b), func(i int) bool { return b[i].T >= s.From })
	to := sort.Search(len(b), func(i int) bool { return b[i].T >= s.To })
	return b[from:max(from, to)]
}

// refold joins the bubbles of candles to those of longer ones: only where before,
// which has the longer ones, is not kept.
func refold(fine, before []Bubble, kept Stretch, step data.UnixMs) []Bubble {
	if kept.From > -farAway {
		kept.From = floorTo(kept.From+step-1, step)
	}
	if kept.To < farAway {
		kept.To = floorTo(kept.To, step)
	}
	if kept.From >= kept.To {
		return fold(nil, fine, step)
	}
	old := kept.bubblesIn(before)
	out := make([]Bubble, 0, len(old)+16)
	out = fold(out, Stretch{-farAway, kept.From}.bubblesIn(fine), step)
	out = append(out, old...)
	return fold(out, Stretch{kept.To, farAway}.bubblesIn(fine), step)
}

// fold joins the bubbles of candles to those of longer ones.
func fold(dst, fine []Bubble, step data.UnixMs) []Bubble {
	var sum tally
	start := -farAway
	for i := range fine {
		b := &fine[i]
		if b.T >= start+step {
			dst = sum.appendTo(dst, start)
			sum, start = tally{}, floorTo(b.T, step)
		}
		sum.add(b.Side, b.Price, b.Notional, b.Saturated)
	}
	return sum.appendTo(dst, start)
}

// regrow returns a lane of the tape that has grown by g, l, as far as its rows are
// those of before.
func (l *Lane) regrow(before, now *data.Liquidations, g growth) Lane {
	find := func(row int) int { return sort.Search(len(l.rows), func(k int) bool { return int(l.rows[k]) >= row }) }
	from, to := find(g.drop), find(g.drop+g.same)
	next := Lane{Venue: l.Venue, Venues: 1, step: l.step, rows: make([]int32, 0, to-from+64)}
	for _, row := range l.rows[from:to] {
		next.rows = append(next.rows, row-int32(g.drop))
	}
	if from == to {
		return next
	}
	next.regrowSums(l, before, now, from)
	return next
}

// regrowSums takes the sums of old over, of whose rows the first are dropped, and
// makes those of the last step anew.
func (l *Lane) regrowSums(old *Lane, before, now *data.Liquidations, dropped int) {
	last := floorTo(now.T[l.rows[len(l.rows)-1]], l.step)
	first := floorTo(now.T[l.rows[0]], l.step)
	a, _ := slices.BinarySearch(old.t, first)
	b, _ := slices.BinarySearch(old.t, last)
	var gone Lane
	gone.step = old.step
	for _, row := range old.rows[:dropped] {
		gone.add(int(row), before)
	}
	lost := gone.until(farAway)
	l.t = append(make([]data.UnixMs, 0, b-a+8), old.t[a:b]...)
	for _, sum := range old.sums[a:b] {
		l.sums = append(l.sums, sum.Minus(lost))
	}
	k := sort.Search(len(l.rows), func(k int) bool { return now.T[l.rows[k]] >= last })
	again := l.rows[k:]
	l.rows = l.rows[:k]
	for _, row := range again {
		l.add(int(row), now)
	}
}
