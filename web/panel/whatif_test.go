package panel

import (
	"encoding/json"
	"strings"
	"testing"

	"unwind/data/cascade"
	"unwind/data/wire"
)

func TestEverySettingOfTheSimulatorHasASliderInsideItsBounds(t *testing.T) {
	p := panels(t)
	html := write(t, p, "whatif", "btc-2026-02-05", "en")
	for i := range cascade.Parameters {
		parameter := &cascade.Parameters[i]
		s, ok := sliders[parameter.Name]
		if !ok || s.From < parameter.Low && s.Zero != "first" || s.To > parameter.High || !(s.From < s.To) {
			t.Errorf("%s goes from %v to %v, its bounds are %v and %v", parameter.Name, s.From, s.To, parameter.Low, parameter.High)
		}
		if !strings.Contains(html, `id="whatif-`+parameter.Name+`"`) {
			t.Errorf("no slider for %s", parameter.Name)
		}
		for _, lang := range languages {
			for _, key := range []string{"whatif." + parameter.Name, "whatif.from." + parameter.Name} {
				if p.texts[lang][key] == "" {
					t.Errorf("no text %q in %s", key, lang)
				}
			}
		}
	}
	if len(sliders) != len(cascade.Parameters) {
		t.Errorf("%d sliders for %d settings", len(sliders), len(cascade.Parameters))
	}
	for _, want := range []string{
		`data-script="/assets/x/js/panel/whatif.js"`, `href="/assets/x/css/panel/whatif.css"`,
		"−50\u00a0% to 50\u00a0%, default −2\u00a0%.", "default the depth in force at the start", `<option value="square">`, `"seeds":64`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q in %s", want, html)
		}
	}
	if ru := write(t, p, "whatif", "btc-2026-02-05", "ru"); !strings.Contains(ru, "От 1,5× до 150×, по умолчанию нет.") {
		t.Error("in Russian the bounds are not there")
	}
}

// What a preset sends is a message that the page understands, with numbers that
// need no clamping.
func TestPresetsAreMessages(t *testing.T) {
	for _, preset := range whatIfPresets {
		message := map[string]any{"type": "whatif", "at": 1770336000000}
		if err := json.Unmarshal([]byte(preset.Set), &message); err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		got, err := wire.ParseMessage(raw)
		if err != nil {
			t.Fatalf("%s: %v", preset.Key, err)
		}
		set := got.(wire.WhatIfMsg).Choice.Set
		for i := range cascade.Parameters {
			p := &cascade.Parameters[i]
			if v, ok := message[p.Name]; ok && *p.At(&set) != v {
				t.Errorf("%s: %s is %v, want %v", preset.Key, p.Name, *p.At(&set), v)
			}
		}
	}
}
