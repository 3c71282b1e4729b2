package fetch

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unwind/data/feed"
	"unwind/data/history"
	"unwind/web/guard"
	"unwind/web/upstream"
)

func TestAFileIsVerifiedAndKept(t *testing.T) {
	a := newArchive(t)
	f := a.put(t, aFile.Path, aText)
	c, _ := a.client(t)
	got, err := a.get(t, c)
	if err != nil || got.Kept || got.Bytes != int64(len(f.body)) || len(got.SHA256) != 64 {
		t.Fatalf("got %+v, %v", got, err)
	}
	if raw, err := os.ReadFile(got.Path); err != nil || !bytes.Equal(raw, f.body) {
		t.Errorf("the file on disk is another (%v)", err)
	}
	before := a.total
	if got, err := a.get(t, c); err != nil || !got.Kept || a.total != before {
		t.Errorf("again: got %+v, %v, %d requests more", got, err, a.total-before)
	}
	if err := os.WriteFile(got.Path, []byte("spoilt"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := a.get(t, c); err != nil || got.Kept || a.total != before+2 {
		t.Errorf("after it was spoilt on disk: got %+v, %v, %d requests more", got, err, a.total-before)
	}
}

func TestAFileThatIsNotThereIsMissing(t *testing.T) {
	a := newArchive(t)
	c, waits := a.client(t)
	if _, err := a.get(t, c); !errors.Is(err, ErrMissing) || a.total != 1 || len(*waits) != 0 {
		t.Errorf("got %v after %d requests", err, a.total)
	}
}

func TestAWrongChecksumIsRefused(t *testing.T) {
	a := newArchive(t)
	f := a.put(t, aFile.Path, aText)
	c, _ := a.client(t)
	f.checksum = strings.Repeat("0", 64) + "  AUSDT-metrics-2026-02-05.zip\n"
	if _, err := a.get(t, c); !errors.Is(err, ErrChecksum) {
		t.Errorf("another sum: got %v", err)
	}
	f.checksum = strings.Repeat("0", 64) + "  AUSDT-metrics-2026-02-06.zip\n"
	if _, err := a.get(t, c); err == nil || !strings.Contains(err.Error(), "is not of one file of this name") {
		t.Errorf("the sum of another file: got %v", err)
	}
	f.checksum = "<html>" + strings.Repeat("x", 2000)
	if _, err := a.get(t, c); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a page in the place of a sum: got %v", err)
	}
	if left := files(t, c); len(left) != 0 {
		t.Errorf("files are left: %v", left)
	}
}

// files lists what is in the cache.
func files(t *testing.T, c *Client) (names []string) {
	t.Helper()
	dir := strings.TrimSuffix(c.place(&aFile).path, aFile.Name())
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// cutAt sends the first n bytes and ends the connection.
func cutAt(f *stored, n int) func(http.ResponseWriter, *http.Request, int) bool {
	return func(w http.ResponseWriter, r *http.Request, try int) bool {
		if try > 1 {
			return false
		}
		w.Header().Set("Content-Length", "99999")
		_, _ = w.Write(f.body[:n])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

func TestATruncatedDownloadGoesOnWhereItWas(t *testing.T) {
	a := newArchive(t)
	f := a.put(t, aFile.Path, aText)
	var ranges []string
	cut := cutAt(f, 40)
	f.serve = func(w http.ResponseWriter, r *http.Request, try int) bool {
		ranges = append(ranges, r.Header.Get("Range"))
		return cut(w, r, try)
	}
	c, waits := a.client(t)
	if _, err := a.get(t, c); err != nil {
		t.Fatal(err)
	}
	if strings.Join(ranges, "|") != "|bytes=40-" || len(*waits) != 1 {
		t.Errorf("got ranges %q, waits %v", ranges, *waits)
	}
}

func TestADownloadThatWasStoppedIsResumedByTheNextRun(t *testing.T) {
	a := newArchive(t)
	f := a.put(t, aFile.Path, aText)
	c, _ := a.client(t)
	c.Archive(t.Context(), &aFile, nil) // makes the folder
	p := c.place(&aFile).path
	for name, part := range map[string][]byte{
		"the first half":         f.body[:50],
		"all but the name":       f.body,
		"the half of another":    []byte(strings.Repeat("x", 60)),
		"longer than the file":   append(bytes.Clone(f.body), "more"...),
		"of the length, another": bytes.Repeat([]byte("x"), len(f.body)),
	} {
		if err := errors.Join(os.Remove(p), os.Remove(p+".CHECKSUM"), os.WriteFile(p+".part", part, 0o644)); err != nil {
			t.Fatal(err)
		}
		if _, err := a.get(t, c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if raw, err := os.ReadFile(p); err != nil || !bytes.Equal(raw, f.body) {
			t.Errorf("%s: the file is another (%v)", name, err)
		}
	}
}

func TestAServerWithoutRangesSendsAllAgain(t *testing.T) {
	a := newArchive(t)
	f := a.put(t, aFile.Path, aText)
	cut := cutAt(f, 30)
	f.serve = func(w http.ResponseWriter, r *http.Request, try int) bool {
		if cut(w, r, try) {
			return true
		}
		_, err := w.Write(f.body)
		return err == nil
	}
	c, _ := a.client(t)
	if _, err := a.get(t, c); err != nil {
		t.Error(err)
	}
}

func TestABodyThatIsTooLargeIsRefused(t *testing.T) {
	a := newArchive(t)
	f := a.put(t, aFile.Path, aText)
	c, _ := a.client(t)
	f.serve = func(w http.ResponseWriter, r *http.Request, _ int) bool {
		w.Header().Set("Content-Length", "1099511627776")
		return true
	}
	if _, err := a.get(t, c); !errors.Is(err, ErrTooLarge) {
		t.Errorf("by its header: got %v", err)
	}
	f.serve = func(w http.ResponseWriter, r *http.Request, _ int) bool {
		block := make([]byte, 1<<16)
		for range 20 { // of no length: 1.25 MiB where 1 is allowed
			if _, err := w.Write(block); err != nil {
				break
			}
			w.(http.Flusher).Flush()
		}
		return true
	}
	if _, err := a.get(t, c); !errors.Is(err, ErrTooLarge) {
		t.Errorf("by what came: got %v", err)
	}
	if left := files(t, c); len(left) != 0 {
		t.Errorf("files are left: %v", left)
	}
}

func TestADripIsEnded(t *testing.T) {
	a := newArchive(t)
	f := a.put(t, aFile.Path, aText)
	f.serve = func(w http.ResponseWriter, r *http.Request, _ int) bool {
		w.Header().Set("Content-Length", "1000")
		for {
			if _, err := w.Write([]byte("x")); err != nil {
				return true
			}
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
				return true
			case <-time.After(5 * time.Millisecond):
			}
		}
	}
	c, waits := a.client(t)
	c.Patience = 100 * time.Millisecond
	if _, err := a.get(t, c); !errors.Is(err, ErrSlow) {
		t.Errorf("got %v", err)
	}
	if len(*waits) == 0 || len(*waits) > maxResumes {
		t.Errorf("waited %d times", len(*waits))
	}
}

func TestRefusalsAreHonoured(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		after  string
		want   string // of the error; "" is a download that comes through
		waits  string
		asked  int
	}{
		{"a rate limit of a minute is waited for", 429, "60", "", "[1m0s]", 2},
		{"a date that is a minute off is too", 429, "Tue, 10 Mar 2026 12:01:00 GMT", "", "[1m0s]", 2},
		{"one of an hour is not", 429, "3600", "asks to be left alone until 2026-03-10T13:00:00Z (rate limited, 429)", "[]", 1},
		{"one without a time is ten minutes", 429, "", "until 2026-03-10T12:10:00Z", "[]", 1},
		{"a ban is never tried again", 418, "5", "until 2026-03-10T12:00:05Z (banned, 418)", "[]", 1},
		{"a country", 451, "", "the venue is unavailable from here (451)", "[]", 1},
		{"a firewall", 403, "", "the venue is unavailable from here (403)", "[]", 1},
		{"a request that is not understood", 400, "", "bad request", "[]", 1},
	} {
		a := newArchive(t)
		f := a.put(t, aFile.Path, aText)
		f.serve = func(w http.ResponseWriter, r *http.Request, try int) bool {
			if try > 1 {
				return false
			}
			if c.after != "" {
				w.Header().Set("Retry-After", c.after)
			}
			w.WriteHeader(c.status)
			return true
		}
		client, waits := a.client(t)
		_, err := a.get(t, client)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
		if got := fmtWaits(*waits); got != c.waits || a.asked[aFile.Path] != c.asked {
			t.Errorf("%s: waited %s, asked %d times, want %s, %d", c.name, got, a.asked[aFile.Path], c.waits, c.asked)
		}
	}
}

// A server that downloads and asks venues at once knows of both what refuses.
func TestAHostThatRefusesIsLeftAloneByAll(t *testing.T) {
	a := newArchive(t)
	f := a.put(t, aFile.Path, aText)
	f.serve = func(w http.ResponseWriter, _ *http.Request, _ int) bool {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(418)
		return true
	}
	client, _ := a.client(t)
	file := filepath.Join(t.TempDir(), "stops.json")
	client.Hosts = upstream.OpenHosts(file, client.Now, slog.New(slog.DiscardHandler))
	for range 2 {
		var later *LaterError
		if _, err := a.get(t, client); !errors.As(err, &later) || later.At != client.Now().Add(time.Hour) || a.asked[aFile.Path] != 1 {
			t.Fatalf("got %v after %d requests", err, a.asked[aFile.Path])
		}
	}
	if r := client.Hosts.Stopped(history.ArchiveHost); r == nil || r.Reason != feed.Banned {
		t.Errorf("others are not told: %v", r)
	}
	client.Hosts = upstream.OpenHosts(file, client.Now, slog.New(slog.DiscardHandler)) // a restart
	if _, err := a.get(t, client); err == nil || a.asked[aFile.Path] != 1 {
		t.Errorf("after a restart: got %v after %d requests", err, a.asked[aFile.Path])
	}
}

func fmtWaits(d []time.Duration) string {
	var all []string
	for _, x := range d {
		all = append(all, x.String())
	}
	return "[" + strings.Join(all, " ") + "]"
}

func TestFaultsOfAServerAreTriedAgainMoreAndMoreSlowly(t *testing.T) {
	a := newArchive(t)
	f := a.put(t, aFile.Path, aText)
	f.serve = func(w http.ResponseWriter, r *http.Request, _ int) bool {
		w.WriteHeader(http.StatusBadGateway)
		return true
	}
	c, waits := a.client(t)
	if _, err := a.get(t, c); err == nil || !strings.Contains(err.Error(), "down") {
		t.Errorf("got %v", err)
	}
	if len(*waits) != maxTries-1 {
		t.Fatalf("waited %d times, want %d", len(*waits), maxTries-1)
	}
	for i, d := range *waits {
		if whole := min(firstPause<<i, longestRest); d < whole/2 || d > whole {
			t.Errorf("wait %d: got %s, want between a half and all of %s", i, d, whole)
		}
	}
}

func TestRedirectsToOtherHostsAreNotFollowed(t *testing.T) {
	other := newArchive(t)
	other.put(t, aFile.Path, aText)
	a := newArchive(t)
	f := a.put(t, aFile.Path, aText)
	f.serve = func(w http.ResponseWriter, r *http.Request, _ int) bool {
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusFound)
		return true
	}
	c, _ := a.client(t)
	if _, err := a.get(t, c); err == nil || !strings.Contains(err.Error(), "which is no host of this source") || other.total != 0 {
		t.Errorf("got %v, the other was asked %d times", err, other.total)
	}
}

func TestPrivateAddressesAreRefusedAtOnce(t *testing.T) {
	a := newArchive(t)
	a.put(t, aFile.Path, aText)
	c, waits := a.client(t)
	c.Guard = guard.Guard{}
	if _, err := a.get(t, c); !errors.Is(err, guard.ErrAddress) || a.total != 0 || len(*waits) != 0 {
		t.Errorf("got %v, %d requests, waits %v", err, a.total, *waits)
	}
}
