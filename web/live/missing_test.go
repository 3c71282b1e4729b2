package live_test

import (
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"unwind/data"
	"unwind/web/live"
	"unwind/web/live/livetest"
	"unwind/web/record"
)

// at is a number of milliseconds after the start of a bubble.
func at(ms data.UnixMs) data.UnixMs { return 1770292800000 + ms }

func (s *scene) wantGaps(want ...record.Gap) {
	s.t.Helper()
	if got := s.ears.whole(); !slices.Equal(got, want) {
		s.t.Errorf("gaps are %+v, want %+v", got, want)
	}
}

func TestTheMomentBeforeTheFirstDataIsNoGap(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration // the first data
		want  []record.Gap
	}{
		"at once":        {0, nil},
		"almost at once": {999 * time.Millisecond, nil},
		"late":           {1001 * time.Millisecond, []record.Gap{{Venue: "binance", From: at(0), To: at(1001), Why: record.Disconnected}}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := &livetest.Venue{}
				v.Said = func(s *livetest.Socket, _ string) {
					time.Sleep(c.after)
					s.Say(binanceMark())
				}
				s := follow(t, "binance", "BTCUSDT", v)
				time.Sleep(2 * time.Second)
				got := s.wantState(live.Flowing)
				s.end()
				if s.wantGaps(c.want...); got.Gaps != uint64(len(c.want)) {
					t.Errorf("%d gaps are counted, want %d", got.Gaps, len(c.want))
				}
			})
		})
	}
}

// A moment after the first data is missing all the same: liquidations may have
// been in it.
func TestAShortBreakIsAGap(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{}
		v.Said = func(s *livetest.Socket, _ string) { s.Say(binanceMark()) }
		s := follow(t, "binance", "BTCUSDT", v)
		time.Sleep(2 * time.Second)
		v.Broadcast(binanceMark())
		synctest.Wait()
		v.CloseAll() // the pause is half of 1 s
		time.Sleep(2 * time.Second)
		s.wantState(live.Flowing)
		s.end()
		s.wantGaps(record.Gap{Venue: "binance", From: at(2000), To: at(2500), Why: record.Disconnected})
	})
}

// The connection breaks; the next try, half a second later, is refused for an
// hour, and so is what came before it for less than a moment.
func TestWhatIsMissingWhileAVenueRefusesSaysSo(t *testing.T) {
	for name, c := range map[string]struct {
		away int // tries that meet nobody before the refusal
		want []record.Gap
	}{
		"refused at once": {0, []record.Gap{{Venue: "binance", From: at(2000), To: at(3_602_500 + 500), Why: record.Blocked}}},
		"refused after two other faults": {2, []record.Gap{
			{Venue: "binance", From: at(2000), To: at(5500), Why: record.Disconnected},
			{Venue: "binance", From: at(5500), To: at(3_605_500 + 500), Why: record.Blocked},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := &livetest.Venue{Refuse: func(n int, _ http.Header) (int, string) {
					switch {
					case n > 1 && n < 2+c.away:
						return 502, ""
					case n == 2+c.away:
						return 451, `{"msg":"Service unavailable from a restricted location"}`
					}
					return 0, ""
				}}
				v.Said = func(s *livetest.Socket, _ string) { s.Say(binanceMark()) }
				s := follow(t, "binance", "BTCUSDT", v)
				time.Sleep(2 * time.Second)
				v.Broadcast(binanceMark())
				synctest.Wait()
				v.CloseAll()
				time.Sleep(10 * time.Second)
				s.wantState(live.Blocked)
				time.Sleep(time.Hour)
				s.wantState(live.Flowing)
				s.end()
				s.wantGaps(c.want...)
			})
		})
	}
}

// A gap that goes on is told in pieces; who asks knows it up to now.
func TestWhatIsMissingIsToldWhenAsked(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{}
		v.Said = func(s *livetest.Socket, _ string) { s.Say(binanceMark()) }
		s := follow(t, "binance", "BTCUSDT", v)
		time.Sleep(2 * time.Second)
		s.live.TellMissing(t.Context())
		s.wantGaps()
		v.Refuse = func(int, http.Header) (int, string) { return 502, "" }
		v.Broadcast(binanceMark())
		synctest.Wait()
		v.CloseAll()
		time.Sleep(3 * time.Second)
		s.wantGaps()
		s.live.TellMissing(t.Context())
		s.wantGaps(record.Gap{Venue: "binance", From: at(2000), To: at(5000), Why: record.Disconnected})
		s.end()
		s.live.TellMissing(t.Context()) // nobody is left to answer
		s.wantGaps(record.Gap{Venue: "binance", From: at(2000), To: at(5000), Why: record.Disconnected})
	})
}

// The venue is away for three minutes and a half. Screens are told every five
// seconds; the recorder at first, every minute, when asked, and at the end.
func TestAGapThatLastsIsRecordedOnceAMinute(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{Refuse: func(int, http.Header) (int, string) {
			return 451, `{"msg":"Service unavailable from a restricted location"}`
		}}
		screen, recorder := &ears{total: map[string]int{}}, &ears{total: map[string]int{}}
		s := followWith(t, "binance", "BTCUSDT", v, live.Options{Sinks: []live.Sink{screen}, Recorder: recorder})
		time.Sleep(100 * time.Second)
		s.live.TellMissing(t.Context())
		time.Sleep(110 * time.Second)
		s.end()
		piece := func(from, to data.UnixMs) record.Gap {
			return record.Gap{Venue: "binance", From: at(1000 * from), To: at(1000 * to), Why: record.Blocked}
		}
		want := []record.Gap{piece(0, 5), piece(5, 65), piece(65, 100), piece(100, 160), piece(160, 210)}
		if !slices.Equal(recorder.gaps, want) {
			t.Errorf("recorded are %+v, want %+v", recorder.gaps, want)
		}
		if got := screen.whole(); len(screen.gaps) != 42 || !slices.Equal(got, []record.Gap{piece(0, 210)}) {
			t.Errorf("screens are told %d pieces, %+v, want 42 of one gap", len(screen.gaps), got)
		}
	})
}

// What flows is recorded as it is shown, and so is a gap that is short.
func TestARecorderHearsWhatScreensHear(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := &livetest.Venue{}
		v.Said = func(s *livetest.Socket, _ string) { s.Say(binanceMark()) }
		screen, recorder := &ears{total: map[string]int{}}, &ears{total: map[string]int{}}
		s := followWith(t, "binance", "BTCUSDT", v, live.Options{Sinks: []live.Sink{screen}, Recorder: recorder})
		time.Sleep(2 * time.Second)
		v.Broadcast(binanceMark())
		v.Broadcast(binanceOrder(unixMs(), "50000"))
		synctest.Wait()
		v.CloseAll()
		time.Sleep(2 * time.Second)
		s.end()
		if !slices.Equal(recorder.gaps, screen.gaps) || len(screen.gaps) != 1 {
			t.Errorf("recorded are %+v, shown %+v, want one gap", recorder.gaps, screen.gaps)
		}
		if recorder.marks != screen.marks || screen.marks == 0 || len(recorder.total) != 1 || len(screen.total) != 1 {
			t.Errorf("recorded are %d marks and %d liquidations, shown %d and %d", recorder.marks, len(recorder.total), screen.marks, len(screen.total))
		}
	})
}
