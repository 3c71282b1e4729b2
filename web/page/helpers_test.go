package page

import (
	"encoding/json"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"unwind/data"
	"unwind/data/tape"
	"unwind/web/asset"
	"unwind/web/library"
)

const start = data.UnixMs(1770076800000) // 2026-02-03T00:00Z

// smallTape is two days of a falling price. A minute after every hour 0.01 M of
// longs and 1 M of shorts are liquidated; from 30 h on for 100 minutes, every
// five minutes, 1 M, 2 M … 20 M of longs.
func smallTape(id string) *tape.Tape {
	o := tape.Origin{
		Provenance: data.Modelled, Why: tape.Text{"en": "Because <b>.", "ru": "Потому что."},
		Sources: []tape.Source{{Name: "A & B", URL: "https://example.org/?a=1&b=2"}},
	}
	c := &tape.CandleLayer{Origin: o}
	c.Step = data.Hour
	l := &tape.LiquidationLayer{Origin: o, AtLeast: true}
	for i := range 48 {
		t := start + data.UnixMs(i)*data.Hour
		p := data.Price(80000 - 200*i)
		c.T, c.Volume = append(c.T, t), append(c.Volume, 10)
		c.Open, c.High = append(c.Open, p), append(c.High, p)
		c.Low, c.Close = append(c.Low, p-200), append(c.Close, p-200)
		liquidate(l, t+data.Minute, data.Long, 1e4)
		liquidate(l, t+data.Minute, data.Short, 1e6)
		for k := range 12 {
			if n := 12*(i-30) + k + 1; n >= 1 && n <= 20 {
				liquidate(l, t+data.Minute+data.UnixMs(k)*5*data.Minute, data.Long, data.USD(n)*1e6)
			}
		}
	}
	return &tape.Tape{
		ID: id, Title: tape.Text{"en": "The \"fall\" of " + id, "ru": "Падение " + id},
		Summary:    tape.Text{"en": "It fell 12 % & burned.", "ru": "Упало на 12 %."},
		Instrument: "BTCUSDT perpetual", Symbol: "BTCUSDT", Base: "BTC",
		From: start, To: start + 2*data.Day, Cover: start + 31*data.Hour, PlayFrom: start + 28*data.Hour,
		Candles: c, Liquidations: l,
		Facts: []tape.Fact{
			{T: start + data.Hour, Text: tape.Text{"en": "One", "ru": "Раз"}, Source: tape.Source{Name: "S", URL: "https://example.org"}},
			{Text: tape.Text{"en": "Two", "ru": "Два"}, Source: tape.Source{Name: "T"}},
		},
	}
}

func liquidate(l *tape.LiquidationLayer, t data.UnixMs, side data.Side, usd data.USD) {
	l.T, l.Side = append(l.T, t), append(l.Side, side)
	l.Price, l.Notional = append(l.Price, 75000), append(l.Notional, usd)
}

func eventsOf(t *testing.T, tapes ...*tape.Tape) *library.Library {
	t.Helper()
	var blobs []*asset.Blob
	for _, one := range tapes {
		raw, err := tape.Write(one)
		if err != nil {
			t.Fatal(err)
		}
		blobs = append(blobs, asset.NewBlob(library.ContentType, raw))
	}
	events, err := library.New(blobs, "", slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// builtAssets is a set with a file of every name that the page loads.
func builtAssets(t *testing.T) *asset.Set {
	t.Helper()
	files := fstest.MapFS{}
	var m asset.Manifest
	for _, name := range []string{clientName, runtimeName, styleName, earlyName, scriptName} {
		files[name+".gz"] = &fstest.MapFile{Data: asset.Gzip([]byte(name), 1)}
		files[name+".br"] = &fstest.MapFile{}
		m.Files = append(m.Files, asset.Entry{Name: name, Hash: asset.Hash([]byte(name)), Size: len(name), Set: true})
	}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	files[asset.ManifestName] = &fstest.MapFile{Data: text}
	set, err := asset.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func indexHTML(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../index.html")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func newPage(t *testing.T, ids ...string) http.Handler {
	t.Helper()
	var tapes []*tape.Tape
	for _, id := range ids {
		tapes = append(tapes, smallTape(id))
	}
	h, err := New(Options{Template: indexHTML(t), Assets: builtAssets(t), Events: eventsOf(t, tapes...)})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h http.Handler, target string, headers ...string) *http.Response {
	r := httptest.NewRequest("GET", target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, h http.Handler, target string, headers ...string) string {
	t.Helper()
	res := get(h, target, headers...)
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: got status %d, %v: %s", target, res.StatusCode, err, raw)
	}
	return string(raw)
}

// dataOf returns the data that the page gives its scripts.
func dataOf(t *testing.T, page string) pageData {
	t.Helper()
	_, rest, ok := strings.Cut(page, `id="unwind-page">`)
	text, _, closed := strings.Cut(rest, "</script>")
	if !ok || !closed {
		t.Fatal("the page has no data for its scripts")
	}
	var d pageData
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatalf("data of the page: %v", err)
	}
	return d
}

// state is what the tests look at of the state that the scripts get.
type state struct {
	T, Start, End data.UnixMs
	Speed         float64
	UI            string
	Layers        []string
}

func stateOf(t *testing.T, page string) state {
	t.Helper()
	var s state
	if err := json.Unmarshal(dataOf(t, page).State, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// attribute returns the values of an attribute in a document.
func attribute(page, name string) []string {
	var values []string
	for _, m := range regexp.MustCompile(`\s`+name+`="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		values = append(values, html.UnescapeString(m[1]))
	}
	return values
}
