package reconstruct

import (
	"unwind/data"
	"unwind/data/tape"
)

// source returns a described source by its name in the file.
func (f *figures) source(name string) tape.Source {
	s := f.Sources[name]
	return tape.Source{Name: s.Name, URL: s.URL}
}

// origin is the origin of a layer with the named sources, each once.
func (f *figures) origin(p data.Provenance, why tape.Text, names ...string) tape.Origin {
	o := tape.Origin{Provenance: p, Why: why}
	seen := map[string]bool{"": true}
	for _, n := range names {
		if !seen[n] {
			seen[n] = true
			o.Sources = append(o.Sources, f.source(n))
		}
	}
	return o
}

func (f *figures) candleOrigin() tape.Origin {
	names := []string{f.TurningPoints.Source, f.FirstTouches.Source, f.Volumes.Source}
	for _, t := range f.Bars {
		names = append(names, t.Source)
	}
	for _, t := range f.Extremes {
		names = append(names, t.Source)
	}
	return f.origin(data.Modelled, tape.Text{
		"en": "Minutes are modelled: a seeded path that meets every published bar, turning point and first touch exactly.",
		"ru": "Минуты смоделированы: путь с постоянным зерном точно проходит все опубликованные свечи, точки разворота и первые касания уровней.",
	}, names...)
}

func (f *figures) markOrigin() tape.Origin {
	return f.origin(data.Modelled, tape.Text{
		"en": "Modelled as the last price, held at the published mark low of each hour of the fall.",
		"ru": "Смоделирована как последняя цена, не ниже опубликованного минимума цены маркировки в каждый час падения.",
	}, f.MarkLows.Source)
}

func (f *figures) interestOrigin() tape.Origin {
	var names []string
	for _, r := range f.OpenInterest.Rows {
		names = append(names, r.source)
	}
	return f.origin(data.Published, f.OpenInterest.Why, names...)
}

func (f *figures) fundingOrigin() tape.Origin {
	return f.origin(data.Published, tape.Text{
		"en": "Funding rates as the exchange published them, every eight hours.",
		"ru": "Ставки финансирования, опубликованные биржей, каждые восемь часов.",
	}, f.Funding.Source)
}

func (f *figures) depthOrigin() tape.Origin {
	return f.origin(data.Published, f.Depth.Why, f.Depth.Source)
}

func (f *figures) levelOrigin() tape.Origin {
	return f.origin(data.Estimated, tape.Text{
		"en": "Estimated from modelled minutes, published open interest and an assumed mix of leverage; real positions are not public.",
		"ru": "Оценка по смоделированным минутам, опубликованному открытому интересу и предполагаемому набору плеч; реальные позиции не публикуются.",
	})
}

func (f *figures) totalsOrigin() tape.Origin {
	return f.origin(data.Modelled, tape.Text{
		"en": "All coins by minute, modelled: liquidations arise where the price crosses estimated levels and are fitted to the published totals. Trackers miss part of the real ones. " +
			f.Liquidations.Why["en"] + " After the last fitted figure only the model speaks.",
		"ru": "Все монеты по минутам, модель: ликвидации возникают там, где цена пересекает оценённые уровни, и подогнаны под опубликованные суммы. Трекеры видят не всё. " +
			f.Liquidations.Why["ru"] + " После последней подогнанной цифры — только модель.",
	}, f.Liquidations.Source, f.Liquidations.SplitSource, f.Phases.Source, f.Prints.Source)
}

func (f *figures) printsOrigin() tape.Origin {
	return f.origin(data.Modelled, tape.Text{
		"en": f.Base + "'s share of the modelled total, $" + billions(f.Liquidations.Coin, ".") + gap + "B in the published day, placed where the mark price crosses estimated levels. Single orders were not published.",
		"ru": "Доля " + f.Base + " в смоделированной сумме, " + billions(f.Liquidations.Coin, ",") + gap + "млрд" + gap + "$ за опубликованные сутки, размещена там, где цена маркировки пересекает оценённые уровни. Отдельные ордера не публиковались.",
	}, f.Liquidations.CoinSource, f.Liquidations.LargestSource)
}
