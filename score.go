package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"unwind/data"
	"unwind/data/reconstruct"
	"unwind/data/score"
	"unwind/data/tape"
	"unwind/data/tape/csvimport"
)

// scoreOptions is the flags of unwind score.
type scoreOptions struct {
	event, tape string
	files       importOptions // of which the names of files and the symbol
	options     score.Options
	every       time.Duration
	json        bool
}

// scoreCommand carries out unwind score and returns the exit code: 0 for
// success, 1 for a bad file or event, 2 for a command line that is not
// understood.
func scoreCommand(args []string, stdout, stderr io.Writer) int {
	o, err := parseScore(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, "unwind score:", err)
		return 2
	}
	if err := o.print(stdout); err != nil {
		fmt.Fprintln(stderr, "unwind score:", err)
		return 1
	}
	return 0
}

func parseScore(args []string, stderr io.Writer) (scoreOptions, error) {
	o := scoreOptions{options: score.Defaults()}
	f := flag.NewFlagSet("unwind score", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.event, "event", "", "built-in `EVENT` to score: "+strings.Join(reconstruct.IDs(), ", "))
	f.StringVar(&o.tape, "tape", "", "tape `FILE` to score")
	f.Var(&o.files.files.candles, "candles", "CSV `FILE` of candles to score; this and the next may be given several times")
	f.Var(&o.files.files.mark, "mark", "CSV `FILE` of mark price bars for the candles")
	f.Var(&o.files.files.oi, "oi", "CSV `FILE` of open interest in US dollars for the candles")
	f.StringVar(&o.files.options.Symbol, "symbol", "", "`SYMBOL` of the candles")
	f.DurationVar(&o.every, "every", time.Hour, "`TIME` between two moments at which the estimate is judged")
	f.Float64Var(&o.options.Top, "top", o.options.Top, "`PART` of the cells of a side that counts as bright")
	f.Float64Var(&o.options.Near, "near", o.options.Near, "nearest log `DISTANCE` of a cell")
	f.Float64Var(&o.options.Far, "far", o.options.Far, "farthest log `DISTANCE` of a cell")
	f.Uint64Var(&o.options.Seed, "seed", o.options.Seed, "`SEED` of the bootstrap")
	f.BoolVar(&o.json, "json", false, "print JSON, with every figure")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	o.options.Every = data.UnixMs(o.every.Milliseconds())
	return o, o.check(f.Args())
}

func (o *scoreOptions) check(rest []string) error {
	if len(rest) > 0 {
		return fmt.Errorf("%q is no flag", rest[0])
	}
	given := 0
	for _, is := range []bool{o.event != "", o.tape != "", len(o.files.files.candles) > 0} {
		if is {
			given++
		}
	}
	if given != 1 {
		return errors.New("one of --event, --tape and --candles says what to score")
	}
	if o.options.Every <= 0 {
		return fmt.Errorf("--every %s: want a positive time", o.every)
	}
	return nil
}

// load returns the event to score.
func (o *scoreOptions) load() (*tape.Tape, error) {
	switch {
	case o.event != "":
		return reconstruct.Event(o.event)
	case o.tape != "":
		return readTape(o.tape)
	}
	in, err := o.files.read()
	if err != nil {
		return nil, err
	}
	t, _, err := csvimport.Import(in, o.files.options)
	return t, err
}

func (o *scoreOptions) print(w io.Writer) error {
	t, err := o.load()
	if err != nil {
		return err
	}
	card, err := score.Make(t, score.Sets(t.OpenInterest != nil), o.options)
	if err != nil {
		return err
	}
	if o.json {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(card.JSON())
	}
	_, err = io.WriteString(w, textCard(card))
	return err
}
