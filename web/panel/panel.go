// Package panel writes the parts of the page below the chart that are fetched
// when they are opened, as HTML in one language.
package panel

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"unwind/render/scale"
	"unwind/web/library"
)

//go:embed *.html i18n/*.json
var files embed.FS

// languages of the panels; the first stands in for every other.
var languages = []string{"en", "ru"}

// Request asks for a panel.
type Request struct {
	Event *library.Event // may be nil of a panel that is [Panels.OfAny]
	With  string         // id of the event to set beside it; "" chooses one
	Lang  string
}

// Panels writes panels. It is safe for concurrent use.
type Panels struct {
	events    *library.Library
	url       func(name string) string
	templates map[string]*template.Template // by language
	texts     map[string]texts
	views     map[string]func(*Request, *words) (any, error)
}

// New returns the panels of a library; url gives the address of a built file.
// It fails when a template or a text is broken.
func New(events *library.Library, url func(name string) string) (*Panels, error) {
	p := &Panels{events: events, url: url, templates: map[string]*template.Template{}, texts: map[string]texts{}}
	p.views = map[string]func(*Request, *words) (any, error){"waves": p.waves, "days": p.days, "flush": p.flush, "whatif": p.whatIf, "fuel": p.fuel, "alerts": p.alerts}
	for _, lang := range languages {
		raw, err := files.ReadFile("i18n/" + lang + ".json")
		if err != nil {
			return nil, fmt.Errorf("read texts of panels: %w", err)
		}
		t := texts{}
		if err := json.Unmarshal(raw, &t); err != nil {
			return nil, fmt.Errorf("read texts of panels in %q: %w", lang, err)
		}
		w := newWords(t, lang)
		p.texts[lang] = t
		if p.templates[lang], err = template.New("").Funcs(template.FuncMap{"t": w.get, "url": url}).ParseFS(files, "*.html"); err != nil {
			return nil, fmt.Errorf("parse panels: %w", err)
		}
	}
	return p, nil
}

// Has reports whether there is a panel of that name.
func (p *Panels) Has(name string) bool { return p.views[name] != nil }

// OfAny reports whether a panel is the same for every event, so that it needs
// none.
func (p *Panels) OfAny(name string) bool { return name == "alerts" }

// following are the panels that a script keeps in step with the chart. Of a
// market that goes on the others are of the moment at which they were made.
var following = []string{"alerts", "fuel", "whatif"}

// Write returns a panel, which must be one that [Panels.Has].
func (p *Panels) Write(name string, r *Request) ([]byte, error) {
	lang := r.Lang
	if !slices.Contains(languages, lang) {
		lang = languages[0]
	}
	data, err := p.views[name](r, newWords(p.texts[lang], lang))
	if err != nil {
		return nil, fmt.Errorf("panel %q: %w", name, err)
	}
	var out bytes.Buffer
	if e := r.Event; e != nil && e.GoesOn() && !slices.Contains(following, name) {
		when := string(scale.AppendClockSeconds(nil, e.Cover))
		said := newWords(p.texts[lang], lang).fill("now", "time", when)
		if err := p.templates[lang].ExecuteTemplate(&out, "now.html", said); err != nil {
			return nil, fmt.Errorf("panel %q: %w", name, err)
		}
	}
	if err := p.templates[lang].ExecuteTemplate(&out, name+".html", data); err != nil {
		return nil, fmt.Errorf("panel %q: %w", name, err)
	}
	return out.Bytes(), nil
}

// texts holds texts of one language by key.
type texts map[string]string

// words writes what a panel says in one language.
type words struct {
	texts texts
	tag   string
	lang  scale.Lang
}

func newWords(t texts, tag string) *words { return &words{t, tag, scale.LangOf(tag)} }

// get returns the text of key. A missing text is a bug, so it stops the panel
// instead of leaving a hole in it.
func (w *words) get(key string) (string, error) {
	if s, ok := w.texts[key]; ok {
		return s, nil
	}
	return "", fmt.Errorf("no text %q", key)
}

// fill returns the text of key with {name} replaced; pairs are names and
// values in turn.
func (w *words) fill(key string, pairs ...string) string {
	old := slices.Clone(pairs)
	for i := 0; i < len(old); i += 2 {
		old[i] = "{" + old[i] + "}"
	}
	return strings.NewReplacer(old...).Replace(w.texts[key])
}
