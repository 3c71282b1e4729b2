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

// precompile compiles the shaders to GLSL with the copy in a folder, and then
// takes the compiler out of it.
func precompile(folder string, files []string) error {
	args := append([]string{"run", "-tags=slim", "./internal/precompile", "internal/graphics/compiled.go"}, files...)
	cmd := exec.Command("go", args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOOS=", "GOARCH=", "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=0", "PWD="+folder)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return err
	}
	for _, e := range withoutCompiler {
		if err := e.apply(folder); err != nil {
			return err
		}
	}
	return nil
}
