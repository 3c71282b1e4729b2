package wire

import (
	"strconv"

	"unwind/data"
)

// Encode returns the canonical query string of q, without '?': defaults are
// left out, keys come in one order, times are ISO 8601 in UTC. Two queries
// with one meaning encode alike, and ParseQuery(q.Encode()) is q without its
// problems. Nothing in it needs escaping.
func (q *Query) Encode() string { return string(q.AppendTo(nil)) }

// AppendTo appends [Query.Encode] to dst.
func (q *Query) AppendTo(dst []byte) []byte {
	e := encoder{buf: dst, start: len(dst)}
	e.stage(&q.Stage, q.HasTime)
	e.style(q)
	e.picture(&q.Picture)
	return e.buf
}

// encoder appends key=value pairs.
type encoder struct {
	buf   []byte
	start int
}

func (e *encoder) stage(s *Stage, hasTime bool) {
	if s.Event != "" {
		e.text("event", s.Event)
	}
	if hasTime {
		e.time("t", s.Clock.At)
	}
	if s.From < s.To {
		e.time("from", s.From)
		e.time("to", s.To)
	}
	if s.Low < s.High {
		e.number("low", float64(s.Low))
		e.number("high", float64(s.High))
	}
	if s.Smart {
		e.text("speed", smart)
	} else {
		e.other("speed", s.Speed, DefaultSpeed)
	}
	e.other("fit", s.FitOrDefault(), DefaultFit)
	if s.A < s.B {
		e.time("a", s.A)
		e.time("b", s.B)
	}
	e.pin(s.Pin)
	if s.Layers != DefaultLayers {
		e.key("layers")
		e.buf = s.Layers.appendTo(e.buf)
	}
	e.choice(&s.Choice)
	e.depth(&s.Depth)
	e.whatIf(&s.WhatIf)
	if s.Min < s.Max {
		e.number("min", float64(s.Min))
		e.number("max", float64(s.Max))
	}
}

func (e *encoder) style(q *Query) {
	s := &q.Style
	if s.Palette != "" {
		e.text("palette", s.Palette)
	}
	if s.Gamma != 0 {
		e.number("gamma", s.Gamma)
	}
	if s.Theme != ThemeSystem {
		e.text("theme", s.Theme.String())
	}
	if s.Lang != "" {
		e.text("lang", s.Lang)
	}
	if q.HasUI || s.UI != UIFull {
		e.text("ui", s.UI.String())
	}
	if s.Gestures != GesturesAuto {
		e.text("gestures", s.Gestures.String())
	}
	if q.Play != PlayNo {
		e.text("play", q.Play.String())
	}
}

func (e *encoder) picture(p *Picture) {
	e.other("w", float64(p.Width), DefaultWidth)
	e.other("h", float64(p.Height), DefaultHeight)
	e.other("scale", p.Scale, DefaultScale)
	if p.Bare {
		e.text("bare", "1")
	}
}

func (e *encoder) key(key string) {
	if len(e.buf) > e.start {
		e.buf = append(e.buf, '&')
	}
	e.buf = append(append(e.buf, key...), '=')
}

func (e *encoder) text(key, value string) {
	e.key(key)
	e.buf = append(e.buf, value...)
}

func (e *encoder) time(key string, t data.UnixMs) {
	e.key(key)
	e.buf = AppendTime(e.buf, t)
}

func (e *encoder) number(key string, v float64) {
	e.key(key)
	e.buf = strconv.AppendFloat(e.buf, v, 'f', -1, 64)
}

// more appends another part of a value.
func (e *encoder) more(v float64) {
	e.buf = strconv.AppendFloat(append(e.buf, ','), v, 'f', -1, 64)
}

// other appends v unless it is the default.
func (e *encoder) other(key string, v, byDefault float64) {
	if v != byDefault {
		e.number(key, v)
	}
}
