package market

import (
	"cmp"
	"math"
	"slices"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/level"
)

// MaxLevels bounds the rows of a [LevelTable]: more than a page reads out.
const MaxLevels = 50

// levelShare is how high the price range of one level is, as a share of the
// price: whole bins, as near to it as they come.
const levelShare = 0.0025

// Level is what waits on one side in one range of prices: a few neighbouring
// bins, always the same ones together, so that rows can be compared with each
// other and from one moment to the next.
type Level struct {
	Side      data.Side
	Low, High data.Price // edges of the bins
	USD       data.USD   // what the bins hold of the side, > 0
	// Least and Most are the band of USD, as [heat.Field.Band] has it.
	Least, Most data.USD

	Born Born // when what still waits was opened
	// ByLeverage is the part of each of [LevelTable.Leverages].
	ByLeverage []data.USD
}

// Middle returns the middle of the range in log price.
func (l *Level) Middle() data.Price {
	return data.Price(math.Sqrt(float64(l.Low)) * math.Sqrt(float64(l.High)))
}

// LevelTable is the largest levels at one time: the table behind the chart.
type LevelTable struct {
	T     data.UnixMs
	Price data.Price // at T; 0 before the first candle
	// Provenance of the level estimate; unknown when there is none.
	Provenance data.Provenance
	Leverages  []float64 // of the estimate, ascending
	Levels     []Level   // the largest first; of equal ones the lowest, longs first
	// Largest is the largest level, Above the largest whose middle is above the
	// price and Below the largest below it. Their USD is 0 where there is none.
	// They have no bands, births and leverages.
	Largest, Above, Below Level
}

// Distance returns how far the middle of l is from the price, as a share of
// the price, and false when that is not known.
func (t *LevelTable) Distance(l *Level) (float64, bool) {
	if !(t.Price > 0) {
		return 0, false
	}
	return float64(l.Middle()/t.Price) - 1, true
}

// Levels returns the n largest levels, at most [MaxLevels], that wait at time t
// and have their middle in [low, high). It visits every run of those prices.
func (m *Market) Levels(t data.UnixMs, low, high data.Price, n int) LevelTable {
	table := LevelTable{T: t, Provenance: m.LevelProvenance()}
	table.Price, _ = m.PriceAt(t)
	if m.Field == nil || t < m.Field.Columns.From {
		return table
	}
	table.Leverages = leveragesOf(m.Field)
	column := min(m.Field.Columns.Index(t), m.Field.Columns.N-1)
	b := newBands(m.Field, column, low, high)
	table.Levels = b.levels()
	table.pickSides()
	table.Levels = table.Levels[:min(len(table.Levels), max(n, 0), MaxLevels)]
	b.describe(&table)
	return table
}

// LevelProvenance says how the level estimate came to be; unknown without one.
func (m *Market) LevelProvenance() data.Provenance {
	switch {
	case m.Field == nil:
		return data.UnknownProvenance
	case m.Tape.Levels != nil && m.choice.Tuning == (level.Tuning{}):
		return m.Tape.Levels.Provenance
	}
	return data.Estimated
}

// leveragesOf returns the leverages of a field, ascending, each once.
func leveragesOf(f *heat.Field) []float64 {
	var all []float64
	for _, g := range f.Groups {
		all = append(all, g.Leverage)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// pickSides finds the largest levels of all, above the price and below it.
func (t *LevelTable) pickSides() {
	if len(t.Levels) > 0 {
		t.Largest = t.Levels[0]
	}
	for i := range t.Levels {
		l := &t.Levels[i]
		switch d, ok := t.Distance(l); {
		case ok && d > 0 && t.Above.USD == 0:
			t.Above = *l
		case ok && d < 0 && t.Below.USD == 0:
			t.Below = *l
		}
	}
}

// levelSides are the sides of a band, in the order of equal levels.
var levelSides = [...]data.Side{data.Long, data.Short}

// bands are the price ranges of levels at one column: band k has the bins from
// k·height on.
type bands struct {
	field       *heat.Field
	column      int
	height      int // bins
	first, last int // bands of the window, last exclusive
}

func newBands(f *heat.Field, column int, low, high data.Price) *bands {
	b := &bands{field: f, column: column}
	b.height = bandHeight(f)
	all := (f.Bins.N + b.height - 1) / b.height
	for b.first < all && b.middle(b.first) < low {
		b.first++
	}
	for b.last = b.first; b.last < all && b.middle(b.last) < high; {
		b.last++
	}
	return b
}

func (b *bands) edges(k int) (low, high data.Price) {
	bins := b.field.Bins
	return bins.Edge(k * b.height), bins.Edge(min((k+1)*b.height, bins.N))
}

func (b *bands) middle(k int) data.Price {
	var l Level
	l.Low, l.High = b.edges(k)
	return l.Middle()
}

// place returns where a run counts: a number for each band and side.
func (b *bands) place(r heat.Run) int {
	place := len(levelSides) * (int(r.Bin)/b.height - b.first)
	if b.field.Groups[r.Group].Side == data.Short {
		place++
	}
	return place
}

// levels returns every level with anything in it, the largest first.
func (b *bands) levels() []Level {
	sums := make([]data.USD, len(levelSides)*(b.last-b.first))
	for r, usd := range b.field.Open(b.column, b.first*b.height, b.last*b.height) {
		sums[b.place(r)] += usd
	}
	var all []Level
	for i, usd := range sums {
		if usd > 0 {
			l := Level{Side: levelSides[i%len(levelSides)], USD: usd}
			l.Low, l.High = b.edges(b.first + i/len(levelSides))
			all = append(all, l)
		}
	}
	slices.SortStableFunc(all, func(x, y Level) int { return cmp.Compare(y.USD, x.USD) })
	return all
}

// birth is when a part of a level was opened.
type birth struct {
	column int32
	usd    data.USD
}

// describe fills in bands, births and leverages of the table's levels.
func (b *bands) describe(t *LevelTable) {
	births := map[int][]birth{}
	rows := map[int]*Level{}
	for i := range t.Levels {
		l := &t.Levels[i]
		l.ByLeverage = make([]data.USD, len(t.Leverages))
		rows[b.placeOf(l)] = l
	}
	for r, usd := range b.field.Open(b.column, b.first*b.height, b.last*b.height) {
		place := b.place(r)
		l := rows[place]
		if l == nil || !(usd > 0) {
			continue
		}
		g := &b.field.Groups[r.Group]
		k, _ := slices.BinarySearch(t.Leverages, g.Leverage)
		l.ByLeverage[k] += usd
		least, most := g.Band()
		l.Least += usd * data.USD(least)
		l.Most += usd * data.USD(most)
		births[place] = append(births[place], birth{r.Start, usd})
	}
	for place, l := range rows {
		l.Born = bornOf(births[place], b.field.Columns)
	}
}

// placeOf is [bands.place] of a level.
func (b *bands) placeOf(l *Level) int {
	k := b.field.Bins.Index(l.Middle()) / b.height
	return len(levelSides)*(k-b.first) + slices.Index(levelSides[:], l.Side)
}

// bornOf says when births, at least one, happened. It sorts them.
func bornOf(births []birth, columns heat.Columns) Born {
	slices.SortFunc(births, func(x, y birth) int { return cmp.Compare(x.column, y.column) })
	var all data.USD
	for _, b := range births {
		all += b.usd
	}
	half, sum := 0, births[0].usd
	for ; sum < all/2 && half < len(births)-1; half++ {
		sum += births[half+1].usd
	}
	at := func(i int) data.UnixMs { return columns.Start(int(births[i].column)) }
	return Born{First: at(0), Half: at(half), Last: at(len(births) - 1)}
}
