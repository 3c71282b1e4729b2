package main

// withoutCompiler has the client find its shaders compiled. What is looked for
// is what the build compiled, in compiled.go; there is no compiler in the
// client, and of a program only its GLSL and what is set from outside. That
// leaves out the tree that a shader is parsed into, whose constants bring
// go/constant and with it math/big.
var withoutCompiler = []edit{
	{
		file: "internal/graphics/shader.go",
		sum:  "5c497ea1bc6e190cb41c3b64c46073e40832b2dfa49424b065037dff5a1bf99c",
		swaps: []swap{
			{from: "import (", through: "\nfunc CalcSourceHash", with: lookup},
			{from: "func CalcSourceHash", through: "return shaderir.CalcSourceHash(src), nil\n}\n"},
		},
	},
	{
		file: "internal/shaderir/program.go",
		sum:  "0e298d33597b1c68e5a8394c8b3284200842f390478f8b634c0a3c743a31f490",
		swaps: []swap{
			{from: "\t\"go/constant\"\n\t\"go/token\"\n"},
			{from: "\t\"sort\"\n\t\"strings\"\n"},
			{from: "\tTextureCount int\n", through: "\tUnit         Unit\n", with: "\tUnit Unit\n"},
			{from: "\tuniformFactors []uint32\n", with: "\tVertex, Fragment string // in GLSL of OpenGL ES 3.0\n\n\t// UniformFactors is 1 for what is used of the uniform variables, in words.\n\tUniformFactors []uint32\n"},
			{from: "type Func struct {", through: "// FilterUniformVariables", with: "// FilterUniformVariables"},
			{from: "\tif p.uniformFactors == nil {", through: "\n\t}\n\n"},
			{from: "range p.uniformFactors", with: "range p.UniformFactors"},
		},
	},
	{
		file: "internal/shaderir/type.go",
		sum:  "6cd5878f45e0eb01374b98a90fe36bb6c711bb4320c8f5d928f73b563b0e1f1b",
		swaps: []swap{
			{from: "func descendantLocalVars(", through: "func (p *Program) LocalVariableType("},
			{from: "topBlock, block *Block, idx int) Type {\n\tswitch", through: "return localVariableType(p, topBlock, block, idx)\n\t}\n}\n"},
		},
	},
	{
		file:  "internal/shaderir/check.go",
		sum:   "df0130e574be86f90823f3ff8fcd5bdbc5b82d68d1aa997c80bec4ee83f7d495",
		swaps: []swap{{from: "\npackage shaderir\n", with: "\n//go:build ignore\n\npackage shaderir\n"}},
	},
	{
		file: "internal/graphicsdriver/opengl/context.go",
		sum:  "4e9571280b9816d6b42788ffa08d8ec743ebfc4693777147cb6819bd3c438c11",
		swaps: []swap{
			{from: "\t\"" + ebitengine + "/internal/shaderir/glsl\"\n"},
			{from: "func (c *context) glslVersion()", through: "\n}\n\n"},
		},
	},
}

// lookup is in place of the compiler.
const lookup = `import (
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

func CalcSourceHash`
