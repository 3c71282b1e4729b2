package app

import (
	"unwind/data"
	"unwind/data/alert"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render/summary"
)

// alerts is what the viewer wants to be told of, and what was told. Like his
// position it is no part of the stage.
type alerts struct {
	watch  *alert.Watch  // nil: nothing is watched for
	kept   []alert.Alert // the newest last
	untold int           // so many of them the page has not heard of
	next   data.UnixMs   // when to look next in a replay, or the last look at a live market; 0: it begins
}

const (
	// maxAlerts bounds the alerts that are kept.
	maxAlerts = 50
	// lookEvery is how often a replay is looked at, in its own time: always at
	// the same moments, whatever the pace and the frames drawn.
	lookEvery = 10 * data.Second
	// maxLooks bounds the looks of one frame. A replay that is faster skips some.
	maxLooks = 64
)

// setAlerts follows the message about alerts. The same rules again change
// nothing, so that a wave is not told twice.
func (m *Model) setAlerts(r alert.Rules) error {
	if w := m.alerts.watch; w != nil && w.Rules() == r {
		return nil
	}
	m.alerts.watch, m.alerts.next = nil, 0
	if !r.Any() {
		return nil
	}
	var err error
	if m.alerts.watch, err = alert.NewWatch(r); err == nil {
		m.lookLive()
	}
	return err
}

// forgetAlerts makes what is found next the beginning: after a jump in time and
// with another estimate.
func (m *Model) forgetAlerts() { m.alerts.next = 0 }

// lookLive looks for what began in a market that goes on, at what the server
// told last, wherever the replay is.
func (m *Model) lookLive() {
	a := &m.alerts
	if a.watch == nil || !m.live.on {
		return
	}
	if a.next == 0 {
		a.watch.Forget()
	}
	a.next = min(max(m.live.clock.told, m.market.Tape.From), m.market.Tape.To)
	a.take(a.watch.Look(m.market, a.next))
}

// lookReplay looks for what began in a playing replay up to t.
func (a *alerts) lookReplay(mk *market.Market, t data.UnixMs) {
	if a.watch == nil || t < a.next && t > a.next-2*lookEvery {
		return
	}
	first := t / lookEvery * lookEvery
	if a.next == 0 || t < a.next { // it begins, or a loop went back
		a.watch.Forget()
	} else {
		first = max(a.next, first-maxLooks*lookEvery)
	}
	for s := first; s <= t; s += lookEvery {
		a.take(a.watch.Look(mk, s))
		a.next = s + lookEvery
	}
}

// take keeps what began, at most [maxAlerts].
func (a *alerts) take(began []alert.Alert) {
	a.kept = append(a.kept, began...)
	a.kept = append(a.kept[:0], a.kept[max(len(a.kept)-maxAlerts, 0):]...)
	a.untold = min(a.untold+len(began), len(a.kept))
}

// TakeAlert appends the oldest alert that was not taken yet as JSON to dst and
// reports whether there was one. A page that is hidden draws no frames, so who
// hands over a market asks for the alerts right after it.
func (m *Model) TakeAlert(dst []byte) ([]byte, bool) {
	a := &m.alerts
	if a.untold == 0 {
		return dst, false
	}
	info := summary.AlertOf(&a.kept[len(a.kept)-a.untold], m.query.Style.Lang)
	a.untold--
	return wire.AppendAlert(dst, &info), true
}

// AppendAlerts appends window.unwind.alerts() as JSON to dst.
func (m *Model) AppendAlerts(dst []byte) []byte {
	var info wire.AlertsInfo
	if w := m.alerts.watch; w != nil {
		info.Rules = w.Rules()
	}
	for i := len(m.alerts.kept) - 1; i >= 0; i-- {
		info.Alerts = append(info.Alerts, summary.AlertOf(&m.alerts.kept[i], m.query.Style.Lang))
	}
	return wire.AppendAlerts(dst, &info)
}
