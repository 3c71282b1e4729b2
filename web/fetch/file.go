package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"unwind/data/feed"
	"unwind/data/history"
	"unwind/web/upstream"
)

// Got is one download that is on disk.
type Got struct {
	URL    string
	Path   string // of the file on disk
	SHA256 string // hexadecimal
	Bytes  int64
	At     time.Time // when it was downloaded
	Kept   bool      // it had been downloaded before
}

// Archive downloads a file of the archive, unless it is kept, and verifies it
// against its checksum. A file that the archive does not have is an
// [ErrMissing].
func (c *Client) Archive(ctx context.Context, f *history.File, report func(got, total int64)) (Got, error) {
	p := c.place(f)
	if g, ok := p.kept(); ok {
		return g, nil
	}
	raw, err := c.get(ctx, history.ArchiveHost, p.url+".CHECKSUM", history.MaxChecksum, func(a feed.Answer) verdict { return c.refused(history.ArchiveHost, a) })
	if err != nil {
		return Got{}, err
	}
	if p.want, err = history.ParseChecksum(raw, f.Name()); err != nil {
		return Got{}, err
	}
	if err := os.MkdirAll(filepath.Dir(p.path), 0o755); err != nil {
		return Got{}, err
	}
	d := download{client: c, place: p, limit: f.MaxPacked(), report: report}
	if err := d.whole(ctx); err != nil {
		return Got{}, fmt.Errorf("%s: %w", p.url, err)
	}
	if err := os.WriteFile(p.path+".CHECKSUM", raw, 0o644); err != nil {
		return Got{}, err
	}
	return p.got(c.now())
}

// place is where a file comes from, where it is kept, and what it must be.
type place struct {
	url, path string
	want      [sha256.Size]byte
}

func (c *Client) place(f *history.File) place {
	return place{
		url:  c.base(history.ArchiveHost) + f.Path,
		path: filepath.Join(c.Cache, history.ArchiveHost, filepath.FromSlash(strings.TrimPrefix(f.Path, "/data"))),
	}
}

// kept returns the file on disk, when it is what the checksum beside it says.
func (p *place) kept() (Got, bool) {
	raw, err := os.ReadFile(p.path + ".CHECKSUM")
	if err != nil {
		return Got{}, false
	}
	if p.want, err = history.ParseChecksum(raw, filepath.Base(p.path)); err != nil {
		return Got{}, false
	}
	info, err := os.Stat(p.path)
	if err != nil {
		return Got{}, false
	}
	if sum, err := sumOf(p.path); err != nil || sum != p.want {
		return Got{}, false
	}
	g, err := p.got(info.ModTime())
	g.Kept = true
	return g, err == nil
}

func (p *place) got(at time.Time) (Got, error) {
	info, err := os.Stat(p.path)
	if err != nil {
		return Got{}, err
	}
	return Got{URL: p.url, Path: p.path, SHA256: hex.EncodeToString(p.want[:]), Bytes: info.Size(), At: at}, nil
}

// sumOf returns the SHA-256 of a file.
func sumOf(path string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}

// download is one file on its way. Its first part waits beside its place under
// a name of its own.
type download struct {
	client *Client
	place  place
	limit  int64
	report func(got, total int64)
}

func (d *download) part() string { return d.place.path + ".part" }

// whole downloads until the file is there and verified. When a file that was
// put together of parts is not what it should be, perhaps because it was
// revised in between, it is downloaded once more.
func (d *download) whole(ctx context.Context) error {
	if d.size() > 0 {
		if done, err := d.finish(); done || err != nil {
			return err
		}
	}
	for resumed := d.size() > 0; ; resumed = false {
		if err := d.all(ctx); err != nil {
			return err
		}
		if done, err := d.finish(); done || err != nil {
			return err
		}
		if err := os.Remove(d.part()); err != nil || !resumed {
			return errors.Join(ErrChecksum, err)
		}
	}
}

// finish puts the file in its place when it is what it should be.
func (d *download) finish() (done bool, err error) {
	sum, err := sumOf(d.part())
	if err != nil || sum != d.place.want {
		return false, err
	}
	return true, os.Rename(d.part(), d.place.path)
}

// all asks until the last byte has come.
func (d *download) all(ctx context.Context) error {
	tries := 0
	for resumes := 0; ; resumes++ {
		before := d.size()
		v := d.once(ctx)
		d.client.count(ctx, history.ArchiveHost, v)
		if v.err == nil {
			return nil
		}
		if d.size() > before {
			tries = 0
		}
		if tries++; v.stop || tries >= maxTries || resumes >= maxResumes || ctx.Err() != nil {
			return v.err
		}
		if err := d.client.pause(ctx, v, tries-1); err != nil {
			return err
		}
	}
}

// size returns the bytes that are there.
func (d *download) size() int64 {
	info, err := os.Stat(d.part())
	if err != nil {
		return 0
	}
	return info.Size()
}

// once asks for what is missing and appends what comes.
func (d *download) once(ctx context.Context) verdict {
	offset := d.size()
	res, v := d.client.open(ctx, history.ArchiveHost, d.place.url, offset)
	if v.err != nil {
		return v
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusRequestedRangeNotSatisfiable && offset > 0 {
		return verdict{err: errors.Join(errors.New("the parts do not fit"), os.Remove(d.part()))}
	}
	if v := d.client.refused(history.ArchiveHost, feed.Answer{Status: res.StatusCode, Header: upstream.Header(res.Header, d.client.now())}); v.err != nil {
		return v
	}
	if offset > 0 && !continues(res, offset) {
		offset = 0 // the server sends it from the beginning
	}
	if res.ContentLength > d.limit-offset {
		return verdict{err: ErrTooLarge, stop: true}
	}
	return d.append(res, offset)
}

// continues reports whether an answer goes on where the first part ends.
func continues(res *http.Response, offset int64) bool {
	return res.StatusCode == http.StatusPartialContent &&
		strings.HasPrefix(res.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", offset))
}

// append writes a body behind the first offset bytes.
func (d *download) append(res *http.Response, offset int64) verdict {
	f, err := os.OpenFile(d.part(), os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return verdict{err: err, stop: true}
	}
	err = f.Truncate(offset)
	if err == nil {
		_, err = f.Seek(offset, io.SeekStart)
	}
	if err != nil {
		return verdict{err: errors.Join(err, f.Close()), stop: true}
	}
	total := int64(0)
	if res.ContentLength >= 0 {
		total = offset + res.ContentLength
	}
	in := &counted{Reader: io.LimitReader(res.Body, d.limit-offset+1), got: offset, total: total, report: d.report}
	_, failed := io.Copy(f, in)
	if err := f.Close(); err != nil {
		return verdict{err: err, stop: true}
	}
	if in.got > d.limit {
		return verdict{err: errors.Join(ErrTooLarge, os.Remove(d.part())), stop: true}
	}
	return verdict{err: failed}
}

// counted is a reader that says how far it is.
type counted struct {
	io.Reader
	got, total int64
	report     func(got, total int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.got += int64(n)
	if c.report != nil {
		c.report(c.got, c.total)
	}
	return n, err
}
