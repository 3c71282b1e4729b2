package web

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"unwind/web/metrics"
)

// measured returns what a site says of itself.
func measured(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return body(t, w.Result())
}

func TestAnswersAreCountedByRouteAndNeverByPath(t *testing.T) {
	m := metrics.New("test")
	s := newSite(t, func(o *Options) {
		o.Metrics = m
		o.Page = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a mistake") })
	})
	for _, target := range []string{"/api/events/fall", "/api/events/nobody", "/healthz", "/secret-path", "/api//events", "/assets/x", "/"} {
		s.do("GET", target)
	}
	s.do("POST", "/healthz")
	s.do("HEAD", "/healthz")
	text := measured(t, m)
	for _, want := range []string{
		`{route="/api/events/{id}",status="200"} 1`, `{route="/api/events/{id}",status="404"} 1`,
		`{route="/healthz",status="200"} 2`, `{route="none",status="404"} 2`, `{route="none",status="405"} 1`,
		`{route="/assets/",status="404"} 1`, `{route="/",status="500"} 1`,
	} {
		if !strings.Contains(text, "unwind_http_requests_total"+want+"\n") {
			t.Errorf("%s is not among\n%s", want, text)
		}
	}
	for _, asked := range []string{"secret", "fall", "nobody"} {
		if strings.Contains(text, asked) {
			t.Errorf("a label holds %q of a request", asked)
		}
	}
}

func TestPicturesThatAreDrawnAreCounted(t *testing.T) {
	m := metrics.New("test")
	s := newSite(t, func(o *Options) { o.Metrics = m })
	for range 2 { // the second one is kept
		s.do("GET", "/poster.png?w=320&h=200")
	}
	if text := measured(t, m); !strings.Contains(text, "unwind_poster_draw_seconds_count 1\n") {
		t.Errorf("one picture was drawn: %s", text)
	}
}

func TestAStreamIsStillAWebSocketAndIsCounted(t *testing.T) {
	m := metrics.New("test")
	s := followsOne(t, func(o *Options) { o.Metrics = m })
	ended := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.handler.ServeHTTP(w, r)
		close(ended)
	}))
	defer server.Close()
	c, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(server.URL, "http")+"/api/live/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, first, err := c.ReadMessage(); err != nil || !bytes.Contains(first, []byte("snapshot")) {
		t.Errorf("got %s, %v", first, err)
	}
	c.Close()
	<-ended
	if text := measured(t, m); !strings.Contains(text, `{route="/api/live/stream",status="101"} 1`) {
		t.Errorf("the stream is not counted: %s", text)
	}
}
