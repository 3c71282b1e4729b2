package markettest

import (
	"sort"

	"unwind/data"
	"unwind/data/tape"
)

// Live returns what of t had been known at a time inside it: the tape of an event
// that goes on, with its edge there. Of the candle at hand as much of its way has
// been gone as of its time has passed.
func Live(t *tape.Tape, now data.UnixMs) *tape.Tape {
	live := *t
	live.To, live.Cover, live.Edge = now-now%data.Minute+data.Minute, now, now
	live.Candles = liveCandles(t.Candles, now)
	live.Spot = liveCandles(t.Spot, now)
	if t.Mark != nil {
		n := live.Candles.Len()
		mark := *t.Mark
		mark.T, mark.High, mark.Low, mark.Close = mark.T[:n:n], clone(mark.High[:n]), clone(mark.Low[:n]), clone(mark.Close[:n])
		c := &live.Candles.Candles
		if n > 0 && c.T[n-1]+c.Step > now {
			mark.High[n-1], mark.Low[n-1], mark.Close[n-1] = c.High[n-1], c.Low[n-1], c.Close[n-1]
		}
		live.Mark = &mark
	}
	live.OpenInterest, live.Funding = livePoints(t.OpenInterest, now), livePoints(t.Funding, now)
	live.Liquidations = liveLiquidations(t.Liquidations, now)
	live.Totals, live.Levels = nil, nil
	return &live
}

func clone[T any](s []T) []T { return append([]T(nil), s...) }

// until returns how many of ascending times are at or before t.
func until(times []data.UnixMs, t data.UnixMs) int {
	return sort.Search(len(times), func(i int) bool { return times[i] > t })
}

func liveCandles(l *tape.CandleLayer, now data.UnixMs) *tape.CandleLayer {
	if l == nil {
		return nil
	}
	live, n := *l, until(l.T, now-1)
	live.T, live.Volume = l.T[:n:n], clone(l.Volume[:n])
	live.Open, live.High = clone(l.Open[:n]), clone(l.High[:n])
	live.Low, live.Close = clone(l.Low[:n]), clone(l.Close[:n])
	if l.TakerBuy != nil {
		live.TakerBuy = clone(l.TakerBuy[:n])
	}
	if i := n - 1; i >= 0 && now < l.T[i]+l.Step {
		part := float64(now-l.T[i]) / float64(l.Step)
		end := tick(float64(l.Open[i]) + part*float64(l.Close[i]-l.Open[i]))
		live.Close[i] = end
		live.High[i] = max(l.Open[i], end, tick(float64(l.Open[i])+part*float64(l.High[i]-l.Open[i])))
		live.Low[i] = min(l.Open[i], end, tick(float64(l.Open[i])+part*float64(l.Low[i]-l.Open[i])))
		live.Volume[i] *= part
		if live.TakerBuy != nil {
			live.TakerBuy[i] *= part
		}
	}
	return &live
}

func livePoints(l *tape.PointLayer, now data.UnixMs) *tape.PointLayer {
	if l == nil || until(l.T, now) == 0 {
		return nil
	}
	live, n := *l, until(l.T, now)
	live.T, live.V = l.T[:n:n], l.V[:n:n]
	return &live
}

func liveLiquidations(l *tape.LiquidationLayer, now data.UnixMs) *tape.LiquidationLayer {
	if l == nil {
		return nil
	}
	return rowsOf(l, 0, until(l.T, now))
}

func rowsOf(l *tape.LiquidationLayer, from, to int) *tape.LiquidationLayer {
	rows := *l
	rows.T, rows.Side, rows.Price, rows.Notional = l.T[from:to:to], l.Side[from:to:to], l.Price[from:to:to], l.Notional[from:to:to]
	if l.Symbol != nil {
		rows.Symbol = l.Symbol[from:to:to]
	}
	if l.Venue != nil {
		rows.Venue = l.Venue[from:to:to]
	}
	return &rows
}

// Forget returns what is left of a tape whose beginning is forgotten.
func Forget(t *tape.Tape, from data.UnixMs) *tape.Tape {
	left := *t
	left.From, left.PlayFrom = from, max(t.PlayFrom, from)
	if l := t.Candles; l != nil {
		left.Candles = laterCandles(l, from)
	}
	if l := t.Spot; l != nil {
		left.Spot = laterCandles(l, from)
	}
	if l := t.Mark; l != nil {
		mark, n := *l, until(l.T, from-1)
		mark.T, mark.High, mark.Low, mark.Close = l.T[n:], l.High[n:], l.Low[n:], l.Close[n:]
		left.Mark = &mark
	}
	if l := t.Liquidations; l != nil {
		left.Liquidations = rowsOf(l, until(l.T, from-1), l.Len())
	}
	return &left
}

func laterCandles(l *tape.CandleLayer, from data.UnixMs) *tape.CandleLayer {
	left, n := *l, until(l.T, from-1)
	left.T, left.Open, left.High, left.Low = l.T[n:], l.Open[n:], l.High[n:], l.Low[n:]
	left.Close, left.Volume = l.Close[n:], l.Volume[n:]
	if l.TakerBuy != nil {
		left.TakerBuy = l.TakerBuy[n:]
	}
	return &left
}
