package fetch

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"unwind/data/feed"
	"unwind/data/history"
	"unwind/web/proxy"
	"unwind/web/upstream"
)

// counts has a client tell what came of its requests, one line each.
func counts(c *Client) *[]string {
	told := new([]string)
	c.Asked = func(venue string, sent bool, err error) {
		reason := "answered"
		if err != nil {
			reason = proxy.RefusalOf(err).Reason
		}
		*told = append(*told, fmt.Sprintf("%s %v %s", venue, sent, reason))
	}
	return told
}

func TestEachRequestIsCounted(t *testing.T) {
	status := func(code int) func(http.ResponseWriter, *http.Request, int) bool {
		return func(w http.ResponseWriter, _ *http.Request, try int) bool {
			if try == 1 {
				w.WriteHeader(code)
			}
			return try == 1
		}
	}
	const good = "binance true answered"
	for _, c := range []struct {
		name  string
		serve func(http.ResponseWriter, *http.Request, int) bool
		cut   bool
		want  []string // after the checksum
	}{
		{"a file and its checksum", nil, false, []string{good}},
		{"a ban", status(418), false, []string{"binance true banned"}},
		{"a country", status(451), false, []string{"binance true unavailable-from-here"}},
		{"a firewall", status(403), false, []string{"binance true unavailable-from-here"}},
		{"a file that is gone", status(404), false, []string{"binance true empty"}},
		{"a fault, and a second try", status(500), false, []string{"binance true down", good}},
		{"an answer that breaks off", nil, true, []string{"binance true down", good}},
	} {
		a := newArchive(t)
		f := a.put(t, aFile.Path, aText)
		if f.serve = c.serve; c.cut {
			f.serve = cutAt(f, 40)
		}
		client, _ := a.client(t)
		told := counts(client)
		a.get(t, client)
		if want := append([]string{good}, c.want...); !slices.Equal(*told, want) {
			t.Errorf("%s: got %q, want %q", c.name, *told, want)
		}
	}
}

func TestWhatIsNotAskedIsCounted(t *testing.T) {
	a := newArchive(t)
	a.put(t, aFile.Path, aText).checksum = strings.Repeat("x", history.MaxChecksum+1)
	client, _ := a.client(t)
	client.Hosts = upstream.OpenHosts("", client.Now, slog.New(slog.DiscardHandler))
	told := counts(client)
	a.get(t, client)
	client.Hosts.Tell(history.ArchiveHost, &feed.Refusal{Venue: "binance", Reason: feed.Banned})
	a.get(t, client)
	if want := []string{"binance true bad-answer", "binance false banned"}; !slices.Equal(*told, want) {
		t.Errorf("got %q, want %q", *told, want)
	}
}

func TestEveryHostOfADownloadIsSomeVenues(t *testing.T) {
	for host, want := range map[string]string{
		history.ArchiveHost: "binance", "fapi.binance.com": "binance", "api.bybit.com": "bybit", "history.deribit.com": "deribit", "example.org": "",
	} {
		if got := venueOf(host); got != want {
			t.Errorf("%s: got %q, want %q", host, got, want)
		}
	}
}
