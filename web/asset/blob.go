// Package asset serves files that were compressed before anyone asked for
// them: scripts, styles, the client and tapes. It holds every file only in its
// compressed forms; whoever accepts neither gets it unpacked on the way out.
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/andybalholm/brotli"
)

// Blob is one immutable file in its compressed forms. It is safe for
// concurrent use.
type Blob struct {
	Type   string // content type
	Hash   string // [Hash] of the uncompressed bytes
	Size   int    // uncompressed bytes
	Gzip   []byte
	Brotli []byte // nil when there is none
}

// NewBlob compresses raw with gzip, at the level that suits a running server.
func NewBlob(contentType string, raw []byte) *Blob {
	return &Blob{Type: contentType, Hash: Hash(raw), Size: len(raw), Gzip: Gzip(raw, gzip.DefaultCompression)}
}

// Gzip compresses raw at a level of compress/gzip. The result depends on
// nothing but raw and the level.
func Gzip(raw []byte, level int) []byte {
	var out bytes.Buffer
	zw, err := gzip.NewWriterLevel(&out, level)
	if err != nil {
		panic("asset: " + err.Error())
	}
	zw.Write(raw) // a bytes.Buffer returns no error
	zw.Close()
	return out.Bytes()
}

// Brotli packs raw at a level from 0 to 11.
func Brotli(raw []byte, level int) []byte {
	var out bytes.Buffer
	bw := brotli.NewWriterLevel(&out, level)
	bw.Write(raw) // a bytes.Buffer returns no error
	bw.Close()
	return out.Bytes()
}

// Hash names content: the first 16 bytes of its SHA-256, in hexadecimal.
func Hash(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16])
}

// Raw returns the uncompressed bytes.
func (b *Blob) Raw() ([]byte, error) {
	zr, err := gzip.NewReader(bytes.NewReader(b.Gzip))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	raw := make([]byte, b.Size)
	if _, err := io.ReadFull(zr, raw); err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return raw, nil
}

// ServeHTTP answers GET and HEAD with the best form that the request accepts.
// Its entity tag is strong, so it differs between the forms. Caching headers
// other than ETag and Vary are the caller's.
func (b *Blob) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	coding := Negotiate(r.Header.Get("Accept-Encoding"), b.Brotli != nil)
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	h.Set("Etag", b.etag(coding))
	if NotModified(r, h.Get("Etag")) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", b.Type)
	switch coding {
	case "br":
		b.write(w, r, coding, b.Brotli)
	case "gzip":
		b.write(w, r, coding, b.Gzip)
	default:
		b.writeRaw(w, r)
	}
}

func (b *Blob) etag(coding string) string {
	if coding == "" {
		return strconv.Quote(b.Hash)
	}
	return strconv.Quote(b.Hash + "-" + coding)
}

func (b *Blob) write(w http.ResponseWriter, r *http.Request, coding string, body []byte) {
	w.Header().Set("Content-Encoding", coding)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body) // a reader that went away is no fault of ours
	}
}

func (b *Blob) writeRaw(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", strconv.Itoa(b.Size))
	if r.Method == http.MethodHead {
		return
	}
	zr, err := gzip.NewReader(bytes.NewReader(b.Gzip))
	if err != nil {
		panic(http.ErrAbortHandler) // only a damaged binary; a short answer must not look whole
	}
	io.Copy(w, zr)
}
