package reconstruct

import (
	"math"
	"sort"

	"unwind/data"
	"unwind/data/random"
)

// Constants of the modelled prints. Real ones are far more and smaller; a
// print here stands for what was closed at about one price in one moment.
const (
	// smallest is the least notional of a print, in USD.
	smallest = 180e3
	// tail is the exponent of their sizes: the chance to exceed x falls as
	// x^−tail.
	tail = 1.1
	// hourPart is the largest part of an hour's flow that one print may be.
	hourPart = 0.15
	// delayMs is how long after the crossing a forced order fills, at most.
	delayMs = 3000
)

// stepMs is the time between two steps of the path.
const stepMs = data.Minute / stepsPerMinute

// printer turns the coin's part of the flow into single prints.
type printer struct {
	f     *figures
	b     *minuteBars
	floor []data.Price // of the mark price
	rnd   *random.Source
	by    [sides][][]crossing // by minute
	out   data.Liquidations
}

// prints models the liquidations of the event's coin in the window: its share
// of the flow of all coins, at the prices that the mark crossed. Over the day
// of the published total they add up to the published figure of the coin.
func prints(f *figures, b *minuteBars, fl flow, crossings []crossing) data.Liquidations {
	p := &printer{f: f, b: b, floor: markFloor(f), rnd: random.New(f.ID, "prints")}
	for c := range p.by {
		p.by[c] = make([][]crossing, len(b.low))
	}
	for _, x := range crossings {
		c := columnOf(x.side)
		p.by[c][x.minute] = append(p.by[c][x.minute], x)
	}
	end := f.minute(f.Liquidations.At)
	borders := []int{f.minute(f.From), end - dayMinutes, end, f.minutes()}
	for i := range borders[1:] {
		p.stretch(fl, borders[i], borders[i+1])
	}
	sort.Stable(byTime{&p.out})
	return p.out
}

// stretch prints the minutes [m0, m1), so that both sides together add up to
// the coin's share of the flow in whole USD.
func (p *printer) stretch(fl flow, m0, m1 int) {
	share := p.f.Liquidations.share()
	both := math.Round(share * (add(fl[longs][m0:m1]) + add(fl[shorts][m0:m1])))
	long := math.Round(share * add(fl[longs][m0:m1]))
	p.column(longs, fl[longs], m0, m1, long)
	p.column(shorts, fl[shorts], m0, m1, both-long)
}

// column prints one side. A size is drawn, and printed in the minute that has
// gathered it; what is left at the end is a print of its own, or joins the
// last that has room.
func (p *printer) column(c int, flow []float64, m0, m1 int, want float64) {
	share, budget, left := p.f.Liquidations.share(), 0.0, want
	first := len(p.out.T)
	next := p.size(flow, m0)
	for m := m0; m < m1; m++ {
		budget += share * flow[m]
		for next <= min(budget, left) {
			p.print(c, m, next)
			budget -= next
			left -= next
			next = p.size(flow, m)
		}
	}
	if left >= smallest && left <= float64(p.f.Liquidations.Largest) {
		p.print(c, m1-1, left)
		return
	}
	p.addRest(first, left)
}

// size draws the notional of the print after minute m, in whole USD: a Pareto
// law cut off at the largest published order, and at a part of what closes
// within the hour, so that a calm hour has no giant.
func (p *printer) size(flow []float64, m int) float64 {
	hour := add(flow[max(0, m-30):min(len(flow), m+30)]) * p.f.Liquidations.share()
	limit := min(max(hour*hourPart, 2*smallest), float64(p.f.Liquidations.Largest))
	inside := 1 - math.Pow(smallest/limit, tail)
	return math.Floor(smallest * math.Pow(1-p.rnd.Uniform()*inside, -1/tail))
}

// addRest gives the rest to the last prints from index first on.
func (p *printer) addRest(first int, rest float64) {
	for i := len(p.out.T) - 1; i >= first && rest > 0; i-- {
		room := math.Max(0, float64(p.f.Liquidations.Largest)-float64(p.out.Notional[i]))
		part := math.Min(rest, room)
		p.out.Notional[i] += data.USD(part)
		rest -= part
	}
}

// print adds one print in minute m.
func (p *printer) print(c, m int, size float64) {
	price, at := p.crossed(c, m)
	at += data.UnixMs(p.rnd.Uniform() * delayMs)
	p.out.T = append(p.out.T, p.f.at(m)+min(at, data.Minute-1))
	p.out.Side = append(p.out.Side, [sides]data.Side{data.Long, data.Short}[c])
	p.out.Price = append(p.out.Price, p.f.price(p.f.ticks(float64(price))))
	p.out.Notional = append(p.out.Notional, data.USD(size))
}

// crossed chooses one of the levels that were crossed in minute m, by what
// waited there, and the moment in the minute. Without one it chooses a moment
// at which the price moved against the side.
func (p *printer) crossed(c, m int) (data.Price, data.UnixMs) {
	if len(p.by[c][m]) == 0 {
		return p.moved(c, m)
	}
	total := 0.0
	for _, x := range p.by[c][m] {
		total += x.usd
	}
	at := p.rnd.Uniform() * total
	for _, x := range p.by[c][m] {
		if at -= x.usd; at <= 0 {
			return p.when(c, m, x.price)
		}
	}
	return p.moved(c, m)
}

// when returns price, held inside the minute's mark range, and the moment in
// minute m at which the mark reached it.
func (p *printer) when(c, m int, price data.Price) (data.Price, data.UnixMs) {
	low, high := p.mark(m, 0), p.mark(m, 0)
	for s := 1; s <= stepsPerMinute; s++ {
		low, high = min(low, p.mark(m, s)), max(high, p.mark(m, s))
	}
	price = min(max(price, low), high)
	for s := range stepsPerMinute + 1 {
		at := p.mark(m, s)
		if c == longs && at <= price || c == shorts && at >= price {
			return price, data.UnixMs(s) * stepMs
		}
	}
	return price, data.Minute - 1
}

// moved returns a step of minute m and its mark price, chosen by how far the
// price moved against the side in it.
func (p *printer) moved(c, m int) (data.Price, data.UnixMs) {
	best, bestMove := stepsPerMinute/2, -1.0
	for s := 1; s <= stepsPerMinute; s++ {
		move := float64(p.mark(m, s-1) - p.mark(m, s))
		if c == shorts {
			move = -move
		}
		if move *= p.rnd.Uniform(); move > bestMove {
			best, bestMove = s, move
		}
	}
	return p.mark(m, best), data.UnixMs(best) * stepMs
}

// mark returns the mark price at step s of minute m.
func (p *printer) mark(m, s int) data.Price {
	return max(p.f.price(p.b.path[m*stepsPerMinute+s]), p.floor[m])
}

// byTime sorts prints by time.
type byTime struct{ *data.Liquidations }

func (l byTime) Less(i, j int) bool { return l.T[i] < l.T[j] }

func (l byTime) Swap(i, j int) {
	l.T[i], l.T[j] = l.T[j], l.T[i]
	l.Side[i], l.Side[j] = l.Side[j], l.Side[i]
	l.Price[i], l.Price[j] = l.Price[j], l.Price[i]
	l.Notional[i], l.Notional[j] = l.Notional[j], l.Notional[i]
}
