package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"

	"unwind/data/history"
	"unwind/data/tape"
	"unwind/data/tape/csvimport"
)

// Built is a tape with what it was made of.
type Built struct {
	Tape     *tape.Tape
	Report   *csvimport.Report
	Manifest *history.Manifest
	Warnings []string // what is not in the tape, and why
}

// Build downloads what a request needs and makes a tape of it. Files that a
// source does not have, and liquidations that cannot be had, are left out and
// said; any other fault ends it, and what was downloaded is kept, but for what
// cannot be read.
func (c *Client) Build(ctx context.Context, r *history.Request, o history.Options) (*Built, error) {
	if err := r.Check(ms(c.now())); err != nil {
		return nil, err
	}
	b := &builder{client: c, request: r, out: &Built{Manifest: history.NewManifest(r, c.now())}, files: r.Files()}
	for _, step := range []func(context.Context) error{b.archive, b.venue, b.liquidations} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	var err error
	if b.out.Tape, b.out.Report, err = history.Assemble(r, &b.parts, o); err != nil {
		return nil, err
	}
	b.out.Manifest.Tape = b.out.Tape.ID
	return b.out, nil
}

// builder is a tape in the making.
type builder struct {
	client  *Client
	request *history.Request
	files   []history.File
	done    int // files
	parts   history.Parts
	out     *Built
}

// archive downloads and reads the files of the archive.
func (b *builder) archive(ctx context.Context) error {
	for i := range b.files {
		f := &b.files[i]
		b.done++
		got, err := b.client.Archive(ctx, f, func(n, total int64) { b.progress(f.Label(), n, total, "") })
		if errors.Is(err, ErrMissing) {
			b.missing(f)
			continue
		}
		if err != nil {
			return err
		}
		if err := b.read(f, got.Path); err != nil {
			return fmt.Errorf("%s: %w", got.Path, errors.Join(err, got.spoilt(err)))
		}
		b.note(f, got)
	}
	return nil
}

func (b *builder) progress(name string, n, total int64, result string) {
	if b.client.Progress != nil {
		b.client.Progress(Step{Name: name, Done: b.done, Count: max(len(b.files), b.done), Bytes: n, Total: total, Result: result})
	}
}

// note enters a download into the manifest.
func (b *builder) note(f *history.File, g Got) {
	b.out.Manifest.Parts = append(b.out.Manifest.Parts, history.Part{
		URL: f.URL(), What: f.Kind.String(), From: history.UTC(f.From), To: history.UTC(f.To),
		SHA256: g.SHA256, Checked: "published checksum", Bytes: g.Bytes, Fetched: g.At.UTC(), Terms: history.ArchiveTerms,
	})
	result := "verified"
	if g.Kept {
		result = "kept, verified"
	}
	b.progress(f.Label(), g.Bytes, g.Bytes, result)
}

// missing notes a file that the archive does not have.
func (b *builder) missing(f *history.File) {
	b.parts.Missing = append(b.parts.Missing, history.Missing{Kind: f.Kind, From: f.From, To: f.To})
	b.out.Manifest.Parts = append(b.out.Manifest.Parts, history.Part{
		URL: f.URL(), What: f.Kind.String(), From: history.UTC(f.From), To: history.UTC(f.To),
		Terms: history.ArchiveTerms, Missing: "the archive has no such file",
	})
	b.out.Warnings = append(b.out.Warnings, f.Label()+": the archive has no such file")
	b.progress(f.Label(), 0, 0, "missing")
}

// read adds what is in a file.
func (b *builder) read(f *history.File, path string) error {
	text, err := openText(path, f.MaxText())
	if err != nil {
		return err
	}
	defer text.Close()
	if f.Kind == history.Trades {
		bars, _, err := csvimport.TradeBars(f.Label(), text, b.request.Step)
		b.parts.In.CandleBars = append(b.parts.In.CandleBars, bars)
		return err
	}
	raw, err := io.ReadAll(text)
	if err != nil {
		return err
	}
	in := &b.parts.In
	file := csvimport.File{Name: f.Label(), Raw: raw}
	switch f.Kind {
	case history.Candles:
		in.Candles = append(in.Candles, file)
	case history.Mark:
		in.Mark = append(in.Mark, file)
	case history.Spot:
		in.Spot = append(in.Spot, file)
	case history.Metrics:
		in.OpenInterest = append(in.OpenInterest, file)
	case history.Funding:
		in.Funding = append(in.Funding, file)
	case history.Depth:
		in.Depth = append(in.Depth, file)
	}
	return nil
}
