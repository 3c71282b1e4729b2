package field

// Pace pauses long work again and again. A nil pace never does.
type Pace struct {
	pause func()
	work  int // since the last pause
}

// stretchOfWork is the work between two pauses, as the bytes whose syntax is
// checked in about a millisecond in a browser.
const stretchOfWork = 16 << 10

// NewPace returns a pace that calls pause about each millisecond of work in a
// browser, and where it runs natively much more often.
func NewPace(pause func()) *Pace { return &Pace{pause: pause} }

// Did says that as much was done as looking at so many bytes is, at most a few
// thousand at once.
func (p *Pace) Did(bytes int) {
	if p == nil {
		return
	}
	if p.work += bytes; p.work >= stretchOfWork {
		p.work = 0
		p.pause()
	}
}
