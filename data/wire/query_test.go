package wire

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"unwind/data"
)

const halfPastMidnight data.UnixMs = 1770337800000 // 2026-02-06T00:30:00Z

func TestParseQueryUnderstands(t *testing.T) {
	tests := []struct {
		name, raw string
		change    func(*Query) // from the default
	}{
		{"nothing", "", func(*Query) {}},
		{"a leading question mark", "?lang=ru", func(q *Query) { q.Style.Lang = "ru" }},
		{"an event and a time", "event=btc-2026-02-05&t=2026-02-06T00:30:00Z", func(q *Query) {
			q.Stage.Event, q.Stage.Clock.At, q.HasTime = "btc-2026-02-05", halfPastMidnight, true
		}},
		{"escaped colons", "t=2026-02-06T00%3A30%3a00Z", func(q *Query) {
			q.Stage.Clock.At, q.HasTime = halfPastMidnight, true
		}},
		{"a time window", "from=2026-02-05&to=1770337800000", func(q *Query) {
			q.Stage.From, q.Stage.To = 1770249600000, halfPastMidnight
		}},
		{"a price window", "low=58000&high=72500.5", func(q *Query) { q.Stage.Low, q.Stage.High = 58000, 72500.5 }},
		{"a loop", "a=2026-02-05&b=2026-02-06", func(q *Query) { q.Stage.A, q.Stage.B = 1770249600000, 1770336000000 }},
		{"the handles of the legend", "min=1e6&max=250000000", func(q *Query) { q.Stage.Min, q.Stage.Max = 1e6, 250e6 }},
		{"a pinned price", "pin=2026-02-06T00:30,59522.7", func(q *Query) { q.Stage.Pin = Pin{halfPastMidnight, 59522.7, 59522.7} }},
		{"a pinned range", "pin=1770337800000%2C59442.4,59603.1", func(q *Query) { q.Stage.Pin = Pin{halfPastMidnight, 59442.4, 59603.1} }},
		{"the slowest and the fastest speed", "speed=3600", func(q *Query) { q.Stage.Speed = 3600 }},
		{"smart pace", "speed=smart", func(q *Query) { q.Stage.Smart = true }},
		{"smart pace of a minute", "speed=smart&fit=60", func(q *Query) { q.Stage.Smart, q.Stage.Fit = true, 60 }},
		{"the usual length of smart pace is none", "fit=90", func(*Query) {}},
		{"a length is kept for later", "speed=60&fit=0.3e2", func(q *Query) { q.Stage.Speed, q.Stage.Fit = 60, 30 }},
		{"some layers", "layers=heat,candles", func(q *Query) { q.Stage.Layers = LayerHeat | LayerCandles }},
		{"no layers", "layers=none", func(q *Query) { q.Stage.Layers = 0 }},
		{"a style", "palette=viridis&gamma=0.65&theme=light&lang=en&ui=stage&gestures=greedy", func(q *Query) {
			q.Style = Style{Palette: "viridis", Gamma: 0.65, Theme: ThemeLight, Lang: "en", UI: UIStage, Gestures: GesturesGreedy}
			q.HasUI = true
		}},
		{"long and short by hue", "palette=split&gamma=1", func(q *Query) { q.Style.Palette = "split" }},
		{"full interface, asked for", "ui=full", func(q *Query) { q.HasUI = true }},
		{"playing when visible", "play=visible", func(q *Query) { q.Play = PlayVisible }},
		{"a picture", "w=800&h=450&scale=1.5&bare=1", func(q *Query) { q.Picture = Picture{800, 450, 1.5, true} }},
		{"keys of others and of later", "utm_source=x&room=K7", func(*Query) {}},
		{"empty values", "t=&event=&from=&layers=&speed=&w=", func(*Query) {}},
		{"the first of two equal keys", "lang=ru&lang=en", func(q *Query) { q.Style.Lang = "ru" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := DefaultQuery()
			tt.change(&want)
			if got := ParseQuery(tt.raw); !reflect.DeepEqual(got, want) {
				t.Errorf("ParseQuery(%q)\n got %+v\nwant %+v", tt.raw, got, want)
			}
		})
	}
}

func TestParseQueryFallsBackAndNamesTheKey(t *testing.T) {
	tests := []struct{ name, raw, key, value string }{
		{"an exponent that is none", "gamma=NaN", "gamma", "NaN"},
		{"an event with a slash", "event=../../etc", "event", "../../etc"},
		{"an event of 65 letters", "event=" + strings.Repeat("a", 65), "event", strings.Repeat("a", 64)},
		{"a time in seconds", "t=1770337800", "t", "1770337800"},
		{"a window that runs backwards", "from=2026-02-06&to=2026-02-05", "from", "2026-02-06"},
		{"a window of no length", "from=2026-02-06&to=2026-02-06", "from", "2026-02-06"},
		{"half a window", "from=2026-02-06", "from", "2026-02-06"},
		{"the other half", "to=2026-02-06", "to", "2026-02-06"},
		{"a price of zero", "low=0&high=1", "low", "0"},
		{"a price that is not a number", "low=1&high=NaN", "high", "NaN"},
		{"an infinite price", "low=1&high=Inf", "high", "Inf"},
		{"prices upside down", "low=2&high=1", "low", "2"},
		{"a loop that runs backwards", "a=2026-02-06&b=2026-02-05", "a", "2026-02-06"},
		{"negative dollars", "min=-5&max=5", "min", "-5"},
		{"a pin without a price", "pin=2026-02-06", "pin", "2026-02-06"},
		{"a pin of a word", "pin=2026-02-06,high", "pin", "2026-02-06,high"},
		{"a pin upside down", "pin=2026-02-06,2,1", "pin", "2026-02-06,2,1"},
		{"a pin of no height", "pin=2026-02-06,2,2", "pin", "2026-02-06,2,2"},
		{"a pin of three prices", "pin=2026-02-06,1,2,3", "pin", "2026-02-06,1,2,3"},
		{"a pin at no time", "pin=now,60000", "pin", "now,60000"},
		{"a speed without end", "speed=Inf", "speed", "Inf"},
		{"smart in capitals", "speed=SMART", "speed", "SMART"},
		{"a length in words", "fit=long", "fit", "long"},
		{"a length that is no number", "fit=NaN", "fit", "NaN"},
		{"a layer not yet known", "layers=orders", "layers", "orders"},
		{"an unknown palette", "palette=rainbow", "palette", "rainbow"},
		{"a colour for a theme", "theme=blue", "theme", "blue"},
		{"a language we lack", "lang=fr", "lang", "fr"},
		{"an interface we lack", "ui=huge", "ui", "huge"},
		{"gestures we lack", "gestures=wild", "gestures", "wild"},
		{"autoplay in words", "play=yes", "play", "yes"},
		{"a picture too wide", "w=100000", "w", "100000"},
		{"a picture too low", "h=1", "h", "1"},
		{"a scale too large", "scale=9", "scale", "9"},
		{"broken escapes", "lang=%zz", "lang", "%zz"},
		{"a cut escape", "lang=%2", "lang", "%2"},
		{"bytes that are no text", "lang=%ff", "lang", "\uFFFD"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ParseQuery(tt.raw)
			if len(got.Problems) != 1 {
				t.Fatalf("problems %+v, want one", got.Problems)
			}
			p := got.Problems[0]
			if p.Key != tt.key || p.Value != tt.value || p.Want == "" || p.Rule == "" {
				t.Errorf("problem %+v, want key %q, value %q and what is wanted", p, tt.key, tt.value)
			}
			got.Problems = nil
			if want := DefaultQuery(); !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want the default %+v", got, want)
			}
		})
	}
}

func TestParseQueryClampsSpeedAndExponentAndSaysSo(t *testing.T) {
	for _, c := range []struct{ name, raw, key, value, left string }{
		{"standing still", "speed=0", "speed", "0", "speed=1"},
		{"backwards", "speed=-60", "speed", "-60", "speed=1"},
		{"too fast", "speed=99999", "speed", "99999", "speed=3600"},
		{"over at once", "fit=0", "fit", "0", "fit=1"},
		{"longer than an hour", "fit=3601", "fit", "3601", "fit=3600"},
		{"smart and too long", "speed=smart&fit=1e9", "fit", "1e9", "speed=smart&fit=3600"},
		{"an exponent too small", "gamma=0.1", "gamma", "0.1", "gamma=0.4"},
		{"an exponent too large", "gamma=9", "gamma", "9", "gamma=2.5"},
	} {
		q := ParseQuery(c.raw)
		if len(q.Problems) != 1 || q.Problems[0].Rule != RuleClamped || q.Problems[0].Key != c.key || q.Problems[0].Value != c.value {
			t.Errorf("%s: problems %+v", c.name, q.Problems)
		}
		if got := q.Encode(); got != c.left {
			t.Errorf("%s: %q is left, want %q", c.name, got, c.left)
		}
	}
}

func TestUnheededKeysAreIgnoredOrClamped(t *testing.T) {
	q := ParseQuery("speed=5000&fit=0.5&t=x&gamma=wild&model=levered:7,half:99,x:1")
	ignored, clamped := q.Unheeded()
	if want := []string{"model", "t", "gamma"}; !slices.Equal(ignored, want) {
		t.Errorf("ignored %q, want %q", ignored, want)
	}
	if want := []string{"speed", "fit", "model"}; !slices.Equal(clamped, want) {
		t.Errorf("clamped %q, want %q", clamped, want)
	}
}

func TestParseQueryKeepsTheLayersItKnows(t *testing.T) {
	q := ParseQuery("layers=heat,orders,mark")
	if q.Stage.Layers != LayerHeat {
		t.Errorf("layers %v, want heat", q.Stage.Layers)
	}
	if len(q.Problems) != 1 || q.Problems[0].Value != "orders,mark" {
		t.Errorf("problems %+v, want the two unknown layers", q.Problems)
	}
}

func TestParseQueryBoundsThePixelsOfAPicture(t *testing.T) {
	q := ParseQuery("w=2400&h=2400&scale=3")
	if q.Picture != (Picture{2400, 2400, 1, false}) || len(q.Problems) != 1 {
		t.Errorf("picture %+v with problems %+v, want scale 1 and one problem", q.Picture, q.Problems)
	}
}

func TestParseQueryUsesNothingOfALongString(t *testing.T) {
	q := ParseQuery("lang=ru&x=" + strings.Repeat("y", 4096))
	if q.Style.Lang != "" || len(q.Problems) != 1 {
		t.Errorf("lang %q with problems %+v, want none and one", q.Style.Lang, q.Problems)
	}
}

func TestEncodeIsCanonical(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"defaults are left out", "speed=600&layers=heat,candles,bubbles,volume,profile,gaps&play=0&w=1200&h=630&scale=1&theme=system", ""},
		{"keys are put in order", "lang=ru&t=2026-02-06T00:30&event=btc-2026-02-05", "event=btc-2026-02-05&t=2026-02-06T00:30:00Z&lang=ru"},
		{"times become ISO", "t=1770337800250", "t=2026-02-06T00:30:00.250Z"},
		{"numbers are plain", "low=5.8e4&high=072500.50&min=1e6&max=1e12", "low=58000&high=72500.5&min=1000000&max=1000000000000"},
		{"a pin of one price", "pin=1770337800000,5.95e4", "pin=2026-02-06T00:30:00Z,59500"},
		{"a pin of two", "pin=2026-02-06T00:30,59442.40,59603.1", "pin=2026-02-06T00:30:00Z,59442.4,59603.1"},
		{"layers are put in order", "layers=volume,heat,heat", "layers=heat,volume"},
		{"the layers of older links stay", "layers=heat,candles,bubbles,volume", "layers=heat,candles,bubbles,volume"},
		{"every layer", "layers=funding,oi,spot,liquidations,profile,volume,bubbles,candles,heat", "layers=heat,candles,bubbles,volume,profile,liquidations,spot,oi,funding"},
		{"no layers", "layers=none", "layers=none"},
		{"what was not understood is dropped", "t=now&lang=fr&x=1", ""},
		{"everything", "bare=1&scale=2&h=400&w=900&play=1&gestures=auto&ui=full&theme=dark&gamma=1.5&palette=grey&b=2026-02-06&a=2026-02-05&to=2026-02-07&from=2026-02-04&speed=60.5",
			"from=2026-02-04T00:00:00Z&to=2026-02-07T00:00:00Z&speed=60.5&a=2026-02-05T00:00:00Z&b=2026-02-06T00:00:00Z&palette=grey&gamma=1.5&theme=dark&ui=full&play=1&w=900&h=400&scale=2&bare=1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := ParseQuery(tt.raw)
			if got := q.Encode(); got != tt.want {
				t.Errorf("Encode of %q\n got %q\nwant %q", tt.raw, got, tt.want)
			}
		})
	}
}

func FuzzParseQuery(f *testing.F) {
	f.Add("")
	f.Add("?event=btc-2026-02-05&t=2026-02-06T00:30:00Z&speed=60&layers=heat,x&play=visible")
	f.Add("from=2026-02-04&to=2026-02-07&low=1&high=2.5e3&a=1770249600000&b=1770336000000&min=1&max=2")
	f.Add("w=2400&h=2400&scale=3&bare=1&ui=full&theme=dark&lang=ru&palette=split&gamma=.4&gestures=greedy")
	f.Add("side=long&lev=25-100&venue=okx,bybit&size=10000-&model=prior:high,levered:0.7,half:99,x:1,rules:okx")
	f.Add("depth=quote:5e6,conversion:0,x:1,quote:nan")
	f.Add("pin=2026-02-06T00:30,59442.4,59603.1&pin=1,2")
	f.Add("speed=smart&fit=12.5&fit=7")
	f.Add("speed=Smart&fit=NaN")
	f.Add("t=%zz&&=&%=%&lang=%ff&low=0x1p4&high=1e400")
	f.Fuzz(func(t *testing.T, raw string) {
		q := ParseQuery(raw)
		q.Problems = nil
		encoded := q.Encode()
		if again := ParseQuery(encoded); !reflect.DeepEqual(again, q) {
			t.Errorf("%q became %q\n got %+v\nwant %+v", raw, encoded, again, q)
		}
	})
}
