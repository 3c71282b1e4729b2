package history

import (
	"slices"
	"strings"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/tape"
	"unwind/data/tape/csvimport"
)

func at(text string) data.UnixMs {
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return data.UnixMs(t.UnixMilli())
}

func night() Request {
	return Request{Venue: Binance, Symbol: "BTCUSDT", From: at("2026-01-31 22:00"), To: at("2026-02-01 02:00"), WarmUp: data.Day, Step: data.Minute}
}

// The paths are those of the archive's own description.
func TestFilesOfANightOverTheEndOfAMonth(t *testing.T) {
	r := night()
	var got []string
	for _, f := range r.Files() {
		got = append(got, f.Path)
		if f.MaxPacked() == 0 || f.MaxText() < f.MaxPacked() || f.From >= f.To {
			t.Errorf("%s: limits %d, %d, times %d, %d", f.Name(), f.MaxPacked(), f.MaxText(), f.From, f.To)
		}
	}
	const um, spot = "/data/futures/um/", "/data/spot/"
	want := []string{
		um + "daily/klines/BTCUSDT/1m/BTCUSDT-1m-2026-01-30.zip",
		um + "daily/klines/BTCUSDT/1m/BTCUSDT-1m-2026-01-31.zip",
		um + "daily/klines/BTCUSDT/1m/BTCUSDT-1m-2026-02-01.zip",
		um + "daily/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2026-01-30.zip",
		um + "daily/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2026-01-31.zip",
		um + "daily/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2026-02-01.zip",
		spot + "daily/klines/BTCUSDT/1m/BTCUSDT-1m-2026-01-31.zip",
		spot + "daily/klines/BTCUSDT/1m/BTCUSDT-1m-2026-02-01.zip",
		um + "daily/metrics/BTCUSDT/BTCUSDT-metrics-2026-01-30.zip",
		um + "daily/metrics/BTCUSDT/BTCUSDT-metrics-2026-01-31.zip",
		um + "daily/metrics/BTCUSDT/BTCUSDT-metrics-2026-02-01.zip",
		um + "monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2026-01.zip",
		um + "monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2026-02.zip",
		um + "daily/bookDepth/BTCUSDT/BTCUSDT-bookDepth-2026-01-31.zip",
		um + "daily/bookDepth/BTCUSDT/BTCUSDT-bookDepth-2026-02-01.zip",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAWindowThatEndsAtMidnightNeedsNoFurtherDay(t *testing.T) {
	r := night()
	r.From, r.To, r.WarmUp, r.Trades = at("2026-02-05 00:00"), at("2026-02-06 00:00"), 0, true
	files := r.Files()
	if len(files) != 6 || files[0].Path != "/data/futures/um/daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-2026-02-05.zip" {
		t.Errorf("got %+v", files)
	}
	if r.Venue = Bybit; r.Files() != nil {
		t.Error("Bybit has files in Binance's archive")
	}
}

func TestRequestsThatCannotBeMet(t *testing.T) {
	now := at("2026-03-01 00:00")
	if r := night(); r.Check(now) != nil {
		t.Errorf("a good one: got %v", r.Check(now))
	}
	for name, c := range map[string]struct {
		change func(*Request)
		want   string
	}{
		"another venue":      {func(r *Request) { r.Venue = "okx" }, `venue "okx": want`},
		"a path as a symbol": {func(r *Request) { r.Symbol = "../BTCUSDT" }, `symbol "../BTCUSDT": want`},
		"no symbol":          {func(r *Request) { r.Symbol = "" }, `symbol "": want`},
		"the future":         {func(r *Request) { r.To = now + 1 }, "must begin after August 2019"},
		"an empty window":    {func(r *Request) { r.To = r.From }, "end after its beginning"},
		"before the archive": {func(r *Request) { r.From = at("2019-01-01 00:00") }, "must begin after August 2019"},
		"two months":         {func(r *Request) { r.From = at("2025-12-01 00:00") }, "longer than 31 days"},
		"a long warm-up":     {func(r *Request) { r.WarmUp = 32 * data.Day }, "warm-up"},
		"ten seconds":        {func(r *Request) { r.Step = 10 * data.Second }, "part of an hour, from 60 seconds on"},
		"seven minutes":      {func(r *Request) { r.Step = 7 * data.Minute }, "part of an hour"},
		"ninety seconds":     {func(r *Request) { r.Trades, r.Step = true, 90*data.Second }, "part of an hour, from 1 seconds on"},
		"trades of Bybit":    {func(r *Request) { r.Trades, r.Venue = true, Bybit }, "aggregate trades"},
		"half a second":      {func(r *Request) { r.Trades, r.Step = true, 500 }, "part of an hour"},
	} {
		r := night()
		c.change(&r)
		if err := r.Check(now); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestInstrumentsOfDeribit(t *testing.T) {
	for symbol, want := range map[string]string{"BTCUSDT": "BTC-PERPETUAL", "ETHUSDC": "ETH-PERPETUAL", "SOLUSDT": "SOL_USDC-PERPETUAL", "1000PEPEUSDT": "", "USDT": ""} {
		r := Request{Symbol: symbol}
		if got, ok := r.DeribitInstrument(); got != want || ok != (want != "") {
			t.Errorf("%s: got %q, want %q", symbol, got, want)
		}
	}
}

const aSum = "2a2f0000000000000000000000000000000000000000000000000000000000ff"

func TestChecksums(t *testing.T) {
	const name = "BTCUSDT-1m-2026-02-05.zip"
	for _, good := range []string{aSum + "  " + name + "\n", aSum + " *" + name, strings.ToUpper(aSum) + "\t" + name + "\r\n"} {
		if sum, err := ParseChecksum([]byte(good), name); err != nil || sum[0] != 0x2a || sum[31] != 0xff {
			t.Errorf("%q: got %x, %v", good, sum, err)
		}
	}
	for bad, want := range map[string]string{
		"":                                 "is not of one file",
		aSum:                               "is not of one file",
		aSum + "  other.zip\n":             "is not of one file",
		aSum + "  " + name + "\n" + aSum:   "is not of one file",
		aSum[1:] + "  " + name:             "is no SHA-256",
		"zz" + aSum[2:] + "  " + name:      "is no SHA-256",
		"<html><body>404</body></html>":    "is not of one file",
		strings.Repeat("a", MaxChecksum+1): "has more than 1024 bytes",
	} {
		if _, err := ParseChecksum([]byte(bad), name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", bad, err, want)
		}
	}
}

func FuzzChecksum(f *testing.F) {
	f.Add([]byte(aSum+"  a.zip\n"), "a.zip")
	f.Add([]byte("<html>"), "a.zip")
	f.Fuzz(func(t *testing.T, raw []byte, name string) {
		if sum, err := ParseChecksum(raw, name); err != nil && sum != [32]byte{} && !strings.Contains(err.Error(), name) {
			t.Errorf("got %x and %v", sum, err)
		}
	})
}

func bars(from data.UnixMs, n int) csvimport.Bars {
	c := data.Candles{Step: data.Minute}
	for i := range n {
		c.T, c.Volume = append(c.T, from+data.UnixMs(i)*data.Minute), append(c.Volume, 1)
		p := data.Price(100 + i)
		c.Open, c.High, c.Low, c.Close = append(c.Open, p), append(c.High, p), append(c.Low, p), append(c.Close, p)
	}
	return csvimport.Bars{Name: "bars", Candles: c}
}

func TestATapeHasTheWindowAndWhatHoldsAtItsBeginning(t *testing.T) {
	r := night()
	r.WarmUp = data.Hour
	p := &Parts{
		In: csvimport.Input{CandleBars: []csvimport.Bars{bars(r.From-3*data.Hour, 9*60)}, MarkBars: []csvimport.Bars{bars(r.From-3*data.Hour, 9*60)},
			FundingPoints: []csvimport.Points{{Name: "rates", Points: data.Points{T: []data.UnixMs{r.From - 10*data.Hour, r.From - 2*data.Hour, r.From + data.Hour, r.To}, V: []float64{1, 2, 3, 4}}}}},
		Observed: []feed.Liquidation{
			{Venue: "deribit", At: r.To, Side: data.Long, Price: 1, Notional: 1}, // after the end
			{Venue: "deribit", At: r.From + 2, Side: data.Long, Price: 2, Notional: 20},
			{Venue: "deribit", At: r.From, Side: data.Short, Price: 1, Notional: 10},
		},
		Instrument: "BTC-PERPETUAL",
		Missing:    []Missing{{Mark, at("2026-01-31 00:00"), at("2026-02-01 00:00")}, {Funding, at("2026-02-01 00:00"), at("2026-03-01 00:00")}},
	}
	v, _, err := Assemble(&r, p, Options{Title: tape.Text{"en": "A night"}})
	if err != nil {
		t.Fatal(err)
	}
	if v.Candles.T[0] != r.From-data.Hour || v.Candles.Len() != 5*60 || len(v.Mark.T) != 5*60 || v.Title["en"] != "A night" {
		t.Errorf("candles: got %d from %d", v.Candles.Len(), v.Candles.T[0])
	}
	if !slices.Equal(v.Funding.V, []float64{2, 3}) {
		t.Errorf("funding: got %v, want what holds at the beginning and what follows", v.Funding.V)
	}
	if l := v.Liquidations; !slices.Equal(l.Notional, []data.USD{10, 20}) || !strings.Contains(l.Why["en"], "BTC-PERPETUAL") || l.Sources[0].Name != "Deribit API" {
		t.Errorf("liquidations: got %+v", l)
	}
	if !strings.Contains(v.Mark.Why["en"], "no file of 2026-01-31.") || !strings.Contains(v.Funding.Why["ru"], "нет файла за 2026-02.") || strings.Contains(v.Candles.Why["en"], "no file") {
		t.Errorf("what is missing: got %q, %q", v.Mark.Why, v.Funding.Why)
	}
	if _, _, err := Assemble(&r, &Parts{}, Options{}); err == nil || !strings.Contains(err.Error(), "no candles") {
		t.Errorf("nothing: got %v", err)
	}
}

func TestManyMissingDaysAreCounted(t *testing.T) {
	var all []Missing
	for i := range data.UnixMs(7) {
		all = append(all, Missing{Depth, at("2026-02-01 00:00") + i*data.Day, at("2026-02-02 00:00") + i*data.Day})
	}
	en, ru := missing(all, Depth)
	if !strings.HasSuffix(en, "2026-02-05 and 2 more.") || !strings.HasSuffix(ru, "2026-02-05 и ещё за 2.") {
		t.Errorf("got %q, %q", en, ru)
	}
}

// made is a reconstruction of a night.
func made(r *Request) *tape.Tape {
	o := tape.Origin{Provenance: data.Modelled, Why: tape.Text{"en": "Made up."}}
	return &tape.Tape{
		ID: "night", Title: tape.Text{"en": "Night"}, Symbol: r.Symbol, From: r.From, To: r.To, PlayFrom: r.From, Cover: r.To,
		Candles:      &tape.CandleLayer{Origin: o, Candles: bars(r.From-data.Hour, 5*60).Candles},
		OpenInterest: &tape.PointLayer{Origin: tape.Origin{Provenance: data.Published, Why: o.Why}, Points: data.Points{T: []data.UnixMs{r.From}, V: []float64{1}}},
		Liquidations: &tape.LiquidationLayer{Origin: o, Liquidations: data.Liquidations{T: []data.UnixMs{r.From}, Side: []data.Side{data.Long}, Price: []data.Price{1}, Notional: []data.USD{1}}},
	}
}

// recorded is the first minutes of it, and what was observed.
func recorded(t *testing.T, r *Request, minutes int, observed []feed.Liquidation) *tape.Tape {
	t.Helper()
	v, _, err := Assemble(r, &Parts{In: csvimport.Input{CandleBars: []csvimport.Bars{bars(r.From-data.Hour, minutes)}}, Observed: observed}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestWhatIsWantedOfAReconstruction(t *testing.T) {
	night := night()
	v := made(&night)
	r, ok := Wanted(v)
	if !ok || r.Symbol != "BTCUSDT" || r.From != v.From || r.WarmUp != data.Hour || r.Step != data.Minute || !slices.Equal(r.Only, []Kind{Candles, Mark, Spot}) {
		t.Errorf("got %+v, %v", r, ok)
	}
	for _, f := range r.Files() {
		if f.Kind > Spot {
			t.Errorf("%s is not wanted", f.Label())
		}
	}
	v.Candles.Provenance = data.Recorded
	if _, ok := Wanted(v); ok {
		t.Error("real candles are wanted again")
	}
}

func TestWhatWasPublishedStays(t *testing.T) {
	r := night()
	v := made(&r)
	observed := []feed.Liquidation{{Venue: "deribit", At: r.From + 5, Side: data.Short, Price: 2, Notional: 3}}
	got, err := Refine(v, recorded(t, &r, 5*60, observed))
	if err != nil {
		t.Fatal(err)
	}
	if got.Candles.Provenance != data.Recorded || got.OpenInterest.Provenance != data.Published || got.ID != "night" || got.Venue != Binance || got.Levels != nil {
		t.Errorf("got %+v", got)
	}
	if got.Liquidations.Provenance != data.Recorded || got.Liquidations.Len() != 1 || got.Liquidations.Notional[0] != 3 {
		t.Errorf("observed and modelled liquidations are mixed: %+v", got.Liquidations)
	}
	if v.Candles.Provenance != data.Modelled || v.Liquidations.Notional[0] != 1 {
		t.Error("the reconstruction was changed")
	}
	if got, err := Refine(v, recorded(t, &r, 5*60, []feed.Liquidation{})); err != nil || got.Liquidations.Provenance != data.Modelled {
		t.Errorf("nothing observed: got %+v, %v", got, err)
	}
}

func TestRealMinutesThatAreNotWholeAreRefused(t *testing.T) {
	r := night()
	v := made(&r)
	if _, err := Refine(v, recorded(t, &r, 5*60-3, nil)); err == nil || err.Error() != "3 of 240 candles of the window are missing" {
		t.Errorf("three minutes fewer: got %v", err)
	}
	other := r
	other.Symbol = "ETHUSDT"
	if _, err := Refine(v, recorded(t, &other, 5*60, nil)); err == nil || !strings.Contains(err.Error(), `none of real minutes of "BTCUSDT"`) {
		t.Errorf("another coin: got %v", err)
	}
}
