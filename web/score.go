package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"unwind/data"
	"unwind/data/reconstruct"
	"unwind/data/score"
	"unwind/data/tape"
	"unwind/web/asset"
	"unwind/web/library"
)

// scoreAnswer is the answer of /api/events/{id}/score.
type scoreAnswer struct {
	score.CardJSON
	Made    string `json:"made"`    // the day, ISO
	Command string `json:"command"` // prints the same figures
}

// scores computes the score of an event when it is first asked for, one event
// at a time, and keeps it.
type scores struct {
	now   func() time.Time
	turn  chan struct{} // one place: held by the computation in progress
	group singleflight.Group

	mu   sync.Mutex
	kept map[string]*asset.Blob // by hash of the tape
}

// maxScores bounds the answers that are kept; one takes a few kilobytes. When
// there are more, all are forgotten.
const maxScores = 500

func newScores(now func() time.Time) *scores {
	return &scores{now: now, turn: make(chan struct{}, 1), kept: map[string]*asset.Blob{}}
}

// sendScore answers with the score of an event: about half a second for the
// first who asks, nothing for the others.
func (s *server) sendScore(w http.ResponseWriter, r *http.Request) {
	e := s.event(w, r, r.PathValue("id"))
	if e == nil {
		return
	}
	if e.GoesOn() {
		sendError(w, r, http.StatusNotFound, "no_score", fmt.Sprintf("the event %q cannot be scored: it is not over", e.ID))
		return
	}
	answer, err := s.scores.of(r.Context(), s.Events, e)
	switch {
	case r.Context().Err() != nil: // nobody waits any more
	case err != nil:
		sendError(w, r, http.StatusNotFound, "no_score", fmt.Sprintf("the event %q cannot be scored: %v", e.ID, err))
	default:
		w.Header().Set("Cache-Control", "no-cache")
		answer.ServeHTTP(w, r)
	}
}

// of returns the kept answer for e or computes it. Whoever asks meanwhile waits
// for the same computation, which goes on when they leave.
func (s *scores) of(ctx context.Context, events *library.Library, e *library.Event) (*asset.Blob, error) {
	hash := e.Tape.Hash
	if answer := s.find(hash); answer != nil {
		return answer, nil
	}
	done := s.group.DoChan(hash, func() (any, error) {
		s.turn <- struct{}{}
		defer func() { <-s.turn }()
		return s.compute(events, e)
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case result := <-done:
		if result.Err != nil {
			return nil, result.Err
		}
		return result.Val.(*asset.Blob), nil
	}
}

func (s *scores) compute(events *library.Library, e *library.Event) (*asset.Blob, error) {
	m, err := events.Market(e)
	if err != nil {
		return nil, err
	}
	o := scoreOptions(m.Tape)
	card, err := score.Make(m.Tape, score.Sets(m.Tape.OpenInterest != nil), o)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(scoreAnswer{card.JSON(), s.now().UTC().Format(time.DateOnly), scoreCommand(e.ID, o.Every)})
	if err != nil {
		return nil, err
	}
	answer := asset.NewBlob("application/json", append(body, '\n'))
	s.keep(e.Tape.Hash, answer)
	return answer, nil
}

// maxMoments bounds the moments at which an estimate is judged; 60 days of
// them, every hour.
const maxMoments = 1440

// scoreOptions returns the options of the published tables, with moments
// further apart in an event so long that they would be too many.
func scoreOptions(t *tape.Tape) score.Options {
	o := score.Defaults()
	if t.Candles == nil || t.Candles.Len() == 0 {
		return o
	}
	times := t.Candles.Candles.T
	for (times[len(times)-1]-times[0])/o.Every > maxMoments {
		o.Every *= 2
	}
	return o
}

// scoreCommand is the command line that prints the score of an event. A tape
// that is not built in is first saved from /api/events/{id}.
func scoreCommand(id string, every data.UnixMs) string {
	from := "--tape " + id + ".json"
	if slices.Contains(reconstruct.IDs(), id) {
		from = "--event " + id
	}
	if every == score.Defaults().Every {
		return "unwind score " + from
	}
	return "unwind score " + from + " --every " + strconv.FormatInt(int64(every/data.Hour), 10) + "h"
}

func (s *scores) find(hash string) *asset.Blob {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[hash]
}

func (s *scores) keep(hash string, answer *asset.Blob) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.kept) >= maxScores {
		clear(s.kept)
	}
	s.kept[hash] = answer
}
