package fetch

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"unwind/data"
	"unwind/data/feed"
)

// maxAnswers bounds the requests for one series.
const maxAnswers = 5000

// rows asks a venue for all rows of a query, in as many requests as it takes.
// Answers about the past are kept as they came, so that they are not asked for
// again.
func rows[T any](ctx context.Context, c *Client, v *feed.Venue, e *feed.Endpoint[T], q feed.Query) (all []T, got []Got, err error) {
	windows := feed.Windows(q, e.Span(q.Step))
	if len(windows) > maxAnswers {
		return nil, nil, fmt.Errorf("%s: more than %d answers", v.ID, maxAnswers)
	}
	for _, w := range windows {
		part, g, err := page(ctx, c, v, e, w)
		if err != nil {
			return nil, got, err
		}
		all, got = append(all, part...), append(got, g)
	}
	return all, got, nil
}

// page returns the rows of one request; none is no fault.
func page[T any](ctx context.Context, c *Client, v *feed.Venue, e *feed.Endpoint[T], q feed.Query) ([]T, Got, error) {
	r, err := e.Request(q)
	if err != nil {
		return nil, Got{}, err
	}
	body, g, err := c.answer(ctx, v, &r)
	if err != nil {
		return nil, Got{}, err
	}
	part, err := e.Parse(q, body)
	if errors.Is(err, &feed.Refusal{Reason: feed.Empty}) {
		return nil, g, nil
	}
	return part, g, errors.Join(err, g.spoilt(err))
}

// spoilt removes an answer or a file that could not be read, or it would be read
// again for ever.
func (g *Got) spoilt(err error) error {
	if err == nil {
		return nil
	}
	return os.Remove(g.Path)
}

// answer returns the body of a venue's answer: that which is kept, or a new one.
func (c *Client) answer(ctx context.Context, v *feed.Venue, r *feed.Request) ([]byte, Got, error) {
	name := sha256.Sum256([]byte(r.URL()))
	g := Got{URL: r.URL(), Path: filepath.Join(c.Cache, r.Host, hex.EncodeToString(name[:])+".json.gz")}
	if body, at, ok := kept(g.Path); ok {
		g.Kept = true
		return body, g.of(body, at), nil
	}
	if err := c.sleep(ctx, gap(v, r)); err != nil {
		return nil, g, err
	}
	body, err := c.get(ctx, r.Host, c.base(r.Host)+r.Path+"?"+r.Query, maxAnswer, func(a feed.Answer) verdict {
		if refusal := v.Refused(a); refusal != nil && refusal.Reason != feed.Empty {
			return c.judge(r.Host, refusal)
		}
		return verdict{}
	})
	if err != nil {
		return nil, g, err
	}
	return body, g.of(body, c.now()), keep(g.Path, body)
}

// of completes what is known of a download.
func (g Got) of(body []byte, at time.Time) Got {
	sum := sha256.Sum256(body)
	g.SHA256, g.Bytes, g.At = hex.EncodeToString(sum[:]), int64(len(body)), at
	return g
}

// keep writes an answer, packed to about a tenth, as a whole.
func keep(path string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	z := gzip.NewWriter(f)
	_, err = z.Write(body)
	if err = errors.Join(err, z.Close(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), path)
}

// kept returns an answer that is on disk and when it came. One that cannot be
// read is as good as none.
func kept(path string) ([]byte, time.Time, bool) {
	f, err := os.Open(path)
	if err != nil {
		return nil, time.Time{}, false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, time.Time{}, false
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, time.Time{}, false
	}
	body, err := io.ReadAll(io.LimitReader(z, maxAnswer+1))
	return body, info.ModTime(), err == nil && len(body) <= maxAnswer
}

// gap is how long to wait before a request so that the venue's budget is never
// spent, however many follow.
func gap(v *feed.Venue, r *feed.Request) time.Duration {
	for _, b := range v.Budgets {
		if b.Name == r.Budget && b.Units > 0 {
			return time.Duration(max(b.Gap, b.Per*data.UnixMs(max(r.Weight, 1))/data.UnixMs(b.Units))) * time.Millisecond
		}
	}
	return 100 * time.Millisecond
}
