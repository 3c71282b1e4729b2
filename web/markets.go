package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/asset"
	"unwind/web/proxy"
)

// marketList is the answer of /api/markets.
type marketList struct {
	Venues []proxy.Listed `json:"venues"`
}

func (s *server) listMarkets(w http.ResponseWriter, r *http.Request) {
	if s.Markets == nil {
		sendMarketsOff(w, r)
		return
	}
	sendMarketJSON(w, r, marketList{s.Markets.List()})
}

func sendMarketsOff(w http.ResponseWriter, r *http.Request) {
	sendError(w, r, http.StatusNotFound, "markets_off", "this server asks no venue; whoever runs it turns that on with --markets")
}

// sendMarket answers with rows of a venue, or with why there are none.
func (s *server) sendMarket(w http.ResponseWriter, r *http.Request) {
	if s.Markets == nil {
		sendMarketsOff(w, r)
		return
	}
	ask := proxy.Ask{Venue: r.PathValue("venue"), Symbol: r.PathValue("symbol"), Kind: r.PathValue("kind")}
	if err := readTimes(r.URL.Query(), &ask); err != nil {
		sendError(w, r, http.StatusBadRequest, "bad_query", err.Error())
		return
	}
	answer, err := s.Markets.Get(r.Context(), ask)
	switch {
	case r.Context().Err() != nil: // nobody waits any more
	case err != nil:
		s.refuseMarket(w, r, ask, err)
	default:
		if answer.Keyed { // other pages in the operator's browser must not read it
			w.Header().Del("Access-Control-Allow-Origin")
		}
		sendMarketJSON(w, r, answer)
	}
}

// readTimes reads step, from and to, in milliseconds.
func readTimes(q url.Values, ask *proxy.Ask) error {
	for key, to := range map[string]*data.UnixMs{"step": &ask.Step, "from": &ask.From, "to": &ask.To} {
		text := q.Get(key)
		if text == "" {
			continue
		}
		v, err := strconv.ParseInt(text, 10, 64)
		if err != nil || v <= 0 {
			return fmt.Errorf("%s is %q, want milliseconds", key, clip(text))
		}
		*to = data.UnixMs(v)
	}
	return nil
}

// sendMarketJSON sends what is true only now, since it holds an age.
func sendMarketJSON(w http.ResponseWriter, r *http.Request, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic("web: " + err.Error())
	}
	body = append(body, '\n')
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "application/json")
	h.Set("Vary", "Accept-Encoding")
	if asset.Negotiate(r.Header.Get("Accept-Encoding"), false) == "gzip" {
		h.Set("Content-Encoding", "gzip")
		body = asset.Gzip(body, 1)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body) // a reader that went away is no fault of ours
	}
}

// mistakes are the statuses of what a reader asked wrongly.
var mistakes = map[string]int{
	"no_venue": http.StatusNotFound, "no_kind": http.StatusNotFound, "out_of_reach": http.StatusNotFound,
	"bad_symbol": http.StatusBadRequest, "bad_query": http.StatusBadRequest,
}

// refusals are the answers to what venues refuse; words follow the name of the
// venue.
var refusals = map[feed.Reason]struct {
	status int
	code   string
	words  string
}{
	feed.Unavailable:  {http.StatusServiceUnavailable, "venue_unavailable", "is unavailable from here; this server works around no such refusal"},
	feed.Banned:       {http.StatusServiceUnavailable, "venue_refuses", "has shut out the address of this server for a while and is left alone"},
	feed.RateLimited:  {http.StatusServiceUnavailable, "venue_refuses", "has been asked as often as it may be and is left alone for a while"},
	feed.BadSymbol:    {http.StatusNotFound, "no_symbol", "does not know the symbol"},
	feed.BadRequest:   {http.StatusBadGateway, "venue_error", "does not understand what it was asked"},
	feed.OutOfReach:   {http.StatusNotFound, "out_of_reach", "does not keep rows that old"},
	feed.Unauthorised: {http.StatusServiceUnavailable, "no_access", "wants a key, or another one"},
	feed.PlanTooSmall: {http.StatusServiceUnavailable, "no_access", "has this only for a larger plan"},
	feed.Down:         {http.StatusBadGateway, "venue_down", "cannot be reached or has a fault"},
	feed.Empty:        {http.StatusNotFound, "no_rows", "has no row of that"},
}

// refuseMarket answers with why there are no rows.
func (s *server) refuseMarket(w http.ResponseWriter, r *http.Request, ask proxy.Ask, err error) {
	var mistake *proxy.Mistake
	var refusal *feed.Refusal
	var malformed *feed.Malformed
	switch {
	case errors.As(err, &mistake):
		sendError(w, r, mistakes[mistake.Code], mistake.Code, mistake.Words)
	case errors.As(err, &refusal):
		to := refusals[refusal.Reason]
		if to.status == http.StatusServiceUnavailable && refusal.Wait > 0 {
			wait := (refusal.Wait + data.Second - 1) / data.Second
			w.Header().Set("Retry-After", strconv.FormatInt(int64(wait), 10))
		}
		sendRefusal(w, r, to.status, to.code, s.Markets.Name(ask.Venue)+" "+to.words, proxy.RefusalOf(err))
	case errors.As(err, &malformed):
		sendRefusal(w, r, http.StatusBadGateway, "bad_answer", s.Markets.Name(ask.Venue)+" sent what cannot be read", proxy.RefusalOf(err))
	case errors.Is(err, proxy.ErrBusy):
		sendError(w, r, http.StatusServiceUnavailable, "busy", err.Error())
	default:
		s.Log.Error("market", "venue", ask.Venue, "kind", ask.Kind, "err", err)
		sendError(w, r, http.StatusInternalServerError, "internal", "the server made a mistake; its log says which")
	}
}
