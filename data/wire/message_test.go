package wire

import (
	"reflect"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/alert"
)

func TestParseMessageUnderstands(t *testing.T) {
	tests := []struct {
		name, raw string
		want      Message
	}{
		{"play", `{"type":"play"}`, PlayMsg{}},
		{"pause, with members of others", `{"unwind":1,"type":"pause","id":7}`, PauseMsg{}},
		{"restart", `{"type":"restart"}`, RestartMsg{}},
		{"reset", ` {"type":"reset"} `, ResetMsg{}},
		{"to the live edge", `{"type":"live"}`, LiveMsg{}},
		{"seek to milliseconds", `{"type":"seek","t":1770337800000}`, SeekMsg{halfPastMidnight}},
		{"seek to an ISO time", `{"type":"seek","t":"2026-02-06T00:30"}`, SeekMsg{halfPastMidnight}},
		{"step back", `{"type":"step","candles":-3}`, StepMsg{-3}},
		{"a speed", `{"type":"speed","speed":60}`, SpeedMsg{Speed: 60}},
		{"a speed below the slowest is clamped", `{"type":"speed","speed":-1}`, SpeedMsg{Speed: 1}},
		{"a speed above the fastest is clamped", `{"type":"speed","speed":1e9}`, SpeedMsg{Speed: 3600}},
		{"smart pace", `{"type":"speed","speed":"smart"}`, SpeedMsg{Smart: true}},
		{"smart pace of a minute", `{"type":"speed","speed":"smart","fit":60}`, SpeedMsg{Smart: true, Fit: 60}},
		{"a length too short is clamped", `{"type":"speed","speed":"smart","fit":0}`, SpeedMsg{Smart: true, Fit: 1}},
		{"a length too long is clamped", `{"type":"speed","speed":60,"fit":1e7}`, SpeedMsg{Speed: 60, Fit: 3600}},
		{"a whole window", `{"type":"view","from":"2026-02-05","to":"2026-02-06","low":58000,"high":73000}`,
			ViewMsg{1770249600000, 1770336000000, 58000, 73000}},
		{"a time window that fits the price", `{"type":"view","from":"2026-02-05","to":"2026-02-06"}`,
			ViewMsg{From: 1770249600000, To: 1770336000000}},
		{"a window that fits everything", `{"type":"view","from":null}`, ViewMsg{}},
		{"zoom around the middle", `{"type":"zoom","factor":2}`, ZoomMsg{2, 0.5, 0.5, AxisBoth}},
		{"zoom out of time at a corner", `{"type":"zoom","factor":0.5,"x":0,"y":1,"axis":"time"}`, ZoomMsg{0.5, 0, 1, AxisTime}},
		{"pan a quarter to the right", `{"type":"pan","x":0.25}`, PanMsg{X: 0.25}},
		{"the next wave", `{"type":"wave","n":"next"}`, WaveMsg{Direction: 1}},
		{"the seventh wave", `{"type":"wave","n":7}`, WaveMsg{N: 7}},
		{"the next wave by its older name", `{"type":"burst","direction":"next"}`, WaveMsg{Direction: 1}},
		{"the previous wave", `{"type":"wave","n":"previous"}`, WaveMsg{Direction: -1}},
		{"a loop", `{"type":"loop","a":1770249600000,"b":"2026-02-06"}`, LoopMsg{1770249600000, 1770336000000}},
		{"the end of a loop", `{"type":"loop"}`, LoopMsg{}},
		{"a pinned price", `{"type":"pin","t":"2026-02-06T00:30","price":59522.7}`, PinMsg{Pin: Pin{halfPastMidnight, 59522.7, 59522.7}}},
		{"a pinned range", `{"type":"pin","t":1770337800000,"low":59442.4,"high":59603.1}`, PinMsg{Pin: Pin{halfPastMidnight, 59442.4, 59603.1}}},
		{"a pin at the crosshair", `{"type":"pin","at":"crosshair"}`, PinMsg{Crosshair: true}},
		{"no pin", `{"type":"pin"}`, PinMsg{}},
		{"the crosshair to the right", `{"type":"crosshair","right":1}`, CrosshairMsg{Right: 1}},
		{"the crosshair down", `{"type":"crosshair","up":-10,"on":true}`, CrosshairMsg{Up: -10}},
		{"no crosshair", `{"type":"crosshair","on":false}`, CrosshairMsg{Off: true}},
		{"layers as a list", `{"type":"layers","layers":["heat","volume"]}`, LayersMsg{LayerHeat | LayerVolume}},
		{"layers as in a link", `{"type":"layers","layers":"candles,heat"}`, LayersMsg{LayerHeat | LayerCandles}},
		{"panels", `{"type":"layers","layers":["profile","liquidations","spot","oi","funding"]}`,
			LayersMsg{LayerProfile | LayerLiquidations | LayerSpot | LayerOI | LayerFunding}},
		{"no layers", `{"type":"layers","layers":[]}`, LayersMsg{}},
		{"the handles of the legend", `{"type":"legend","min":1e6,"max":5e7}`, LegendMsg{1e6, 5e7}},
		{"a locked legend", `{"type":"legend"}`, LegendMsg{}},
		{"every rule of alerts", `{"type":"alerts","waveUSD":1e6,"fallShare":0.02,"fallMinutes":30,"nearShare":0.005,"nearUSD":1e7}`,
			AlertsMsg{alert.Rules{Wave: 1e6, Fall: alert.FallRule{Share: 0.02, Within: 30 * data.Minute}, Near: alert.NearRule{Share: 0.005, USD: 1e7}}}},
		{"a fall with the minutes that are usual, a level of any size", `{"type":"alerts","fallShare":0.02,"nearShare":0.01}`,
			AlertsMsg{alert.Rules{Fall: alert.FallRule{Share: 0.02, Within: 15 * data.Minute}, Near: alert.NearRule{Share: 0.01}}}},
		{"no alerts, also with members of rules that are off", `{"type":"alerts","fallMinutes":-7,"nearUSD":null}`, AlertsMsg{}},
		{"a part of the style", `{"type":"style","theme":"light","ui":"full"}`,
			StyleMsg{Style{Theme: ThemeLight}, SetTheme | SetUI}},
		{"the whole style", `{"type":"style","palette":"split","gamma":0.8,"theme":"system","lang":"ru","ui":"stage","gestures":"greedy","reducedMotion":true}`,
			StyleMsg{Style{"split", 0.8, ThemeSystem, "ru", UIStage, GesturesGreedy, true}, 127}},
		{"the exponent of 1 again", `{"type":"style","gamma":1}`, StyleMsg{Set: SetGamma}},
		{"the palette of the theme again", `{"type":"style","palette":""}`, StyleMsg{Set: SetPalette}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseMessage([]byte(tt.raw))
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %#v, %v, want %#v", got, err, tt.want)
			}
		})
	}
}

func TestParseMessageNamesWhatIsWrong(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"nothing", ``, "not a JSON object"},
		{"a list", `[1]`, "not a JSON object"},
		{"half an object", `{"type":"play"`, "not a JSON object"},
		{"no type", `{}`, "type"},
		{"a type that is a number", `{"type":1}`, `"1"`},
		{"an unknown type", `{"type":"explode"}`, `"explode"`},
		{"too long", `{"type":"play","x":"` + strings.Repeat("x", 4096) + `"}`, "4096"},
		{"too deep", strings.Repeat("[", 2000), "nested"},
		{"seek without a time", `{"type":"seek"}`, `"seek": t is missing`},
		{"seek to seconds", `{"type":"seek","t":1770337800}`, `"seek": t: got 1770337800`},
		{"seek to a huge number", `{"type":"seek","t":1e300}`, "t: got 1e300"},
		{"seek to an infinite number", `{"type":"seek","t":1e999}`, "t: got 1e999"},
		{"seek to a word", `{"type":"seek","t":"now"}`, `t: got "now"`},
		{"half a step", `{"type":"step","candles":0.5}`, "candles: got 0.5"},
		{"no step", `{"type":"step","candles":0}`, "candles: got 0"},
		{"a speed in words", `{"type":"speed","speed":"fast"}`, `speed: got "fast"`},
		{"no speed", `{"type":"speed","fit":60}`, "speed is missing"},
		{"smart in capitals", `{"type":"speed","speed":"SMART"}`, `speed: got "SMART"`},
		{"a length in words", `{"type":"speed","speed":"smart","fit":"long"}`, `fit: got "long"`},
		{"an infinite speed", `{"type":"speed","speed":1e999}`, "speed: got 1e999"},
		{"half a window", `{"type":"view","from":"2026-02-05"}`, "to is missing"},
		{"the other half", `{"type":"view","high":5}`, "low is missing"},
		{"a window that runs backwards", `{"type":"view","from":"2026-02-06","to":"2026-02-05"}`, "less than to"},
		{"a negative price", `{"type":"view","low":-1,"high":5}`, "low: got -1"},
		{"a zoom by nothing", `{"type":"zoom","factor":0}`, "factor: got 0"},
		{"a zoom outside the plot", `{"type":"zoom","factor":2,"x":2}`, "x: got 2"},
		{"a zoom along no axis", `{"type":"zoom","factor":2,"axis":"z"}`, `axis: got "z"`},
		{"a zoom along a number", `{"type":"zoom","factor":2,"axis":1}`, "axis: got 1"},
		{"a pan by a list", `{"type":"pan","x":[1]}`, "x: got [1]"},
		{"a burst of no direction", `{"type":"burst"}`, "direction is missing"},
		{"a wave without a number", `{"type":"wave"}`, "n is missing"},
		{"half a wave", `{"type":"wave","n":1.5}`, "want a whole number, next or previous"},
		{"wave nought", `{"type":"wave","n":0}`, "want a number from 1"},
		{"a wave sideways", `{"type":"wave","n":"left"}`, "want next, previous"},
		{"half a loop", `{"type":"loop","a":"2026-02-05"}`, "b is missing"},
		{"a loop of no length", `{"type":"loop","a":"2026-02-05","b":"2026-02-05"}`, "less than b"},
		{"a pin without a price", `{"type":"pin","t":1770337800000}`, "price is missing"},
		{"a pin without a time", `{"type":"pin","price":5}`, "t is missing"},
		{"half a pinned range", `{"type":"pin","t":1770337800000,"low":5}`, "high is missing"},
		{"a pin of a negative price", `{"type":"pin","t":1770337800000,"price":-5}`, "price: got -5"},
		{"a pin elsewhere", `{"type":"pin","at":"pointer"}`, `at: got "pointer"`},
		{"half a cell", `{"type":"crosshair","right":0.5}`, "right: got 0.5"},
		{"a crosshair in words", `{"type":"crosshair","on":"yes"}`, "true or false"},
		{"no layers named", `{"type":"layers"}`, "layers is missing"},
		{"an unknown layer", `{"type":"layers","layers":["heat","orders"]}`, "layers: got"},
		{"an unknown layer in a text", `{"type":"layers","layers":"orders"}`, "layers: got"},
		{"a layer that is a number", `{"type":"layers","layers":[0]}`, "layers: got"},
		{"a legend upside down", `{"type":"legend","min":2,"max":1}`, "less than max"},
		{"a wave of nothing", `{"type":"alerts","waveUSD":0}`, "waveUSD: got 0, want a number from 1"},
		{"a wave in words", `{"type":"alerts","waveUSD":"1e6"}`, `waveUSD: got "1e6"`},
		{"a rule of alerts that there is not", `{"type":"alerts","wave":1e5}`, `got the member "wave", want type, waveUSD, fallShare`},
		{"a rule too many", `{"type":"alerts","waveUSD":1e6,"wave":null}`, `got the member "wave"`},
		{"an endless wave", `{"type":"alerts","waveUSD":1e999}`, "waveUSD: got 1e999"},
		{"a fall in percent", `{"type":"alerts","fallShare":2}`, "fallShare: got 2, want a number from 0.001 to 0.9"},
		{"a fall in a day", `{"type":"alerts","fallShare":0.02,"fallMinutes":1440}`, "fallMinutes: got 1440, want a number from 1 to 240"},
		{"a level far away", `{"type":"alerts","nearShare":0.5}`, "nearShare: got 0.5, want a number from 0.0001 to 0.05"},
		{"a level of no size", `{"type":"alerts","nearShare":0.005,"nearUSD":[]}`, "nearUSD: got []"},
		{"an unknown theme", `{"type":"style","theme":"blue"}`, `theme: got "blue", want system, dark, light`},
		{"an exponent of nothing", `{"type":"style","gamma":0}`, "gamma: got 0, want a number from 0.4 to 2.5"},
		{"an exponent in words", `{"type":"style","gamma":"1"}`, `gamma: got "1"`},
		{"motion in words", `{"type":"style","reducedMotion":"yes"}`, "true or false"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			msg, err := ParseMessage([]byte(tt.raw))
			if err == nil || msg != nil {
				t.Fatalf("got %#v, %v, want an error", msg, err)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %q does not say %q", err, tt.want)
			}
		})
	}
}

func TestStyleMsgChangesOnlyWhatItCarries(t *testing.T) {
	style := Style{Palette: "grey", Gamma: 2, Theme: ThemeDark, Lang: "ru", UI: UIStage, Gestures: GesturesGreedy, ReducedMotion: true}
	got := StyleMsg{Style{Theme: ThemeLight}, SetTheme | SetUI}.Apply(style)
	want := style
	want.Theme, want.UI = ThemeLight, UIFull
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := (StyleMsg{Set: 127}).Apply(style); got != (Style{}) {
		t.Errorf("got %+v, want the zero style", got)
	}
}

func FuzzParseMessage(f *testing.F) {
	f.Add([]byte(`{"type":"seek","t":1770337800000}`))
	f.Add([]byte(`{"type":"view","from":"2026-02-05","to":"2026-02-06","low":1,"high":2}`))
	f.Add([]byte(`{"type":"style","theme":"dark","palette":"","reducedMotion":false}`))
	f.Add([]byte(`{"type":"layers","layers":["heat",{"a":[[1]]}]}`))
	f.Add([]byte(`{"type":"zoom","factor":1e999,"axis":"both"}`))
	f.Add([]byte(`{"type":"step","candles":-2}`))
	f.Add([]byte(`{"type":"pin","t":1770337800000,"low":1,"high":2,"price":3,"at":null}`))
	f.Add([]byte(`{"type":"depth","quote":5e6,"conversion":-1}`))
	f.Add([]byte(`{"type":"speed","speed":"smart","fit":-1}`))
	f.Add([]byte(`{"type":"crosshair","right":-3,"up":1e3,"on":true}`))
	f.Add([]byte(`{"type":"alerts","waveUSD":1e6,"fallShare":0.02,"fallMinutes":1e-9,"nearShare":0.005,"nearUSD":1e99}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		msg, err := ParseMessage(raw)
		if (msg == nil) == (err == nil) {
			t.Fatalf("got %#v and %v", msg, err)
		}
		switch m := msg.(type) {
		case SeekMsg:
			if !validTime(m.T) {
				t.Errorf("seek to %d", m.T)
			}
		case SpeedMsg:
			if m.Smart != (m.Speed == 0) || !m.Smart && !within(m.Speed, MinSpeed, MaxSpeed) || m.Fit != 0 && !within(m.Fit, MinFit, MaxFit) {
				t.Errorf("speed %+v", m)
			}
		case ViewMsg:
			if m.From > m.To || !within(m.Low, 0, m.High) || !finite(float64(m.High)) {
				t.Errorf("view %+v", m)
			}
		case PinMsg:
			if m.Pin != (Pin{}) && (!validTime(m.Pin.T) || !within(m.Pin.Low, MinPrice, m.Pin.High) || m.Pin.High > MaxPrice) {
				t.Errorf("pin %+v", m)
			}
		case AlertsMsg:
			if err := m.Rules.Check(); err != nil {
				t.Error(err)
			}
		case ZoomMsg:
			if !within(m.Factor, 0.001, 1000) || !within(m.X, 0, 1) || !within(m.Y, 0, 1) {
				t.Errorf("zoom %+v", m)
			}
		}
	})
}
