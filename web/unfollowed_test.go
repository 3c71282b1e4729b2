package web

import (
	"net/http"
	"strings"
	"testing"
)

const wantsHTML = "text/html,application/xhtml+xml,*/*;q=0.8"

func TestWhatIsNotFollowedSaysSo(t *testing.T) {
	nothing, one := newSite(t, nil), followsOne(t)
	for _, c := range []struct {
		name, target string
		site         *site
		code, says   string
	}{
		{"a server that follows nothing", "/live", nothing, "live_off", "--live"},
		{"the same in an article", "/embed?event=live-btcusdt", nothing, "live_off", "--live"},
		{"a market that is not followed", "/live?symbol=DOGEUSDT", one, "no_market", "BTCUSDT"},
		{"the same by its id", "/?event=live-dogeusdt", one, "no_market", "BTCUSDT"},
	} {
		wantError(t, c.site.do("GET", c.target), http.StatusNotFound, c.code, c.says)
		for lang, word := range map[string]string{"en": "To the replay", "ru": "К повтору"} {
			r := c.site.do("GET", c.target, "Accept", wantsHTML, "Accept-Language", lang)
			text := body(t, r)
			if r.StatusCode != http.StatusNotFound || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") || r.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s, %s: %d %v", c.name, lang, r.StatusCode, r.Header)
			}
			if !strings.Contains(text, c.says) || !strings.Contains(text, `href="/">`+word) {
				t.Errorf("%s, %s: it does not say %q and %q:\n%s", c.name, lang, c.says, word, text)
			}
			if r.Header.Get("Content-Security-Policy") == "" {
				t.Errorf("%s, %s: no policy", c.name, lang)
			}
		}
	}
}

func TestANameOfAMarketStaysText(t *testing.T) {
	text := body(t, followsOne(t).do("GET", "/live?symbol=%3Cscript%3Ealert(1)", "Accept", wantsHTML))
	if strings.Contains(text, "<script") || !strings.Contains(text, "--SCRIPT-ALERT-1-") && !strings.Contains(text, "-SCRIPT-ALERT-1-") {
		t.Errorf("got\n%s", text)
	}
}

func TestAPageThatIsFollowedIsThePages(t *testing.T) {
	for _, target := range []string{"/live", "/live?symbol=BTCUSDT", "/embed?event=live-btcusdt", "/?event=live-btcusdt"} {
		if r := followsOne(t).do("GET", target); r.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", target, r.StatusCode)
		}
	}
}
