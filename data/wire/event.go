package wire

import (
	"strconv"

	"unwind/data"
)

// MaxParts bounds the parts that an event's liquidations are summed up in.
const MaxParts = 2000

// EventInfo is what window.unwind.event() returns: what does not change while
// an event is shown. Texts are in the language of the page.
type EventInfo struct {
	ID, Title, Summary, Instrument string
	Start, End                     data.UnixMs // End exclusive
	Cover, PlayFrom                data.UnixMs
	Candle                         data.UnixMs // length of the tape's own candles, 0 without any
	Waves                          []WaveInfo
	Chapters                       []ChapterInfo
	Long, Short                    []data.USD // liquidated in equal parts of the event
}

// WaveInfo is a wave of liquidations, To exclusive.
type WaveInfo struct {
	N                    int // from 1, in time order
	From, To, Peak       data.UnixMs
	Side                 data.Side
	Long, Short, Unknown data.USD
}

// ChapterInfo is a named moment.
type ChapterInfo struct {
	T     data.UnixMs
	Title string
}

// AppendEvent appends e as one JSON object to dst.
func AppendEvent(dst []byte, e *EventInfo) []byte {
	w := jsonWriter{buf: append(dst, '{')}
	w.text("id", e.ID)
	w.text("title", e.Title)
	w.text("summary", e.Summary)
	w.text("instrument", e.Instrument)
	w.time("start", e.Start)
	w.time("end", e.End)
	w.time("cover", e.Cover)
	w.time("playFrom", e.PlayFrom)
	w.int("candleMs", int64(e.Candle))
	w.waves(e.Waves)
	w.chapters(e.Chapters)
	w.amounts("long", e.Long)
	w.amounts("short", e.Short)
	return append(w.buf, '}')
}

func (w *jsonWriter) waves(waves []WaveInfo) {
	w.key("waves")
	w.open('[')
	for i := range waves {
		w.comma()
		w.wave(&waves[i])
	}
	w.close(']')
}

// AppendWave appends v as one JSON object to dst.
func AppendWave(dst []byte, v *WaveInfo) []byte {
	w := jsonWriter{buf: dst}
	w.wave(v)
	return w.buf
}

func (w *jsonWriter) wave(v *WaveInfo) {
	w.open('{')
	w.int("n", int64(v.N))
	w.time("from", v.From)
	w.time("to", v.To)
	w.time("peak", v.Peak)
	w.text("side", v.Side.String())
	w.number("longUSD", float64(v.Long))
	w.number("shortUSD", float64(v.Short))
	w.number("unknownUSD", float64(v.Unknown))
	w.close('}')
}

func (w *jsonWriter) chapters(chapters []ChapterInfo) {
	w.key("chapters")
	w.open('[')
	for _, c := range chapters {
		w.comma()
		w.open('{')
		w.time("t", c.T)
		w.text("title", c.Title)
		w.close('}')
	}
	w.close(']')
}

// amounts writes whole dollars: they are for drawing.
func (w *jsonWriter) amounts(key string, usd []data.USD) {
	w.key(key)
	w.open('[')
	for _, v := range usd {
		w.comma()
		w.buf = strconv.AppendFloat(w.buf, float64(v), 'f', 0, 64)
	}
	w.close(']')
}
