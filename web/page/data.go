package page

import (
	"encoding/json"

	"unwind/data"
	"unwind/data/wire"
)

// Built files that the page names. The build joins every script and style sheet
// into one of each, but for the script that comes before the others; the runtime
// comes from the Go toolchain.
const (
	styleName   = "css/page.css"
	earlyName   = "js/fetch.js"
	scriptName  = "js/main.js"
	runtimeName = "wasm_exec.js"
	clientName  = "main.wasm"
)

// pageData is what the page's scripts get from the server, as JSON.
type pageData struct {
	Lang      string           `json:"lang"`
	Texts     map[string]texts `json:"texts"` // by language
	Query     string           `json:"query"` // the state of the page, canonical
	ChosenUI  bool             `json:"chosenUI"`
	Lingual   bool             `json:"lingual"` // the link named its language
	Play      string           `json:"play"`    // "0", "visible", "1"
	HasTime   bool             `json:"hasTime"`
	Event     eventData        `json:"event"`
	URLs      urls             `json:"urls"`
	WasmBytes int              `json:"wasmBytes"`      // uncompressed
	TapeBytes int              `json:"tapeBytes"`      // uncompressed
	Live      *liveData        `json:"live,omitempty"` // of a market that is followed
	// State is a [wire.State]: what window.unwind.state() returns until the
	// client answers.
	State json.RawMessage `json:"state"`
}

type eventData struct {
	ID       string           `json:"id"`
	Name     string           `json:"instrument"`
	From     data.UnixMs      `json:"from"`
	To       data.UnixMs      `json:"to"` // exclusive
	PlayFrom data.UnixMs      `json:"playFrom"`
	Waves    [][2]data.UnixMs `json:"waves"` // from, to
}

type urls struct {
	WasmExec string `json:"wasmExec"`
	Wasm     string `json:"wasm"`
	Tape     string `json:"tape"`
}

func (p *page) data(d *document, q wire.Query, v *eventView) pageData {
	e := v.event
	all := map[string]texts{}
	for lang, x := range v.all {
		all[lang] = x.with(nil)
		for _, other := range p.choices(e) {
			all[lang]["event.name."+other.ID] = other.Title.In(lang)
		}
	}
	out := pageData{
		Lang: d.Lang, Texts: all, Query: q.Encode(), ChosenUI: q.HasUI, Play: q.Play.String(), HasTime: q.HasTime,
		Event: eventData{e.ID, e.Instrument, e.From, e.To, e.PlayFrom, v.waves},
		URLs: urls{
			WasmExec: p.Assets.URL(runtimeName), Wasm: p.Assets.URL(clientName), Tape: tapeAddress(e.ID),
		},
		WasmBytes: p.Assets.Size(clientName),
		State:     initialState(d, q, v),
	}
	if e.Tape != nil {
		out.TapeBytes = e.Tape.Size
	}
	return out
}

// tapeAddress is where the tape of an event is served.
func tapeAddress(id string) string { return "/api/events/" + id }

// initialState is the state before the client is there: what the link and the
// event say.
func initialState(d *document, q wire.Query, v *eventView) json.RawMessage {
	q.Stage.Event, q.Style.Lang = v.event.ID, d.Lang
	playFrom := v.event.PlayFrom
	if q.Stage.Smart {
		playFrom = v.event.From
	}
	return wire.AppendState(nil, &wire.State{
		Stage: q.Stage, Style: q.Style, T: d.Scrub.Now,
		Start: v.event.From, End: v.event.To, PlayFrom: playFrom,
		Filtered: d.Filter.Said, Query: q.Encode(), Problems: q.Problems,
	})
}
