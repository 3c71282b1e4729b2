package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"

	"unwind/web/asset"
	"unwind/web/library"
	"unwind/web/page"
	"unwind/web/poster"
)

// Budgets in bytes. Kilobytes are decimal, as networks count.
const (
	kB = 1000

	budgetClientBrotli = 2000 * kB
	budgetClientGzip   = 2700 * kB
	budgetPageBrotli   = 60 * kB
	budgetTapeBrotli   = 400 * kB
	budgetPoster       = 150 * kB
)

// pagePoster is the largest picture that the page shows first at one device
// pixel a logical one.
const pagePoster = "w=1200&h=720&bare=1"

// size is one line of the report.
type size struct {
	name         string
	bytes, limit int
}

func (s size) over() bool { return s.bytes > s.limit }

// report prints the sizes of what was written and fails when one is above its
// budget.
func report(out io.Writer, o options) error {
	sizes, err := measure(o)
	if err != nil {
		return fmt.Errorf("measure: %w", err)
	}
	var over []string
	for _, s := range sizes {
		mark := ""
		if s.over() {
			mark = "  ABOVE"
			over = append(over, s.name)
		}
		fmt.Fprintf(out, "%-34s %9.1f kB of %7.1f kB%s\n", s.name, float64(s.bytes)/kB, float64(s.limit)/kB, mark)
	}
	if len(over) > 0 {
		return errors.New("above the budget: " + strings.Join(over, ", "))
	}
	return nil
}

// measure asks a server of what was written, as a browser would.
func measure(o options) ([]size, error) {
	assets, err := asset.Load(os.DirFS(o.dist))
	if err != nil {
		return nil, err
	}
	events, err := library.New(assets.Tapes(), "", slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	sizes := fileSizes(assets)
	html, err := pageSize(o, assets, events)
	if err != nil {
		return nil, err
	}
	for i := range sizes {
		if sizes[i].name == pageLine {
			sizes[i].bytes += html
		}
	}
	picture, err := posterSize(events)
	return append(sizes, picture), err
}

const pageLine = "HTML + CSS + JS, brotli"

func fileSizes(assets *asset.Set) []size {
	var sizes []size
	code := size{name: pageLine, limit: budgetPageBrotli}
	for _, name := range assets.Names() {
		b := assets.Blob(name)
		if name == "main.wasm" {
			sizes = append(sizes,
				size{"main.wasm, brotli", len(b.Brotli), budgetClientBrotli},
				size{"main.wasm, gzip", len(b.Gzip), budgetClientGzip})
			continue
		}
		if apart(name) {
			continue
		}
		code.bytes += len(b.Brotli)
	}
	sizes = append(sizes, code)
	for _, b := range assets.Tapes() {
		sizes = append(sizes, size{"built-in tape, brotli", len(b.Brotli), budgetTapeBrotli})
	}
	return sizes
}

// pageSize returns how many bytes a browser gets for the page of a link without
// anything.
func pageSize(o options, assets *asset.Set, events *library.Library) (int, error) {
	template, err := os.ReadFile(o.page)
	if err != nil {
		return 0, err
	}
	h, err := page.New(page.Options{Template: string(template), Assets: assets, Events: events})
	if err != nil {
		return 0, err
	}
	html, request := &answer{}, get("/")
	request.Header.Set("Accept-Encoding", "br")
	h.ServeHTTP(html, request)
	return len(html.body), nil
}

func posterSize(events *library.Library) (size, error) {
	png := &answer{}
	err := poster.New(events, "", nil).Serve(png, get("/poster.png?"+pagePoster))
	return size{"poster of the page at 1×", len(png.body), budgetPoster}, err
}

func get(target string) *http.Request {
	u, err := url.Parse(target)
	if err != nil {
		panic("build: " + err.Error())
	}
	return &http.Request{Method: http.MethodGet, URL: u, Host: "127.0.0.1:8080", Header: http.Header{}}
}

// answer is a response in memory.
type answer struct {
	header http.Header
	body   []byte
}

func (a *answer) Header() http.Header {
	if a.header == nil {
		a.header = http.Header{}
	}
	return a.header
}

func (a *answer) WriteHeader(int) {}

func (a *answer) Write(b []byte) (int, error) {
	a.body = append(a.body, b...)
	return len(b), nil
}
