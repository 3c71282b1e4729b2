package page

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"unwind/data"
)

func loaded(t *testing.T) map[string]texts {
	t.Helper()
	all, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// loadedLive returns the texts of the page of a market that is followed.
func loadedLive(t *testing.T) map[string]texts {
	t.Helper()
	all, err := loadLiveTexts(loaded(t))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestLanguagesHaveTheSameTexts(t *testing.T) {
	all := loadedLive(t)
	holes := regexp.MustCompile(`\{\w+\}`)
	for lang, x := range all {
		for key, want := range all["en"] {
			got := holes.FindAllString(x[key], -1)
			slices.Sort(got)
			expected := holes.FindAllString(want, -1)
			slices.Sort(expected)
			if x[key] == "" || !slices.Equal(got, expected) {
				t.Errorf("%s: %q is %q, in English %q", lang, key, x[key], want)
			}
		}
		if len(x) != len(all["en"]) {
			t.Errorf("%s has %d texts, English has %d", lang, len(x), len(all["en"]))
		}
		if n := len(strings.Fields(x["months"])); n != 12 {
			t.Errorf("%s names %d months", lang, n)
		}
	}
}

// TestEveryTextIsUsedAndEveryUsedTextExists looks for keys in the template,
// the program and the scripts. Keys that are put together have their known
// beginnings listed.
func TestEveryTextIsUsedAndEveryUsedTextExists(t *testing.T) {
	all := loadedLive(t)["en"]
	composed := []string{"live.why.", "live.venue.", "live.reason.", "live.none.", "live.last.", "problem.", "theme.", "ui.", "layer.", "palette.", "origin.", "failed.", "money.", "hint.", "event.", "table.", "score.says.", "score.set.", "score.dollars.", "own.fault.", "filter.", "model."}
	used := map[string]bool{}
	for _, c := range []struct{ pattern, files string }{
		{`\{\{(?:say|t|name|label) "([^"]+)"`, "../../index.html"},
		{`(?:text|say|rename)\([^'"]*'([a-z][\w.]*)'`, "../static/js/*.js"},
		{`["'\x60]([a-z]+(?:\.[a-z]+)*)["'\x60]`, "../static/js/*.js"},
		{`["'\x60](live(?:\.[a-zA-Z]+)+)["'\x60]`, "../static/js/live/*.js"},
		{`"([a-z]+(?:\.[a-z]+)*)"`, "*.go"},
	} {
		files, err := filepath.Glob(c.files)
		if err != nil || len(files) == 0 {
			t.Fatalf("nothing matches %q: %v", c.files, err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range regexp.MustCompile(c.pattern).FindAllStringSubmatch(string(source), -1) {
				used[m[1]] = true
				if strings.HasPrefix(c.pattern, `\{\{`) && all[m[1]] == "" && !strings.HasPrefix(m[1], "event.") {
					t.Errorf("%s uses the text %q, which does not exist", file, m[1])
				}
			}
		}
	}
	known := func(key string) bool {
		return used[key] || strings.HasSuffix(key, ".means") || used[strings.TrimSuffix(key, ".means")] ||
			slices.ContainsFunc(composed, func(p string) bool { return strings.HasPrefix(key, p) })
	}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if !known(key) && key != "lang" && key != "name" {
			t.Errorf("nothing uses the text %q", key)
		}
	}
}

func TestDatesAreWrittenBriefly(t *testing.T) {
	all := loaded(t)
	at := func(day, hour int) data.UnixMs {
		return start + data.UnixMs(day)*data.Day + data.UnixMs(hour)*data.Hour
	}
	for _, c := range []struct {
		name, lang string
		from, to   data.UnixMs
		want       string
	}{
		{"whole days", "en", at(0, 0), at(5, 0), "3–7 Feb 2026, UTC"},
		{"in Russian", "ru", at(0, 0), at(5, 0), "3–7 февр. 2026, UTC"},
		{"over the end of a month", "en", at(-5, 0), at(0, 0), "29 Jan – 2 Feb 2026, UTC"},
		{"over the end of a year", "en", at(-40, 0), at(0, 0), "25 Dec 2025 – 2 Feb 2026, UTC"},
		{"inside one day", "en", at(2, 14), at(2, 20), "5 Feb 2026, 14:00–20:00 UTC"},
	} {
		if got := strings.ReplaceAll(all[c.lang].window(c.from, c.to), nbsp, " "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	if got := strings.ReplaceAll(all["en"].moment(at(2, 20)+50*data.Minute+12*data.Second), nbsp, " "); got != "5 Feb 2026 20:50:12 UTC" {
		t.Errorf("got %q", got)
	}
}

func TestAMissingTextStopsThePage(t *testing.T) {
	if _, err := (texts{}).say("play"); err == nil {
		t.Error("a text that does not exist was said")
	}
}
