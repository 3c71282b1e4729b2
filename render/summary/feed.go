package summary

import (
	"math"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/render/scale"
)

// FeedName names a feed: "Binance BTCUSDT".
func FeedName(m *cascade.Meter) string {
	if m.Symbol == "" {
		return cascade.VenueName(m.Venue)
	}
	return cascade.VenueName(m.Venue) + "\u00a0" + m.Symbol
}

// FeedFull says how full a throttled feed was and what that implies, in words of
// one language: "full 51 of 60 s (85 %): …".
func FeedFull(s *cascade.Saturation, lang string) string {
	c := cells{lang: scale.LangOf(lang), words: wordsOf(lang)}
	return c.feedFull(s)
}

// FeedShare says how full a throttled feed was over a stretch that has calm and
// storm in it, of which the mean share implies too little: that and the plain
// sum alone.
func FeedShare(s *cascade.Saturation, lang string) string {
	c := cells{lang: scale.LangOf(lang), words: wordsOf(lang)}
	return c.feedShare(s)
}

func (c *cells) feedShare(s *cascade.Saturation) string {
	return c.fullOf(s) + fill(c.words.feed.sum, "usd", c.money(s.USD))
}

func (c *cells) fullOf(s *cascade.Saturation) string {
	return fill(c.words.feed.full, "full", c.count(s.Full), "seconds", c.count(s.Seconds), "share", c.shareOf(s.Share()))
}

func (c *cells) feedFull(s *cascade.Saturation) string {
	w := &c.words.feed
	full := c.fullOf(s)
	if s.Full == 0 {
		return full
	}
	arrived, reason := s.Arrived()
	if reason != cascade.Known {
		return full + ": " + fill(w.nothing, "usd", c.money(s.USD))
	}
	shown, _ := s.Shown()
	came := fill(w.came, "orders", c.count(int(math.Round(arrived))), "shown", string(scale.AppendShare(nil, shown, 0, c.lang)))
	return full + ": " + came + "; " + c.feedDollars(s)
}

// feedDollars says what a feed's orders were worth by the rule of their date.
func (c *cells) feedDollars(s *cascade.Saturation) string {
	w := &c.words.feed
	implied, reason := s.Implied()
	switch reason {
	case cascade.Known:
		return fill(w.about, "usd", c.money(implied))
	case cascade.LargestOnly:
		return fill(w.largest, "usd", c.money(s.USD))
	}
	return fill(w.one, "usd", c.money(s.USD))
}

// shareOf writes a share of time: with two decimals where it is below 1 %.
func (c *cells) shareOf(v float64) string {
	digits := 0
	if v < 0.01 {
		digits = 2
	}
	return string(scale.AppendShare(nil, v, digits, c.lang))
}

// feeds says how full the feed of the tape's instrument was in the day of the
// counter and in the last minute, as far as it was followed.
func (c *cells) feeds() string {
	m, t := c.summary.market, c.summary.Table.T
	for _, f := range m.Feeds() { // that of the most dollars first
		if f.Symbol != m.Tape.Symbol {
			continue
		}
		end := (t/data.Second + 1) * data.Second // the second that holds t is the last
		day, minute := m.Followed(f, end-data.Day, t+1), m.Followed(f, end-data.Minute, t+1)
		if day.Full == 0 {
			return ""
		}
		span := c.words.feed.inADay
		if since := m.FeedsSince(0); since > end-data.Day {
			span = fill(c.words.feed.since, "time", string(scale.AppendDateTimeSeconds(nil, since, c.lang)))
		}
		return fill(c.words.feed.says, "feed", FeedName(f), "span", span, "full", c.feedShare(&day), "last", c.feedFull(&minute))
	}
	return ""
}

// feedWords say how full a feed was.
type feedWords struct {
	says    string // {feed}, what it was in 24 hours or less, and in the last minute
	inADay  string
	since   string // instead of it where it was not followed so long
	full    string
	sum     string // after it: what was sent, together
	came    string // how many orders, and how many of them are known
	nothing string // instead where every second was full
	about   string // what they were worth by the latest of each second
	largest string // where the largest is sent
	one     string // where nobody says which
}

var feedEnglish = feedWords{
	says:    "The feed {feed} sends at most one order a second; {span} it was {full}; in the last minute {last}.",
	inADay:  "in these 24\u00a0h",
	since:   "since {time}\u00a0UTC",
	sum:     ", at least {usd}",
	full:    "full {full} of {seconds}\u00a0s ({share})",
	came:    "at least {orders} orders came, of which at most {shown} are shown",
	nothing: "how many orders came cannot be said; worth at least {usd}, the plain sum",
	about:   "worth about {usd}, at the mean size of each second’s latest",
	largest: "worth at least {usd}, the plain sum, since the largest of each second is sent",
	one:     "worth at least {usd}, the plain sum, since nobody says which of a second is sent",
}

var feedRussian = feedWords{
	says:    "Лента {feed} отдаёт не больше одного ордера в секунду; {span} она была {full}; за последнюю минуту\u00a0— {last}.",
	inADay:  "за эти 24\u00a0ч",
	since:   "с {time}\u00a0UTC",
	sum:     ", не менее {usd}",
	full:    "полна {full} из {seconds}\u00a0с ({share})",
	came:    "ордеров пришло не менее {orders}, показано из них не более {shown}",
	nothing: "сколько пришло ордеров, сказать нельзя; на сумму не менее {usd}\u00a0— это простая сумма",
	about:   "на сумму около {usd} по среднему размеру последнего ордера секунды",
	largest: "на сумму не менее {usd}\u00a0— это простая сумма: лента отдаёт крупнейший ордер секунды",
	one:     "на сумму не менее {usd}\u00a0— это простая сумма: неизвестно, какой ордер секунды отдаёт лента",
}
