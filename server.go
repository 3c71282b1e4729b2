// Unwind shows where leverage is stacked over a price chart, and replays how
// it broke.
//
// Usage: unwind VERB [flags]; unwind help lists the verbs.
package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"unwind/web"
	"unwind/web/asset"
	"unwind/web/fetch"
	"unwind/web/library"
	"unwind/web/page"
	"unwind/web/proxy"
	"unwind/web/static"
	"unwind/web/upstream"
)

//go:embed index.html
var index string

//go:embed docs/*.md
var docs embed.FS

const usage = `Unwind: where leverage is stacked, and how it breaks.

unwind serve [flags]        serve the page; unwind serve -h lists the flags
unwind tape check FILE      check a tape
unwind tape info FILE       say what is in a tape
unwind tape import [flags]  make a tape from CSV files
unwind tape build [flags]   download a past event and make a tape of it
unwind tape cut [flags]     make a tape of what was recorded
unwind score [flags]        say how good the level estimate was; -h lists the flags
unwind version              print the version
unwind help                 print this
`

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run carries out one command line and returns the exit code: 0 for success,
// 1 for a failure, 2 for a command line that is not understood.
func run(args []string, stdout, stderr io.Writer) int {
	verb := "help"
	if len(args) > 0 {
		verb, args = args[0], args[1:]
	}
	switch verb {
	case "serve":
		return serveCommand(args, stdout, stderr)
	case "tape":
		return tapeCommand(args, stdout, stderr)
	case "score":
		return scoreCommand(args, stdout, stderr)
	case "version":
		fmt.Fprintln(stdout, "unwind", version())
	case "help", "-h", "-help", "--help":
		fmt.Fprint(stdout, usage)
	default:
		fmt.Fprintf(stderr, "unwind: no verb %q\n\n%s", verb, usage)
		return 2
	}
	return 0
}

func serveCommand(args []string, stdout, stderr io.Writer) int {
	o, err := parseServe(args, os.LookupEnv, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, "unwind serve:", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, o, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "unwind serve:", err)
		return 1
	}
	return 0
}

// serve answers requests until ctx ends, then lets those in progress finish.
func serve(ctx context.Context, o serveOptions, stdout, stderr io.Writer) error {
	log := newLog(o, stderr)
	o.measures = newMetrics(o)
	hosts, err := openHosts(o, log)
	if err != nil {
		return err
	}
	client, err := newClient(o, hosts, log)
	if err != nil {
		return err
	}
	markets, err := newMarkets(o.markets, client, log)
	if err != nil {
		return err
	}
	if markets != nil {
		defer markets.Close()
	}
	followed, err := follow(ctx, o, client, log)
	if err != nil {
		return err
	}
	defer followed.close()
	handler, events, err := assemble(o, markets, followed, log)
	if err != nil {
		return err
	}
	defer events.Close()
	o.watch(events, hosts, followed)
	_, unmeasured, err := serveMetrics(o.metrics, o.measures, log)
	if err != nil {
		return err
	}
	defer unmeasured()
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return err
	}
	warnOfNoBase(log, listener.Addr(), o.base)
	warnOfReaders(log, listener.Addr(), markets != nil || followed != nil)
	followed.announce(addressOf(listener.Addr()))
	fmt.Fprintf(stdout, "Unwind is at %s\n", addressOf(listener.Addr()))
	s := newServer(handler, log)
	offline, err := goOnline(ctx, o, hosts, events, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer offline()
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(limitListener(listener, o.maxConns, o.maxConnsPerIP)) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return stop(s, log)
	}
}

// goOnline begins to make the built-in events real, where that is asked for.
// What it returns stops that and waits for its end.
func goOnline(ctx context.Context, o serveOptions, hosts *upstream.Hosts, events *library.Library, log *slog.Logger) (offline func(), err error) {
	if !o.online {
		return func() {}, nil
	}
	if o.cache == "" && o.markets.data != "" {
		o.cache = filepath.Join(o.markets.data, "downloads")
	}
	folder, err := cacheFolder(o.cache)
	if err != nil {
		return nil, err
	}
	client := o.client
	if client == nil {
		client = &fetch.Client{Transport: transport(o.internet)}
	}
	client.Cache, client.Hosts, client.Asked = folder, hosts, o.measures.Asked
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		client.Refine(ctx, events, log)
	}()
	return func() {
		cancel()
		<-ended
	}, nil
}

// warnOfNoBase says what a server that others can reach lacks without --base.
func warnOfNoBase(log *slog.Logger, at net.Addr, base string) {
	tcp, ok := at.(*net.TCPAddr)
	if base == "" && ok && !tcp.IP.IsLoopback() {
		log.Warn("links and cards begin with http:// and whatever host is asked for; give --base the address of this server", "addr", at.String())
	}
}

// stopWithin bounds a graceful stop.
const stopWithin = 9 * time.Second

func stop(s *http.Server, log *slog.Logger) error {
	log.Info("stopping")
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		return fmt.Errorf("stop: %w", errors.Join(err, s.Close()))
	}
	return nil
}

// newServer bounds what one client can hold. Streams have deadlines of their
// own; of the rest the largest answer is the client, for which two minutes are
// enough at 0.25 Mbit/s.
func newServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// assemble builds the handler of the whole server.
func assemble(o serveOptions, markets *proxy.Proxy, followed *following, log *slog.Logger) (http.Handler, *library.Library, error) {
	assets, err := static.Load()
	if err != nil {
		return nil, nil, err
	}
	builtin, err := builtinTapes(assets, log)
	if err != nil {
		return nil, nil, err
	}
	events, err := library.New(builtin, o.tapes, log)
	if err != nil {
		return nil, nil, err
	}
	around, err := page.New(page.Options{Template: index, Assets: assets, Events: events, Base: o.base, Live: followed.forPage()})
	if err != nil {
		return nil, nil, err
	}
	options := web.Options{
		Assets: assets, Events: events, Page: around, Markets: markets,
		Build: buildID(), FrameAncestors: o.frameAncestors, Base: o.base, Docs: docs, Log: log, Metrics: o.measures,
	}
	followed.serveIn(&options)
	handler, err := web.New(options)
	return handler, events, err
}

// builtinTapes returns the tapes that the build left in the binary, or makes
// them.
func builtinTapes(assets *asset.Set, log *slog.Logger) ([]*asset.Blob, error) {
	if tapes := assets.Tapes(); len(tapes) > 0 {
		return tapes, nil
	}
	log.Info("the binary has no tapes; making them")
	return library.MakeBuiltins()
}

// addressOf returns the address to open in a browser on this machine.
func addressOf(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}
