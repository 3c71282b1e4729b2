package main

import (
	_ "embed"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
)

// shaderFiles is where the client's own shaders are.
const shaderFiles = "render/gpu/*.kage"

//go:embed precompile/main.go
var precompileSource []byte

//go:embed literal/literal.go
var literalSource []byte

// lookup has the client find its shaders compiled. What is looked for is what
// the build compiled, in compiled.go; there is no compiler in the client.
var lookup = edit{
	file: "internal/graphics/shader.go",
	sum:  "5c497ea1bc6e190cb41c3b64c46073e40832b2dfa49424b065037dff5a1bf99c",
	swaps: []swap{
		{from: "import (", through: "\nfunc CalcSourceHash", with: `import (
	"errors"

	"` + ebitengine + `/internal/shaderir"
)

// CompileShader returns a shader that the build compiled.
func CompileShader(source []byte) (*shaderir.Program, error) {
	program := compiled[shaderir.CalcSourceHash(source)]
	if program == nil {
		return nil, errors.New("graphics: the build did not compile this shader")
	}
	return program(), nil
}

func CalcSourceHash`},
		{from: "func CalcSourceHash", through: "return shaderir.CalcSourceHash(src), nil\n}\n"},
	},
}

// shaders returns the files of the client's own shaders and, for the name of
// the copy, what is in them.
func shaders() (files []string, sources [][]byte, err error) {
	names, err := filepath.Glob(shaderFiles)
	if err != nil || len(names) == 0 {
		return nil, nil, errors.Join(errors.New("no shaders in "+shaderFiles), err)
	}
	for _, name := range names {
		whole, err := filepath.Abs(name)
		if err != nil {
			return nil, nil, err
		}
		source, err := os.ReadFile(whole)
		if err != nil {
			return nil, nil, err
		}
		files, sources = append(files, whole), append(sources, source)
	}
	return files, sources, nil
}

// precompile compiles the shaders with the copy in a folder, and then takes the
// compiler out of it.
func precompile(folder string, files []string) error {
	args := append([]string{"run", "-tags=slim", "./internal/precompile", "internal/graphics/compiled.go"}, files...)
	cmd := exec.Command("go", args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOOS=", "GOARCH=", "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=0", "PWD="+folder)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return err
	}
	return lookup.apply(folder)
}
