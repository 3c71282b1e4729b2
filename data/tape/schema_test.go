package tape

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"unwind/data"
)

// conforms returns the first place where v breaks schema, or "". It knows the
// keywords that schema.json uses.
func conforms(schema, v gjson.Result, path string) string {
	if ref := schema.Get("$ref").Str; ref != "" {
		return conforms(gjson.Get(Schema, `\$defs.`+strings.TrimPrefix(ref, "#/$defs/")), v, path)
	}
	if choices := schema.Get("anyOf"); choices.Exists() {
		for _, one := range choices.Array() {
			if conforms(one, v, path) == "" {
				return ""
			}
		}
		return path + ": no alternative"
	}
	for _, check := range []func(schema, v gjson.Result, path string) string{checkType, checkValue, checkBounds, checkMembers, checkItems} {
		if fault := check(schema, v, path); fault != "" {
			return fault
		}
	}
	return ""
}

func checkType(schema, v gjson.Result, path string) string {
	ok := true
	switch schema.Get("type").Str {
	case "object":
		ok = v.IsObject()
	case "array":
		ok = v.IsArray()
	case "string":
		ok = v.Type == gjson.String
	case "boolean":
		ok = v.IsBool()
	case "number":
		ok = v.Type == gjson.Number
	case "integer":
		ok = v.Type == gjson.Number && v.Num == math.Trunc(v.Num)
	}
	if !ok {
		return path + ": type"
	}
	return ""
}

func checkValue(schema, v gjson.Result, path string) string {
	if c := schema.Get("const"); c.Exists() && c.Raw != v.Raw {
		return path + ": const"
	}
	if e := schema.Get("enum"); e.Exists() {
		for _, one := range e.Array() {
			if one.Raw == v.Raw {
				return ""
			}
		}
		return path + ": enum"
	}
	if p := schema.Get("pattern"); p.Exists() && !regexp.MustCompile(p.Str).MatchString(v.Str) {
		return path + ": pattern"
	}
	return ""
}

func checkBounds(schema, v gjson.Result, path string) string {
	if m := schema.Get("minimum"); m.Exists() && v.Num < m.Num {
		return path + ": minimum"
	}
	if m := schema.Get("exclusiveMinimum"); m.Exists() && v.Num <= m.Num {
		return path + ": exclusiveMinimum"
	}
	if m := schema.Get("maximum"); m.Exists() && v.Num > m.Num {
		return path + ": maximum"
	}
	return ""
}

func checkMembers(schema, v gjson.Result, path string) string {
	for _, name := range schema.Get("required").Array() {
		if !v.Get(name.Str).Exists() {
			return path + "." + name.Str + ": required"
		}
	}
	fault := ""
	v.ForEach(func(key, value gjson.Result) bool {
		if sub := schema.Get("properties." + key.Str); sub.Exists() && v.IsObject() {
			fault = conforms(sub, value, path+"."+key.Str)
		} else if sub := schema.Get("additionalProperties"); sub.Exists() && v.IsObject() {
			fault = conforms(sub, value, path+"."+key.Str)
		}
		return fault == ""
	})
	return fault
}

func checkItems(schema, v gjson.Result, path string) string {
	items := schema.Get("items")
	if !items.Exists() {
		return ""
	}
	fault, n := "", 0
	v.ForEach(func(_, value gjson.Result) bool {
		fault = conforms(items, value, fmt.Sprintf("%s[%d]", path, n))
		n++
		return fault == ""
	})
	return fault
}

func TestTapesConformToTheSchema(t *testing.T) {
	if !gjson.Valid(Schema) {
		t.Fatal("the schema is not JSON")
	}
	for name, raw := range map[string]string{"written": string(mustWrite(t, synthetic(64))), "small": small} {
		if fault := conforms(gjson.Parse(Schema), gjson.Parse(raw), "tape"); fault != "" {
			t.Errorf("the %s tape breaks the schema at %s", name, fault)
		}
	}
}

func TestTheSchemaRejectsWhatItCan(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"unwind-tape/1", "unwind-tape/2", "tape.format: const"},
		{`"id":"small"`, `"id":"Small"`, "tape.id: pattern"},
		{`"volume":[1,0,2]`, `"volume":[1,-1,2]`, "tape.candles.volume[1]: minimum"},
		{`"close":[101,102.5,103],`, ``, "tape.candles.close: required"},
		{`"side":"long"`, `"side":"buy"`, "tape.levels.groups[0].side: enum"},
		{`["silent","stopped"]`, `["silent","asleep"]`, "tape.gaps.reasons[1]: enum"},
		{`"gaps":[0,1000]`, `"gap":[0,1000]`, "tape.liquidations.times: no alternative"},
	} {
		broken := strings.Replace(small, c.old, c.new, 1)
		if got := conforms(gjson.Parse(Schema), gjson.Parse(broken), "tape"); got != c.want {
			t.Errorf("%s: got %q, want %q", c.new, got, c.want)
		}
	}
}

// members adds the names of all members of v to set, but for those of texts by
// language.
func members(v gjson.Result, set map[string]bool) {
	v.ForEach(func(key, value gjson.Result) bool {
		if v.IsObject() {
			set[key.Str] = true
			if key.Str == "title" || key.Str == "why" || key.Str == "summary" || key.Str == "text" {
				return true
			}
		}
		if value.IsObject() || value.IsArray() {
			members(value, set)
		}
		return true
	})
}

// properties adds the names of all members that a schema describes to set.
func properties(v gjson.Result, set map[string]bool) {
	v.ForEach(func(key, value gjson.Result) bool {
		if v.IsObject() && key.Str == "properties" {
			value.ForEach(func(name, _ gjson.Result) bool {
				set[name.Str] = true
				return true
			})
		}
		if value.IsObject() || value.IsArray() {
			properties(value, set)
		}
		return true
	})
}

func TestSchemaDocumentAndCodecNameTheSameMembers(t *testing.T) {
	document, err := os.ReadFile("../../docs/tape.md")
	if err != nil {
		t.Fatal(err)
	}
	written, described := map[string]bool{}, map[string]bool{}
	members(gjson.ParseBytes(mustWrite(t, synthetic(64))), written)
	members(gjson.ParseBytes(mustWrite(t, fromPrints(64))), written)
	properties(gjson.Parse(Schema), described)
	for name := range written {
		if !described[name] {
			t.Errorf("the schema lacks %q", name)
		}
		if !strings.Contains(string(document), "`"+name+"`") {
			t.Errorf("docs/tape.md lacks %q", name)
		}
	}
	for name := range described {
		if !written[name] {
			t.Errorf("the schema has %q, which is never written", name)
		}
	}
}

// Whoever writes a reason finds it again, and finds it in the schema and in the
// documents.
func TestEveryReasonOfAGapIsKept(t *testing.T) {
	var want []string
	for _, why := range data.GapReasons {
		v := synthetic(64)
		v.Gaps.Gaps = []data.Gap{{Venue: "okx", From: v.From, To: v.To, Why: why}}
		got, err := Read(mustWrite(t, v))
		if err != nil || len(got.Gaps.Gaps) != 1 || got.Gaps.Gaps[0] != v.Gaps.Gaps[0] {
			t.Errorf("%s: got %+v, %v", why, got, err)
		}
		want = append(want, strconv.Quote(string(why)))
		for _, name := range []string{"tape.md", "operating.md"} {
			document, err := os.ReadFile("../../docs/" + name)
			if err != nil {
				t.Fatal(err)
			}
			if why != data.NoReason && !strings.Contains(string(document), "`"+string(why)+"`") {
				t.Errorf("docs/%s lacks %q", name, why)
			}
		}
	}
	if got := gjson.Get(Schema, "properties.gaps.properties.reasons.items.enum").Raw; got != "["+strings.Join(want, ", ")+"]" {
		t.Errorf("the schema has %s, want %s", got, want)
	}
}

// The example of the document is a tape.
func TestTheDocumentsExampleIsValid(t *testing.T) {
	document, err := os.ReadFile("../../docs/tape.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(document), "```json\n")
	example, _, closed := strings.Cut(rest, "```")
	if !ok || !closed {
		t.Fatal("docs/tape.md has no example")
	}
	v, err := Read([]byte(example))
	if err != nil {
		t.Fatal(err)
	}
	if v.Candles.Len() != 3 || v.Liquidations.Len() != 2 || len(v.Levels.Runs) != 3 || v.Levels.Runs[2].Bin != 5 {
		t.Errorf("the example reads otherwise than its text says: %+v", v)
	}
	if fault := conforms(gjson.Parse(Schema), gjson.Parse(example), "tape"); fault != "" {
		t.Errorf("the example breaks the schema at %s", fault)
	}
}
