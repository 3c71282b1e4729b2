package app

import (
	"math"

	"unwind/data"
	"unwind/data/wire"
	"unwind/render/view"
)

// follow keeps the replay time and its price well inside a zoomed window. What
// is shown depends on the stage's window, the band and the time alone, so a
// seek shows what playing shows.
type follow struct {
	time, price bool // which axes go with the replay
	band        band
	step        data.UnixMs // the time moves by multiples of that; 0: by any time
}

// band is where the replay's head may be, in shares of the window from the
// left and the bottom.
type band struct{ last, low, high float64 }

// Bands: usual is where a head is brought that was elsewhere; one that the
// viewer left nearer to a border stays there, up to the widest band. At the live
// edge a window that the viewer put somewhere stands still in that one.
var (
	usualBand  = band{last: 0.85, low: 0.1, high: 0.9}
	widestBand = band{last: 0.99, low: 0.01, high: 0.99}
)

// headFirst is where a head is brought that was left of the window.
const headFirst = 0.15

// bandAround returns the usual band, widened so that the head at shares x and y
// lies in it, and whether it can.
func bandAround(x, y float64) (b band, time, price bool) {
	b = usualBand
	if time = x >= 0 && x <= widestBand.last; time {
		b.last = max(b.last, x)
	}
	if price = y >= widestBand.low && y <= widestBand.high; price {
		b.low, b.high = min(b.low, y), max(b.high, y)
	}
	return b, time, price
}

// moved returns r shifted just so far that a head at time t and log price p is
// in the band.
func (f *follow) moved(r rect, t, p float64) rect {
	if f.time {
		d := max(0, t-(r.From+f.band.last*(r.To-r.From)))
		if step := float64(f.step); step > 0 {
			d = math.Ceil(d/step) * step
		}
		if t < r.From {
			d = t - (r.From + headFirst*(r.To-r.From))
		}
		r.From, r.To = r.From+d, r.To+d
	}
	if f.price {
		low, high := r.LogLow+f.band.low*(r.LogHigh-r.LogLow), r.LogLow+f.band.high*(r.LogHigh-r.LogLow)
		d := p - min(max(p, low), high)
		r.LogLow, r.LogHigh = r.LogLow+d, r.LogHigh+d
	}
	return r
}

// startFollow makes the window go with the replay, if it does not yet.
func (m *Model) startFollow(now float64) {
	if !m.follow.time {
		m.follow.band, _, _ = m.bandNow(now)
	}
	m.follow.time, m.follow.price = true, true
}

// keepFollow looks where the viewer put the window: the band takes in the head
// there, and an axis that the head has left is not followed any more.
func (m *Model) keepFollow(now float64) {
	b, time, price := m.bandNow(now)
	if m.live.edge {
		b = widestBand
	}
	m.follow.band = b
	m.follow.time = m.follow.time && time
	m.follow.price = m.follow.price && price && m.follow.time
}

// bandNow returns the band for where the head is in the stage's window.
func (m *Model) bandNow(now float64) (b band, time, price bool) {
	r := m.resolve(m.stageWindow())
	x := (float64(m.time(now)) - r.From) / (r.To - r.From)
	p, ok := m.headPrice(now)
	if !ok {
		return bandAround(x, 0.5)
	}
	return bandAround(x, (p-r.LogLow)/(r.LogHigh-r.LogLow))
}

// headPrice returns the logarithm of the price at the replay time.
func (m *Model) headPrice(now float64) (float64, bool) {
	p, ok := m.market.PriceAt(m.time(now))
	return math.Log(float64(p)), ok && p > 0
}

// stageWindow returns the window of the stage; pairs of zeros are fitted.
func (m *Model) stageWindow() view.Window {
	s := &m.query.Stage
	return view.Window{From: s.From, To: s.To, Low: s.Low, High: s.High}
}

// restWindow returns the window where the camera comes to rest: the stage's,
// gone with the replay. What is fitted stays fitted and follows nothing.
func (m *Model) restWindow(now float64) view.Window {
	w := m.stageWindow()
	from, to := m.gone(now)
	if from == to {
		return w
	}
	time, price := chosen(w)
	return m.limits.window(to, time, price)
}

// gone returns the stage's window and where the replay has taken it, the same
// where it follows nothing.
func (m *Model) gone(now float64) (from, to rect) {
	w, f := m.stageWindow(), m.follow
	time, price := chosen(w)
	f.time, f.price = f.time && time, f.price && price
	if !f.time && !f.price {
		return from, to
	}
	p, ok := m.headPrice(now)
	f.price = f.price && ok
	if m.live.edge {
		f.step = data.Minute // the picture moves once a minute and not all the time
	}
	from = m.resolve(w)
	return from, f.moved(from, float64(m.time(now)), p)
}

// window returns the window to show at now.
func (m *Model) window(now float64) view.Window {
	w := m.restWindow(now)
	if !m.glide.on {
		return w
	}
	return m.glide.at(now, m.resolve(w)).window()
}

// resolve returns w with what it leaves open fitted to the event.
func (m *Model) resolve(w view.Window) rect {
	m.aim(w)
	return rectOf(view.WindowOf(&m.frame))
}

// aim makes the frame show window w of the stage.
func (m *Model) aim(w view.Window) {
	m.frame.Stage, m.frame.Style = m.query.Stage, m.query.Style
	s := &m.frame.Stage
	s.From, s.To, s.Low, s.High = w.From, w.To, w.Low, w.High
}

// setWindow makes w the window of the stage; pairs of zeros are fitted.
func (m *Model) setWindow(w view.Window) {
	if w == m.stageWindow() {
		return
	}
	s := &m.query.Stage
	s.From, s.To, s.Low, s.High = w.From, w.To, w.Low, w.High
	m.changed()
}

// grab stops the camera where it is and makes that the stage's window.
func (m *Model) grab(now float64) {
	w := m.window(now)
	m.glide.on = false
	m.setWindow(w)
}

// glideTo lets the camera glide from where it is to where change leads it.
// With reduced motion it jumps.
func (m *Model) glideTo(now float64, change func()) {
	if !m.drawable() || m.query.Style.ReducedMotion {
		change()
		return
	}
	from := m.resolve(m.window(now))
	change()
	if to := m.resolve(m.restWindow(now)); from != to {
		m.glide = glideFrom(from, to, now)
	}
}

// zoom makes the window factor times smaller with the point at shares x and y
// (from the left and the bottom) fixed. Zooming only the time leaves a fitted
// price fitted, and the other way round.
func (m *Model) zoom(factor, x, y float64, axis wire.Axis, now float64) {
	w, l := m.restWindow(now), &m.limits
	r := m.resolve(w)
	time, price := chosen(w)
	if axis != wire.AxisPrice {
		r.From, r.To = zoomAxis(r.From, r.To, x, factor, l.leastTime, l.To-l.From)
		time = true
	}
	if axis != wire.AxisTime {
		r.LogLow, r.LogHigh = zoomAxis(r.LogLow, r.LogHigh, y, factor, l.leastLog, l.LogHigh-l.LogLow)
		price = true
	}
	m.setWindow(l.window(r, time, price))
	m.keepFollow(now)
}

// pan moves the window by shares of its size, to the later and the higher.
func (m *Model) pan(x, y, now float64) {
	w := m.restWindow(now)
	r := m.resolve(w)
	time, price := chosen(w)
	dt, dp := x*(r.To-r.From), y*(r.LogHigh-r.LogLow)
	r = rect{r.From + dt, r.To + dt, r.LogLow + dp, r.LogHigh + dp}
	m.setWindow(m.limits.window(r, time || x != 0, price || y != 0))
	m.keepFollow(now)
}
