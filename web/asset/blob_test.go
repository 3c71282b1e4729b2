package asset

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

var body = []byte(strings.Repeat("how leverage stacks, and how it breaks; ", 50))

func serve(b *Blob, method string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, "/", nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w.Result()
}

func TestServesTheAcceptedForm(t *testing.T) {
	b := NewBlob("text/plain", body)
	b.Brotli = []byte("brotli form")
	for _, c := range []struct{ name, accept, encoding string }{
		{"a browser on https gets brotli", "gzip, deflate, br, zstd", "br"},
		{"a browser on plain http gets gzip", "gzip, deflate", "gzip"},
		{"a plain client gets the bytes", "", ""},
		{"a refused brotli falls to gzip", "br;q=0, gzip", "gzip"},
		{"a star takes the smallest", "*", "br"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := serve(b, "GET", "Accept-Encoding", c.accept)
			if e := got.Header.Get("Content-Encoding"); e != c.encoding {
				t.Fatalf("got encoding %q, want %q", e, c.encoding)
			}
			read, err := io.ReadAll(got.Body)
			if err != nil {
				t.Fatal(err)
			}
			if want := form(t, b, c.encoding); !bytes.Equal(read, want) {
				t.Errorf("got %d bytes, want the %d of the form %q", len(read), len(want), c.encoding)
			}
		})
	}
}

func form(t *testing.T, b *Blob, encoding string) []byte {
	t.Helper()
	switch encoding {
	case "br":
		return b.Brotli
	case "gzip":
		return b.Gzip
	}
	return body
}

func TestHeadSendsTheLengthAndNoBody(t *testing.T) {
	b := NewBlob("text/plain", body)
	for _, accept := range []string{"", "gzip"} {
		got := serve(b, "HEAD", "Accept-Encoding", accept)
		sent, _ := io.ReadAll(got.Body)
		if len(sent) != 0 || got.ContentLength != int64(len(form(t, b, accept))) {
			t.Errorf("accepting %q: got %d bytes and length %d", accept, len(sent), got.ContentLength)
		}
	}
}

func TestEntityTagsAreStrongAndDifferByForm(t *testing.T) {
	b := NewBlob("text/plain", body)
	plain := serve(b, "GET").Header.Get("Etag")
	packed := serve(b, "GET", "Accept-Encoding", "gzip").Header.Get("Etag")
	if plain == packed || strings.HasPrefix(plain, "W/") || !strings.HasPrefix(plain, `"`) {
		t.Fatalf("got tags %s and %s, want two different strong ones", plain, packed)
	}
	for _, c := range []struct {
		name, tag string
		status    int
	}{
		{"the same tag", plain, 304},
		{"one of several tags", `"x", ` + plain, 304},
		{"the tag made weak on the way", "W/" + plain, 304},
		{"any tag", "*", 304},
		{"the tag of the other form", packed, 200},
		{"an empty tag", `""`, 200},
	} {
		if got := serve(b, "GET", "If-None-Match", c.tag); got.StatusCode != c.status {
			t.Errorf("%s: got status %d, want %d", c.name, got.StatusCode, c.status)
		}
	}
}

func TestUnpacksToTheOriginal(t *testing.T) {
	b := NewBlob("text/plain", body)
	raw, err := b.Raw()
	if err != nil || !bytes.Equal(raw, body) {
		t.Errorf("got %d bytes and %v, want the original %d", len(raw), err, len(body))
	}
	b.Gzip = b.Gzip[:len(b.Gzip)/2]
	if _, err := b.Raw(); err == nil {
		t.Error("half a file unpacked without an error")
	}
}

func TestGzipDependsOnItsInputAlone(t *testing.T) {
	if !bytes.Equal(Gzip(body, gzip.BestCompression), Gzip(body, gzip.BestCompression)) {
		t.Error("two runs gave different bytes")
	}
}

func TestNegotiate(t *testing.T) {
	for _, c := range []struct {
		name, accept string
		brotli       bool
		want         string
	}{
		{"brotli is not on offer", "br, gzip", false, "gzip"},
		{"names are case insensitive", "GZIP", true, "gzip"},
		{"spaces do not matter", " gzip ; q=0.5 ", true, "gzip"},
		{"a weight of zero is a refusal", "gzip;q=0", true, ""},
		{"a star with weight zero refuses the rest", "identity, *;q=0", true, ""},
		{"a named coding outranks the star", "*;q=0, gzip;q=1", true, "gzip"},
		{"an unreadable weight is a refusal", "gzip;q=high", true, ""},
		{"an unknown parameter is a refusal", "gzip;level=9", true, ""},
		{"a weight above one is a refusal", "gzip;q=7", true, ""},
		{"noise is ignored", ",,;;q=,gzip", true, "gzip"},
	} {
		if got := Negotiate(c.accept, c.brotli); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzNegotiate(f *testing.F) {
	for _, seed := range []string{"", "gzip, deflate, br, zstd", "*;q=0", "br;q=0.001,gzip;q=1e9", ";;;,,,=q"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		switch got := Negotiate(accept, false); got {
		case "", "gzip":
		default:
			t.Errorf("got %q, which is not on offer", got)
		}
	})
}
