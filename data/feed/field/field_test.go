package field_test

import (
	"errors"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

func TestDocumentsAreBounded(t *testing.T) {
	for _, c := range []struct {
		name, raw, want string
	}{
		{"too long", `"` + strings.Repeat("x", field.MaxFrame) + `"`, "longer than 1048576 bytes"},
		{"nested too deep", strings.Repeat("[", 17) + strings.Repeat("]", 17), "nested deeper than 16"},
		{"a million brackets", strings.Repeat("[", 1<<20), "nested deeper than 16"},
		{"cut off", `{"a":[1,2`, "is not JSON"},
		{"nothing", ``, "is not JSON"},
		{"a page", `<html>`, "is not JSON"},
	} {
		_, err := field.Frame([]byte(c.raw))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	for _, raw := range []string{
		strings.Repeat("[", 16) + strings.Repeat("]", 16),
		`"` + strings.Repeat("[", 40) + `"`,
		`"\"` + strings.Repeat("[", 40) + `"`,
	} {
		if _, err := field.Frame([]byte(raw)); err != nil {
			t.Errorf("%s: got %v", raw, err)
		}
	}
}

func row(t *testing.T, value string) *field.Row {
	t.Helper()
	v, err := field.Frame([]byte(`{"v":` + value + `}`))
	if err != nil {
		t.Fatal(err)
	}
	return field.At("data", v)
}

func TestNumbersAreStrict(t *testing.T) {
	for value, want := range map[string]float64{`1.5`: 1.5, `"1.5"`: 1.5, `"-2e3"`: -2000, `"0"`: 0, `"+1"`: 1} {
		r := row(t, value)
		if got := r.Number("v"); got != want || r.Err() != nil {
			t.Errorf("%s: got %v, %v", value, got, r.Err())
		}
	}
	for _, value := range []string{
		`null`, `true`, `""`, `"x"`, `"inf"`, `"NaN"`, `"0x10"`, `"1_000"`, `"1,5"`, `" 1"`, `"1e999"`, `1e999`, `[]`, `{}`,
		`"` + strings.Repeat("1", 65) + `"`,
	} {
		r := row(t, value)
		if got := r.Number("v"); got != 0 || r.Err() == nil {
			t.Errorf("%s: got %v and no fault", value, got)
		}
	}
	if r := row(t, `1`); r.Number("w") != 0 || r.Err().Error() != `malformed: data.w: must be a finite number, is ""` {
		t.Errorf("a missing member: %v", r.Err())
	}
}

func TestSignsAreChecked(t *testing.T) {
	for _, c := range []struct {
		value              string
		positive, zeroMore bool
	}{{`1`, true, true}, {`0`, false, true}, {`-1`, false, false}} {
		p, z := row(t, c.value), row(t, c.value)
		p.Price("v")
		z.ZeroOrMore("v")
		if (p.Err() == nil) != c.positive || (z.Err() == nil) != c.zeroMore {
			t.Errorf("%s: %v, %v", c.value, p.Err(), z.Err())
		}
	}
}

func TestTimesAreMillisecondsOfOurAge(t *testing.T) {
	for _, value := range []string{`1770300000123`, `"1770300000123"`} {
		r := row(t, value)
		if got := r.Time("v"); got != 1770300000123 || r.Err() != nil {
			t.Errorf("%s: got %d, %v", value, got, r.Err())
		}
	}
	for name, value := range map[string]string{
		"seconds": `1770300000`, "microseconds": `1770300000123456`, "a part of a millisecond": `1770300000123.5`,
		"negative": `-1770300000123`, "zero": `0`, "huge": `1e300`, "a date": `"2026-02-05"`,
	} {
		if r := row(t, value); r.Time("v") != 0 || r.Err() == nil {
			t.Errorf("%s counts as milliseconds", name)
		}
	}
	if r := row(t, `1770300000`); r.TimeInSeconds("v") != 1770300000*data.Second || r.Err() != nil {
		t.Errorf("seconds: %v", r.Err())
	}
}

func TestDates(t *testing.T) {
	r := row(t, `"2024-11-13T10:34:26.741Z"`)
	if got := r.Date("v"); got != 1731494066741 || r.Err() != nil {
		t.Errorf("got %d, %v", got, r.Err())
	}
	for _, value := range []string{`"2024-11-13"`, `"1800-01-01T00:00:00Z"`, `"9999-01-01T00:00:00Z"`, `1731494066741`, `null`} {
		if r := row(t, value); r.Date("v") != 0 || r.Err() == nil {
			t.Errorf("%s counts as a date", value)
		}
	}
}

func TestEmptyTextsAreNotThere(t *testing.T) {
	for value, want := range map[string]bool{`"a"`: true, `0`: true, `""`: false, `null`: false, `false`: true} {
		if got := row(t, value).Has("v"); got != want {
			t.Errorf("%s: got %v, want %v", value, got, want)
		}
	}
}

// list reads times of a list, which is all that order is about.
func list(t *testing.T, q feed.Query, raw string, distinct bool) ([]data.UnixMs, error) {
	t.Helper()
	v, err := field.Answer([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	read := func(r *field.Row) (data.UnixMs, data.UnixMs) {
		at := r.Time("0")
		return at, at
	}
	if distinct {
		return field.Series(q, "list", v, read)
	}
	return field.Events(q, "list", v, read)
}

func TestListsAscendInsideTheQuery(t *testing.T) {
	const a, b, c = "[1770300000001]", "[1770300000002]", "[1770300000003]"
	for _, x := range []struct {
		name, raw string
		q         feed.Query
		distinct  bool
		want      int
		err       string
	}{
		{"oldest first", "[" + a + "," + b + "," + c + "]", feed.Query{}, true, 3, ""},
		{"newest first", "[" + c + "," + b + "," + a + "]", feed.Query{}, true, 3, ""},
		{"no order", "[" + a + "," + c + "," + b + "]", feed.Query{}, true, 0, "not in order at 1770300000002"},
		{"a time twice in a series", "[" + a + "," + a + "]", feed.Query{}, true, 0, "not in order"},
		{"a time twice in events", "[" + a + "," + a + "]", feed.Query{}, false, 2, ""},
		{"beyond the query", "[" + a + "," + b + "," + c + "]", feed.Query{From: 1770300000002, To: 1770300000003}, true, 1, ""},
		{"nothing inside it", "[" + a + "]", feed.Query{From: 1770300000002, To: 1770300000003}, true, 0, "empty"},
		{"no rows", "[]", feed.Query{}, true, 0, "empty"},
		{"no list", "{}", feed.Query{}, true, 0, "malformed: list: must be a list"},
		{"a bad row", "[" + a + ",[0]]", feed.Query{}, true, 0, "malformed: list[1].0: must be a time"},
		{"too many rows", "[" + strings.Repeat("1,", field.MaxRows) + "1]", feed.Query{}, true, 0, "more than 20000 rows"},
	} {
		got, err := list(t, x.q, x.raw, x.distinct)
		if len(got) != x.want || (err == nil) != (x.err == "") || err != nil && !strings.Contains(err.Error(), x.err) {
			t.Errorf("%s: got %v, %v", x.name, got, err)
		}
		for i := 1; i < len(got); i++ {
			if got[i] < got[i-1] {
				t.Errorf("%s: %v descends", x.name, got)
			}
		}
	}
}

func TestBarsEncloseTheirPrices(t *testing.T) {
	for raw, ok := range map[string]bool{
		`[1,3,1,2]`: true, `[2,2,2,2]`: true, `[1,3,2,2]`: false, `[2,1,1,2]`: false, `[1,3,1,4]`: false, `[0,3,0,2]`: false,
	} {
		v, _ := field.Frame([]byte(raw))
		r := field.At("", v)
		if r.Bar("0", "1", "2", "3"); (r.Err() == nil) != ok {
			t.Errorf("%s: %v", raw, r.Err())
		}
	}
}

func TestSymbolsAreCapitalsAndDigits(t *testing.T) {
	for s, want := range map[string]bool{
		"BTC": true, "1000PEPE": true, "": false, "btc": false, "BTC-": false, "BTC/..": false, "БТЦ": false, "A B": false,
		strings.Repeat("A", 32): true, strings.Repeat("A", 33): false,
	} {
		if got := field.Letters(s); got != want {
			t.Errorf("%q: got %v", s, got)
		}
	}
	if base, ok := field.BaseOf("BTCUSDC", "USDT", "USDC"); base != "BTC" || !ok {
		t.Errorf("got %q %v", base, ok)
	}
	if _, ok := field.BaseOf("USDT", "USDT"); ok {
		t.Error("an ending alone is no symbol")
	}
}

func FuzzAnswer(f *testing.F) {
	for _, s := range []string{`[[1770300000001],[1770300000002]]`, `[]`, `{"a":[{"b":null}]}`, `[[1e999]]`, strings.Repeat("[", 20), "\"\\"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, err := field.Answer(raw)
		if err != nil {
			return
		}
		times, err := field.Series(feed.Query{}, "", v, func(r *field.Row) (data.UnixMs, data.UnixMs) {
			at := r.Time("0")
			return at, at
		})
		var malformed *feed.Malformed
		var refusal *feed.Refusal
		if err != nil && !errors.As(err, &malformed) && !errors.As(err, &refusal) {
			t.Fatal(err)
		}
		for i := 1; i < len(times); i++ {
			if times[i] <= times[i-1] {
				t.Fatal("times do not ascend")
			}
		}
	})
}
