package page

import (
	"unwind/data/wire"
	"unwind/render/summary"
	"unwind/render/view"
)

// levels is the table behind the chart.
type levels struct {
	Caption string
	Columns []string // ends of the keys of their texts
	Rows    []wire.TableRow
	Fuel    bool   // the last column is there
	CSV     string // address
}

// setCell describes the place that the link has pinned.
func (d *document) setCell(f *view.Frame) {
	if pin := f.Stage.Pin; pin.IsSet() {
		d.Cell = summary.CellOf(f, pin, d.Lang)
	}
}

func (d *document) setLevels(s *summary.Summary, q *wire.Query) {
	info := s.Info(d.Lang)
	d.View = s.Text(d.Lang)
	d.Levels = levels{Caption: info.Caption, Columns: summary.Columns[:], Rows: info.Rows, Fuel: s.HasFuel(), CSV: "/data.csv?" + q.Encode()}
}
