package record

// eventsOf returns what of a frame is recorded. Trades are not: a venue's
// liquidations have been read from them, and nothing else of them is shown.
func eventsOf(f *Frame) []Event {
	b := f.Batch
	n := len(b.Liquidations) + len(b.Candles) + len(b.Marks) + len(b.Interest) + len(b.Funding)
	if n == 0 {
		return nil
	}
	events := make([]Event, 0, n)
	add := func(k Kind, symbol string) *Event {
		events = append(events, Event{Kind: k, Venue: f.Venue, Symbol: symbol, Received: f.Received, Way: f.Way, Raw: f.Raw})
		return &events[len(events)-1]
	}
	for i := range b.Liquidations {
		l := &b.Liquidations[i]
		e := add(Liquidation, l.Symbol)
		e.Liquidation, e.Venue = *l, l.Venue // which its identity begins with
	}
	candle := Candle
	if f.Spot {
		candle = Spot
	}
	for i := range b.Candles {
		add(candle, b.Candles[i].Symbol).Candle = b.Candles[i]
	}
	for i := range b.Marks {
		m := &b.Marks[i]
		add(Mark, m.Symbol).Mark = Marks{Mark: *m, High: m.Price, Low: m.Price}
	}
	for i := range b.Interest {
		add(Interest, b.Interest[i].Symbol).Interest = b.Interest[i]
	}
	for i := range b.Funding {
		add(Funding, b.Funding[i].Symbol).Funding = b.Funding[i]
	}
	return events
}
