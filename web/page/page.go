// Package page writes the HTML document around the chart: / and /embed, with
// the poster of the very state in the link, the controls and the texts in every
// language.
package page

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"sync"
	"time"

	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/whatif"
	"unwind/data/wire"
	"unwind/web/asset"
	"unwind/web/library"
)

// Options is what the page is made of.
type Options struct {
	Template string // the text of index.html
	Assets   *asset.Set
	Events   *library.Library
	// Base is the address that links and cards begin with, without a slash at
	// the end; empty means the one that was asked.
	Base string
	Live *Live // markets that are followed; nil: none is
}

// page answers / and /embed with the document around the chart.
type page struct {
	Options
	texts     map[string]texts              // by language
	templates map[string]*template.Template // by language
	lives     []*liveView
	now       func() time.Time

	mu    sync.Mutex // guards views
	views map[string]*eventView
}

// New returns the handler of / and /embed. It fails when the template or a text
// is broken.
func New(o Options) (http.Handler, error) {
	all, err := loadTexts()
	if err != nil {
		return nil, err
	}
	p := &page{Options: o, texts: all, templates: map[string]*template.Template{}, views: map[string]*eventView{}, now: time.Now}
	for lang, t := range all {
		if p.templates[lang], err = template.New("page").Funcs(t.funcs()).Parse(o.Template); err != nil {
			return nil, fmt.Errorf("parse page: %w", err)
		}
	}
	p.lives, err = p.newLiveViews()
	return p, err
}

// ServeHTTP writes the page of the state in the query. A value of the query
// that is not understood is named on the page. A server without events answers
// in its place.
func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, lang, err := p.render(r)
	if err != nil {
		panic(err) // the server's recovery logs it and answers
	}
	tag := strconv.Quote(asset.Hash(body))
	h := w.Header()
	h.Add("Vary", "Accept-Language, Accept-Encoding")
	h.Set("Content-Language", lang)
	if coding := asset.Negotiate(r.Header.Get("Accept-Encoding"), true); coding != "" {
		h.Set("Content-Encoding", coding)
		tag = strconv.Quote(asset.Hash(body) + "-" + coding)
	}
	h.Set("Etag", tag)
	if asset.NotModified(r, tag) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	p.send(w, r, body)
}

// send sends body in the coding that the headers name.
func (p *page) send(w http.ResponseWriter, r *http.Request, body []byte) {
	switch w.Header().Get("Content-Encoding") {
	case "br":
		body = asset.Brotli(body, brotliLevel)
	case "gzip":
		body = asset.Gzip(body, gzipLevel)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body) // a reader that went away is no fault of ours
	}
}

// Levels that pack a page in a few milliseconds.
const (
	gzipLevel   = 5
	brotliLevel = 5
)

var errNoEvents = errors.New("there is no event to show")

// render returns the page that r asks for and its language.
func (p *page) render(r *http.Request) ([]byte, string, error) {
	q := wire.ParseQuery(r.URL.RawQuery)
	named := q.Style.Lang != ""
	q.Style.Lang = LanguageOf(q.Style.Lang, r.Header.Get("Accept-Language"))
	var d *document
	var v *eventView
	var err error
	if id, asked := LiveAsked(r); asked {
		if followed := p.live(id, p.now()); followed != nil {
			d, v = p.liveDocument(r, q, followed), followed.eventView
		}
	}
	if d == nil {
		d, v, err = p.eventDocument(r, q)
	}
	if err != nil {
		return nil, "", err
	}
	d.Data.Lingual = named
	var out bytes.Buffer
	if err := v.templates[d.Lang].Execute(&out, d); err != nil {
		return nil, "", fmt.Errorf("fill page: %w", err)
	}
	return out.Bytes(), d.Lang, nil
}

// eventDocument describes the page of the event in q; where there is none of
// its id, that of the first.
func (p *page) eventDocument(r *http.Request, q wire.Query) (*document, *eventView, error) {
	event := p.Events.Event(q.Stage.Event)
	known := event != nil
	if !known {
		event = p.Events.Event("")
	}
	if event == nil {
		return nil, nil, errNoEvents
	}
	v, err := p.view(event)
	if err != nil {
		return nil, nil, err
	}
	m, err := p.market(event, q.Stage.Choice)
	if err != nil {
		return nil, nil, err
	}
	asked := q.Stage.Choice
	q.Stage.Choice = m.Fit(asked)
	answer, err := p.whatIf(event, m, &q)
	if err != nil {
		return nil, nil, err
	}
	d := p.document(r, q, v, m, answer)
	d.fitChoice(asked, q.Stage.Choice)
	if !known {
		d.unknownEvent(q.Stage.Event)
	}
	return d, v, nil
}

// market returns the market of an event as it is chosen. When too many are being
// worked out it is the whole event's: the client works out its own.
func (p *page) market(e *library.Event, c level.Choice) (*market.Market, error) {
	m, err := p.Events.Chosen(e, c)
	if errors.Is(err, library.ErrBusy) {
		return p.Events.Market(e)
	}
	return m, err
}

// whatIf returns the answer to the what-if of a link; none when too many are
// being worked out: the client works out its own.
func (p *page) whatIf(e *library.Event, m *market.Market, q *wire.Query) (*whatif.Answer, error) {
	a, err := p.Events.WhatIf(e, m, &q.Stage)
	if errors.Is(err, library.ErrBusy) {
		return nil, nil
	}
	return a, err
}

// view returns what the page shows of an event in any state. It is made once a
// tape: the market behind it may be forgotten and read again later.
func (p *page) view(e *library.Event) (*eventView, error) {
	if v := p.known(e.Tape.Hash); v != nil {
		return v, nil
	}
	m, err := p.Events.Market(e)
	if err != nil {
		return nil, err
	}
	v := newEventView(e, m, p.texts)
	if err := v.bind(p.templates); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.views) >= maxViews {
		clear(p.views)
	}
	p.views[e.Tape.Hash] = v
	return v, nil
}

func (p *page) known(hash string) *eventView {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.views[hash]
}

// maxViews bounds the views that are kept; one takes tens of kilobytes.
const maxViews = 64
