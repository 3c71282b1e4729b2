package csvimport

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"unwind/data"
	"unwind/data/tape"
)

// adlKind is auto-deleveraging beside what was liquidated in the same interval.
// Columns whose names end in fills, events or count are counts, others US
// dollars.
var adlKind = &kind{"auto-deleveraging", []field{timeField,
	{"adl", []string{"adlusd", "adlnotionalusd", "adlnotional", "adl", "adlfills", "adlevents", "adlcount"}},
	{"liquidated", []string{"liquidatedusd", "liqnotionalusd", "liqnotional", "liqusd", "liquidated", "liqfills", "liqevents", "liqcount"}}}, nil}

// adlRow is one interval.
type adlRow struct {
	t               data.UnixMs
	adl, liquidated float64
	line            int
	file            string
}

// same reports whether two rows say the same.
func (a adlRow) same(b adlRow) bool {
	return a.t == b.t && a.adl == b.adl && a.liquidated == b.liquidated
}

// adl brings the files of auto-deleveraging. All must be of one unit.
func (m *maker) adl(in Input) error {
	if len(in.ADL) == 0 {
		return nil
	}
	l := &tape.ADLLayer{Origin: m.origin("adl",
		"Auto-deleveraging beside what was liquidated, as imported. It is a part of the liquidations.",
		"Автосокращение рядом с ликвидациями, как импортировано. Оно — их часть.")}
	var all []adlRow
	for i, f := range in.ADL {
		rows, fills, err := readADL(f)
		if err != nil {
			return err
		}
		if i > 0 && fills != l.Fills {
			return &Error{f.Name, 0, "is of another unit than the file before"}
		}
		l.Fills = fills
		before := len(all)
		if all, err = joinADL(append(all, rows...)); err != nil {
			return err
		}
		about := FileReport{Name: f.Name, Rows: len(rows), First: rows[0].t, Last: rows[0].t, Copies: before + len(rows) - len(all)}
		for _, r := range rows {
			about.First, about.Last = min(about.First, r.t), max(about.Last, r.t)
		}
		m.report.file(about)
	}
	fillADL(l, all)
	m.report.note("auto-deleveraging: intervals of %s", length(l.Step))
	m.tape.ADL = l
	return nil
}

// fillADL makes the columns of rows in time order. The step is the least
// distance of two rows, a minute for one row alone.
func fillADL(l *tape.ADLLayer, all []adlRow) {
	l.Step = data.Minute
	for i, r := range all {
		if i > 0 && (i == 1 || r.t-all[i-1].t < l.Step) {
			l.Step = r.t - all[i-1].t
		}
		l.T, l.ADL, l.Liquidated = append(l.T, r.t), append(l.ADL, r.adl), append(l.Liquidated, r.liquidated)
	}
}

// readADL reads a file and says whether it counts fills.
func readADL(f File) (all []adlRow, fills bool, err error) {
	r, err := newRows(f, adlKind)
	if err != nil {
		return nil, false, err
	}
	at := r.place(adlKind, "time", "adl", "liquidated")
	if r.err == nil {
		fills = counts(r.columns[at["adl"]])
		if counts(r.columns[at["liquidated"]]) != fills {
			r.fail("has one column of fills and one of US dollars; both must be of one unit")
		}
	}
	for r.err == nil && r.next() && r.room(len(all)) {
		all = append(all, adlRow{r.moment(at["time"]), r.zeroOrMore(at["adl"]), r.zeroOrMore(at["liquidated"]), r.line, f.Name})
	}
	if r.err == nil && len(all) == 0 {
		return nil, false, &Error{f.Name, 0, "has no rows"}
	}
	return all, fills, r.failure()
}

// counts reports whether a column of that name holds counts.
func counts(column string) bool {
	name := plain(column)
	return strings.HasSuffix(name, "fills") || strings.HasSuffix(name, "events") || strings.HasSuffix(name, "count")
}

// joinADL sorts rows and drops copies; two at one time that differ are a fault.
func joinADL(all []adlRow) ([]adlRow, error) {
	slices.SortStableFunc(all, func(a, b adlRow) int { return cmp.Compare(a.t, b.t) })
	for i := 1; i < len(all); i++ {
		if a, b := all[i-1], all[i]; a.t == b.t && !a.same(b) {
			return nil, &Error{b.file, b.line, fmt.Sprintf("differs from line %d of %s, which has the same time", a.line, a.file)}
		}
	}
	return slices.CompactFunc(all, adlRow.same), nil
}
