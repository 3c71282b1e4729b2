package main

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// num writes a number as venues do, in decimal and as short as it goes.
func num(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// ms reads a time of a query, or what stands in for it.
func ms(r *http.Request, key string, otherwise int64) int64 {
	if v, err := strconv.ParseInt(r.FormValue(key), 10, 64); err == nil {
		return v
	}
	return otherwise
}

// units are the ends of names of lengths of time.
var units = map[byte]int64{'m': minute, 'h': hour, 'H': hour, 'd': 24 * hour, 'D': 24 * hour}

// step reads a length of time: "1m", "4H", "1Dutc", or minutes without a unit.
func step(name string) int64 {
	name = strings.TrimSuffix(strings.TrimSuffix(name, "utc"), "in") // "5min"
	if name == "" {
		return minute
	}
	unit, count := units[name[len(name)-1]], name[:len(name)-1]
	if unit == 0 {
		unit, count = minute, name
	}
	n, err := strconv.ParseInt(count, 10, 64)
	if err != nil {
		n = 1
	}
	return max(n, 1) * unit
}

// times returns the multiples of a length in a half-open range, at most so many.
func times(from, to, step int64, most int) []int64 {
	var all []int64
	for t := (from + step - 1) / step * step; t < to && len(all) < most; t += step {
		all = append(all, t)
	}
	return all
}

// fundingRate is what is paid every eight hours.
const (
	fundingRate  = "0.0001"
	fundingEvery = 8 * hour
)

// due returns when funding is paid next.
func due(now int64) int64 { return (now/fundingEvery + 1) * fundingEvery }

// latest returns the candles of a minute that a quote tells: one that was
// closed since the quote before, and the one that goes on.
func latest(m *market, last, now int64) []candle {
	var all []candle
	if last/minute != now/minute {
		all = append(all, m.candle(last/minute*minute, minute, now))
	}
	return append(all, m.candle(now/minute*minute, minute, now))
}

// join writes one text an item, with commas between.
func join[T any](all []T, write func(T) string) string {
	texts := make([]string, len(all))
	for i, v := range all {
		texts[i] = write(v)
	}
	return strings.Join(texts, ",")
}

// bool01 writes a truth as OKX does.
func bool01(v bool) string { return word(v, "1", "0") }

// text is a short name of what most frames are made with.
func text(format string, values ...any) string { return fmt.Sprintf(format, values...) }
