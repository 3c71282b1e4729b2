package csvimport

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Columns says which columns of a file hold what, by field: the name of a
// column in the header, or its number, counted from 1. A field that it lacks
// is looked for by the names that are known.
type Columns map[string]string

// kind is what a file holds: its fields, and the files without a header that
// are known by their number of columns.
type kind struct {
	what    string // "candles"
	fields  []field
	layouts map[int][]string // number of columns → their names
}

// field is one value of a row.
type field struct {
	name  string   // in [Columns] and in errors
	known []string // names of columns that hold it, as plain makes them; the first that a file has is taken
}

var timeField = field{"time", []string{"opentime", "date", "datetime", "time", "timestamp", "createtime", "fundingtime", "fundingratetimestamp",
	"calctime", "transacttime", "eventts", "tradetimems", "timems", "timestampms", "opentimems", "starttime", "ts", "t", "unix", "epoch"}}

// klines is a row of Binance's archive and interface, which older files of the
// one and all rows of the other bring without names.
var klines = []string{"open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume", "count", "taker_buy_volume", "taker_buy_quote_volume", "ignore"}

var candleKind = &kind{"candles", append(barFields(), field{"volume", []string{"volume", "vol", "v", "basevolume", "volumebase"}},
	field{"taker", []string{"takerbuyvolume", "takerbuybaseassetvolume", "takerbuybasevolume", "takerbuybase"}}), map[int][]string{
	6: klines[:6], 7: append(klines[:6:6], "turnover"), 12: klines}}

// markKind is candles whose volume, if there is any, means nothing.
var markKind = &kind{"mark prices", barFields(), map[int][]string{5: klines[:5], 6: klines[:6], 7: append(klines[:6:6], "turnover"), 12: klines}}

func barFields() []field {
	return []field{timeField, {"open", []string{"open", "o", "openprice"}}, {"high", []string{"high", "h", "highprice"}},
		{"low", []string{"low", "l", "lowprice"}}, {"close", []string{"close", "c", "closeprice"}}}
}

var fundingKind = &kind{"funding", []field{timeField, {"value", []string{"fundingrate", "lastfundingrate", "rate"}}}, map[int][]string{
	2: {"time", "rate"}, 3: {"calc_time", "funding_interval_hours", "last_funding_rate"}}}

// Open interest in candles is taken at the time that the row names, which is
// its open. The names of the amount in units of the base asset are Binance's:
// a plain "open_interest" is a different unit at each venue and is not known.
var openInterestKind = &kind{"open interest", []field{timeField,
	{"value", []string{"sumopeninterestvalue", "openinterestusd", "openinterestvalue", "oiusd", "open"}},
	{"qty", []string{"sumopeninterest", "openinterestqty", "oiccy"}}}, map[int][]string{
	8: {"create_time", "symbol", "sum_open_interest", "sum_open_interest_value", "count_toptrader_long_short_ratio",
		"sum_toptrader_long_short_ratio", "count_long_short_ratio", "sum_taker_long_short_vol_ratio"}}}

var liquidationKind = &kind{"liquidations", []field{timeField,
	{"symbol", []string{"symbol", "instrument", "instrumentname", "instid", "pair", "market"}},
	{"venue", []string{"exchange", "venue", "exname", "exchangename"}},
	{"side", []string{"posside", "positionside", "side"}},
	{"price", []string{"avgprice", "averageprice", "price", "px"}},
	{"limit", []string{"price"}},
	{"qty", []string{"cumfilledqty", "accumulatedfillquantity", "qty", "quantity", "amount", "size"}},
	{"notional", []string{"notionalusd", "notional", "usdvalue", "volusd", "valueusd"}}}, nil}

// plain is a name of a column without what people write differently: "Open
// time", "open_time" and "openTime" are one.
func plain(name string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c | 0x20
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			return c
		}
		return -1
	}, name)
}

// place finds the columns of fields in a file, −1 for those that it lacks. It
// fails when one that is needed is not there.
func (r *rows) place(k *kind, needed ...string) map[string]int {
	at, missing := map[string]int{}, []string(nil)
	names := make([]string, len(r.columns))
	for i, c := range r.columns {
		names[i] = plain(c)
	}
	for _, f := range k.fields {
		at[f.name] = r.column(f, names)
		if at[f.name] < 0 && slices.Contains(needed, f.name) {
			missing = append(missing, f.name)
		}
	}
	if len(missing) > 0 {
		r.fail(r.unknown(k, missing))
	}
	return at
}

// column returns the column of one field, or −1.
func (r *rows) column(f field, names []string) int {
	if by, named := r.named[f.name]; named {
		return r.namedColumn(f.name, by)
	}
	for _, known := range f.known {
		if i := slices.Index(names, known); i >= 0 {
			return i
		}
	}
	return -1
}

// namedColumn finds a column by its name, in any case of letters, or by its
// number.
func (r *rows) namedColumn(field, by string) int {
	for i, c := range r.columns {
		if strings.EqualFold(c, by) {
			return i
		}
	}
	if n, err := strconv.Atoi(by); err == nil && n >= 1 && n <= len(r.columns) {
		return n - 1
	}
	r.fail(fmt.Sprintf("has no column %s for %s", quote(by), field))
	return -1
}

// unknown says which columns are missing and how to name them.
func (r *rows) unknown(k *kind, missing []string) string {
	if r.bare {
		return fmt.Sprintf("has no header, and %d columns are no known layout of %s; name them, such as --columns %s=1", len(r.fields), k.what, missing[0])
	}
	return fmt.Sprintf("no column is known for %s of %s, only %s; name it, such as --columns %s=%s", strings.Join(missing, ", "), k.what,
		quote(strings.Join(r.columns, ",")), missing[0], r.columns[len(r.columns)-1])
}

// kinds are what can be imported, by the names of the command line.
var kinds = map[string]*kind{"candles": candleKind, "mark": markKind, "spot": candleKind, "funding": fundingKind,
	"oi": openInterestKind, "depth": depthKind, "liquidations": liquidationKind, "adl": adlKind, "gaps": gapKind}

// ParseColumns reads "FIELD=COLUMN,…", in which each FIELD may be of one kind
// of file, "KIND:FIELD=COLUMN", and adds it to what is known by kind. Without
// one it holds for every kind that has the field.
func ParseColumns(s string, into map[string]Columns) error {
	for part := range strings.SplitSeq(s, ",") {
		name, column, ok := strings.Cut(part, "=")
		if !ok || name == "" || column == "" {
			return fmt.Errorf("%q: want FIELD=COLUMN", part)
		}
		only, name, of := cutKind(name)
		if of && kinds[only] == nil {
			return fmt.Errorf("%q: %q is no kind of file", part, only)
		}
		found := false
		for called, k := range kinds {
			if (!of || called == only) && slices.ContainsFunc(k.fields, func(f field) bool { return f.name == name }) {
				found = true
				if into[called] == nil {
					into[called] = Columns{}
				}
				into[called][name] = column
			}
		}
		if !found {
			return fmt.Errorf("%q: there is no field %q", part, name)
		}
	}
	return nil
}

func cutKind(name string) (kind, field string, of bool) {
	if kind, field, of = strings.Cut(name, ":"); of {
		return kind, field, true
	}
	return "", name, false
}
