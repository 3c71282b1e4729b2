package wire

import (
	"math"

	"unwind/data"
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
	Side              string
	Low, High         data.Price
	USD               data.USD
	Distance          float64 // from the price as a share of it; NaN: not known
	First, Half, Last data.UnixMs
	Leverages         []LeverageInfo
	Cells             []string // the row as the page writes it, in its language
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
	w.number("distance", r.Distance)
	w.key("born")
	w.open('{')
	w.time("first", r.First)
	w.time("half", r.Half)
	w.time("last", r.Last)
	w.close('}')
	w.key("leverages")
	w.open('[')
	for _, l := range r.Leverages {
		w.comma()
		w.open('{')
		w.number("leverage", l.Leverage)
		w.number("usd", float64(l.USD))
		w.close('}')
	}
	w.close(']')
	w.key("cells")
	w.open('[')
	for _, cell := range r.Cells {
		w.comma()
		w.string(cell)
	}
	w.close(']')
	w.close('}')
}

// price writes eight significant digits: a hundredth of a basis point.
func (w *jsonWriter) price(key string, p data.Price) {
	if digits := 7 - int(math.Floor(math.Log10(float64(p)))); digits > 0 && digits < 300 {
		unit := math.Pow10(digits)
		p = data.Price(math.Round(float64(p)*unit) / unit)
	}
	w.number(key, float64(p))
}
