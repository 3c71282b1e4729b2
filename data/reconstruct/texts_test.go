package reconstruct

import "testing"

func TestTheSummaryIsMadeFromTheNumbers(t *testing.T) {
	f, _ := february(t)
	got := f.summary()
	want := map[string]string{
		"en": "Bitcoin fell 18\u00a0% in a day, from $73,138 to $59,800, and by 02:00\u00a0UTC on 6\u00a0February $2.6\u00a0B of leveraged positions in all coins had been force-closed.",
		"ru": "Биткоин за сутки упал на 18\u00a0%, с 73\u00a0138 до 59\u00a0800\u00a0$, и к 02:00\u00a0UTC\u00a06\u00a0февраля по всем монетам принудительно закрыли позиций с плечом на 2,6\u00a0млрд\u00a0$.",
	}
	for lang, w := range want {
		if got[lang] != w {
			t.Errorf("%s: got %q, want %q", lang, got[lang], w)
		}
	}
	f.Liquidations.Long *= 2
	if f.summary()["en"] == got["en"] {
		t.Error("the sentence does not follow the figures")
	}
}

func TestNumbersInTexts(t *testing.T) {
	cases := []struct {
		name, got, want string
	}{
		{"three digits", grouped(770, ","), "770"},
		{"four digits", grouped(1435, ","), "1,435"},
		{"seven digits", grouped(1234567.6, gap), "1\u00a0234\u00a0568"},
		{"one decimal", one(272.14, ","), "272,1"},
		{"no decimal where there is none", one(646, "."), "646"},
		{"billions with two decimals", billions(1.35e9, "."), "1.35"},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}
