package page

import (
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render/summary"
)

// levels is the table behind the chart.
type levels struct {
	Caption string
	Columns []string // ends of the keys of their texts
	Rows    []wire.TableRow
	CSV     string // address
}

// setCell describes the place that the link has pinned.
func (d *document) setCell(m *market.Market, q *wire.Query) {
	if pin := q.Stage.Pin; pin.IsSet() {
		d.Cell = summary.CellOf(summary.FrameOf(m, q), pin, d.Lang)
	}
}

func (d *document) setLevels(s *summary.Summary, q *wire.Query) {
	info := s.Info(d.Lang)
	d.View = s.Text(d.Lang)
	d.Levels = levels{Caption: info.Caption, Columns: summary.Columns[:], Rows: info.Rows, CSV: "/data.csv?" + q.Encode()}
}
