package record

import (
	"slices"
	"testing"
)

func TestPiecesOfOneGapAreOne(t *testing.T) {
	got := joined([]Gap{
		{"okx", 0, 60, Disconnected, 0}, {"bybit", 10, 70, Disconnected, 1}, {"okx", 60, 90, Disconnected, 0},
		{"bybit", 70, 80, Disconnected, 2}, {"okx", 90, 95, Silent, 0}, {"okx", 100, 110, Disconnected, 0},
	})
	want := []Gap{
		{"okx", 0, 90, Disconnected, 0}, {"bybit", 10, 80, Disconnected, 3},
		{"okx", 90, 95, Silent, 0}, {"okx", 100, 110, Disconnected, 0},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
