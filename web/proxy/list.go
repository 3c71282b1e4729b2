package proxy

import (
	"unwind/data"
	"unwind/data/feed"
)

// Listed is one venue in the list of what can be asked.
type Listed struct {
	ID    string       `json:"id"`
	Name  string       `json:"name"`
	Spot  bool         `json:"spot"`
	Kinds []ListedKind `json:"kinds"`
	// Refusals are those of its hosts that are in force; empty: all serve, as
	// far as is known.
	Refusals []*Refusal `json:"refusals"`
	// NoLiquidations says why the venue has no stream of liquidations.
	NoLiquidations string `json:"noLiquidations,omitempty"`
}

// ListedKind is one kind of rows that a venue serves.
type ListedKind struct {
	Kind  string        `json:"kind"`
	Steps []data.UnixMs `json:"steps"` // empty: rows have no fixed distance
	Rows  int           `json:"rows"`  // most of one answer
	Reach data.UnixMs   `json:"reach"` // how far back it goes; 0: since the listing
	Fresh data.UnixMs   `json:"fresh"`
	Now   bool          `json:"now"` // serves only the present
}

// List returns the venues that can be asked, and which of them refuse now. It
// asks none of them.
func (p *Proxy) List() []Listed {
	all := []Listed{}
	for _, v := range p.venues {
		l := Listed{
			ID: v.ID, Name: v.Name, Spot: v.Spot, Kinds: []ListedKind{},
			Refusals: p.refusals(v.Venue), NoLiquidations: v.NoLiquidations,
		}
		for _, s := range v.series {
			k := ListedKind{s.kind, s.steps, s.rows, s.reach, s.fresh, s.now}
			if k.Steps == nil {
				k.Steps = []data.UnixMs{}
			}
			l.Kinds = append(l.Kinds, k)
		}
		all = append(all, l)
	}
	return all
}

func (p *Proxy) refusals(v *feed.Venue) []*Refusal {
	all, seen := []*Refusal{}, map[string]bool{}
	for _, b := range v.Budgets {
		if r := p.Client.Hosts.Stopped(b.Host); r != nil && !seen[b.Host] {
			all = append(all, RefusalOf(r))
		}
		seen[b.Host] = true
	}
	return all
}

// Name returns what people call a venue, or its id if there is none.
func (p *Proxy) Name(id string) string {
	if v := p.venue(id); v != nil {
		return v.Name
	}
	return feed.Clip(id)
}
