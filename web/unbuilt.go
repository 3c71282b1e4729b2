package web

import (
	"html/template"
	"net/http"
)

// unbuilt stands for the page in a binary that go build made without
// build.sh: the picture is there, the client is not.
var unbuilt = template.Must(template.New("unbuilt").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Unwind</title>
<link rel="icon" href="data:,">
<h1>Unwind</h1>
<p>This binary has no client in it. <code>./build.sh serve</code> builds one and serves it.</p>
<p lang="ru">В этой сборке нет клиента. <code>./build.sh serve</code> соберёт его и запустит сервер.</p>
<p><img src="/poster.png?{{.}}" alt="The chart that the link describes"></p>
`))

func sendUnbuilt(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if r.Method == http.MethodHead {
		return
	}
	// template.URL keeps = and &; quotes and brackets are escaped all the same.
	if err := unbuilt.Execute(w, template.URL(r.URL.RawQuery)); err != nil {
		panic(http.ErrAbortHandler) // the reader went away; half a page must not look whole
	}
}
