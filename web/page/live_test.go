package page

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/tape"
)

// newLivePage returns the page of a server that has an event and follows two
// markets at three venues.
func newLivePage(t *testing.T, change ...func(*Live)) http.Handler {
	t.Helper()
	live := &Live{Symbols: []string{"BTCUSDT", "ETHUSDT"}, Venues: []string{"binance", "bybit"}, Spot: true, Records: true}
	for _, c := range change {
		c(live)
	}
	h, err := New(Options{Template: indexHTML(t), Assets: builtAssets(t), Events: eventsOf(t, smallTape("btc")), Live: live})
	if err != nil {
		t.Fatal(err)
	}
	h.(*page).now = func() time.Time { return time.UnixMilli(int64(start) + 90_500) } // 00:01:30.5
	return h
}

func TestAFollowedMarketHasAPage(t *testing.T) {
	h := newLivePage(t)
	for _, c := range []struct{ name, target, symbol, title string }{
		{"the first one", "/live?lang=en", "BTCUSDT", "BTC, live"},
		{"one by its symbol", "/live?symbol=ETHUSDT&lang=en", "ETHUSDT", "ETH, live"},
		{"one by its id, in Russian", "/?event=live-ethusdt&lang=ru", "ETHUSDT", "ETH, прямой эфир"},
		{"in an article", "/embed?event=live-btcusdt&lang=en", "BTCUSDT", "BTC, live"},
		{"after its address was written", "/live?event=live-ethusdt&lang=en", "ETHUSDT", "ETH, live"},
	} {
		page := body(t, h, c.target)
		d := dataOf(t, page)
		if d.Live == nil || d.Live.Symbol != c.symbol || d.Live.Stream != "/api/live/stream" || !d.Live.Records {
			t.Errorf("%s: the scripts get %+v", c.name, d.Live)
			continue
		}
		if want := "live-" + strings.ToLower(c.symbol); d.Event.ID != want || !strings.Contains(string(d.State), `"event":"`+want+`"`) {
			t.Errorf("%s: the event is %q, want %q", c.name, d.Event.ID, want)
		}
		if !strings.Contains(page, "<h1><span data-t=\"event.title\">"+c.title+"</span>") {
			t.Errorf("%s: the title is not %q", c.name, c.title)
		}
	}
}

func TestThePageOfAFollowedMarketWaits(t *testing.T) {
	page := body(t, newLivePage(t), "/live?lang=en")
	d := dataOf(t, page)
	if from, to := start-data.Day+data.Minute, start+data.Minute; d.Event.From != from || d.Event.To != to {
		t.Errorf("the bar goes from %d to %d, want the whole minutes %d and %d", d.Event.From, d.Event.To, from, to)
	}
	if d.URLs.Tape != "" || strings.Contains(page, "/api/events/live-") {
		t.Error("a tape is asked for that there is not")
	}
	for _, want := range []string{"Waiting for the first data", `id="live-edge"`, `id="live-venues"`, `data-follows="wait"`, `value="bybit" checked> Bybit<`, `value="binance" checked> Binance<`, `<option value="100">100×</option>`, `data-panel="waves"`, `data-panel="fuel"`, `data-panel="whatif"`, `data-panel="alerts"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, without := range []string{`data-panel="flush"`, `data-panel="days"`, `id="summary"`, `data-t="layer.missing"`, `data-t="layer.none"`} {
		if strings.Contains(page, without) {
			t.Errorf("the page has %q", without)
		}
	}
	if got := attribute(page, "href"); !slices.Contains(got, "http://example.com/live?symbol=BTCUSDT") {
		t.Errorf("no address of its own among %q", got)
	}
}

// heardOf is a market that goes on; its tape is nil before anything came of it.
type heardOf struct{ tape *tape.Tape }

func (heardOf) IDs() []string                     { return []string{"live-btcusdt"} }
func (h heardOf) Tape(string) (*tape.Tape, error) { return h.tape, nil }

func TestAPictureIsAskedForOnceThereIsOne(t *testing.T) {
	h := newLivePage(t)
	events := h.(*page).Events
	for _, c := range []struct {
		name string
		of   *tape.Tape
		want bool
	}{
		{"before the first data", nil, false},
		{"with data", smallTape("live-btcusdt"), true},
	} {
		events.SetGrowing(heardOf{c.of})
		page := body(t, h, "/live?lang=en")
		if got := strings.Contains(page, `<img src="/poster.png?event=live-btcusdt`); got != c.want {
			t.Errorf("%s: the page asks for a picture: %v, want %v", c.name, got, c.want)
		}
		if sources := strings.Contains(page, "<source "); sources != c.want {
			t.Errorf("%s: the page has other pictures: %v, want %v", c.name, sources, c.want)
		}
	}
}

// A chip says of what was heard how that came, and what is to be expected
// before; what the pictures say, which are of the same.
func TestTheChipsSayHowWhatWasHeardCame(t *testing.T) {
	h := newLivePage(t)
	events := h.(*page).Events
	for _, c := range []struct {
		name    string
		heard   bool
		fetched float64
		want    string // of the candles; liquidations are never fetched
	}{
		{"before the first data", false, 0, "recorded.both"},
		{"all of it streamed", true, 0, "recorded"},
		{"a part of it fetched", true, 0.25, "recorded.both"},
		{"all of it fetched", true, 1, "recorded.later"},
	} {
		x := smallTape("live-btcusdt")
		x.Candles.Provenance, x.Liquidations.Provenance = data.Recorded, data.Recorded
		x.Candles.Fetched = c.fetched
		if !c.heard {
			x = nil
		}
		events.SetGrowing(heardOf{x})
		for _, lang := range []string{"en", "ru"} {
			page := body(t, h, "/live?lang="+lang)
			if got := chipSays(page, "candles"); got != c.want {
				t.Errorf("%s, %s: the chip of the candles says %q, want %q", c.name, lang, got, c.want)
			}
			if got := chipSays(page, "liquidations"); got != "recorded" {
				t.Errorf("%s, %s: that of the liquidations says %q", c.name, lang, got)
			}
		}
		if got := chipSays(body(t, h, "/live?symbol=ETHUSDT"), "candles"); got != "recorded.both" {
			t.Errorf("%s: the chip of another market says %q", c.name, got)
		}
	}
}

// chipSays returns the key of how the chip of a layer says that it came.
func chipSays(page, layer string) string {
	_, chip, _ := strings.Cut(page, `data-origin="`+layer+`"`)
	chip, _, _ = strings.Cut(chip, "</button>")
	_, kind, _ := strings.Cut(chip, `class="kind">`)
	_, key, _ := strings.Cut(kind, `data-t="`)
	key, _, _ = strings.Cut(key, `"`)
	return key
}

func TestAServerThatDoesNotRecordHasNoLastMinutes(t *testing.T) {
	for _, records := range []bool{true, false} {
		page := body(t, newLivePage(t, func(l *Live) { l.Records = records }), "/live")
		if got := strings.Contains(page, `class="live-last" aria-disabled="true"`); got == records {
			t.Errorf("records %v: the button is off: %v", records, got)
		}
	}
}

func TestTheMenuLeadsToWhatIsFollowed(t *testing.T) {
	h := newLivePage(t)
	for target, here := range map[string]string{"/?lang=en": "btc", "/live?lang=en": "live-btcusdt", "/?event=live-ethusdt&lang=en": "live-ethusdt"} {
		page := body(t, h, target)
		for id, title := range map[string]string{"btc": "The &#34;fall&#34; of btc", "live-btcusdt": "BTC, live", "live-ethusdt": "ETH, live"} {
			selected := ""
			if id == here {
				selected = " selected"
			}
			if want := `<option value="` + id + `" data-t="event.name.` + id + `"` + selected + ">" + title; !strings.Contains(page, want) {
				t.Errorf("%s: the menu lacks %q", target, want)
			}
		}
	}
	if strings.Contains(body(t, newPage(t, "btc"), "/"), "live-") {
		t.Error("a server that follows nothing speaks of it")
	}
}

func TestWhatIsAskedLive(t *testing.T) {
	for target, want := range map[string]struct {
		id    string
		asked bool
	}{
		"/live":                      {"", true},
		"/live?symbol=btcusdt":       {"live-btcusdt", true},
		"/live?symbol=BTCUSDT&t=1":   {"live-btcusdt", true},
		"/live?event=live-ethusdt":   {"live-ethusdt", true},
		"/?event=live-btcusdt":       {"live-btcusdt", true},
		"/embed?event=live-btcusdt":  {"live-btcusdt", true},
		"/?event=btc":                {"", false},
		"/?symbol=BTCUSDT":           {"", false},
		"/live?symbol=%3Cscript%3E":  {"live--script-", true},
		"/?event=LIVE-btcusdt":       {"", false},
		"/":                          {"", false},
		"/?event=live-btcusdt%3Cb":   {"", false},
		"/live?event=btc-2026-02-05": {"", true},
	} {
		if id, asked := LiveAsked(httptest.NewRequest("GET", target, nil)); id != want.id || asked != want.asked {
			t.Errorf("%s: got %q, %v, want %q, %v", target, id, asked, want.id, want.asked)
		}
	}
}

func TestNothingOfTheLivePageIsInline(t *testing.T) {
	res := get(newLivePage(t), "/live", "Accept-Language", "en")
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range []string{" style=", "<style", "<script>", "{{", "ZgotmplZ"} {
		if strings.Contains(string(text), found) {
			t.Errorf("the page has %q", found)
		}
	}
}
