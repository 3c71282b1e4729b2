package web

import (
	"errors"
	"net/http"

	"unwind/web/poster"
)

// poster answers /poster.png. A query key of the view that is not understood
// falls back, as on the page, and is named in a header; an event that does not
// exist and a size out of bounds are errors.
func (s *server) poster(w http.ResponseWriter, r *http.Request, p *poster.Handler) {
	err := p.Serve(w, r)
	var bad *poster.Error
	switch {
	case err == nil:
	case errors.As(err, &bad):
		sendError(w, r, bad.Status, bad.Code, bad.Message)
	default:
		s.Log.Error("poster", "query", clip(r.URL.RawQuery), "err", err)
		sendError(w, r, http.StatusInternalServerError, "internal", "the picture could not be drawn")
	}
}
