package feedtest

import (
	"errors"
	"math"
	"reflect"
	"testing"

	"unwind/data"
	"unwind/data/feed"
)

// FuzzFrames looks for a frame that breaks a parser: it must not panic, must
// give the same events each time, and only such as can be drawn and summed.
func FuzzFrames(f *testing.F, newParser func() feed.Parser, seeds ...string) {
	f.Helper()
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var first, second feed.Batch
		a, b := newParser(), newParser()
		errA, errB := a.ParseFrame(raw, &first), b.ParseFrame(raw, &second)
		checkError(t, errA)
		if (errA == nil) != (errB == nil) || !reflect.DeepEqual(first, second) {
			t.Fatal("the same frame gave two results")
		}
		CheckBatch(t, &first)
		a.ParseFrame(raw, &first) // a parser with a memory meets the frame again
		CheckBatch(t, &first)
	})
}

// FuzzAnswer looks for an answer that breaks the parser of an endpoint.
func FuzzAnswer[T any](f *testing.F, e *feed.Endpoint[T], q feed.Query, seeds ...string) {
	f.Helper()
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		rows, err := e.Parse(q, raw)
		checkError(t, err)
		if (err == nil) != (len(rows) > 0) {
			t.Fatalf("%d rows with error %v", len(rows), err)
		}
		for i := range rows {
			CheckNumbers(t, rows[i])
		}
	})
}

// FuzzRefusals looks for an answer that breaks the reader of refusals.
func FuzzRefusals(f *testing.F, refused func(feed.Answer) *feed.Refusal, seeds ...string) {
	f.Helper()
	for _, s := range seeds {
		for _, status := range []int{200, 400, 403, 418, 429, 451, 500} {
			f.Add(status, []byte(s))
		}
	}
	f.Fuzz(func(t *testing.T, status int, raw []byte) {
		r := refused(feed.Answer{Status: status, Body: raw})
		switch {
		case r == nil && status != 200:
			t.Fatalf("status %d is no refusal", status)
		case r == nil:
			return
		case r.Reason == 0 || r.Wait < 0 || r.Until < 0 || r.Until > feed.MaxTime || len(r.Text) > 200 || len(r.Code) > 200:
			t.Fatalf("refusal out of bounds: %+v", r)
		}
		checkError(t, r)
	})
}

// checkError requires one of the errors that are documented.
func checkError(t *testing.T, err error) {
	t.Helper()
	var malformed *feed.Malformed
	var refusal *feed.Refusal
	if err != nil && !errors.As(err, &malformed) && !errors.As(err, &refusal) {
		t.Fatalf("an error of another kind: %T %v", err, err)
	}
	if err != nil && len(err.Error()) > 1200 {
		t.Fatalf("an error of %d bytes", len(err.Error()))
	}
}

// CheckBatch requires that everything in b can be drawn and summed.
func CheckBatch(t *testing.T, b *feed.Batch) {
	t.Helper()
	for i := range b.Liquidations {
		l := &b.Liquidations[i]
		CheckNumbers(t, *l)
		if l.Side == data.UnknownSide || l.Price <= 0 || l.Qty <= 0 || l.Notional <= 0 || l.Venue == "" || l.Symbol == "" {
			t.Fatalf("a liquidation lacks something: %+v", l)
		}
	}
	for _, c := range b.Candles {
		CheckNumbers(t, c)
		if c.Step <= 0 || c.Low <= 0 || c.High < c.Low {
			t.Fatalf("a candle of no shape: %+v", c)
		}
	}
	for _, list := range []any{b.Marks, b.Interest, b.Funding, b.Trades} {
		v := reflect.ValueOf(list)
		for i := range v.Len() {
			CheckNumbers(t, v.Index(i).Interface())
		}
	}
}

// CheckNumbers requires that every number of a row is finite, none but a rate
// is negative, times are in bounds and texts are short.
func CheckNumbers(t *testing.T, row any) {
	t.Helper()
	v := reflect.ValueOf(row)
	for i := range v.NumField() {
		name, f := v.Type().Field(i).Name, v.Field(i)
		switch {
		case f.Kind() == reflect.Float64 && (math.IsNaN(f.Float()) || math.IsInf(f.Float(), 0) || f.Float() < 0 && name != "Rate"):
			t.Fatalf("%s is %v in %+v", name, f.Float(), row)
		case f.Kind() == reflect.Int64 && (f.Int() < 0 || data.UnixMs(f.Int()) > feed.MaxTime):
			t.Fatalf("%s is %d in %+v", name, f.Int(), row)
		case f.Kind() == reflect.String && f.Len() > 200:
			t.Fatalf("%s is %d bytes long", name, f.Len())
		}
	}
}
