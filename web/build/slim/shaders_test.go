package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestShadersAreCompiledAndTheCompilerIsGone asks a copy for the GLSL of a
// shader while it has the compiler, and when the build has compiled the shader.
func TestShadersAreCompiledAndTheCompilerIsGone(t *testing.T) {
	m := slimmed[0]
	copied := t.TempDir()
	if err := m.fill(copied, folder(t, m.path)); err != nil {
		t.Fatal(err)
	}
	const shader = "//kage:unit pixels\n\npackage main\n\nvar Shade float\n\nfunc Fragment() vec4 {\n\treturn vec4(Shade, 1/3.0, 2, -1)\n}\n"
	file := filepath.Join(t.TempDir(), "own.kage")
	ask := filepath.Join(copied, "internal", "ask", "main.go")
	if err := os.Mkdir(filepath.Dir(ask), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, file, shader)
	write(t, ask, strings.Replace(asking, "GLSL", "glsl.Compile(program, glsl.GLSLVersionES300)", 1))
	want := goIn(t, copied, "run", "./internal/ask", shader)
	if err := precompile(copied, []string{file}); err != nil {
		t.Fatal(err)
	}
	write(t, ask, strings.NewReplacer("GLSL", "program.Vertex, program.Fragment", "\t\"github.com/hajimehoshi/ebiten/v2/internal/shaderir/glsl\"\n", "").Replace(asking))
	if got := goIn(t, copied, "run", "./internal/ask", shader); got != want || !strings.Contains(got, "gl_FragCoord") {
		t.Errorf("got\n%s\nwant what the compiler made:\n%s", got, want)
	}
	if got := goIn(t, copied, "run", "./internal/ask", shader+"// another"); !strings.Contains(got, "the build did not compile this shader") {
		t.Errorf("a shader that was not there gave\n%s", got)
	}
	imports := goIn(t, copied, "list", "-e", "-deps", "./internal/graphics", "./internal/graphicsdriver/opengl")
	for _, gone := range []string{"go/parser", "go/constant", "math/big", ebitengine + "/internal/shader", ebitengine + "/internal/shaderir/glsl"} {
		if strings.Contains(imports, gone+"\n") {
			t.Errorf("the copy still has %s", gone)
		}
	}
}

// asking prints the GLSL of its argument, or why there is none.
const asking = `package main

import (
	"fmt"
	"os"

	"github.com/hajimehoshi/ebiten/v2/internal/graphics"
	"github.com/hajimehoshi/ebiten/v2/internal/shaderir/glsl"
)

func main() {
	program, err := graphics.CompileShader([]byte(os.Args[1]))
	if err != nil {
		fmt.Println(err)
		return
	}
	vertex, fragment := GLSL
	var used []uint32
	for i, t := range program.Uniforms {
		for range t.DwordCount() {
			used = append(used, uint32(i+1))
		}
	}
	program.FilterUniformVariables(used)
	fmt.Println(program.UniformNames, program.Uniforms, program.Unit, program.SourceHash, used, vertex, fragment)
}
`

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func goIn(t *testing.T, folder string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=0", "PWD="+folder)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}
