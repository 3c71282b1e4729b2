package main

import (
	"fmt"
	"io"
	"strings"

	"unwind/data/cascade"
	"unwind/data/tape"
	"unwind/render/summary"
)

// feedsPrinted bounds the feeds that unwind tape info lists of a tape.
const feedsPrinted = 10

// feedsOf returns how full the throttled feeds were that the liquidations of a
// tape came by.
func feedsOf(t *tape.Tape) []*cascade.Meter {
	l := t.Liquidations
	m := cascade.NewMeters(&l.Liquidations, cascade.Feed{Provenance: l.Provenance, AtLeast: l.AtLeast}, t.Symbol)
	for !m.Step(l.Len() + 1) {
	}
	return m.Feeds()
}

// printFeeds prints two lines a feed: over the window of the tape, and of its
// fullest minute.
func printFeeds(w io.Writer, feeds []*cascade.Meter, t *tape.Tape) {
	for _, f := range feeds[:min(feedsPrinted, len(feeds))] {
		whole := f.Between(t.From, t.To)
		most, end := f.Fullest()
		fmt.Fprintf(w, "  %-13s %s %s: %s\n", "feed", f.Venue, f.Symbol, plainly(summary.FeedShare(&whole, "en")))
		fmt.Fprintf(w, "  %-13s its fullest minute, to %s: %s\n", "", iso(end), plainly(summary.FeedFull(&most, "en")))
	}
	if more := len(feeds) - feedsPrinted; more > 0 {
		fmt.Fprintf(w, "  %-13s %d more with fewer dollars\n", "", more)
	}
}

// plainly is a text for a terminal.
func plainly(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
