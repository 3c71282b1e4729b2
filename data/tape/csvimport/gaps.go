package csvimport

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"unwind/data"
	"unwind/data/tape"
)

// gapKind is stretches of which something is missing.
var gapKind = &kind{"gaps", []field{
	{"time", append([]string{"from", "start", "gapstart"}, timeField.known...)},
	{"to", []string{"to", "end", "until", "endtime", "gapend"}},
	{"venue", []string{"exchange", "venue"}},
	{"why", []string{"why", "reason"}}}, nil}

// gaps brings the files of gaps.
func (m *maker) gaps(in Input) error {
	if len(in.Gaps) == 0 {
		return nil
	}
	l := &tape.GapLayer{Origin: m.origin("gaps", "Gaps of the recording, as imported.", "Пропуски записи, как импортированы.")}
	for _, f := range in.Gaps {
		gaps, err := readGaps(f)
		if err != nil {
			return err
		}
		before := len(l.Gaps)
		l.Gaps = distinctGaps(append(l.Gaps, gaps...))
		about := FileReport{Name: f.Name, Rows: len(gaps), First: gaps[0].From, Last: gaps[0].From, Copies: before + len(gaps) - len(l.Gaps)}
		for _, g := range gaps {
			about.First, about.Last = min(about.First, g.From), max(about.Last, g.From)
		}
		m.report.file(about)
	}
	m.tape.Gaps = l
	return nil
}

func readGaps(f File) ([]data.Gap, error) {
	r, err := newRows(f, gapKind)
	if err != nil {
		return nil, err
	}
	at := r.place(gapKind, "time", "to")
	var all []data.Gap
	for r.err == nil && r.next() && r.gapRoom(len(all)) {
		g := data.Gap{From: r.moment(at["time"]), To: r.moment(at["to"]), Venue: r.gapVenue(at["venue"]), Why: r.gapReason(at["why"])}
		if g.To <= g.From {
			r.wrong(at["to"], "after the start")
		}
		all = append(all, g)
	}
	if r.err == nil && len(all) == 0 {
		return nil, &Error{f.Name, 0, "has no rows"}
	}
	return all, r.failure()
}

// gapRoom reports whether one more gap fits, and fails when not.
func (r *rows) gapRoom(n int) bool {
	return n < tape.MaxGaps || r.fail(fmt.Sprintf("has more than %d rows", tape.MaxGaps))
}

// gapVenue returns the venue of a gap, "" for all.
func (r *rows) gapVenue(column int) string {
	if column < 0 || r.fields[column] == "" {
		return ""
	}
	if v := strings.ToLower(r.name(column)); v != "all" {
		return v
	}
	return ""
}

// gapReason returns why something is missing.
func (r *rows) gapReason(column int) data.GapReason {
	if column < 0 || r.fields[column] == "" {
		return data.NoReason
	}
	why := data.GapReason(strings.ToLower(r.fields[column]))
	if !slices.Contains(data.GapReasons, why) {
		r.wrong(column, "disconnected, blocked, silent, stopped, behind, refused, unknown or empty")
	}
	return why
}

// distinctGaps sorts gaps and drops copies.
func distinctGaps(all []data.Gap) []data.Gap {
	slices.SortFunc(all, func(a, b data.Gap) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Venue, b.Venue), cmp.Compare(a.Why, b.Why))
	})
	return slices.Compact(all)
}
