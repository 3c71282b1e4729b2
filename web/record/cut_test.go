package record

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/collect"
	"unwind/data/feed"
	"unwind/data/heat"
	"unwind/data/market"
	"unwind/data/tape"
)

// said makes a liquidation of a venue.
func said(venue, symbol string, at data.UnixMs, side data.Side, usd data.USD) feed.Liquidation {
	return feed.Liquidation{Venue: venue, Symbol: symbol, At: at, Side: side, Price: 40_000, Qty: float64(usd) / 40_000, Notional: usd}
}

// hour records an hour around noon: candles of two venues, marks, open
// interest of two venues and one that joins late, funding, liquidations of
// three venues, another coin, and a gap.
func hour(r listener) {
	for i := range data.UnixMs(60) {
		t := noon + i*data.Minute
		k := feed.Candle{T: t, Step: data.Minute, Open: 40_000, High: 40_100, Low: 39_900, Close: 40_050 - data.Price(i), Volume: 2, TakerBuy: 1, Takers: true, Final: true}
		r.Frame(candleFrame("binance", "BTCUSDT", t+data.Minute, k))
		if i%2 == 0 {
			r.Frame(candleFrame("okx", "BTC-USDT-SWAP", t+data.Minute, k))
		}
		spot := candleFrame("coinbase", "BTC-USD", t+data.Minute, k)
		spot.Spot = true
		r.Frame(spot)
		for second, price := range []data.Price{40_000, 40_030, 39_950, 40_010} {
			at := t + data.UnixMs(second)*10*data.Second
			r.Frame(Frame{Venue: "binance", Received: at + 50, Batch: &feed.Batch{
				Marks:   []feed.Mark{{Symbol: "BTCUSDT", At: at, Price: price}},
				Funding: []feed.Funding{{Symbol: "BTCUSDT", At: noon + 8*data.Hour, Rate: 0.0001 * float64(1+i/30), Predicted: true}},
			}})
		}
		r.Frame(interestFrame("binance", t+100, feed.Interest{Symbol: "BTCUSDT", At: t, Notional: 1e9}))
		r.Frame(interestFrame("okx", t+100, feed.Interest{Symbol: "BTC-USDT-SWAP", At: t, Qty: 1000}))
		if i > 30 {
			r.Frame(interestFrame("bybit", t+100, feed.Interest{Symbol: "BTCUSDT", At: t, Notional: 5e9}))
		}
		at := t + 30*data.Second
		r.Frame(liquidated(at+100, "a", said("binance", "BTCUSDT", at, data.Long, 1000)))
		r.Frame(liquidated(at+200, "b", said("okx", "BTC-USDT-SWAP", at, data.Long, 200), said("okx", "BTC-USDT-SWAP", at, data.Short, 50)))
		r.Frame(liquidated(at+300, "c", said("bybit", "ETHUSDT", at, data.Long, 7_000_000)))
	}
	r.Gap(Gap{Venue: "bybit", From: noon + 20*data.Minute, To: noon + 20*data.Minute + 41*data.Second, Why: Disconnected})
}

// listener takes what venues send: a recorder, or a collection beside it.
type listener interface {
	Frame(Frame)
	Gap(Gap)
}

// follower follows venues as a live chart does.
type follower struct{ *collect.Collection }

func (f follower) Frame(one Frame) {
	f.Batch(collect.Source{Venue: one.Venue, Spot: one.Spot, Received: one.Received}, one.Batch)
}

func (f follower) Gap(g Gap) {
	f.Collection.Gap(data.Gap{Venue: g.Venue, From: g.From, To: g.To, Why: g.Why})
}

// The chart of a market that is followed and the cut of its recording are of one
// piece.
func TestACutShowsWhatTheLiveChartShowed(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	followed := follower{collect.New("BTCUSDT")}
	hour(r)
	hour(followed)
	flushed(t, r)
	for _, from := range []data.UnixMs{noon + 5*data.Minute, noon + 15*data.Minute} {
		w := Window{Symbol: "BTCUSDT", From: from, To: noon + data.Hour}
		cut, err := r.Cut(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		live := followed.Tape(w.To)
		if err := tape.Check(live); err != nil {
			t.Fatal(err)
		}
		for name, rows := range map[string][2]any{
			"liquidations": {live.Liquidations.T[live.Liquidations.Len()-cut.Liquidations.Len():], cut.Liquidations.T},
			"candles":      {live.Candles, cut.Candles}, "mark": {live.Mark, cut.Mark},
			"open interest": {live.OpenInterest, cut.OpenInterest}, "gaps": {live.Gaps, cut.Gaps},
			"funding rates": {live.Funding.V, cut.Funding.V}, // of which a recording has the last of each minute
		} {
			if !reflect.DeepEqual(rows[0], rows[1]) || reflect.ValueOf(rows[0]).IsZero() {
				t.Errorf("%s of the live chart and of the cut differ", name)
			}
		}
		if cut.From != w.From || live.Symbol != cut.Symbol || live.Instrument != cut.Instrument || live.Liquidations.AtLeast != cut.Liquidations.AtLeast {
			t.Errorf("got %d, %q, %q, want %d, %q, %q", cut.From, cut.Symbol, cut.Instrument, w.From, live.Symbol, live.Instrument)
		}
		a, b := replayed(t, live), replayed(t, cut)
		sameHeat(t, a, b, w.To-1)
		for at := w.From + 10*data.Minute; at <= w.To; at += data.Minute {
			long, short := a.Rolling(at, 10*data.Minute)
			wantLong, wantShort := b.Rolling(at, 10*data.Minute)
			if long != wantLong || short != wantShort {
				t.Errorf("at %d: %v and %v, want %v and %v", at-noon, long, short, wantLong, wantShort)
			}
		}
	}
}

// sameHeat checks that as many dollars wait at a moment in each part of the
// prices that two markets show: their bins differ.
func sameHeat(t *testing.T, live, cut *market.Market, at data.UnixMs) {
	t.Helper()
	a, b := live.Field, cut.Field
	if a == nil || b == nil {
		t.Fatal("there are no levels")
	}
	low, high := max(a.Bins.Low, b.Bins.Low), min(a.Bins.Edge(a.Bins.N), b.Bins.Edge(b.Bins.N))
	var all float64
	for i := data.Price(0); i < 8; i++ {
		from, to := low+(high-low)*i/8, low+(high-low)*(i+1)/8
		got, want := waits(b, at, from, to), waits(a, at, from, to)
		if all += want; math.Abs(got-want) > 0.02*want+1 {
			t.Errorf("between %v and %v: %v dollars wait in the cut, want %v", from, to, got, want)
		}
	}
	if all == 0 {
		t.Error("nothing waits")
	}
}

func waits(f *heat.Field, at data.UnixMs, low, high data.Price) (usd float64) {
	for i := f.Bins.Index(low); i < f.Bins.Index(high); i++ {
		usd += float64(f.At(f.Columns.Index(at), i).Total())
	}
	return usd
}

func candleFrame(venue, symbol string, received data.UnixMs, k feed.Candle) Frame {
	k.Symbol = symbol
	return Frame{Venue: venue, Received: received, Raw: []byte("{}"), Batch: &feed.Batch{Candles: []feed.Candle{k}}}
}

func interestFrame(venue string, received data.UnixMs, i feed.Interest) Frame {
	return Frame{Venue: venue, Received: received, Raw: []byte("{}"), Batch: &feed.Batch{Interest: []feed.Interest{i}}}
}

// replayed writes a tape, reads it again, and prepares it for frames.
func replayed(t *testing.T, cut *tape.Tape) *market.Market {
	t.Helper()
	raw, err := tape.Write(cut)
	if err != nil {
		t.Fatal(err)
	}
	read, err := tape.Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	m, err := market.New(read)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// cutHour records an hour and cuts 15 minutes out of it, from 12:15 on.
func cutHour(t *testing.T) *tape.Tape {
	t.Helper()
	s := opened(t, t.TempDir())
	r := recording(t, s)
	hour(r)
	flushed(t, r)
	cut, err := s.Cut(t.Context(), Window{Symbol: "BTCUSDT", From: noon + 15*data.Minute, To: noon + 30*data.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return cut
}

func TestACutReplaysWithTheTotalsThatWereRecorded(t *testing.T) {
	cut := cutHour(t)
	m := replayed(t, cut)
	long, short := m.Rolling(cut.To, data.Day)
	// 15 minutes, each with 1,000 and 200 of longs and 50 of shorts
	if math.Abs(float64(long-18_000)) > 1e-6 || math.Abs(float64(short-750)) > 1e-6 {
		t.Errorf("got %v long and %v short, want 18000 and 750", long, short)
	}
	if l := cut.Liquidations; l.Len() != 45 || l.Venue[0] != "binance" || l.T[0] != noon+15*data.Minute+30*data.Second {
		t.Errorf("got %d liquidations, the first of %q at %d", l.Len(), l.Venue[0], l.T[0]-noon)
	}
}

func TestACutSaysWhatItIs(t *testing.T) {
	cut := cutHour(t)
	if cut.ID == "" || !strings.HasPrefix(cut.ID, "rec-btcusdt-") || !strings.HasSuffix(cut.ID, "-900s") || cut.Base != "BTC" || cut.Symbol != "BTCUSDT" || cut.Instrument != "BTCUSDT (Binance USD-M)" {
		t.Errorf("got id %q, base %q, symbol %q, instrument %q", cut.ID, cut.Base, cut.Symbol, cut.Instrument)
	}
	l := cut.Liquidations
	if !l.AtLeast || l.Provenance != data.Recorded {
		t.Errorf("got at least %v, %v: Binance and OKX are sampled", l.AtLeast, l.Provenance)
	}
	want := "Liquidations of Binance USD-M and OKX, recorded as they came. Sampled by the venue: Binance USD-M and OKX; sums are lower bounds. Gaps in the recording: 1; sums are lower bounds."
	if l.Why["en"] != want {
		t.Errorf("got %q, want %q", l.Why["en"], want)
	}
	gap := data.Gap{Venue: "bybit", From: noon + 20*data.Minute, To: noon + 20*data.Minute + 41*data.Second, Why: data.Disconnected}
	if cut.Gaps == nil || cut.Gaps.Provenance != data.Recorded || !slices.Equal(cut.Gaps.Gaps, []data.Gap{gap}) {
		t.Errorf("got gaps %+v, want %v", cut.Gaps, gap)
	}
	if len(cut.Chapters) > 0 {
		t.Errorf("got chapters %v: gaps are a layer", cut.Chapters)
	}
}

func TestACutHasTheSeriesOfItsVenue(t *testing.T) {
	cut := cutHour(t)
	if c := cut.Candles; c.Len() != 30 || c.T[0] != noon || c.Close[15] != 40_035 || c.TakerBuy == nil {
		t.Errorf("got %d candles from %d, close %v", c.Len(), c.T[0]-noon, c.Close[0])
	}
	if m := cut.Mark; m == nil || m.High[3] != 40_030 || m.Low[3] != 39_950 || m.Close[3] != 40_010 {
		t.Errorf("got mark %+v, want the extremes and the last of what was said", m)
	}
	if s := cut.Spot; s == nil || s.Len() != 15 {
		t.Errorf("got spot %+v, want 15 candles", s)
	}
	if f := cut.Funding; f == nil || !slices.Equal(f.V, []float64{0.0001}) || f.T[0] > noon+data.Minute {
		t.Errorf("got funding %+v, want one rate from the start of the recording", f)
	}
	// 10^9 dollars, and 1,000 coins at the close of the candle at the time;
	// Bybit joined after the window
	oi := cut.OpenInterest
	if oi == nil || oi.T[0] > noon+data.Minute || !slices.Contains(oi.V, 1e9+1000*40_034) || strings.Contains(oi.Why["en"], "Bybit") {
		t.Errorf("got open interest %+v", oi)
	}
}

// The candle of 13:00 opened at 40,000 and stood at 40,020 after 20 seconds; that
// it ended at 41,000 was told after the window.
func TestACutInsideACandleShowsItAsItWasKnown(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	hour(r)
	from, to := noon+data.Hour, noon+data.Hour+20*data.Second
	k := feed.Candle{T: from, Step: data.Minute, Open: 40_000, High: 40_030, Low: 39_990, Close: 40_020, Volume: 1}
	r.Frame(candleFrame("binance", "BTCUSDT", to-data.Second, k))
	k.Close, k.High, k.Final = 41_000, 41_000, true
	r.Frame(candleFrame("binance", "BTCUSDT", from+data.Minute, k))
	flushed(t, r)
	cut, err := s.Cut(t.Context(), Window{Symbol: "BTCUSDT", From: noon + 45*data.Minute, To: to})
	if err != nil {
		t.Fatal(err)
	}
	m := replayed(t, cut)
	if m.Tape.Edge != to || m.Tape.GoesOn() {
		t.Errorf("the last candle is known until %d, want the end, %d", m.Tape.Edge-noon, to-noon)
	}
	if p, ok := m.PriceAt(to); !ok || p != 40_020 {
		t.Errorf("the price at the end is %v, want the last that was told, 40,020", p)
	}
	whole, err := s.Cut(t.Context(), Window{Symbol: "BTCUSDT", From: noon + 45*data.Minute, To: from})
	if err != nil || whole.Edge != 0 {
		t.Errorf("got %v, %v, want a cut whose candles are whole", whole, err)
	}
}

func TestACutHasWhatIsKnownBesideTheRecording(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	hour(r)
	flushed(t, r)
	s.SetPast(func(visit func(*Event)) (Span, error) {
		for at := noon - 2*data.Day; at < noon; at += data.Minute {
			k := feed.Candle{Symbol: "BTCUSDT", T: at, Step: data.Minute, Open: 1, High: 1, Low: 1, Close: 1, Final: true}
			visit(&Event{Kind: Candle, Venue: "binance", Symbol: "BTCUSDT", Received: at + data.Minute, Way: feed.Fetched, Candle: k})
		}
		return Span{noon - 2*data.Day, noon}, nil
	})
	cut, err := s.Cut(t.Context(), Window{Symbol: "BTCUSDT", From: noon + 15*data.Minute, To: noon + 30*data.Minute})
	if err != nil {
		t.Fatal(err)
	}
	// the day before 12:15 and the window, of which the last half hour was recorded
	if c := cut.Candles; c.Len() != 24*60+15 || c.T[0] != noon+15*data.Minute-data.Day || c.Close[c.Len()-31] != 1 || c.Close[c.Len()-30] != 40_050 {
		t.Errorf("got %d candles from %d", c.Len(), c.T[0]-noon)
	}
	// of the day before the recording began all were fetched: 1455 less those from 12:00 on
	if want := float64(1455-30) / 1455; cut.Candles.Fetched != want || !strings.Contains(cut.Candles.Why["en"], "; 1425 of 1455 candles, ") {
		t.Errorf("%v of the candles were fetched, want %v: %q", cut.Candles.Fetched, want, cut.Candles.Why["en"])
	}
	if cut.Liquidations.Len() != 45 {
		t.Errorf("got %d liquidations, want those of the window, 45", cut.Liquidations.Len())
	}
}

func TestAVenueThatJoinsLateDoesNotRaiseTheOpenInterest(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	hour(r)
	flushed(t, r)
	cut, err := s.Cut(t.Context(), Window{Symbol: "BTCUSDT", From: noon + 15*data.Minute, To: noon + data.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if most := slices.Max(cut.OpenInterest.V); most > 1.05e9 {
		t.Errorf("got open interest of %v, want that of the two venues that were there from the start", most)
	}
}

func TestACutOfTheSameIsTheSame(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	hour(r)
	flushed(t, r)
	w := Window{Symbol: "BTCUSDT", From: noon, To: noon + data.Hour}
	a, errA := s.Cut(t.Context(), w)
	b, errB := s.Cut(t.Context(), w)
	if errA != nil || errB != nil || !reflect.DeepEqual(a, b) {
		t.Errorf("two cuts differ, or %v, %v", errA, errB)
	}
}

// The recorder was stopped in the middle of the window, and for a day.
func TestAGapThatEndsLongAfterTheWindowIsInIt(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	r.Frame(liquidated(noon, "x", one(noon)))
	r.lastEnd = noon // as if it was started anew
	r.Frame(liquidated(noon+data.Day, "x", one(noon+data.Day)))
	flushed(t, r)
	cut, err := s.Cut(t.Context(), Window{Symbol: "BTCUSDT", From: noon - data.Minute, To: noon + data.Minute})
	if err != nil || cut.Gaps == nil || len(cut.Gaps.Gaps) != 1 || cut.Gaps.Gaps[0] != (data.Gap{From: noon - data.Minute, To: noon + data.Day, Why: data.Stopped}) || !replayed(t, cut).AtLeast() {
		t.Errorf("got %+v, %v, want a gap from the start of the window, before which nobody recorded", cut, err)
	}
}

func TestWithoutSampledFeedsAndGapsSumsAreWhole(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	r.Frame(liquidated(noon, "x", one(noon)))
	flushed(t, r)
	cut, err := r.Cut(t.Context(), Window{Symbol: "BTCUSDT", From: noon, To: noon + data.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if cut.Liquidations.AtLeast || !cut.Candles.FromPrints || cut.Candles.Provenance != data.Modelled || cut.Gaps != nil {
		t.Errorf("got at least %v, from prints %v, %v, gaps %v", cut.Liquidations.AtLeast, cut.Candles.FromPrints, cut.Candles.Provenance, cut.Gaps)
	}
	replayed(t, cut)
}

// The stream forgets ids after a while, and a recording that was interrupted
// may hold an event twice.
func TestACutCountsAnEventOnce(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	e := Event{Kind: Liquidation, Venue: "bybit", Symbol: "BTCUSDT", Received: noon, Liquidation: one(noon)}
	for _, id := range []string{"first", "second"} {
		r.mu.Lock()
		r.put(&e, id)
		r.mu.Unlock()
	}
	flushed(t, r)
	if n := len(stored(t, s)); n != 2 {
		t.Fatalf("got %d stored, want 2", n)
	}
	cut, err := s.Cut(t.Context(), Window{Symbol: "BTCUSDT", From: noon, To: noon + data.Minute})
	if err != nil || cut.Liquidations.Len() != 1 {
		t.Errorf("got %v, %v, want one liquidation", cut, err)
	}
}

func TestWindowsThatCannotBeCut(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	hour(r)
	flushed(t, r)
	for name, w := range map[string]Window{
		"no symbol": {From: noon, To: noon + 1}, "empty": {Symbol: "BTCUSDT", From: noon, To: noon},
		"backwards": {Symbol: "BTCUSDT", From: noon + 1, To: noon}, "too long": {Symbol: "BTCUSDT", From: noon, To: noon + MaxWindow + 1},
		"in seconds": {Symbol: "BTCUSDT", From: noon / 1000, To: noon/1000 + 1},
	} {
		if cut, err := s.Cut(t.Context(), w); err == nil {
			t.Errorf("%s: got %v, want an error", name, cut)
		}
	}
	for name, w := range map[string]Window{
		"another coin": {Symbol: "DOGEUSDT", From: noon, To: noon + data.Hour},
		"another day":  {Symbol: "BTCUSDT", From: noon - data.Day, To: noon - data.Hour},
	} {
		if cut, err := s.Cut(t.Context(), w); !errors.Is(err, ErrNothing) {
			t.Errorf("%s: got %v, %v, want %v", name, cut, err, ErrNothing)
		}
	}
}

func TestACutIsMadeWhileTheRecordingGoesOn(t *testing.T) {
	s := opened(t, t.TempDir())
	r := recording(t, s)
	hour(r)
	flushed(t, r)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := data.UnixMs(0); ; i++ {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond): // no more than a slow machine stores
				at := noon + 2*data.Hour + i
				r.Frame(liquidated(at, "x", one(at)))
			}
		}
	}()
	for range 5 {
		cut, err := s.Cut(t.Context(), Window{Symbol: "BTCUSDT", From: noon, To: noon + data.Hour})
		if err != nil {
			t.Error(err)
		} else if cut.Liquidations.Len() != 180 {
			t.Errorf("got %d liquidations, want 180", cut.Liquidations.Len())
		}
	}
	close(stop)
	<-done
}

func TestTwoWindowsNeverHaveOneID(t *testing.T) {
	ids := map[string]Window{}
	for _, symbol := range []string{"BTCUSDT", "BTC-USDT", "BTC_USDT", "btcusdt", "bTCUSDT", strings.Repeat("A", 24), strings.Repeat("A", 25), strings.Repeat("A", 26)} {
		for _, w := range []Window{{Symbol: symbol, From: noon, To: noon + data.Minute}, {Symbol: symbol, From: noon, To: noon + data.Minute + 1}, {Symbol: symbol, From: noon + 1, To: noon + data.Minute + 1}, {Symbol: symbol, From: noon, To: noon + data.Hour}} {
			id := w.ID()
			if before, taken := ids[id]; taken || !tape.ValidID(id) {
				t.Errorf("%v has the id %q, which is none or that of %v", w, id, before)
			}
			ids[id] = w
		}
	}
	w := Window{Symbol: "BTCUSDT", From: 1790000100000, To: 1790001000000} // 2026-09-21T13:35:00Z
	if got, want := w.ID(), "rec-btcusdt-20260921-141500-900s"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
