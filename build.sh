#!/usr/bin/env bash
# Builds, serves and tests Unwind. ./build.sh help lists the verbs.
set -euo pipefail
cd "$(dirname "$0")"

STATICCHECK=honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZ_TIME=${UNWIND_FUZZ_TIME:-10s}

usage() {
  cat <<'END'
./build.sh serve [flags]  build and serve at http://127.0.0.1:8080; flags as in unwind serve -h
./build.sh build          build bin/unwind, print the sizes, fail above the budget
./build.sh test           set up what the tests need and run all of them
./build.sh fuzz           look for inputs that break a parser or a model, UNWIND_FUZZ_TIME=10s each
./build.sh bench          run the benchmarks
./build.sh clean          remove everything that was built
./build.sh help           print this

serve and build need Go and nothing else.
END
}

say() { printf '\n== %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }
wasm() { GOOS=js GOARCH=wasm "$@"; }

# --- build ------------------------------------------------------------------

# The client carries no revision, so that it changes only with its code: its
# compression is slow, and browsers keep it.
# It is built with a copy of Ebitengine that leaves out what it never uses.
client() {
  local modfile
  modfile=$(go run ./web/build/slim) || return
  wasm go build -modfile="$modfile" -trimpath -buildvcs=false -ldflags='-s -w' -o bin/main.wasm ./wasm
}

# pack [flags] names and compresses what the server embeds.
pack() {
  go run ./web/build -wasm bin/main.wasm -exec "$(go env GOROOT)/lib/wasm/wasm_exec.js" "$@"
}

server() {
  local vcs=true
  git rev-parse HEAD >/dev/null 2>&1 || vcs=false
  CGO_ENABLED=0 go build -trimpath -buildvcs=$vcs -ldflags='-s -w' -o bin/unwind .
}

# loopback builds the server of the end-to-end tests, which finds every venue on
# loopback, and the venues. What it embeds was packed before.
loopback() {
  CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags='-s -w' -tags loopback -o bin/unwind-loopback . &&
    CGO_ENABLED=0 go build -trimpath -buildvcs=false -o bin/venues ./web/e2e/venues
}

# Chained, because set -e does not reach into a function that check calls.
build() { client && pack -budget && server && server_size; }

server_size() { wc -c <bin/unwind | awk '{ printf "%-34s %9.1f kB\n", "bin/unwind", $1 / 1000 }'; }

serve() {
  client
  pack -quick
  server
  exec bin/unwind serve "$@"
}

clean() {
  rm -rf bin .cache web/e2e/node_modules web/e2e/results
  find web/static/dist -mindepth 1 ! -name README -delete
}

# --- test -------------------------------------------------------------------

passed=() failed=() skipped=()

# check NAME COMMAND… runs one check and notes how it went; later ones still run.
check() {
  local name=$1 start=$SECONDS
  shift
  say "$name"
  if ("$@"); then passed+=("$name ($((SECONDS - start)) s)"); else failed+=("$name"); fi
}

skip() { skipped+=("$1: $2"); }

summary() {
  say summary
  [ ${#passed[@]} -eq 0 ] || printf 'passed   %s\n' "${passed[@]}"
  [ ${#skipped[@]} -eq 0 ] || printf 'NOT RUN  %s\n' "${skipped[@]}"
  [ ${#failed[@]} -eq 0 ] || printf 'FAILED   %s\n' "${failed[@]}"
  printf '%d passed, %d failed, %d skipped\n' ${#passed[@]} ${#failed[@]} ${#skipped[@]}
  [ ${#failed[@]} -eq 0 ]
}

# missing prints the Debian packages that the tests need and the machine lacks.
missing() {
  have chromium || echo chromium
  have Xvfb || echo xvfb
  have gcc || echo gcc libc6-dev
  have node || echo nodejs
  have npm || echo npm
  for p in libgl1-mesa-dri libegl1; do
    dpkg -s $p >/dev/null 2>&1 || echo $p
  done
}

# setup installs what is missing where that is possible. A check that still
# lacks something is skipped and says so.
setup() {
  local lacks sudo=
  lacks=$(missing)
  [ -n "$lacks" ] || return 0
  have apt-get || return 0
  [ "$(id -u)" -eq 0 ] || sudo='sudo -n'
  say "installing" $lacks
  $sudo apt-get update -qq </dev/null || return 0
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $lacks </dev/null || return 0
}

sources() { find . -name '*.go' -not -path '*/node_modules/*' -not -path './.cache/*'; }

format() {
  local bad
  bad=$(sources | xargs gofmt -s -l)
  [ -z "$bad" ] || { echo "not formatted:"; echo "$bad"; return 1; }
}

# Packages that are part of the client.
client_packages='./data/... ./render/... ./wasm/...'

vet() { go vet ./... && go vet -tags loopback . && wasm go vet $client_packages; }

lint() {
  GOBIN="$PWD/.cache/bin" go install "$STATICCHECK" &&
    .cache/bin/staticcheck ./... && wasm .cache/bin/staticcheck $client_packages
}

imports() { go test -count=1 -run 'Imports' .; }

unit() { go test -race -shuffle=on ./... && go test -tags loopback -run Loopback .; }
unit_without_race() { go test -shuffle=on ./... && go test -tags loopback -run Loopback .; }

# wasm_test runs tests as WebAssembly in Node. The environment is emptied
# because the runner passes it on and bounds its size.
wasm_test() {
  env -i PATH="$PATH" HOME="$HOME" GOFLAGS="$(go env GOFLAGS)" GOPROXY="$(go env GOPROXY)" \
    GOMODCACHE="$(go env GOMODCACHE)" GOCACHE="$(go env GOCACHE)" GOOS=js GOARCH=wasm \
    go test -exec "$(go env GOROOT)/lib/wasm/go_js_wasm_exec" "$@"
}

# The pure packages again, as WebAssembly.
unit_wasm() {
  wasm_test $(go list ./data/... ./render/... ./wasm/... | grep -v -e render/gpu -e 'unwind/wasm$' -e wasm/browser)
}

# fuzz looks for new inputs. The tests themselves run only the seeds, and the
# inputs that were found before, so that they end alike every time.
fuzz() {
  local package target
  for package in $(go list ./...); do
    for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
      go test -run '^$' -fuzz "^$target\$" -fuzztime "$FUZZ_TIME" -fuzzminimizetime 1x "$package" || return 1
    done
  done
}

# package.json has the exact versions, and they need nothing further; a lock
# file could name a registry.
browser_tools() { (cd web/e2e && npm install --no-package-lock --no-audit --no-fund --silent </dev/null); }

browser() { loopback && browser_tools && node web/e2e/run.mjs; }

tests() {
  setup
  check format format
  check vet vet
  check staticcheck lint
  check 'import rules' imports
  if have gcc; then
    check 'unit tests, -race' unit
  else
    check 'unit tests' unit_without_race
    skip 'race detector' 'needs a C compiler'
  fi
  if have node; then check 'unit tests in WebAssembly' unit_wasm; else skip 'unit tests in WebAssembly' 'needs Node'; fi
  check 'build and budget' build
  if have node && have npm && have chromium && [ -f web/e2e/run.mjs ]; then
    check 'browser tests' browser
  else
    skip 'browser tests' 'need Chromium, Node, npm and web/e2e/run.mjs'
  fi
  summary
}

# --- bench ------------------------------------------------------------------

machine() {
  go version
  have node && echo "node $(node --version)"
  have chromium && chromium --version 2>/dev/null
  nproc | sed 's/$/ processors/'
  sed -n 's/^model name.*: //p' /proc/cpuinfo 2>/dev/null | head -1
}

# Packages with benchmarks, as folders.
benched() { grep -rl --include='*_test.go' '^func Benchmark' data render wasm web | xargs -n1 dirname | sort -u | sed 's|^|./|'; }

# second_start times what "./build.sh serve" takes when everything has been built
# before, until the server says where it is.
second_start() {
  local from to target=5000
  client && pack -quick && server
  from=$(date +%s%N)
  client && pack -quick && server
  exec 3< <(exec bin/unwind serve --addr 127.0.0.1:0 2>/dev/null)
  read -r _ <&3
  to=$(date +%s%N)
  kill $!
  exec 3<&-
  awk -v ms=$(((to - from) / 1000000)) -v target=$target \
    'BEGIN { printf "%-34s %9d ms, target %d%s\n", "second ./build.sh serve", ms, target, (ms > target ? ": MISSED" : "") }'
}

bench() {
  say machine
  machine
  say 'native'
  go test -p 1 -run '^$' -bench . -benchmem $(benched)
  if have node; then
    say 'WebAssembly in Node'
    wasm_test -p 1 -run '^$' -bench . -benchmem $(benched | grep -v -e '^./web' -e reconstruct)
  fi
  say 'start'
  second_start
  say 'sizes'
  build
  if have node && have chromium && [ -f web/e2e/bench.mjs ]; then
    say 'browser'
    loopback && browser_tools && node web/e2e/bench.mjs
  fi
}

verb=${1:-help}
[ $# -eq 0 ] || shift
case $verb in
  serve) serve "$@" ;;
  build) build ;;
  test) tests ;;
  fuzz) fuzz ;;
  bench) bench ;;
  clean) clean ;;
  help | -h | --help) usage ;;
  *) echo "build.sh: no verb $verb" >&2; usage >&2; exit 2 ;;
esac
