package tape

import (
	"math"

	"unwind/data"
	"unwind/data/document"
	"unwind/data/heat"
)

func (c *checker) candles(l *CandleLayer, path string) {
	if l == nil {
		c.fail(path, -1, "is missing")
		return
	}
	c.origin(l.Origin, path)
	if l.Step < 1 || l.Step > maxTime {
		c.fail(path+".step", -1, "must be a positive number of milliseconds")
	}
	n := len(l.T)
	if n == 0 {
		c.fail(path+".times", -1, "must not be empty")
	}
	c.rows(n, path, size{"open", len(l.Open)}, size{"high", len(l.High)}, size{"low", len(l.Low)}, size{"close", len(l.Close)}, size{"volume", len(l.Volume)})
	if c.err != nil {
		return
	}
	c.apart(l.T, l.Step, path+".times")
	c.prices(l.Open, path+".open")
	c.prices(l.High, path+".high")
	c.prices(l.Low, path+".low")
	c.prices(l.Close, path+".close")
	atLeast(c, l.Volume, 0, path+".volume")
	c.extremes(&l.Candles, path)
	c.takers(&l.Candles, path+".takerBuy")
	c.drawn(l, path)
}

// drawn checks that candles without trades do not claim any.
func (c *checker) drawn(l *CandleLayer, path string) {
	if !l.FromPrints {
		return
	}
	if l.TakerBuy != nil {
		c.fail(path+".takerBuy", -1, "must be left out of candles from prints")
		return
	}
	for from, to := range c.pace.Pieces(len(l.Volume)) {
		for i, v := range l.Volume[from:to] {
			if v != 0 {
				c.fail(path+".volume", from+i, "must be 0 in candles from prints, is "+number(v))
				return
			}
		}
	}
}

// takers checks the part of the volume that takers bought, which may be nil.
func (c *checker) takers(k *data.Candles, path string) {
	if k.TakerBuy == nil {
		return
	}
	if len(k.TakerBuy) != len(k.T) {
		c.fail(path, -1, "must have as many rows as times: "+number(float64(len(k.T)))+", has "+number(float64(len(k.TakerBuy))))
		return
	}
	for from, to := range c.pace.Pieces(len(k.TakerBuy)) {
		for i := from; i < to; i++ {
			if v := k.TakerBuy[i]; !(v >= 0 && v <= k.Volume[i]) {
				c.fail(path, i, "must be between 0 and the volume, is "+number(v))
				return
			}
		}
	}
}

// extremes checks that high and low enclose open and close.
func (c *checker) extremes(k *data.Candles, path string) {
	for from, to := range c.pace.Pieces(len(k.T)) {
		for i := from; i < to; i++ {
			if k.High[i] < max(k.Open[i], k.Close[i]) {
				c.fail(path+".high", i, "must not be below open or close")
				return
			}
			if k.Low[i] > min(k.Open[i], k.Close[i]) {
				c.fail(path+".low", i, "must not be above open or close")
				return
			}
		}
	}
}

// shown checks that there is something to show.
func (c *checker) shown(t *Tape) {
	for from, to := range c.pace.Pieces(len(t.Candles.T)) {
		for _, at := range t.Candles.T[from:to] {
			if at+t.Candles.Step > t.From && at < t.To {
				return
			}
		}
	}
	c.fail("window", -1, "must hold at least one candle")
}

func (c *checker) mark(t *Tape) {
	m := t.Mark
	if m == nil {
		return
	}
	c.origin(m.Origin, "mark")
	n := len(t.Candles.T)
	if len(m.T) != n {
		c.fail("mark.times", -1, "must be the times of the candles")
	}
	c.rows(n, "mark", size{"high", len(m.High)}, size{"low", len(m.Low)}, size{"close", len(m.Close)})
	if c.err != nil {
		return
	}
	c.prices(m.High, "mark.high")
	c.prices(m.Low, "mark.low")
	c.prices(m.Close, "mark.close")
	for from, to := range c.pace.Pieces(n) {
		for i := from; i < to; i++ {
			if m.T[i] != t.Candles.T[i] {
				c.fail("mark.times", i, "must be the times of the candles")
				return
			}
			if m.High[i] < m.Close[i] || m.Low[i] > m.Close[i] {
				c.fail("mark.close", i, "must be between low and high")
				return
			}
		}
	}
}

func (c *checker) points(p *PointLayer, path string, low float64) {
	if p == nil {
		return
	}
	c.origin(p.Origin, path)
	c.rows(len(p.T), path, size{"values", len(p.V)})
	c.apart(p.T, 1, path+".times")
	atLeast(c, p.V, low, path+".values")
}

func (c *checker) depth(l *DepthLayer) {
	if l == nil {
		return
	}
	c.points(&l.PointLayer, "depth", 0)
	if int(l.Of) >= len(depthOfNames) {
		c.fail("depth.of", -1, "must be book or average")
	}
}

func (c *checker) totals(f *FlowLayer, path string) {
	if f == nil {
		return
	}
	c.origin(f.Origin, path)
	if f.Step < 1 || f.Step > maxTime {
		c.fail(path+".step", -1, "must be a positive number of milliseconds")
	}
	c.rows(len(f.T), path, size{"long", len(f.Long)}, size{"short", len(f.Short)})
	c.apart(f.T, f.Step, path+".times")
	atLeast(c, f.Long, 0, path+".long")
	atLeast(c, f.Short, 0, path+".short")
}

func (c *checker) adl(l *ADLLayer, path string) {
	if l == nil {
		return
	}
	c.origin(l.Origin, path)
	c.str(l.Venue, path+".venue", maxName)
	if l.Step < 1 || l.Step > maxTime {
		c.fail(path+".step", -1, "must be a positive number of milliseconds")
	}
	c.rows(len(l.T), path, size{"adl", len(l.ADL)}, size{"liquidated", len(l.Liquidated)})
	c.apart(l.T, l.Step, path+".times")
	atLeast(c, l.ADL, 0, path+".adl")
	atLeast(c, l.Liquidated, 0, path+".liquidated")
}

func (c *checker) liquidations(l *LiquidationLayer, path string) {
	if l == nil {
		return
	}
	c.origin(l.Origin, path)
	if l.Since != 0 {
		c.moment(l.Since, path+".since")
	}
	n := len(l.T)
	c.rows(n, path, size{"side", len(l.Side)}, size{"price", len(l.Price)}, size{"notional", len(l.Notional)})
	c.apart(l.T, 0, path+".times")
	c.prices(l.Price, path+".price")
	atLeast(c, l.Notional, 0, path+".notional")
	for from, to := range c.pace.Pieces(len(l.Side)) {
		for i, s := range l.Side[from:to] {
			if s > data.Short {
				c.fail(path+".side", from+i, "must be long, short or unknown")
				return
			}
		}
	}
	c.names(l.Symbol, n, path+".symbol")
	c.names(l.Venue, n, path+".venue")
}

// names checks a column of names, which may be nil.
func (c *checker) names(v []string, n int, path string) {
	if v == nil {
		return
	}
	if len(v) != n {
		c.fail(path, -1, "must have as many rows as times")
	}
	distinct := map[string]bool{}
	for i, s := range v {
		if i%document.Piece == document.Piece-1 {
			c.pace.Rows(document.Piece)
		}
		if distinct[s] {
			continue
		}
		if distinct[s] = true; len(distinct) > maxNames {
			c.fail(path, i, "has more than "+number(maxNames)+" names")
			return
		}
		c.str(s, path, maxName)
	}
}

func (c *checker) levels(l *LevelLayer, path string) {
	if l == nil {
		return
	}
	c.origin(l.Origin, path)
	c.grid(&l.Field, path)
	if len(l.Groups) > heat.MaxGroups || len(l.Scales) > heat.MaxScales {
		c.fail(path, -1, "has too many groups or scales")
		return
	}
	for i, s := range l.Scales {
		c.scale(s, l.Columns.N, document.Item(path+".scales", i))
	}
	for i, g := range l.Groups {
		c.group(g, len(l.Scales), document.Item(path+".groups", i))
	}
	c.rows(len(l.Runs), path+".runs")
	c.runs(&l.Field, path+".runs")
	if c.err != nil {
		return
	}
	c.field(&l.Field, path)
}

// field asks the field itself, whose methods rely on its own check.
func (c *checker) field(f *heat.Field, path string) {
	err := f.CheckGrid()
	for from, to := range c.pace.Pieces(len(f.Runs)) {
		if err != nil {
			break
		}
		err = f.CheckRuns(from, to)
	}
	if err != nil {
		c.fail(path, -1, err.Error())
	}
}

func (c *checker) scale(s []float32, columns int, path string) {
	if len(s) != columns {
		c.fail(path, -1, "must have one factor a column")
		return
	}
	for i, x := range s {
		if !(x >= 0 && x <= 1) {
			c.fail(path, i, "must be between 0 and 1, is "+number(float64(x)))
			return
		}
	}
	c.pace.Rows(len(s))
}

func (c *checker) grid(f *heat.Field, path string) {
	b, t := f.Bins, f.Columns
	if !isPrice(b.Low) {
		c.fail(path+".bins.low", -1, "must be finite and positive, is "+number(float64(b.Low)))
	}
	if b.N < 1 || b.N > heat.MaxBins {
		c.fail(path+".bins.count", -1, "must be 1 to "+number(heat.MaxBins))
	}
	if !(b.LogStep > 0) || !isPrice(b.Edge(b.N)) {
		c.fail(path+".bins.logStep", -1, "must be positive and end at a finite price")
	}
	c.moment(t.From, path+".columns.start")
	if t.N < 1 || t.N > heat.MaxColumns {
		c.fail(path+".columns.count", -1, "must be 1 to "+number(heat.MaxColumns))
	}
	if t.Step < 1 || t.Step > maxTime/heat.MaxColumns {
		c.fail(path+".columns.step", -1, "must be a positive number of milliseconds")
	}
}

func (c *checker) group(g heat.Group, scales int, path string) {
	if g.Side != data.Long && g.Side != data.Short {
		c.fail(path+".side", -1, "must be long or short")
	}
	if !(g.Leverage >= 1) || math.IsInf(g.Leverage, 0) {
		c.fail(path+".leverage", -1, "must be finite and at least 1, is "+number(g.Leverage))
	}
	if (g.Low != 0 || g.High != 0) && !(g.Low >= 0 && g.Low <= 1 && g.High >= 1 && g.High <= math.MaxFloat64) {
		c.fail(path+".high", -1, "must be at least 1 and low between 0 and 1, are "+number(g.High)+" and "+number(g.Low))
	}
	if g.HalfLife < 0 || g.HalfLife > maxTime {
		c.fail(path+".halfLife", -1, "must be zero or more milliseconds")
	}
	if g.Scale < 0 || g.Scale >= scales {
		c.fail(path+".scale", -1, "must be an index of a scale, is "+number(float64(g.Scale)))
	}
}

func (c *checker) runs(f *heat.Field, path string) {
	for i, r := range f.Runs {
		if i%document.Piece == document.Piece-1 {
			c.pace.Rows(document.Piece)
		}
		switch {
		case int(r.Group) >= len(f.Groups):
			c.fail(path+".group", i, "must be an index of a group, is "+number(float64(r.Group)))
		case int(r.Bin) >= f.Bins.N:
			c.fail(path+".bin", i, "must be inside the bins, is "+number(float64(r.Bin)))
		case r.Start < 0 || r.Len < 1 || int(r.Start) > f.Columns.N-int(r.Len):
			c.fail(path+".end", i, "must be after start and inside the columns")
		case !(r.USD > 0) || math.IsInf(float64(r.USD), 0):
			c.fail(path+".usd", i, "must be finite and positive, is "+number(float64(r.USD)))
		case i > 0 && heat.CompareRuns(f.Runs[i-1], r) > 0:
			c.fail(path, i, "must be in the order of bin, start and group")
		}
		if c.err != nil {
			return
		}
	}
}
