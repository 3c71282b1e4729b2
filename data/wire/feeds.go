package wire

import (
	"unwind/data"
	"unwind/data/cascade"
)

// FeedsInfo is what window.unwind.feeds() returns: how full the throttled feeds
// of liquidations are. docs/embedding.md documents its JSON form.
type FeedsInfo struct {
	T     data.UnixMs
	Feeds []FeedInfo
}

// FeedInfo is one feed over the window of [cascade.SaturationWindow] that ends
// with the replay time.
type FeedInfo struct {
	cascade.Saturation
	Venue, Symbol string
	Said          string // in the language of the page
}

// AppendFeeds appends f as one JSON object to dst.
func AppendFeeds(dst []byte, f *FeedsInfo) []byte {
	w := jsonWriter{buf: append(dst, '{')}
	w.time("t", f.T)
	w.list("feeds", len(f.Feeds), func(i int) { w.feed(&f.Feeds[i]) })
	return append(w.buf, '}')
}

func (w *jsonWriter) feed(f *FeedInfo) {
	w.open('{')
	w.text("venue", f.Venue)
	w.text("symbol", f.Symbol)
	w.int("seconds", int64(f.Seconds))
	w.int("full", int64(f.Full))
	w.number("usd", float64(f.USD))
	w.bool("saturated", f.Saturated())
	w.text("said", f.Said)
	w.close('}')
}
