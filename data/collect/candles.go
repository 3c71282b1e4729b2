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

// bars are candles in the order of their times.
type bars struct{ rows []feed.Candle }

func newMarket() market { return market{all: map[series]*bars{}} }

func (m *market) put(key series, k *feed.Candle) { at(m.all, key).put(k) }

// put keeps what was said of a candle last, or that it is final.
func (b *bars) put(k *feed.Candle) {
	i := sort.Search(len(b.rows), func(i int) bool { return b.rows[i].T >= k.T })
	switch {
	case i == len(b.rows):
		b.rows = append(b.rows, *k)
	case b.rows[i].T != k.T:
		b.rows = slices.Insert(b.rows, i, *k)
	case k.Final || !b.rows[i].Final:
		b.rows[i] = *k
	}
}

func (b *bars) last() *feed.Candle { return &b.rows[len(b.rows)-1] }

// end returns when the last candle ends.
func (b *bars) end() data.UnixMs { return b.last().T + b.last().Step }

func (m *market) forget(before data.UnixMs) {
	forget(m.all, func(b *bars) bool {
		n := sort.Search(len(b.rows), func(i int) bool { return b.rows[i].T+b.rows[i].Step > before })
		b.rows = slices.Delete(b.rows, 0, n)
		return len(b.rows) == 0
	})
}

// stale is how long a venue's candles may stay away while another's come.
const stale = 3 * data.Minute

// choose returns the candles that a growing chart is drawn from. A choice
// stands as soon as it has two candles, while its venue has not fallen behind
// another's.
func (m *market) choose(symbol string) (series, []feed.Candle) {
	var newest data.UnixMs
	for _, b := range m.all {
		newest = max(newest, b.end())
	}
	fresh := func(key series) bool { return newest-m.all[key].end() < stale }
	if b := m.all[m.chosen]; b == nil || len(b.rows) < 2 || !fresh(m.chosen) {
		m.chosen = m.best(symbol, fresh)
	}
	return m.chosen, m.rows(m.chosen)
}

func (m *market) rows(key series) []feed.Candle {
	if b := m.all[key]; b != nil {
		return b.rows
	}
	return nil
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
func columns(step data.UnixMs, rows []feed.Candle) data.Candles {
	n := len(rows)
	c := data.Candles{
		Step: step, T: make([]data.UnixMs, 0, n), Open: make([]data.Price, 0, n), High: make([]data.Price, 0, n),
		Low: make([]data.Price, 0, n), Close: make([]data.Price, 0, n), Volume: make([]float64, 0, n), TakerBuy: make([]float64, 0, n),
	}
	takers, end := true, data.UnixMs(0)
	for i := range rows {
		k := &rows[i]
		if k.T < end {
			continue
		}
		end = k.T + k.Step
		c.T = append(c.T, k.T)
		c.Open, c.High, c.Low, c.Close = append(c.Open, k.Open), append(c.High, k.High), append(c.Low, k.Low), append(c.Close, k.Close)
		c.Volume, c.TakerBuy = append(c.Volume, k.Volume), append(c.TakerBuy, min(k.TakerBuy, k.Volume))
		takers = takers && k.Takers
	}
	if !takers {
		c.TakerBuy = nil
	}
	return c
}
