package page

import (
	"embed"
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"io/fs"
	"maps"
	"strings"
)

// The texts of the page, one file a language with the same keys. The page's
// scripts get them from the page itself, so there is no second copy.
//
//go:embed i18n/*.json i18n/live/*.json
var textFiles embed.FS

// Languages of the page; the first is what a reader gets who asked for none of
// them.
var languages = []string{"en", "ru"}

// texts holds texts of one language by key.
type texts map[string]string

// loadTexts reads the texts of every language.
func loadTexts() (map[string]texts, error) {
	all := map[string]texts{}
	for _, lang := range languages {
		t, err := readTexts("i18n/" + lang + ".json")
		if err != nil {
			return nil, err
		}
		all[lang] = t
	}
	return all, nil
}

// loadLiveTexts returns the texts of the page of a market that is followed:
// those of the page, and more, which win.
func loadLiveTexts(page map[string]texts) (map[string]texts, error) {
	all := map[string]texts{}
	for lang, base := range page {
		more, err := readTexts("i18n/live/" + lang + ".json")
		if err != nil {
			return nil, err
		}
		all[lang] = base.with(more)
	}
	return all, nil
}

func readTexts(name string) (texts, error) {
	raw, err := fs.ReadFile(textFiles, name)
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	t := texts{}
	if err := json.Unmarshal(raw, &t); err != nil {
		return nil, fmt.Errorf("read texts %q: %w", name, err)
	}
	return t, nil
}

// with returns a copy of t with more texts, which win.
func (t texts) with(more texts) texts {
	all := maps.Clone(t)
	maps.Copy(all, more)
	return all
}

// fill returns the text of key with {name} replaced; pairs are names and
// values in turn.
func (t texts) fill(key string, pairs ...string) string {
	old := make([]string, len(pairs))
	copy(old, pairs)
	for i := 0; i < len(old); i += 2 {
		old[i] = "{" + old[i] + "}"
	}
	return strings.NewReplacer(old...).Replace(t[key])
}

// get returns the text of key. A missing text is a bug of the page, so it
// stops the page instead of leaving a hole in it.
func (t texts) get(key string) (string, error) {
	if s, ok := t[key]; ok {
		return s, nil
	}
	return "", fmt.Errorf("page has no text %q", key)
}

// say returns an element with the text of key, marked so that the page's
// scripts can change its language.
func (t texts) say(key string) (template.HTML, error) {
	s, err := t.get(key)
	return template.HTML(fmt.Sprintf(`<span data-t="%s">%s</span>`, html.EscapeString(key), html.EscapeString(s))), err
}

// label returns the attributes that name an element for a screen reader.
func (t texts) label(key string) (template.HTMLAttr, error) {
	s, err := t.get(key)
	return template.HTMLAttr(fmt.Sprintf(`aria-label="%s" data-l="%s"`, html.EscapeString(s), html.EscapeString(key))), err
}

// name is [texts.label] with a title that also tells the key on the keyboard,
// if there is one.
func (t texts) name(key string, shortcut ...string) (template.HTMLAttr, error) {
	s, err := t.get(key)
	if err != nil {
		return "", err
	}
	title, press := s, ""
	if len(shortcut) > 0 {
		press = shortcut[0]
		title += " (" + strings.Replace(press, "Space", t["key.space"], 1) + ")"
	}
	return template.HTMLAttr(fmt.Sprintf(`aria-label="%s" title="%s" data-n="%s" data-k="%s"`,
		html.EscapeString(s), html.EscapeString(title), html.EscapeString(key), html.EscapeString(press))), nil
}

// icon returns the picture of a button, which its name describes.
func icon(name string) template.HTML {
	return template.HTML(`<svg class="icon" aria-hidden="true"><use href="#i-` + html.EscapeString(name) + `"/></svg>`)
}

// funcs are the functions of the page's template for one language.
func (t texts) funcs() template.FuncMap {
	return template.FuncMap{"t": t.get, "say": t.say, "label": t.label, "name": t.name, "icon": icon}
}
