package stream_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"unwind/data/stream"
)

// long is a snapshot that is taken in many stretches.
func long(seq int) string {
	many := make([]int, 3000)
	for i := range many {
		many[i] = 1 + i*7%3000 // out of order
	}
	return told("snapshot", seq, many...)
}

func TestASnapshotInStretchesIsWhatItIsAtOnce(t *testing.T) {
	for name, raw := range map[string]string{"of many rows": long(7), "with spaces": strings.ReplaceAll(long(7), ",", " ,\n\t"), "documented": documented(t)} {
		whole, paced := stream.NewScreen(0, "BTCUSDT"), stream.NewScreen(0, "BTCUSDT")
		apply(t, whole, told("snapshot", 411, 5))
		apply(t, paced, told("snapshot", 411, 5))
		pauses := 0
		want, wantErr := whole.Apply([]byte(raw))
		got, err := paced.ApplyPaced([]byte(raw), func() { pauses++ })
		if got != want || err != nil || wantErr != nil || paced.At() != whole.At() {
			t.Errorf("%s: got %+v, %v, want %+v, %v", name, got, err, want, wantErr)
		}
		if len(raw) > 100_000 && pauses < 20 {
			t.Errorf("%s: got %d pauses in %d bytes", name, pauses, len(raw))
		}
		if a, b := whole.Collection("BTCUSDT").Tape(at), paced.Collection("BTCUSDT").Tape(at); !reflect.DeepEqual(a, b) {
			t.Errorf("%s: the tapes differ", name)
		}
	}
}

// While a snapshot is read and taken, what was told before is there, and what
// is told next follows it.
func TestAScreenIsAsBeforeUntilASnapshotIsWhole(t *testing.T) {
	s := stream.NewScreen(0, "BTCUSDT")
	apply(t, s, told("snapshot", 7, 5), told("batch", 8, 6))
	before, pauses := s.Collection("BTCUSDT").Tape(s.At()), 0
	_, err := s.ApplyPaced([]byte(long(20)), func() {
		if pauses++; !reflect.DeepEqual(before, s.Collection("BTCUSDT").Tape(s.At())) {
			t.Fatalf("something changed by pause %d", pauses)
		}
	})
	if err != nil || pauses < 10 || len(prices(t, s)) != 3000 {
		t.Fatalf("got %v after %d pauses, %d rows", err, pauses, len(prices(t, s)))
	}
	apply(t, s, told("batch", 21, 4))
	if got := prices(t, s); len(got) != 3001 {
		t.Errorf("got %d rows with the batch that came next, want 3001", len(got))
	}
}

func TestALongMessageThatIsRefusedInTheMidstChangesNothing(t *testing.T) {
	raw := long(20)
	for _, c := range []struct{ name, raw string }{
		{"cut off", raw[:len(raw)/2]},
		{"a comma too many in a list", strings.Replace(raw, ",2500,", ",,2500,", 1)},
		{"a closing bracket too many", strings.Replace(raw, ",2500,", ",2500],", 1)},
		{"the other bracket", strings.Replace(raw, ",2500,", ",{2500],", 1)},
		{"a control character in a text", strings.Replace(raw, `"bybit"`, "\"by\nbit\"", 1)},
		{"a price of no sense at the end", strings.Replace(raw, `"high":[1020]`, `"high":[1]`, 1)},
		{"more after it", raw + "1"},
		{"brackets that are too deep", raw[:len(raw)-1] + `,"x":` + strings.Repeat("[", 20) + strings.Repeat("]", 20) + "}"},
		{"a list with a comma at its end", raw[:len(raw)-1] + `,"x":[1,` + strings.Repeat(" ", 9000) + "]}"},
	} {
		s, whole := stream.NewScreen(0, "BTCUSDT"), stream.NewScreen(0, "BTCUSDT")
		apply(t, s, told("snapshot", 7, 5))
		before := s.Collection("BTCUSDT").Tape(s.At())
		_, err := s.ApplyPaced([]byte(c.raw), func() {})
		_, want := whole.Apply([]byte(c.raw))
		if err == nil || want == nil || err.Error() != want.Error() {
			t.Errorf("%s: got %v, want %v", c.name, err, want)
		}
		if !reflect.DeepEqual(before, s.Collection("BTCUSDT").Tape(s.At())) {
			t.Errorf("%s: something changed", c.name)
		}
		apply(t, s, told("batch", 8, 4))
	}
	s := stream.NewScreen(0, "BTCUSDT")
	if _, err := s.ApplyPaced([]byte(strings.Replace(long(8), "snapshot", "batch", 1)), func() {}); !errors.Is(err, stream.ErrResync) {
		t.Errorf("a batch before a snapshot: got %v", err)
	}
}

// BenchmarkStretches says how long the longest stretch of a snapshot of a day
// between two pauses is, and how long making the first tape of it takes. Each
// is the shortest of all runs, which have the same stretches.
func BenchmarkStretches(b *testing.B) {
	raw := snapshot(b)
	var all []time.Duration
	tape := time.Hour
	for b.Loop() {
		s, last, i := stream.NewScreen(0, "BTCUSDT"), time.Now(), 0
		pause := func() {
			if i == len(all) {
				all = append(all, time.Hour)
			}
			all[i] = min(all[i], time.Since(last))
			i, last = i+1, time.Now()
		}
		if _, err := s.ApplyPaced(raw, pause); err != nil {
			b.Fatal(err)
		}
		pause()
		begin := time.Now()
		s.Collection("BTCUSDT").Tape(s.At())
		tape = min(tape, time.Since(begin))
	}
	slices.Sort(all)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(float64(len(all)), "stretches")
	b.ReportMetric(ms(all[len(all)/2]), "ms-median")
	b.ReportMetric(ms(all[len(all)*99/100]), "ms-p99")
	b.ReportMetric(ms(all[len(all)-1]), "ms-longest")
	b.ReportMetric(ms(tape), "ms-tape")
}
