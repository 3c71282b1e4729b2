package panel

import (
	"math"
	"strconv"

	"unwind/data"
	"unwind/data/alert"
)

// Files of the panel "Alerts", which the page fetches with it, and the page of
// a market that is followed without it, where rules were kept.
const (
	AlertsScript = "js/panel/alerts.js"
	alertsStyle  = "css/panel/alerts.css"
)

// alertsView is the panel "Alerts": the three rules. It is the same for every
// event; rules, alerts and the browser's consent are its script's.
type alertsView struct {
	Script, Style string
	Rules         []alertRule
	Data          alertsData
}

// alertRule is a rule with its switch and its numbers.
type alertRule struct {
	Name   string
	Fields []alertField
}

// alertField is a number of a rule. The script sends it divided by Per.
type alertField struct {
	Name, Unit, Unit2    string // one unit before the number, one behind it
	Min, Max, Value, Per string
	Optional             bool // empty: any
}

// alertsData is what the panel's script needs.
type alertsData struct {
	Texts map[string]string `json:"texts"`
}

// alertsScriptTexts are the texts that the panel's script writes itself.
var alertsScriptTexts = []string{
	"alerts.fault", "alerts.show", "alerts.dismiss", "alerts.before", "alerts.missed",
	"alerts.notify.unsupported", "alerts.notify.insecure", "alerts.notify.framed", "alerts.notify.denied", "alerts.notify.default",
	"alerts.notify.off", "alerts.notify.on", "alerts.notify.ask", "alerts.notify.start", "alerts.notify.stop",
}

func (p *Panels) alerts(_ *Request, w *words) (any, error) {
	d := &alert.DefaultRules
	v := &alertsView{
		Script: p.url(AlertsScript), Style: p.url(alertsStyle), Data: alertsData{Texts: map[string]string{}},
		Rules: []alertRule{
			{"wave", []alertField{dollarsField("waveUSD", d.Wave, false)}},
			{"fall", []alertField{shareField("fallShare", d.Fall.Share, alert.MinFall, alert.MaxFall), {
				Name: "fallMinutes", Unit2: "min", Per: "1",
				Min: minutesText(alert.MinWithin), Max: minutesText(alert.MaxWithin), Value: minutesText(d.Fall.Within),
			}}},
			{"near", []alertField{shareField("nearShare", d.Near.Share, alert.MinNear, alert.MaxNear), dollarsField("nearUSD", d.Near.USD, true)}},
		},
	}
	for _, key := range alertsScriptTexts {
		v.Data.Texts[key] = w.texts[key]
	}
	return v, nil
}

func dollarsField(name string, value data.USD, optional bool) alertField {
	return alertField{
		Name: name, Unit: "$", Per: "1", Optional: optional,
		Min: plainText(float64(alert.MinUSD)), Max: plainText(float64(alert.MaxUSD)), Value: plainText(float64(value)),
	}
}

// shareField is a share as percent.
func shareField(name string, value, low, high float64) alertField {
	percent := func(v float64) string { return plainText(math.Round(1e6*v) / 1e4) }
	return alertField{Name: name, Unit2: "%", Per: "100", Min: percent(low), Max: percent(high), Value: percent(value)}
}

func minutesText(t data.UnixMs) string { return plainText(float64(t / data.Minute)) }

// plainText writes a number as an input takes it.
func plainText(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
