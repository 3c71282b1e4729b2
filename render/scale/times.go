package scale

import (
	"strconv"
	"time"

	"unwind/data"
)

// months are the short names used inside a date (CLDR 46, en and ru).
var months = [...][12]string{
	{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	{"янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сент.", "окт.", "нояб.", "дек."},
}

// monthHeads are the names of months that stand alone, as on an axis.
var monthHeads = [...][12]string{
	{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	{"янв.", "февр.", "март", "апр.", "май", "июнь", "июль", "авг.", "сент.", "окт.", "нояб.", "дек."},
}

// AppendClock appends the UTC time of day, 24 h: 20:50.
func AppendClock(dst []byte, t data.UnixMs) []byte {
	h, m, _ := utc(t).Clock()
	return appendTwo(append(appendTwo(dst, h), ':'), m)
}

// AppendClockSeconds appends the UTC time of day with seconds: 20:50:12.
func AppendClockSeconds(dst []byte, t data.UnixMs) []byte {
	return appendTwo(append(AppendClock(dst, t), ':'), utc(t).Second())
}

// AppendDate appends the UTC date without the year: 5 Feb, 5 февр.
func AppendDate(dst []byte, t data.UnixMs, l Lang) []byte {
	_, m, d := utc(t).Date()
	dst = strconv.AppendInt(dst, int64(d), 10)
	return append(append(dst, nbsp...), months[l][m-1]...)
}

// AppendDateYear appends the UTC date: 5 Feb 2026, 5 февр. 2026.
func AppendDateYear(dst []byte, t data.UnixMs, l Lang) []byte {
	dst = append(AppendDate(dst, t, l), nbsp...)
	return strconv.AppendInt(dst, int64(utc(t).Year()), 10)
}

// AppendDateTime appends date and time of day: 5 Feb 20:50, 5 февр. 20:50.
func AppendDateTime(dst []byte, t data.UnixMs, l Lang) []byte {
	return AppendClock(append(AppendDate(dst, t, l), nbsp...), t)
}

// AppendDateTimeSeconds appends date, year and time of day with seconds:
// 5 Feb 2026 20:50:12.
func AppendDateTimeSeconds(dst []byte, t data.UnixMs, l Lang) []byte {
	return AppendClockSeconds(append(AppendDateYear(dst, t, l), ' '), t)
}

// AppendTimeTick appends the label of a tick: a time of day, or at midnight the
// date, on the first of a month its name, on the first of a year its number.
func AppendTimeTick(dst []byte, k TimeTick, l Lang) []byte {
	switch k.Unit {
	case SecondUnit:
		return AppendClockSeconds(dst, k.At)
	case MinuteUnit:
		return AppendClock(dst, k.At)
	case DayUnit:
		return AppendDate(dst, k.At, l)
	case MonthUnit:
		return append(dst, monthHeads[l][utc(k.At).Month()-time.January]...)
	}
	return strconv.AppendInt(dst, int64(utc(k.At).Year()), 10)
}

func appendTwo(dst []byte, n int) []byte {
	return append(dst, byte('0'+n/10%10), byte('0'+n%10))
}
