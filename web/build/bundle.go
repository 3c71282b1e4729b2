package main

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// early is the script that the page loads before the others. It stays a file of
// its own, which they import.
const early = "js/fetch.js"

// entriesOf returns the files of web/static that the page names, those that it
// fetches with a panel, which stand in folders of their own, and those of the
// page of a market that is followed. All that they import goes into them; a
// module that is imported while the page runs stays a file of its own.
func entriesOf(root string) ([]string, error) {
	entries := []string{"css/page.css", early, "js/main.js"}
	for _, pattern := range []string{"css/panel/*.css", "js/panel/*.js", "css/live/live.css", "js/live/live.js"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			name, err := filepath.Rel(root, file)
			if err != nil {
				return nil, err
			}
			entries = append(entries, filepath.ToSlash(name))
		}
	}
	return entries, nil
}

// apart reports whether a built file is fetched with a panel, when a reader
// opens it, or by the page of a market that is followed, and not with the page.
func apart(name string) bool {
	return strings.Contains(name, "/panel/") || strings.Contains(name, "/live/")
}

// goNotice stays in the runtime that the toolchain brings.
const goNotice = "// Copyright 2018 The Go Authors. BSD license: https://go.dev/LICENSE"

// bundled returns the scripts and styles of the folder root, joined, without
// comments and blanks.
func bundled(root string) ([]source, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	entries, err := entriesOf(root)
	if err != nil {
		return nil, fmt.Errorf("bundle: %w", err)
	}
	made := api.Build(api.BuildOptions{
		EntryPoints: entries, AbsWorkingDir: root, Outbase: root, Outdir: root,
		ChunkNames: "js/[name]-[hash]",
		Bundle:     true, Splitting: true, External: []string{"./" + path.Base(early)},
		Format: api.FormatESModule, Target: api.ES2022, Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		LegalComments: api.LegalCommentsNone,
		TsconfigRaw:   "{}", // or one of the folders above would have a say
	})
	if err := faults(made.Errors, made.Warnings); err != nil {
		return nil, fmt.Errorf("bundle: %w", err)
	}
	var files []source
	for _, f := range made.OutputFiles {
		name, err := filepath.Rel(root, f.Path)
		if err != nil {
			return nil, err
		}
		files = append(files, newSource(filepath.ToSlash(name), f.Contents, true))
	}
	return files, nil
}

// minified returns one script without its comments and blanks.
func minified(path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	made := api.Transform(string(raw), api.TransformOptions{
		Target: api.ES2022, Charset: api.CharsetUTF8, Banner: goNotice,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		TsconfigRaw: "{}",
	})
	if err := faults(made.Errors, made.Warnings); err != nil {
		return nil, fmt.Errorf("minify %s: %w", path, err)
	}
	return made.Code, nil
}

// faults joins what the bundler complains about: a warning is a mistake, too.
func faults(lists ...[]api.Message) error {
	var all []error
	for _, list := range lists {
		for _, m := range list {
			all = append(all, errors.New(at(m.Location)+m.Text))
		}
	}
	return errors.Join(all...)
}

func at(l *api.Location) string {
	if l == nil {
		return ""
	}
	return fmt.Sprintf("%s:%d: ", strings.TrimPrefix(l.File, "./"), l.Line)
}
