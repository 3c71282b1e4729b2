package days

import (
	"unwind/data"
	"unwind/data/market"
)

// Fall is the event within a tape: what is compared before and after, and the
// clock on which it is laid over another.
type Fall struct {
	Onset, End data.UnixMs
	By         FallBy
}

// FallBy says what a fall was found by.
type FallBy string

// What a fall was found by.
const (
	ByPlay  FallBy = "play"  // from where the tape says that the replay starts to play
	ByCover FallBy = "cover" // from there to the moment of the tape's picture: no wave follows
	ByWave  FallBy = "wave"  // from the start of the largest wave
	ByPrice FallBy = "price" // the hour in which the price fell most steeply
	ByTape  FallBy = "tape"  // neither is known: the whole tape
)

// smallWave is the part of the largest wave below which a wave no more belongs
// to the fall.
const smallWave = 0.1

// FallOf returns the fall of a market. It begins where the tape says that the
// replay starts to play, unless that is where its window starts; then with the
// largest wave. It ends with the last wave of the day from there that is not
// much smaller than the largest. Without waves it is the hour of the steepest
// fall.
func FallOf(m *market.Market) Fall {
	t := m.Tape
	if t.PlayFrom > t.From {
		if waves := wavesFrom(m, t.PlayFrom); len(waves) > 0 {
			return Fall{t.PlayFrom, endOf(waves), ByPlay}
		}
		return Fall{t.PlayFrom, max(t.PlayFrom, t.Cover), ByCover}
	}
	if waves := m.Waves(); len(waves) > 0 {
		onset := waves[largestOf(waves)].Start
		return Fall{onset, endOf(wavesFrom(m, onset)), ByWave}
	}
	if t.Candles != nil {
		if onset, ok := steepest(&t.Candles.Candles); ok {
			return Fall{onset, min(onset+data.Hour, t.To), ByPrice}
		}
	}
	return Fall{t.From, t.To, ByTape}
}

// wavesFrom returns the waves that start within a day from onset.
func wavesFrom(m *market.Market, onset data.UnixMs) []market.Wave {
	return m.Waves()[m.NextWave(onset-1)-1 : m.NextWave(onset+data.Day-1)-1]
}

// largestOf returns the place of the wave with the most dollars.
func largestOf(waves []market.Wave) int {
	most := 0
	for i := range waves {
		if waves[i].Total() > waves[most].Total() {
			most = i
		}
	}
	return most
}

// endOf returns when the last of the large waves ended.
func endOf(waves []market.Wave) data.UnixMs {
	end, largest := data.UnixMs(0), waves[largestOf(waves)].Total()
	for i := range waves {
		if waves[i].Total() >= smallWave*largest {
			end = max(end, waves[i].End)
		}
	}
	return end
}

// steepest returns the start of the candle from whose opening the price had
// fallen most an hour later, false when it never fell.
func steepest(c *data.Candles) (at data.UnixMs, ok bool) {
	least := data.Price(1)
	for i, j := 0, 0; i < c.Len(); i++ {
		for j+1 < c.Len() && c.T[j+1]+c.Step <= c.T[i]+data.Hour {
			j++
		}
		if left := c.Close[max(i, j)] / c.Open[i]; left < least {
			least, at, ok = left, c.T[i], true
		}
	}
	return at, ok
}
