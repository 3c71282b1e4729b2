package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"unwind/web/asset"
	"unwind/web/library"
	"unwind/web/webtest"
)

// site is a server under test: one good tape and a broken one in its folder,
// a client of two files.
type site struct {
	host    string // that is asked; "" for an address of this machine
	t       *testing.T
	handler http.Handler
	assets  *asset.Set
	log     *bytes.Buffer
	tape    []byte
}

func newSite(t *testing.T, change func(*Options)) *site {
	t.Helper()
	s := &site{t: t, log: &bytes.Buffer{}, tape: webtest.Tape(t, "fall"), assets: builtAssets(t)}
	dir := t.TempDir()
	for name, raw := range map[string][]byte{"fall.json": s.tape, "broken.json": s.tape[:len(s.tape)/2]} {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	log := slog.New(slog.NewTextHandler(s.log, nil))
	events, err := library.New(nil, dir, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { events.Close() })
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "the page") })
	o := Options{Assets: s.assets, Events: events, Page: page, Build: "test", Log: log}
	if change != nil {
		change(&o)
	}
	if s.handler, err = New(o); err != nil {
		t.Fatal(err)
	}
	return s
}

func builtAssets(t *testing.T) *asset.Set {
	t.Helper()
	m, fsys := asset.Manifest{}, fstest.MapFS{}
	for _, name := range []string{"main.wasm", "js/main.js"} {
		raw := []byte(strings.Repeat(name, 100))
		m.Files = append(m.Files, asset.Entry{Name: name, Type: asset.TypeOf(name), Hash: asset.Hash(raw), Size: len(raw)})
		fsys[name+".gz"] = &fstest.MapFile{Data: asset.Gzip(raw, 9)}
		fsys[name+".br"] = &fstest.MapFile{Data: []byte("brotli of " + name)}
	}
	list, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	fsys[asset.ManifestName] = &fstest.MapFile{Data: list}
	set, err := asset.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func (s *site) do(method, target string, headers ...string) *http.Response {
	s.t.Helper()
	r := httptest.NewRequest(method, target, nil)
	r.Host = cmp.Or(s.host, "127.0.0.1:8080")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// wantError checks that r is a JSON error of the given status and code whose
// message holds a reason.
func wantError(t *testing.T, r *http.Response, status int, code, reason string) {
	t.Helper()
	var e apiError
	text := body(t, r)
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		t.Fatalf("got status %d and %q, want a JSON error: %v", r.StatusCode, text, err)
	}
	if r.StatusCode != status || e.Error.Code != code || !strings.Contains(e.Error.Message, reason) {
		t.Errorf("got status %d and %+v, want %d, %s and a message with %q", r.StatusCode, e.Error, status, code, reason)
	}
	if got := r.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("got content type %q of an error", got)
	}
	if got := r.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("got Cache-Control %q of an error", got)
	}
}

func TestThePageAllowsItsOwnFilesAndAnyEmbedder(t *testing.T) {
	s := newSite(t, nil)
	for _, path := range []string{"/", "/?event=fall", "/embed"} {
		r := s.do("GET", path)
		h := r.Header
		if r.StatusCode != 200 || body(t, r) != "the page" {
			t.Errorf("%s: got status %d", path, r.StatusCode)
		}
		policy := h.Get("Content-Security-Policy")
		for _, part := range []string{
			"default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'",
			"img-src 'self' data: blob:", "style-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors *",
		} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy %q lacks %q", path, policy, part)
			}
		}
		if h.Get("X-Frame-Options") != "" {
			t.Errorf("%s: X-Frame-Options contradicts frame-ancestors", path)
		}
		for name, want := range map[string]string{
			"Cross-Origin-Embedder-Policy": "require-corp",
			"Cross-Origin-Resource-Policy": "cross-origin",
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "strict-origin-when-cross-origin",
			"Cache-Control":                "no-cache",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: got %s %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestFrameAncestorsNameWhoMayEmbed(t *testing.T) {
	s := newSite(t, func(o *Options) { o.FrameAncestors = "https://a.example 'self'" })
	if p := s.do("GET", "/embed").Header.Get("Content-Security-Policy"); !strings.HasSuffix(p, "frame-ancestors https://a.example 'self'") {
		t.Errorf("got policy %q", p)
	}
	for _, list := range []string{"a; script-src *", "a, b", "a\nb", "ä"} {
		if _, err := New(Options{FrameAncestors: list}); err == nil {
			t.Errorf("%q became part of a header", list)
		}
	}
}

func TestDataMayBeReadByAnyPage(t *testing.T) {
	s := newSite(t, nil)
	for _, path := range []string{
		"/api/events", "/api/events/fall", "/poster.png?w=200&h=120", "/healthz", s.assets.URL("main.wasm"),
		"/api/events/none", "/poster.png?w=x", "/nothing",
	} {
		h := s.do("GET", path).Header
		if got := h.Get("Access-Control-Allow-Origin"); got != "*" {
			t.Errorf("%s: got Access-Control-Allow-Origin %q", path, got)
		}
		if got := h.Get("Cross-Origin-Resource-Policy"); got != "cross-origin" {
			t.Errorf("%s: got Cross-Origin-Resource-Policy %q", path, got)
		}
		if h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s allows credentials", path)
		}
	}
}

func TestAssetsStayForEver(t *testing.T) {
	s := newSite(t, nil)
	r := s.do("GET", s.assets.URL("main.wasm"), "Accept-Encoding", "br, gzip")
	for name, want := range map[string]string{
		"Content-Type":     "application/wasm",
		"Content-Encoding": "br",
		"Cache-Control":    "public, max-age=31536000, immutable",
		"Vary":             "Accept-Encoding",
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("got %s %q, want %q", name, got, want)
		}
	}
	tag := r.Header.Get("Etag")
	again := s.do("GET", s.assets.URL("main.wasm"), "Accept-Encoding", "br, gzip", "If-None-Match", tag)
	if again.StatusCode != 304 || body(t, again) != "" {
		t.Errorf("got status %d for the tag %s, want 304 and no body", again.StatusCode, tag)
	}
}

func TestListsEventsWithTheirOrigins(t *testing.T) {
	s := newSite(t, nil)
	var list eventList
	if err := json.Unmarshal([]byte(body(t, s.do("GET", "/api/events"))), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Events) != 1 || list.Events[0].ID != "fall" {
		t.Fatalf("got events %+v, want the good tape alone", list.Events)
	}
	e := list.Events[0]
	if e.Tape != "/api/events/fall" || e.Bytes != len(s.tape) || e.From != webtest.Start || len(e.Layers) != 2 {
		t.Errorf("got %+v", e)
	}
	if len(list.Problems) != 1 || list.Problems[0].File != "broken.json" {
		t.Errorf("got problems %+v, want broken.json", list.Problems)
	}
}

func TestSendsTheTapeAsItIs(t *testing.T) {
	s := newSite(t, nil)
	r := s.do("GET", "/api/events/fall")
	if got := body(t, r); got != string(s.tape) {
		t.Errorf("got %d bytes, want the %d of the file", len(got), len(s.tape))
	}
	if got := r.Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("got Cache-Control %q", got)
	}
	packed := s.do("GET", "/api/events/fall", "Accept-Encoding", "gzip")
	if got := packed.Header.Get("Content-Encoding"); got != "gzip" {
		t.Errorf("got encoding %q, want gzip", got)
	}
	tag := r.Header.Get("Etag")
	if again := s.do("GET", "/api/events/fall", "If-None-Match", tag); again.StatusCode != 304 {
		t.Errorf("got status %d for its own tag", again.StatusCode)
	}
}

func TestBadRequestsGetAReason(t *testing.T) {
	s := newSite(t, nil)
	long := strings.Repeat("a", 65)
	for _, c := range []struct {
		name, method, path string
		status             int
		code, reason       string
	}{
		{"an unknown event", "GET", "/api/events/none", 404, "no_event", `"none"`},
		{"a broken tape", "GET", "/api/events/broken", 404, "no_event", `"broken"`},
		{"an id in capitals", "GET", "/api/events/Fall", 400, "bad_id", `"Fall"`},
		{"an id that is too long", "GET", "/api/events/" + long, 400, "bad_id", "at most 64"},
		{"an id with a slash", "GET", "/api/events/..%2ffall", 400, "bad_id", "../fall"},
		{"an id of bytes", "GET", "/api/events/%ff%00", 400, "bad_id", "event id"},
		{"a path that does not exist", "GET", "/admin", 404, "not_found", `"/admin"`},
		{"two slashes", "GET", "//", 404, "not_found", `"//"`},
		{"two slashes inside", "GET", "/api//events", 404, "not_found", `"/api//events"`},
		{"a way up", "GET", "/api/../healthz", 404, "not_found", "healthz"},
		{"the folder of assets without its slash", "GET", "/assets", 404, "not_found", `"/assets"`},
		{"an asset that does not exist", "GET", "/assets/x/main.wasm", 404, "not_found", "main.wasm"},
		{"the folder of assets", "GET", "/assets/", 404, "not_found", "/assets/"},
		{"a method that writes", "POST", "/api/events", 405, "method_not_allowed", `"POST"`},
		{"a method that deletes", "DELETE", "/api/events/fall", 405, "method_not_allowed", `"DELETE"`},
		{"a method that does not exist", "BREW", "/", 405, "method_not_allowed", `"BREW"`},
		{"a width that is no number", "GET", "/poster.png?w=wide", 400, "bad_query", "wide"},
		{"a width out of bounds", "GET", "/poster.png?w=100000", 400, "bad_query", "200 to 2400"},
		{"too many pixels", "GET", "/poster.png?w=2400&h=2400&scale=3", 400, "bad_query", "pixels"},
		{"a scale that is not finite", "GET", "/poster.png?scale=NaN", 400, "bad_query", "NaN"},
		{"a picture of an unknown event", "GET", "/poster.png?event=none", 404, "no_event", `"none"`},
		{"a picture of a bad id", "GET", "/poster.png?event=../fall", 400, "bad_query", "../fall"},
		{"an endless query", "GET", "/poster.png?t=" + strings.Repeat("1", 5000), 400, "bad_query", "too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantError(t, s.do(c.method, c.path), c.status, c.code, c.reason)
		})
	}
}

func TestAServerWithoutEventsSaysSo(t *testing.T) {
	s := newSite(t, func(o *Options) {
		none, err := library.New(nil, "", o.Log)
		if err != nil {
			t.Fatal(err)
		}
		o.Events = none
	})
	for _, path := range []string{"/", "/embed"} {
		wantError(t, s.do("GET", path), 503, "no_events", "no event")
	}
}

func TestARefusedMethodNamesTheAllowedOnes(t *testing.T) {
	if got := newSite(t, nil).do("POST", "/healthz").Header.Get("Allow"); got != "GET, HEAD" {
		t.Errorf("got Allow %q, want GET, HEAD", got)
	}
}

func TestHeadAnswersLikeGetWithoutABody(t *testing.T) {
	s := newSite(t, nil)
	for _, path := range []string{
		"/api/events", "/api/events/fall", "/api/events/none", "/healthz", "/poster.png?w=200&h=120", s.assets.URL("main.wasm"), "/nothing",
	} {
		get, head := s.do("GET", path), s.do("HEAD", path)
		if head.StatusCode != get.StatusCode || head.Header.Get("Content-Type") != get.Header.Get("Content-Type") ||
			head.Header.Get("Etag") != get.Header.Get("Etag") {
			t.Errorf("%s: HEAD got %d %v, GET %d %v", path, head.StatusCode, head.Header, get.StatusCode, get.Header)
		}
		if text := body(t, head); text != "" {
			t.Errorf("%s: HEAD got a body of %d bytes", path, len(text))
		}
	}
}

func TestNothingOutsideIsServed(t *testing.T) {
	s := newSite(t, nil)
	for _, path := range []string{
		"/assets/../server.go", "/assets/..%2f..%2fgo.mod", "/assets/%2e%2e/%2e%2e/go.mod", "/assets/..%5c..%5cgo.mod",
		"/assets//etc/passwd", "/assets/%00", "/assets/manifest.json", "/api/events/..%2f..%2fetc%2fpasswd",
		"/api/events/%2e%2e", "/..%2fgo.mod", "/web/static/dist/manifest.json", "/index.html",
	} {
		r := s.do("GET", path)
		if r.StatusCode == 200 || strings.Contains(body(t, r), "root:") {
			t.Errorf("%s: got status %d", path, r.StatusCode)
		}
	}
}

func TestAFaultOfOursIsLoggedAndNotShown(t *testing.T) {
	s := newSite(t, func(o *Options) {
		o.Page = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a secret detail") })
	})
	r := s.do("GET", "/")
	wantError(t, r, 500, "internal", "log")
	if !strings.Contains(s.log.String(), "a secret detail") {
		t.Error("the log does not hold the panic")
	}
}

func TestAnAbortedAnswerStaysAborted(t *testing.T) {
	s := newSite(t, func(o *Options) {
		o.Page = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	})
	defer func() {
		if got := recover(); got != http.ErrAbortHandler {
			t.Errorf("got %v, want http.ErrAbortHandler to reach the server", got)
		}
	}()
	s.do("GET", "/")
}

func TestWithoutABuildTheRestIsServed(t *testing.T) {
	s := newSite(t, func(o *Options) { o.Assets = &asset.Set{} })
	for _, path := range []string{"/", "/api/events/fall", "/poster.png?w=200&h=120"} {
		if r := s.do("GET", path); r.StatusCode != 200 {
			t.Errorf("%s: got status %d: %s", path, r.StatusCode, body(t, r))
		}
	}
	page := body(t, s.do("GET", "/embed?event=fall&t=%22%3E%3Cscript%3E&x=\"><script>"))
	if !strings.Contains(page, "./build.sh serve") || !strings.Contains(page, "/poster.png?event=fall&amp;") {
		t.Errorf("got %q, want the picture and how to build", page)
	}
	if strings.Contains(page, "<script") {
		t.Errorf("the query became markup: %q", page)
	}
	var report healthReport
	if err := json.Unmarshal([]byte(body(t, s.do("GET", "/healthz"))), &report); err != nil || report.Client || report.Events != 1 {
		t.Errorf("got %+v and %v, want no client and one event", report, err)
	}
}

func TestHostileQueriesGetAPictureOrAReason(t *testing.T) {
	s := newSite(t, nil)
	for _, query := range []string{
		"%", "%zz=1", "t=%00", "t=9e99", "from=5&to=1", "low=-1&high=Inf", "min=NaN&max=1", "speed=0", "layers=,,,",
		"theme=%3Cscript%3E", "lang=ru-RU&lang=en", "w=200&h=120&w=2400", "scale=1e-9", "a=1&b=0", "=&=&=", ";;;", "event=",
		"palette=../../x", "t=2026-02-05T13:00&from=2026-02-05T13:00&to=2026-02-05T13:01", "from=2050-01-01&to=2051-01-01",
		"low=1e-9&high=2e-9", "low=1e11&high=1e12",
	} {
		r := s.do("GET", "/poster.png?"+query+"&w=200&h=120")
		if r.StatusCode != 200 && r.StatusCode != 400 && r.StatusCode != 404 {
			t.Errorf("%q: got status %d: %s\n%s", query, r.StatusCode, body(t, r), s.log)
		}
		if r.StatusCode == 200 && r.Header.Get("Content-Type") != "image/png" {
			t.Errorf("%q: got content type %q", query, r.Header.Get("Content-Type"))
		}
	}
}

func TestIgnoredKeysOfAPictureAreNamed(t *testing.T) {
	r := newSite(t, nil).do("GET", "/poster.png?w=200&h=120&speed=fast&theme=neon&unknown=1")
	if got := r.Header.Get("Unwind-Ignored"); r.StatusCode != 200 || got != "speed, theme" {
		t.Errorf("got status %d and Unwind-Ignored %q, want 200 and speed, theme", r.StatusCode, got)
	}
}

func TestClampedKeysOfAPictureAreNamedAsThat(t *testing.T) {
	r := newSite(t, nil).do("GET", "/poster.png?w=200&h=120&gamma=9&model=half:99,x:1")
	ignored, clamped := r.Header.Get("Unwind-Ignored"), r.Header.Get("Unwind-Clamped")
	if r.StatusCode != 200 || ignored != "model" || clamped != "model, gamma" {
		t.Errorf("got status %d, ignored %q and clamped %q, want model and model, gamma", r.StatusCode, ignored, clamped)
	}
}

func ExampleNew() {
	events, err := library.New(nil, "", slog.New(slog.DiscardHandler))
	if err != nil {
		fmt.Println(err)
		return
	}
	h, err := New(Options{Assets: &asset.Set{}, Events: events, Page: http.NotFoundHandler(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		fmt.Println(err)
		return
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/api/events", nil))
	fmt.Print(w.Body)
	// Output: {"events":[],"live":[],"problems":[]}
}
