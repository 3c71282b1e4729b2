package fetch

import (
	"log/slog"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/tape"
	"unwind/web/asset"
	"unwind/web/library"
	"unwind/web/webtest"
)

// shelf is a library of reconstructions, with its log.
func shelf(t *testing.T, ids ...string) (*library.Library, *slog.Logger, *strings.Builder) {
	t.Helper()
	var blobs []*asset.Blob
	for _, id := range ids {
		blobs = append(blobs, asset.NewBlob(library.ContentType, webtest.Tape(t, id)))
	}
	text := new(strings.Builder)
	log := slog.New(slog.NewTextHandler(text, nil))
	events, err := library.New(blobs, "", log)
	if err != nil {
		t.Fatal(err)
	}
	return events, log, text
}

func tapeOf(t *testing.T, e *library.Event) *tape.Tape {
	t.Helper()
	raw, err := e.Tape.Raw()
	if err != nil {
		t.Fatal(err)
	}
	v, err := tape.Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestModelledLayersBecomeReal(t *testing.T) {
	a, _, c := world(t)
	c.Bases["history.deribit.com"] = newDeribit(t, webtest.Start).URL
	events, log, text := shelf(t, "fall")
	before := events.Event("fall")
	c.Refine(t.Context(), events, log)
	after := events.Event("fall")
	if after.Tape.Hash == before.Tape.Hash || !strings.Contains(text.String(), `msg="event has real layers" event=fall layers="[candles mark spot liquidations]"`) {
		t.Fatalf("the event is the old one; log:\n%s", text)
	}
	v := tapeOf(t, after)
	if v.Candles.Provenance != data.Recorded || v.Candles.Open[0] != 60000+12*60 || v.Candles.Len() != webtest.Minutes || v.Mark == nil || v.Spot == nil {
		t.Errorf("candles: got %d, %v, from %v", v.Candles.Len(), v.Candles.Provenance, v.Candles.Open[0])
	}
	if v.Title["en"] != "Test of fall" || v.From != webtest.Start || v.Cover != before.Cover || v.PlayFrom != before.PlayFrom {
		t.Errorf("it is another event: %+v", after.Info)
	}
	if l := v.Liquidations; l.Provenance != data.Recorded || l.Len() != 3 || l.Venue[0] != "deribit" {
		t.Errorf("liquidations: got %+v", l)
	}
	for path := range a.asked {
		if strings.Contains(path, "metrics") || strings.Contains(path, "fundingRate") || strings.Contains(path, "bookDepth") {
			t.Errorf("%s was downloaded, though nothing modelled needs it", path)
		}
	}
	if old := tapeOf(t, before); old.Candles.Provenance != data.Modelled {
		t.Error("whoever held the old event has another now")
	}
}

func TestLiquidationsThatWereNotObservedStayModelled(t *testing.T) {
	_, d, c := world(t)
	d.status = 451
	events, log, text := shelf(t, "fall")
	c.Refine(t.Context(), events, log)
	v := tapeOf(t, events.Event("fall"))
	if v.Candles.Provenance != data.Recorded || v.Liquidations.Provenance != data.Modelled || v.Liquidations.Why["en"] != "Made for a test." {
		t.Errorf("candles %v, liquidations %v; log:\n%s", v.Candles.Provenance, v.Liquidations.Origin, text)
	}
}

func TestAFailureKeepsTheReconstruction(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*archive)
		want  string
	}{
		"a country block": {func(a *archive) { a.Close() }, "connection refused"},
		"a missing day":   {func(a *archive) { delete(a.files, file("klines/BTCUSDT/1m", "1m", day5)) }, "no candles"},
		"a wrong checksum": {func(a *archive) {
			a.files[file("klines/BTCUSDT/1m", "1m", day5)].checksum = strings.Repeat("0", 64) + "  BTCUSDT-1m-2026-02-05.zip"
		}, "checksum"},
		"a hole in the window": {func(a *archive) {
			text := klines(day5, 1)
			at := strings.Index(text, "1770300000000,")
			a.files[file("klines/BTCUSDT/1m", "1m", day5)].body, _ = zipOf("a.csv", text[:at]+text[at+strings.Index(text[at:], "\n")+1:])
		}, "1 of 240 candles of the window are missing"},
	} {
		a, _, client := world(t)
		c.spoil(a)
		events, log, text := shelf(t, "first", "second")
		hashes := hashesOf(events)
		client.Refine(t.Context(), events, log)
		if !slices.Equal(hashesOf(events), hashes) {
			t.Errorf("%s: the events have changed", name)
		}
		for _, id := range []string{"first", "second"} {
			if !strings.Contains(text.String(), `level=WARN msg="event stays a reconstruction" event=`+id) || !strings.Contains(text.String(), c.want) {
				t.Errorf("%s: the log lacks %s and %q:\n%s", name, id, c.want, text)
			}
		}
	}
}

func hashesOf(events *library.Library) []string {
	var all []string
	for _, e := range events.Events() {
		all = append(all, e.Tape.Hash)
	}
	return all
}
