package csvimport

import (
	"fmt"
	"io"
	"time"

	"unwind/data"
)

// Report says what an import found.
type Report struct {
	Files []FileReport
	Gaps  []Gap    // of the candles, in time order
	Notes []string // decisions that the reader should know of
}

// FileReport is about one file.
type FileReport struct {
	Name        string
	Rows        int // rows read, without the header
	Copies      int // rows dropped because they stand twice
	First, Last data.UnixMs
}

// Gap is a stretch without candles, To exclusive.
type Gap struct{ From, To data.UnixMs }

func (r *Report) file(name string, rows, copies int, first, last data.UnixMs) {
	r.Files = append(r.Files, FileReport{name, rows, copies, first, last})
}

func (r *Report) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// gaps notes where candles are missing.
func (r *Report) gaps(c *data.Candles) {
	for i := 1; i < c.Len(); i++ {
		if end := c.T[i-1] + c.Step; c.T[i] > end {
			r.Gaps = append(r.Gaps, Gap{end, c.T[i]})
		}
	}
}

// Print writes the report for a person.
func (r *Report) Print(w io.Writer) error {
	p := printer{w: w}
	for _, f := range r.Files {
		p.line("%s: %d rows, %d copies dropped, %s to %s", f.Name, f.Rows, f.Copies, iso(f.First), iso(f.Last))
	}
	const shown = 5
	for i, g := range r.Gaps {
		if i == shown {
			p.line("gap: and %d more", len(r.Gaps)-shown)
			break
		}
		p.line("gap: no candles from %s to %s", iso(g.From), iso(g.To))
	}
	for _, n := range r.Notes {
		p.line("note: %s", n)
	}
	return p.err
}

type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func iso(t data.UnixMs) string { return time.UnixMilli(int64(t)).UTC().Format(time.RFC3339) }

// length spells a length of time: "15m0s".
func length(step data.UnixMs) string { return (time.Duration(step) * time.Millisecond).String() }
