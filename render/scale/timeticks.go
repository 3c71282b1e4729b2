package scale

import (
	"time"

	"unwind/data"
)

// TimeTick is a round time on an axis, UTC.
type TimeTick struct {
	At   data.UnixMs
	Unit Unit // what its label names
}

// Unit is the largest unit that starts at a tick: a clock time inside a day, a
// date at midnight, a month or a year on its first day. On axes finer than a
// day, the first of a month is a date like any other.
type Unit uint8

// Units, ascending.
const (
	SecondUnit Unit = iota
	MinuteUnit
	DayUnit
	MonthUnit
	YearUnit
)

// timeSteps below a day.
var timeSteps = [...]data.UnixMs{
	data.Second, 2 * data.Second, 5 * data.Second, 10 * data.Second, 15 * data.Second, 30 * data.Second,
	data.Minute, 2 * data.Minute, 5 * data.Minute, 10 * data.Minute, 15 * data.Minute, 30 * data.Minute,
	data.Hour, 2 * data.Hour, 3 * data.Hour, 4 * data.Hour, 6 * data.Hour, 12 * data.Hour,
}

var (
	daySteps   = [...]int{1, 2, 5, 10, 15}
	monthSteps = [...]int{1, 2, 3, 6}
	yearSteps  = [...]int{1, 2, 5, 10, 20, 50, 100}
)

// AppendTimeTicks appends the round times of s, ascending and at least minPx
// pixels apart. Steps are 1, 2, 5, 10, 15, 30 seconds or minutes, 1, 2, 3, 4,
// 6, 12 hours, 1, 2, 5, 10, 15 days counted from the first of a month, 1, 2,
// 3, 6 months, and years. An empty window has no ticks.
func AppendTimeTicks(dst []TimeTick, s Time, minPx float64) []TimeTick {
	px := s.PxPerMs()
	if px < 0 {
		px = -px
	}
	if s.To <= s.From || !(px > 0) || !(minPx > 0) {
		return dst
	}
	least := minPx / px // milliseconds
	for _, step := range timeSteps {
		if float64(step) >= least {
			return appendWithinDays(dst, s, step)
		}
	}
	for _, days := range daySteps {
		if float64(days)*float64(data.Day) >= least {
			return appendDays(dst, s, days)
		}
	}
	for _, months := range monthSteps {
		if float64(months)*28*float64(data.Day) >= least {
			return appendMonths(dst, s, months)
		}
	}
	for _, years := range yearSteps {
		if float64(years)*365*float64(data.Day) >= least {
			return appendMonths(dst, s, 12*years)
		}
	}
	return dst
}

func appendWithinDays(dst []TimeTick, s Time, step data.UnixMs) []TimeTick {
	first := s.From - floorMod(s.From, step)
	if first < s.From {
		first += step
	}
	for t, n := first, 0; t < s.To && n < maxTicks; t, n = t+step, n+1 {
		dst = append(dst, TimeTick{t, min(unitOf(t), DayUnit)})
	}
	return dst
}

// appendDays counts days from the first of each month and leaves out one that
// would be closer than a whole step to the next first.
func appendDays(dst []TimeTick, s Time, days int) []TimeTick {
	y, m, _ := utc(s.From).Date()
	for n := 0; n < maxTicks; m++ {
		next := time.Date(y, m+1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
		for t := date(y, m, 1); int64(t) < next; t += data.UnixMs(days) * data.Day {
			if t >= s.To {
				return dst
			}
			lonely := next-int64(t) >= int64(days)*int64(data.Day)
			if t >= s.From && lonely {
				dst = append(dst, TimeTick{t, unitOf(t)})
			}
			n++
		}
	}
	return dst
}

// appendMonths appends the first days of every months-th month, counted from
// January of the year 0.
func appendMonths(dst []TimeTick, s Time, months int) []TimeTick {
	y, m, _ := utc(s.From).Date()
	k := y*12 + int(m) - 1
	for k, n := k-mod(k, months), 0; n < maxTicks; k, n = k+months, n+1 {
		t := date(0, time.Month(k+1), 1)
		if t >= s.To {
			return dst
		}
		if t >= s.From {
			dst = append(dst, TimeTick{t, unitOf(t)})
		}
	}
	return dst
}

// unitOf returns the largest unit that starts at t.
func unitOf(t data.UnixMs) Unit {
	switch {
	case floorMod(t, data.Minute) != 0:
		return SecondUnit
	case floorMod(t, data.Day) != 0:
		return MinuteUnit
	}
	_, m, d := utc(t).Date()
	switch {
	case d != 1:
		return DayUnit
	case m != time.January:
		return MonthUnit
	}
	return YearUnit
}

func utc(t data.UnixMs) time.Time { return time.UnixMilli(int64(t)).UTC() }

func date(y int, m time.Month, d int) data.UnixMs {
	return data.UnixMs(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).UnixMilli())
}

// floorMod is the remainder of a/b in [0, b), also for times before 1970.
func floorMod(a, b data.UnixMs) data.UnixMs { return ((a % b) + b) % b }
