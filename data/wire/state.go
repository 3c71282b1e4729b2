package wire

import (
	"strconv"

	"unwind/data"
)

// State is what window.unwind.state() returns; docs/embedding.md documents its
// JSON form.
type State struct {
	Stage   Stage
	Style   Style
	Ready   bool // a tape is loaded; what follows is zero before
	Playing bool
	T       data.UnixMs // replay time

	// What is shown, with what the stage leaves open fitted to the event.
	From, To  data.UnixMs
	Low, High data.Price

	Start, End data.UnixMs // the event, End exclusive
	PlayFrom   data.UnixMs // where the first play starts
	Candle     data.UnixMs // length of one candle as shown

	// Factor is how many seconds of the market pass in one of the replay at T.
	Factor float64
	// Elapsed is how many of its seconds the replay has behind it at T, at smart
	// pace alone.
	Elapsed float64

	Price   data.Price // at T
	LongUSD data.USD   // liquidated longs in the 24 h before T
	// ShortUSD is the same for shorts.
	ShortUSD data.USD
	// AllCoins says that the two totals are of all coins, not of the event's
	// own liquidations.
	AllCoins bool
	Wave     WaveInfo // that T lies in, of number 0 outside of any

	// Filtered says in words what is chosen and how the estimate was made, ""
	// for all of it with the defaults; Computing that the choice is not on
	// screen yet.
	Filtered  string
	Computing bool
	WhatIf    WhatIfInfo
	Live      LiveInfo

	Query    string // the query string of this state
	Problems []Problem
	Error    string // why there is no chart, or ""
}

// AppendState appends s as one JSON object to dst. Numbers that are not finite
// become null.
func AppendState(dst []byte, s *State) []byte {
	w := jsonWriter{buf: append(dst, '{')}
	w.stage(&s.Stage)
	w.style(&s.Style)
	w.bool("ready", s.Ready)
	w.bool("playing", s.Playing)
	w.time("t", s.T)
	w.key("shown")
	w.open('{')
	w.window(s.From, s.To, s.Low, s.High)
	w.close('}')
	w.time("start", s.Start)
	w.time("end", s.End)
	w.time("playFrom", s.PlayFrom)
	w.int("candleMs", int64(s.Candle))
	w.positive("factor", s.Factor)
	w.elapsed(s)
	w.positive("price", float64(s.Price))
	w.number("longUSD", float64(s.LongUSD))
	w.number("shortUSD", float64(s.ShortUSD))
	w.bool("allCoins", s.AllCoins)
	w.currentWave(&s.Wave)
	w.optional("filtered", s.Filtered)
	w.bool("computing", s.Computing)
	w.whatIf(&s.Stage.WhatIf, &s.WhatIf)
	w.live(&s.Live)
	w.text("query", s.Query)
	w.problems(s.Problems)
	w.optional("error", s.Error)
	return append(w.buf, '}')
}

func (w *jsonWriter) stage(s *Stage) {
	w.text("event", s.Event)
	if s.Smart {
		w.text("speed", smart)
	} else {
		w.number("speed", s.Speed)
	}
	w.number("fit", s.FitOrDefault())
	w.window(s.From, s.To, s.Low, s.High)
	w.time("a", s.A)
	w.time("b", s.B)
	w.pin(s.Pin)
	w.key("layers")
	w.open('[')
	for i, name := range layerNames {
		if s.Layers&(1<<i) != 0 {
			w.comma()
			w.string(name)
		}
	}
	w.close(']')
	w.positive("min", float64(s.Min))
	w.positive("max", float64(s.Max))
	w.choice(&s.Choice)
	w.depth(&s.Depth)
}

// elapsed is null where the replay runs evenly: it has no length then.
func (w *jsonWriter) elapsed(s *State) {
	if !s.Ready || !s.Stage.Smart {
		w.null("elapsed")
		return
	}
	w.number("elapsed", s.Elapsed)
}

func (w *jsonWriter) currentWave(v *WaveInfo) {
	if v.N == 0 {
		w.null("wave")
		return
	}
	w.key("wave")
	w.wave(v)
}

func (w *jsonWriter) pin(p Pin) {
	if !p.IsSet() {
		w.null("pin")
		return
	}
	w.key("pin")
	w.open('{')
	w.time("t", p.T)
	w.price("low", p.Low)
	w.price("high", p.High)
	w.close('}')
}

func (w *jsonWriter) window(from, to data.UnixMs, low, high data.Price) {
	w.time("from", from)
	w.time("to", to)
	w.positive("low", float64(low))
	w.positive("high", float64(high))
}

func (w *jsonWriter) style(s *Style) {
	w.optional("palette", s.Palette)
	w.number("gamma", s.GammaOrDefault())
	w.text("theme", s.Theme.String())
	w.optional("lang", s.Lang)
	w.text("ui", s.UI.String())
	w.text("gestures", s.Gestures.String())
	w.bool("reducedMotion", s.ReducedMotion)
}

func (w *jsonWriter) problems(problems []Problem) {
	w.key("problems")
	w.open('[')
	for _, p := range problems {
		w.comma()
		w.open('{')
		w.text("key", p.Key)
		w.text("value", p.Value)
		w.text("want", p.Want)
		w.close('}')
	}
	w.close(']')
}

// jsonWriter appends JSON. encoding/json would cost the client's download
// 0.1 MB (gzip) and allocate.
type jsonWriter struct{ buf []byte }

// comma separates from the element before, if there is one.
func (w *jsonWriter) comma() {
	switch w.buf[len(w.buf)-1] {
	case '{', '[':
	default:
		w.buf = append(w.buf, ',')
	}
}

func (w *jsonWriter) open(c byte)  { w.buf = append(w.buf, c) }
func (w *jsonWriter) close(c byte) { w.buf = append(w.buf, c) }

func (w *jsonWriter) key(key string) {
	w.comma()
	w.string(key)
	w.buf = append(w.buf, ':')
}

func (w *jsonWriter) text(key, value string) {
	w.key(key)
	w.string(value)
}

// optional writes an empty text as null.
func (w *jsonWriter) optional(key, value string) {
	if value == "" {
		w.null(key)
		return
	}
	w.text(key, value)
}

func (w *jsonWriter) null(key string) {
	w.key(key)
	w.buf = append(w.buf, "null"...)
}

func (w *jsonWriter) bool(key string, v bool) {
	w.key(key)
	w.buf = strconv.AppendBool(w.buf, v)
}

func (w *jsonWriter) int(key string, v int64) {
	w.key(key)
	w.buf = strconv.AppendInt(w.buf, v, 10)
}

// time writes the time 0, which stands for none, as null.
func (w *jsonWriter) time(key string, t data.UnixMs) {
	if t == 0 {
		w.null(key)
		return
	}
	w.int(key, int64(t))
}

func (w *jsonWriter) number(key string, v float64) {
	if !finite(v) {
		w.null(key)
		return
	}
	w.key(key)
	w.buf = strconv.AppendFloat(w.buf, v, 'f', -1, 64)
}

// positive writes 0, which stands for none, as null.
func (w *jsonWriter) positive(key string, v float64) {
	if v == 0 {
		w.null(key)
		return
	}
	w.number(key, v)
}

const hexDigits = "0123456789abcdef"

// string writes s quoted; bytes that are no UTF-8 become U+FFFD.
func (w *jsonWriter) string(s string) {
	w.buf = append(w.buf, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.buf = append(w.buf, '\\', byte(r))
		case r < 0x20 || r == '<' || r == 0x2028 || r == 0x2029:
			// '<' and the two separators, so that the text may stand inside a script element
			w.buf = append(w.buf, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
		default:
			w.buf = append(w.buf, string(r)...)
		}
	}
	w.buf = append(w.buf, '"')
}
