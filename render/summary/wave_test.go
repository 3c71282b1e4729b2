package summary

import (
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/wire"
	"unwind/render/view"
)

// inWave is the synthetic event in the middle of its first wave, as recorded of
// the given venues in turn.
func inWave(t *testing.T, venues ...string) (*market.Market, *view.Frame) {
	t.Helper()
	tp := markettest.Tape(1440)
	if venues != nil {
		tp.Liquidations.Provenance = data.Recorded
		for i := range tp.Liquidations.T {
			tp.Liquidations.Venue = append(tp.Liquidations.Venue, venues[i%len(venues)])
		}
	}
	m, err := market.New(tp)
	if err != nil {
		t.Fatal(err)
	}
	w := m.Waves()[0]
	return m, &view.Frame{Market: m, Stage: wire.Stage{Clock: wire.Clock{At: (w.Start + w.To) / 2}, Layers: wire.AllLayers}}
}

func TestOfOneVenueNobodyFiredFirst(t *testing.T) {
	_, f := inWave(t, "bybit")
	if said := Of(f, 0).Text("en"); !strings.Contains(said, "wave 1") || strings.Contains(said, "fired") {
		t.Errorf("got %q", said)
	}
}

func TestTheWaveIsSaid(t *testing.T) {
	m, f := inWave(t, "bybit", "okx")
	for lang, want := range map[string][]string{
		"en": {"This is in wave 1 of ", "(longs), which began at 12:01.", "run into so far: ", "fired: ", "Bybit", "s after the first (clocks ±1.5 s)"},
		"ru": {"Идёт волна 1 из ", "(лонги), она началась в 12:01.", "Кластеров оценки", "начались ликвидации: ", "после первой (часы ±1,5 с)"},
	} {
		said := strings.ReplaceAll(Of(f, 0).Text(lang), "\u00a0", " ")
		for _, part := range want {
			if !strings.Contains(said, part) {
				t.Errorf("%s: no %q in %q", lang, part, said)
			}
		}
	}
	f.Stage.Layers = wire.DefaultLayers
	if said := Of(f, 0).Text("en"); !strings.Contains(said, "wave 1") || strings.Contains(said, "fired") || strings.Contains(said, "run into") {
		t.Errorf("without their layers: %q", said)
	}
	f.Stage.Clock.At = m.Waves()[0].To
	if said := Of(f, 0).Text("en"); strings.Contains(said, "This is in wave") {
		t.Errorf("after the wave: %q", said)
	}
}

func TestAWaveSaysWhyItIsNotSplit(t *testing.T) {
	_, f := inWave(t)
	if said := Of(f, 0).Text("ru"); !strings.Contains(said, "Разбивка по биржам неизвестна") {
		t.Errorf("got %q", said)
	}
}
