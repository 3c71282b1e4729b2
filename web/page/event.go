package page

import (
	"fmt"
	"html/template"
	"strconv"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/tape"
	"unwind/data/wire"
	"unwind/web/library"
)

// eventView is what the page shows of an event whatever the state.
type eventView struct {
	event *library.Event
	texts map[string]texts // of the event alone, by language
	all   map[string]texts // with those of the page
	// templates are the page's, bound to all. Binding is slow, so it is done
	// once an event.
	templates map[string]*template.Template
	scrub     scrub
	origins   []origin
	facts     []fact
	empty     wire.Layers // that the event has nothing for
	waves     [][2]data.UnixMs
}

// origin is where one layer comes from. Label, Kind, Known and Why are keys of
// texts; Known is the kind, or says of what is recorded that it was fetched.
type origin struct {
	Key, Label, Kind, Known, Why string
	AtLeast                      bool
	Sources                      []library.Source
}

// known are the keys of how what is recorded came.
var known = [...]string{tape.CameLive: "recorded", tape.CameBoth: "recorded.both", tape.CameLater: "recorded.later"}

// fact is a published figure. Text and When are keys of texts; ISO and When
// are empty for a figure that belongs to no moment.
type fact struct {
	ISO, When, Text, Source, URL string
}

func newEventView(e *library.Event, m *market.Market, all map[string]texts) *eventView {
	v := &eventView{event: e, texts: map[string]texts{}, scrub: newScrub(m)}
	for lang, base := range all {
		v.texts[lang] = texts{
			"event.title":   e.Title.In(lang),
			"event.summary": e.Summary.In(lang),
			"event.window":  base.window(e.From, e.To),
		}
	}
	for _, l := range withEstimate(e.Layers, m) {
		v.addOrigin(l)
	}
	v.empty = emptyLayers(m, v.origins)
	for i, f := range m.Tape.Facts {
		v.addFact(i, f, all)
	}
	v.all = map[string]texts{}
	for lang, base := range all {
		v.all[lang] = base.with(v.texts[lang])
	}
	v.waves = [][2]data.UnixMs{} // none are an empty list for the page's scripts
	for _, w := range m.Waves() {
		v.waves = append(v.waves, [2]data.UnixMs{w.Start, w.To})
	}
	return v
}

// bind gives each of the page's templates the texts of the event.
func (v *eventView) bind(templates map[string]*template.Template) error {
	v.templates = map[string]*template.Template{}
	for lang, t := range templates {
		own, err := t.Clone()
		if err != nil {
			return fmt.Errorf("prepare page: %w", err)
		}
		v.templates[lang] = own.Funcs(v.all[lang].funcs())
	}
	return nil
}

// withEstimate adds the level estimate to the layers of a tape that has none:
// the page works it out itself then, where it can.
func withEstimate(layers []library.Layer, m *market.Market) []library.Layer {
	if m.Tape.Levels != nil || m.Field == nil {
		return layers
	}
	parts := m.Origins()
	own := parts[len(parts)-1]
	return append(layers[:len(layers):len(layers)], library.Layer{Name: own.Layer.String(), Provenance: own.Provenance.String(), Why: own.Why})
}

func (v *eventView) addOrigin(l library.Layer) {
	o := origin{
		Key: l.Name, Label: "origin." + l.Name, Kind: l.Provenance, Known: l.Provenance,
		Why: "why." + l.Name, AtLeast: l.AtLeast, Sources: l.Sources,
	}
	if o.Kind == data.Recorded.String() {
		o.Known = known[l.Came()]
	}
	if l.Name == "levels" && len(l.Why) == 0 {
		o.Why = "levels.why"
	} else {
		v.say(o.Why, l.Why.In)
	}
	v.origins = append(v.origins, o)
}

func (v *eventView) addFact(i int, f tape.Fact, all map[string]texts) {
	key := "fact." + strconv.Itoa(i)
	out := fact{Text: key, Source: f.Source.Name, URL: f.Source.URL}
	v.say(key, f.Text.In)
	if f.T != 0 {
		out.ISO, out.When = utc(f.T).Format("2006-01-02T15:04Z"), key+".when"
		v.say(out.When, func(lang string) string {
			return all[lang].day(utc(f.T)) + ", " + utc(f.T).Format("15:04")
		})
	}
	v.facts = append(v.facts, out)
}

// say adds a text in every language.
func (v *eventView) say(key string, in func(lang string) string) {
	for lang := range v.texts {
		v.texts[lang][key] = in(lang)
	}
}
