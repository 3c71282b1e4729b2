package main

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"unwind/data"
	"unwind/data/score"
)

// textCard returns a card as text that is also a Markdown table.
func textCard(c *score.Card) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n", c.Event, c.Title.In("en"))
	for _, line := range conditions(c) {
		b.WriteString(line + "\n")
	}
	b.WriteString("\n")
	writeTable(&b, append([][]string{scoreHead}, scoreRows(c)...))
	b.WriteString("\n")
	for i := range c.Sets {
		if d := &c.Sets[i].Dollars; d.Missing == score.Available {
			fmt.Fprintf(&b, "Dollars, %s: %s.\n", c.Sets[i].Name, dollars(d))
		} else if i == 0 {
			fmt.Fprintf(&b, "Realised against predicted dollars: not available here, because %s.\n", d.Missing)
		}
	}
	return b.String()
}

// conditions returns sentences that say what was judged.
func conditions(c *score.Card) []string {
	o := &c.Options
	lines := []string{fmt.Sprintf("%s candles of %s from %s to %s.", title(c.Candles.String()), span(c.Step), iso(c.From), iso(c.To))}
	if c.Candles == data.Modelled {
		lines = append(lines, "These candles are modelled, not a market's, so this score says next to nothing about markets.")
	}
	births := "Births from volume alone, as there is no open interest"
	if c.Interest != data.UnknownProvenance {
		births = fmt.Sprintf("Births from volume and %s open interest", c.Interest)
	}
	touches := "candles"
	if c.Mark {
		touches = "mark price bars"
	}
	return append(lines,
		fmt.Sprintf("%s; touches by %s.", births, touches),
		fmt.Sprintf("Judged every %s after %s of warm-up: the brightest %g %% of the cells of each side %g %% to %g %% from the price; matched cells within %g %% of that distance.",
			span(o.Every), span(o.WarmUp), 100*o.Top, 100*o.Near, 100*o.Far, 100*o.Band),
		fmt.Sprintf("Per cent of cells touched, and differences in points, with 95 %% confidence intervals in brackets (blocks of %s or twice the horizon, %d draws, seed %d).", span(o.Block), o.Resamples, o.Seed))
}

// title returns s with a capital letter.
func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// span returns a length of time without units that are zero, such as 15m or
// 24h.
func span(t data.UnixMs) string {
	s := (time.Duration(t) * time.Millisecond).String()
	if trimmed, ok := strings.CutSuffix(s, "m0s"); ok {
		s = trimmed + "m"
	}
	if trimmed, ok := strings.CutSuffix(s, "h0m"); ok {
		s = trimmed + "h"
	}
	return s
}

var scoreHead = []string{"parameters", "within", "moments", "cells", "touched", "matched", "difference", "not empty: difference", "distance alone", "difference"}

func scoreRows(c *score.Card) [][]string {
	var rows [][]string
	for i := range c.Sets {
		for _, r := range c.Sets[i].Rows {
			rows = append(rows, scoreRow(c.Sets[i].Name, r))
		}
	}
	return rows
}

func scoreRow(name string, r score.Row) []string {
	row := []string{name, span(r.Horizon), fmt.Sprint(r.Times), fmt.Sprint(r.Compared)}
	if r.Compared == 0 {
		return append(row, "none", "", "", "", "", "")
	}
	notEmpty := "none"
	if r.Held > 0 {
		notEmpty = withInterval(r.HeldLift, r)
	}
	return append(row, withInterval(r.Touched, r), percent(r.Matched.Value), withInterval(r.Lift, r),
		notEmpty, percent(r.Distance.Value), withInterval(r.DistanceLift, r))
}

func withInterval(e score.Estimate, r score.Row) string {
	if !r.HasIntervals() {
		return percent(e.Value) + " (too short)"
	}
	return percent(e.Value) + " (" + percent(e.Low) + " to " + percent(e.High) + ")"
}

// percent returns a part in per cent with one decimal; what rounds to zero has
// no sign.
func percent(v float64) string {
	s := fmt.Sprintf("%.1f", 100*v)
	if s == "-0.0" {
		return "0.0"
	}
	return strings.Replace(s, "-", "−", 1)
}

func dollars(d *score.Dollars) string {
	return fmt.Sprintf("%.0f USD predicted, %.0f USD realised; rank correlation %.2f over %d candles and sides", d.Predicted, d.Realised, d.Rank, d.Pairs)
}

// writeTable writes rows, the head first, as a Markdown table with columns of
// equal width.
func writeTable(b *strings.Builder, rows [][]string) {
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, s := range row {
			width[i] = max(width[i], utf8.RuneCountInString(s))
		}
	}
	for n, row := range rows {
		for i, s := range row {
			fmt.Fprintf(b, "| %-*s ", width[i], s)
		}
		b.WriteString("|\n")
		if n > 0 {
			continue
		}
		for _, w := range width {
			b.WriteString("|" + strings.Repeat("-", w+2))
		}
		b.WriteString("|\n")
	}
}
