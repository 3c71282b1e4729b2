package wire

import (
	"testing"

	"unwind/data"
)

func TestParseTime(t *testing.T) {
	// The numbers are those of `date -u -d … +%s`.
	tests := []struct {
		name, in string
		want     data.UnixMs
		ok       bool
	}{
		{"milliseconds", "1770337800000", 1770337800000, true},
		{"a date is its first instant", "2026-02-06", 1770336000000, true},
		{"minutes in UTC without a zone", "2026-02-06T00:30", 1770337800000, true},
		{"minutes with Z", "2026-02-06T00:30Z", 1770337800000, true},
		{"seconds with Z", "2026-02-06T00:30:00Z", 1770337800000, true},
		{"a fraction of a second", "2026-02-06T00:30:00.25Z", 1770337800250, true},
		{"a zone east of Greenwich", "2026-02-06T03:30:00+03:00", 1770337800000, true},
		{"a zone whose plus became a space", "2026-02-06T03:30:00 03:00", 1770337800000, true},
		{"the first allowed instant", "2000-01-01", FirstTime, true},
		{"the last allowed instant", "2099-12-31T23:59:59.999Z", LastTime - 1, true},
		{"seconds since the epoch are noticed", "1770337800", 1770337800, false},
		{"the end is excluded", "2100-01-01", LastTime, false},
		{"a day that does not exist", "2026-02-30", 0, false},
		{"nothing", "", 0, false},
		{"words", "yesterday", 0, false},
		{"a number with a fraction", "1770337800000.5", 0, false},
		{"far too long", "2026-02-06T00:30:00.000000000000000000000000000Z", 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := ParseTime(tt.in)
			if got != tt.want || ok != tt.ok {
				t.Errorf("ParseTime(%q) = %d, %t, want %d, %t", tt.in, got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestAppendTime(t *testing.T) {
	tests := []struct {
		name string
		in   data.UnixMs
		want string
	}{
		{"whole seconds have no fraction", 1770337800000, "2026-02-06T00:30:00Z"},
		{"milliseconds are kept", 1770337800250, "2026-02-06T00:30:00.250Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(AppendTime(nil, tt.in)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
