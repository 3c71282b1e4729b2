package library

import (
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"

	"unwind/data/whatif"
	"unwind/web/asset"
	"unwind/web/kept"
)

// rescanAfter bounds how often the folder is looked at.
const rescanAfter = 2 * time.Second

// Library is the events of a server. It is safe for concurrent use.
type Library struct {
	log     *slog.Logger
	lent    lent
	growing growing
	markets markets
	chosen  markets             // with a part of the levels, or others
	turns   *semaphore.Weighted // to work out the latter, and what-ifs
	answers *kept.Cache[*whatif.Answer]
	asking  singleflight.Group // for the same of them

	now     func() time.Time
	scan    sync.Mutex // guards builtin, folder and scanned
	builtin []*Event
	folder  *folder // nil: none
	scanned time.Time
	shelf   atomic.Pointer[shelf]
}

// shelf is what a library held after one scan.
type shelf struct {
	events   []*Event
	byID     map[string]*Event
	problems []Problem
}

// New returns a library of the built-in tapes and of the tapes in dir, which
// may be "". A broken built-in tape is an error, as is a folder that cannot be
// listed; a broken tape in the folder is a [Problem].
func New(builtin []*asset.Blob, dir string, log *slog.Logger) (*Library, error) {
	l := &Library{
		log: log, now: time.Now,
		turns:   semaphore.NewWeighted(int64(max(1, runtime.GOMAXPROCS(0)/2))),
		answers: kept.New[*whatif.Answer](answerBytes),
	}
	for _, b := range builtin {
		e, err := NewEvent(b)
		if err != nil {
			return nil, fmt.Errorf("built-in tape: %w", err)
		}
		l.builtin = append(l.builtin, e)
	}
	l.stock()
	if dir == "" {
		return l, nil
	}
	var err error
	if l.folder, err = openFolder(dir); err != nil {
		return nil, err
	}
	return l, l.rescan()
}

// Close lets go of the folder.
func (l *Library) Close() error {
	if l.folder == nil {
		return nil
	}
	return l.folder.root.Close()
}

// Events returns the events, built-in ones first, then those of the folder by
// file name. The slice must not be changed.
func (l *Library) Events() []*Event { return l.current().events }

// Problems returns the files of the folder that are not shown.
func (l *Library) Problems() []Problem { return l.current().problems }

// Event returns the event of the given id, or the first one for "", or nil. It
// may be one that is lent, or one that goes on, which is made anew at most once
// a second; [Library.Why] says why there is none.
func (l *Library) Event(id string) *Event {
	s := l.current()
	if id == "" && len(s.events) > 0 {
		return s.events[0]
	}
	if e := s.byID[id]; e != nil {
		return e
	}
	if e := l.lent.find(id); e != nil {
		return e
	}
	e, _ := l.grown(id)
	return e
}

// current returns the shelf, looking at the folder first when the last look
// was long ago. While one caller looks, the others get what is known.
func (l *Library) current() *shelf {
	if l.folder != nil && l.scan.TryLock() {
		defer l.scan.Unlock()
		if l.now().Sub(l.scanned) >= rescanAfter {
			if err := l.rescan(); err != nil {
				l.log.Error("tapes", "err", err)
			}
		}
	}
	return l.shelf.Load()
}

// rescan looks at the folder; the caller holds scan or is alone.
func (l *Library) rescan() error {
	l.scanned = l.now()
	changed, err := l.folder.scan()
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		l.stock()
	}
	for _, name := range changed {
		l.report(name)
	}
	return nil
}

// stock puts what is known on a new shelf.
func (l *Library) stock() {
	s := &shelf{byID: map[string]*Event{}, problems: []Problem{}}
	for _, e := range l.builtin {
		s.add("", e)
	}
	if l.folder != nil {
		for _, name := range l.folder.names() {
			f := l.folder.files[name]
			if f.err != nil {
				s.problems = append(s.problems, Problem{File: name, Reason: f.err.Error()})
				continue
			}
			s.add(name, f.event)
		}
	}
	l.shelf.Store(s)
}

func (s *shelf) add(name string, e *Event) {
	if s.byID[e.ID] != nil {
		s.problems = append(s.problems, Problem{File: name, Reason: fmt.Sprintf("another tape has the id %q", e.ID)})
		return
	}
	s.byID[e.ID] = e
	s.events = append(s.events, e)
}

// report logs what became of one file of the folder.
func (l *Library) report(name string) {
	for _, p := range l.shelf.Load().problems {
		if p.File == name {
			l.log.Warn("tape is not shown", "file", name, "reason", p.Reason)
			return
		}
	}
	if f, ok := l.folder.files[name]; ok {
		l.log.Info("tape", "file", name, "id", f.event.ID)
		return
	}
	l.log.Info("tape is gone", "file", name)
}
