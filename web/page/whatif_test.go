package page

import (
	"strings"
	"testing"
)

func TestThePageTellsTheWhatIfOfTheLink(t *testing.T) {
	h := newPage(t, "btc")
	for _, c := range []struct{ name, target, want string }{
		{"what came out", "/?lang=en&whatif=at:2026-02-04T06:00,shock:-0.04", "It is a model of forced orders alone, not a forecast."},
		{"in Russian, why there is none", "/?lang=ru&whatif=at:2026-02-04T06:00,depth:0", "Что если: не вычислить, нет глубины."},
		{"what the scripts get", "/?lang=en&whatif=at:2026-02-04T06:00,shock:-0.04", `\"shock\":-0.04`},
		{"the picture", "/?lang=en&whatif=at:2026-02-04T06:00,shock:-0.04", "whatif=at:2026-02-04T06:00:00Z,shock:-0.04"},
	} {
		page := body(t, h, c.target)
		if c.name == "what the scripts get" {
			if state := string(dataOf(t, page).State); !strings.Contains(state, `"shock":-0.04`) || !strings.Contains(state, `"result":null`) {
				t.Errorf("%s: %s", c.name, state)
			}
			continue
		}
		if !strings.Contains(page, c.want) {
			t.Errorf("%s: no %q", c.name, c.want)
		}
	}
}
