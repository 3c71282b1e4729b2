package app

import (
	"math"

	"unwind/data"
	"unwind/render/anim"
	"unwind/render/view"
)

// rect is a window in the units in which it is moved: milliseconds and natural
// logarithms of prices, both linear on screen.
type rect anim.View

func rectOf(w view.Window) rect {
	return rect{float64(w.From), float64(w.To), math.Log(float64(w.Low)), math.Log(float64(w.High))}
}

// window rounds r to milliseconds and eight significant digits of price: a
// hundredth of a pixel, and short enough for a link.
func (r rect) window() view.Window {
	return view.Window{
		From: data.UnixMs(math.Round(r.From)), To: data.UnixMs(math.Round(r.To)),
		Low: roundPrice(math.Exp(r.LogLow)), High: roundPrice(math.Exp(r.LogHigh)),
	}
}

func roundPrice(p float64) data.Price {
	digits := 7 - int(math.Floor(math.Log10(p)))
	if digits < 0 {
		unit := math.Pow10(-digits)
		return data.Price(math.Round(p/unit) * unit)
	}
	unit := math.Pow10(digits)
	return data.Price(math.Round(p*unit) / unit)
}

// between returns the place between r (u = 0) and s (u = 1).
func (r rect) between(s rect, u float64) rect {
	return rect{
		r.From + (s.From-r.From)*u, r.To + (s.To-r.To)*u,
		r.LogLow + (s.LogLow-r.LogLow)*u, r.LogHigh + (s.LogHigh-r.LogHigh)*u,
	}
}

// limits hold how far and how near a camera may go.
type limits struct {
	rect
	leastTime, leastLog float64 // the smallest window
}

const (
	edgeShare    = 0.05 // of the event that may show beyond each of its ends
	leastCandles = 10   // in the smallest time window
	leastPrice   = 0.002
)

// limitsOf returns the limits for the market of f: the event and the prices
// that are known of it, with a margin.
func limitsOf(f *view.Frame) limits {
	whole := *f
	whole.Stage.From, whole.Stage.To, whole.Stage.Low, whole.Stage.High = 0, 0, 0, 0
	fitted := rectOf(view.WindowOf(&whole))
	whole.Live = view.Live{}
	r := rectOf(view.WindowOf(&whole))
	if field := f.Market.Field; field != nil {
		r.LogLow = min(r.LogLow, math.Log(float64(field.Bins.Edge(0))))
		r.LogHigh = max(r.LogHigh, math.Log(float64(field.Bins.Edge(field.Bins.N))))
	}
	l := limits{leastTime: leastCandles * float64(data.Minute), leastLog: math.Log1p(leastPrice)}
	if f.Market.CandleLevels() > 0 {
		l.leastTime = leastCandles * float64(f.Market.Candles(0).Step)
	}
	l.leastTime = min(l.leastTime, r.To-r.From)
	l.leastLog = min(l.leastLog, r.LogHigh-r.LogLow)
	time, price := edgeShare*(r.To-r.From), edgeShare*(r.LogHigh-r.LogLow)
	l.rect = rect{r.From - time, r.To + time, r.LogLow - price, r.LogHigh + price}
	if f.Live.On() {
		l.To = r.To + view.LiveRoom*(r.To-r.From)
		l.rect = l.rect.with(fitted)
	}
	return l
}

// with returns the smallest window that shows all of r and s.
func (r rect) with(s rect) rect {
	return rect{min(r.From, s.From), max(r.To, s.To), min(r.LogLow, s.LogLow), max(r.LogHigh, s.LogHigh)}
}

// hold returns r inside the limits, around the same middle where it can.
func (l *limits) hold(r rect) rect {
	r.From, r.To = holdAxis(r.From, r.To, l.From, l.To, l.leastTime)
	r.LogLow, r.LogHigh = holdAxis(r.LogLow, r.LogHigh, l.LogLow, l.LogHigh, l.leastLog)
	return r
}

// window returns r inside the limits; an axis that is not chosen is fitted.
func (l *limits) window(r rect, time, price bool) view.Window {
	w := l.hold(r).window()
	if !time {
		w.From, w.To = 0, 0
	}
	if !price {
		w.Low, w.High = 0, 0
	}
	return w
}

// chosen reports which axes of w are chosen; the others are fitted.
func chosen(w view.Window) (time, price bool) { return w.From < w.To, w.Low < w.High }

func holdAxis(a, b, bottom, top, least float64) (float64, float64) {
	span := min(max(b-a, least), top-bottom)
	start := min(max((a+b-span)/2, bottom), top-span)
	return start, start + span
}

// zoomAxis makes [a, b] factor times smaller with the point at share u of it
// fixed, but not smaller than least nor larger than most.
func zoomAxis(a, b, u, factor, least, most float64) (float64, float64) {
	point := a + u*(b-a)
	span := min(max((b-a)/factor, least), most)
	return point - u*span, point + (1-u)*span
}
