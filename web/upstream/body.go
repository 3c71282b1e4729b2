package upstream

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"

	"unwind/data/feed"
	"unwind/data/feed/field"
)

// read returns the body of an answer, unpacked. It is bounded after unpacking,
// so that a small body that unpacks to a large one ends at the same size; a
// body that is too large or packed otherwise than asked for is a
// [*feed.Malformed], one that ends early another error.
func read(res *http.Response) ([]byte, error) {
	var from io.Reader = res.Body
	switch coding := strings.ToLower(res.Header.Get("Content-Encoding")); coding {
	case "", "identity":
	case "gzip":
		unpacked, err := gzip.NewReader(res.Body)
		if err != nil {
			return nil, fault(err, "is no gzip")
		}
		from = unpacked
	default:
		return nil, &feed.Malformed{Reason: "is packed as " + strconv.QuoteToASCII(feed.Clip(coding))}
	}
	raw, err := io.ReadAll(io.LimitReader(from, field.MaxAnswer+1))
	switch {
	case err != nil:
		return nil, fault(err, "is broken gzip")
	case len(raw) > field.MaxAnswer:
		return nil, &feed.Malformed{Reason: "longer than " + strconv.Itoa(field.MaxAnswer) + " bytes"}
	}
	return raw, nil
}

// fault tells a body that was packed wrongly from one that did not arrive.
func fault(err error, reason string) error {
	if err == gzip.ErrHeader || err == gzip.ErrChecksum {
		return &feed.Malformed{Reason: reason}
	}
	return err
}
