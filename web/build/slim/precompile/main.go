//go:build slim

// Precompile compiles shaders to GLSL and writes what comes out as Go source. It runs
// inside the copy of Ebitengine, whose internal packages it needs: arguments
// are the file to write and the shaders' files.
package main

import (
	"fmt"
	"os"
	"reflect"

	"github.com/hajimehoshi/ebiten/v2/internal/builtinshader"
	"github.com/hajimehoshi/ebiten/v2/internal/graphics"
	"github.com/hajimehoshi/ebiten/v2/internal/literal"
	"github.com/hajimehoshi/ebiten/v2/internal/shaderir"
	"github.com/hajimehoshi/ebiten/v2/internal/shaderir/glsl"
)

func main() {
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "precompile:", err)
		os.Exit(1)
	}
}

const head = `package graphics

import "github.com/hajimehoshi/ebiten/v2/internal/shaderir"

// compiled is every shader of this program, by its source.
var compiled = map[shaderir.SourceHash]func() *shaderir.Program{
`

func run(target string, files []string) error {
	sources, err := sources(files)
	if err != nil {
		return err
	}
	out := []byte(head)
	for _, source := range sources {
		program, err := graphics.CompileShader(source)
		if err != nil {
			return err
		}
		out = literal.Append(append(out, '\t'), reflect.ValueOf(shaderir.CalcSourceHash(source)))
		out = append(out, ": func() *shaderir.Program { return "...)
		out = append(appendProgram(out, program), " },\n"...)
	}
	return os.WriteFile(target, append(out, "}\n"...), 0o644)
}

// appendProgram appends what the client needs of a program: a browser takes GLSL
// of OpenGL ES 3.0.
func appendProgram(b []byte, p *shaderir.Program) []byte {
	vertex, fragment := glsl.Compile(p, glsl.GLSLVersionES300)
	b = append(b, "&shaderir.Program{"...)
	for _, field := range []struct {
		name  string
		value any
	}{
		{"UniformNames", p.UniformNames}, {"Uniforms", p.Uniforms}, {"Unit", p.Unit}, {"SourceHash", p.SourceHash},
		{"Vertex", vertex}, {"Fragment", fragment}, {"UniformFactors", factors(p)},
	} {
		b = append(append(b, field.name...), ": "...)
		b = append(literal.Append(b, reflect.ValueOf(field.value)), ", "...)
	}
	return append(b, '}')
}

// factors returns 1 for each word of uniform variables that is used.
func factors(p *shaderir.Program) []uint32 {
	words := 0
	for _, t := range p.Uniforms {
		words += t.DwordCount()
	}
	used := make([]uint32, words)
	for i := range used {
		used[i] = 1
	}
	p.FilterUniformVariables(used)
	return used
}

// sources returns the shaders that Ebitengine needs itself and those of the
// files.
func sources(files []string) ([][]byte, error) {
	all := [][]byte{
		[]byte(builtinshader.ClearShaderSource),
		builtinshader.ShaderSource(builtinshader.FilterNearest, builtinshader.AddressUnsafe, false),
		builtinshader.ShaderSource(builtinshader.FilterLinear, builtinshader.AddressUnsafe, false),
	}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, source)
	}
	return all, nil
}
