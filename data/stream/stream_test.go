package stream_test

import (
	"errors"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/stream"
)

// at is the time of the messages of the document.
const at = 1770292860000

// documented returns the batch that docs/http.md shows.
func documented(t testing.TB) string {
	t.Helper()
	raw, err := os.ReadFile("../../docs/http.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n## `/api/live/stream`\n")
	_, text, _ = strings.Cut(text, "```json\n")
	text, _, _ = strings.Cut(text, "```")
	return text
}

func read(t *testing.T, raw string) *stream.Message {
	t.Helper()
	m, err := new(stream.Reader).Read([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheDocumentedBatchIsRead(t *testing.T) {
	m := read(t, documented(t))
	if m.Kind != stream.Batch || m.Seq != 412 || m.At != at || m.Since != 0 {
		t.Errorf("got %s %d at %d since %d", m.Kind, m.Seq, m.At, m.Since)
	}
	l := stream.Liquidation{Received: at - 50, Liquidation: feed.Liquidation{
		Venue: "bybit", Symbol: "BTCUSDT", At: at - 300, Side: data.Long, Price: 70000, Kind: feed.Bankruptcy, Qty: 2, Notional: 140000,
	}}
	if len(m.Liquidations) != 1 || m.Liquidations[0] != l {
		t.Errorf("got liquidations %+v, want %+v", m.Liquidations, l)
	}
	k := stream.Candle{Venue: "bybit", Candle: feed.Candle{
		Symbol: "BTCUSDT", T: at - data.Minute, Step: data.Minute, Open: 70100, High: 70120, Low: 69900, Close: 70000, Volume: 31.5,
	}}
	if len(m.Candles) != 1 || m.Candles[0] != k {
		t.Errorf("got candles %+v, want %+v", m.Candles, k)
	}
	if k := m.Marks; len(k) != 1 || k[0].Price != 70001.5 || k[0].High != 70002 || k[0].Low != 70001 || k[0].Index != 70010 || k[0].At != at-100 {
		t.Errorf("got marks %+v", k)
	}
	if k := m.Interest; len(k) != 1 || k[0].Qty != 52000 || k[0].Notional != 0 || k[0].Venue != "bybit" {
		t.Errorf("got interest %+v", k)
	}
	if k := m.Funding; len(k) != 1 || k[0].Rate != 0.0001 || k[0].Due != 1770307200000 || k[0].At != at-100 {
		t.Errorf("got funding %+v", k)
	}
	if want := (data.Gap{Venue: "okx", From: at - 10000, To: at - 1500, Why: data.Disconnected}); len(m.Gaps) != 1 || m.Gaps[0] != want {
		t.Errorf("got gaps %+v, want %+v", m.Gaps, want)
	}
	if v := m.Venues; len(v) != 1 || v[0].Venue != "okx" || v[0].State != stream.Live || v[0].JSON != `{"venue": "okx", "state": "live", "since": 1770292858500}` {
		t.Errorf("got venues %+v", v)
	}
}

// Without their column all rows were streamed.
func TestHowRowsCameIsRead(t *testing.T) {
	raw := documented(t)
	for _, table := range []string{"candles", "marks", "interest", "funding"} {
		raw = strings.Replace(raw, `"`+table+`": {`, `"`+table+`": {"way": ["fetched"], `, 1)
	}
	ways := func(m *stream.Message) [4]feed.Way {
		return [...]feed.Way{m.Candles[0].Way, m.Marks[0].Way, m.Interest[0].Way, m.Funding[0].Way}
	}
	if got, want := ways(read(t, raw)), [...]feed.Way{feed.Fetched, feed.Fetched, feed.Fetched, feed.Fetched}; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := ways(read(t, documented(t))); got != [4]feed.Way{} {
		t.Errorf("got %v, want streams", got)
	}
}

// Every way in which a message can be wrong is told with its place.
func TestMessagesThatCannotBeAreRefusedWithThePlace(t *testing.T) {
	whole := documented(t)
	for _, c := range []struct{ name, old, new, want string }{
		{"no JSON", `"gaps"`, `gaps`, "a member name in double quotes is expected, line "},
		{"a list", whole, `[]`, "must be an object"},
		{"no type", `"type": "batch", `, ``, `type: must be snapshot, batch or resync`},
		{"another type", `"batch"`, `"bye"`, `type: must be snapshot, batch or resync, is "\"bye\""`},
		{"no number", `"seq": 412, `, ``, "seq: must be a whole number"},
		{"half a number", "412", "412.5", "seq: must be a whole number"},
		{"a negative number", "412", "-1", "seq: must be a whole number"},
		{"no time", `"at": 1770292860000`, `"at": 0`, "at: must be a time in whole milliseconds"},
		{"seconds", `"at": 1770292860000`, `"at": 1770292860`, "at: must be a time in whole milliseconds"},
		{"a snapshot without its beginning", `"batch"`, `"snapshot"`, "since: must be a time"},
		{"a member twice", `"gaps"`, `"candles"`, `"candles": is there twice`},
		{"a table that is none", `"interest": {`, `"interest": 1, "x": {`, "interest: must be an object of columns"},
		{"no times", `"times": [1770292859700], "received"`, `"received"`, "liquidations.times: must be a list"},
		{"a column that is missing", `"side": ["long"], `, ``, "liquidations.side: must be a list"},
		{"a column twice", `"side": ["long"]`, `"side": ["long"], "side": ["long"]`, "liquidations.side: is there twice"},
		{"a longer column", `"side": ["long"]`, `"side": ["long", "long"]`, "liquidations.side: must have as many rows as times: 1"},
		{"a shorter column", `"side": ["long"]`, `"side": []`, "liquidations.side: must have as many rows as times: 1"},
		{"another way", `"interest": {`, `"interest": {"way": ["guessed"], `, `interest.way[0]: must be streamed, polled or fetched, is "\"guessed\""`},
		{"more ways than rows", `"marks": {`, `"marks": {"way": ["streamed", "fetched"], `, "marks.way: must have as many rows as times: 1"},
		{"another side", `"long"`, `"sell"`, `liquidations.side[0]: must be long, short or unknown`},
		{"another kind of price", `"bankruptcy"`, `"mid"`, "liquidations.priceKind[0]: must be fill, bankruptcy, order or unknown"},
		{"no price", `"price": [70000]`, `"price": [0]`, "liquidations.price[0]: must be positive"},
		{"a negative price", `"price": [70000]`, `"price": [-1]`, "liquidations.price[0]: must be a number from 0 to 1e+15"},
		{"an infinite price", `"price": [70000]`, `"price": [1e999]`, "liquidations.price[0]: must be a number from"},
		{"a price beyond all", `"price": [70000]`, `"price": [1.1e15]`, "liquidations.price[0]: must be a number from 0 to 1e+15"},
		{"a price in words", `"price": [70000]`, `"price": ["70000"]`, "liquidations.price[0]: must be a number from"},
		{"less than nothing", `"notional": [140000]`, `"notional": [-1]`, "liquidations.notional[0]: must be a number from 0 to 1e+15"},
		{"a time of another century", `"received": [1770292859950]`, `"received": [17702928599500]`, "liquidations.received[0]: must be a time"},
		{"no venue", `"venue": ["bybit"], "symbol": ["BTCUSDT"], "times": [1770292859700]`, `"venue": [""], "symbol": ["BTCUSDT"], "times": [1770292859700]`, "liquidations.venue[0]: must not be empty"},
		{"a long name", `"symbol": ["BTCUSDT"], "times": [1770292859700]`, `"symbol": ["` + strings.Repeat("X", 65) + `"], "times": [1770292859700]`, "liquidations.symbol[0]: must be a text of at most 64 bytes"},
		{"a part of an ordinal", `"ordinal": [0]`, `"ordinal": [0.5]`, "liquidations.ordinal[0]: must be a whole number"},
		{"an id that is a number", `"id": [""]`, `"id": [7]`, "liquidations.id[0]: must be a text"},
		{"a high below the close", `"high": [70120]`, `"high": [69950]`, "candles.high[0]: high and low must enclose open and close"},
		{"a candle without a length", `"step": [60000]`, `"step": [0]`, "candles.step[0]: must be 1000 ms to a day"},
		{"a candle of a week", `"step": [60000]`, `"step": [604800000]`, "candles.step[0]: must be 1000 ms to a day"},
		{"final in numbers", `"final": [false]`, `"final": [0]`, "candles.final[0]: must be true or false"},
		{"takers who sold back", `"takerBuy": [null]`, `"takerBuy": [-1]`, "candles.takerBuy[0]: must be a number from"},
		{"a mark price beyond its high", `"high": [70002]`, `"high": [70000]`, "marks.high[0]: high and low must enclose the price"},
		{"no index", `"index": [70010]`, `"index": [null]`, "marks.index[0]: must be a number from"},
		{"open interest below nothing", `"qty": [52000]`, `"qty": [-52000]`, "interest.qty[0]: must be a number from"},
		{"an infinite rate", `"rate": [0.0001]`, `"rate": [-1e999]`, "funding.rate[0]: must be a number from"},
		{"an interval of a month", `"interval": [0]`, `"interval": [2678400000]`, "funding.interval[0]: must be 0 ms to a day"},
		{"due in seconds", `"due": [1770307200000]`, `"due": [1770307200]`, "funding.due[0]: must be 0 or a time"},
		{"a gap backwards", `"to": 1770292858500`, `"to": 1770292849999`, "gaps[0].to: must not be before from"},
		{"a gap without a reason", `"disconnected"`, `"tired"`, `gaps[0].why: is no reason of a gap: "\"tired\""`},
		{"gaps that are none", `"gaps": [`, `"gaps": [1, `, "gaps[0]: must be an object"},
		{"another state", `"state": "live"`, `"state": "well"`, "venues[0].state: is no state of a venue"},
		{"a state of nobody", `"venue": "okx", "state"`, `"venue": "", "state"`, "venues[0].venue: must not be empty"},
	} {
		raw := strings.Replace(whole, c.old, c.new, 1)
		if raw == whole {
			t.Fatalf("%s: %q is not in the document", c.name, c.old)
		}
		m, err := new(stream.Reader).Read([]byte(raw))
		var malformed *feed.Malformed
		if m != nil || !errors.As(err, &malformed) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, %v, want %q", c.name, m, err, c.want)
		}
	}
}

func TestMessagesAreBounded(t *testing.T) {
	list := func(one string, n int) string { return "[" + strings.Repeat(one+",", n-1) + one + "]" }
	for _, c := range []struct{ name, member, want string }{
		{"rows", `"marks":{"times":` + list("1770292860000", stream.MaxRows+1) + `}`, "marks.times: has more than 262144 rows"},
		{"gaps", `"gaps":` + list(`{"venue":"","from":1770292860000,"to":1770292860001,"why":"silent"}`, stream.MaxGaps+1), "gaps: has more than 65536 rows"},
		{"venues", `"venues":` + list(`{"venue":"okx","state":"live"}`, 65), "venues: has more than 64 rows"},
		{"symbols", `"venues":[{"venue":"okx","state":"live","symbols":` + list(`"A"`, 4097) + `}]`, "venues[0].symbols: has too many symbols"},
		{"a status", `"venues":[{"venue":"okx","state":"live","x":"` + strings.Repeat("x", 1<<16) + `"}]`, "venues[0]: is too long"},
		{"members", manyMembers(70), "has more than 64 members"},
		{"columns", `"marks":{` + manyMembers(70) + `}`, "marks: has more than 64 columns"},
		{"depth", `"x":` + strings.Repeat("[", 17) + strings.Repeat("]", 17), "nested deeper than 16"},
		{"bytes", `"x":"` + strings.Repeat("x", stream.MaxBytes) + `"`, "must have at most 64 MiB"},
	} {
		_, err := new(stream.Reader).Read([]byte(`{"type":"batch","seq":1,"at":1770292860000,` + c.member + `}`))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func manyMembers(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`"m` + strconv.Itoa(i) + `":1,`)
	}
	return strings.TrimSuffix(b.String(), ",")
}

// A later server may say more than this page understands.
func TestUnknownMembersAreLeftOut(t *testing.T) {
	raw := strings.Replace(documented(t), `"side"`, `"colour": ["red"], "side"`, 1)
	if m := read(t, strings.Replace(raw, `"gaps"`, `"news": {"a": 1}, "gaps"`, 1)); len(m.Liquidations) != 1 || len(m.Gaps) != 1 {
		t.Errorf("got %+v", m)
	}
}

func TestAnEmptyTableIsNone(t *testing.T) {
	m := read(t, `{"type":"batch","seq":1,"at":1770292860000,"interest":{"venue":[],"symbol":[],"times":[],"qty":[],"notional":[]}}`)
	if m.Interest != nil {
		t.Errorf("got %+v", m.Interest)
	}
}

func TestAStatusHasWhatTheVenueSays(t *testing.T) {
	m := read(t, `{"type":"batch","seq":1,"at":1770292860000,"venues":[{"venue":"binance","name":"Binance USD-M","symbols":["BTCUSDT","ETHUSDT"],
		"state":"blocked","since":1770292858500,"why":{"reason":"banned","until":1770293858500,"text":"way too many requests"},
		"last":0,"lagMs":-12,"events":9,"liquidations":3,"gaps":2,"sampled":true,"noLiquidations":"none"}]}`)
	if len(m.Venues) != 1 {
		t.Fatalf("got %+v", m.Venues)
	}
	got := m.Venues[0]
	want := stream.Status{
		Venue: "binance", Name: "Binance USD-M", Symbols: []string{"BTCUSDT", "ETHUSDT"}, State: stream.Blocked, Since: 1770292858500, LagMs: -12,
		Reason: "banned", Until: 1770293858500, Text: "way too many requests", Liquidations: 3, Gaps: 2, Sampled: true, NoLiquidations: "none",
		JSON: got.JSON,
	}
	if !reflect.DeepEqual(got, want) || !strings.HasPrefix(got.JSON, `{"venue":"binance"`) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
