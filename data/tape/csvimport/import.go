// Package csvimport turns CSV files of candles, mark prices, funding rates,
// open interest, liquidations, auto-deleveraging and gaps into a tape. The layouts it knows are
// described in docs/tape.md. It never guesses: what it does not understand is
// an error with file and line, what it decides stands in the [Report].
package csvimport

import (
	"errors"
	"fmt"
	"maps"

	"unwind/data"
	"unwind/data/tape"
)

// Input is the files of an import by kind, and rows that were read elsewhere
// and are treated like those of a file. There must be candles or liquidations.
type Input struct {
	Candles, Mark, Spot, Funding, OpenInterest, Liquidations []File
	Depth                                                    []File // snapshots of the book in the form of Binance's archive
	ADL, Gaps                                                []File

	CandleBars, MarkBars, SpotBars    []Bars
	FundingPoints, OpenInterestPoints []Points
	Prints                            *data.Liquidations // in the place of files of liquidations: ascending, each once, all of the tape's instrument
}

// Bars is candles that were read elsewhere, in any order.
type Bars struct {
	Name string // for reports and errors
	data.Candles
}

// Points is single values that were read elsewhere, in any order.
type Points struct {
	Name string // for reports and errors
	data.Points
	Qty bool // values are of the base asset, worth the close of the candle
}

// Options choose what becomes of the files. Every zero value is a default.
type Options struct {
	ID       string      // default: symbol and first day
	Title    tape.Text   // default: symbol, or ID without one, and days
	Symbol   string      // instrument of the tape; default: see [Import]
	Step     data.UnixMs // length of a candle; default: the longest of the files, or a minute
	From, To data.UnixMs // window; default: all candles
	Cover    data.UnixMs // default: the end of the window

	Instrument string                 // in words; default: the symbol
	Origins    map[string]tape.Origin // where layers come from, by their names in a tape, in place of what the import says of files

	// DropStray leaves out candles that stand beside the times of the others,
	// and of two of one time that differ the earlier row, and counts them. They
	// are faults of the file otherwise.
	DropStray bool

	Sides    Sides   // what buy and sell of a liquidation mean
	Contract float64 // US dollars that one unit of a liquidation's quantity is worth, or [BaseUnits]; 0: of the base asset unless contracts are likely
}

// BaseUnits as a contract says that quantities are of the base asset.
const BaseUnits = -1

// Sides says of what buy and sell are the side, in files of liquidations.
type Sides uint8

// What buy and sell are the side of.
const (
	UnknownSides  Sides = iota // of the order, which is reported; an error where Bybit's own form and another are both likely
	OrderSides                 // of the order: a sale closes a long
	PositionSides              // of the position: buy is a long
)

// Import makes a tape. With a symbol, liquidations of other symbols are left
// out. Without one and without candles, the symbol with the most events
// gives the price, and the liquidations of all symbols stay in the tape with
// their symbols, so that counters count them all. Without a symbol but with
// candles, liquidations must be of one symbol.
func Import(in Input, o Options) (*tape.Tape, *Report, error) {
	m := maker{options: o, report: new(Report), tape: new(tape.Tape)}
	for _, step := range []func(Input) error{m.liquidations, m.candles, m.mark, m.spot, m.points, m.depth, m.adl, m.gaps, m.identity} {
		if err := step(in); err != nil {
			return nil, nil, err
		}
	}
	if err := tape.Check(m.tape); err != nil {
		return nil, nil, fmt.Errorf("the files make no valid tape: %w", err)
	}
	return m.tape, m.report, nil
}

// maker is an import in progress.
type maker struct {
	options Options
	report  *Report
	tape    *tape.Tape
	events  []event // of all symbols that stay
	symbol  string  // of the tape, as the venue or the caller spells it
}

func (m *maker) liquidations(in Input) error {
	m.symbol = m.options.Symbol
	if in.Prints != nil {
		m.tape.Liquidations = m.liquidationLayer(*in.Prints)
		return nil
	}
	if len(in.Liquidations) == 0 {
		return nil
	}
	for _, f := range in.Liquidations {
		events, err := readEvents(f, m.options, m.report)
		if err != nil {
			return err
		}
		m.events = append(m.events, events...)
	}
	all := len(m.events)
	m.events = distinct(m.events)
	if n := all - len(m.events); n > 0 {
		m.report.note("liquidations: %d distinct events of %d rows", len(m.events), all)
	}
	if err := m.chooseSymbol(len(in.Candles)+len(in.CandleBars) > 0); err != nil {
		return err
	}
	m.tape.Liquidations = m.liquidationLayer(columns(m.events, m.symbol))
	return nil
}

func (m *maker) liquidationLayer(l data.Liquidations) *tape.LiquidationLayer {
	return &tape.LiquidationLayer{Liquidations: l, AtLeast: true, Origin: m.origin("liquidations",
		"Messages of the venues as recorded. Feeds are sampled or have gaps, so sums are lower bounds.",
		"Сообщения бирж в записи. Ленты прорежены или с пропусками, поэтому суммы — нижние оценки.")}
}

// chooseSymbol decides which symbol the tape is about.
func (m *maker) chooseSymbol(haveCandles bool) error {
	if m.symbol != "" {
		kept := onlySymbol(m.events, m.symbol)
		if n := len(m.events) - len(kept); n > 0 {
			m.report.note("liquidations: %d events of other symbols than %s left out", n, m.symbol)
		}
		m.events = kept
		if len(kept) == 0 {
			return fmt.Errorf("there are no liquidations of the symbol %q", m.symbol)
		}
		return nil
	}
	if len(m.events) == 0 {
		return fmt.Errorf("there are no liquidations in the files")
	}
	m.symbol = mainSymbol(m.events)
	if n := len(symbols(m.events)); n > 1 {
		if haveCandles {
			return fmt.Errorf("the liquidations are of %d symbols: choose the one of the candles (most are of %q)", n, m.symbol)
		}
		m.report.note("liquidations: of %d symbols; %s has the most and gives the price, all are counted", n, m.symbol)
	}
	return nil
}

func (m *maker) candles(in Input) error {
	if len(in.Candles)+len(in.CandleBars) == 0 {
		return m.drawCandles()
	}
	s, err := m.readSeries(in.Candles, in.CandleBars, candleKind, m.options.Step)
	if err != nil {
		return err
	}
	m.tape.Candles = &tape.CandleLayer{
		Origin:  m.origin("candles", "Candles of the venue.", "Свечи биржи."),
		Candles: s.candles(),
	}
	if known := s.withTakers(); known > 0 && known < len(s.bars) {
		m.report.note("taker volume: left out, %d of %d candles have none", len(s.bars)-known, len(s.bars))
	}
	m.report.gaps("candles", s.step, m.tape.Candles.T)
	return nil
}

// drawCandles stands in for candles that are not there.
func (m *maker) drawCandles() error {
	if len(m.events) == 0 {
		return fmt.Errorf("there are neither candles nor liquidations to import")
	}
	step := m.options.Step
	if step == 0 {
		step = data.Minute
	}
	c := drawn(onlySymbol(m.events, m.symbol), step)
	m.tape.Candles = &tape.CandleLayer{
		Origin: tape.Origin{Provenance: data.Modelled, Why: tape.Text{"en": "Drawn from the prices at which positions were liquidated; what was traded is not known, so there is no volume and no estimate of levels.",
			"ru": "Построено по ценам ликвидаций; торги неизвестны, поэтому нет ни объёма, ни оценки уровней."}},
		Candles: c, FromPrints: true,
	}
	m.report.note("candles: %d of %s drawn from the liquidations of %s", c.Len(), length(step), m.symbol)
	m.report.gaps("candles", step, c.T)
	return nil
}

func (m *maker) readSeries(files []File, read []Bars, k *kind, step data.UnixMs) (series, error) {
	var all []series
	for _, f := range files {
		s, err := readBars(f, k)
		if err != nil {
			return series{}, err
		}
		all = append(all, s)
	}
	for _, b := range read {
		all = append(all, b.series())
	}
	for i := range all {
		if err := all[i].arrange(m.options.DropStray, m.report); err != nil {
			return series{}, err
		}
	}
	return merge(all, step, m.report)
}

// mark brings the mark price to the candles. Bars longer than a candle are of
// no use to it.
func (m *maker) mark(in Input) error {
	if len(in.Mark)+len(in.MarkBars) == 0 {
		return nil
	}
	c := &m.tape.Candles.Candles
	s, err := m.readSeries(in.Mark, in.MarkBars, markKind, c.Step)
	if errors.Is(err, errNoneFits) {
		return nil
	}
	if err != nil {
		return err
	}
	bars, missing := s.onTimesOf(c)
	if missing == c.Len() {
		m.report.note("mark: left out, it has no bar on the times of the candles")
		return nil
	}
	m.tape.Mark = &tape.MarkLayer{Origin: m.origin("mark", "Mark price of the venue.", "Цена маркировки биржи."), MarkBars: bars}
	if missing > 0 {
		m.report.note("mark: %d of %d bars are missing, the candle stands in", missing, c.Len())
		m.tape.Mark.Why["en"] += fmt.Sprintf(" %d of %d bars were missing: there it is the candle.", missing, c.Len())
		m.tape.Mark.Why["ru"] += fmt.Sprintf(" Нет баров: %d из %d, на их месте — свеча.", missing, c.Len())
	}
	return nil
}

func (m *maker) spot(in Input) error {
	if len(in.Spot)+len(in.SpotBars) == 0 {
		return nil
	}
	s, err := m.readSeries(in.Spot, in.SpotBars, candleKind, 0)
	if err != nil {
		return err
	}
	m.tape.Spot = &tape.CandleLayer{Origin: m.origin("spot", "Spot candles of the venue.", "Спотовые свечи биржи."), Candles: s.candles()}
	m.report.gaps("spot candles", s.step, m.tape.Spot.T)
	return nil
}

func (m *maker) points(in Input) error {
	if len(in.Funding)+len(in.FundingPoints) > 0 {
		p, err := readPoints(in.Funding, in.FundingPoints, fundingKind, nil, m.report)
		if err != nil {
			return err
		}
		m.tape.Funding = &tape.PointLayer{Origin: m.origin("funding", "Funding rate of the venue, a fraction per interval.", "Ставка финансирования биржи, доля за интервал."), Points: p}
	}
	if len(in.OpenInterest)+len(in.OpenInterestPoints) > 0 {
		p, err := readPoints(in.OpenInterest, in.OpenInterestPoints, openInterestKind, closes(&m.tape.Candles.Candles), m.report)
		if err != nil {
			return err
		}
		m.tape.OpenInterest = &tape.PointLayer{Origin: m.origin("openInterest", "Open interest in US dollars, as imported.", "Открытый интерес в долларах США, как импортирован."), Points: p}
	}
	return nil
}

// origin is where a layer of recorded rows comes from: what the caller says,
// or en and ru.
func (m *maker) origin(layer, en, ru string) tape.Origin {
	if o, said := m.options.Origins[layer]; said {
		return tape.Origin{Provenance: data.Recorded, Why: maps.Clone(o.Why), Sources: o.Sources}
	}
	return tape.Origin{Provenance: data.Recorded, Why: tape.Text{"en": en, "ru": ru}}
}
