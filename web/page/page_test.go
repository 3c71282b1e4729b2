package page

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"unwind/data"
	"unwind/data/tape"
)

func TestPageIsWholeInBothLanguages(t *testing.T) {
	h := newPage(t, "btc")
	for _, c := range []struct{ lang, title, summary, play, instrument string }{
		{"en", `The "fall" of btc`, "It fell 12 % & burned.", "Play (Space)", "BTCUSDT perpetual"},
		{"ru", "Падение btc", "Упало на 12 %.", "Пуск (Пробел)", "BTCUSDT perpetual"},
	} {
		page := body(t, h, "/?lang="+c.lang)
		if !strings.Contains(page, `<html lang="`+c.lang+`"`) {
			t.Errorf("%s: the document does not say its language", c.lang)
		}
		if got := attribute(page, "title"); !slices.Contains(got, c.play) {
			t.Errorf("%s: no control is titled %q", c.lang, c.play)
		}
		plain := unescaped(page)
		for _, want := range []string{c.title, c.summary, c.instrument} {
			if !strings.Contains(plain, want) {
				t.Errorf("%s: the page does not say %q", c.lang, want)
			}
		}
	}
}

func unescaped(page string) string {
	return strings.NewReplacer("&amp;", "&", "&#34;", `"`, "&quot;", `"`).Replace(page)
}

func TestLanguageIsTheLinksThenTheReaders(t *testing.T) {
	h := newPage(t, "btc")
	for _, c := range []struct{ name, target, accept, want string }{
		{"the link wins", "/?lang=en", "ru", "en"},
		{"the browser's choice", "/", "de, ru-RU;q=0.9, en;q=0.8", "ru"},
		{"nothing known", "/", "de", "en"},
		{"nothing said", "/", "", "en"},
	} {
		res := get(h, c.target, "Accept-Language", c.accept)
		if got := res.Header.Get("Content-Language"); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		if !slices.Contains(strings.Split(res.Header.Get("Vary"), ", "), "Accept-Language") {
			t.Errorf("%s: caches are not told that the language matters", c.name)
		}
	}
}

func TestPreferredLanguage(t *testing.T) {
	for _, c := range []struct{ name, header, want string }{
		{"a region does not matter", "ru-UA", "ru"},
		{"weights decide, not order", "en;q=0.3, ru;q=0.7", "ru"},
		{"of equal weights the first", "ru, en", "ru"},
		{"a refusal counts", "ru;q=0", "en"},
		{"an unreadable weight is a refusal", "ru;q=viel", "en"},
		{"a weight above one is a refusal", "ru;q=7", "en"},
		{"case does not matter", "RU", "ru"},
	} {
		if got := preferredLanguage(c.header); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzPreferredLanguage(f *testing.F) {
	for _, seed := range []string{"", "ru-RU;q=0.9, en", ";;q=,,", "*;q=NaN", "ru;q=1e400"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if got := preferredLanguage(header); !slices.Contains(languages, got) {
			t.Errorf("got %q, which the page does not speak", got)
		}
	})
}

func TestNothingIsInline(t *testing.T) {
	page := body(t, newPage(t, "btc", "eth"), "/?speed=x")
	for _, c := range []struct{ name, pattern string }{
		{"a style attribute", `<[a-z][^>]*\sstyle=`},
		{"a style element", `<style`},
		{"an event handler", `<[a-z][^>]*\son[a-z]+=`},
		{"an inline script", `<script(?: type="module")?>`},
		{"something from elsewhere", `(?:src|srcset)="(?:https?:)?//`},
		{"a template that was not filled", `\{\{|ZgotmplZ`},
	} {
		if found := regexp.MustCompile(c.pattern).FindString(page); found != "" {
			t.Errorf("the page has %s: %q", c.name, found)
		}
	}
}

func TestHostileValuesStayText(t *testing.T) {
	page := body(t, newPage(t, "btc"), `/?speed=%3Cscript%3Ealert(1)%3C/script%3E&t=%22onload=x&event=btc&lang=en`)
	if strings.Contains(page, "<script>alert") || strings.Contains(page, `="onload=x`) {
		t.Error("a value of the query got out of its text")
	}
	if !strings.Contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("the value that was not understood is not named")
	}
}

// TestTheClientIsAskedForFirst: by a script, because a browser does not use the
// compiled code that it has kept for what a link preloads.
func TestTheClientIsAskedForFirst(t *testing.T) {
	page := body(t, newPage(t, "btc"), "/")
	head, _, _ := strings.Cut(page, "</head>")
	if got, want := attribute(head, "data-client"), []string{builtAssets(t).URL(clientName)}; !slices.Equal(got, want) {
		t.Errorf("the first script fetches %q, want %q", got, want)
	}
	for _, link := range regexp.MustCompile(`<link rel="preload"[^>]*>`).FindAllString(head, -1) {
		if strings.Contains(link, clientName) {
			t.Errorf("the client is preloaded: %s", link)
		}
	}
}

func TestTheStateHasEveryDocumentedMember(t *testing.T) {
	raw, err := os.ReadFile("../../docs/embedding.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "### The state\n\n```json\n")
	text, _, _ = strings.Cut(text, "```")
	var documented, got map[string]any
	if err := json.Unmarshal([]byte(text), &documented); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(dataOf(t, body(t, newPage(t, "btc"), "/")).State, &got); err != nil {
		t.Fatal(err)
	}
	g, w := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(documented))
	if !slices.Equal(g, w) {
		t.Errorf("members before the client is there\n got %q\nwant %q", g, w)
	}
}

// TestProblemsAreSentences looks at what a reader sees of a link with many
// faults.
func TestProblemsAreSentences(t *testing.T) {
	h := newPage(t, "btc")
	for lang, want := range map[string][]string{
		"en": {
			"“from” must be less than “to”, so neither counts.",
			"“low” counts only together with “high”, which is missing.",
			"There is no layer “zz”. There are: heat, candles, bubbles,",
			"“x” for “t” is no time of 2000 to 2099;",
		},
		"ru": {
			"«from» должно быть меньше, чем «to», поэтому ни то ни другое не действует.",
			"«low» действует только вместе с «high», а его нет.",
			"Слоя «zz» нет. Есть: heat, candles, bubbles,",
			"«x» для «t» — не время с 2000 по 2099 год;",
		},
	} {
		page := body(t, h, "/?low=5&t=x&layers=zz&from=2026-02-06&to=2026-02-05&lang="+lang)
		got := regexp.MustCompile(`<li data-say="problem\.[^>]*>([^<]*)</li>`).FindAllStringSubmatch(page, -1)
		if len(got) != len(want) {
			t.Fatalf("%s: got %q, want %d problems", lang, got, len(want))
		}
		for i := range want {
			if !strings.HasPrefix(got[i][1], want[i]) {
				t.Errorf("%s: got %q, want %q", lang, got[i][1], want[i])
			}
		}
	}
}

// TestEveryRuleHasASentence makes every fault that a link can have.
func TestEveryRuleHasASentence(t *testing.T) {
	h := newPage(t, "btc")
	for _, query := range []string{
		"t=x", "speed=0", "speed=x", "fit=x", "low=0&high=1", "min=0&max=1", "event=A", "event=none", "theme=x", "layers=x", "w=2400&h=2400&scale=3",
		"a=2026-02-05", "min=2&max=1", "x=" + strings.Repeat("y", 5000),
	} {
		page := body(t, h, "/?lang=en&"+query)
		if !regexp.MustCompile(`<li data-say="problem\.[^>]*>[^<{]{20,}</li>`).MatchString(page) {
			t.Errorf("%.30s: the page has no sentence about it", query)
		}
	}
}

func TestProblemsOfTheLinkAreNamed(t *testing.T) {
	h := newPage(t, "btc")
	for _, c := range []struct{ name, query, want string }{
		{"a bad value", "speed=x", "“x” for “speed”"},
		{"a speed that is none", "speed=Smart", "“Smart” for “speed” is neither a number from 1 to 3,600 nor “smart”."},
		{"a value out of bounds", "speed=9999", "“9999” for “speed” is outside 1 to 3,600; the nearer of them is used."},
		{"layers that the event has nothing for", "layers=heat,spot,oi", "“spot,oi” for “layers” means nothing for this event, so it is left out."},
		{"a size that is none", "size=big", "no band of dollars such as 10000-1000000, 10000- or -1000000 from 1 to 1,000,000,000,000"},
		{"an event that is not here", "event=nothing", "no event “nothing”"},
	} {
		if page := body(t, h, "/?lang=en&"+c.query); !strings.Contains(page, c.want) {
			t.Errorf("%s: the page does not say %q", c.name, c.want)
		}
	}
	for _, query := range []string{"utm_source=x", "layers=heat,candles", "layers=none"} {
		if page := body(t, h, "/?"+query); !strings.Contains(page, `id="problems" hidden`) {
			t.Errorf("%s: a link without problems shows the line of problems", query)
		}
	}
}

func TestEmbedIsMinimalUnlessTheLinkSaysOtherwise(t *testing.T) {
	h := newPage(t, "btc")
	for _, c := range []struct{ target, page, ui string }{
		{"/", "top", "full"},
		{"/embed", "embed", "min"},
		{"/embed?ui=full", "embed", "full"},
		{"/?ui=stage", "top", "stage"},
	} {
		page := body(t, h, c.target)
		if want := `data-ui="` + c.ui + `" data-page="` + c.page + `"`; !strings.Contains(page, want) {
			t.Errorf("%s: want %s", c.target, want)
		}
		if got := stateOf(t, page).UI; got != c.ui {
			t.Errorf("%s: scripts get ui %q, want %q", c.target, got, c.ui)
		}
	}
}

func TestScriptsGetTheStateOfTheLink(t *testing.T) {
	d := dataOf(t, body(t, newPage(t, "btc"), "/?lang=en&t=2026-02-04T06:00:00Z&speed=60&play=visible&layers=heat,candles"))
	s := stateOf(t, body(t, newPage(t, "btc"), "/?lang=en&t=2026-02-04T06:00:00Z&speed=60&play=visible&layers=heat,candles"))
	if s.T != start+30*data.Hour || s.Speed != 60 || d.Play != "visible" || !d.HasTime || !d.Lingual {
		t.Errorf("got t %d, speed %v, play %q, has time %v, lingual %v", s.T, s.Speed, d.Play, d.HasTime, d.Lingual)
	}
	if !slices.Equal(s.Layers, []string{"heat", "candles"}) || s.Start != start || s.End != start+2*data.Day {
		t.Errorf("got layers %q, event from %d to %d", s.Layers, s.Start, s.End)
	}
	wave := [2]data.UnixMs{start + 30*data.Hour + data.Minute, start + 31*data.Hour + 36*data.Minute + 1}
	if len(d.Event.Waves) != 1 || d.Event.Waves[0] != wave {
		t.Errorf("got waves %v, want %v alone", d.Event.Waves, wave)
	}
	if d.Texts["ru"]["event.title"] != "Падение btc" || d.Texts["en"]["play"] != "Play" {
		t.Error("the texts of both languages are not all there")
	}
	if d.URLs.Tape != "/api/events/btc" || d.URLs.Wasm == "" || d.WasmBytes != len("main.wasm") {
		t.Errorf("got addresses %+v, %d bytes", d.URLs, d.WasmBytes)
	}
}

func TestWithoutATimeThePageShowsTheCover(t *testing.T) {
	page := body(t, newPage(t, "btc"), "/?lang=en")
	if got := stateOf(t, page).T; got != start+31*data.Hour || dataOf(t, page).HasTime {
		t.Errorf("got t %d, want the cover's and no time of the link", got)
	}
	if !strings.Contains(page, ">4\u00a0Feb\u00a02026 07:00:00\u00a0UTC</time>") {
		t.Error("the time of the cover is not written out")
	}
}

func TestEveryLayerSaysWhereItComesFrom(t *testing.T) {
	page := body(t, newPage(t, "btc"), "/?lang=en")
	for _, id := range []string{"origin-candles", "origin-liquidations", "origin-levels"} {
		if !strings.Contains(page, `id="`+id+`"`) {
			t.Errorf("no explanation of %q", id)
		}
	}
	if got := attribute(page, "title"); !slices.Contains(got, "modelled: Because <b>.") {
		t.Errorf("no chip is titled with its reason")
	}
	for _, want := range []string{"At least: the feed is sampled.", "https://example.org/?a=1&amp;b=2", "A &amp; B", "Nobody publishes where liquidations wait."} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestTheProvenanceFollowsATapeThatIsReplaced(t *testing.T) {
	events := eventsOf(t, smallTape("btc"))
	h, err := New(Options{Template: indexHTML(t), Assets: builtAssets(t), Events: events})
	if err != nil {
		t.Fatal(err)
	}
	before, tag := body(t, h, "/?lang=en"), get(h, "/?lang=en").Header.Get("Etag")
	real := smallTape("btc")
	real.Candles.Origin = tape.Origin{Provenance: data.Recorded, Why: tape.Text{"en": "Minutes of the venue."}}
	raw, err := tape.Write(real)
	if err == nil {
		err = events.Replace(raw)
	}
	if err != nil {
		t.Fatal(err)
	}
	after := body(t, h, "/?lang=en")
	if chip := "recorded: Minutes of the venue."; strings.Contains(before, chip) || !slices.Contains(attribute(after, "title"), chip) {
		t.Error("the line of provenance is the old one")
	}
	for fetched, want := range map[float64]string{0.25: "recorded and fetched", 1: "fetched later"} {
		real.Candles.Fetched = fetched
		if raw, err = tape.Write(real); err == nil {
			err = events.Replace(raw)
		}
		if page := body(t, h, "/?lang=en"); err != nil || !slices.Contains(attribute(page, "title"), want+": Minutes of the venue.") || !strings.Contains(page, want+"</span>") {
			t.Errorf("of what was fetched to %v the page does not say %q (%v)", fetched, want, err)
		}
	}
	if get(h, "/?lang=en").Header.Get("Etag") == tag {
		t.Error("the entity tag of the page is the old one")
	}
}

func TestTheChooserAppearsWithASecondEvent(t *testing.T) {
	if strings.Contains(body(t, newPage(t, "btc"), "/"), `id="events"`) {
		t.Error("one event has a chooser")
	}
	page := body(t, newPage(t, "btc", "eth"), "/?event=eth&lang=en")
	if !strings.Contains(page, `<option value="eth" data-t="event.name.eth" selected>`) {
		t.Error("the chooser does not show the event of the link")
	}
}

func TestCardsAndCanonicalAddresses(t *testing.T) {
	h, err := New(Options{Template: indexHTML(t), Assets: builtAssets(t), Events: eventsOf(t, smallTape("btc")), Base: "https://unwind.example/"})
	if err != nil {
		t.Fatal(err)
	}
	page := unescaped(body(t, h, "/?t=2026-02-04T06:00:00Z&lang=en"))
	for _, want := range []string{
		`rel="canonical" href="https://unwind.example/?event=btc"`,
		`hreflang="ru" href="https://unwind.example/?event=btc&lang=ru"`,
		`property="og:image" content="https://unwind.example/poster.png?event=btc&t=2026-02-04T06:00:00Z&lang=en"`,
		`property="og:description" content="It fell 12 % & burned."`,
		`<title>The "fall" of btc · Unwind</title>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestPageIsCompressedAndRevalidated(t *testing.T) {
	h := newPage(t, "btc")
	packed := get(h, "/", "Accept-Encoding", "gzip, br")
	if raw, err := io.ReadAll(brotli.NewReader(packed.Body)); err != nil || packed.Header.Get("Content-Encoding") != "br" || string(raw) != body(t, h, "/") {
		t.Errorf("the page in brotli differs from the plain one: %v", err)
	}
	res := get(h, "/", "Accept-Encoding", "gzip")
	if res.Header.Get("Etag") == packed.Header.Get("Etag") {
		t.Error("two codings of the page have the same tag")
	}
	zr, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if raw, err := io.ReadAll(zr); err != nil || string(raw) != body(t, h, "/") {
		t.Errorf("the compressed page differs from the plain one: %v", err)
	}
	again := get(h, "/", "Accept-Encoding", "gzip", "If-None-Match", res.Header.Get("Etag"))
	if again.StatusCode != http.StatusNotModified || again.Header.Get("Content-Encoding") != "" {
		t.Errorf("got status %d with encoding %q", again.StatusCode, again.Header.Get("Content-Encoding"))
	}
	if other := get(h, "/?lang=ru", "If-None-Match", get(h, "/").Header.Get("Etag")); other.StatusCode != http.StatusOK {
		t.Errorf("another page has the same tag: status %d", other.StatusCode)
	}
}

func TestABrokenTemplateIsAnError(t *testing.T) {
	if _, err := New(Options{Template: "{{say}", Assets: builtAssets(t), Events: eventsOf(t)}); err == nil {
		t.Error("a template that does not parse was accepted")
	}
}

func TestLayersWithoutDataCannotBeChosen(t *testing.T) {
	page := body(t, newPage(t, "btc"), "/?layers=heat,oi")
	for _, c := range []struct{ name, want string }{
		{"heat", `value="heat" checked>`},
		{"profile", `value="profile">`},
		{"liquidations", `value="liquidations">`},
		{"volume", `value="volume">`},
		{"oi", `value="oi" checked disabled>`},
		{"spot", `value="spot" disabled>`},
		{"funding", `value="funding" disabled>`},
	} {
		if !strings.Contains(page, `name="layer" `+c.want) {
			t.Errorf("%s: the page has no control with %s", c.name, c.want)
		}
	}
}

// Where nothing can be estimated there is no wave's chain either.
func TestLayersOfTheEstimateAreNamedWhereThereIsNone(t *testing.T) {
	bare := smallTape("bare")
	bare.Candles.FromPrints = true // without volume
	clear(bare.Candles.Volume)
	h, err := New(Options{Template: indexHTML(t), Assets: builtAssets(t), Events: eventsOf(t, bare)})
	if err != nil {
		t.Fatal(err)
	}
	page := body(t, h, "/?lang=en&layers=heat,candles,profile,chain")
	for _, want := range []string{
		"“heat,profile,chain” for “layers” means nothing for this event, so it is left out.",
		`value="chain" checked disabled>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if page := body(t, h, "/?lang=en"); !strings.Contains(page, `id="problems" hidden`) {
		t.Error("layers that nobody chose are called a problem")
	}
}

// Gaps are shown by default, so an event without any must not be told that
// something is missing of it.
func TestGapsAreToChooseAndExplainedWhereThereAreAny(t *testing.T) {
	whole, torn := smallTape("whole"), smallTape("torn")
	torn.Gaps = &tape.GapLayer{Origin: torn.Candles.Origin, Gaps: []data.Gap{{From: torn.From, To: torn.From + data.Minute, Why: data.Stopped}}}
	h, err := New(Options{Template: indexHTML(t), Assets: builtAssets(t), Events: eventsOf(t, whole, torn)})
	if err != nil {
		t.Fatal(err)
	}
	const explained, disabled = `<span data-t="read.gaps">Striped from top to bottom`, `value="gaps" checked disabled`
	page := body(t, h, "/?lang=en&event=torn")
	if !strings.Contains(page, explained) || strings.Contains(page, disabled) || !strings.Contains(page, `value="gaps" checked`) {
		t.Error("the page of an event with gaps does not explain them or lets nobody choose")
	}
	page = body(t, h, "/?lang=en&event=whole&layers=heat,candles,gaps")
	if strings.Contains(page, explained) || !strings.Contains(page, disabled) || !strings.Contains(page, `data-t="layer.none">none`) || !strings.Contains(page, `id="problems" hidden`) {
		t.Error("an event without gaps says that something is wrong")
	}
}

// The page's scripts look for the wave at hand, also where there is none.
func TestAnEventWithoutWavesHasAnEmptyList(t *testing.T) {
	calm := smallTape("calm")
	calm.Liquidations = nil
	events := eventsOf(t, calm)
	m, err := events.Market(events.Event("calm"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(newEventView(events.Event("calm"), m, all).waves)
	if string(raw) != "[]" || err != nil {
		t.Errorf("waves are %s, %v, want an empty list", raw, err)
	}
}

// An event that was cut out of a recording is not listed; its own page shows
// it in the menu.
func TestTheMenuHasTheEventAtHandWhenItIsLent(t *testing.T) {
	events := eventsOf(t, smallTape("listed"))
	raw, err := tape.Write(smallTape("lent"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := events.Lend(raw); err != nil {
		t.Fatal(err)
	}
	h, err := New(Options{Template: indexHTML(t), Assets: builtAssets(t), Events: events})
	if err != nil {
		t.Fatal(err)
	}
	here, other := body(t, h, "/?event=lent"), body(t, h, "/?event=listed")
	if !strings.Contains(here, `value="lent" data-t="event.name.lent" selected`) || !strings.Contains(here, `value="listed"`) || dataOf(t, here).Event.ID != "lent" {
		t.Error("the page of a lent event does not show it in its menu")
	}
	if strings.Contains(other, `value="lent"`) {
		t.Error("the page of another event lists a lent one")
	}
}
