package tape

import (
	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/document"
	"unwind/data/heat"
)

func (d *decoder) levels(dst **LevelLayer) reader {
	return func(v gjson.Result, path string) {
		l := new(LevelLayer)
		var scales []scale
		d.object(v, path, append(d.origin(&l.Origin),
			required("bins", d.bins(&l.Bins)),
			required("columns", d.columns(&l.Columns)),
			required("groups", d.groups(&l.Groups)),
			required("scales", d.scales(&scales)),
			required("runs", d.runs(&l.Runs)),
		))
		if d.err == nil {
			l.Scales = d.expand(scales, &l.Field, document.Join(path, "scales"))
		}
		*dst = l
	}
}

func (d *decoder) bins(dst *heat.Bins) reader {
	return func(v gjson.Result, path string) {
		d.object(v, path, []member{
			required("low", value(d, &dst.Low)),
			required("logStep", value(d, &dst.LogStep)),
			required("count", whole(d, &dst.N, 1, heat.MaxBins)),
		})
	}
}

func (d *decoder) columns(dst *heat.Columns) reader {
	return func(v gjson.Result, path string) {
		d.object(v, path, []member{
			required("start", d.moment(&dst.From)),
			required("step", d.length(&dst.Step)),
			required("count", whole(d, &dst.N, 1, heat.MaxColumns)),
		})
	}
}

func (d *decoder) groups(dst *[]heat.Group) reader {
	return func(v gjson.Result, path string) {
		d.list(v, path, heat.MaxGroups, func(v gjson.Result, path string) {
			var g heat.Group
			var side string
			d.object(v, path, []member{
				required("side", d.text(&side, maxName)),
				required("leverage", value(d, &g.Leverage)),
				required("scale", whole(d, &g.Scale, 0, heat.MaxScales)),
				optional("low", value(d, &g.Low)),
				optional("high", value(d, &g.High)),
				optional("halfLife", d.length(&g.HalfLife)),
			})
			switch side {
			case data.Long.String():
				g.Side = data.Long
			case data.Short.String():
				g.Side = data.Short
			default:
				d.fail(document.Join(path, "side"), -1, "must be long or short, is "+document.Quote(side))
			}
			*dst = append(*dst, g)
		})
	}
}

// scale is one series of scale factors as the file has it: factor[i] holds
// from column from[i] to the next, beside the decay of its groups.
type scale struct {
	from   []int32
	factor []float64
}

func (d *decoder) scales(dst *[]scale) reader {
	return func(v gjson.Result, path string) {
		d.list(v, path, heat.MaxScales, func(v gjson.Result, path string) {
			var s scale
			d.object(v, path, []member{
				required("from", wholes(d, &s.from, 0, heat.MaxColumns)),
				required("factor", column(d, &s.factor)),
			})
			*dst = append(*dst, s)
		})
	}
}

// expand turns scales as written into one factor a column.
func (d *decoder) expand(scales []scale, f *heat.Field, path string) [][]float32 {
	out := make([][]float32, len(scales))
	for i, s := range scales {
		out[i] = d.expandOne(s, decayOf(f, i), document.Item(path, i))
		d.pace.Rows(2 * f.Columns.N) // a decay costs more than a number
	}
	return out
}

func (d *decoder) expandOne(s scale, decay []float64, path string) []float32 {
	if len(s.from) != len(s.factor) || len(s.from) == 0 || s.from[0] != 0 {
		d.fail(path, -1, "from and factor must have one length and begin at column 0")
		return nil
	}
	columns := len(decay)
	out := make([]float32, columns)
	for i, from := range s.from {
		to := columns
		if i+1 < len(s.from) {
			to = int(s.from[i+1])
		}
		if to <= int(from) || to > columns {
			d.fail(document.Join(path, "from"), i, "must ascend and stay below the number of columns")
			return nil
		}
		for c := int(from); c < to; c++ {
			out[c] = decayed(s.factor[i], decay[c])
		}
	}
	return out
}

// runs decodes the runs. Bin, start and end hold the difference from the run
// before, which makes them short and mostly zero.
func (d *decoder) runs(dst *[]heat.Run) reader {
	return func(v gjson.Result, path string) {
		var bin, start, end, group []int32
		var usd []float32
		d.object(v, path, []member{
			required("bin", wholes(d, &bin, 0, heat.MaxBins)),
			required("start", wholes(d, &start, -heat.MaxColumns, heat.MaxColumns)),
			required("end", wholes(d, &end, -heat.MaxColumns, heat.MaxColumns)),
			required("group", wholes(d, &group, 0, heat.MaxGroups)),
			required("usd", column(d, &usd)),
		})
		n := len(bin)
		d.same(n, len(start), document.Join(path, "start"))
		d.same(n, len(end), document.Join(path, "end"))
		d.same(n, len(group), document.Join(path, "group"))
		d.same(n, len(usd), document.Join(path, "usd"))
		if d.err != nil {
			return
		}
		*dst = d.assemble(bin, start, end, group, usd, path)
	}
}

func (d *decoder) same(want, got int, path string) {
	if got != want {
		d.fail(path, -1, "must have "+number(float64(want))+" rows, has "+number(float64(got)))
	}
}

// assemble adds the differences up. Runs that leave the grid are found here,
// before they are narrowed; the other rules are those of [Check].
func (d *decoder) assemble(bin, start, end, group []int32, usd []float32, path string) []heat.Run {
	out := make([]heat.Run, len(bin))
	var b, s, e int32
	for i := range out {
		b, s, e = b+bin[i], s+start[i], e+end[i]
		if b >= heat.MaxBins || s < 0 || s > heat.MaxColumns || e < 0 || e > heat.MaxColumns {
			d.fail(path, i, "must lie inside the grid")
			return nil
		}
		out[i] = heat.Run{Group: uint16(group[i]), Bin: uint16(b), Start: s, Len: e - s, USD: usd[i]}
		if i%document.Piece == document.Piece-1 {
			d.pace.Rows(document.Piece)
		}
	}
	return out
}
