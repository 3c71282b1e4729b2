package market_test

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

func TestTheProfileHoldsWhatTheFieldHolds(t *testing.T) {
	tp := markettest.Tape(300)
	m, err := market.New(tp)
	if err != nil {
		t.Fatal(err)
	}
	var long, short [heat.MaxBins]data.USD
	for _, at := range []data.UnixMs{tp.From, tp.From + 100*data.Minute + 7, tp.Cover, tp.To - 1, tp.To, tp.To + data.Hour} {
		column := min(m.Field.Columns.Index(at), m.Field.Columns.N-1)
		if got := m.ProfileColumn(at); got != column {
			t.Errorf("at %d column %d shows, want %d", at, got, column)
		}
		p, ok := m.ProfileAt(at, long[:], short[:])
		got, want := p.Total(), m.Field.Total(column)
		if !ok || math.Abs(float64(got.Total()-want.Total())) > 1e-6*float64(want.Total()) || math.Abs(float64(got.Long-want.Long)) > 1e-6*float64(want.Total()) {
			t.Errorf("at %d the profile holds %+v, the field %+v", at, got, want)
		}
	}
	if p, ok := m.ProfileAt(tp.From-data.Hour, long[:], short[:]); !ok || p.Total() != (heat.Cell{}) {
		t.Errorf("before the event the profile holds %+v, want nothing", p.Total())
	}
}

func TestWithoutAnEstimateThereIsNoProfile(t *testing.T) {
	tp := markettest.Tape(30)
	tp.Candles = nil
	m, err := market.New(tp)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := m.ProfileAt(tp.Cover, nil, nil); ok || m.ProfileColumn(tp.Cover) != -1 {
		t.Error("there is a profile")
	}
}

func TestSpotVolumeAddsUp(t *testing.T) {
	tp := markettest.Tape(30)
	spot := tp.Candles.Candles
	tp.Spot = &tape.CandleLayer{Origin: tp.Candles.Origin, Candles: spot}
	m, err := market.New(tp)
	if err != nil {
		t.Fatal(err)
	}
	five := m.SpotCandles(5 * data.Minute)
	if five == nil || five.Len() != 6 || m.SpotCandles(7) != nil {
		t.Fatalf("candles of five minutes: %+v; of 7 ms: %+v", five, m.SpotCandles(7))
	}
	v := spot.Volume
	if want := v[5] + v[6] + v[7] + v[8] + v[9]; math.Abs(five.Volume[1]-want) > 1e-9 {
		t.Errorf("five minutes hold %v, want %v", five.Volume[1], want)
	}
	at := tp.From + 7*data.Minute + 15*data.Second
	if got, want := m.FormingSpot(5*data.Minute, at), v[5]+v[6]+v[7]/4; math.Abs(got-want) > 1e-9 {
		t.Errorf("the forming candle holds %v, want %v", got, want)
	}
	if got := m.FormingSpot(7, at); got != 0 {
		t.Errorf("a length that is not there holds %v", got)
	}
}
