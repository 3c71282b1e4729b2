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
	Bursts                         []BurstInfo
	Chapters                       []ChapterInfo
	Long, Short                    []data.USD // liquidated in equal parts of the event
}

// BurstInfo is a stretch in which liquidations were dense, To exclusive.
type BurstInfo struct {
	From, To, Peak data.UnixMs
	Long, Short    data.USD
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
	w.bursts(e.Bursts)
	w.chapters(e.Chapters)
	w.amounts("long", e.Long)
	w.amounts("short", e.Short)
	return append(w.buf, '}')
}

func (w *jsonWriter) bursts(bursts []BurstInfo) {
	w.key("bursts")
	w.open('[')
	for i := range bursts {
		b := &bursts[i]
		w.comma()
		w.open('{')
		w.time("from", b.From)
		w.time("to", b.To)
		w.time("peak", b.Peak)
		w.number("longUSD", float64(b.Long))
		w.number("shortUSD", float64(b.Short))
		w.close('}')
	}
	w.close(']')
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
