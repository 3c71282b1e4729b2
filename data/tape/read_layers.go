package tape

import (
	"slices"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/document"
)

func (d *decoder) candles(dst **CandleLayer) reader {
	return func(v gjson.Result, path string) {
		c := new(CandleLayer)
		d.object(v, path, append(d.origin(&c.Origin),
			optional("fromPrints", d.flag(&c.FromPrints)),
			required("step", d.length(&c.Step)),
			required("times", d.times(&c.T)),
			required("open", column(d, &c.Open)),
			required("high", column(d, &c.High)),
			required("low", column(d, &c.Low)),
			required("close", column(d, &c.Close)),
			required("volume", column(d, &c.Volume)),
			optional("takerBuy", column(d, &c.TakerBuy)),
		))
		*dst = c
	}
}

// mark decodes the mark price, which stands on the times of the candles.
func (d *decoder) mark(dst **MarkLayer) reader {
	return func(v gjson.Result, path string) {
		m := new(MarkLayer)
		d.object(v, path, append(d.origin(&m.Origin),
			optional("times", d.times(&m.T)),
			required("high", column(d, &m.High)),
			required("low", column(d, &m.Low)),
			required("close", column(d, &m.Close)),
		))
		*dst = m
	}
}

func (d *decoder) points(dst **PointLayer) reader {
	return func(v gjson.Result, path string) {
		p := new(PointLayer)
		d.object(v, path, d.pointMembers(p))
		*dst = p
	}
}

func (d *decoder) pointMembers(p *PointLayer) []member {
	return append(d.origin(&p.Origin),
		required("times", d.times(&p.T)),
		required("values", column(d, &p.V)),
	)
}

func (d *decoder) depth(dst **DepthLayer) reader {
	return func(v gjson.Result, path string) {
		l := new(DepthLayer)
		d.object(v, path, append(d.pointMembers(&l.PointLayer), optional("of", d.depthOf(&l.Of))))
		*dst = l
	}
}

func (d *decoder) depthOf(dst *DepthOf) reader {
	return func(v gjson.Result, path string) {
		i := slices.Index(depthOfNames, v.Str)
		if v.Type != gjson.String || i < 0 {
			d.fail(path, -1, "must be book or average, is "+document.Quote(v.String()))
			return
		}
		*dst = DepthOf(i)
	}
}

func (d *decoder) totals(dst **FlowLayer) reader {
	return func(v gjson.Result, path string) {
		f := new(FlowLayer)
		d.object(v, path, append(d.origin(&f.Origin),
			optional("atLeast", d.flag(&f.AtLeast)),
			required("step", d.length(&f.Step)),
			required("times", d.times(&f.T)),
			required("long", column(d, &f.Long)),
			required("short", column(d, &f.Short)),
		))
		*dst = f
	}
}

func (d *decoder) adl(dst **ADLLayer) reader {
	return func(v gjson.Result, path string) {
		l := new(ADLLayer)
		d.object(v, path, append(d.origin(&l.Origin),
			optional("venue", d.text(&l.Venue, maxName)),
			optional("unit", d.adlUnit(&l.Fills)),
			required("step", d.length(&l.Step)),
			required("times", d.times(&l.T)),
			required("adl", column(d, &l.ADL)),
			required("liquidated", column(d, &l.Liquidated)),
		))
		*dst = l
	}
}

// Names of the units of a layer of auto-deleveraging.
const usdUnit, fillsUnit = "usd", "fills"

func (d *decoder) adlUnit(fills *bool) reader {
	return func(v gjson.Result, path string) {
		if v.Type != gjson.String || v.Str != usdUnit && v.Str != fillsUnit {
			d.fail(path, -1, "must be usd or fills, is "+document.Quote(v.String()))
		}
		*fills = v.Str == fillsUnit
	}
}

func (d *decoder) liquidations(dst **LiquidationLayer) reader {
	return func(v gjson.Result, path string) {
		l := new(LiquidationLayer)
		var symbols, venues []string
		var symbol, venue []int32
		d.object(v, path, append(d.origin(&l.Origin),
			optional("atLeast", d.flag(&l.AtLeast)),
			optional("since", d.moment(&l.Since)),
			required("times", d.times(&l.T)),
			required("side", d.sides(&l.Side)),
			required("price", column(d, &l.Price)),
			required("notional", column(d, &l.Notional)),
			optional("symbols", d.strings(&symbols)),
			optional("symbol", wholes(d, &symbol, 0, maxNames)),
			optional("venues", d.strings(&venues)),
			optional("venue", wholes(d, &venue, 0, maxNames)),
		))
		l.Symbol = d.names(symbols, symbol, document.Join(path, "symbol"))
		l.Venue = d.names(venues, venue, document.Join(path, "venue"))
		*dst = l
	}
}

// names looks the indexes of one column up in its list of names. Both are nil
// when the layer has no such column.
func (d *decoder) names(list []string, index []int32, path string) []string {
	if list == nil && index == nil {
		return nil
	}
	if list == nil || index == nil {
		d.fail(path, -1, "needs both the list of names and the column of indexes")
		return nil
	}
	out := make([]string, len(index))
	for from, to := range d.pace.Pieces(len(index)) {
		for i, n := range index[from:to] {
			if int(n) >= len(list) {
				d.fail(path, from+i, "must be an index into the list of names, is "+number(float64(n)))
				return nil
			}
			out[from+i] = list[n]
		}
	}
	return out
}

// sideLetters are the letters of the sides in a "side" column.
const sideLetters = "ULS" // indexed by data.Side

// sides decodes a string of one letter a row.
func (d *decoder) sides(dst *[]data.Side) reader {
	return func(v gjson.Result, path string) {
		if v.Type != gjson.String || len(v.Str) > MaxRows {
			d.fail(path, -1, "must be a string of one letter (L, S or U) a row")
			return
		}
		out := make([]data.Side, len(v.Str))
		for from, to := range d.pace.Pieces(len(out)) {
			if i := spellSides(out[from:to], v.Str[from:to]); i >= 0 {
				d.fail(path, from+i, "must be L, S or U, is "+document.Quote(v.Str[from+i:from+i+1]))
				return
			}
		}
		*dst = out
	}
}

// spellSides reads letters and returns the first that is none, or -1.
func spellSides(dst []data.Side, letters string) int {
	for i := range dst {
		switch letters[i] {
		case 'L':
			dst[i] = data.Long
		case 'S':
			dst[i] = data.Short
		case 'U':
		default:
			return i
		}
	}
	return -1
}
