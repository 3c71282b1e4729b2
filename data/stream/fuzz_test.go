package stream_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"unwind/data/feed"
	"unwind/data/stream"
	"unwind/data/tape"
)

// FuzzApply looks for a message that breaks a screen: it must be taken whole or
// not at all, with an error that is documented, and what was taken must make a
// tape that can be shown.
func FuzzApply(f *testing.F) {
	f.Add([]byte(documented(f)))
	for _, raw := range []string{
		told("snapshot", 9, 1, 2, 3), told("batch", 8, 4), `{"type":"resync","from":8,"to":20}`,
		`{"type":"batch","seq":8,"at":1770292860000}`,
		`{"type":"batch","seq":9,"at":1770292860000,"interest":{"way":["fetched","polled"],"venue":["okx","okx"],"symbol":["A","A"],"times":[1770292860000,1770292860000],"qty":[1,1],"notional":[0,0]}}`,
		`{"type":"batch","seq":8,"at":1770292860000,"gaps":[{"venue":"","from":1770292850000,"to":1770292850000,"why":"behind"}]}`,
		`{"type":"batch","seq":8,"at":1770292860000,"since":1770200000000,"marks":{"venue":["bybit"],"symbol":["BTCUSDT"],"times":[1770292800000],"price":[7],"high":[8],"low":[6],"index":[0]}}`,
		`{"type":"batch","seq":8,"at":1770292860000,"interest":{"venue":["okx"],"symbol":["BTC-USDT-SWAP"],"times":[1770292800000],"qty":[0],"notional":[1e9]}}`,
		`{"type":"batch","seq":8,"at":1770292860000,"funding":{"venue":["bybit"],"symbol":["BTCUSDT"],"times":[1770292800000],"rate":[-1e-4],"interval":[28800000],"due":[0]}}`,
		`{"type":"snapshot","seq":0,"at":1770292860000,"since":1770292860000,"venues":[{"venue":"okx","state":"blocked","why":{"reason":"banned","until":1770292870000}}]}`,
		`{"type":"batch","seq":8,"at":1770292860000,"spot":{"venue":["coinbase"],"symbol":["BTC-USD"],"times":[1770292800000],"step":[60000],"open":[1],"high":[2],"low":[1],"close":[2],"volume":[0],"takerBuy":[0],"final":[true]}}`,
	} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := stream.NewScreen(0, "BTCUSDT")
		apply(t, s, told("snapshot", 7, 5))
		before := s.Collection("BTCUSDT").Tape(s.At())
		sameInStretches(t, raw)
		_, err := s.Apply(raw)
		made := s.Collection("BTCUSDT").Tape(s.At())
		var malformed *feed.Malformed
		switch {
		case err != nil && !errors.As(err, &malformed) && !errors.Is(err, stream.ErrResync):
			t.Fatalf("an error of no kind: %v", err)
		case err != nil && !reflect.DeepEqual(before, made):
			t.Fatalf("refused with %v, and yet something changed", err)
		case made == nil:
			return
		}
		if err := tape.Check(made); err != nil {
			t.Fatal(err)
		}
	})
}

// sameInStretches holds that a message does the same in stretches as at once,
// made long enough to be read so.
func sameInStretches(t *testing.T, raw []byte) {
	t.Helper()
	whole, paced := stream.NewScreen(0, "BTCUSDT"), stream.NewScreen(0, "BTCUSDT")
	apply(t, whole, told("snapshot", 7, 5))
	apply(t, paced, told("snapshot", 7, 5))
	if end := bytes.LastIndexByte(raw, '}'); end > 0 {
		raw = slices.Concat(raw[:end], []byte(`,"more":[`+strings.Repeat(`1, "\",`, 3000)+`[{}]]`), raw[end:])
	}
	want, wantErr := whole.Apply(raw)
	got, err := paced.ApplyPaced(raw, func() {})
	if got != want || fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Fatalf("got %+v, %v, want %+v, %v", got, err, want, wantErr)
	}
	if !reflect.DeepEqual(whole.Collection("BTCUSDT").Tape(whole.At()), paced.Collection("BTCUSDT").Tape(paced.At())) {
		t.Fatal("the tapes differ")
	}
}
