package poster

import (
	"bytes"
	"errors"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"unwind/data/wire"
	"unwind/web/asset"
	"unwind/web/library"
	"unwind/web/webtest"
)

func newHandler(t testing.TB, build string, ids ...string) *Handler {
	t.Helper()
	var blobs []*asset.Blob
	for _, id := range ids {
		blobs = append(blobs, asset.NewBlob(library.ContentType, webtest.Tape(t, id)))
	}
	events, err := library.New(blobs, "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return New(events, build, nil)
}

func get(t testing.TB, h *Handler, query string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest("GET", "/poster.png?"+query, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	if err := h.Serve(w, r); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return w.Result()
}

func TestDrawsTheSizeThatWasAskedFor(t *testing.T) {
	h := newHandler(t, "1", "fall")
	for _, c := range []struct {
		query         string
		width, height int
	}{
		{"", 1200, 630},
		{"w=400&h=300", 400, 300},
		{"w=400&h=300&scale=2", 800, 600},
		{"w=333&h=200&scale=1.5", 500, 300},
		{"w=400&h=300&bare=1", 400, 300},
	} {
		img, err := png.Decode(get(t, h, c.query).Body)
		if err != nil {
			t.Fatalf("%s: %v", c.query, err)
		}
		if got := img.Bounds(); got.Dx() != c.width || got.Dy() != c.height {
			t.Errorf("%q: got %v, want %d × %d", c.query, got, c.width, c.height)
		}
	}
}

func TestEqualPicturesHaveEqualTags(t *testing.T) {
	h := newHandler(t, "1", "fall", "rise")
	tag := func(query string) string { return get(t, h, query).Header.Get("Etag") }
	const base = "w=200&h=120"
	for _, same := range []string{
		"h=120&w=200", "w=200&h=120&event=fall", "w=200&h=120&theme=dark&lang=en", "w=200.0&h=120&play=1&gestures=greedy",
		"w=200&h=120&t=2026-02-05T14:00", "w=200&h=120&unknown=x",
	} {
		if tag(same) != tag(base) {
			t.Errorf("%s has another tag than %s", same, base)
		}
	}
	for _, other := range []string{
		"w=201&h=120", "w=200&h=120&event=rise", "w=200&h=120&lang=ru", "w=200&h=120&theme=light",
		"w=200&h=120&t=2026-02-05T14:01", "w=200&h=120&layers=heat", "w=200&h=120&bare=1",
	} {
		if tag(other) == tag(base) {
			t.Errorf("%s has the tag of %s", other, base)
		}
	}
	if got := get(t, newHandler(t, "2", "fall"), base).Header.Get("Etag"); got == tag(base) {
		t.Error("another build has the same tag")
	}
}

func TestAKnownPictureIsNotSentAgain(t *testing.T) {
	h := newHandler(t, "1", "fall")
	first := get(t, h, "w=200&h=120")
	again := get(t, h, "w=200&h=120", "If-None-Match", first.Header.Get("Etag"))
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("got status %d, want 304", again.StatusCode)
	}
}

func TestTheTimeAndTheThemeChangeThePicture(t *testing.T) {
	h := newHandler(t, "1", "fall")
	seen := map[string]string{}
	for _, query := range []string{"w=400&h=300", "w=400&h=300&t=2026-02-05T15:30", "w=400&h=300&theme=light", "w=400&h=300&lang=ru"} {
		var b bytes.Buffer
		b.ReadFrom(get(t, h, query).Body)
		if before, ok := seen[b.String()]; ok {
			t.Errorf("%q shows the same as %q", query, before)
		}
		seen[b.String()] = query
	}
}

func TestOnePictureForManyAtOnce(t *testing.T) {
	h := newHandler(t, "1", "fall")
	bodies := make([][]byte, 8)
	var wg sync.WaitGroup
	for i := range bodies {
		wg.Go(func() {
			w := httptest.NewRecorder()
			if err := h.Serve(w, httptest.NewRequest("GET", "/poster.png?w=400&h=300", nil)); err != nil {
				t.Error(err)
			}
			bodies[i] = w.Body.Bytes()
		})
	}
	wg.Wait()
	for i, b := range bodies {
		if len(b) == 0 || !bytes.Equal(b, bodies[0]) {
			t.Errorf("caller %d got another picture of %d bytes", i, len(b))
		}
	}
	if h.cache.Len() != 1 {
		t.Errorf("%d pictures are kept, want 1", h.cache.Len())
	}
}

func TestDrawingTwiceGivesTheSameBytes(t *testing.T) {
	first, second := newHandler(t, "1", "fall"), newHandler(t, "1", "fall")
	var a, b bytes.Buffer
	a.ReadFrom(get(t, first, "w=300&h=200&scale=1.5").Body)
	get(t, second, "w=500&h=300&theme=light") // leaves its traces in the memory used again
	b.ReadFrom(get(t, second, "w=300&h=200&scale=1.5").Body)
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the second picture differs")
	}
}

func TestAServerWithoutEventsSaysSo(t *testing.T) {
	var bad *Error
	err := newHandler(t, "1").Serve(httptest.NewRecorder(), httptest.NewRequest("GET", "/poster.png", nil))
	if !errors.As(err, &bad) || bad.Status != http.StatusNotFound {
		t.Errorf("got %v, want a 404", err)
	}
}

// builtin returns a handler of the built-in events.
func builtin(t testing.TB) *Handler {
	t.Helper()
	tapes, err := library.MakeBuiltins()
	if err != nil {
		t.Fatal(err)
	}
	events, err := library.New(tapes, "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return New(events, "1", nil)
}

func BenchmarkPosterCold(b *testing.B) {
	h := builtin(b)
	get(b, h, "w=200&h=120") // reads the tape
	j, err := h.job(wire.ParseQuery(""))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	bytes := 0
	for b.Loop() {
		png, err := h.take(j)
		if err != nil {
			b.Fatal(err)
		}
		bytes = len(png)
	}
	b.ReportMetric(float64(bytes)/1000, "kB/picture")
}

func BenchmarkPosterFromCache(b *testing.B) {
	h := builtin(b)
	get(b, h, "")
	b.ReportAllocs()
	for b.Loop() {
		get(b, h, "")
	}
}

// Whatever a query asks for, the picture is drawn or refused.
func FuzzPictures(f *testing.F) {
	for _, seed := range []string{
		"", "t=2026-02-05T14:00&theme=light&lang=ru", "from=2026-02-05T13:00&to=2026-02-05T13:01",
		"from=2000-01-01&to=2099-01-01", "low=1e-9&high=1e12", "low=69999&high=70000&layers=candles",
		"low=70000&high=70000.00000000001", "from=2026-02-05T13:00&to=2026-02-05T13:00:00.001Z",
		"a=2026-02-05T13:00&b=2026-02-05T13:01&speed=3600", "min=1&max=2&palette=grey&ui=stage", "bare=1&ui=none",
	} {
		f.Add(seed)
	}
	h := newHandler(f, "1", "fall")
	f.Fuzz(func(t *testing.T, raw string) {
		j, err := h.job(wire.ParseQuery(raw))
		if err != nil {
			return
		}
		j.query.Picture.Width, j.query.Picture.Height, j.query.Picture.Scale = 320, 200, 1
		if _, err := h.take(j); err != nil {
			t.Errorf("%q: %v", raw, err)
		}
	})
}

func TestAChoiceIsAnotherPicture(t *testing.T) {
	h := newHandler(t, "1", "fall")
	seen := map[string]string{}
	for _, query := range []string{"", "side=long", "lev=50-", "size=1000000-", "model=levered:0.9", "model=rules:deribit"} {
		tag := get(t, h, "w=400&h=300&"+query).Header.Get("Etag")
		if other, found := seen[tag]; found {
			t.Errorf("%q and %q have one picture", query, other)
		}
		seen[tag] = query
	}
	same := get(t, h, "w=400&h=300&model=levered:0.5&lev=&side=").Header.Get("Etag")
	if query, found := seen[same]; !found || query != "" {
		t.Error("the defaults, spelled out, are another picture")
	}
}
