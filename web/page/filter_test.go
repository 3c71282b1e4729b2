package page

import (
	"strings"
	"testing"
)

func TestThePageSaysWhatIsFilteredAndWhatDoesNotFit(t *testing.T) {
	h := newPage(t, "btc")
	for _, c := range []struct {
		name, query string
		says        []string
	}{
		{"nothing", "", []string{`<button type="button" class="chip filtered" id="filter-chip" hidden`, "Everything is shown"}},
		{"a filter", "side=long&lev=25-100", []string{"Filtered: longs, 25–100×", `<span id="filter-said">Filtered: longs, 25–100×`}},
		{"in Russian", "lang=ru&side=short", []string{"Отобрано: шорты"}},
		{"a parameter that was clamped", "model=half:99", []string{"Own parameters: half-lives ×10", "“half:99” for “model” is outside 0.1 to 10; the nearer of them is used."}},
		{"a bound in Russian", "lang=ru&gamma=9", []string{"«9» для «gamma» вне пределов от 0,4 до 2,5; взят ближайший из них."}},
		{"a venue that the event does not name", "venue=okx", []string{"“okx” for “venue” means nothing for this event", "Everything is shown"}},
		{"sizes of sums", "", []string{"Liquidations follow side and venue only"}},
		{"no venues to choose from", "", []string{"Nothing to choose: the liquidations of this event name fewer than two venues."}},
	} {
		page := unescaped(body(t, h, "/?"+c.query))
		for _, want := range c.says {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page does not say %q", c.name, want)
			}
		}
	}
}

func TestTheAddressOfThePictureHasTheChoiceThatFits(t *testing.T) {
	page := unescaped(body(t, newPage(t, "btc"), "/?side=long&venue=okx&model=levered:0.7"))
	if !strings.Contains(page, "side=long&model=levered:0.7") || strings.Contains(page, "venue=okx&") {
		t.Error("the addresses of the page do not have the choice")
	}
}
