package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"time"

	"unwind/data"
	"unwind/data/tape"
	"unwind/data/tape/csvimport"
)

// importOptions is the flags of unwind tape import.
type importOptions struct {
	files                struct{ candles, mark, spot, funding, oi, depth, liquidations, adl, gaps fileNames }
	options              csvimport.Options
	title, titleRussian  string
	from, to, cover, out string
	step                 time.Duration
	columns              columnNames
	contract, side       string
}

// columnNames is the columns that are named by hand, by kind of file.
type columnNames map[string]csvimport.Columns

func (c *columnNames) String() string { return "" }

func (c *columnNames) Set(s string) error {
	if *c == nil {
		*c = columnNames{}
	}
	return csvimport.ParseColumns(s, *c)
}

// fileNames is a flag that may be given several times.
type fileNames []string

func (n *fileNames) String() string { return fmt.Sprint(*n) }

func (n *fileNames) Set(name string) error {
	*n = append(*n, name)
	return nil
}

func importCommand(args []string, stdout, stderr io.Writer) int {
	o, err := parseImport(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, "unwind tape import:", err)
		return 2
	}
	if err := importTape(o, stdout); err != nil {
		fmt.Fprintln(stderr, "unwind tape import:", err)
		return 1
	}
	return 0
}

func parseImport(args []string, stderr io.Writer) (importOptions, error) {
	var o importOptions
	f := flag.NewFlagSet("unwind tape import", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.Var(&o.files.candles, "candles", "`FILE` of candles; this and the other files may be given several times")
	f.Var(&o.files.mark, "mark", "`FILE` of mark price bars")
	f.Var(&o.files.spot, "spot", "`FILE` of spot candles")
	f.Var(&o.files.funding, "funding", "`FILE` of funding rates")
	f.Var(&o.files.oi, "oi", "`FILE` of open interest in US dollars")
	f.Var(&o.files.depth, "depth", "`FILE` of snapshots of the book: what rests up to a percentage from the price")
	f.Var(&o.files.liquidations, "liquidations", "`FILE` of liquidations")
	f.Var(&o.files.adl, "adl", "`FILE` of auto-deleveraging beside what was liquidated")
	f.Var(&o.files.gaps, "gaps", "`FILE` of stretches of which something is missing")
	f.Var(&o.columns, "columns", "which column is what: `[KIND:]FIELD=COLUMN,...`, by name or number from 1; may be given several times")
	f.StringVar(&o.side, "side", "", "what buy and sell of a liquidation are the `SIDE` of: order (a sale closed a long) or position")
	f.StringVar(&o.contract, "contract", "", "`USD` that one contract of a liquidation is worth, or base when quantities are of the base asset")
	f.StringVar(&o.options.Symbol, "symbol", "", "`SYMBOL` of the tape; liquidations of others are left out")
	f.StringVar(&o.options.ID, "id", "", "`ID` of the tape (default: symbol and first day)")
	f.StringVar(&o.title, "title", "", "`TITLE` in English (default: symbol and days)")
	f.StringVar(&o.titleRussian, "title-ru", "", "`TITLE` in Russian")
	f.DurationVar(&o.step, "step", 0, "`LENGTH` of a candle such as 1m (default: the longest of the files)")
	f.StringVar(&o.from, "from", "", "first `TIME` of the window, ISO (default: the first candle)")
	f.StringVar(&o.to, "to", "", "end of the window, a `TIME` (default: the end of the last candle)")
	f.StringVar(&o.cover, "cover", "", "`TIME` of the cover picture (default: the end of the window)")
	f.StringVar(&o.out, "out", "", "`FILE` to write; needed")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	return o, o.check(f.Args())
}

// check completes the options.
func (o *importOptions) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is no flag", rest[0])
	case o.out == "":
		return errors.New("--out says where the tape goes and is needed")
	case o.step < 0 || o.step%time.Millisecond != 0:
		return fmt.Errorf("--step %s: want whole milliseconds", o.step)
	case o.options.ID != "" && !tape.ValidID(o.options.ID):
		return fmt.Errorf("--id %q: want 1 to 64 lower case letters, digits and hyphens", o.options.ID)
	}
	var err error
	if o.options.Title, err = titleOf(o.title, o.titleRussian); err != nil {
		return err
	}
	o.options.Step = data.UnixMs(o.step.Milliseconds())
	return errors.Join(o.checkLiquidations(), moment(&o.options.From, "from", o.from), moment(&o.options.To, "to", o.to), moment(&o.options.Cover, "cover", o.cover))
}

// titleOf returns the title of two flags, nil without any.
func titleOf(english, russian string) (tape.Text, error) {
	switch {
	case english == "" && russian == "":
		return nil, nil
	case english == "":
		return nil, errors.New("--title-ru needs --title")
	case russian == "":
		return tape.Text{"en": english}, nil
	}
	return tape.Text{"en": english, "ru": russian}, nil
}

// checkLiquidations reads what is said of the files of liquidations.
func (o *importOptions) checkLiquidations() error {
	switch o.side {
	case "":
	case "order":
		o.options.Sides = csvimport.OrderSides
	case "position":
		o.options.Sides = csvimport.PositionSides
	default:
		return fmt.Errorf("--side %q: want order or position", o.side)
	}
	switch o.contract {
	case "":
	case "base":
		o.options.Contract = csvimport.BaseUnits
	default:
		usd, err := strconv.ParseFloat(o.contract, 64)
		if err != nil || !(usd > 0 && usd <= 1e9) {
			return fmt.Errorf("--contract %q: want US dollars or base", o.contract)
		}
		o.options.Contract = usd
	}
	return nil
}

// moment reads the time of a flag, which may be left empty.
func moment(dst *data.UnixMs, name, s string) error {
	if s == "" {
		return nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			*dst = data.UnixMs(t.UnixMilli())
			return nil
		}
	}
	return fmt.Errorf("--%s %q: want a time such as 2026-02-06T00:19:00Z", name, s)
}

func importTape(o importOptions, stdout io.Writer) error {
	in, err := o.read()
	if err != nil {
		return err
	}
	t, report, err := csvimport.Import(in, o.options)
	if err != nil {
		return err
	}
	raw, err := tape.Write(t)
	if err != nil {
		return err
	}
	if err := replaceFile(o.out, raw); err != nil {
		return err
	}
	if err := report.Print(stdout); err != nil {
		return err
	}
	printTape(stdout, o.out, t)
	return nil
}

// read reads the files of all kinds.
func (o *importOptions) read() (csvimport.Input, error) {
	var in csvimport.Input
	for _, kind := range []struct {
		flag  string
		names fileNames
		dst   *[]csvimport.File
	}{
		{"candles", o.files.candles, &in.Candles}, {"mark", o.files.mark, &in.Mark}, {"spot", o.files.spot, &in.Spot},
		{"funding", o.files.funding, &in.Funding}, {"oi", o.files.oi, &in.OpenInterest}, {"depth", o.files.depth, &in.Depth}, {"liquidations", o.files.liquidations, &in.Liquidations},
		{"adl", o.files.adl, &in.ADL}, {"gaps", o.files.gaps, &in.Gaps},
	} {
		for _, name := range kind.names {
			raw, err := readBounded(name, csvimport.MaxFileBytes)
			if err != nil {
				return in, err
			}
			*kind.dst = append(*kind.dst, csvimport.File{Name: name, Raw: raw, Columns: o.columns[kind.flag]})
		}
	}
	return in, nil
}
