// Package literal writes values as Go source. The build compiles the shaders
// and puts what came out into the client with it; the copy of Ebitengine has
// this file, so it imports nothing of ours.
package literal

import (
	"fmt"
	"go/constant"
	"reflect"
	"strconv"
)

// Append appends an expression whose value is v: structs, slices, arrays and
// pointers of them, constants of go/constant, strings, numbers and booleans. It
// panics where the expression would be another value.
func Append(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Struct:
		return appendStruct(b, v)
	case reflect.Slice, reflect.Array:
		return appendList(b, v)
	case reflect.Pointer:
		if !v.IsNil() {
			return Append(append(b, '&'), v.Elem())
		}
	case reflect.Interface:
		if c, ok := v.Interface().(constant.Value); ok {
			return appendConstant(b, c)
		}
	case reflect.String:
		return strconv.AppendQuote(b, v.String())
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.Int:
		return strconv.AppendInt(b, v.Int(), 10)
	case reflect.Uint8:
		return strconv.AppendUint(b, v.Uint(), 10)
	}
	panic(fmt.Sprintf("literal: cannot write %v %v", v.Type(), v))
}

// appendStruct leaves out fields that are zero.
func appendStruct(b []byte, v reflect.Value) []byte {
	b = append(append(b, v.Type().String()...), '{')
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if v.Field(i).IsZero() {
			continue
		}
		if !field.IsExported() {
			panic(fmt.Sprintf("literal: %v has something in %s", v.Type(), field.Name))
		}
		b = append(append(b, field.Name...), ": "...)
		b = append(Append(b, v.Field(i)), ", "...)
	}
	return append(b, '}')
}

func appendList(b []byte, v reflect.Value) []byte {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return append(b, "nil"...)
	}
	b = append(append(b, v.Type().String()...), '{')
	for i := range v.Len() {
		b = append(Append(b, v.Index(i)), ", "...)
	}
	return append(b, '}')
}

// appendConstant keeps the kind: to a shader 1 and 1.0 are not the same. Floats
// are those of 64 bits that the shader's text is made of.
func appendConstant(b []byte, c constant.Value) []byte {
	switch c.Kind() {
	case constant.Unknown:
		return append(b, "constant.MakeUnknown()"...)
	case constant.Bool:
		return fmt.Appendf(b, "constant.MakeBool(%t)", constant.BoolVal(c))
	case constant.Int:
		if n, exact := constant.Int64Val(c); exact {
			return fmt.Appendf(b, "constant.MakeInt64(%d)", n)
		}
	case constant.Float:
		f, _ := constant.Float64Val(c)
		return fmt.Appendf(b, "constant.MakeFloat64(%s)", strconv.FormatFloat(f, 'g', -1, 64))
	}
	panic(fmt.Sprintf("literal: cannot write the constant %v", c))
}
