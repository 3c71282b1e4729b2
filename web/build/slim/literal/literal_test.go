package literal

import (
	"go/constant"
	"go/parser"
	"go/token"
	"reflect"
	"testing"
)

type name string

type inner struct {
	N    int
	Next *inner
	List []inner
}

type outer struct {
	Name    name
	Hash    [3]byte
	Empty   []inner
	Inner   inner
	Value   constant.Value
	On      bool
	private int
}

func TestWritesExpressions(t *testing.T) {
	third := constant.BinaryOp(constant.MakeInt64(1), token.QUO, constant.MakeInt64(3))
	for what, c := range map[string]struct {
		value any
		want  string
	}{
		"a zero struct":        {outer{}, `literal.outer{}`},
		"fields by their name": {outer{Name: "a\"b", On: true}, `literal.outer{Name: "a\"b", On: true, }`},
		"an array":             {outer{Hash: [3]byte{1, 0, 255}}, `literal.outer{Hash: [3]uint8{1, 0, 255, }, }`},
		"an empty slice":       {outer{Empty: []inner{}}, `literal.outer{Empty: []literal.inner{}, }`},
		"a nil slice":          {[]inner(nil), `nil`},
		"structs in structs":   {inner{N: -1, Next: &inner{N: 2}, List: []inner{{}, {N: 3}}}, `literal.inner{N: -1, Next: &literal.inner{N: 2, }, List: []literal.inner{literal.inner{}, literal.inner{N: 3, }, }, }`},
		"a whole constant":     {outer{Value: constant.MakeInt64(7)}, `literal.outer{Value: constant.MakeInt64(7), }`},
		"a float that is one":  {outer{Value: constant.ToFloat(constant.MakeFloat64(2.5))}, `literal.outer{Value: constant.MakeFloat64(2.5), }`},
		"a fraction":           {outer{Value: third}, `literal.outer{Value: constant.MakeFloat64(0.3333333333333333), }`},
		"an unknown constant":  {outer{Value: constant.MakeUnknown()}, `literal.outer{Value: constant.MakeUnknown(), }`},
		"a boolean constant":   {outer{Value: constant.MakeBool(false)}, `literal.outer{Value: constant.MakeBool(false), }`},
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
		"a nil pointer of a list":      []*inner{nil},
		"a constant that is a text":    outer{Value: constant.MakeString("a")},
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
