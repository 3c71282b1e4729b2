package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/tape"
)

const tapeUsage = `unwind tape check FILE...    say whether files are valid tapes, and what is wrong
unwind tape info FILE...     say what is in tapes
unwind tape import [flags]   make a tape from CSV files; -h lists the flags
unwind tape build [flags]    make a tape from the public archives of venues; -h lists the flags
unwind tape cut [flags]      make a tape of what was recorded; -h lists the flags
`

// tapeCommand carries out unwind tape and returns the exit code: 0 for
// success, 1 for a bad file, 2 for a command line that is not understood.
func tapeCommand(args []string, stdout, stderr io.Writer) int {
	verb := ""
	if len(args) > 0 {
		verb, args = args[0], args[1:]
	}
	switch {
	case verb == "check" && len(args) > 0:
		return eachTape(args, stderr, func(name string, _ *tape.Tape) { fmt.Fprintln(stdout, name+": ok") })
	case verb == "info" && len(args) > 0:
		return eachTape(args, stderr, func(name string, t *tape.Tape) { printTape(stdout, name, t) })
	case verb == "import":
		return importCommand(args, stdout, stderr)
	case verb == "build":
		return buildOutside(args, stdout, stderr)
	case verb == "cut":
		return cutCommand(args, time.Now(), stdout, stderr)
	case verb == "help" || verb == "-h" || verb == "--help":
		fmt.Fprint(stdout, tapeUsage)
		return 0
	}
	fmt.Fprint(stderr, tapeUsage)
	return 2
}

// eachTape reads tapes and reports those that are not valid.
func eachTape(names []string, stderr io.Writer, use func(name string, t *tape.Tape)) int {
	code := 0
	for _, name := range names {
		t, err := readTape(name)
		if err != nil {
			fmt.Fprintln(stderr, err)
			code = 1
			continue
		}
		use(name, t)
	}
	return code
}

func readTape(name string) (*tape.Tape, error) {
	raw, err := readBounded(name, tape.MaxBytes)
	if err != nil {
		return nil, err
	}
	t, err := tape.Read(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// readBounded reads a file of at most limit bytes.
func readBounded(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	tooLarge := fmt.Errorf("%s: has more than %d MiB", name, limit>>20)
	if info, err := f.Stat(); err == nil && info.Size() > limit {
		return nil, tooLarge
	}
	// What is no regular file, such as a pipe, has no size beforehand.
	raw, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(raw)) > limit {
		return nil, tooLarge
	}
	return raw, nil
}

func printTape(w io.Writer, name string, t *tape.Tape) {
	fmt.Fprintf(w, "%s: %s, %q\n", name, t.ID, t.Title.In("en"))
	fmt.Fprintf(w, "  instrument    %s %s\n", t.Symbol, t.Instrument)
	fmt.Fprintf(w, "  window        %s to %s, cover %s\n", iso(t.From), iso(t.To), iso(t.Cover))
	printCandles(w, "candles", t.Candles)
	if m := t.Mark; m != nil {
		printLayer(w, "mark", m.Origin, m.T, "")
	}
	printCandles(w, "spot", t.Spot)
	printPoints(w, "open interest", t.OpenInterest)
	printPoints(w, "funding", t.Funding)
	if d := t.Depth; d != nil {
		printLayer(w, "depth", d.Origin, d.T, "of the "+d.Of.String())
	}
	if l := t.Liquidations; l != nil {
		feeds := feedsOf(t)
		printLayer(w, "liquidations", l.Origin, l.T, liquidated(&l.Liquidations, l.AtLeast || len(feeds) > 0 || market.MissesLiquidations(t)))
		printFeeds(w, feeds, t)
	}
	if f := t.Totals; f != nil {
		printLayer(w, "totals", f.Origin, f.T, bySide(sum(f.Long), sum(f.Short), f.AtLeast))
	}
	if l := t.ADL; l != nil {
		printLayer(w, "adl", l.Origin, l.T, adlTook(l))
	}
	if l := t.Gaps; l != nil {
		printLayer(w, "gaps", l.Origin, nil, missing(l.Gaps))
	}
	if l := t.Levels; l != nil {
		printLayer(w, "levels", l.Origin, nil, fmt.Sprintf("%d runs on %d columns × %d bins", len(l.Runs), l.Columns.N, l.Bins.N))
	}
	fmt.Fprintf(w, "  notes         %d chapters, %d facts\n", len(t.Chapters), len(t.Facts))
}

func printCandles(w io.Writer, name string, c *tape.CandleLayer) {
	if c != nil {
		printLayer(w, name, c.Origin, c.T, "of "+(time.Duration(c.Step)*time.Millisecond).String())
	}
}

func printPoints(w io.Writer, name string, p *tape.PointLayer) {
	if p != nil {
		printLayer(w, name, p.Origin, p.T, "")
	}
}

// printLayer prints one line; t is nil for a layer without rows in time.
func printLayer(w io.Writer, name string, o tape.Origin, t []data.UnixMs, more string) {
	fmt.Fprintf(w, "  %-13s %-9s", name, o.Provenance)
	if t != nil {
		fmt.Fprintf(w, " %6d rows", len(t))
	}
	if len(t) > 0 {
		fmt.Fprintf(w, " from %s to %s", iso(t[0]), iso(t[len(t)-1]))
	}
	if more != "" {
		fmt.Fprintf(w, " %s", more)
	}
	fmt.Fprintln(w)
}

// adlTook says what part of what was liquidated ADL took.
func adlTook(l *tape.ADLLayer) string {
	unit := "USD"
	if l.Fills {
		unit = "fills"
	}
	return fmt.Sprintf("%.0f of %.0f %s liquidated", sum(l.ADL), sum(l.Liquidated), unit)
}

// missing says how many gaps there are and how long they are together.
func missing(all []data.Gap) string {
	var sum data.UnixMs
	for _, g := range all {
		sum += g.To - g.From
	}
	return fmt.Sprintf("%6d rows, %s in all", len(all), time.Duration(sum)*time.Millisecond)
}

func liquidated(l *data.Liquidations, atLeast bool) string {
	var by [3]data.USD
	for i, s := range l.Side {
		by[s] += l.Notional[i]
	}
	return bySide(by[data.Long], by[data.Short], atLeast)
}

func bySide(long, short data.USD, atLeast bool) string {
	qualifier := ""
	if atLeast {
		qualifier = "at least "
	}
	return fmt.Sprintf("%slong %.2f USD, short %.2f USD", qualifier, long, short)
}

func sum[T ~float64](v []T) T {
	var s T
	for _, x := range v {
		s += x
	}
	return s
}

func iso(t data.UnixMs) string { return time.UnixMilli(int64(t)).UTC().Format(time.RFC3339) }

// replaceFile writes a file so that a reader, such as a server that watches
// the folder, never sees half of it.
func replaceFile(name string, raw []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".unwind-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(raw)
	if err = errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
