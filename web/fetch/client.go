// Package fetch downloads the history of markets for the tape builder: files
// of Binance's archive with their checksums, and rows of the interfaces of
// venues. What was downloaded is kept, and a download that broke off goes on
// where it did.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/guard"
	"unwind/web/upstream"
)

// Errors of a download.
var (
	ErrMissing     = errors.New("is not there")
	ErrUnavailable = errors.New("the venue is unavailable from here")
	ErrTooLarge    = errors.New("is larger than such a file can be")
	ErrChecksum    = errors.New("does not have the checksum that the venue publishes")
	ErrSlow        = errors.New("comes too slowly")
)

// LaterError says that a venue wants to be left alone for a while that is too
// long to wait for. What was downloaded is kept.
type LaterError struct {
	Host string
	At   time.Time // when to come back
	Why  string
}

// Error returns who asks for what.
func (e *LaterError) Error() string {
	return fmt.Sprintf("%s asks to be left alone until %s (%s); what was downloaded is kept", e.Host, e.At.UTC().Format(time.RFC3339), e.Why)
}

// Limits of one address.
const (
	maxTries    = 6               // in a row that bring nothing new
	maxResumes  = 50              // of one file, each of which brought something
	maxWait     = 2 * time.Minute // that a venue may ask for
	firstPause  = time.Second     // after a fault; it doubles
	longestRest = 30 * time.Second
	leastBytes  = 1 << 10 // that must come in [Client.Patience]
	maxAnswer   = 16 << 20
)

// Client downloads. Its zero value with a Cache works; the other fields are
// for tests.
type Client struct {
	Cache    string // folder in which downloads are kept
	Progress func(Step)

	// Hosts knows which hosts refuse, and is told of refusals; nil: each try
	// finds out by itself.
	Hosts *upstream.Hosts
	// Asked is told what came of each request to a venue, and of each that was
	// not sent, as [upstream.Options] has it; nil: nobody is.
	Asked func(venue string, sent bool, err error)
	// Guard says to which addresses connections are made; the zero value
	// allows the public internet only.
	Guard guard.Guard
	// Transport carries the requests; nil is one under Guard.
	Transport http.RoundTripper
	// Bases are addresses that stand in for "https://HOST", by host.
	Bases    map[string]string
	Now      func() time.Time                           // nil: the clock
	Sleep    func(context.Context, time.Duration) error // nil: waits
	Patience time.Duration                              // how long a kilobyte may take; 0: 30 s

	http *http.Client
}

// Step is what a client is doing.
type Step struct {
	Name        string // of the file
	Done, Count int    // of files: this is the Done-th
	Bytes       int64  // that were received of the file
	Total       int64  // bytes of the file; 0: not known
	Result      string // "verified"; "" while it is being downloaded
}

func (c *Client) now() time.Time {
	if c.Now != nil {
		return c.Now()
	}
	return time.Now()
}

func (c *Client) sleep(ctx context.Context, d time.Duration) error {
	if c.Sleep != nil {
		return c.Sleep(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}

func (c *Client) patience() time.Duration {
	if c.Patience > 0 {
		return c.Patience
	}
	return 30 * time.Second
}

func (c *Client) transport() http.RoundTripper {
	if c.Transport != nil {
		return c.Transport
	}
	return c.Guard.Transport()
}

// base returns the beginning of the addresses of a host.
func (c *Client) base(host string) string {
	if base, ok := c.Bases[host]; ok {
		return base
	}
	return "https://" + host
}

// do makes one request. The body that it returns fails when it comes too
// slowly.
func (c *Client) do(ctx context.Context, address string, offset int64) (*http.Response, error) {
	if c.http == nil {
		c.http = &http.Client{Transport: c.transport()}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		cancel(nil)
		return nil, err
	}
	req.Header.Set("User-Agent", "unwind")
	if offset > 0 {
		req.Header.Set("Range", "bytes="+strconv.FormatInt(offset, 10)+"-")
	}
	client := *c.http
	client.CheckRedirect = guard.Redirects(req.URL.Host)
	res, err := client.Do(req)
	if err != nil {
		cancel(nil)
		if of := new(url.Error); errors.As(err, &of) {
			err = of.Err // the address is named by the caller
		}
		return nil, err
	}
	res.Body = watch(ctx, cancel, res.Body, c.patience())
	return res, nil
}

// open makes one request, unless its host is known to refuse.
func (c *Client) open(ctx context.Context, host, address string, offset int64) (*http.Response, verdict) {
	if c.Hosts != nil {
		if r := c.Hosts.Stopped(host); r != nil {
			v := c.judge(host, r)
			v.unsent = true
			return nil, v
		}
	}
	res, err := c.do(ctx, address, offset)
	if err != nil {
		return nil, verdict{err: err, stop: errors.Is(err, guard.ErrAddress)}
	}
	return res, verdict{}
}

// verdict is what to do about an answer that is none.
type verdict struct {
	err     error
	wait    time.Duration // before the next try; 0: as long as after any fault
	stop    bool          // no further try can help
	refusal *feed.Refusal // that it comes of; nil for what is no refusal
	unsent  bool          // there is no answer because nothing was asked
}

// judge says what the refusal of a host means for a download, and tells others
// of it.
func (c *Client) judge(host string, r *feed.Refusal) verdict {
	v := c.weigh(host, r)
	v.refusal = r
	return v
}

func (c *Client) weigh(host string, r *feed.Refusal) verdict {
	if c.Hosts != nil {
		c.Hosts.Tell(host, r)
	}
	wait := time.Duration(r.Wait) * time.Millisecond
	if r.Until > 0 {
		wait = max(wait, time.Duration(r.Until-ms(c.now()))*time.Millisecond)
	}
	switch r.Reason {
	case feed.Unavailable:
		return verdict{err: fmt.Errorf("%s: %w (%s)", host, ErrUnavailable, r.Code), stop: true}
	case feed.Banned, feed.RateLimited:
		v := verdict{err: &LaterError{host, c.now().Add(wait), r.Reason.String() + ", " + r.Code}, wait: wait}
		v.stop = r.Reason == feed.Banned || wait > maxWait // asking again makes a ban longer
		return v
	case feed.Down:
		return verdict{err: fmt.Errorf("%s: %w", host, r), wait: wait}
	}
	return verdict{err: fmt.Errorf("%s: %w", host, r), stop: true}
}

// refused returns the verdict of a host of files on an answer, by its status;
// err is nil when it is a good one.
func (c *Client) refused(host string, a feed.Answer) verdict {
	switch a.Status {
	case http.StatusOK, http.StatusPartialContent:
		return verdict{}
	case http.StatusNotFound, http.StatusGone:
		return verdict{err: ErrMissing, stop: true, refusal: &feed.Refusal{Venue: host, Reason: feed.Empty}}
	case http.StatusForbidden:
		// Such a host has no limits that it would shut an address out for: it
		// does not serve the country.
		return verdict{err: fmt.Errorf("%s: %w (403)", host, ErrUnavailable), stop: true, refusal: &feed.Refusal{Venue: host, Reason: feed.Unavailable}}
	}
	return c.judge(host, feed.Refused(host, a))
}

// pause waits before another try.
func (c *Client) pause(ctx context.Context, v verdict, try int) error {
	wait := v.wait
	if wait == 0 {
		wait = min(firstPause<<try, longestRest)
		wait = wait/2 + rand.N(wait/2+1)
	}
	return c.sleep(ctx, wait)
}

// get returns the body of an address of a host, of at most limit bytes.
func (c *Client) get(ctx context.Context, host, address string, limit int64, judge func(feed.Answer) verdict) ([]byte, error) {
	for try := 0; ; try++ {
		body, v := c.getOnce(ctx, host, address, limit, judge)
		c.count(ctx, host, v)
		if v.err == nil {
			return body, nil
		}
		if v.stop || try+1 >= maxTries || ctx.Err() != nil {
			return nil, fmt.Errorf("%s: %w", address, v.err)
		}
		if err := c.pause(ctx, v, try); err != nil {
			return nil, err
		}
	}
}

func (c *Client) getOnce(ctx context.Context, host, address string, limit int64, judge func(feed.Answer) verdict) ([]byte, verdict) {
	res, v := c.open(ctx, host, address, 0)
	if v.err != nil {
		return nil, v
	}
	defer res.Body.Close()
	if res.ContentLength > limit {
		return nil, verdict{err: ErrTooLarge, stop: true}
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	if int64(len(body)) > limit {
		return nil, verdict{err: ErrTooLarge, stop: true}
	}
	if err != nil {
		return nil, verdict{err: err}
	}
	return body, judge(feed.Answer{Status: res.StatusCode, Header: upstream.Header(res.Header, c.now()), Body: body})
}

// ms is a time of the vocabulary of markets.
func ms(t time.Time) data.UnixMs { return data.UnixMs(t.UnixMilli()) }
