package page

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/collect"
	"unwind/data/feed"
	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/tape"
	"unwind/data/wire"
	"unwind/web/library"
	"unwind/web/panel"
)

// Live is the markets that a server follows, for the page that shows them as
// they come.
type Live struct {
	Symbols []string // as Binance writes them; /live shows the first
	Venues  []string // ids of those that send liquidations
	Spot    bool     // spot markets are among them
	Records bool     // what comes is recorded, so that the last minutes can be replayed
}

// LivePath is where the first market that is followed is shown.
const LivePath = "/live"

// liveSpan is how much of a market that is followed the page shows.
const liveSpan = data.Day

// Built files that only the page of a market that is followed names.
const (
	liveStyle  = "css/live/live.css"
	liveScript = "js/live/live.js"
)

// LiveStyles are the built style sheets of the page of a market, in order.
var LiveStyles = []string{styleName, liveStyle}

// LiveAsked returns the id of the market that r wants to see live, "" for any,
// and whether it wants one: by the event of its query, or by the path and the
// symbol.
func LiveAsked(r *http.Request) (id string, asked bool) {
	event := wire.ParseQuery(r.URL.RawQuery).Stage.Event
	if strings.HasPrefix(event, collect.LiveID("")) {
		return event, true
	}
	if r.URL.Path != LivePath {
		return "", false
	}
	if symbol := r.URL.Query().Get("symbol"); symbol != "" {
		return collect.LiveID(symbol), true
	}
	return "", true
}

// liveView is what the page shows of a market that is followed, before the
// stream says anything.
type liveView struct {
	*eventView
	symbol string
	market *market.Market // without any data
}

// liveData is what the page's scripts need to follow a market.
type liveData struct {
	Stream string `json:"stream"` // address of the WebSocket
	Symbol string `json:"symbol"`
	Script string `json:"script"` // address of the module that follows it
	Alerts string `json:"alerts"` // and of the one that tells what the reader wants to be told of
	// Senders are the venues that send liquidations, by id.
	Senders []string `json:"senders"`
	Records bool     `json:"records"` // /api/tapes/last has the last minutes
}

// newLiveViews returns the views of all markets that are followed.
func (p *page) newLiveViews() ([]*liveView, error) {
	if p.Live == nil {
		return nil, nil
	}
	own, err := loadLiveTexts(p.texts)
	if err != nil {
		return nil, err
	}
	var all []*liveView
	for _, symbol := range p.Live.Symbols {
		v, err := newLiveView(symbol, p.Live, own)
		if err != nil {
			return nil, fmt.Errorf("live page of %q: %w", symbol, err)
		}
		if err := v.bind(p.templates); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

func newLiveView(symbol string, live *Live, all map[string]texts) (*liveView, error) {
	e := liveEvent(symbol, live, all)
	m, err := emptyMarket(e)
	if err != nil {
		return nil, err
	}
	v := &liveView{newEventView(e, m, all), symbol, m}
	v.empty &^= liveMayCome
	for i := range v.origins {
		if o := &v.origins[i]; o.Kind == data.Recorded.String() && o.Key != "liquidations" {
			o.Known = known[tape.CameBoth] // to be expected: what was before is fetched, where venues tell it
		}
	}
	for lang, x := range all {
		for key, text := range map[string]string{"event.window": x["live.window"], "view.text": x["live.waits"]} {
			v.texts[lang][key], v.all[lang][key] = text, text
		}
	}
	return v, nil
}

// liveMayCome are layers of the chart that nothing declares and that what comes
// may have something for.
const liveMayCome = wire.LayerGaps | wire.LayerDepth

// liveEvent describes a market that is followed as an event. It has no tape:
// the stream is where its data comes from.
func liveEvent(symbol string, live *Live, all map[string]texts) *library.Event {
	in := func(key string) tape.Text {
		said := tape.Text{}
		for lang, x := range all {
			said[lang] = x.fill(key, "symbol", symbol, "coin", feed.Coin(symbol))
		}
		return said
	}
	e := &library.Event{Info: library.Info{
		ID: collect.LiveID(symbol), Title: in("live.title"), Summary: in("live.summary"),
		Instrument: symbol, Symbol: symbol, Base: feed.Coin(symbol), From: 1, To: 1 + liveSpan,
	}}
	layer := func(name string, kind data.Provenance, atLeast bool) {
		e.Layers = append(e.Layers, library.Layer{Name: name, Provenance: kind.String(), Why: in("live.why." + name), AtLeast: atLeast})
	}
	layer("candles", data.Recorded, false)
	layer("mark", data.Recorded, false)
	if live.Spot {
		layer("spot", data.Recorded, false)
	}
	layer("openInterest", data.Recorded, false)
	layer("funding", data.Recorded, false)
	layer("liquidations", data.Recorded, true)
	layer("levels", data.Estimated, false)
	return e
}

// emptyMarket returns the market of an event of which nothing is known yet.
func emptyMarket(e *library.Event) (*market.Market, error) {
	b := market.NewBuilder(&tape.Tape{
		ID: e.ID, Title: e.Title, Symbol: e.Symbol, Base: e.Base, Instrument: e.Instrument,
		From: e.From, To: e.To, Cover: e.To, PlayFrom: e.From, Liquidations: &tape.LiquidationLayer{Origin: tape.Origin{Provenance: data.Recorded}},
	})
	for {
		if done, err := b.Step(); done || err != nil {
			return b.Market(), err
		}
	}
}

// live returns the view of the market of an id that is followed, "" for the
// first, at a time; nil if it is not followed.
func (p *page) live(id string, now time.Time) *liveView {
	for _, v := range p.lives {
		if id == "" || v.event.ID == id {
			return v.at(now)
		}
	}
	return nil
}

// at returns the view of the span that ends at a time, whole minutes.
func (v *liveView) at(now time.Time) *liveView {
	e, view := *v.event, *v.eventView
	e.To = data.UnixMs(now.Truncate(time.Minute).UnixMilli())
	e.From = e.To - liveSpan
	e.Cover, e.PlayFrom = e.To, e.From
	view.event = &e
	return &liveView{&view, v.symbol, v.market}
}

// originsNow returns the origins of a market that is followed, each with the
// way its rows came by now; one of which nothing was heard stays as it is.
func (p *page) originsNow(v *liveView) []origin {
	if !p.Events.Heard(v.event.ID) {
		return v.origins
	}
	e := p.Events.Event(v.event.ID)
	if e == nil {
		return v.origins
	}
	all := slices.Clone(v.origins)
	for i := range all {
		n := slices.IndexFunc(e.Layers, func(l library.Layer) bool { return l.Name == all[i].Key })
		if n >= 0 && all[i].Kind == data.Recorded.String() {
			all[i].Known = known[e.Layers[n].Came()]
		}
	}
	return all
}

// liveDocument describes the page of a market that is followed. The scripts
// show what came of it, so what an event's data would decide is left open but
// for how that came.
func (p *page) liveDocument(r *http.Request, q wire.Query, v *liveView) *document {
	v.origins = p.originsNow(v)
	d := p.document(r, q, v.eventView, v.market, nil)
	d.Live = &liveHead{Style: p.Assets.URL(liveStyle), Records: p.Live.Records}
	d.View, d.Panels = v.texts[d.Lang]["view.text"], livePanels
	d.Poster.Alt = d.View
	if !p.Events.Heard(v.event.ID) {
		d.Poster = poster{Alt: d.View} // there is no picture yet
	}
	d.Tape, d.ScoreURL = "", "" // there is none
	d.Modules = append(d.Modules, p.Assets.URL(liveScript))
	canonical := p.base(r) + LivePath + "?symbol=" + template.URLQueryEscaper(v.symbol)
	d.Head.Canonical, d.Head.English, d.Head.Russian = canonical, canonical+"&lang=en", canonical+"&lang=ru"
	d.Filter.Venues, d.Filter.NoVenues, d.Filter.Fixed = nameVenues(p.Live.Venues, cascade.VenueName), len(p.Live.Venues) == 0, false
	for _, share := range level.Defaults().Mix {
		d.Filter.Leverages = append(d.Filter.Leverages, plain(share.Leverage))
	}
	d.Data.URLs.Tape = ""
	d.Data.Live = &liveData{Stream: "/api/live/stream", Symbol: v.symbol, Script: p.Assets.URL(liveScript), Alerts: p.Assets.URL(panel.AlertsScript), Senders: p.Live.Venues, Records: p.Live.Records}
	for lang, x := range d.Data.Texts {
		x["view.text"] = v.texts[lang]["view.text"]
	}
	return d
}

// liveHead is what index.html shows on the page of a market that is followed
// alone.
type liveHead struct {
	Style   string // address
	Records bool
}
