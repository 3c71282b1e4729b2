package market

import (
	"cmp"
	"slices"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/level"
	"unwind/data/margin"
)

// Readout is all that the estimate says of a cell of the heat map: of a range
// of prices at a time.
type Readout struct {
	T data.UnixMs
	// Low and High are the edges of the bins that are summed up; both are 0
	// where the estimate has none at these prices.
	Low, High data.Price
	Bins      int
	// Known says that the estimate covers time and prices. What follows is zero
	// where it does not.
	Known bool

	heat.Sum             // what waits, and within which band
	Parts    []CellPart  // of it by side and leverage: longs first, leverages ascending
	Births   []CellBirth // of what waits the largest, at most [MostBirths], the largest first
	Born     Born        // when what waits was opened
	Fates    [2]Fate     // of all that was opened there: longs, shorts
	Joined   data.UnixMs // openings within this time count as one; 0: the tape does not say
	Rules    string      // whose maintenance tiers the entries are worked out with
}

// CellPart is what one side opened with one leverage.
type CellPart struct {
	Side             data.Side
	Leverage         float64
	USD, Least, Most data.USD
	// EntryLow and EntryHigh are about where these positions were entered: the
	// entries that are liquidated at the edges of the cell, see [level.Entry].
	// Both are 0 where that is not known.
	EntryLow, EntryHigh data.Price
	Born                Born
}

// CellBirth is one opening, as far as it still waits.
type CellBirth struct {
	T           data.UnixMs // when it was known
	Early       bool        // it was opened before the estimate begins, at T
	Side        data.Side
	Leverage    float64
	Entry       data.Price // about; 0: not known
	Opened, USD data.USD   // when it was known, and what of it waits
}

// Born is when something was opened. By Half, half of its dollars were there.
type Born struct{ First, Half, Last data.UnixMs }

// MostBirths bounds the births of a [Readout].
const MostBirths = 3

// CellBins returns the column of the estimate that shows time t and the bins of
// a range of prices, as [heat.Bins.Between] has them. The column is −1, or there
// are no bins, where the estimate does not reach.
func (m *Market) CellBins(t data.UnixMs, low, high data.Price) (column, from, to int) {
	if m.Field == nil {
		return -1, 0, 0
	}
	from, to = m.Field.Bins.Between(low, high)
	return m.profileColumn(t), from, to
}

// Cell returns what the estimate says of the prices in [low, high) at time t;
// where high is no greater than low, of the one bin that holds low. A bin counts
// with all it holds when its middle, which stands for its price, is in the
// range, so cells of neighbouring ranges add up to the model's own sum.
func (m *Market) Cell(t data.UnixMs, low, high data.Price) Readout {
	r := Readout{T: t}
	column, from, to := m.CellBins(t, low, high)
	if from >= to {
		return r
	}
	r.Low, r.High, r.Bins = m.Field.Bins.Edge(from), m.Field.Bins.Edge(to), to-from
	if column < 0 {
		return r
	}
	r.Known = true
	r.Sum = m.Field.Between(column, from, to)
	if m.Tape.Levels == nil || m.choice.Tuning != (level.Tuning{}) {
		r.Joined = level.Defaults().BirthInterval
	}
	tiers, _ := m.tiers()
	c := cellReader{field: m.Field, tiers: tiers, column: column, Readout: &r}
	r.Rules = c.tiers.Name()
	c.births(m.Field.RunsBetween(from, to))
	c.fates(m.Field.RunsBetween(from, to))
	return r
}

// cellReader fills a readout in from the runs of its bins.
type cellReader struct {
	*Readout
	field  *heat.Field
	tiers  *margin.Table
	column int
}

// births says when and how what waits was opened.
func (c *cellReader) births(runs []heat.Run) {
	var all []birth
	groups := make([][]birth, len(c.field.Groups))
	for _, r := range runs {
		if int(r.Start) > c.column || c.field.End(r) <= c.column {
			continue
		}
		usd := c.field.Worth(r, c.column)
		if !(usd > 0) {
			continue
		}
		all = append(all, birth{r.Start, usd})
		groups[r.Group] = append(groups[r.Group], birth{r.Start, usd})
		c.keepLargest(r, usd)
	}
	if len(all) > 0 {
		c.Born = bornOf(all, c.field.Columns)
	}
	for g, births := range groups {
		if len(births) > 0 {
			c.Parts = append(c.Parts, c.part(g, births))
		}
	}
	slices.SortStableFunc(c.Parts, func(a, b CellPart) int {
		return cmp.Or(cmp.Compare(a.Side, b.Side), cmp.Compare(a.Leverage, b.Leverage))
	})
}

// keepLargest keeps r among the births when it is one of the largest.
func (c *cellReader) keepLargest(r heat.Run, usd data.USD) {
	if len(c.Births) == MostBirths && usd <= c.Births[MostBirths-1].USD {
		return
	}
	g := &c.field.Groups[r.Group]
	b := CellBirth{
		T: c.field.Columns.Start(int(r.Start)), Early: r.Start == 0, Side: g.Side, Leverage: g.Leverage,
		Entry:  c.entry(g, c.field.Bins.Mid(int(r.Bin))),
		Opened: c.field.Worth(r, int(r.Start)), USD: usd,
	}
	i := slices.IndexFunc(c.Births, func(o CellBirth) bool { return usd > o.USD })
	if i < 0 {
		i = len(c.Births)
	}
	c.Births = slices.Insert(c.Births, i, b)
	c.Births = c.Births[:min(len(c.Births), MostBirths)]
}

// part describes one group.
func (c *cellReader) part(group int, births []birth) CellPart {
	g := &c.field.Groups[group]
	p := CellPart{Side: g.Side, Leverage: g.Leverage, Born: bornOf(births, c.field.Columns)}
	for _, b := range births {
		p.USD += b.usd
	}
	least, most := g.Band()
	p.Least, p.Most = p.USD*data.USD(least), p.USD*data.USD(most)
	p.EntryLow, p.EntryHigh = c.entry(g, c.Low), c.entry(g, c.High)
	return p
}

// entry returns about where positions of g were entered that are liquidated at
// a price, 0 where it is not known.
func (c *cellReader) entry(g *heat.Group, at data.Price) data.Price {
	return level.Entry(c.tiers, g.Side, g.Leverage, level.Defaults().PositionUSD, at)
}
