package wire

import (
	"errors"
	"fmt"
	"math"

	"github.com/tidwall/gjson"

	"unwind/data"
)

// maxDepth bounds the nesting of a message; no message needs more than two.
const maxDepth = 4

// Errors of input that is no message at all.
var (
	errLong   = errors.New("message: longer than 4096 bytes")
	errJSON   = errors.New("message: not a JSON object")
	errNested = errors.New("message: nested too deeply")
)

// ParseMessage reads a message: a JSON object with a string member "type" and
// the members of that type, at most 4096 bytes. Members it does not know are
// ignored and null counts as absent. An error names the type and the member
// that is wrong.
func ParseMessage(raw []byte) (Message, error) {
	object, err := parseObject(raw)
	if err != nil {
		return nil, err
	}
	kind := object.Get("type")
	parse := messageParsers[kind.Str]
	if parse == nil {
		return nil, fmt.Errorf("message: type: no message is called %q", clip(kind.String()))
	}
	m := members{object: object}
	msg := parse(&m)
	if m.err != nil {
		return nil, fmt.Errorf("message %q: %w", kind.Str, m.err)
	}
	return msg, nil
}

// parseObject reads a bounded JSON object.
func parseObject(raw []byte) (gjson.Result, error) {
	switch {
	case len(raw) > maxMsgBytes:
		return gjson.Result{}, errLong
	case depth(raw) > maxDepth:
		return gjson.Result{}, errNested
	case !gjson.ValidBytes(raw):
		return gjson.Result{}, errJSON
	}
	object := gjson.ParseBytes(raw)
	if !object.IsObject() {
		return gjson.Result{}, errJSON
	}
	return object, nil
}

// messageParsers holds one parser a type. They run on valid JSON objects.
var messageParsers = map[string]func(*members) Message{
	"play":    func(*members) Message { return PlayMsg{} },
	"pause":   func(*members) Message { return PauseMsg{} },
	"restart": func(*members) Message { return RestartMsg{} },
	"reset":   func(*members) Message { return ResetMsg{} },
	"live":    func(*members) Message { return LiveMsg{} },
	"seek":    func(m *members) Message { return SeekMsg{T: m.time("t")} },
	"step":    func(m *members) Message { return StepMsg{Candles: m.candles()} },
	"speed":   func(m *members) Message { return m.speed() },
	"burst":   func(m *members) Message { return WaveMsg{Direction: m.direction("direction")} }, // the older name
	"wave":    func(m *members) Message { return m.wave() },
	"layers":  func(m *members) Message { return LayersMsg{Layers: m.layers()} },
	"filter":  func(m *members) Message { return m.filter() },
	"model":   func(m *members) Message { return m.model() },
	"depth":   func(m *members) Message { return m.depth() },
	"whatif":  func(m *members) Message { return m.whatIf() },
	"alerts":  func(m *members) Message { return m.alerts() },
	"style":   func(m *members) Message { return m.style() },
	"view":    func(m *members) Message { return m.view() },
	"zoom":    func(m *members) Message { return m.zoom() },
	"pan": func(m *members) Message {
		return PanMsg{X: m.number("x", 0, -100, 100), Y: m.number("y", 0, -100, 100)}
	},
	"loop": func(m *members) Message {
		a, b := ascending(m, "a", "b", m.optionalTime)
		return LoopMsg{A: a, B: b}
	},
	"pin": func(m *members) Message { return m.pin() },
	"crosshair": func(m *members) Message {
		off := m.has("on") && !m.bool("on")
		return CrosshairMsg{Right: m.steps("right"), Up: m.steps("up"), Off: off}
	},
	"legend": func(m *members) Message {
		low, high := ascending(m, "min", "max", m.usd)
		return LegendMsg{Min: low, Max: high}
	},
}

// depth returns the deepest nesting of brackets outside strings in raw, which
// need not be valid.
func depth(raw []byte) int {
	deepest, now, inString := 0, 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}

func (m *members) candles() int {
	v := m.required("candles", -100000, 100000)
	if v != math.Trunc(v) || v == 0 {
		m.wrong("candles", "a whole number, not 0")
	}
	return int(v)
}

// steps reads a whole number of cells, 0 when it is absent.
func (m *members) steps(key string) int {
	v := m.number(key, 0, -1000, 1000)
	if v != math.Trunc(v) {
		m.wrong(key, "a whole number")
	}
	return int(v)
}

func (m *members) speed() SpeedMsg {
	var msg SpeedMsg
	if m.has("fit") {
		msg.Fit = m.clamped("fit", MinFit, MaxFit)
	}
	if v := m.get("speed"); v.Type == gjson.String {
		if msg.Smart = v.Str == smart; !msg.Smart {
			m.wrong("speed", "a number or "+smart)
		}
		return msg
	}
	msg.Speed = m.clamped("speed", MinSpeed, MaxSpeed)
	return msg
}

// wave reads the number of a wave or a direction.
func (m *members) wave() WaveMsg {
	if m.get("n").Type == gjson.String {
		return WaveMsg{Direction: m.direction("n")}
	}
	n := m.required("n", 1, maxWave)
	if n != math.Trunc(n) {
		m.wrong("n", "a whole number, next or previous")
	}
	return WaveMsg{N: int(n)}
}

// maxWave bounds the number of a wave in a message.
const maxWave = 1e6

func (m *members) direction(key string) int {
	if m.name(key, []string{"next", "previous"}, "") == 1 {
		return -1
	}
	return 1
}

func (m *members) view() ViewMsg {
	from, to := ascending(m, "from", "to", m.optionalTime)
	low, high := ascending(m, "low", "high", m.price)
	return ViewMsg{From: from, To: to, Low: low, High: high}
}

func (m *members) zoom() ZoomMsg {
	return ZoomMsg{
		Factor: m.required("factor", 0.001, 1000),
		X:      m.number("x", 0.5, 0, 1),
		Y:      m.number("y", 0.5, 0, 1),
		Axis:   Axis(m.name("axis", axisNames, axisNames[AxisBoth])),
	}
}

// layers reads a list of names, or the comma list of the query string.
func (m *members) layers() Layers {
	v := m.get("layers")
	if v.Type == gjson.String {
		layers, unknown := parseLayers(v.Str)
		if unknown != "" || layers == 0 && v.Str != noLayers {
			m.wrong("layers", "a list of "+oneOf(layerNames))
		}
		return layers
	}
	if !v.IsArray() {
		m.wrong("layers", "a list of "+oneOf(layerNames))
	}
	var layers Layers
	for _, e := range v.Array() {
		i := indexOf(layerNames, e.Str)
		if i < 0 || e.Type != gjson.String {
			m.wrong("layers", "a list of "+oneOf(layerNames))
			break
		}
		layers |= 1 << i
	}
	return layers
}

func (m *members) style() StyleMsg {
	var msg StyleMsg
	choose := func(key string, names []string, set StyleSet) int {
		if !m.has(key) {
			return 0
		}
		msg.Set |= set
		return m.name(key, names, "")
	}
	if i := choose("palette", append([]string{""}, paletteNames...), SetPalette); i > 0 {
		msg.Style.Palette = paletteNames[i-1]
	}
	if i := choose("lang", append([]string{""}, langNames...), SetLang); i > 0 {
		msg.Style.Lang = langNames[i-1]
	}
	msg.Style.Theme = Theme(choose("theme", themeNames, SetTheme))
	msg.Style.UI = UI(choose("ui", uiNames, SetUI))
	msg.Style.Gestures = Gestures(choose("gestures", gesturesNames, SetGestures))
	if m.has("gamma") {
		msg.Set |= SetGamma
		msg.Style.Gamma = gammaOf(m.required("gamma", MinGamma, MaxGamma))
	}
	if m.has("reducedMotion") {
		msg.Set |= SetReducedMotion
		msg.Style.ReducedMotion = m.bool("reducedMotion")
	}
	return msg
}

func (m *members) price(key string) data.Price {
	return data.Price(m.number(key, 0, float64(MinPrice), float64(MaxPrice)))
}

func (m *members) usd(key string) data.USD {
	return data.USD(m.number(key, 0, float64(MinUSD), float64(MaxUSD)))
}
