package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"unwind/data"
	"unwind/data/tape"
	"unwind/web/live/backfill"
	"unwind/web/record"
)

// cutOptions is the flags of unwind tape cut.
type cutOptions struct {
	data, nats, server string // where the recording is; one of them
	window             record.Window
	last               time.Duration
	from, to, out      string
}

// cutCommand carries out unwind tape cut; now is the end of the last minutes.
func cutCommand(args []string, now time.Time, stdout, stderr io.Writer) int {
	o, err := parseCut(args, os.LookupEnv, now, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, "unwind tape cut:", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := cutTape(ctx, o, stdout); err != nil {
		fmt.Fprintln(stderr, "unwind tape cut:", err)
		return 1
	}
	return 0
}

func parseCut(args []string, lookup func(string) (string, bool), now time.Time, stderr io.Writer) (cutOptions, error) {
	var o cutOptions
	f := flag.NewFlagSet("unwind tape cut", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.data, "data", "", "`DIR` of the recording; a server that has it open is asked instead; or UNWIND_DATA")
	f.StringVar(&o.nats, "nats", "", "`URL` of the NATS that has the recording; or UNWIND_NATS")
	f.StringVar(&o.server, "server", "", "`URL` of the server that records")
	f.StringVar(&o.window.Symbol, "symbol", "", "`SYMBOL` as a venue writes it: its coin on all venues, its candles first; needed")
	f.DurationVar(&o.last, "last", 0, "`LENGTH` of the window until now, such as 15m")
	f.StringVar(&o.from, "from", "", "first `TIME` of the window, ISO")
	f.StringVar(&o.to, "to", "", "end of the window, a `TIME` (default: now)")
	f.StringVar(&o.out, "out", "", "`FILE` to write; needed")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	o.places(lookup)
	return o, errors.Join(o.check(f.Args()), o.when(now))
}

// places takes from the environment where the recording is, unless the command
// line says so.
func (o *cutOptions) places(lookup func(string) (string, bool)) {
	if o.data != "" || o.nats != "" || o.server != "" {
		return
	}
	if o.nats, _ = lookup("UNWIND_NATS"); o.nats == "" {
		o.data, _ = lookup("UNWIND_DATA")
	}
}

// check looks at what does not depend on the time.
func (o *cutOptions) check(rest []string) error {
	places := 0
	for _, place := range []string{o.data, o.nats, o.server} {
		if place != "" {
			places++
		}
	}
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is no flag", rest[0])
	case places != 1:
		return errors.New("one of --data, --nats and --server says where the recording is")
	case o.window.Symbol == "":
		return errors.New("--symbol says what the tape is of and is needed")
	case o.out == "":
		return errors.New("--out says where the tape goes and is needed")
	}
	return nil
}

// when works out the window.
func (o *cutOptions) when(now time.Time) error {
	end := data.UnixMs(now.Unix()) * data.Second
	switch {
	case o.last != 0 && (o.from != "" || o.to != ""):
		return errors.New("--last and --from exclude each other")
	case o.last != 0:
		o.window.From, o.window.To = end-data.UnixMs(o.last.Milliseconds()), end
	case o.from == "":
		return errors.New("--last or --from says which window is cut")
	default:
		o.window.To = end
		if err := errors.Join(moment(&o.window.From, "from", o.from), moment(&o.window.To, "to", o.to)); err != nil {
			return err
		}
	}
	return nil
}

// cutTape cuts a tape and writes it.
func cutTape(ctx context.Context, o cutOptions, stdout io.Writer) error {
	t, err := cut(ctx, o)
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
	printTape(stdout, o.out, t)
	return nil
}

// cut makes the tape: a store of files cannot be opened twice, so of a folder
// that a server has open the server makes it.
func cut(ctx context.Context, o cutOptions) (*tape.Tape, error) {
	if o.server != "" {
		return askForCut(ctx, o.server, o.window)
	}
	store, err := record.Open(ctx, record.Options{Dir: o.data, URL: o.nats, Existing: true})
	var in *record.InUse
	if errors.As(err, &in) && in.Address != "" {
		return askForCut(ctx, in.Address, o.window)
	}
	if err != nil {
		return nil, err
	}
	defer store.Close()
	if o.data != "" {
		store.SetPast(backfill.PastIn(filepath.Join(o.data, keptFile)))
	}
	return store.Cut(ctx, o.window)
}

// askWithin bounds a question to a server that records.
const askWithin = time.Minute

// askForCut lets a server cut.
func askForCut(ctx context.Context, server string, w record.Window) (*tape.Tape, error) {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	server = strings.TrimSuffix(server, "/")
	q := url.Values{"symbol": {w.Symbol}, "from": {strconv.FormatInt(int64(w.From), 10)}, "to": {strconv.FormatInt(int64(w.To), 10)}}
	raw, err := get(ctx, server+"/api/tapes/cut?"+q.Encode(), 1<<20)
	if err != nil {
		return nil, err
	}
	var event struct {
		Tape string `json:"tape"`
	}
	if err := json.Unmarshal(raw, &event); err != nil || !strings.HasPrefix(event.Tape, "/") {
		return nil, fmt.Errorf("the answer of %s is not understood", server)
	}
	if raw, err = get(ctx, server+event.Tape, tape.MaxBytes); err != nil {
		return nil, err
	}
	return tape.Read(raw)
}

// get returns an answer of at most limit bytes. That of an error says why.
func get(ctx context.Context, address string, limit int64) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(raw)) > limit:
		return nil, fmt.Errorf("the answer of %s has more than %d MiB", r.URL.Host, limit>>20)
	case answer.StatusCode != http.StatusOK:
		return nil, errors.New(refusalOf(answer, raw))
	}
	return raw, nil
}

// refusalOf returns what a server says of a request that it refuses.
func refusalOf(answer *http.Response, raw []byte) string {
	var e struct {
		Error struct{ Message string }
	}
	if err := json.Unmarshal(raw, &e); err != nil || e.Error.Message == "" {
		return answer.Request.URL.Host + ": " + answer.Status
	}
	return answer.Request.URL.Host + ": " + e.Error.Message
}
