package web

import (
	"html/template"
	"net/http"
	"strings"

	"unwind/data/collect"
	"unwind/data/wire"
	"unwind/web/page"
)

// unfollowed stands for the page of a market that is not followed: why, and
// what there is instead.
var unfollowed = template.Must(template.New("unfollowed").Parse(`<!doctype html>
<html lang="{{if .Russian}}ru{{else}}en{{end}}" data-theme="system">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<meta name="robots" content="noindex">
<title>{{if .Russian}}Прямого эфира нет{{else}}Nothing live{{end}} · Unwind</title>
<link rel="icon" href="data:,">
{{range .Styles}}<link rel="stylesheet" href="{{.}}">
{{end}}<main class="unfollowed">
<h1>{{if .Russian}}Прямого эфира нет{{else}}Nothing live here{{end}}</h1>
{{if .Symbols}}<p>{{if .Russian}}За {{.Symbol}} этот сервер не следит. Он следит за:{{else}}This server does not follow {{.Symbol}}. It follows:{{end}}{{range .Symbols}} <a href="{{$.Path}}?symbol={{.}}">{{.}}</a>{{end}}</p>
{{else}}<p>{{if .Russian}}Этот сервер не следит ни за одной биржей. Кто его запускает, включает это флагом <code>--live</code>.{{else}}This server follows no venue. Whoever runs it turns that on with <code>--live</code>.{{end}}</p>
{{end}}<p><a class="button solid" href="/">{{if .Russian}}К повтору{{else}}To the replay{{end}}</a></p>
</main>
`))

// unfollowedView is what the page says.
type unfollowedView struct {
	Russian      bool
	Symbol, Path string
	Symbols      []string // that are followed
	Styles       []string // addresses
}

func (s *server) sendUnfollowedPage(w http.ResponseWriter, r *http.Request, id string) {
	symbol := strings.ToUpper(strings.TrimPrefix(id, collect.LiveID("")))
	v := unfollowedView{Symbol: symbol, Path: page.LivePath}
	for _, name := range page.LiveStyles {
		if url := s.Assets.URL(name); url != "" {
			v.Styles = append(v.Styles, url)
		}
	}
	if s.Live != nil {
		v.Symbols = s.Live.Symbols
	}
	named := wire.ParseQuery(r.URL.RawQuery).Style.Lang
	lang := page.LanguageOf(named, r.Header.Get("Accept-Language"))
	v.Russian = lang == "ru"
	head := w.Header()
	head.Add("Vary", "Accept-Language")
	head.Set("Content-Language", lang)
	head.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	if r.Method == http.MethodHead {
		return
	}
	if err := unfollowed.Execute(w, v); err != nil {
		panic(http.ErrAbortHandler) // the reader went away; half a page must not look whole
	}
}
