package wire

import (
	"encoding/json"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/alert"
)

func fullAlerts() *AlertsInfo {
	return &AlertsInfo{
		Rules: alert.DefaultRules,
		Alerts: []AlertInfo{{
			Alert: alert.Alert{
				Kind: alert.Near, T: halfPastMidnight, Price: 60104.6, Provenance: data.Estimated, Side: data.Long,
				USD: 57210798, Share: -0.0048, Low: 59442.4, High: 59603.1,
			},
			Title: "A level", Said: "Near it </script>",
		}},
	}
}

func TestAlertsAreWritten(t *testing.T) {
	raw := AppendAlerts(nil, fullAlerts())
	var got map[string]any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	rules := got["rules"].(map[string]any)
	for key, want := range map[string]float64{"waveUSD": 1e6, "fallShare": 0.02, "fallMinutes": 15, "nearShare": 0.005, "nearUSD": 10e6} {
		if rules[key] != want {
			t.Errorf("%s: got %v, want %v", key, rules[key], want)
		}
	}
	a := got["alerts"].([]any)[0].(map[string]any)
	for key, want := range map[string]any{
		"kind": "near", "t": float64(halfPastMidnight), "price": 60104.6, "provenance": "estimated", "side": "long", "usd": 57210798.0,
		"atLeast": false, "from": nil, "to": nil, "before": nil, "after": nil, "share": -0.0048, "low": 59442.4, "high": 59603.1,
		"title": "A level", "text": "Near it </script>",
	} {
		if v, known := a[key]; !known || v != want {
			t.Errorf("%s: got %v, want %v", key, v, want)
		}
	}
	if strings.Contains(string(raw), "</script>") {
		t.Error("a text could end a script element")
	}
}

// Rules come back as the message that set them.
func TestRulesRoundTrip(t *testing.T) {
	for _, rules := range []alert.Rules{{}, alert.DefaultRules, {Fall: alert.FallRule{Share: 0.001, Within: data.Minute}}, {Near: alert.NearRule{Share: 0.05}}} {
		raw := AppendAlerts(nil, &AlertsInfo{Rules: rules})
		inner, _, _ := strings.Cut(strings.TrimPrefix(string(raw), `{"rules":{`), "}")
		msg, err := ParseMessage([]byte(`{"type":"alerts",` + inner + "}"))
		if err != nil || msg != (AlertsMsg{rules}) {
			t.Errorf("%s: got %+v, %v", raw, msg, err)
		}
	}
}

func TestAFallHasNoSide(t *testing.T) {
	raw := AppendAlert(nil, &AlertInfo{Alert: alert.Alert{Kind: alert.Fall, Share: 0.021, Before: 5e9, After: 4.9e9, From: 1, To: 2}})
	if s := string(raw); !strings.Contains(s, `"side":null`) || !strings.Contains(s, `"before":5000000000`) || !strings.Contains(s, `"share":0.021`) {
		t.Errorf("got %s", s)
	}
}
