package web

import (
	"bytes"
	"encoding/csv"
	"math"
	"strconv"
	"time"

	"unwind/data"
	"unwind/render/scale"
	"unwind/render/summary"
	"unwind/render/view"
)

// tableColumns are the columns of /data.csv; between the last two stand the
// dollars of each leverage of the estimate, notional_5x_usd.
var tableColumns = []string{
	"event", "time_utc", "price_quote", "rank", "side", "low_quote", "high_quote", "notional_usd",
	"notional_low_usd", "notional_high_usd", "distance_percent", "born_first_utc", "born_half_utc", "born_last_utc", "provenance",
}

// fuelColumns come last where the layer of the fuel is on.
var fuelColumns = []string{"fuel_ratio", "depth_usd_per_percent"}

// tableCSV writes the levels of f as RFC 4180 has it.
func tableCSV(event string, f *view.Frame) []byte {
	s := summary.Of(f, summary.Rows)
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	last := len(tableColumns) - 1
	head := append([]string{}, tableColumns[:last]...)
	for _, leverage := range s.Table.Leverages {
		head = append(head, "notional_"+strconv.FormatFloat(leverage, 'f', -1, 64)+"x_usd")
	}
	head = append(head, tableColumns[last])
	if s.HasFuel() {
		head = append(head, fuelColumns...)
	}
	w.Write(head)
	for i := range s.Table.Levels {
		w.Write(levelRecord(event, s, i))
	}
	w.Flush() // a bytes.Buffer returns no error
	return out.Bytes()
}

func levelRecord(event string, s *summary.Summary, i int) []string {
	l := &s.Table.Levels[i]
	distance := ""
	if d, ok := s.Table.Distance(l); ok {
		distance = fixed(100*d, 3)
	}
	record := []string{
		event, isoTime(s.Table.T), csvPrice(s.Table.Price), strconv.Itoa(i + 1), l.Side.String(),
		csvPrice(l.Low), csvPrice(l.High), fixed(float64(l.USD), 2), fixed(float64(l.Least), 2), fixed(float64(l.Most), 2), distance,
		isoTime(l.Born.First), isoTime(l.Born.Half), isoTime(l.Born.Last),
	}
	for _, usd := range l.ByLeverage {
		record = append(record, fixed(float64(usd), 2))
	}
	record = append(record, s.Table.Provenance.String())
	if s.HasFuel() {
		record = append(record, fuelFields(s.Gain(l), s.DepthPerPercent())...)
	}
	return record
}

// fuelFields writes R and the depth it rests on, both empty where there is no
// depth.
func fuelFields(gain float64, depth data.USD) []string {
	if math.IsNaN(gain) {
		return []string{"", ""}
	}
	return []string{fixed(gain, 4), fixed(float64(depth), 2)}
}

func fixed(v float64, decimals int) string { return strconv.FormatFloat(v, 'f', decimals, 64) }

// csvPrice writes at least seven significant digits; a price that is not known
// is an empty field.
func csvPrice(p data.Price) string {
	if !(p > 0) {
		return ""
	}
	return fixed(float64(p), scale.PriceDecimals(p)+2)
}

func isoTime(t data.UnixMs) string {
	return time.UnixMilli(int64(t)).UTC().Format("2006-01-02T15:04:05.999Z")
}
