package summary

import (
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/alert"
)

func TestAlertsInWords(t *testing.T) {
	const halfPast = data.UnixMs(1770337865000) // 00:31:05
	wave := alert.Alert{Kind: alert.Wave, Provenance: data.Recorded, Side: data.Long, USD: 1.25e6, AtLeast: true, From: halfPast}
	whole := wave
	whole.AtLeast, whole.Side, whole.Provenance = false, data.UnknownSide, data.Modelled
	fall := alert.Alert{Kind: alert.Fall, Provenance: data.Recorded, From: halfPast, To: halfPast + 12*data.Minute, Before: 41.2e9, After: 39.9e9, Share: 0.0312}
	quick, slow := fall, fall
	quick.To, slow.To = halfPast+45*data.Second, halfPast+65*data.Minute
	near := alert.Alert{Kind: alert.Near, Provenance: data.Estimated, Side: data.Long, Price: 60104.6, Low: 59442.4, High: 59603.1, USD: 57.2e6, Share: -0.009682}
	above := near
	above.Side, above.Share = data.Short, 0.004
	for _, c := range []struct {
		name   string
		alert  alert.Alert
		en, ru string
	}{
		{"a wave of a sampled feed", wave,
			"At least $1.25 M liquidated in a wave since 00:31:05 UTC, mostly longs (recorded).",
			"С 00:31:05 UTC волной ликвидировано не менее 1,25 млн $, в основном лонги (запись)."},
		{"a wave of no known side", whole,
			"$1.25 M liquidated in a wave since 00:31:05 UTC (modelled).", "С 00:31:05 UTC волной ликвидировано 1,25 млн $ (модель)."},
		{"a fall", fall,
			"Open interest fell by 3.1 % in coins within 12 min: in dollars from $41.2 B to $39.9 B (recorded).",
			"Открытый интерес за 12 мин упал на 3,1 % в монетах: в долларах с 41,2 млрд $ до 39,9 млрд $ (запись)."},
		{"a fall of seconds", quick, "within 45 s: in", "за 45 с упал"},
		{"a fall of more than an hour", slow, "within 1 h 5 min: in", "за 1 ч 5 мин упал"},
		{"a level below", near,
			"The price of 60,105 is 0.97 % above a bright level of longs: $57.2 M at 59,442–59,603 (estimated).",
			"Цена 60 105 на 0,97 % выше яркого уровня лонгов: 57,2 млн $ у 59 442–59 603 (оценка)."},
		{"a level above", above, "is 0.40 % below a bright level of shorts:", "на 0,40 % ниже яркого уровня шортов:"},
	} {
		for lang, want := range map[string]string{"en": c.en, "ru": c.ru} {
			got := AlertOf(&c.alert, lang)
			if said := strings.ReplaceAll(got.Said, "\u00a0", " "); !strings.Contains(said, want) || got.Title == "" || got.Alert != c.alert {
				t.Errorf("%s: got %q, %q, want %q", c.name, got.Title, said, want)
			}
		}
	}
}
