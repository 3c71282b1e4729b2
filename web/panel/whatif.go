package panel

import (
	"strconv"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/render/scale"
	"unwind/render/view"
)

// Files of the panel "What if", which the page fetches with it.
const (
	whatIfScript = "js/panel/whatif.js"
	whatIfStyle  = "css/panel/whatif.css"
)

// whatIfView is the panel "What if": the settings of the simulator. What comes
// out is the client's, which the panel's script asks.
type whatIfView struct {
	Script, Style string
	Presets       []whatIfPreset
	Groups        []whatIfGroup
	Laws          []string
	Data          whatIfData
}

// whatIfPreset is a few settings with a name.
type whatIfPreset struct {
	Key string // of its text
	Set string // what the script sends, as JSON
}

// whatIfGroup is some of the settings under a heading.
type whatIfGroup struct {
	Key   string
	More  bool // folded away
	Law   bool // the laws and ADL stand here
	Knobs []whatIfKnob
}

// whatIfKnob is a slider of one number.
type whatIfKnob struct {
	Name, Label, About string
	Law                string // it counts under this law alone; "": under each
	slider
	Unit    string
	Default float64
}

// slider is how a slider goes over a setting. It may be shorter than the
// setting's bounds: a link may go on beyond its ends.
type slider struct {
	Scale          string // linear; log: equal ratios; square: fine around 0, which is in the middle
	From, To, Step float64
	Zero           string // the end that stands for none, 0: "first", "last" or ""
}

// whatIfData is what the panel's script needs.
type whatIfData struct {
	Texts map[string]string `json:"texts"`
	Seeds int               `json:"seeds"` // of a whole fan
}

// sliders are those of the settings that come first; the others follow folded.
var sliders = map[string]slider{
	"shock": {"linear", -0.3, 0.3, 0.005, ""}, "order": {"square", -1e10, 1e10, 0, ""}, "over": {"log", 1, 3600, 0, ""},
	"depth": {"log", 1e6, 1e10, 0, ""}, "cap": {"log", 1.5, 150, 0, "last"}, "part": {"linear", 0.01, 1, 0.01, ""}, "wait": {"linear", 0, 300, 5, ""},
	"fund": {"log", 1e6, 1e10, 0, "first"}, "kyle": {"log", 0.01, 10, 0, ""}, "y": {"log", 0.05, 5, 0, ""}, "sigma": {"log", 0.005, 0.5, 0, ""},
	"volume": {"log", 1e9, 1e12, 0, ""}, "withdrawal": {"linear", 0, 50, 1, ""}, "floor": {"log", 0.001, 1, 0, ""},
	"refill": {"log", 10, 86400, 0, "last"}, "share": {"linear", 0.01, 1, 0.01, ""}, "maintenance": {"linear", 0, 0.05, 0.0005, ""},
	"lag": {"linear", 0, 60, 0.5, ""}, "noise": {"linear", 0, 0.3, 0.005, ""}, "levels": {"linear", 0, 1, 0.05, ""},
	"depths": {"linear", 0, 1, 0.05, ""}, "seconds": {"log", 60, 14400, 0, ""},
}

// lawOf is the law that a setting counts under.
var lawOf = map[string]string{"kyle": "kyle", "y": "square", "sigma": "square", "volume": "square"}

// whatIfGroups are the settings by heading.
var whatIfGroups = []struct {
	key   string
	names []string
}{
	{"whatif.loose", []string{"shock", "order", "over"}},
	{"whatif.book", []string{"depth", "kyle", "y", "sigma", "volume"}},
	{"whatif.rules", []string{"cap", "part", "wait", "fund"}},
	{"whatif.more", []string{"withdrawal", "floor", "refill", "share", "maintenance", "lag", "noise", "levels", "depths", "seconds"}},
}

// whatIfPresets change what they name and leave the rest. The depths before and
// after the fall of October are those of docs/cascade.md, $350 M and $38 M for
// each 1 % on the Binance perpetual, times 2.5 for all venues; 16 is how fast the
// one became the other.
var whatIfPresets = []whatIfPreset{
	{"whatif.preset.shock", `{"shock":-0.05,"order":0}`},
	{"whatif.preset.order", `{"shock":0,"order":1000000000,"over":60}`},
	{"whatif.preset.cap", `{"cap":10}`},
	{"whatif.preset.parts", `{"part":0.2,"wait":30}`},
	{"whatif.preset.adl", `{"adl":false}`},
	{"whatif.preset.october", `{"depth":95000000}`},
	{"whatif.preset.thin", `{"depth":875000000,"withdrawal":16}`},
	{"whatif.preset.square", `{"law":"square"}`},
}

// scriptTexts are the texts that the panel's script writes itself.
var scriptTexts = []string{
	"whatif.none", "whatif.never", "whatif.sell", "whatif.buy", "whatif.percent", "whatif.s", "whatif.min", "whatif.h", "whatif.times",
	"whatif.starts", "whatif.off", "whatif.now", "whatif.begin", "whatif.begin.again",
}

func (p *Panels) whatIf(r *Request, w *words) (any, error) {
	m, err := p.events.Market(r.Event)
	if err != nil {
		return nil, err
	}
	v := &whatIfView{
		Script: p.url(whatIfScript), Style: p.url(whatIfStyle), Presets: whatIfPresets,
		Laws: []string{cascade.DepthLaw.String(), cascade.KyleLaw.String(), cascade.SquareLaw.String()},
		Data: whatIfData{Texts: map[string]string{}, Seeds: cascade.FanSeeds},
	}
	for _, key := range scriptTexts {
		v.Data.Texts[key] = w.texts[key]
	}
	for _, g := range whatIfGroups {
		group := whatIfGroup{Key: g.key, More: g.key == "whatif.more", Law: g.key == "whatif.book"}
		for _, name := range g.names {
			group.Knobs = append(group.Knobs, w.knob(name, m.HasDepth()))
		}
		v.Groups = append(v.Groups, group)
	}
	return v, nil
}

// knob describes the slider of a setting: its bounds, its default, and where
// that comes from. knowsDepth says whether the event has a depth of its own.
func (w *words) knob(name string, knowsDepth bool) whatIfKnob {
	for i := range cascade.Parameters {
		if p := &cascade.Parameters[i]; p.Name == name {
			byDefault := w.amountOf(p, p.Default)
			if name == "depth" {
				byDefault = w.defaultDepth(p, knowsDepth)
			}
			bounds := w.fill("whatif.bounds", "low", w.amountOf(p, p.Low), "high", w.amountOf(p, p.High), "default", byDefault)
			return whatIfKnob{
				Name: name, Label: w.texts["whatif."+name], About: bounds + " " + w.texts["whatif.from."+name],
				Law: lawOf[name], slider: sliders[name], Unit: unitNames[p.Unit], Default: p.Default,
			}
		}
	}
	panic("panel: the simulator has no setting " + strconv.Quote(name))
}

// defaultDepth says what depth is taken that nobody sets: the event's own, else
// the one that February was quoted with, which the default is made from.
func (w *words) defaultDepth(p *cascade.Parameter, known bool) string {
	if known {
		return w.texts["whatif.inforce"]
	}
	times := cascade.ConversionOfAverage.Default
	return w.fill("whatif.unknown", "usd", w.amountOf(p, p.Default), "quote", string(scale.AppendMoneyDigits(nil, data.USD(p.Default/times), 1, w.lang)), "n", w.count(int(times)))
}

// unitNames are the units of the simulator's settings as the script knows them.
var unitNames = [...]string{cascade.Fraction: "percent", cascade.Dollar: "usd", cascade.Seconds: "seconds", cascade.Times: "times"}

// amountOf writes a value of a setting.
func (w *words) amountOf(p *cascade.Parameter, v float64) string {
	return string(view.AppendSetting(nil, p, v, w.tag))
}
