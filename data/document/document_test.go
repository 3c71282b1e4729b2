package document

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

var bounds = Bounds{Bytes: 1 << 20, Depth: 16}

func TestFaultsAreFoundWithTheirPlace(t *testing.T) {
	long := strings.Repeat("1,", 5000)
	for _, c := range []struct{ name, raw, path, reason string }{
		{"nothing", "", "", "the text ends early, line 1, column 1"},
		{"spaces", " \n ", "", "the text ends early, line 2, column 2"},
		{"too long", strings.Repeat(" ", 1<<20+1), "", "must have at most 1 MiB, has 1048577 bytes"},
		{"a page", "<html>", "", "is not a JSON value, line 1, column 1"},
		{"two values", `{}{}`, "", "only one JSON value is allowed, line 1, column 3"},
		{"brackets", strings.Repeat("[", 17), "[0][0][0][0][0][0]…", "is nested deeper than 16, line 1, column 17"},
		{"a million brackets", strings.Repeat("[", 1<<20), "[0][0][0][0][0][0]…", "is nested deeper than 16, line 1, column 17"},
		{"cut off", `{"a":[1,2`, "a[1]", "the text ends early, line 1, column 10"},
		{"a comma at the end", `{"a":[1,2,]}`, "a[2]", "is not a JSON value, line 1, column 11"},
		{"a comma too many", "{\n\"a\":[" + long + ",2]}", "a[5000]", "is not a JSON value, line 2, column 10006"},
		{"no comma", `[1 2]`, "[0]", "a comma or ] is expected, line 1, column 4"},
		{"the other bracket", `[` + long + `{2]`, "[5000]", "a member name in double quotes is expected, line 1, column 10003"},
		{"no colon", `{"a" 1}`, "a", "a colon is expected, line 1, column 6"},
		{"no comma between members", `{"a":1 "b":2}`, "a", "a comma or } is expected, line 1, column 8"},
		{"a zero in front", `[01]`, "[0]", "a comma or ] is expected, line 1, column 3"},
		{"a zero in front of many", `[00,1]`, "[0]", "a comma or ] is expected, line 1, column 3"},
		{"no digit", `[-,1]`, "[0]", "is not a number, line 1, column 3"},
		{"no digit after the point", `[1.,1]`, "[0]", "digits are expected after the point, line 1, column 4"},
		{"no digit in the exponent", `[1e+,1]`, "[0]", "digits are expected in the exponent, line 1, column 5"},
		{"a control character", "[\"a\nb\"]", "[0]", "a control character must be escaped, line 1, column 4"},
		{"another escape", `["\x"]`, "[0]", "is not an escape sequence, line 1, column 4"},
		{"half an escape", `["\u12g4"]`, "[0]", "four hexadecimal digits are expected, line 1, column 7"},
		{"half a rune", "[\"\xd0\"]", "[0]", "must be UTF-8, line 1, column 3"},
		{"half a rune in a name", "{\"\xd0\":1}", "", "must be UTF-8, line 1, column 3"},
	} {
		_, _, fault := Read([]byte(c.raw), bounds, nil)
		if want := (Fault{c.path, c.reason}); fault == nil || *fault != want {
			t.Errorf("%s: got %+v, want %+v", c.name, fault, want)
		}
	}
	for _, raw := range []string{
		strings.Repeat("[", 16) + strings.Repeat("]", 16), `"` + strings.Repeat("[", 40) + `"`, `"\"` + strings.Repeat("[", 40) + `"`,
	} {
		if _, _, fault := Read([]byte(raw), bounds, nil); fault != nil {
			t.Errorf("%s: got %+v", raw, fault)
		}
	}
}

func TestNumbersAreReadExactly(t *testing.T) {
	for _, s := range []string{"0", "-0", "1", "0.1", "72345.6", "59800.0", "1e3", "1E-7", "2.5e+10", "123456789012345",
		"1234567890123456789", "0.3333333333333333148", "5e-324", "1.7976931348623157e308", "-3.67e-06", "0.000001", "999999999999.999"} {
		want, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		c := Numbers{s: "[ " + s + " , 7]"}
		if !c.Next() {
			t.Fatalf("%s: no element", s)
		}
		got, ok := c.Number()
		if !ok || math.Float64bits(got) != math.Float64bits(want) {
			t.Errorf("%s: got %v (%v), want %v", s, got, ok, want)
		}
		if !c.Next() {
			t.Fatalf("%s: no second element", s)
		}
		if seven, ok := c.Number(); !ok || seven != 7 || c.Next() {
			t.Errorf("%s: the rest is not read", s)
		}
	}
	for _, s := range []string{`"1"`, "null", "[1]", "{}", "1e999", "-1e999"} {
		c := Numbers{s: "[" + s + "]"}
		if !c.Next() {
			t.Fatalf("%s: no element", s)
		}
		if x, ok := c.Number(); ok {
			t.Errorf("%s: got the number %v", s, x)
		}
	}
}

// tree is a value with all that is in it, as one reader finds it.
type tree struct {
	kind gjson.Type
	text string
	num  float64
	in   []tree // the values of members after their names
}

func ours(d *Document, v gjson.Result) tree {
	t := tree{kind: v.Type, text: v.Str, num: v.Num}
	if t.kind != gjson.String {
		t.text = v.Raw
	}
	if v.IsObject() {
		d.Members(v, func(key string, value gjson.Result) bool {
			t.in = append(t.in, tree{text: key}, ours(d, value))
			return true
		})
	}
	if v.IsArray() {
		d.Elements(v, func(value gjson.Result) bool {
			t.in = append(t.in, ours(d, value))
			return true
		})
	}
	return t
}

func theirs(v gjson.Result) tree {
	t := tree{kind: v.Type, text: v.Str, num: v.Num}
	if t.kind != gjson.String {
		t.text = strings.TrimRight(v.Raw, " \n\r\t")
	}
	isObject := v.IsObject()
	v.ForEach(func(key, value gjson.Result) bool {
		if isObject {
			t.in = append(t.in, tree{text: key.Str})
		}
		if v.IsObject() || v.IsArray() {
			t.in = append(t.in, theirs(value))
		}
		return true
	})
	if !isObject && !v.IsArray() {
		t.in = nil // gjson calls each with the value itself
	}
	return t
}

// What there is of all lengths: what is short has its end looked for, what is
// long was noted.
func TestAllThatIsInADocumentIsFound(t *testing.T) {
	text := strings.Repeat(`a\"]}é\u00e9`, 500)
	for _, raw := range []string{
		` [ ] `, `{}`, ` 1.5 `, `"a\nb"`, "\n null", `[true , false,null,"",-0.5e3 ,{"a":[]}]`,
		`{"a" : 1 , "b":"x", "\u0061\"":[1, 2 ,3],"":{} }`,
		`["` + text + `","` + text + `",1]`, `{"` + text + `":"` + text + `","b":2}`,
		`{"a":[` + strings.Repeat(`[1,2,"]"],`, 2000) + `{}],"b":{"c":[` + strings.Repeat("12.5,", 3000) + `1e-3,` + strings.Repeat("7,", 3000) + `1e400]},"d":1}`,
		`["` + strings.Repeat("x", longValue-3) + `","` + strings.Repeat("x", longValue-2) + `","` + strings.Repeat("x", longValue-1) + `\""]`,
	} {
		d, root, fault := Read([]byte(raw), bounds, nil)
		if fault != nil {
			t.Fatalf("%.40s: %+v", raw, fault)
		}
		if got, want := ours(d, root), theirs(gjson.Parse(raw)); !reflect.DeepEqual(got, want) {
			t.Errorf("%.40s: got %+.300v, want %+.300v", raw, got, want)
		}
	}
}

func TestGoingThroughStopsWhenTold(t *testing.T) {
	d, root, _ := Read([]byte(`{"a":[1,2,3],"b":2}`), bounds, nil)
	n := 0
	d.Members(root, func(_ string, value gjson.Result) bool {
		n++
		d.Elements(value, func(gjson.Result) bool { n += 10; return n < 20 })
		return false
	})
	if n != 21 {
		t.Errorf("got %d, want 1 member and 2 elements", n)
	}
}

// Whatever a text is, no more of it is checked between two pauses than a step
// and what is between two looks at the pace.
func TestPausesComeInTime(t *testing.T) {
	const step = 16 << 10
	for name, raw := range map[string]string{
		"numbers":             "[" + strings.Repeat("1.5,", 100_000) + "1]",
		"numbers with spaces": "[" + strings.Repeat("1 ,", 100_000) + "1]",
		"exponents":           "[" + strings.Repeat("1e5,", 100_000) + "1]",
		"texts":               "[" + strings.Repeat(`"abcdefgh",`, 50_000) + "1]",
		"one text":            `"` + strings.Repeat("абв", 100_000) + `"`,
		"a long name":         `{"` + strings.Repeat("abc", 200_000) + `":1}`,
		"members":             "{" + strings.Repeat(`"a":{},`, 90_000) + `"a":1}`,
	} {
		pauses, most := 0, 0
		var p *Pace
		p = NewPace(step, func() { pauses, most = pauses+1, max(most, p.Since()) })
		if _, _, fault := Read([]byte(raw), bounds, p); fault != nil {
			t.Fatalf("%s: %+v", name, fault)
		}
		if least := len(raw) / (step + longValue + spendEach); pauses < least || most > step+longValue+spendEach {
			t.Errorf("%s: got %d pauses in %d bytes and at most %d between two, want %d and more", name, pauses, len(raw), most, least)
		}
	}
}

func TestPiecesAreAllRowsInTurn(t *testing.T) {
	for _, n := range []int{0, 1, Piece, Piece + 1, 5*Piece - 1} {
		next, work := 0, 0
		var p *Pace
		p = NewPace(1, func() { work += p.Since() })
		for from, to := range p.Pieces(n) {
			if from != next || to <= from || to > from+Piece {
				t.Errorf("%d rows: got %d to %d after %d", n, from, to, next)
			}
			next = to
		}
		if next != n || work != n*rowWork {
			t.Errorf("%d rows: got %d and work of %d", n, next, work)
		}
		for from := range (*Pace)(nil).Pieces(n) {
			if from != 0 && from%Piece != 0 {
				t.Errorf("%d rows without a pace: got a piece from %d", n, from)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		`{"a":[1,-2.5e+3,{"b":null}],"c":"\u12aF\\"}`, "[1,\"\\u12aF\",{\"a\":tru", "[1e-999,-0.5E+7,01]", "\"\xff\"", " [ 1 , 2 ] ", "[-]", "[1.]", "\"\\", "{\"a\":1,}",
	} {
		f.Add([]byte(s), uint8(0))
		f.Add([]byte(s), uint8(3))
	}
	f.Fuzz(func(t *testing.T, raw []byte, longer uint8) {
		if longer > 0 { // so that there is something long in it
			raw = []byte(`{"x":[` + strings.Repeat("123.5,", 300*int(longer)) + string(raw) + `,"` + strings.Repeat("x", 300*int(longer)) + `"]}`)
		}
		d, root, fault := Read(raw, bounds, nil)
		right := gjson.ValidBytes(raw) && utf8.Valid(raw)
		switch {
		case fault == nil && !right:
			t.Fatal("gjson or utf8 finds a fault that we do not")
		case fault != nil && right && !strings.Contains(fault.Reason, "nested deeper") && len(raw) <= bounds.Bytes:
			t.Fatalf("we find a fault that gjson does not: %+v", fault)
		}
		_, _, paced := Read(raw, bounds, NewPace(1, func() {}))
		if !reflect.DeepEqual(fault, paced) {
			t.Fatalf("with pauses: got %+v, want %+v", paced, fault)
		}
		if fault != nil {
			return
		}
		if got, want := ours(d, root), theirs(gjson.ParseBytes(raw)); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}
