package web

import (
	"fmt"
	"io/fs"
	"net/http"
	"path"
)

// sendDocument answers /docs/NAME.md: the documents that the page refers to, as
// the text that they are.
func (s *server) sendDocument(w http.ResponseWriter, r *http.Request) {
	body, err := s.document(r.PathValue("name"))
	if err != nil {
		sendError(w, r, http.StatusNotFound, "not_found", fmt.Sprintf("nothing is at %q", clip(r.URL.Path)))
		return
	}
	sendText(w, r, "text/plain; charset=utf-8", body)
}

func (s *server) document(name string) ([]byte, error) {
	if s.Docs == nil || path.Ext(name) != ".md" {
		return nil, fs.ErrNotExist
	}
	return fs.ReadFile(s.Docs, "docs/"+name)
}
