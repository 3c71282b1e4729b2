// Package plain does by hand the few things for which Ebitengine's shader
// compiler brings text/template and regexp: half a megabyte of the download.
// The slimmed copy of Ebitengine has this file, so it imports little and nothing
// of ours.
package plain

import (
	"strconv"
	"strings"
)

// Choose fills in a template whose only actions are if, else if, else and end.
// holds says whether a condition is true; it gets it as written, "eq .A .B".
func Choose(template string, holds func(condition string) bool) []byte {
	var out []byte
	b := branches{holds: holds}
	for {
		text, rest, more := strings.Cut(template, "{{")
		if b.shown() {
			out = append(out, text...)
		}
		if !more {
			return out
		}
		action, after, _ := strings.Cut(rest, "}}")
		b.act(action)
		template = after
	}
}

// branches is the conditions that are open, the outermost first.
type branches struct {
	holds func(string) bool
	open  []branch
}

// branch is one if with what follows up to its end.
type branch struct {
	shown bool // this part is
	done  bool // this part or one before it was
}

func (b *branches) shown() bool {
	for _, one := range b.open {
		if !one.shown {
			return false
		}
	}
	return true
}

func (b *branches) act(action string) {
	last := len(b.open) - 1
	if action == "end" {
		b.open = b.open[:last]
		return
	}
	condition, next := strings.CutPrefix(action, "else")
	if !next {
		b.open = append(b.open, branch{})
		last++
	}
	one := &b.open[last]
	condition = strings.TrimPrefix(strings.TrimPrefix(condition, " "), "if ")
	one.shown = !one.done && (condition == "" || b.holds(condition))
	one.done = one.done || one.shown
}

// UnitDirective matches ^[ \t\r\n]*//kage:unit[ \t\r\n]+([^ \t\r\n]+)[ \t\r\n]*$
// and returns the line and the unit, or nil.
func UnitDirective(line string) []string {
	const blanks = " \t\r\n"
	rest, found := strings.CutPrefix(strings.TrimLeft(line, blanks), "//kage:unit")
	unit := strings.Trim(rest, blanks)
	if !found || unit == "" || strings.HasPrefix(rest, unit) || strings.ContainsAny(unit, blanks) {
		return nil
	}
	return []string{line, unit}
}

// TextureVariable matches \A__t(\d+)\z and returns the name and the number, or
// nil.
func TextureVariable(name string) []string {
	digits, found := strings.CutPrefix(name, "__t")
	if _, err := strconv.ParseUint(digits, 10, 31); !found || err != nil {
		return nil
	}
	return []string{name, digits}
}

// SqueezeLines leaves one empty line where there are more.
func SqueezeLines(s string) string {
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return s
}
