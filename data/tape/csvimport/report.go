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
	Gaps  []Gap    // layer by layer, in time order
	Notes []string // decisions that the reader should know of
}

// FileReport is about one file.
type FileReport struct {
	Name        string
	Rows        int // rows read, without the header
	Copies      int // rows dropped because they stand twice
	Stray       int // rows dropped because they stand beside the times of the others, or disagree with a later row
	Empty       int // rows dropped because their value is missing
	Moved       int // rows whose time was brought to that of the others
	First, Last data.UnixMs
}

// Gap is a stretch in which a layer has no rows, To exclusive.
type Gap struct {
	Layer    string // "candles"
	From, To data.UnixMs
}

func (r *Report) file(f FileReport) { r.Files = append(r.Files, f) }

func (r *Report) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// gaps notes where times that are step apart are not.
func (r *Report) gaps(layer string, step data.UnixMs, times []data.UnixMs) {
	for i := 1; i < len(times); i++ {
		if end := times[i-1] + step; times[i] > end {
			r.Gaps = append(r.Gaps, Gap{layer, end, times[i]})
		}
	}
}

// holes notes where times are more than one and a half steps apart: for series
// whose distances vary.
func (r *Report) holes(layer string, step data.UnixMs, times []data.UnixMs) {
	for i := 1; i < len(times); i++ {
		if times[i]-times[i-1] > step+step/2 {
			r.Gaps = append(r.Gaps, Gap{layer, times[i-1] + step, times[i]})
		}
	}
}

// Print writes the report for a person.
func (r *Report) Print(w io.Writer) error {
	p := printer{w: w}
	for _, f := range r.Files {
		p.line("%s: %d rows, %d copies dropped%s%s%s, %s to %s", f.Name, f.Rows, f.Copies, alsoCounted(f.Stray, "stray rows dropped"),
			alsoCounted(f.Empty, "without a value"), alsoCounted(f.Moved, "moved to the times of the others"), iso(f.First), iso(f.Last))
	}
	r.printGaps(&p)
	for _, n := range r.Notes {
		p.line("note: %s", n)
	}
	return p.err
}

// alsoCounted is one more count of rows, where it is not none.
func alsoCounted(n int, what string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %d %s", n, what)
}

// printGaps writes the first gaps of each layer.
func (r *Report) printGaps(p *printer) {
	const shown = 5
	for from := 0; from < len(r.Gaps); {
		layer, end := r.Gaps[from].Layer, from
		for end < len(r.Gaps) && r.Gaps[end].Layer == layer {
			end++
		}
		for _, g := range r.Gaps[from:min(end, from+shown)] {
			p.line("gap: no %s from %s to %s", layer, iso(g.From), iso(g.To))
		}
		if more := end - from - shown; more > 0 {
			p.line("gap: %d more of %s", more, layer)
		}
		from = end
	}
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
