package web

import (
	"bytes"
	"encoding/csv"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/whatif"
	"unwind/render/view"
)

// whatIfPath is where the table of a what-if is served.
const whatIfPath = "/whatif.csv"

// whatIfColumns are the columns of /whatif.csv.
var whatIfColumns = []string{
	"event", "time_utc", "seconds", "actual_quote", "central_quote",
	"q05_quote", "q25_quote", "q50_quote", "q75_quote", "q95_quote", "provenance",
}

// whatIfCSV writes the what-if of f over time, at the times of its fan: what
// happened, as far as the replay has got, the central run, and the fan. Without
// a what-if, or where it came to nothing, there are only the names.
func whatIfCSV(event string, f *view.Frame) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	w.Write(whatIfColumns)
	if a := f.WhatIf; a != nil && a.Reason == cascade.Known {
		for i := range a.Fan[0].Seconds {
			w.Write(whatIfRecord(event, f, a, i))
		}
	}
	w.Flush() // a bytes.Buffer returns no error
	return out.Bytes()
}

func whatIfRecord(event string, f *view.Frame, a *whatif.Answer, i int) []string {
	seconds := a.Fan[0].Seconds[i]
	t := a.Choice.At + data.UnixMs(seconds*float64(data.Second))
	actual := ""
	if p, ok := f.Market.PriceAt(t); ok && t <= f.Time() {
		actual = csvPrice(p)
	}
	central, _ := a.PriceAt(t)
	record := []string{event, isoTime(t), fixed(seconds, 1), actual, csvPrice(central)}
	for k := range a.Fan {
		record = append(record, csvPrice(a.Fan[k].Price[i]))
	}
	return append(record, data.Modelled.String())
}
