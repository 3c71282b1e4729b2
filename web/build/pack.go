package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/andybalholm/brotli"

	"unwind/web/asset"
)

// packed is one file of the build in its compressed forms.
type packed struct {
	source
	gz, br []byte
}

// packer compresses files, keeping what it made.
type packer struct {
	cache cacheIn
	log   io.Writer // told of what takes long
	quick bool      // large files that are not kept yet are packed at quickLevel
}

const (
	quickLevel = 5       // a second for the client instead of a minute, and 17 % larger
	largeBytes = 1 << 20 // from here on level 11 takes seconds
)

// all compresses the files, two forms of each, on all processors.
func (p packer) all(files []source) ([]packed, error) {
	done := make([]packed, len(files))
	errs := make([]error, 2*len(files))
	turns := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, f := range files {
		done[i].source = f
		inTurn(&wg, turns, func() { done[i].br, errs[2*i] = p.brotli(f) })
		inTurn(&wg, turns, func() { done[i].gz, errs[2*i+1] = p.gzip(f) })
	}
	wg.Wait()
	return done, errors.Join(errs...)
}

func inTurn(wg *sync.WaitGroup, turns chan struct{}, do func()) {
	wg.Go(func() {
		turns <- struct{}{}
		defer func() { <-turns }()
		do()
	})
}

// brotli compresses at the highest level, or quickly when that was asked for
// and the best form is not there.
func (p packer) brotli(f source) ([]byte, error) {
	best := f.Hash + ".br11"
	large := len(f.raw) >= largeBytes
	if large && p.quick && !p.cache.has(best) {
		return p.cache.get(f.Hash+".br5", func() ([]byte, error) { return packBrotli(f.raw, quickLevel) })
	}
	return p.cache.get(best, func() ([]byte, error) {
		if large {
			fmt.Fprintf(p.log, "compressing %s with brotli 11: this takes a minute and is kept\n", f.Name)
		}
		return packBrotli(f.raw, brotli.BestCompression)
	})
}

func packBrotli(raw []byte, level int) ([]byte, error) {
	var out bytes.Buffer
	// 24 is the largest window that browsers accept.
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: level, LGWin: 24})
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	err := w.Close()
	return out.Bytes(), err
}

func (p packer) gzip(f source) ([]byte, error) {
	return p.cache.get(f.Hash+".gz9", func() ([]byte, error) {
		return asset.Gzip(f.raw, gzip.BestCompression), nil
	})
}
