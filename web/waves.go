package web

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/render/view"
)

// wavesPath is where the table of the waves is served.
const wavesPath = "/waves.csv"

// waveColumns are the columns of /waves.csv.
var waveColumns = []string{
	"event", "wave", "venue", "start_utc", "peak_utc", "end_utc", "side", "long_usd", "short_usd", "unknown_usd",
	"move_percent", "usd_per_percent", "interest_change_usd", "day_percent", "adl_percent", "branching_ratio",
	"clusters", "clusters_usd", "lag_seconds", "clock_seconds", "feed", "missing",
}

// wavesCSV writes a line for each wave of the event, and after it one for each
// venue where its rows name them. What cannot be computed is empty, and the
// last column says why.
func wavesCSV(event string, f *view.Frame) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	w.Write(waveColumns)
	for i := range f.Market.Waves() {
		w.Write(waveRecord(event, f.Market, i))
		lanes, _ := f.Market.WaveLanes(i)
		for k := range lanes {
			w.Write(laneRecord(event, i, &lanes[k]))
		}
	}
	w.Flush() // a bytes.Buffer returns no error
	return out.Bytes()
}

// waveRow is a line under construction, with why fields of it are empty.
type waveRow struct {
	fields  []string
	missing []string
}

// add adds a figure, or notes why it is not there.
func (r *waveRow) add(name string, v float64, decimals int, reason cascade.Reason) {
	if reason != cascade.Known {
		r.fields, r.missing = append(r.fields, ""), append(r.missing, name+": "+reason.String())
		return
	}
	r.fields = append(r.fields, fixed(v, decimals))
}

func waveRecord(event string, m *market.Market, i int) []string {
	w := &m.Waves()[i]
	r := waveRow{fields: append([]string{event, strconv.Itoa(i + 1), "", isoTime(w.Start), isoTime(w.Peak), isoTime(w.To), w.Side.String()}, dollars(&w.Dollars)...)}
	move, reason := w.Move()
	r.add("move", 100*move, 3, reason)
	per, reason := m.WavePerPercent(w)
	r.add("dollars per percent", float64(per), 2, reason)
	interest, reason := m.WaveInterest(w)
	r.add("open interest", float64(interest.Change()), 2, reason)
	r.add("share of the day", 100*w.ShareOfDay, 2, cascade.Known)
	adl, reason := m.WaveADL(w)
	r.add("adl", 100*adl, 2, reason)
	ratio, reason := m.WaveExcitation(w)
	r.add("branching ratio", ratio.Ratio, 3, reason)
	r.chain(m, i)
	if _, reason := m.WaveLanes(i); reason != cascade.Known {
		r.missing = append(r.missing, "venues: "+reason.String())
	}
	feed := w.Completeness
	if w.AtLeast() {
		feed = cascade.AtLeast
	}
	return append(r.fields, "", "", feed.String(), strings.Join(r.missing, "; "))
}

// chain adds how many clusters wave i ran into, and what was estimated there.
func (r *waveRow) chain(m *market.Market, i int) {
	if i >= len(m.Chains()) || len(m.Chains()[i].Dominoes) == 0 {
		r.fields, r.missing = append(r.fields, "", ""), append(r.missing, "clusters: "+cascade.NoLevels.String())
		return
	}
	c := &m.Chains()[i]
	r.fields = append(r.fields, strconv.Itoa(len(c.Dominoes)), fixed(float64(c.Estimate), 2))
}

func laneRecord(event string, i int, l *cascade.Lane) []string {
	r := append([]string{event, strconv.Itoa(i + 1), l.Venue, isoTime(l.First), "", isoTime(l.Last), ""}, dollars(&l.Dollars)...)
	r = append(r, "", "", "", "", "", "", "", "", seconds(l.Lag), seconds(l.Clock))
	return append(r, l.Completeness.String(), "")
}

func dollars(d *cascade.Dollars) []string {
	return []string{fixed(float64(d.Long), 2), fixed(float64(d.Short), 2), fixed(float64(d.Unknown), 2)}
}

func seconds(t data.UnixMs) string { return fixed(float64(t)/float64(data.Second), 3) }
