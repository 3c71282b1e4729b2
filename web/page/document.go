package page

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/whatif"
	"unwind/data/wire"
	"unwind/render/palette"
	"unwind/render/scale"
	"unwind/render/summary"
	"unwind/web/library"
)

// document is everything that index.html shows.
type document struct {
	texts texts

	Lang, Theme, UI, Palette string
	Page                     string // "top" or "embed"
	Built                    bool
	Style                    string   // address
	Modules                  []string // addresses
	Tape                     string   // address, which scripts ask for later; "" on the page of a market that is followed
	Early, Client            string   // addresses of the script that comes first, and of what it fetches
	Main                     string
	OtherLanguage, FullPage  string // addresses

	Head       head
	Event      heading
	Events     []choice // in the chooser; none is shown when there is only one
	ChartLabel string
	Chips      []chip
	Filter     filterView
	View       string // the chart in words
	Levels     levels
	Cell       *wire.CellInfo // nil: nothing is pinned

	Coin      string // of the reader's own position
	OwnVenues []ownVenue

	ScoreURL     string
	ScoreColumns []string // keys of their texts

	Panels   []panelChoice
	Origins  []origin
	Facts    []fact
	Problems []problem
	Poster   poster
	Scrub    scrubView
	Speeds   []speedChoice
	Kinds    []string
	Themes   []string
	UIs      []string
	Palettes []option
	Layers   []layerChoice
	Gaps     bool // the event has gaps, which need a word
	Keys     []keyHelp
	Data     pageData
	Live     *liveHead // nil: an event is shown
}

// head is what search engines and cards show.
type head struct {
	Title, Description                       string
	Canonical, English, Russian, Link, Image string
}

type heading struct{ Title, Instrument string }

// choice is an event to choose.
type choice struct {
	ID, Title string
	Here      bool
}

// chip is the short form of an [origin].
type chip struct {
	origin
	Title string
}

// problem is a [wire.Problem] in words; the scripts say it in the other
// language.
type problem struct{ Say, Key, Value, A, B, Text string }

// scrubView is the scrub bar at the time of the page.
type scrubView struct {
	scrub
	From, To, Now data.UnixMs
	ISO, Text     string
}

type option struct{ Value, Says string }

// layerChoice is a layer of the chart to switch on and off. The event has
// nothing for one that is Missing, which Word says.
type layerChoice struct {
	Name        string
	On, Missing bool
}

// Word is the key of the text that says that the event has nothing for a layer:
// without gaps no data is missing.
func (l layerChoice) Word() string {
	if l.Name == wire.LayerGaps.String() {
		return "layer.none"
	}
	return "layer.missing"
}

// keyHelp is one row of the list of keys.
type keyHelp struct {
	Keys []string
	Says string
}

// chipLayers are the layers that have a chip: what is on the chart.
var chipLayers = []string{"candles", "liquidations", "totals", "levels"}

// scoreColumns are the columns of the scorecard, which the page's scripts fill.
var scoreColumns = []string{
	"score.set", "score.within", "score.cells", "score.touched", "score.matched", "score.lift", "score.distance", "score.distance.lift",
}

// livePanels are those of a market that goes on. What changed after a fall, and
// how it went beside others, is known when the days after it are over.
var livePanels = []panelChoice{{"waves", "panel.waves"}, {"fuel", "panel.fuel"}, {"whatif", "panel.whatif"}, {"alerts", "panel.alerts"}}

// panelChoice is a part below the chart that is fetched when it is opened.
type panelChoice struct{ Name, Says string }

var panels = []panelChoice{{"waves", "panel.waves"}, {"fuel", "panel.fuel"}, {"whatif", "panel.whatif"}, {"flush", "panel.flush"}, {"days", "panel.days"}, {"alerts", "panel.alerts"}}

var keyList = []keyHelp{
	{[]string{"Space", "K"}, "key.play"},
	{[]string{"←", "→"}, "key.step"},
	{[]string{"J", "L"}, "key.jump"},
	{[]string{"PgUp", "PgDn"}, "key.wave"},
	{[]string{"Home", "End"}, "key.ends"},
	{[]string{"[", "]"}, "key.speed"},
	{[]string{"I", "O"}, "key.loop"},
	{[]string{"+", "−"}, "key.zoom"},
	{[]string{"0"}, "key.whole"},
	{[]string{"Shift ← → ↑ ↓"}, "key.pan"},
	{[]string{"Enter"}, "key.cross"},
	{[]string{"F"}, "key.fullscreen"},
	{[]string{"S"}, "key.share"},
	{[]string{".", "B"}, "key.blackout"},
	{[]string{"?"}, "key.help"},
	{[]string{"Esc"}, "key.escape"},
}

// document describes the page of q and v as r asked for it.
func (p *page) document(r *http.Request, q wire.Query, v *eventView, m *market.Market, answer *whatif.Answer) *document {
	embedded := r.URL.Path == "/embed"
	if embedded && !q.HasUI {
		q.Style.UI = wire.UIMin
	}
	q.Stage.Event = v.event.ID
	lang := q.Style.Lang
	x := v.all[lang]
	d := &document{
		texts: x, Lang: lang, Theme: q.Style.Theme.String(), UI: q.Style.UI.String(), Palette: q.Style.Palette, Page: "top",
		Built:   p.Assets.Built(),
		Event:   heading{x["event.title"], v.event.Instrument},
		Panels:  panels,
		Origins: v.origins, Facts: v.facts,
		Kinds:  []string{"recorded", "published", "estimated", "modelled"},
		Themes: []string{"system", "dark", "light"},
		UIs:    []string{"full", "stage"},
		Keys:   keyList,
	}
	if embedded {
		d.Page = "embed"
	}
	d.ChartLabel = x.fill("chart", "instrument", v.event.Instrument, "window", x["event.window"])
	frame := summary.FrameOf(m, &q, answer)
	view := summary.Of(frame, summary.Rows)
	d.setLevels(view, &q)
	d.setCell(frame)
	d.Coin, d.OwnVenues = m.Coin(), ownVenues(m)
	d.setTime(q, v)
	d.setChoices(q)
	d.setLayers(q, v)
	d.setFilter(m)
	d.setProblems(q.Problems)
	for _, o := range v.origins {
		if slices.Contains(chipLayers, o.Key) {
			d.Chips = append(d.Chips, chip{o, x[o.Known] + ": " + x[o.Why]})
		}
	}
	p.setAddresses(d, r, q)
	p.setEvents(d, v)
	d.Data = p.data(d, q, v)
	for lang, x := range d.Data.Texts {
		x["view.text"] = view.Text(lang)
	}
	return d
}

func (d *document) setTime(q wire.Query, v *eventView) {
	now := v.event.Cover
	if q.HasTime {
		now = min(max(q.Stage.Clock.At, v.event.From), v.event.To)
	}
	text := d.texts.moment(now)
	d.Scrub = scrubView{
		scrub: v.scrub, From: v.event.From, To: v.event.To, Now: now,
		ISO: utc(now).Format("2006-01-02T15:04:05Z"), Text: text,
	}
	d.Poster = newPoster(q, d.View)
}

func (d *document) setChoices(q wire.Query) {
	d.Speeds = speedChoices(&q.Stage, d.texts, d.Lang)
	d.Palettes = []option{{"", "palette.auto"}}
	for _, name := range palette.Names {
		d.Palettes = append(d.Palettes, option{name, "palette." + name})
	}
}

// layerNeeds are the layers of a tape that some layers of the chart show.
// One of each is enough.
var layerNeeds = map[wire.Layers][]string{
	wire.LayerHeat: {"levels"}, wire.LayerProfile: {"levels"}, wire.LayerChain: {"levels"},
	wire.LayerBubbles: {"liquidations"}, wire.LayerLiquidations: {"liquidations"}, wire.LayerVolume: {"candles"},
	wire.LayerSpot: {"spot"}, wire.LayerOI: {"openInterest"}, wire.LayerFunding: {"funding"},
	wire.LayerFuel: {"levels"}, wire.LayerDepth: {"depth"}, wire.LayerLanes: {"liquidations", "totals"}, wire.LayerGaps: {"gaps"},
}

// emptyLayers are the layers of the chart that an event has nothing for. Depth
// may also be measured from the candles.
func emptyLayers(m *market.Market, origins []origin) (empty wire.Layers) {
	for layer, need := range layerNeeds {
		if !slices.ContainsFunc(origins, func(o origin) bool { return slices.Contains(need, o.Key) }) {
			empty |= layer
		}
	}
	if m.HasDepth() {
		empty &^= wire.LayerDepth
	}
	return empty
}

// setLayers lists the layers to choose; those that the event has nothing for
// are there and say so, and those of them that the link chose are a problem.
func (d *document) setLayers(q wire.Query, v *eventView) {
	for _, l := range wire.EachLayer() {
		d.Layers = append(d.Layers, layerChoice{l.String(), q.Stage.Layers&l != 0, v.empty&l != 0})
	}
	d.Gaps = v.empty&wire.LayerGaps == 0
	if empty := v.empty & q.Stage.Layers &^ wire.LayerGaps; empty != 0 && q.Stage.Layers != wire.DefaultLayers {
		d.addProblem(unfit("layers", empty.String()))
	}
}

// unfit is the problem of a value that the event has nothing for.
func unfit(key, value string) wire.Problem {
	return wire.Problem{Key: key, Value: value, Wanted: wire.Wanted{Rule: "unfit"}}
}

func (d *document) setProblems(problems []wire.Problem) {
	for _, f := range problems {
		d.addProblem(f)
	}
}

// unknownEvent says that the link names an event that is not here.
func (d *document) unknownEvent(id string) {
	d.addProblem(wire.Problem{Key: "event", Value: id, Wanted: wire.Wanted{Rule: "event"}})
}

func (d *document) addProblem(f wire.Problem) {
	say := "problem." + string(f.Rule)
	text := d.texts.fill(say, "key", f.Key, "value", f.Value, "a", bound(f.A, d.Lang), "b", bound(f.B, d.Lang))
	d.Problems = append(d.Problems, problem{say, f.Key, f.Value, f.A, f.B, text})
}

// bound writes a number that a problem names in a language: 1,000,000 or 0,4;
// what is none, as a list of names, stays.
func bound(s, lang string) string {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	_, part, _ := strings.Cut(s, ".")
	return string(scale.AppendFixed(nil, v, len(part), scale.LangOf(lang)))
}

// setAddresses fills in every address of the document.
func (p *page) setAddresses(d *document, r *http.Request, q wire.Query) {
	d.Style, d.Main = p.Assets.URL(styleName), p.Assets.URL(scriptName)
	d.Modules = []string{d.Main, p.Assets.URL(runtimeName)}
	d.Early, d.Client, d.Tape = p.Assets.URL(earlyName), p.Assets.URL(clientName), tapeAddress(q.Stage.Event)
	base := p.base(r)
	in := func(lang string) string {
		q := q
		q.Style.Lang = lang
		return "?" + q.Encode()
	}
	other := "ru"
	if d.Lang == "ru" {
		other = "en"
	}
	event := base + "/?event=" + url.QueryEscape(q.Stage.Event)
	whole := q
	whole.Style.UI, whole.HasUI = wire.UIFull, false
	picture := whole
	picture.Play = wire.PlayNo
	d.ScoreURL, d.ScoreColumns = tapeAddress(q.Stage.Event)+"/score", scoreColumns
	d.OtherLanguage, d.FullPage = in(other), "/?"+whole.Encode()
	d.Head = head{
		Title:       d.texts.fill("title", "title", d.Event.Title),
		Description: d.texts["event.summary"],
		Canonical:   event, English: event + "&lang=en", Russian: event + "&lang=ru",
		Link: base + d.FullPage, Image: base + "/poster.png?" + picture.Encode(),
	}
}

// base returns the scheme and host that links begin with.
func (p *page) base(r *http.Request) string {
	if p.Base != "" {
		return strings.TrimSuffix(p.Base, "/")
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (p *page) setEvents(d *document, here *eventView) {
	for _, e := range p.choices(here.event) {
		d.Events = append(d.Events, choice{e.ID, e.Title.In(d.Lang), e.ID == here.event.ID})
	}
}

// choices returns the events that the menu offers: those that are listed, the
// one at hand, which may be lent, and the markets that are followed.
func (p *page) choices(here *library.Event) []*library.Event {
	all := slices.Clip(p.Events.Events())
	for _, v := range p.lives {
		all = append(all, v.event)
	}
	if slices.ContainsFunc(all, func(e *library.Event) bool { return e.ID == here.ID }) {
		return all
	}
	return append(all, here)
}
