// Slim makes the copies of two modules that the client is built with, and prints
// the go.mod that names them: go build -modfile="$(go run ./web/build/slim)".
//
// Ebitengine brings text/template, regexp, go/build, image/png and archive/zip
// into the client for what it never does there, and text/template alone keeps
// the linker from leaving out methods that nothing calls; gjson's modifiers of
// paths bring encoding/json. The copies do without. They are made again when a module
// or an edit changes. Everything but the client uses the modules as they are.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	cache := flag.String("cache", ".cache/slim", "folder to put the copy in, within the project")
	flag.Parse()
	modfile, err := prepare(*cache)
	if err != nil {
		fmt.Fprintln(os.Stderr, "slim:", err)
		os.Exit(1)
	}
	fmt.Println(modfile)
}
