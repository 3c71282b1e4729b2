package wire

import (
	"encoding/json"
	"reflect"
	"testing"
)

func fullLegend() *LegendInfo {
	return &LegendInfo{
		Low: 412_000, High: 49.4e6, Min: 5.42e6, Max: 49.4e6, Locked: true, Unsure: 3,
		Long: []uint32{0x0b0e14, 0xfece8c}, Short: []uint32{0x0b0e14, 0x8ae8fe}, X0: 938, Y0: 12, X1: 1188, Y1: 46.5,
	}
}

func TestAppendLegendWritesEveryMember(t *testing.T) {
	var got map[string]any
	if err := json.Unmarshal(AppendLegend([]byte(nil), fullLegend()), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"low": 412_000.0, "high": 49.4e6, "min": 5.42e6, "max": 49.4e6, "locked": true, "unsure": 3.0,
		"long": []any{"#0b0e14", "#fece8c"}, "short": []any{"#0b0e14", "#8ae8fe"},
		"box": map[string]any{"x0": 938.0, "y0": 12.0, "x1": 1188.0, "y1": 46.5},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestALegendThatIsNotDrawnHasNoBox(t *testing.T) {
	l := fullLegend()
	l.X0, l.Y0, l.X1, l.Y1 = 0, 0, 0, 0
	var got map[string]any
	if err := json.Unmarshal(AppendLegend(nil, l), &got); err != nil {
		t.Fatal(err)
	}
	if box, there := got["box"]; !there || box != nil {
		t.Errorf("box: got %v, want null", box)
	}
}
