package main

import _ "embed"

// plainImport is the import of what the copy has in place of templates and regular
// expressions.
const plainImport = `"` + ebitengine + `/internal/plain"`

// slimmed is the modules that are copied, and all in which the copies differ from
// upstream. The edits quote as little of it as tells the place.
var slimmed = []module{
	{path: ebitengine, edits: ebitengineEdits, added: map[string][]byte{
		"internal/plain/plain.go":     plainSource,
		"internal/literal/literal.go": literalSource,
		"internal/precompile/main.go": precompileSource,
	}},
	{path: "github.com/tidwall/gjson", edits: []edit{{
		// Paths with modifiers are nothing that we use; the table of them brings
		// each, and with one of them encoding/json.
		file: "gjson.go",
		sum:  "28e9f786713248e833ed2af80a87c002eb17ff0766d69002c3bd83c62d9d74c1",
		swaps: []swap{
			{from: "\t\"github.com/tidwall/pretty\"\n"},
			{from: "func init() {\n\tstockModifiers = ", through: "\n}\n"},
			{from: "func modPretty(", through: "\n}\n"},
			{from: "func modUgly(", through: "\n}\n"},
		},
	}}},
}

const ebitengine = "github.com/hajimehoshi/ebiten/v2"

// plainSource is put into the copy, where the edited files import it.
//
//go:embed plain/plain.go
var plainSource []byte

var ebitengineEdits = []edit{
	{
		// The filters' shaders are filled in without text/template, whose calls
		// of methods by name keep every exported method in the program.
		file: "internal/builtinshader/shader.go",
		sum:  "93075a8d103c7370556795ed2b8ca4ac6068bc767e04d3880903c8a5a1a28c77",
		swaps: []swap{
			{from: "import (", through: "\n)", with: "import (\n\t\"sync\"\n\n\t" + plainImport + "\n)"},
			{from: "var tmpl = template.Must(template.New(\"tmpl\").Parse(`", with: "const tmpl = `"},
			{from: "`))", with: "`"},
			{from: "\tvar buf bytes.Buffer", through: "\tb := buf.Bytes()", with: chooseFilter},
		},
	},
	{
		// Names of callers are for debug builds; the search for them imports go/build.
		file: "internal/debug/caller.go",
		sum:  "3399bb9882b1954d1e94569392ab06d695427b85c84af0c567ca2ffe7f9ffb02",
		swaps: []swap{
			{from: "\t\"go/build\"\n"},
			{from: "\t\tpkg, err := build.Default", through: "filepath.ToSlash(pkg.Dir)\n"},
		},
	},
	{
		// Nobody dumps images from a page: no PNG, no archive.
		file: "internal/graphicscommand/image.go",
		sum:  "f2d880e6e6d7c5d07305d8f715705e222cf97a644d17ecf6b250e7a3616220e6",
		swaps: []swap{
			{from: "\t\"fmt\"\n"},
			{from: "\t\"io\"\n"},
			{from: "\t\"strconv\"\n"},
			{from: "\t\"strings\"\n"},
			{from: "\t\"" + ebitengine + "/internal/png\"\n"},
			{from: "func (i *Image) dumpName", through: "func LogImagesInfo", with: "func LogImagesInfo"},
		},
	},
	{
		// The build has made GLSL of the shaders. All programs are compiled beside
		// each other: what came of each is asked when it is first drawn with. Upstream
		// waits for one after the other, in a loop, as soon as it is made.
		file: "internal/graphicsdriver/opengl/shader.go",
		sum:  "1c402899968fa7d62ae30db87b237b7da036bbdfacf56b7c1907e617f04337f5",
		swaps: []swap{
			{from: "\t\"runtime\"\n"},
			{from: "\t\"" + ebitengine + "/internal/shaderir/glsl\"\n"},
			{from: "glsl.Compile(s.ir, s.graphics.context.glslVersion())", with: "s.ir.Vertex, s.ir.Fragment"},
			{from: "\tp  program\n", with: "\tp  program\n\n\tunchecked []shader // of the program; nil once it is known to work\n"},
			{from: "\tdefer s.graphics.context.ctx.DeleteShader(uint32(vs))\n"},
			{from: "\tdefer s.graphics.context.ctx.DeleteShader(uint32(fs))\n"},
			{from: "\t// Check the shader compile status asynchronously", through: "\ts.p = p\n\treturn nil\n}\n", with: checkProgram},
		},
	},
	{
		file: "internal/graphicsdriver/opengl/graphics.go",
		sum:  "b0a4ccdbe9a70f3dcce3c16c2bcaa07b6948f0ac3004e14bddf86a88ecb2dca5",
		swaps: []swap{
			{from: "\tprogram := shader.p\n", with: "\tif err := shader.check(); err != nil {\n\t\treturn err\n\t}\n\tprogram := shader.p\n"},
		},
	},
	{
		file: "internal/graphicscommand/image_js.go",
		sum:  "cc4b98f57f47ce6ae95cf42ee43337067834ce9f6810437b8a7af4ff69873359",
		swaps: []swap{
			{from: "import (", through: "\n)", with: "import (\n\t\"errors\"\n\t\"image\"\n\n\t\"" + ebitengine + "/internal/graphicsdriver\"\n)"},
			{from: "func download(", through: "\n}\n", with: "var errNoDump = errors.New(\"graphicscommand: this build dumps no images\")\n"},
			{from: "\t// Screen image cannot be dumped.\n\tif i.screen", through: "\n\treturn path, nil", with: "\treturn \"\", errNoDump"},
			{from: "\tbuf := &bytes.Buffer{}", through: "\n\treturn zip, nil", with: "\treturn \"\", errNoDump"},
		},
	},
	{
		// No event reaches Ebitengine's own listeners, so it needs no names of keys:
		// each was asked of the browser before main.
		file:  "internal/ui/keys_js.go",
		sum:   "1d35bb5a07302cd29a1ab2498f0f43b657a8360fa920dd685b9f957c00476159",
		swaps: []swap{{from: "var uiKeyToJSCode = map[Key]js.Value{", through: "\n}\n", with: "var uiKeyToJSCode map[Key]js.Value\n"}},
	},
	{
		file:  "internal/ui/input_js.go",
		sum:   "39f9dd43c379e31d50fa03f8373d21e91855d0b379cae105cc6a0ae04c92144d",
		swaps: []swap{{from: "var uiKeyToJSKey = map[Key]js.Value{", through: "\n}\n", with: "var uiKeyToJSKey map[Key]js.Value\n"}},
	},
	{
		file: "internal/shader/shader.go",
		sum:  "bbbf10aa2a2836e1bf7bedf912092ef4de47155c4f947f94eeb0c2c2dd3268f2",
		swaps: []swap{
			{from: "\t\"regexp\"\n"},
			{from: "\t\"" + ebitengine + "/internal/shaderir\"\n", with: "\t" + plainImport + "\n\t\"" + ebitengine + "/internal/shaderir\"\n"},
			{from: "\treUnit := ", through: "\n"},
			{from: "reUnit.FindStringSubmatch(", with: "plain.UnitDirective("},
		},
	},
	{
		file: "internal/shader/expr.go",
		sum:  "758bdff9f98a928f60d1fea9c62de1e07e90a8e1587a76a635ad9f326f8256a5",
		swaps: []swap{
			{from: "\t\"regexp\"\n"},
			{from: "\t\"" + ebitengine + "/internal/shaderir\"\n", with: "\t" + plainImport + "\n\t\"" + ebitengine + "/internal/shaderir\"\n"},
			{from: "var textureVariableRe = ", through: "\n"},
			{from: "textureVariableRe.FindStringSubmatch(", with: "plain.TextureVariable("},
		},
	},
	{
		file: "internal/shaderir/glsl/glsl.go",
		sum:  "f06f1cd64b539043b850be520bd9050235d0c180e1ce8df754415af1767c42e4",
		swaps: []swap{
			{from: "\t\"regexp\"\n"},
			{from: "\t\"" + ebitengine + "/internal/shaderir\"\n", with: "\t" + plainImport + "\n\t\"" + ebitengine + "/internal/shaderir\"\n"},
			{from: "\tnls := ", through: "\n"},
			{from: "nls.ReplaceAllString(vs, \"\\n\\n\")", with: "plain.SqueezeLines(vs)"},
			{from: "nls.ReplaceAllString(fs, \"\\n\\n\")", with: "plain.SqueezeLines(fs)"},
		},
	},
}

// checkProgram is the end of compiling a program, and what is asked of it later.
const checkProgram = `	s.p, s.unchecked = p, []shader{vs, fs}
	return nil
}

// check says what was wrong with the program, the first time that it is used.
func (s *Shader) check() error {
	if s.unchecked == nil {
		return nil
	}
	ctx := s.graphics.context.ctx
	var err error
	if ctx.GetProgrami(uint32(s.p), gl.LINK_STATUS) == gl.FALSE {
		err = fmt.Errorf("opengl: program error: %s\nvertex shader error: %s\nfragment shader error: %s",
			ctx.GetProgramInfoLog(uint32(s.p)),
			ctx.GetShaderInfoLog(uint32(s.unchecked[0])), ctx.GetShaderInfoLog(uint32(s.unchecked[1])))
	}
	for _, shader := range s.unchecked {
		ctx.DeleteShader(uint32(shader))
	}
	s.unchecked = nil
	return err
}
`

// chooseFilter says what the conditions of the filters' template mean.
const chooseFilter = `	b := plain.Choose(tmpl, func(condition string) bool {
		switch condition {
		case ".UseColorM":
			return useColorM
		case "eq .Filter .FilterNearest":
			return filter == FilterNearest
		case "eq .Filter .FilterLinear":
			return filter == FilterLinear
		case "eq .Filter .FilterPixelated":
			return filter == FilterPixelated
		case "eq .Address .AddressUnsafe":
			return address == AddressUnsafe
		case "eq .Address .AddressClampToZero":
			return address == AddressClampToZero
		case "eq .Address .AddressRepeat":
			return address == AddressRepeat
		}
		panic("builtinshader: unknown condition " + condition)
	})`
