package scale

import (
	"math"
	"strings"
	"testing"

	"unwind/data"
)

func TestMoney(t *testing.T) {
	const s = nbsp
	cases := []struct {
		name   string
		v      float64
		en, ru string
	}{
		{"billions", 1.95e9, "$1.95" + s + "B", "1,95" + s + "млрд" + s + "$"},
		{"millions", 466.66e6, "$467" + s + "M", "467" + s + "млн" + s + "$"},
		{"thousands", 63_605, "$63.6" + s + "K", "63,6" + s + "тыс." + s + "$"},
		{"trillions", 2.1e12, "$2.10" + s + "T", "2,10" + s + "трлн" + s + "$"},
		{"past the last unit", 12_345e12, "$12,300" + s + "T", "12" + s + "300" + s + "трлн" + s + "$"},
		{"whole dollars below a thousand", 949.6, "$950", "950" + s + "$"},
		{"rounding carries into the next unit", 999_600, "$1.00" + s + "M", "1,00" + s + "млн" + s + "$"},
		{"rounding carries from dollars", 999.7, "$1.00" + s + "K", "1,00" + s + "тыс." + s + "$"},
		{"rounding keeps three figures", 9.996e6, "$10.0" + s + "M", "10,0" + s + "млн" + s + "$"},
		{"zero", 0, "$0", "0" + s + "$"},
		{"a rounded zero has no sign", -0.4, "$0", "0" + s + "$"},
		{"negative", -2.5e6, "−$2.50" + s + "M", "−2,50" + s + "млн" + s + "$"},
		{"not a number", math.NaN(), "–", "–"},
		{"infinite", math.Inf(1), "–", "–"},
	}
	for _, k := range cases {
		if got := string(AppendMoney(nil, data.USD(k.v), English)); got != k.en {
			t.Errorf("%s: got %q, want %q", k.name, got, k.en)
		}
		if got := string(AppendMoney(nil, data.USD(k.v), Russian)); got != k.ru {
			t.Errorf("%s: got %q, want %q", k.name, got, k.ru)
		}
	}
}

func TestMoneyWithOtherPrecision(t *testing.T) {
	cases := []struct{ name, got, want string }{
		{"two figures, as published", string(AppendMoneyDigits(nil, 2_606_660_000, 2, English)), "$2.6\u00a0B"},
		{"five figures", string(AppendMoneyDigits(nil, 466_660_000, 5, Russian)), "466,66\u00a0млн\u00a0$"},
		{"one figure rounds tens away", string(AppendMoneyDigits(nil, 250_000_000, 1, English)), "$300\u00a0M"},
		{"figures are held in 1 to 6", string(AppendMoneyDigits(nil, 1_234_567_890, 99, English)), "$1.23457\u00a0B"},
		{"short drops zeros", string(AppendMoneyShort(nil, 10e6, English)), "$10\u00a0M"},
		{"short keeps what counts", string(AppendMoneyShort(nil, 2.5e6, Russian)), "2,5\u00a0млн\u00a0$"},
		{"short keeps zeros of whole numbers", string(AppendMoneyShort(nil, 100e3, English)), "$100\u00a0K"},
		{"full dollars", string(AppendMoneyFull(nil, 1_950_123_456.4, English)), "$1,950,123,456"},
		{"full dollars in Russian", string(AppendMoneyFull(nil, -1_950_123, Russian)), "−1\u00a0950\u00a0123\u00a0$"},
	}
	for _, k := range cases {
		if k.got != k.want {
			t.Errorf("%s: got %q, want %q", k.name, k.got, k.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	cases := []struct{ name, got, want string }{
		{"a price", string(AppendPrice(nil, 63_605.4, 0, English)), "63,605"},
		{"a price in Russian", string(AppendPrice(nil, 63_605.46, 1, Russian)), "63\u00a0605,5"},
		{"small numbers have no group", string(AppendFixed(nil, 999, 0, English)), "999"},
		{"millions have two groups", string(AppendFixed(nil, 1_234_567.891, 2, English)), "1,234,567.89"},
		{"a negative number", string(AppendFixed(nil, -1234, 0, English)), "−1,234"},
		{"a rounded zero has no sign", string(AppendFixed(nil, -0.04, 1, English)), "0.0"},
		{"decimals are bounded", string(AppendFixed(nil, 1, 99, English)), "1.000000000000"},
		{"not a number", string(AppendFixed(nil, math.NaN(), 1, English)), "–"},
		{"a count", string(AppendCount(nil, 1837, English)), "1,837"},
		{"a fall", string(AppendChange(nil, -0.13, 1, English)), "−13.0\u00a0%"},
		{"a rise in Russian", string(AppendChange(nil, 0.012, 1, Russian)), "+1,2\u00a0%"},
		{"no change has no sign", string(AppendChange(nil, 0.0001, 1, English)), "0.0\u00a0%"},
		{"no change from below has no sign", string(AppendChange(nil, -0.0001, 1, English)), "0.0\u00a0%"},
		{"an unknown change", string(AppendChange(nil, math.NaN(), 1, English)), "–\u00a0%"},
		{"an endless change", string(AppendChange(nil, math.Inf(1), 1, English)), "–\u00a0%"},
		{"a share", string(AppendShare(nil, 0.8499, 0, English)), "85\u00a0%"},
	}
	for _, k := range cases {
		if k.got != k.want {
			t.Errorf("%s: got %q, want %q", k.name, k.got, k.want)
		}
	}
}

func TestPriceDecimals(t *testing.T) {
	for p, want := range map[data.Price]int{63605: 0, 10000: 0, 9999: 1, 1950.5: 1, 100: 2, 1.5: 4, 0.5: 4, 0.01234: 5, 1e-12: 8, 0: 0, -3: 0} {
		if got := PriceDecimals(p); got != want {
			t.Errorf("decimals of %v: got %d, want %d", p, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	at := feb5 + 20*data.Hour + 50*data.Minute + 12*data.Second
	cases := []struct{ name, got, want string }{
		{"clock", string(AppendClock(nil, at)), "20:50"},
		{"clock with seconds", string(AppendClockSeconds(nil, at)), "20:50:12"},
		{"date", string(AppendDate(nil, at, English)), "5\u00a0Feb"},
		{"date in Russian", string(AppendDate(nil, at, Russian)), "5\u00a0февр."},
		{"date and time", string(AppendDateTime(nil, at, English)), "5\u00a0Feb\u00a020:50"},
		{"date and time in Russian", string(AppendDateTime(nil, at, Russian)), "5\u00a0февр.\u00a020:50"},
		{"date with the year", string(AppendDateYear(nil, at, Russian)), "5\u00a0февр.\u00a02026"},
		{"everything", string(AppendDateTimeSeconds(nil, at, English)), "5\u00a0Feb\u00a02026 20:50:12"},
		{"a month alone", string(AppendTimeTick(nil, TimeTick{date(2026, 6, 1), MonthUnit}, Russian)), "июнь"},
		{"midnight", string(AppendClock(nil, feb5)), "00:00"},
	}
	for _, k := range cases {
		if k.got != k.want {
			t.Errorf("%s: got %q, want %q", k.name, k.got, k.want)
		}
	}
}

func TestLangOf(t *testing.T) {
	for tag, want := range map[string]Lang{"ru": Russian, "ru-RU": Russian, "en": English, "": English, "run": English, "de": English} {
		if got := LangOf(tag); got != want {
			t.Errorf("language of %q: got %v, want %v", tag, got, want)
		}
	}
}

func TestNothingAllocates(t *testing.T) {
	buf := make([]byte, 0, 256)
	prices := make([]data.Price, 0, maxTicks)
	times := make([]TimeTick, 0, maxTicks)
	n := testing.AllocsPerRun(100, func() {
		b := AppendMoney(buf[:0], 1.95e9, Russian)
		b = AppendPrice(b, 63_605.5, 1, Russian)
		b = AppendChange(b, -0.13, 1, English)
		b = AppendDateTimeSeconds(b, feb5, Russian)
		prices, _ = AppendPriceTicks(prices[:0], Price{58_000, 74_000, 0, 600}, 60)
		times = AppendTimeTicks(times[:0], Time{feb5, feb5 + data.Day, 0, 900}, 80)
		_ = AppendTimeTick(b, times[0], English)
	})
	if n != 0 {
		t.Errorf("labels and ticks allocate %v times", n)
	}
}

func TestARangeOfDollarsHasOneUnit(t *testing.T) {
	for _, c := range []struct {
		low, high data.USD
		en, ru    string
	}{
		{8.8e6, 38.4e6, "$8.8–38 M", "8,8–38 млн $"},
		{40e6, 170e6, "$40–170 M", "40–170 млн $"},
		{950e3, 1.25e6, "$0.95–1.3 M", "0,95–1,3 млн $"},
		{1e3, 2.5e9, "$0.00–2.5 B", "0,00–2,5 млрд $"},
		{0, 999.9e6, "$0–1.0 B", "0–1,0 млрд $"},
		{12, 840, "$12–840", "12–840 $"},
		{0, 0, "$0–0", "0–0 $"},
		{1, data.USD(math.Inf(1)), "–", "–"},
		{data.USD(math.NaN()), 1, "–", "–"},
	} {
		for l, want := range []string{c.en, c.ru} {
			got := strings.ReplaceAll(string(AppendMoneySpan(nil, c.low, c.high, Lang(l))), "\u00a0", " ")
			if got != want {
				t.Errorf("%v to %v: got %q, want %q", c.low, c.high, got, want)
			}
		}
	}
}
