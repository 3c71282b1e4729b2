package wire

import (
	"math"

	"unwind/data"
	"unwind/data/alert"
)

// AlertsInfo is what window.unwind.alerts() returns: what the viewer wants to
// be told of, and what was. docs/embedding.md documents its JSON form.
type AlertsInfo struct {
	Rules  alert.Rules
	Alerts []AlertInfo // the newest first
}

// AlertInfo is an alert with what it says in the language of the page.
type AlertInfo struct {
	alert.Alert
	Title, Said string
}

// alertMembers are the members of the message about alerts.
var alertMembers = []string{"type", "waveUSD", "fallShare", "fallMinutes", "nearShare", "nearUSD"}

// alerts reads rules. What is absent is told never; numbers out of bounds and
// members that there are not are wrong, because a rule that was changed in
// silence would be missed.
func (m *members) alerts() AlertsMsg {
	var r alert.Rules
	m.only(alertMembers)
	if m.has("waveUSD") {
		r.Wave = data.USD(m.required("waveUSD", float64(alert.MinUSD), float64(alert.MaxUSD)))
	}
	if m.has("fallShare") {
		minutes := m.number("fallMinutes", toMinutes(alert.DefaultRules.Fall.Within), toMinutes(alert.MinWithin), toMinutes(alert.MaxWithin))
		r.Fall.Share = m.required("fallShare", alert.MinFall, alert.MaxFall)
		r.Fall.Within = data.UnixMs(math.Round(minutes * float64(data.Minute)))
	}
	if m.has("nearShare") {
		r.Near.Share = m.required("nearShare", alert.MinNear, alert.MaxNear)
		r.Near.USD = data.USD(m.number("nearUSD", 0, float64(alert.MinUSD), float64(alert.MaxUSD)))
	}
	return AlertsMsg{r}
}

func toMinutes(t data.UnixMs) float64 { return float64(t) / float64(data.Minute) }

// AppendAlerts appends a as one JSON object to dst.
func AppendAlerts(dst []byte, a *AlertsInfo) []byte {
	w := jsonWriter{buf: append(dst, '{')}
	w.rules(&a.Rules)
	w.list("alerts", len(a.Alerts), func(i int) { w.alert(&a.Alerts[i]) })
	return append(w.buf, '}')
}

// AppendAlert appends a as one JSON object to dst.
func AppendAlert(dst []byte, a *AlertInfo) []byte {
	w := jsonWriter{buf: dst}
	w.alert(a)
	return w.buf
}

// rules writes the members of the message, null for what is told never.
func (w *jsonWriter) rules(r *alert.Rules) {
	w.key("rules")
	w.open('{')
	w.positive("waveUSD", float64(r.Wave))
	w.positive("fallShare", r.Fall.Share)
	w.positive("fallMinutes", toMinutes(r.Fall.Within))
	w.positive("nearShare", r.Near.Share)
	w.positive("nearUSD", float64(r.Near.USD))
	w.close('}')
}

// alert writes every member for every kind, null for what a kind has not.
func (w *jsonWriter) alert(a *AlertInfo) {
	w.open('{')
	w.text("kind", a.Kind.String())
	w.time("t", a.T)
	w.positive("price", float64(a.Price))
	w.text("provenance", a.Provenance.String())
	w.optional("side", sideOf(a))
	w.positive("usd", float64(a.USD))
	w.bool("atLeast", a.AtLeast)
	w.time("from", a.From)
	w.time("to", a.To)
	w.positive("before", float64(a.Before))
	w.positive("after", float64(a.After))
	w.positive("share", a.Share)
	w.positive("low", float64(a.Low))
	w.positive("high", float64(a.High))
	w.text("title", a.Title)
	w.text("text", a.Said)
	w.close('}')
}

// sideOf returns the name of the side of an alert that has one.
func sideOf(a *AlertInfo) string {
	if a.Kind == alert.Fall {
		return ""
	}
	return a.Side.String()
}
