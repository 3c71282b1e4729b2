// Package literal writes values as Go source. The build compiles the shaders
// and puts what came out into the client with it; the copy of Ebitengine has
// this file, so it imports nothing of ours.
package literal

import (
	"fmt"
	"reflect"
	"strconv"
)

// Append appends an expression whose value is v: structs, slices and arrays of
// them, strings and whole numbers. It panics where the expression would be
// another value.
func Append(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Struct:
		return appendStruct(b, v)
	case reflect.Slice, reflect.Array:
		return appendList(b, v)
	case reflect.String:
		return strconv.AppendQuote(b, v.String())
	case reflect.Int:
		return strconv.AppendInt(b, v.Int(), 10)
	case reflect.Uint8, reflect.Uint32:
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
