// Package upstream asks venues over HTTP as they want to be asked: within a
// part of what they allow an address, never while one of their hosts refuses,
// also not after a restart, and with bounds on everything that comes back. It
// works around no refusal.
package upstream

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/guard"
)

// Options is what a client needs.
type Options struct {
	Hosts *Hosts
	Keys  map[string]Key // by id of the venue
	// Transport carries the requests; nil is one under guard, which every
	// server has. Tests give one that reaches their own loopback server.
	Transport http.RoundTripper
	Timeout   time.Duration // of one request, all of it; 0: 8 seconds
	Now       func() time.Time
	Log       *slog.Logger
	// Asked is told what came of each request, and of each that was not sent;
	// nil: nobody is.
	Asked func(venue string, sent bool, err error)
}

// Client asks venues. It is safe for concurrent use.
type Client struct {
	Options
	http  *http.Client
	sleep func(context.Context, data.UnixMs) error

	metersMu sync.Mutex
	meters   map[string]*meter // by venue, host and budget
}

// New returns a client.
func New(o Options) *Client {
	if o.Transport == nil {
		o.Transport = guard.Guard{}.Transport()
	}
	if o.Timeout == 0 {
		o.Timeout = 8 * time.Second
	}
	if o.Asked == nil {
		o.Asked = func(string, bool, error) {}
	}
	return &Client{
		Options: o, sleep: sleep, meters: map[string]*meter{},
		http: &http.Client{Transport: o.Transport, CheckRedirect: stay},
	}
}

// stay follows no redirect: the interfaces that are asked have none, and a key
// must not travel.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Do returns the body of the answer to a request of a venue. It fails with a
// [*feed.Refusal], the venue's or of a request that was not sent, with a
// [*feed.Malformed] for a body out of bounds, or with the error of ctx.
func (c *Client) Do(ctx context.Context, v *feed.Venue, r feed.Request) ([]byte, error) {
	pass, err := c.leave(ctx, v, r)
	if err != nil {
		c.Asked(v.ID, false, err)
		return nil, err
	}
	body, err := c.ask(ctx, v, r, pass)
	c.Asked(v.ID, true, err)
	return body, err
}

// leave waits for the leave to send a request.
func (c *Client) leave(ctx context.Context, v *feed.Venue, r feed.Request) (*Pass, error) {
	if r.KeyHeader != "" && !c.Keys[v.ID].Given() {
		return nil, &feed.Refusal{Venue: v.ID, Reason: feed.Unauthorised, Text: "no key was given to this server"}
	}
	if refusal := c.Hosts.Stopped(r.Host); refusal != nil {
		return nil, refusal
	}
	if err := c.takeTurn(ctx, v, r); err != nil {
		return nil, err
	}
	pass, refusal := c.Hosts.Enter(r.Host)
	if refusal != nil {
		return nil, refusal
	}
	return pass, nil
}

// ask sends a request with leave to do so.
func (c *Client) ask(ctx context.Context, v *feed.Venue, r feed.Request, pass *Pass) ([]byte, error) {
	within, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	began := c.Now()
	answer, err := c.send(within, v, r)
	if ctx.Err() != nil {
		pass.Abandon()
		return nil, ctx.Err()
	}
	refusal := pass.Return(refusalOf(v, answer, err))
	c.Log.Debug("asked a venue", "venue", v.ID, "host", r.Host, "path", r.Path,
		"status", answer.Status, "bytes", len(answer.Body), "took", c.Now().Sub(began), "err", err, "refusal", refusal)
	switch {
	case refusal != nil:
		return nil, refusal
	case err != nil:
		return nil, err
	}
	return answer.Body, nil
}

// refusalOf returns why an answer is none, or nil. A host that cannot be
// reached, or whose answer breaks off, is down; a body that is out of bounds is
// no refusal.
func refusalOf(v *feed.Venue, a feed.Answer, err error) *feed.Refusal {
	var malformed *feed.Malformed
	if err != nil && !errors.As(err, &malformed) {
		return &feed.Refusal{Venue: v.ID, Reason: feed.Down, Text: whyDown(err)}
	}
	if err != nil && a.Status == http.StatusOK {
		return nil
	}
	return v.Refused(a)
}

// whyDown says for people what went wrong; the log has the error, with its
// addresses.
func whyDown(err error) string {
	var unreached *url.Error
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "no whole answer in time"
	case errors.As(err, &unreached):
		return "could not be reached"
	}
	return "the answer broke off"
}

// send sends a request and reads the answer, whatever its status.
func (c *Client) send(ctx context.Context, v *feed.Venue, r feed.Request) (feed.Answer, error) {
	request, err := c.request(ctx, v, r)
	if err != nil {
		return feed.Answer{}, err
	}
	res, err := c.http.Do(request)
	if err != nil {
		return feed.Answer{}, err
	}
	defer res.Body.Close()
	answer := feed.Answer{Status: res.StatusCode, Header: Header(res.Header, c.Now())}
	c.takeUsed(v, r, answer)
	answer.Body, err = read(res)
	if key := c.Keys[v.ID]; key.Given() { // whatever is echoed is not passed on
		answer.Body = bytes.ReplaceAll(answer.Body, []byte(key.reveal()), []byte(hidden))
	}
	return answer, err
}

func (c *Client) request(ctx context.Context, v *feed.Venue, r feed.Request) (*http.Request, error) {
	var body io.Reader
	if r.Body != "" {
		body = strings.NewReader(r.Body)
	}
	request, err := http.NewRequestWithContext(ctx, r.Method, r.URL(), body)
	if err != nil {
		return nil, err
	}
	h := request.Header
	h.Set("Accept", "application/json")
	h.Set("Accept-Encoding", "gzip")
	h.Set("User-Agent", "unwind") // some hosts refuse requests without one
	if r.Body != "" {
		h.Set("Content-Type", "application/json")
	}
	if r.KeyHeader != "" {
		h.Set(r.KeyHeader, c.Keys[v.ID].reveal())
	}
	return request, nil
}
