package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"unwind/data"
	"unwind/data/history"
	"unwind/data/tape"
	"unwind/web/fetch"
	"unwind/web/library"
)

// buildOptions is the flags of unwind tape build.
type buildOptions struct {
	request             history.Request
	options             history.Options
	title, titleRussian string
	from, to, cover     string
	out, cache          string
	step, warmUp        time.Duration
}

// buildCommand carries out unwind tape build with a client of its own, or that
// of a test.
func buildCommand(args []string, client *fetch.Client, stdout, stderr io.Writer) int {
	o, err := parseBuild(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, "unwind tape build:", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	client.Cache, client.Progress = o.cache, newProgress(stderr, time.Now).step
	if err := buildTape(ctx, o, client, stdout); err != nil {
		if ctx.Err() != nil {
			err = errors.New("stopped; what was downloaded is kept, and the same command goes on from there")
		}
		fmt.Fprintln(stderr, "unwind tape build:", err)
		return 1
	}
	return 0
}

func parseBuild(args []string, stderr io.Writer) (buildOptions, error) {
	var o buildOptions
	f := flag.NewFlagSet("unwind tape build", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.request.Venue, "venue", history.Binance, "`VENUE` whose market the tape is of: binance or bybit")
	f.StringVar(&o.request.Symbol, "symbol", "BTCUSDT", "`SYMBOL` of the venue's perpetual")
	f.StringVar(&o.from, "from", "", "first `TIME` of the window, ISO; needed")
	f.StringVar(&o.to, "to", "", "end of the window, a `TIME`; needed")
	f.StringVar(&o.cover, "cover", "", "`TIME` of the cover picture (default: the end of the window)")
	f.DurationVar(&o.warmUp, "warm-up", 5*24*time.Hour, "`LENGTH` of time before the window from which the estimate of levels learns")
	f.BoolVar(&o.request.Trades, "agg-trades", false, "make the candles of aggregate trades, which may be shorter than a minute: 10 to 60 MB a day")
	f.DurationVar(&o.step, "step", time.Minute, "`LENGTH` of a candle")
	f.StringVar(&o.options.ID, "id", "", "`ID` of the tape (default: symbol and first day)")
	f.StringVar(&o.title, "title", "", "`TITLE` in English (default: symbol and days)")
	f.StringVar(&o.titleRussian, "title-ru", "", "`TITLE` in Russian")
	f.StringVar(&o.cache, "cache", "", "`DIR` in which downloads are kept (default: unwind in the user's cache folder)")
	f.StringVar(&o.out, "out", "", "`FILE` to write; the manifest is put beside it; needed")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	return o, o.check(f.Args())
}

// check completes the options.
func (o *buildOptions) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is no flag", rest[0])
	case o.out == "":
		return errors.New("--out says where the tape goes and is needed")
	case o.from == "" || o.to == "":
		return errors.New("--from and --to say which time is wanted and are needed")
	case o.options.ID != "" && !tape.ValidID(o.options.ID):
		return fmt.Errorf("--id %q: want 1 to 64 lower case letters, digits and hyphens", o.options.ID)
	}
	var err error
	if o.options.Title, err = titleOf(o.title, o.titleRussian); err != nil {
		return err
	}
	o.request.Step, o.request.WarmUp = data.UnixMs(o.step.Milliseconds()), data.UnixMs(o.warmUp.Milliseconds())
	if err := errors.Join(moment(&o.request.From, "from", o.from), moment(&o.request.To, "to", o.to), moment(&o.options.Cover, "cover", o.cover)); err != nil {
		return err
	}
	if o.cache, err = cacheFolder(o.cache); err != nil {
		return err
	}
	return o.request.Check(data.UnixMs(time.Now().UnixMilli()))
}

// cacheFolder returns the folder of downloads that a flag names, or that of
// the user.
func cacheFolder(named string) (string, error) {
	if named != "" {
		return named, nil
	}
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("--cache is needed: %w", err)
	}
	return filepath.Join(base, "unwind"), nil
}

// buildTape downloads, assembles and writes a tape and its manifest.
func buildTape(ctx context.Context, o buildOptions, client *fetch.Client, stdout io.Writer) error {
	b, err := client.Build(ctx, &o.request, o.options)
	if err != nil {
		return err
	}
	raw, err := tape.Write(b.Tape)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(raw)
	b.Manifest.SHA256 = hex.EncodeToString(sum[:])
	manifest, err := b.Manifest.JSON()
	if err != nil {
		return err
	}
	if err := errors.Join(replaceFile(o.out, raw), replaceFile(manifestName(o.out), manifest)); err != nil {
		return err
	}
	if err := b.Report.Print(stdout); err != nil {
		return err
	}
	for _, w := range b.Warnings {
		fmt.Fprintln(stdout, "missing:", w)
	}
	printTape(stdout, o.out, b.Tape)
	return nil
}

// manifestName is where the manifest of a tape lies: "a.manifest.json" of
// "a.json".
func manifestName(out string) string {
	return strings.TrimSuffix(out, ".json") + library.ManifestSuffix
}

// progress writes what is being downloaded, a line for each file and for long
// ones a line now and then.
type progress struct {
	mu   sync.Mutex
	w    io.Writer
	now  func() time.Time
	last time.Time
	name string
}

// every is how long the lines of one file are apart.
const every = 3 * time.Second

func newProgress(w io.Writer, now func() time.Time) *progress { return &progress{w: w, now: now} }

func (p *progress) step(s fetch.Step) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if s.Name != p.name {
		p.name, p.last = s.Name, now
	}
	switch {
	case s.Result != "":
		fmt.Fprintf(p.w, "[%d/%d] %s: %s%s\n", s.Done, s.Count, s.Name, amount("", s.Bytes, ", "), s.Result)
	case now.Sub(p.last) >= every:
		p.last = now
		fmt.Fprintf(p.w, "[%d/%d] %s: %s%s\n", s.Done, s.Count, s.Name, amount("", s.Bytes, ""), amount(" of ", s.Total, ""))
	}
}

// amount spells a number of bytes with what stands around it; none is "".
func amount(before string, n int64, after string) string {
	switch {
	case n == 0:
		return ""
	case n < 1_000_000:
		return fmt.Sprintf("%s%.1f kB%s", before, float64(n)/1e3, after)
	}
	return fmt.Sprintf("%s%.1f MB%s", before, float64(n)/1e6, after)
}
