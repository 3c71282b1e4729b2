package history

import (
	"path"
	"slices"
	"time"

	"unwind/data"
)

// Kind is what a file of the archive holds.
type Kind uint8

// Kinds of files.
const (
	Candles Kind = iota
	Mark
	Spot
	Metrics // open interest and ratios
	Funding
	Depth
	Trades
)

var kindNames = [...]string{"candles", "mark", "spot", "open interest", "funding", "depth", "trades"}

// String returns what the files hold: "candles", "open interest".
func (k Kind) String() string { return kindNames[k] }

// ArchiveHost is the host of Binance's public archive.
const ArchiveHost = "data.binance.vision"

// ArchiveTerms are the words of the archive's licence, as of the terms named.
const ArchiveTerms = "Binance Vision Dataset Terms v1.0 of 26 August 2026: CC BY-NC-SA 4.0, non-commercial; attribution: Binance Vision"

// File is one file of the archive. Beside it lies its checksum, under the same
// name with ".CHECKSUM".
type File struct {
	Kind     Kind
	Path     string      // below the host: "/data/futures/um/daily/klines/…/BTCUSDT-1m-2026-02-05.zip"
	From, To data.UnixMs // what it covers, To exclusive
}

// Name returns the last part of the path.
func (f *File) Name() string { return path.Base(f.Path) }

// Label names the file in reports: candles, mark price and spot share names.
func (f *File) Label() string { return f.Kind.String() + ", " + f.Name() }

// URL returns the address.
func (f *File) URL() string { return "https://" + ArchiveHost + f.Path }

// sizes are the most bytes that a file of a kind may have, packed and as text.
// A day of the most active market needs about a third.
var sizes = [...]struct{ packed, text int64 }{
	Candles: {1 << 20, 8 << 20}, Mark: {1 << 20, 8 << 20}, Spot: {1 << 20, 8 << 20},
	Metrics: {1 << 20, 8 << 20}, Funding: {1 << 20, 8 << 20}, Depth: {16 << 20, 128 << 20}, Trades: {512 << 20, 4 << 30},
}

// MaxPacked returns the most bytes that the file may have.
func (f *File) MaxPacked() int64 { return sizes[f.Kind].packed }

// MaxText returns the most bytes that the text in it may have.
func (f *File) MaxText() int64 { return sizes[f.Kind].text }

// Files returns the files of the archive that a request needs, kind by kind in
// time order. Their days are those of UTC.
func (r *Request) Files() []File {
	if r.Venue != Binance {
		return nil
	}
	return slices.DeleteFunc(r.allFiles(), func(f File) bool { return r.Only != nil && !slices.Contains(r.Only, f.Kind) })
}

func (r *Request) allFiles() []File {
	var all []File
	if r.Trades {
		all = r.days(all, Trades, r.Begin(), "futures/um", "aggTrades", "", "aggTrades")
	} else {
		all = r.days(all, Candles, r.Begin(), "futures/um", "klines", "1m", "1m")
	}
	all = r.days(all, Mark, r.Begin(), "futures/um", "markPriceKlines", "1m", "1m")
	all = r.days(all, Spot, r.From, "spot", "klines", "1m", "1m")
	all = r.days(all, Metrics, r.Begin(), "futures/um", "metrics", "", "metrics")
	all = r.months(all)
	return r.days(all, Depth, r.From, "futures/um", "bookDepth", "", "bookDepth")
}

// days adds the daily files of a kind from a time to the end of the window.
func (r *Request) days(all []File, k Kind, from data.UnixMs, market, set, step, name string) []File {
	for day := from - from%data.Day; day < r.To; day += data.Day {
		date := time.UnixMilli(int64(day)).UTC().Format(time.DateOnly)
		all = append(all, File{k, path.Join("/data", market, "daily", set, r.Symbol, step, r.Symbol+"-"+name+"-"+date+".zip"), day, day + data.Day})
	}
	return all
}

// months adds the files of funding, which are monthly only. That of the
// present month is not there yet.
func (r *Request) months(all []File) []File {
	begin, end := time.UnixMilli(int64(r.Begin())).UTC(), time.UnixMilli(int64(r.To)).UTC()
	for m := time.Date(begin.Year(), begin.Month(), 1, 0, 0, 0, 0, time.UTC); m.Before(end); m = m.AddDate(0, 1, 0) {
		name := r.Symbol + "-fundingRate-" + m.Format("2006-01") + ".zip"
		all = append(all, File{Funding, path.Join("/data/futures/um/monthly/fundingRate", r.Symbol, name),
			data.UnixMs(m.UnixMilli()), data.UnixMs(m.AddDate(0, 1, 0).UnixMilli())})
	}
	return all
}
