package cascade

// Reason says why a figure is not there. The zero value, [Known], says that it
// is. Screens translate it by its value; String is for logs and tests.
type Reason uint8

// Reasons.
const (
	Known Reason = iota
	NoEvents
	TooFewEvents
	SampledFeed
	ModelledFeed
	UnknownFeed
	TooShort
	TooRegular
	NoPrices
	NoMove
	NoVenues
	NoLevels
	NoDepth
	NoData
	NoVolume
	NoInterest
	SparseInterest
	Runaway
	BadSettings
	FullFeed
	LargestOnly
	UnknownChoice
	SmallMove
	SeveralSymbols
	NoFunding
	NoSpot
	NoPerpetual
	ShortTape
	BrokenFeed
	ReasonCount
)

var reasonTexts = [ReasonCount]string{
	Known:          "known",
	NoEvents:       "no single liquidations",
	TooFewEvents:   "too few events",
	SampledFeed:    "not computable: sampled feed",
	ModelledFeed:   "not computable: modelled events",
	UnknownFeed:    "not computable: nobody says whether the feed is complete",
	TooShort:       "too short a stretch",
	TooRegular:     "not computable: events come too regularly",
	NoPrices:       "no prices",
	NoMove:         "the price did not move that way",
	NoVenues:       "no split by venue",
	NoLevels:       "no level estimate",
	NoDepth:        "no depth",
	NoData:         "not available here",
	NoVolume:       "no volume",
	NoInterest:     "no open interest",
	SparseInterest: "not computable: open interest is known too rarely",
	Runaway:        "feeds itself without end",
	BadSettings:    "settings out of range",
	FullFeed:       "not computable: every second of the feed was full",
	LargestOnly:    "not computable: the feed sends the largest order of each second",
	UnknownChoice:  "not computable: nobody says which order of a second the feed sends",
	SmallMove:      "not computable: the price moved by less than 0.05 %",
	SeveralSymbols: "not computable: dollars of several symbols, the price of one",
	NoFunding:      "no funding rate",
	NoSpot:         "no spot market",
	NoPerpetual:    "no candles of an exchange",
	ShortTape:      "not known far enough before or after",
	BrokenFeed:     "not computable: gaps in the feed",
}

// String returns the reason in English.
func (r Reason) String() string {
	if r < ReasonCount {
		return reasonTexts[r]
	}
	return reasonTexts[NoData]
}
