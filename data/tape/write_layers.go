package tape

import (
	"slices"
	"strconv"

	"github.com/tidwall/gjson"

	"unwind/data/heat"
)

func (w *writer) candles(name string, l *CandleLayer) {
	if l == nil {
		return
	}
	w.layer(name, l.Origin)
	w.flag("fromPrints", l.FromPrints)
	w.whole("step", int64(l.Step))
	w.times(l.T)
	floats(w, "open", l.Open)
	floats(w, "high", l.High)
	floats(w, "low", l.Low)
	floats(w, "close", l.Close)
	floats(w, "volume", l.Volume)
	if l.TakerBuy != nil {
		floats(w, "takerBuy", l.TakerBuy)
	}
	w.close('}')
}

func (w *writer) mark(l *MarkLayer) {
	if l == nil {
		return
	}
	w.layer("mark", l.Origin)
	floats(w, "high", l.High)
	floats(w, "low", l.Low)
	floats(w, "close", l.Close)
	w.close('}')
}

func (w *writer) points(name string, l *PointLayer) {
	if l == nil {
		return
	}
	w.layer(name, l.Origin)
	w.times(l.T)
	floats(w, "values", l.V)
	w.close('}')
}

func (w *writer) depthFigures(l *DepthLayer) {
	if l == nil {
		return
	}
	w.layer("depth", l.Origin)
	w.str("of", l.Of.String())
	w.times(l.T)
	floats(w, "values", l.V)
	w.close('}')
}

func (w *writer) liquidations(l *LiquidationLayer) {
	if l == nil {
		return
	}
	w.layer("liquidations", l.Origin)
	w.flag("atLeast", l.AtLeast)
	if l.Since != 0 {
		w.moment("since", l.Since)
	}
	w.times(l.T)
	w.begin("side")
	w.b = append(w.b, '"')
	for _, s := range l.Side {
		w.b = append(w.b, sideLetters[s])
	}
	w.b = append(w.b, '"')
	floats(w, "price", l.Price)
	floats(w, "notional", l.Notional)
	w.names("symbols", "symbol", l.Symbol)
	w.names("venues", "venue", l.Venue)
	w.close('}')
}

// flag writes a flag that is set; one that is not is left out.
func (w *writer) flag(name string, set bool) {
	if set {
		w.begin(name)
		w.b = append(w.b, "true"...)
	}
}

// names writes a column of names as a sorted list and the index of each row.
func (w *writer) names(list, column string, v []string) {
	if v == nil {
		return
	}
	names := slices.Compact(slices.Sorted(slices.Values(v)))
	w.array(list, len(names), func(b []byte, i int) []byte { return gjson.AppendJSONString(b, names[i]) })
	w.array(column, len(v), func(b []byte, i int) []byte {
		n, _ := slices.BinarySearch(names, v[i])
		return strconv.AppendInt(b, int64(n), 10)
	})
}

func (w *writer) totals(l *FlowLayer) {
	if l == nil {
		return
	}
	w.layer("totals", l.Origin)
	w.flag("atLeast", l.AtLeast)
	w.whole("step", int64(l.Step))
	w.times(l.T)
	floats(w, "long", l.Long)
	floats(w, "short", l.Short)
	w.close('}')
}

func (w *writer) adl(l *ADLLayer) {
	if l == nil {
		return
	}
	w.layer("adl", l.Origin)
	w.strNonEmpty("venue", l.Venue)
	unit := usdUnit
	if l.Fills {
		unit = fillsUnit
	}
	w.str("unit", unit)
	w.whole("step", int64(l.Step))
	w.times(l.T)
	floats(w, "adl", l.ADL)
	floats(w, "liquidated", l.Liquidated)
	w.close('}')
}

func (w *writer) levels(l *LevelLayer) {
	if l == nil {
		return
	}
	w.layer("levels", l.Origin)
	w.open("bins", '{')
	w.float("low", float64(l.Bins.Low))
	w.float("logStep", l.Bins.LogStep)
	w.whole("count", int64(l.Bins.N))
	w.close('}')
	w.open("columns", '{')
	w.moment("start", l.Columns.From)
	w.whole("step", int64(l.Columns.Step))
	w.whole("count", int64(l.Columns.N))
	w.close('}')
	w.groups(l.Groups)
	w.scales(&l.Field)
	w.runs(l.Runs)
	w.close('}')
}

func (w *writer) groups(groups []heat.Group) {
	w.open("groups", '[')
	for _, g := range groups {
		w.open("", '{')
		w.str("side", g.Side.String())
		w.float("leverage", g.Leverage)
		w.whole("scale", int64(g.Scale))
		if g.Low != 0 || g.High != 0 {
			w.float("low", round4(g.Low))
			w.float("high", round4(g.High))
		}
		if g.HalfLife != 0 {
			w.whole("halfLife", int64(g.HalfLife))
		}
		w.close('}')
	}
	w.close(']')
}

// scales writes each scale, without the decay of its groups, as the columns
// where its rounded factor changes.
func (w *writer) scales(f *heat.Field) {
	w.open("scales", '[')
	for k, s := range f.Scales {
		decay := decayOf(f, k)
		var from []int
		var factor []float64
		for c, x := range s {
			if r := undecayed(x, decay[c]); c == 0 || r != factor[len(factor)-1] {
				from, factor = append(from, c), append(factor, r)
			}
		}
		w.open("", '{')
		w.array("from", len(from), func(b []byte, i int) []byte { return strconv.AppendInt(b, int64(from[i]), 10) })
		floats(w, "factor", factor)
		w.close('}')
	}
	w.close(']')
}

func (w *writer) runs(runs []heat.Run) {
	w.open("runs", '{')
	w.differences("bin", runs, func(r heat.Run) int { return int(r.Bin) })
	w.differences("start", runs, func(r heat.Run) int { return int(r.Start) })
	w.differences("end", runs, heat.Run.End)
	w.array("group", len(runs), func(b []byte, i int) []byte { return strconv.AppendInt(b, int64(runs[i].Group), 10) })
	w.array("usd", len(runs), func(b []byte, i int) []byte { return appendFloat(b, round4(float64(runs[i].USD))) })
	w.close('}')
}

// differences writes a column as differences from the row before; the first
// row is a difference from 0.
func (w *writer) differences(name string, runs []heat.Run, of func(heat.Run) int) {
	last := 0
	w.array(name, len(runs), func(b []byte, i int) []byte {
		v := of(runs[i])
		b = strconv.AppendInt(b, int64(v-last), 10)
		last = v
		return b
	})
}
