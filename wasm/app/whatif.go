package app

import (
	"unwind/data"
	"unwind/data/whatif"
	"unwind/data/wire"
	"unwind/render/summary"
)

// asking is a what-if of the stage, from its choice to its answer on screen.
type asking struct {
	run    *whatif.Run // at work; nil when nothing is left to do
	answer *whatif.Answer
	words  summary.WhatIf // of answer in lang
	lang   string
}

// ask makes c the what-if of the stage. The last answer stays on screen until
// there is another; with none chosen it goes.
func (m *Model) ask(c whatif.Choice) {
	c = c.Fit(m.market, m.query.Stage.Depth)
	if c == m.query.Stage.WhatIf {
		return
	}
	m.query.Stage.WhatIf = c
	m.askAgain()
	m.changed()
}

// askAgain works the stage's what-if out anew, as when the market is another.
func (m *Model) askAgain() {
	c := m.query.Stage.WhatIf
	m.asking.run = nil
	if !c.On() {
		m.showAnswer(nil)
		return
	}
	m.asking.run = whatif.Start(m.market, c)
}

// answer does the next piece of the what-if and shows what is new of it.
func (m *Model) answer() (fresh bool) {
	fresh, done := m.asking.run.Step()
	if fresh {
		m.showAnswer(m.asking.run.Answer())
		m.changed()
	}
	if done {
		m.asking.run = nil
	}
	return fresh
}

func (m *Model) showAnswer(a *whatif.Answer) {
	if a != nil {
		a = a.Keep(m.asking.answer)
	}
	m.asking.answer, m.asking.lang, m.frame.WhatIf = a, "", a
}

// whatIfInfo describes the what-if for a state at a replay time. Its words are made once an
// answer and language.
func (m *Model) whatIfInfo(t data.UnixMs) wire.WhatIfInfo {
	info := wire.WhatIfInfo{Answer: m.asking.answer}
	if info.Answer == nil {
		return info
	}
	lang := m.query.Style.Lang
	if lang == "" {
		lang = "en"
	}
	if m.asking.lang != lang {
		m.asking.lang, m.asking.words = lang, summary.WhatIfOf(info.Answer, lang)
	}
	info.Now, _ = info.Answer.PriceAt(t)
	info.Said, info.Rows = m.asking.words.Said, m.asking.words.Rows
	return info
}
