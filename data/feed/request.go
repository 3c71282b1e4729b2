package feed

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"unwind/data"
)

// Request is one request to a venue, always over HTTPS. The client of the
// proxy never supplies any part of it: hosts and paths are constants, symbols
// are checked against the venue's alphabet.
type Request struct {
	Method string // "GET" or "POST"
	Host   string
	Path   string
	Query  string // encoded
	Body   string // JSON of a POST
	// KeyHeader names the header that carries the operator's key, or "". The
	// key itself never passes through here.
	KeyHeader string
	Agent     bool // the host refuses requests without a User-Agent

	Budget string      // which of the venue's budgets it spends
	Weight int         // how much of it
	Fresh  data.UnixMs // how long an answer about the present is as good as a new one
}

// URL returns the address.
func (r *Request) URL() string {
	s := "https://" + r.Host + r.Path
	if r.Query != "" {
		s += "?" + r.Query
	}
	return s
}

// Parameters returns a query string of names and values in their order.
func Parameters(pairs ...string) string {
	var b strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(pairs[i])
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(pairs[i+1]))
	}
	return b.String()
}

// Ms spells a time in milliseconds.
func Ms(t data.UnixMs) string { return strconv.FormatInt(int64(t), 10) }

// ISO spells a time by ISO 8601, in milliseconds and UTC.
func ISO(t data.UnixMs) string {
	return time.UnixMilli(int64(t)).UTC().Format("2006-01-02T15:04:05.000Z")
}

// Budget is how much a venue allows an address in a while.
type Budget struct {
	Name  string // as in [Request.Budget]
	Host  string
	Units int         // of weight
	Per   data.UnixMs // in any stretch as long
	Gap   data.UnixMs // at least between two requests; 0: none
	// Used names the header of an answer that says how much is used, or "":
	// then only counting helps. Limit names the one that says how much is
	// allowed where that depends on the operator's plan; Units is then the
	// smallest.
	Used, Limit string
}

// Query asks for rows of one symbol.
type Query struct {
	Symbol   string
	Step     data.UnixMs // length of a candle or distance of points; 0 where the endpoint has none
	From, To data.UnixMs // To exclusive
}

// Step is a length that a venue serves, and its name for it.
type Step struct {
	Length data.UnixMs
	Name   string
}

// Endpoint is one kind of history that a venue serves.
type Endpoint[T any] struct {
	Steps  []Step      // none: rows have no fixed distance
	Rows   int         // most rows of an answer
	Spaced data.UnixMs // least distance of rows where there are no Steps; 0: not known
	Reach  data.UnixMs // how far back it goes; 0: since the listing
	Now    bool        // serves only the present: Step, From and To are not used
	Fresh  data.UnixMs // how long an answer about the present is as good as a new one
	Symbol func(string) bool
	// Build makes the request of a query that was checked; step is the venue's
	// name of its length.
	Build func(q Query, step string) Request
	// Parse reads an answer of status 200: rows in ascending times, those
	// outside the query left out. A refusal inside it is a [*Refusal], no row
	// at all is one for [Empty].
	Parse func(q Query, body []byte) ([]T, error)
}

// Request returns the request of a query. It refuses a symbol that is none of
// the venue's kind, a length that the venue does not serve, and a time range
// that is empty, out of bounds, or holds more rows than one answer: see
// [Windows].
func (e *Endpoint[T]) Request(q Query) (Request, error) {
	if !e.Symbol(q.Symbol) {
		return Request{}, &Refusal{Reason: BadSymbol, Text: Clip(q.Symbol)}
	}
	name, ok := e.stepName(q.Step)
	if !ok {
		return Request{}, badRequest("no steps of " + Ms(q.Step) + " ms")
	}
	if !e.Now {
		if err := e.checkTimes(q); err != nil {
			return Request{}, err
		}
	}
	r := e.Build(q, name)
	r.Fresh = e.Fresh
	return r, nil
}

func (e *Endpoint[T]) stepName(length data.UnixMs) (string, bool) {
	if len(e.Steps) == 0 {
		return "", true
	}
	i := slices.IndexFunc(e.Steps, func(s Step) bool { return s.Length == length })
	if i < 0 {
		return "", false
	}
	return e.Steps[i].Name, true
}

func (e *Endpoint[T]) checkTimes(q Query) error {
	switch {
	case q.From < Earliest || q.To > MaxTime:
		return badRequest("times must be from 2009 to 2100")
	case q.From >= q.To:
		return badRequest("the time range is empty")
	case e.Span(q.Step) > 0 && q.To-q.From > e.Span(q.Step):
		return badRequest("the time range holds more than " + strconv.Itoa(e.Rows) + " rows")
	}
	return nil
}

// Span returns the longest time range of one request, or 0 where that is not
// known and the last row of an answer says where to go on.
func (e *Endpoint[T]) Span(step data.UnixMs) data.UnixMs {
	if len(e.Steps) == 0 {
		step = e.Spaced
	}
	return data.UnixMs(e.Rows) * step
}

func badRequest(text string) *Refusal {
	return &Refusal{Reason: BadRequest, Text: text}
}

// Windows cuts a time range into pieces of at most span, each a query of its
// own, in order.
func Windows(q Query, span data.UnixMs) []Query {
	if span <= 0 || q.From >= q.To {
		return []Query{q}
	}
	var cut []Query
	for from := q.From; from < q.To; from += span {
		w := q
		w.From, w.To = from, min(from+span, q.To)
		cut = append(cut, w)
	}
	return cut
}
