package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"sync"

	"unwind/web/asset"
)

// version returns the revision this program was built from, if the build knew
// it, and the Go version.
func version() string {
	revision, modified := "unknown revision", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				revision = s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				modified = ", modified"
			}
		}
	}
	return revision + modified + ", " + runtime.Version()
}

// buildID names this very program, so that a picture of an older one is not
// taken for its own. Where the program cannot be read, its version must do.
var buildID = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return version()
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return version()
	}
	return asset.Hash(raw)
})
