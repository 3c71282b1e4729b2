package wire

import (
	"unwind/data"
	"unwind/data/market"
)

// TableInfo is what window.unwind.table() returns: the largest levels of the
// estimate in the prices shown. docs/embedding.md documents its JSON form.
type TableInfo struct {
	T          data.UnixMs
	Price      data.Price // at T, 0: not known
	Low, High  data.Price // of the rows: levels have their middle there
	Provenance string     // of the estimate, "" without one
	Caption    string     // what the rows are, in words
	Rows       []TableRow
}

// TableRow is one level.
type TableRow struct {
	Side      string
	Low, High data.Price
	USD       data.USD
	// Least and Most are the band of USD.
	Least, Most data.USD
	Distance    float64 // from the price as a share of it; NaN: not known
	Fuel        float64 // the largest R among its prices; NaN: its layer is off, or not known
	Born        market.Born
	Leverages   []LeverageInfo
	Cells       []string // the row as the page writes it, in its language
}

// LeverageInfo is the part of a level that was opened with one leverage.
type LeverageInfo struct {
	Leverage float64
	USD      data.USD
}

// AppendTable appends t as one JSON object to dst.
func AppendTable(dst []byte, t *TableInfo) []byte {
	w := jsonWriter{buf: append(dst, '{')}
	w.time("t", t.T)
	w.positive("price", float64(t.Price))
	w.price("low", t.Low)
	w.price("high", t.High)
	w.optional("provenance", t.Provenance)
	w.text("caption", t.Caption)
	w.key("rows")
	w.open('[')
	for i := range t.Rows {
		w.comma()
		w.tableRow(&t.Rows[i])
	}
	w.close(']')
	return append(w.buf, '}')
}

func (w *jsonWriter) tableRow(r *TableRow) {
	w.open('{')
	w.text("side", r.Side)
	w.price("low", r.Low)
	w.price("high", r.High)
	w.number("usd", float64(r.USD))
	w.number("least", float64(r.Least))
	w.number("most", float64(r.Most))
	w.number("distance", r.Distance)
	w.number("fuel", r.Fuel)
	w.born(r.Born)
	w.list("leverages", len(r.Leverages), func(i int) {
		w.open('{')
		w.number("leverage", r.Leverages[i].Leverage)
		w.number("usd", float64(r.Leverages[i].USD))
		w.close('}')
	})
	w.key("cells")
	w.texts(r.Cells)
	w.close('}')
}

// price writes a price as [RoundPrice] has it; 0 stands for none.
func (w *jsonWriter) price(key string, p data.Price) {
	w.positive(key, float64(RoundPrice(p)))
}
