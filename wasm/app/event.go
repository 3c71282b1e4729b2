package app

// Kind is a kind of [Event].
type Kind uint8

// Kinds of events, named as in docs/embedding.md.
const (
	Ready   Kind = iota // a tape is loaded
	State               // something of the state but the time changed
	Time                // the replay time changed; at most 10 a second while playing
	Wave                // the replay entered or left a wave
	Ended               // the replay reached the end of the event and stopped
	Failed              // a message that had waited for the tape could not be followed
	Problem             // a value of the query string was not understood
)

var kindNames = [...]string{"ready", "state", "time", "wave", "ended", "error", "problem"}

// String returns the name of the event for window.unwind.on.
func (k Kind) String() string { return kindNames[k] }

// Event tells the page that something happened.
type Event struct {
	Kind Kind
	Text string // what failed, for Failed and Problem
}

// timeEvery is the least distance in milliseconds between two Time events of a
// playing replay.
const timeEvery = 100

// Events returns what happened since the last call, in order; equal events
// without a text are joined into one. The slice is valid until the next call
// of any method.
func (m *Model) Events() []Event {
	m.drained, m.events = m.events, m.drained[:0]
	return m.drained
}

func (m *Model) emit(k Kind) {
	for _, e := range m.events {
		if e.Kind == k {
			return
		}
	}
	m.events = append(m.events, Event{Kind: k})
}

func (m *Model) emitText(k Kind, text string) {
	m.events = append(m.events, Event{Kind: k, Text: text})
}

// emitTime announces the replay time, while playing not too often, and the
// wave that it lies in when that is another one.
func (m *Model) emitTime(now float64) {
	m.emitWave(now)
	if m.playing() && now >= m.timeSent && now < m.timeSent+timeEvery {
		return
	}
	m.timeSent = now
	m.emit(Time)
}

func (m *Model) emitWave(now float64) {
	if n := m.market.WaveAt(m.time(now)); n != m.wave {
		m.wave = n
		m.emit(Wave)
	}
}
