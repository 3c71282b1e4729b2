package page

import (
	"strconv"
	"strings"

	"unwind/data/cascade"
	"unwind/data/level"
	"unwind/data/margin"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render/view"
)

// filterView is what the panel of filters and parameters offers for an event.
// What is chosen of it the scripts fill in.
type filterView struct {
	Said      string // what is chosen, in words; "" for all of it
	Sides     []string
	Ends      []string // of a band
	Leverages []string
	Sizes     []int // dollars
	Venues    []venueChoice
	NoVenues  bool
	Sizing    string // key of what sizes mean for liquidations
	Fixed     bool   // the levels cannot be made anew
	Priors    []string
	Dials     []dial
	Rules     []rule
}

// dial is a number to set.
type dial struct {
	Name, Default, Low, High, Step string
}

type rule struct {
	ID, Name string
	Missing  bool // there are no tables of the event's coin
}

// venueChoice is a venue to leave out, with the name that people know it by.
type venueChoice struct {
	ID, Name string
}

// nameVenues returns the venues of ids with their names.
func nameVenues(ids []string, name func(id string) string) []venueChoice {
	all := make([]venueChoice, len(ids))
	for i, id := range ids {
		all[i] = venueChoice{id, name(id)}
	}
	return all
}

// sizeSteps are the bounds of sizes that the panel offers, in dollars.
var sizeSteps = []int{10e3, 100e3, 1e6, 10e6}

// dialSteps are the steps of the arrows of a dial.
var dialSteps = map[level.Knob]string{
	level.KnobLevered: "0.05", level.KnobVolume: "0.05", level.KnobHalf: "0.1", level.KnobBin: "0.01",
}

func (d *document) setFilter(m *market.Market) {
	f := filterView{
		Said: view.Filtered(m, d.Lang), Sides: []string{"all", "long", "short"}, Ends: []string{"low", "high"}, Sizes: sizeSteps, Venues: nameVenues(m.Venues(), cascade.VenueName), NoVenues: len(m.Venues()) == 0,
		Sizing: "filter.size.sums", Fixed: !m.CanEstimate(), Priors: wire.PriorNames(),
	}
	if m.SizesKnown() {
		f.Sizing = "filter.size.recorded"
	}
	for _, l := range m.Leverages() {
		f.Leverages = append(f.Leverages, plain(l))
	}
	for _, k := range level.Knobs() {
		dl := k.Dial()
		f.Dials = append(f.Dials, dial{wire.KnobName(k), plain(dl.Default), plain(dl.Low), plain(dl.High), dialSteps[k]})
	}
	has := " " + strings.Join(m.Rules(), " ") + " "
	for _, id := range margin.Venues() {
		f.Rules = append(f.Rules, rule{id, margin.VenueName(id), !strings.Contains(has, " "+id+" ")})
	}
	d.Filter = f
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// fitChoice leaves of the choice what the event has anything for, and says
// what that is not.
func (d *document) fitChoice(asked, shown level.Choice) {
	lost := func(key, value string) {
		d.addProblem(unfit(key, value))
	}
	if asked.Venues != shown.Venues {
		lost("venue", asked.Venues)
	}
	if asked.Tuning != shown.Tuning {
		left := asked.Tuning
		if shown.Tuning != (level.Tuning{}) {
			left = level.Tuning{Rules: asked.Rules}
		}
		lost("model", wire.ModelText(left))
	}
}
