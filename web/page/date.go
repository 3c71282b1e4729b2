package page

import (
	"strconv"
	"strings"
	"time"

	"unwind/data"
)

// nbsp keeps a number and its unit on one line.
const nbsp = "\u00a0"

func utc(t data.UnixMs) time.Time { return time.UnixMilli(int64(t)).UTC() }

// month returns the short name of t's month.
func (x texts) month(t time.Time) string {
	names := strings.Fields(x["months"])
	return names[int(t.Month())-1]
}

// day returns "5 Feb".
func (x texts) day(t time.Time) string { return strconv.Itoa(t.Day()) + nbsp + x.month(t) }

// date returns "5 Feb 2026".
func (x texts) date(t time.Time) string { return x.day(t) + nbsp + strconv.Itoa(t.Year()) }

// moment returns "5 Feb 2026 20:50:12 UTC", the way the page's scripts write
// the replay time.
func (x texts) moment(t data.UnixMs) string {
	return x.date(utc(t)) + " " + utc(t).Format("15:04:05") + nbsp + "UTC"
}

// window returns the days from from to to, exclusive, as briefly as they can
// be told: "3–7 Feb 2026, UTC", "30 Jan – 2 Feb 2026, UTC"; for a window
// inside one day, "5 Feb 2026, 14:00–20:00 UTC".
func (x texts) window(from, to data.UnixMs) string {
	a, b := utc(from), utc(max(from, to-1))
	switch {
	case a.YearDay() == b.YearDay() && a.Year() == b.Year():
		return x.date(a) + ", " + a.Format("15:04") + "–" + utc(to).Format("15:04") + nbsp + "UTC"
	case a.Year() != b.Year():
		return x.date(a) + " – " + x.date(b) + ", UTC"
	case a.Month() != b.Month():
		return x.day(a) + " – " + x.date(b) + ", UTC"
	}
	return strconv.Itoa(a.Day()) + "–" + x.date(b) + ", UTC"
}
