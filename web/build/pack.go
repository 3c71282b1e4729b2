package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"

	"github.com/andybalholm/brotli"

	"unwind/web/asset"
)

// packed is one file of the build in its compressed forms.
type packed struct {
	source
	gz, br []byte
}

// packAll compresses the files, two forms of each, on all processors.
func packAll(files []source, cache cacheIn, out io.Writer) ([]packed, error) {
	done := make([]packed, len(files))
	errs := make([]error, 2*len(files))
	turns := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, f := range files {
		done[i].source = f
		inTurn(&wg, turns, func() { done[i].br, errs[2*i] = packBrotli(f, cache, out) })
		inTurn(&wg, turns, func() { done[i].gz, errs[2*i+1] = packGzip(f, cache) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return done, nil
}

func inTurn(wg *sync.WaitGroup, turns chan struct{}, do func()) {
	wg.Go(func() {
		turns <- struct{}{}
		defer func() { <-turns }()
		do()
	})
}

// packBrotli compresses at level 11, which takes long for the client: it says
// so.
func packBrotli(f source, cache cacheIn, out io.Writer) ([]byte, error) {
	return cache.get(f.Hash+".br11", func() ([]byte, error) {
		start := time.Now()
		if len(f.raw) > 1<<20 {
			fmt.Fprintf(out, "compressing %s with brotli 11, kept for next time\n", f.Name)
		}
		var b bytes.Buffer
		w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
		if _, err := w.Write(f.raw); err != nil {
			return nil, err
		}
		err := w.Close()
		if len(f.raw) > 1<<20 {
			fmt.Fprintf(out, "compressed %s in %.0f s\n", f.Name, time.Since(start).Seconds())
		}
		return b.Bytes(), err
	})
}

func packGzip(f source, cache cacheIn) ([]byte, error) {
	return cache.get(f.Hash+".gz9", func() ([]byte, error) {
		return asset.Gzip(f.raw, gzip.BestCompression), nil
	})
}
