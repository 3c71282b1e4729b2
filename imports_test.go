package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The rules of ARCHITECTURE.md, "Packages". They read the source through the go
// command, so run them with -count=1: the test cache does not see a new import.

// platform is what a rule is checked for.
type platform string

const (
	native  platform = "native"
	browser platform = "js/wasm"
)

// reachRule says what packages must not import, directly or through others.
type reachRule struct {
	on     platform
	from   string   // package pattern
	except []string // packages of from that may, or patterns of them
	ban    []string // package patterns
	reason string
}

const (
	ebitengine = "github.com/hajimehoshi/ebiten/v2/..."
	bundler    = "github.com/evanw/esbuild/..."
	nats       = "github.com/nats-io/..."
	prometheus = "github.com/prometheus/..."
	sockets    = "github.com/gorilla/websocket/..."
	tool       = "it joins scripts when the project is built; only web/build needs it"
	pure       = "pure logic that compiles everywhere; the server, the client and the tape builder share it"
	frames     = "a frame is a pure function; only render/gpu touches a device"
	replayable = "bytes in, values out: recorded frames give the same events again"
	edges      = "JSON from outside is read where it comes in; what lies behind speaks types"
	download   = "it is part of the download: each of these costs a tenth to two megabytes"
)

var reachRules = []reachRule{
	{native, "unwind/data/...", nil, []string{"net/http", "image", "unwind/render/...", "unwind/web/...", "unwind/wasm/..."}, pure},
	{browser, "unwind/data/...", nil, []string{"net/http", "syscall/js:direct", "image", "unwind/render/...", "unwind/wasm/..."}, pure},
	{native, "unwind/data/...", []string{"unwind/data/document", "unwind/data/tape", "unwind/data/wire", "unwind/data/feed/...", "unwind/data/stream"}, []string{"github.com/tidwall/gjson:direct"}, edges},
	{native, "unwind/data/feed/...", []string{"unwind/data/feed/feedtest"}, []string{"net:direct", "os:direct"}, replayable},
	{native, "unwind/render/...", []string{"unwind/render/gpu"}, []string{ebitengine, "net/http", "unwind/web/...", "unwind/wasm/..."}, frames},
	{browser, "unwind/render/...", []string{"unwind/render/gpu"}, []string{ebitengine, "net/http", "syscall/js:direct", "unwind/wasm/..."}, frames},
	{browser, "unwind/render/...", nil, []string{"math/rand:direct", "math/rand/v2:direct"}, "frames are pure functions: no random source"},
	{native, "unwind/wasm/app", nil, []string{ebitengine, "net/http", "unwind/web/..."}, "the client's state machine runs and is tested without a browser"},
	{native, "unwind", nil, []string{ebitengine}, "the server draws without a GPU or display"},
	{native, "unwind/web/...", nil, []string{ebitengine, "unwind/wasm/..."}, "the server draws without a GPU or display"},
	{native, "unwind", nil, []string{bundler}, tool},
	{native, "unwind/web/...", []string{"unwind/web/build"}, []string{bundler}, tool},
	{native, "unwind/...", []string{"unwind/web/record"}, []string{nats + ":direct"}, "the recorder is the one place that knows what keeps it"},
	{native, "unwind/...", []string{"unwind/web/metrics"}, []string{prometheus + ":direct"}, "one place knows how what is counted is told"},
	{browser, "unwind/wasm", nil, []string{
		nats, prometheus, sockets, "net/http", "crypto/tls", "image/png", "github.com/hajimehoshi/ebiten/v2/text/v2", "unwind/render/raster", "unwind/web/...",
	}, download},
}

// packages is what the go command says of one platform: for each package of
// the module its direct imports and everything that it reaches.
type packages map[string]struct{ direct, all []string }

func listPackages(t *testing.T, on platform) packages {
	t.Helper()
	const format = `{{.ImportPath}}|{{join .Imports " "}}|{{join .Deps " "}}`
	out := goList(t, on, "-e", "-f", format, "./...")
	found := packages{}
	for line := range strings.Lines(out) {
		part := strings.Split(strings.TrimSpace(line), "|")
		if len(part) != 3 {
			t.Fatalf("go list printed %q", line)
		}
		found[part[0]] = struct{ direct, all []string }{strings.Fields(part[1]), strings.Fields(part[2])}
	}
	return found
}

func goList(t *testing.T, on platform, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Env = os.Environ()
	if on == browser {
		cmd.Env = append(cmd.Env, "GOOS=js", "GOARCH=wasm")
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list for %s: %v", on, err)
	}
	return string(out)
}

// matches reports whether package p is of the pattern: itself, or anything at
// or below a pattern that ends in /...
func matches(pattern, p string) bool {
	root, below := strings.CutSuffix(pattern, "/...")
	return p == root || below && strings.HasPrefix(p, root+"/")
}

func (r *reachRule) excepts(p string) bool {
	return slices.ContainsFunc(r.except, func(pattern string) bool { return matches(pattern, p) })
}

// offences returns the packages that from reaches against the ban.
func offences(all packages, from, ban string) []string {
	ban, direct := strings.CutSuffix(ban, ":direct")
	reached := all[from].all
	if direct {
		reached = all[from].direct
	}
	var found []string
	for _, p := range reached {
		if matches(ban, p) {
			found = append(found, p)
		}
	}
	return found
}

func TestImportsFollowTheArchitecture(t *testing.T) {
	known := map[platform]packages{native: listPackages(t, native), browser: listPackages(t, browser)}
	for _, rule := range reachRules {
		all := known[rule.on]
		checked := 0
		for _, from := range slices.Sorted(maps.Keys(all)) {
			if !matches(rule.from, from) || rule.excepts(from) {
				continue
			}
			checked++
			for _, ban := range rule.ban {
				for _, p := range offences(all, from, ban) {
					t.Errorf("%s: %s reaches %s, because: %s", rule.on, from, p, rule.reason)
				}
			}
		}
		if checked == 0 {
			t.Errorf("%s: no package is left of %s; the rule makes no sense any more", rule.on, rule.from)
		}
	}
}

// A ban of a package that no longer exists would hold for ever and mean
// nothing.
func TestBannedImportsExist(t *testing.T) {
	banned := map[string]bool{}
	for _, rule := range reachRules {
		for _, ban := range rule.ban {
			ban, _ = strings.CutSuffix(ban, ":direct")
			banned[ban] = true
		}
	}
	for _, ban := range slices.Sorted(maps.Keys(banned)) {
		out := goList(t, browser, "-e", "-f", "{{if not .Error}}{{.ImportPath}}{{end}}", ban)
		if strings.TrimSpace(out) == "" {
			t.Errorf("the banned %s does not exist", ban)
		}
	}
}

// The clock is read nowhere in render and data/feed: a frame's time is an
// argument. The packages may use the type time.Time, so the rule is about the
// calls.
func TestImportsOfTimeReadNoClock(t *testing.T) {
	for folder, reason := range map[string]string{"render": frames, "data/feed": replayable} {
		readsNoClock(t, folder, reason)
	}
}

func readsNoClock(t *testing.T, folder, reason string) {
	t.Helper()
	files := 0
	err := fs.WalkDir(os.DirFS("."), folder, func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "render/gpu/") {
			return err
		}
		files++
		for _, call := range clockCalls(t, name) {
			t.Errorf("%s reads the clock with time.%s, because: %s", name, call, reason)
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("looked at %d files of %s: %v", files, folder, err)
	}
}

// clockCalls returns the functions of time that a file names and that depend
// on the moment of the call.
func clockCalls(t *testing.T, name string) []string {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	local := timeName(file)
	clock := []string{"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Sleep"}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && local != "" && x.Name == local && slices.Contains(clock, s.Sel.Name) {
				found = append(found, s.Sel.Name)
			}
		}
		return true
	})
	return found
}

// timeName returns what a file calls the package time, or "".
func timeName(file *ast.File) string {
	for _, i := range file.Imports {
		if p, _ := strconv.Unquote(i.Path.Value); p == "time" {
			if i.Name != nil {
				return i.Name.Name
			}
			return "time"
		}
	}
	return ""
}
