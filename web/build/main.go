// Build writes what the server embeds into web/static/dist: the client, its
// scripts and styles and the built-in tapes, named and compressed. With -budget
// it prints the sizes and fails when one is above its budget.
//
// Usage: go run ./web/build -wasm FILE -exec FILE [-budget] [-quick]
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// options is where everything is.
type options struct {
	wasm, exec      string // built client and the toolchain's wasm_exec.js
	page, web, dist string // index.html, folder with css and js, folder to write
	cache           string
	budget, quick   bool
}

func run(args []string, out io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	files, err := collect(o)
	if err != nil {
		return err
	}
	packed, err := packer{cacheIn(o.cache), os.Stderr, o.quick}.all(files)
	if err != nil {
		return err
	}
	if err := write(o.dist, packed); err != nil {
		return err
	}
	if o.budget {
		return report(out, o)
	}
	return nil
}

func parse(args []string) (options, error) {
	var o options
	f := flag.NewFlagSet("build", flag.ContinueOnError)
	f.StringVar(&o.wasm, "wasm", "bin/main.wasm", "the built client")
	f.StringVar(&o.exec, "exec", "", "wasm_exec.js of the toolchain that built the client")
	f.StringVar(&o.page, "page", "index.html", "template of the page")
	f.StringVar(&o.web, "web", "web/static", "folder with the css and js folders")
	f.StringVar(&o.dist, "dist", "web/static/dist", "folder to write")
	f.StringVar(&o.cache, "cache", ".cache", "folder for what is slow to make")
	f.BoolVar(&o.budget, "budget", false, "print the sizes and fail when one is above its budget")
	f.BoolVar(&o.quick, "quick", false, "rather compress large files quickly than best")
	return o, f.Parse(args)
}
