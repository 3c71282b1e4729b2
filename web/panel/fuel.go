package panel

import (
	"math"
	"strings"

	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render/summary"
	"unwind/render/view"
)

// Files of the panel "Fuel against depth", which the page fetches with it.
const (
	fuelScript = "js/panel/fuel.js"
	fuelStyle  = "css/panel/fuel.css"
)

// fuelView is the panel "Fuel against depth": the depth that liquidations are
// set against, and the prices through which a move feeds itself. It shows the
// cover of the event until its script follows the replay.
type fuelView struct {
	Script, Style string
	Said          string // the depth in force, or why there is none
	Source        string // who says so
	Knobs         []fuelKnob
	Caption       string
	Rows          []wire.StretchInfo
	Data          fuelData
}

// fuelKnob is one of the two numbers that a depth is made of. From and To are
// what its slider goes over, in equal ratios; Min and Max what may be typed.
type fuelKnob struct {
	Name, Label, Unit, About string
	Min, Max, From, To       float64
	// Low, Default and High are of the range that the number is known within,
	// 0 for none. A and B are where it begins and ends on the slider, in percent.
	Low, Default, High, A, B float64
}

// fuelData is what the panel's script needs.
type fuelData struct {
	Texts map[string]string `json:"texts"`
}

// fuelScriptTexts are the texts that the panel's script writes itself.
var fuelScriptTexts = []string{"fuel.caption", "fuel.none", "fuel.unknown", "fuel.source", "fuel.when", "fuel.fit", "fuel.own"}

func (p *Panels) fuel(r *Request, w *words) (any, error) {
	m, err := p.events.Market(r.Event)
	if err != nil {
		return nil, err
	}
	q := wire.DefaultQuery()
	info := summary.FuelOf(summary.FrameOf(m, &q, nil), w.tag)
	v := &fuelView{
		Script: p.url(fuelScript), Style: p.url(fuelStyle), Said: info.Said, Source: w.fuelSource(&info.Event),
		Knobs:   []fuelKnob{w.quoteKnob(m), w.conversionKnob(&info.Event)},
		Caption: w.fill("fuel.caption", "when", w.clock(info.T)), Rows: info.Stretches,
		Data: fuelData{Texts: map[string]string{}},
	}
	for _, key := range fuelScriptTexts {
		v.Data.Texts[key] = w.texts[key]
	}
	return v, nil
}

// fuelSource says who published a figure and when, or how it was measured.
func (w *words) fuelSource(d *market.Depth) string {
	if d.From == market.DepthUnknown {
		return ""
	}
	var names []string
	for _, s := range d.Origin.Sources {
		names = append(names, s.Name)
	}
	if len(names) == 0 || d.From == market.DepthOfFlow { // those of the candles
		return w.fill("fuel.when", "when", w.clock(d.At))
	}
	return w.fill("fuel.source", "sources", strings.Join(names, ", "))
}

// Ends of the slider of the quote: from a thin coin to more than Bitcoin has.
const quoteFrom, quoteTo = 1e5, 1e9

// quoteKnob says what the event's own figure is: published, or measured.
func (w *words) quoteKnob(m *market.Market) fuelKnob {
	label, about := w.texts["fuel.quote"], w.texts["fuel.quote.about"]
	if _, measured := m.DepthOrigin(); measured {
		label, about = w.texts["fuel.flow"], w.texts["fuel.flow.about"]
	}
	return fuelKnob{
		Name: "quote", Label: label, Unit: "$", About: about,
		Min: float64(wire.MinQuote), Max: float64(wire.MaxQuote), From: quoteFrom, To: quoteTo,
	}
}

// conversionKnob has a slider of twice the range, in equal ratios, on either
// side.
func (w *words) conversionKnob(d *market.Depth) fuelKnob {
	k := fuelKnob{
		Name: "conversion", Label: w.texts["fuel.conversion"], Unit: "×",
		Min: wire.MinConversion, Max: wire.MaxConversion, From: d.Range.Low / 2, To: d.Range.High * 2,
		Low: d.Range.Low, Default: d.Range.Default, High: d.Range.High,
	}
	place := func(v float64) float64 { return math.Round(100 * math.Log(v/k.From) / math.Log(k.To/k.From)) }
	k.A, k.B = place(k.Low), place(k.High)
	k.About = w.fill("fuel.conversion.about", "low", w.factor(k.Low), "high", w.factor(k.High), "default", w.factor(k.Default))
	return k
}

func (w *words) factor(v float64) string { return string(view.AppendFactor(nil, v, w.lang)) }
