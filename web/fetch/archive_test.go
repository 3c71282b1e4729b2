package fetch

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"unwind/data/history"
	"unwind/web/guard"
)

// stored is one file of the archive of a test.
type stored struct {
	body     []byte
	checksum string                                                     // of the file beside it; "" is the true one
	serve    func(w http.ResponseWriter, r *http.Request, try int) bool // answers in the place of the archive; false: it did not
}

// archive is a server that speaks like Binance's: files by path, checksums
// beside them, ranges.
type archive struct {
	*httptest.Server
	mu    sync.Mutex
	files map[string]*stored
	asked map[string]int // requests by path
	total int
}

func newArchive(t *testing.T) *archive {
	t.Helper()
	a := &archive{files: map[string]*stored{}, asked: map[string]int{}}
	a.Server = httptest.NewServer(a)
	t.Cleanup(a.Close)
	return a
}

func (a *archive) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	name, isSum := strings.CutSuffix(r.URL.Path, ".CHECKSUM")
	f := a.files[name]
	a.asked[r.URL.Path]++
	a.total++
	try := a.asked[r.URL.Path]
	a.mu.Unlock()
	switch {
	case f == nil:
		http.Error(w, "<Error><Code>NoSuchKey</Code></Error>", http.StatusNotFound)
	case isSum:
		fmt.Fprint(w, f.sum(path.Base(name)))
	case f.serve != nil && f.serve(w, r, try):
	default:
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.body))
	}
}

func (f *stored) sum(name string) string {
	if f.checksum != "" {
		return f.checksum
	}
	sum := sha256.Sum256(f.body)
	return hex.EncodeToString(sum[:]) + "  " + name + "\n"
}

// put stores a text as the archive does.
func (a *archive) put(t *testing.T, where, text string) *stored {
	t.Helper()
	f := &stored{body: zipped(t, strings.TrimSuffix(path.Base(where), ".zip")+".csv", text)}
	a.files[where] = f
	return f
}

func zipped(t *testing.T, name string, texts ...string) []byte {
	t.Helper()
	raw, err := zipOf(name, texts...)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// zipOf packs texts; the names of those after the first are numbered.
func zipOf(name string, texts ...string) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i, text := range texts {
		if i > 0 {
			name = strconv.Itoa(i) + name
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

// client is one whose archive is that of the test; it does not wait.
func (a *archive) client(t *testing.T) (*Client, *[]time.Duration) {
	t.Helper()
	waits := new([]time.Duration)
	return &Client{
		Cache: t.TempDir(), Guard: guard.Guard{Loopback: true}, Bases: map[string]string{history.ArchiveHost: a.URL},
		Now:   func() time.Time { return time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC) },
		Sleep: func(ctx context.Context, d time.Duration) error { *waits = append(*waits, d); return ctx.Err() },
	}, waits
}

var aFile = history.File{Kind: history.Metrics, Path: "/data/futures/um/daily/metrics/AUSDT/AUSDT-metrics-2026-02-05.zip"}

const aText = "create_time,symbol,sum_open_interest,sum_open_interest_value\n2026-02-05 00:00:00,AUSDT,1,2\n"

func (a *archive) get(t *testing.T, c *Client) (Got, error) {
	t.Helper()
	return c.Archive(t.Context(), &aFile, nil)
}
