package collect

import (
	"cmp"
	"slices"
	"sort"

	"unwind/data"
	"unwind/data/feed"
)

// market is the candles of a kind, of all venues.
type market struct {
	all    map[series]*bars
	chosen series // that a growing chart is drawn from; its venue is "" before
}

// bars are candles of one length in the order of their times.
type bars struct {
	step data.UnixMs
	rows []bar
}

// bar is a [feed.Candle] without what all of a series have in common, so that
// collecting garbage need not look into it.
type bar struct {
	t                      data.UnixMs
	open, high, low, close data.Price
	volume, takerBuy       float64
	takers, final          bool
	way                    feed.Way
}

func newMarket() market { return market{all: map[series]*bars{}} }

func (m *market) put(key series, k *feed.Candle, way feed.Way) {
	b := at(m.all, key)
	b.step = key.step
	b.put(bar{k.T, k.Open, k.High, k.Low, k.Close, k.Volume, k.TakerBuy, k.Takers, k.Final, way})
}

// put keeps what was said of a candle last, or that it is final.
func (b *bars) put(k bar) {
	i := sort.Search(len(b.rows), func(i int) bool { return b.rows[i].t >= k.t })
	switch {
	case i == len(b.rows):
		b.rows = append(b.rows, k)
	case b.rows[i].t != k.t:
		b.rows = slices.Insert(b.rows, i, k)
	case k.final || !b.rows[i].final:
		b.rows[i] = k
	}
}

// meets reports whether a candle is, in part at least, between two times.
func (b *bars) meets(from, to data.UnixMs) bool {
	return slices.ContainsFunc(b.rows, func(k bar) bool { return k.t < to && k.t+b.step > from })
}

// ways counts the candles by how they came.
func (b *bars) ways() (w ways) {
	for i := range b.rows {
		w.row(b.rows[i].t, b.step, b.rows[i].way)
	}
	return w
}

// end returns when the last candle ends.
func (b *bars) end() data.UnixMs { return b.rows[len(b.rows)-1].t + b.step }

func (m *market) forget(before data.UnixMs) {
	forget(m.all, func(b *bars) bool {
		n := sort.Search(len(b.rows), func(i int) bool { return b.rows[i].t+b.step > before })
		b.rows = slices.Delete(b.rows, 0, n)
		return len(b.rows) == 0
	})
}

// stale is how long a venue's candles may stay away while another's come.
const stale = 3 * data.Minute

// choose returns the candles that a growing chart is drawn from. A choice
// stands as soon as it has two candles, while its venue has not fallen behind
// another's.
func (m *market) choose(symbol string) series {
	var newest data.UnixMs
	for _, b := range m.all {
		newest = max(newest, b.end())
	}
	fresh := func(key series) bool { return newest-m.all[key].end() < stale }
	if b := m.all[m.chosen]; b == nil || len(b.rows) < 2 || !fresh(m.chosen) {
		m.chosen = m.best(symbol, fresh)
	}
	return m.chosen
}

// best returns the candles that fit best: of the symbol that was asked for if
// there are any, then the most, then the first venue by name.
func (m *market) best(symbol string, fits func(series) bool) series {
	var best series
	for key := range m.all {
		if fits(key) && (best == series{} || m.compare(symbol, key, best) < 0) {
			best = key
		}
	}
	return best
}

func (m *market) compare(symbol string, a, b series) int {
	other := func(key series) int {
		if key.symbol == symbol {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(other(a), other(b)), cmp.Compare(len(m.all[b].rows), len(m.all[a].rows)),
		compareSeries(a, b),
	)
}

func compareSeries(a, b series) int {
	return cmp.Or(cmp.Compare(a.venue, b.venue), cmp.Compare(a.symbol, b.symbol), cmp.Compare(a.step, b.step))
}

// columns returns candles as columns, without those that reach into the one
// before. What takers bought is there if it is known of all: a part of the
// column would say nothing true.
func (b *bars) columns() data.Candles {
	n := len(b.rows)
	c := data.Candles{
		Step: b.step, T: make([]data.UnixMs, 0, n), Open: make([]data.Price, 0, n), High: make([]data.Price, 0, n),
		Low: make([]data.Price, 0, n), Close: make([]data.Price, 0, n), Volume: make([]float64, 0, n), TakerBuy: make([]float64, 0, n),
	}
	takers, end := true, data.UnixMs(0)
	for i := range b.rows {
		k := &b.rows[i]
		if k.t < end {
			continue
		}
		end = k.t + b.step
		c.T = append(c.T, k.t)
		c.Open, c.High, c.Low, c.Close = append(c.Open, k.open), append(c.High, k.high), append(c.Low, k.low), append(c.Close, k.close)
		c.Volume, c.TakerBuy = append(c.Volume, k.volume), append(c.TakerBuy, min(k.takerBuy, k.volume))
		takers = takers && k.takers
	}
	if !takers {
		c.TakerBuy = nil
	}
	return c
}
