package literal

import (
	"go/parser"
	"reflect"
	"testing"
)

type name string

type inner struct {
	N    int
	List []inner
}

type outer struct {
	Name    name
	Hash    [3]byte
	Empty   []inner
	Inner   inner
	Words   []uint32
	private int
}

func TestWritesExpressions(t *testing.T) {
	for what, c := range map[string]struct {
		value any
		want  string
	}{
		"a zero struct":        {outer{}, `literal.outer{}`},
		"fields by their name": {outer{Name: "a\"b", Words: []uint32{1, 0}}, `literal.outer{Name: "a\"b", Words: []uint32{1, 0, }, }`},
		"an array":             {outer{Hash: [3]byte{1, 0, 255}}, `literal.outer{Hash: [3]uint8{1, 0, 255, }, }`},
		"an empty slice":       {outer{Empty: []inner{}}, `literal.outer{Empty: []literal.inner{}, }`},
		"a nil slice":          {[]inner(nil), `nil`},
		"structs in structs":   {inner{N: -1, List: []inner{{}, {N: 3}}}, `literal.inner{N: -1, List: []literal.inner{literal.inner{}, literal.inner{N: 3, }, }, }`},
	} {
		got := string(Append(nil, reflect.ValueOf(c.value)))
		if got != c.want {
			t.Errorf("%s: got %s, want %s", what, got, c.want)
		}
		if _, err := parser.ParseExpr(got); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestRefusesWhatItCannotWrite(t *testing.T) {
	for what, value := range map[string]any{
		"something in a private field": outer{private: 1},
		"a map":                        map[string]int{},
		"a pointer":                    &inner{},
		"a fraction":                   0.5,
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", what)
				}
			}()
			Append(nil, reflect.ValueOf(value))
		}()
	}
}
