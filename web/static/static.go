// Package static holds what the build made, inside the binary: the client, its
// scripts and styles, and the built-in tapes.
package static

import (
	"embed"
	"io/fs"

	"unwind/web/asset"
)

// dist holds only a README before the first build; all: keeps the pattern
// valid then.
//
//go:embed all:dist
var dist embed.FS

// Set is the files of one build.
type Set = asset.Set

// Load returns the files inside this binary.
func Load() (*Set, error) {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	return asset.Load(sub)
}
