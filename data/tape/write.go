package tape

import (
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/tidwall/gjson"

	"unwind/data"
)

// Write encodes t, or returns its fault as [Check] does. The same tape always
// gives the same bytes. Numbers are written in the shortest form that reads
// back exactly, but for the dollars, the scale factors and the bands of the
// level estimate, which are rounded to four significant digits.
func Write(t *Tape) ([]byte, error) {
	if err := Check(t); err != nil {
		return nil, err
	}
	w := writer{fresh: true}
	w.b = append(w.b, '{')
	w.identity(t)
	w.candles("candles", t.Candles)
	w.mark(t.Mark)
	w.candles("spot", t.Spot)
	w.points("openInterest", t.OpenInterest)
	w.points("funding", t.Funding)
	w.depthFigures(t.Depth)
	w.liquidations(t.Liquidations)
	w.totals(t.Totals)
	w.adl(t.ADL)
	w.gaps(t.Gaps)
	w.levels(t.Levels)
	w.chapters(t.Chapters)
	w.facts(t.Facts)
	w.b = append(w.b, "\n}\n"...)
	if len(w.b) > MaxBytes {
		return nil, &Error{"", -1, "would be larger than " + strconv.Itoa(MaxBytes>>20) + " MiB"}
	}
	return w.b, nil
}

// writer appends JSON, one member a line.
type writer struct {
	b     []byte
	depth int
	fresh bool // nothing stands in the innermost object or array yet
}

// begin starts a line for a value: a member when it has a name, otherwise an
// element.
func (w *writer) begin(name string) {
	if !w.fresh {
		w.b = append(w.b, ',')
	}
	w.fresh = false
	w.line(w.depth + 1)
	if name != "" {
		w.b = gjson.AppendJSONString(w.b, name)
		w.b = append(w.b, ": "...)
	}
}

func (w *writer) line(depth int) {
	w.b = append(w.b, '\n')
	for range depth {
		w.b = append(w.b, ' ')
	}
}

func (w *writer) open(name string, bracket byte) {
	w.begin(name)
	w.b = append(w.b, bracket)
	w.depth++
	w.fresh = true
}

func (w *writer) close(bracket byte) {
	w.depth--
	w.line(w.depth + 1)
	w.b = append(w.b, bracket)
	w.fresh = false
}

func (w *writer) str(name, s string) {
	w.begin(name)
	w.b = gjson.AppendJSONString(w.b, s)
}

// strNonEmpty leaves an empty string out.
func (w *writer) strNonEmpty(name, s string) {
	if s != "" {
		w.str(name, s)
	}
}

func (w *writer) text(name string, t Text) {
	if len(t) == 0 {
		return
	}
	w.open(name, '{')
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		w.str(lang, t[lang])
	}
	w.close('}')
}

func (w *writer) moment(name string, t data.UnixMs) {
	w.begin(name)
	w.b = appendMoment(w.b, t)
}

func (w *writer) whole(name string, n int64) {
	w.begin(name)
	w.b = strconv.AppendInt(w.b, n, 10)
}

func (w *writer) float(name string, x float64) {
	w.begin(name)
	w.b = appendFloat(w.b, x)
}

// appendFloat appends the shortest decimal number that reads back as x.
func appendFloat(b []byte, x float64) []byte {
	format := byte('f')
	if a := math.Abs(x); a != 0 && (a < 1e-6 || a >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(b, x, format, -1, 64)
}

// round4 rounds x to four significant digits.
func round4(x float64) float64 {
	var digits [32]byte
	r, err := strconv.ParseFloat(string(strconv.AppendFloat(digits[:0], x, 'e', 3, 64)), 64)
	if err != nil {
		panic("tape: strconv does not read what it wrote: " + err.Error())
	}
	return r
}

// array appends an array of n elements.
func (w *writer) array(name string, n int, element func(b []byte, i int) []byte) {
	w.begin(name)
	w.b = append(w.b, '[')
	for i := range n {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = element(w.b, i)
	}
	w.b = append(w.b, ']')
}

func floats[T ~float64](w *writer, name string, v []T) {
	w.array(name, len(v), func(b []byte, i int) []byte { return appendFloat(b, float64(v[i])) })
}

func (w *writer) times(t []data.UnixMs) {
	if len(t) < 2 {
		w.array("times", len(t), func(b []byte, i int) []byte { return strconv.AppendInt(b, int64(t[i]), 10) })
		return
	}
	w.open("times", '{')
	w.moment("start", t[0])
	if isRegular(t) {
		w.whole("step", int64(t[1]-t[0]))
		w.whole("count", int64(len(t)))
	} else {
		w.array("gaps", len(t)-1, func(b []byte, i int) []byte { return strconv.AppendInt(b, int64(t[i+1]-t[i]), 10) })
	}
	w.close('}')
}

func (w *writer) identity(t *Tape) {
	w.str("format", Format)
	w.str("id", t.ID)
	w.text("title", t.Title)
	w.text("summary", t.Summary)
	w.strNonEmpty("instrument", t.Instrument)
	w.strNonEmpty("symbol", t.Symbol)
	w.strNonEmpty("base", t.Base)
	w.strNonEmpty("venue", t.Venue)
	w.open("window", '{')
	w.moment("from", t.From)
	w.moment("to", t.To)
	w.moment("cover", t.Cover)
	w.moment("playFrom", t.PlayFrom)
	if t.Edge != 0 {
		w.moment("edge", t.Edge)
	}
	w.close('}')
}

// layer opens a layer with the members that every layer begins with.
func (w *writer) layer(name string, o Origin) {
	w.open(name, '{')
	w.str("provenance", o.Provenance.String())
	w.text("why", o.Why)
	if o.Fetched != 0 {
		w.float("fetched", o.Fetched)
	}
	if len(o.Sources) == 0 {
		return
	}
	w.open("sources", '[')
	for _, s := range o.Sources {
		w.source("", s)
	}
	w.close(']')
}

func (w *writer) source(name string, s Source) {
	w.open(name, '{')
	w.str("name", s.Name)
	w.strNonEmpty("url", s.URL)
	w.close('}')
}

func (w *writer) chapters(v []Chapter) {
	if len(v) == 0 {
		return
	}
	w.open("chapters", '[')
	for _, c := range v {
		w.open("", '{')
		w.moment("time", c.T)
		w.text("title", c.Title)
		w.close('}')
	}
	w.close(']')
}

func (w *writer) facts(v []Fact) {
	if len(v) == 0 {
		return
	}
	w.open("facts", '[')
	for _, f := range v {
		w.open("", '{')
		if f.T != 0 {
			w.moment("time", f.T)
		}
		w.text("text", f.Text)
		if f.Value != 0 {
			w.float("value", f.Value)
		}
		w.source("source", f.Source)
		w.close('}')
	}
	w.close(']')
}
