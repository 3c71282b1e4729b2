package poster

import (
	"errors"
	"fmt"
	"net/http"

	"unwind/data/wire"
	"unwind/web/library"
)

// Error is a picture that cannot be drawn as asked.
type Error struct {
	Status  int    // of HTTP
	Code    string // for programs
	Message string // for people
}

func (e *Error) Error() string { return e.Message }

// refused holds the keys whose value must be right: drawing another event or
// another size than was asked for would be a wrong picture, not a default one.
var refused = map[string]bool{"": true, "event": true, "w": true, "h": true, "scale": true, "bare": true}

// check returns the keys that fell back to their defaults, or the reason why
// the query cannot be drawn.
func check(q *wire.Query) error {
	for _, p := range q.Problems {
		if refused[p.Key] {
			return badQuery(p)
		}
	}
	return nil
}

func badQuery(p wire.Problem) error {
	message := fmt.Sprintf("%s is %q, want %s", p.Key, p.Value, p.Want)
	if p.Key == "" {
		message = "the query string is too long, want " + p.Want
	}
	return &Error{Status: http.StatusBadRequest, Code: "bad_query", Message: message}
}

var errBusy = &Error{Status: http.StatusServiceUnavailable, Code: "busy", Message: "too many pictures are being drawn; try again"}

var errNothingYet = &Error{
	Status: http.StatusServiceUnavailable, Code: "nothing_yet",
	Message: "nothing was heard of this market yet; /api/live says how its venues do",
}

// missing returns why there is no event of an id.
func (h *Handler) missing(id string) error {
	switch err := h.events.Why(id); {
	case errors.Is(err, library.ErrNothingYet):
		return errNothingYet
	case err != nil:
		return err
	case id == "":
		return &Error{Status: http.StatusNotFound, Code: "no_event", Message: "this server has no events"}
	}
	return &Error{
		Status: http.StatusNotFound, Code: "no_event",
		Message: fmt.Sprintf("there is no event %q; /api/events lists them", id),
	}
}
