package tape

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/heat"
)

func mustWrite(t testing.TB, v *Tape) []byte {
	t.Helper()
	raw, err := Write(v)
	if err != nil {
		t.Fatalf("write: %v", err)
	}
	return raw
}

func TestWhatIsWrittenReadsBackAlike(t *testing.T) {
	for _, want := range []*Tape{synthetic(32), synthetic(300), synthetic(2000), fromPrints(32)} {
		n := want.Candles.Len()
		raw := mustWrite(t, want)
		got, err := Read(raw)
		if err != nil {
			t.Fatalf("read: %v", err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("a tape of %d minutes reads back otherwise", n)
		}
		if again := mustWrite(t, got); !bytes.Equal(again, raw) {
			t.Errorf("a tape of %d minutes writes otherwise the second time", n)
		}
		if !gjson.ValidBytes(raw) {
			t.Errorf("a tape of %d minutes is not JSON for gjson", n)
		}
	}
}

// The size is that of the built-in event: ten days of minutes, of which the
// last five have columns.
func TestATapeOfTheBuiltInSizeIsSmall(t *testing.T) {
	if testing.Short() {
		t.Skip("compressing at level 11 takes seconds")
	}
	v := synthetic(14400)
	raw := mustWrite(t, v)
	var packed bytes.Buffer
	z := brotli.NewWriterLevel(&packed, 11)
	if _, err := z.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d liquidations, %d runs: %d bytes, %d in brotli", v.Liquidations.Len(), len(v.Levels.Runs), len(raw), packed.Len())
	if packed.Len() > 400_000 {
		t.Errorf("got %d bytes in brotli, want at most 400,000", packed.Len())
	}
}

// small is a whole tape as a person would type it.
const small = `{"format":"unwind-tape/1","id":"small","title":{"en":"Small"},
"window":{"from":"2026-02-06T00:00:00Z","to":1770336180000},
"candles":{"provenance":"recorded","why":{"en":"made up"},"step":60000,"times":{"start":1770336000000,"step":60000,"count":3},
 "open":[100,101,102.5],"high":[102,103,104],"low":[99,100,101],"close":[101,102.5,103],"volume":[1,0,2]},
"mark":{"provenance":"modelled","why":{"en":"made up"},"high":[102,103,104],"low":[99,100,101],"close":[101,102,103]},
"openInterest":{"provenance":"published","why":{"en":"made up"},"times":[1770336000000,1770336060000],"values":[5,4]},
"depth":{"provenance":"published","why":{"en":"made up"},"of":"average","times":[1770336060000],"values":[7]},
"liquidations":{"provenance":"recorded","why":{"en":"made up"},"times":{"start":"2026-02-06T00:00:01.5Z","gaps":[0,1000]},
 "side":"LSU","price":[100,101,102],"notional":[1,2,3],"symbols":["A","B"],"symbol":[0,1,0]},
"adl":{"provenance":"recorded","why":{"en":"made up"},"venue":"hyperliquid","unit":"fills","step":1000,"times":[1770336001000,1770336002000],"adl":[0,2],"liquidated":[4,2]},
"gaps":{"provenance":"recorded","why":{"en":"made up"},"times":[1770336001000,1770336001000],"lengths":[90000,1],"venues":["","okx"],"venue":[1,0],"reasons":["silent","stopped"],"reason":[0,1]},
"levels":{"provenance":"estimated","why":{"en":"made up"},"bins":{"low":50,"logStep":0.1,"count":20},
 "columns":{"start":1770336000000,"step":60000,"count":3},"groups":[{"side":"long","leverage":10,"scale":0}],
 "scales":[{"from":[0,2],"factor":[1,0.5]}],
 "runs":{"bin":[4,0,1],"start":[0,1,-1],"end":[1,2,-1],"group":[0,0,0],"usd":[10,20,30]}},
"later":{"anything":[1,{"a":null}]}}`

func TestASmallTapeMeansWhatItSays(t *testing.T) {
	v, err := Read([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	if v.From != 1770336000000 || v.Cover != v.To || v.PlayFrom != v.From {
		t.Errorf("window: got %d to %d, cover %d, play from %d", v.From, v.To, v.Cover, v.PlayFrom)
	}
	if !reflect.DeepEqual(v.Mark.T, []data.UnixMs{1770336000000, 1770336060000, 1770336120000}) {
		t.Errorf("mark times: got %v", v.Mark.T)
	}
	if d := v.Depth; d.Of != DepthOfAverage || len(d.V) != 1 || d.V[0] != 7 {
		t.Errorf("depth: got %+v", d)
	}
	l := v.Liquidations
	if !reflect.DeepEqual(l.T, []data.UnixMs{1770336001500, 1770336001500, 1770336002500}) ||
		!reflect.DeepEqual(l.Side, []data.Side{data.Long, data.Short, data.UnknownSide}) ||
		!reflect.DeepEqual(l.Symbol, []string{"A", "B", "A"}) || l.Venue != nil {
		t.Errorf("liquidations: got %+v", l)
	}
	if a := v.ADL; a == nil || !a.Fills || a.Venue != "hyperliquid" || !reflect.DeepEqual(a.ADL, []float64{0, 2}) || !reflect.DeepEqual(a.Liquidated, []float64{4, 2}) {
		t.Errorf("adl: got %+v", a)
	}
	gaps := []data.Gap{{Venue: "okx", From: 1770336001000, To: 1770336091000, Why: data.Silent}, {From: 1770336001000, To: 1770336001001, Why: data.Stopped}}
	if v.Gaps == nil || !reflect.DeepEqual(v.Gaps.Gaps, gaps) {
		t.Errorf("gaps: got %+v, want %+v", v.Gaps, gaps)
	}
	runs := []heat.Run{{Bin: 4, Start: 0, Len: 1, USD: 10}, {Bin: 4, Start: 1, Len: 2, USD: 20}, {Bin: 5, Start: 0, Len: 2, USD: 30}}
	if !reflect.DeepEqual(v.Levels.Runs, runs) {
		t.Errorf("runs: got %v, want %v", v.Levels.Runs, runs)
	}
	if !reflect.DeepEqual(v.Levels.Scales, [][]float32{{1, 1, 0.5}}) {
		t.Errorf("scales: got %v", v.Levels.Scales)
	}
}

// With a half-life of one column the factors 1, 1 and 0.5 become 1, 1/2 and
// 0.5/4.
func TestScalesAreDecayedByTheHalfLife(t *testing.T) {
	v, err := Read([]byte(strings.Replace(small, `"scale":0`, `"scale":0,"low":0.25,"high":3,"halfLife":60000`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if want := [][]float32{{1, 0.5, 0.125}}; !reflect.DeepEqual(v.Levels.Scales, want) {
		t.Errorf("scales: got %v, want %v", v.Levels.Scales, want)
	}
	want := heat.Group{Side: data.Long, Leverage: 10, Low: 0.25, High: 3, HalfLife: data.Minute}
	if got := v.Levels.Groups[0]; got != want {
		t.Errorf("group: got %+v, want %+v", got, want)
	}
}

// Whatever a scale does, it reads back to within the rounding.
func TestScalesReadBackHoweverTheyAge(t *testing.T) {
	for _, c := range []struct {
		name      string
		halfLives []data.UnixMs // of three groups that share the scale
	}{
		{"slowly", []data.UnixMs{data.Day, data.Day, data.Day}},
		{"so fast that little is left", []data.UnixMs{5 * data.Minute, 5 * data.Minute, 5 * data.Minute}},
		{"so fast that nothing is left", []data.UnixMs{1, 1, 1}},
		{"each at its own pace", []data.UnixMs{data.Day, data.Hour, 0}},
		{"never", []data.UnixMs{0, 0, 0}},
	} {
		v := synthetic(600)
		f := &v.Levels.Field
		f.Runs, f.Groups, f.Scales = nil, nil, [][]float32{make([]float32, f.Columns.N)}
		for i, h := range c.halfLives {
			f.Groups = append(f.Groups, heat.Group{Side: data.Long, Leverage: float64(i + 1), HalfLife: h})
		}
		for col := range f.Scales[0] { // ages, closes a little, starts afresh
			ageing := math.Exp2(-float64(col%170) * float64(data.Minute) / float64(max(c.halfLives[0], data.Second)))
			f.Scales[0][col] = float32(ageing * (1 - float64(col)/1000))
			if f.Scales[0][col] < 1e-20 || col == 169 {
				f.Scales[0][col] = 0
			}
		}
		raw := mustWrite(t, v)
		got, err := Read(raw)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		for col, want := range f.Scales[0] {
			if x := got.Levels.Scales[0][col]; math.Abs(float64(x-want)) > 6e-4*float64(want) {
				t.Fatalf("%s: column %d: got %v, want %v", c.name, col, x, want)
			}
		}
		if !bytes.Equal(mustWrite(t, got), raw) {
			t.Errorf("%s: writing is not stable", c.name)
		}
	}
}

func TestOnlyRowsOfTheTapesSymbolAreItsOwn(t *testing.T) {
	l := &LiquidationLayer{Liquidations: data.Liquidations{T: make([]data.UnixMs, 2), Symbol: []string{"A", "B"}}}
	for _, c := range []struct {
		tape Tape
		want [2]bool
	}{
		{Tape{Symbol: "A", Liquidations: l}, [2]bool{true, false}},
		{Tape{Liquidations: l}, [2]bool{true, true}},
		{Tape{Symbol: "A", Liquidations: &LiquidationLayer{}}, [2]bool{true, true}},
	} {
		if got := [2]bool{c.tape.Own(0), c.tape.Own(1)}; got != c.want {
			t.Errorf("symbol %q: got %v, want %v", c.tape.Symbol, got, c.want)
		}
	}
}

func TestBadTapesAreRejectedByPlace(t *testing.T) {
	deep := strings.Repeat("[", 100) + strings.Repeat("]", 100)
	cases := []struct{ name, old, new, want string }{
		{"another version", "unwind-tape/1", "unwind-tape/2", `format: must be "unwind-tape/1", is "unwind-tape/2"`},
		{"no format", `"format":"unwind-tape/1",`, ``, "format: is missing"},
		{"not an object", small, `[1,2]`, "tape: must be a JSON object"},
		{"nothing", small, ``, "tape: the text ends early, line 1, column 1"},
		{"two values", `{"a":null}]}}`, `{"a":null}]}}{}`, "only one JSON value"},
		{"id with a slash", `"id":"small"`, `"id":"../x"`, "id: must be 1 to 64"},
		{"id of the wrong type", `"id":"small"`, `"id":7`, "id: must be a string"},
		{"no title", `"title":{"en":"Small"},`, ``, "title: is missing"},
		{"no English", `"title":{"en"`, `"title":{"ru"`, "title: must have an English text"},
		{"a member twice", `"id":"small"`, `"id":"small","id":"small"`, "id: appears twice"},
		{"no candles", `"candles":`, `"candle":`, "candles: is missing"},
		{"no close", `"close":[101,102.5,103],`, ``, "candles.close: is missing"},
		{"NaN", `102.5,103],"volume"`, `NaN,103],"volume"`, "candles.close[1]: is not a JSON value, line 4"},
		{"Infinity", `[101,102.5,103]`, `[101,102.5,-Infinity]`, "candles.close[2]: is not a number"},
		{"1e999", `[101,102.5,103]`, `[101,102.5,1e999]`, "candles.close[2]: must be a number that fits 64 bits"},
		{"a zero price", `"low":[99,100,101],"close":[101,102.5`, `"low":[99,0,101],"close":[101,102.5`, "candles.low[1]: must be finite and positive, is 0"},
		{"a negative price", `[101,102.5,103]`, `[-3,102.5,103]`, "candles.close[0]: must be finite and positive, is -3"},
		{"a string for a number", `[101,102.5,103]`, `[101,"102.5",103]`, "candles.close[1]: must be a number"},
		{"null for a number", `[101,102.5,103]`, `[101,null,103]`, "candles.close[1]: must be a number"},
		{"an array for a number", `[101,102.5,103]`, `[101,[102.5],103]`, "candles.close[1]: must be a number"},
		{"a number for an array", `"volume":[1,0,2]`, `"volume":3`, "candles.volume: must be an array of numbers"},
		{"a negative volume", `"volume":[1,0,2]`, `"volume":[1,0,-2]`, "candles.volume[2]: must be finite and at least 0, is -2"},
		{"a short column", `"volume":[1,0,2]`, `"volume":[1,0]`, "candles.volume: must have as many rows as times: 3, has 2"},
		{"a high below the close", `"high":[102,103,104],"low":[99,100,101],"close":[101,102.5`, `"high":[102,102,104],"low":[99,100,101],"close":[101,102.5`, "candles.high[1]: must not be below open or close"},
		{"a low above the open", `"low":[99,100,101],"close":[101,102.5`, `"low":[100.5,100,101],"close":[101,102.5`, "candles.low[0]: must not be above open or close"},
		{"10⁸ rows claimed", `"count":3},
 "open"`, `"count":100000000},
 "open"`, "candles.times.count: must be a whole number from 0 to 2e+06"},
		{"10⁸ columns claimed", `"count":3},"groups"`, `"count":100000000},"groups"`, "levels.columns.count: must be a whole number from 1 to 8192"},
		{"half a row", `"count":3},
 "open"`, `"count":2.5},
 "open"`, "candles.times.count: must be a whole number"},
		{"times beyond reason", `"times":{"start":1770336000000,"step":60000,"count":3}`, `"times":{"start":1770336000000,"step":250000000000000,"count":3}`, "candles.times: must end before the year 10000"},
		{"candles that overlap", `"step":60000,"times"`, `"step":120000,"times"`, "candles.times[1]: must be at least 120000 ms after the row before, is 60000"},
		{"both kinds of times", `"gaps":[0,1000]`, `"gaps":[0,1000],"count":3`, "liquidations.times: must have either"},
		{"a gap backwards", `"gaps":[0,1000]`, `"gaps":[0,-1]`, "liquidations.times.gaps[1]: must be a whole number"},
		{"duplicate times", `[1770336000000,1770336060000]`, `[1770336000000,1770336000000]`, "openInterest.times[1]: must be at least 1 ms after the row before, is 0"},
		{"times out of order", `[1770336000000,1770336060000]`, `[1770336060000,1770336000000]`, "openInterest.times[1]: must be at least"},
		{"a depth of what nobody knows", `"of":"average"`, `"of":"all"`, `depth.of: must be book or average, is "all"`},
		{"a depth of a number", `"of":"average"`, `"of":1`, `depth.of: must be book or average, is "1"`},
		{"negative depth", `"values":[7]`, `"values":[-7]`, "depth.values[0]: must be finite and at least 0"},
		{"more times than depths", `"times":[1770336060000]`, `"times":[1770336060000,1770336120000]`, "depth.values: must have as many rows as times: 2, has 1"},
		{"gaps out of order", `[1770336001000,1770336001000]`, `[1770336001001,1770336001000]`, "gaps.times[1]: must be at least 0 ms after the row before, is -1"},
		{"a gap of no length", `"lengths":[90000,1]`, `"lengths":[90000,0]`, "gaps.lengths[1]: must be a whole number from 1"},
		{"a gap without end", `"lengths":[90000,1]`, `"lengths":[253402300799999,1]`, "gaps.lengths[0]: must end before the year 10000"},
		{"more gaps than lengths", `"lengths":[90000,1]`, `"lengths":[90000]`, "gaps.lengths: must have as many rows as times: 2, has 1"},
		{"more gaps than venues", `"venue":[1,0]`, `"venue":[1]`, "gaps.venue: must have as many rows as times: 2, has 1"},
		{"more gaps than reasons", `"reason":[0,1]`, `"reason":[0]`, "gaps.reason: must have as many rows as times: 2, has 1"},
		{"a reason that nobody knows", `["silent","stopped"]`, `["silent","asleep"]`, `gaps.reasons[1]: must be disconnected, blocked, silent, stopped, behind, refused or unknown, is "asleep"`},
		{"a reason without name", `"reason":[0,1]`, `"reason":[0,2]`, "gaps.reason[1]: must be an index into the list of names, is 2"},
		{"negative open interest", `"values":[5,4]`, `"values":[5,-4]`, "openInterest.values[1]: must be finite and at least 0"},
		{"a window backwards", `"to":1770336180000`, `"to":1770335000000`, "window.to: must be after from"},
		{"a window without candles", `"2026-02-06T00:00:00Z","to":1770336180000`, `"2026-02-07T00:00:00Z","to":"2026-02-08T00:00:00Z"`, "window: must hold at least one candle"},
		{"a cover outside", `"to":1770336180000`, `"to":1770336180000,"cover":1`, "window.cover: must be inside the window"},
		{"an edge outside", `"to":1770336180000`, `"to":1770336180000,"edge":1770336180001`, "window.edge: must be inside the window"},
		{"an edge at no time", `"to":1770336180000`, `"to":1770336180000,"edge":0`, "window.edge: must be"},
		{"a bad date", `"2026-02-06T00:00:00Z"`, `"6 February"`, "window.from: must be a time such as"},
		{"more than all fetched", `"candles":{"provenance":"recorded"`, `"candles":{"provenance":"recorded","fetched":1.5`, "candles.fetched: must be from 0 to 1, and of what is recorded"},
		{"fetched and made up", `"provenance":"estimated"`, `"provenance":"estimated","fetched":0.5`, "levels.fetched: must be from 0 to 1, and of what is recorded"},
		{"unknown provenance", `"provenance":"estimated"`, `"provenance":"guessed"`, `levels.provenance: must be recorded, published, estimated or modelled, is "guessed"`},
		{"no reason", `"estimated","why":{"en":"made up"}`, `"estimated","why":{}`, "levels.why: must have an English text"},
		{"mark of other times", `"mark":{`, `"mark":{"times":[1,2,3],`, "mark.times[0]: must be the times of the candles"},
		{"mark outside its bar", `"close":[101,102,103]}`, `"close":[101,102,105]}`, "mark.close[2]: must be between low and high"},
		{"a side of another name", `"LSU"`, `"LSX"`, `liquidations.side[2]: must be L, S or U, is "X"`},
		{"a side too few", `"LSU"`, `"LS"`, "liquidations.side: must have as many rows as times: 3, has 2"},
		{"a symbol without name", `"symbol":[0,1,0]`, `"symbol":[0,2,0]`, "liquidations.symbol[1]: must be an index into the list of names, is 2"},
		{"symbols without rows", `,"symbol":[0,1,0]`, ``, "liquidations.symbol: needs both"},
		{"a run past the columns", `"end":[1,2,-1]`, `"end":[1,3,-2]`, "levels.runs.end[1]: must be after start and inside the columns"},
		{"a run that ends before it starts", `"end":[1,2,-1]`, `"end":[1,0,1]`, "levels.runs.end[1]: must be after start"},
		{"a run of another bin", `"bin":[4,0,1]`, `"bin":[4,0,16]`, "levels.runs.bin[2]: must be inside the bins, is 20"},
		{"a run before the grid", `"start":[0,1,-1]`, `"start":[0,-1,1]`, "levels.runs[1]: must lie inside the grid"},
		{"a run of no group", `"group":[0,0,0]`, `"group":[0,0,1]`, "levels.runs.group[2]: must be an index of a group, is 1"},
		{"runs out of order", `"bin":[4,0,1],"start":[0,1,-1]`, `"bin":[4,0,0],"start":[0,1,-1]`, "levels.runs[2]: must be in the order"},
		{"an infinite run", `"usd":[10,20,30]`, `"usd":[10,20,1e300]`, "levels.runs.usd[2]: must be finite and positive, is +Inf"},
		{"a run too few", `"usd":[10,20,30]`, `"usd":[10,20]`, "levels.runs.usd: must have 3 rows, has 2"},
		{"a group without scale", `"scale":0`, `"scale":1`, "levels.groups[0].scale: must be an index of a scale, is 1"},
		{"a side of a group", `"side":"long"`, `"side":"buy"`, `levels.groups[0].side: must be long or short, is "buy"`},
		{"a scale that starts late", `"from":[0,2]`, `"from":[1,2]`, "levels.scales[0]: from and factor must"},
		{"a scale that turns back", `"from":[0,2]`, `"from":[0,0]`, "levels.scales[0].from[0]: must ascend"},
		{"a scale above the whole", `"factor":[1,0.5]`, `"factor":[1,1.5]`, "levels.scales[0][2]: must be between 0 and 1, is 1.5"},
		{"liquidations since the last century", `"side":"LSU"`, `"since":-1,"side":"LSU"`, "liquidations.since: must be a whole number"},
		{"takers that bought more than all", `"volume":[1,0,2]`, `"volume":[1,0,2],"takerBuy":[1,0.1,2]`, "candles.takerBuy[1]: must be between 0 and the volume, is 0.1"},
		{"takers that bought less than nothing", `"volume":[1,0,2]`, `"volume":[1,0,2],"takerBuy":[-1,0,2]`, "candles.takerBuy[0]: must be between 0 and the volume, is -1"},
		{"a volume in candles from prints", `"volume":[1,0,2]`, `"volume":[0,0,2],"fromPrints":true`, "candles.volume[2]: must be 0 in candles from prints, is 2"},
		{"takers in candles from prints", `"volume":[1,0,2]`, `"volume":[0,0,0],"takerBuy":[0,0,0],"fromPrints":true`, "candles.takerBuy: must be left out of candles from prints"},
		{"a row of takers too few", `"volume":[1,0,2]`, `"volume":[1,0,2],"takerBuy":[1,0]`, "candles.takerBuy: must have as many rows as times: 3, has 2"},
		{"a band below the value", `"scale":0`, `"scale":0,"low":0.5,"high":0.9`, "levels.groups[0].high: must be at least 1"},
		{"a band above the value", `"scale":0`, `"scale":0,"low":1.5,"high":2`, "levels.groups[0].high: must be at least 1 and low between 0 and 1"},
		{"half a band", `"scale":0`, `"scale":0,"low":0.5`, "levels.groups[0].high: must be at least 1"},
		{"a half-life of nothing", `"scale":0`, `"scale":0,"halfLife":0`, "levels.groups[0].halfLife: must be a whole number from 1"},
		{"a scale that ages to more than all", `"scale":0}],
 "scales":[{"from":[0,2],"factor":[1,0.5]`, `"scale":0,"halfLife":60000}],
 "scales":[{"from":[0,2],"factor":[1,5]`, "levels.scales[0][2]: must be between 0 and 1, is 1.25"},
		{"a scale that overflows", `"factor":[1,0.5]`, `"factor":[1,1e300]`, "levels.scales[0][2]: must be between 0 and 1, is +Inf"},
		{"bins without width", `"logStep":0.1`, `"logStep":0`, "levels.bins.logStep: must be positive"},
		{"bins up to infinity", `"logStep":0.1`, `"logStep":100`, "levels.bins.logStep: must be positive and end at a finite price"},
		{"too deep", `"anything":[1`, `"anything":[` + deep, "later.anything[0][0][0][0]…: is nested deeper than 32, line 1"},
		{"a comma too many", `"volume":[1,0,2]`, `"volume":[1,0,2,]`, "candles.volume[3]: is not a JSON value"},
		{"an escape of another kind", `"Small"`, `"Sm\all"`, "title.en: is not an escape sequence, line 1"},
		{"bytes that are not text", `"Small"`, "\"Sm\xff\"", "title.en: must be UTF-8, line 1, column 5"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if n := strings.Count(small, c.old); n != 1 {
				t.Fatalf("the small tape holds %q %d times", c.old, n)
			}
			v, err := Read([]byte(strings.Replace(small, c.old, c.new, 1)))
			var fault *Error
			if v != nil || !errors.As(err, &fault) {
				t.Fatalf("got tape %v, error %v", v, err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %q, want %q", err, c.want)
			}
		})
	}
}

func TestATapeCutAnywhereIsRejected(t *testing.T) {
	for n := range len(small) {
		if v, err := Read([]byte(small[:n])); err == nil || v != nil {
			t.Fatalf("the first %d bytes are accepted", n)
		}
	}
}

func TestFilesBeyondTheLimitAreRejected(t *testing.T) {
	_, err := Read(make([]byte, MaxBytes+1))
	if err == nil || !strings.Contains(err.Error(), "at most 64 MiB") {
		t.Errorf("64 MiB and a byte: got %v", err)
	}
	rows := strings.Replace(small, `"volume":[1,0,2]`, `"volume":[`+strings.Repeat("0,", MaxRows)+`0]`, 1)
	if _, err := Read([]byte(rows)); err == nil || err.Error() != "candles.volume: has more than 2e+06 rows" {
		t.Errorf("too many rows: got %v", err)
	}
	brackets := bytes.Repeat([]byte("["), MaxBytes)
	if _, err := Read(brackets); err == nil || !strings.Contains(err.Error(), "nested deeper than 32") {
		t.Errorf("64 MiB of brackets: got %v", err)
	}
}

func TestWriteRejectsWhatReadWould(t *testing.T) {
	v := synthetic(64)
	v.Candles.Close[17] = data.Price(math.NaN())
	_, err := Write(v)
	if want := "candles.close[17]: must be finite and positive, is NaN"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
	v = synthetic(64)
	v.Liquidations.Notional[2] = data.USD(math.Inf(1))
	if _, err := Write(v); err == nil || !strings.Contains(err.Error(), "liquidations.notional[2]: must be finite") {
		t.Errorf("got %v", err)
	}
}

func TestRoundingKeepsFourDigits(t *testing.T) {
	for _, c := range []struct{ x, want float64 }{{0, 0}, {1, 1}, {123456, 123500}, {0.00098765, 0.0009877}, {99999, 100000}} {
		if got := round4(c.x); got != c.want {
			t.Errorf("%v: got %v, want %v", c.x, got, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add(mustWrite(f, synthetic(40)))
	f.Add([]byte(`{"format":"unwind-tape/1","candles":{"times":{"start":1,"gaps":[1,2e3]},"open":[1e-999,-0.5E+7]}}`))
	f.Add([]byte("[1,\"\\u12aF\",{\"a\":tru"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, err := Read(raw)
		sliced, _, fault := inSteps(raw)
		if !reflect.DeepEqual(fault, err) || !reflect.DeepEqual(sliced, v) {
			t.Fatalf("slices give %v and %v, the whole %v and %v", sliced, fault, v, err)
		}
		if err != nil {
			var fault *Error
			if v != nil || !errors.As(err, &fault) || fault.Reason == "" {
				t.Fatalf("got tape %v, error %v", v, err)
			}
			return
		}
		once := mustWrite(t, v)
		again, err := Read(once)
		if err != nil {
			t.Fatalf("what was written is rejected: %v", err)
		}
		if !bytes.Equal(mustWrite(t, again), once) {
			t.Fatal("writing is not stable")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	raw := mustWrite(b, synthetic(14400))
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(raw); err != nil {
			b.Fatal(err)
		}
	}
}
