package app

import (
	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/wire"
)

// Choice returns what of the estimate the stage chooses, for who builds the
// first market.
func (m *Model) Choice() level.Choice { return m.query.Stage.Choice }

// Computing reports whether the stage's choice is not on screen yet. The last
// picture stays meanwhile; [Model.Compute] goes on.
func (m *Model) Computing() bool {
	return m.building != nil && m.market.Choice() != m.query.Stage.Choice
}

// Working reports whether there is anything left for [Model.Compute] to do: a
// choice or a what-if that is not wholly on screen.
func (m *Model) Working() bool { return m.building != nil || m.asking.run != nil }

// Compute does the next piece of what the newest choice and the what-if take,
// about a millisecond of work, and reports whether there is something new to
// show. A choice is shown when all of it is done, a what-if as it comes.
func (m *Model) Compute() (fresh bool) {
	switch {
	case m.building != nil:
		return m.build()
	case m.asking.run != nil:
		return m.answer()
	}
	return false
}

// build does the next piece of the market of the stage's choice and reports
// whether that is over.
func (m *Model) build() (over bool) {
	done, err := m.building.Step()
	switch {
	case err != nil:
		m.building = nil
		m.query.Stage.Choice = m.market.Choice()
		m.emitText(Failed, err.Error())
		m.changed()
	case done:
		m.built()
	}
	return done || err != nil
}

// built shows the market of the stage's choice.
func (m *Model) built() {
	mk := m.building.Market()
	m.building = nil
	if m.live.on {
		again := mk.Choice() == m.market.Choice() // of a market that grew
		m.renew(mk, m.frame.Now)
		if next := m.live.next; next != nil {
			m.live.next, m.building = nil, market.Choose(next, mk.Choice())
		}
		if again {
			return
		}
	} else {
		m.market, m.frame.Market = mk, mk
		m.limits = limitsOf(&m.frame)
		m.forgetAlerts()
	}
	m.askAgain()
	m.changed()
}

// choose makes c the choice of the stage, as far as the event has anything to
// choose from. Whatever was being worked out for an older one is dropped.
func (m *Model) choose(c level.Choice) {
	c = m.market.Fit(c)
	if c == m.query.Stage.Choice {
		return
	}
	m.query.Stage.Choice = c
	m.building = nil
	if c != m.market.Choice() {
		m.building = market.Choose(m.newest(), c)
	}
	m.changed()
}

// newest returns the market to choose from: what is shown, or what has grown
// beyond it.
func (m *Model) newest() *market.Market {
	mk := m.market
	if m.live.next != nil {
		mk, m.live.next = m.live.next, nil
	}
	return mk
}

// filter follows the messages about the estimate.
func (m *Model) filter(msg wire.Message) {
	c := m.query.Stage.Choice
	switch msg := msg.(type) {
	case wire.FilterMsg:
		c.Filter = msg.Filter
	case wire.ModelMsg:
		c.Tuning = msg.Tuning
	}
	m.choose(c)
}
