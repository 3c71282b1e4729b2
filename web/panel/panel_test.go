package panel

import (
	"encoding/json"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"

	"unwind/web/library"
)

// panels returns the panels of the built-in events.
func panels(t *testing.T) *Panels {
	t.Helper()
	tapes, err := library.MakeBuiltins()
	if err != nil {
		t.Fatal(err)
	}
	events, err := library.New(tapes, "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(events, func(name string) string { return "/assets/x/" + name })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func write(t *testing.T, p *Panels, name, event, lang string) string {
	t.Helper()
	html, err := p.Write(name, &Request{Event: p.events.Event(event), Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return string(html)
}

func TestAgainstOtherDays(t *testing.T) {
	p := panels(t)
	cases := []struct {
		name, event, lang string
		want              []string
	}{
		{"the tenth largest", "btc-2026-02-05", "en", []string{
			"Number 10 of the days that were published: $2.61\u00a0B. The largest, 10 Oct 2025, was 7.4 times as large.",
			`<tr class="here"><td>10</td>`, `<a href="/?event=btc-2025-10-10">10 Oct 2025</a>`,
			"at least: Binance, Bybit sampled", "Bitcoin, 10–11 October 2025 has no share of open interest",
		}},
		{"the largest, in Russian", "btc-2025-10-10", "ru", []string{
			"19,2\u00a0млрд\u00a0$, в 1,9 раза больше второго", `<tr class="here"><td>1</td>`, "лонги 16,7\u00a0млрд\u00a0$",
			`По сторонам: <a href="https://www.binance.com/en/square/post/31136358766305"`,
		}},
		{"sampled venues, in Russian", "btc-2026-02-05", "ru", []string{"не меньше: лента прорежена у Binance, Bybit"}},
		{"another language is English", "btc-2025-10-10", "de", []string{"The largest day that was published"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			html := strings.ReplaceAll(write(t, p, "days", c.event, c.lang), "10\u00a0Oct\u00a02025", "10 Oct 2025")
			for _, want := range c.want {
				if !strings.Contains(html, want) {
					t.Errorf("no %q in %s", want, html)
				}
			}
		})
	}
}

// The published days: 38,375 and 293,125 BTC on 4 February, 44,255 and 266,664
// on the 7th; open interest from 61 to 49 B.
func TestAfterTheFlush(t *testing.T) {
	html := write(t, panels(t), "flush", "btc-2026-02-05", "en")
	for _, want := range []string{
		"Confirmed by the numbers: open interest fell, the share of derivatives fell, spot volume was steady, it was mostly longs. Not confirmed: funding went back to neutral.",
		"<td>$61.0\u00a0B</td><td>$49.0\u00a0B</td><td>$49.0\u00a0B</td><td>−19.7\u00a0%</td>", // 49 / 61 − 1
		"<td>88.4\u00a0%</td>", // 293,125 / 331,500
		"<td>85.8\u00a0%</td>", // 266,664 / 310,919
		"1.60\u00a0K\u00a0BTC/h", "1.84\u00a0K\u00a0BTC/h",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q in %s", want, html)
		}
	}
	html = write(t, panels(t), "flush", "btc-2025-10-10", "ru")
	for _, want := range []string{"85,8\u00a0млрд\u00a0$", "−17,8\u00a0%", "Не подтверждают: ставка вернулась к нейтральной, объём спота устоял."} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q in %s", want, html)
		}
	}
}

// What the page's script follows the replay with, and what the reader sees.
func TestTheOverlayHoldsBothEvents(t *testing.T) {
	html := write(t, panels(t), "days", "btc-2026-02-05", "en")
	script := regexp.MustCompile(`(?s)<script type="application/json">(.*?)</script>`).FindStringSubmatch(html)
	if script == nil {
		t.Fatal("no data for the page's script")
	}
	var d overlayData
	if err := json.Unmarshal([]byte(script[1]), &d); err != nil {
		t.Fatal(err)
	}
	const steps = 16*12 + 1 // of five minutes
	for i := range 2 {
		if len(d.USD[i]) != steps || len(d.Low[i]) != steps {
			t.Fatalf("event %d: %d sums and %d prices, want %d", i, len(d.USD[i]), len(d.Low[i]), steps)
		}
		if at := int(-d.From / d.Step); d.Low[i][at] < 980 || d.Low[i][at] > 1020 || d.USD[i][at] != 0 {
			t.Errorf("event %d: price %v and %v at the onset, want about 1000 and nothing", i, d.Low[i][at], d.USD[i][at])
		}
	}
	// The low of 59,800.0 at 00:19, over a price in the hour of 14:00, which lay
	// between 69,247.3 and 70,848.6.
	if low := slices.Min(d.Low[0]); low < 844 || low > 864 {
		t.Errorf("lowest price of February is %v thousandths, want 844 to 864", low)
	}
}

func TestEveryTextIsThereInBothLanguages(t *testing.T) {
	p := panels(t)
	for key, en := range p.texts["en"] {
		ru, ok := p.texts["ru"][key]
		if !ok {
			t.Errorf("%q has no Russian text", key)
		}
		if a, b := names(en), names(ru); a != b {
			t.Errorf("%q names %s in English and %s in Russian", key, a, b)
		}
	}
	if len(p.texts["en"]) != len(p.texts["ru"]) {
		t.Errorf("%d texts in English, %d in Russian", len(p.texts["en"]), len(p.texts["ru"]))
	}
}

// names returns the names that a text leaves open, sorted by their first place
// in the alphabet of names.
func names(s string) string {
	var all []string
	for _, n := range []string{"usd", "usdA", "usdB", "priceA", "priceB", "time", "times", "rank", "largest", "second", "event", "low", "venues", "h", "v", "from", "to", "source", "base", "yes", "no", "n", "side", "date", "part", "coins", "move", "at", "extreme", "ratio", "feed", "lag", "clock", "of", "venue", "book", "low", "high", "default", "when", "actual", "other", "gap", "seeds", "price"} {
		if strings.Contains(s, "{"+n+"}") {
			all = append(all, n)
		}
	}
	return strings.Join(all, " ")
}

func TestFuelAgainstDepth(t *testing.T) {
	p := panels(t)
	for _, c := range []struct {
		event, lang string
		want        []string
	}{
		{"btc-2026-02-05", "en", []string{
			"depth $250\u00a0M for 1\u00a0%: $5\u00a0M average ×\u00a050 (20 to 120)", "Published: AInvest on market depth, Feb 2026.",
			"An assumption, 20 to 120, by default 50:", `data-a="22%" data-b="78%"`, `data-script="/assets/x/js/panel/fuel.js"`,
		}},
		{"btc-2025-10-10", "ru", []string{
			"203\u00a0млн\u00a0$ в стакане 20:00 ×\u00a04 (1,6–9)", "от 1,6 до 9, по умолчанию 4:", "Движение питает само себя", "R(p) = ρ(p) / D",
		}},
	} {
		html := write(t, p, "fuel", c.event, c.lang)
		for _, want := range c.want {
			if !strings.Contains(strings.ToLower(html), strings.ToLower(want)) {
				t.Errorf("%s in %s: no %q in\n%s", c.event, c.lang, want, html)
			}
		}
	}
}

// The bounds are those of data/alert, shares as percent; it needs no event.
func TestAlerts(t *testing.T) {
	p := panels(t)
	if !p.OfAny("alerts") || p.OfAny("waves") {
		t.Error("the panel of alerts alone needs no event")
	}
	for lang, want := range map[string][]string{
		"en": {
			`name="waveUSD" min="1" max="1000000000000" value="1000000" data-per="1" step="any" inputmode="decimal" required>`,
			`name="fallShare" min="0.1" max="90" value="2" data-per="100"`, `name="fallMinutes" min="1" max="240" value="15"`, `required> min</span>`,
			`name="nearShare" min="0.01" max="5" value="0.5"`, `name="nearUSD" min="1" max="1000000000000" value="10000000" data-per="1" step="any" inputmode="decimal" placeholder="any">`,
			"a bright one is no target", `data-script="/assets/x/js/panel/alerts.js"`, `"alerts.notify.insecure":`,
		},
		"ru": {"яркий уровень не цель", "> мин</span>", "Уведомлять, пока эта вкладка не видна"},
	} {
		html, err := p.Write("alerts", &Request{Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(string(html), w) {
				t.Errorf("%s: no %q in\n%s", lang, w, html)
			}
		}
	}
}
