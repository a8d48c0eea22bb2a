package idp

import (
	"net/http"

	"countersign/idp/web"
	"countersign/templates/words"
)

// live says that the process serves requests at all.
func (d Deps) live(w http.ResponseWriter, _ *http.Request) error {
	return web.WriteJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// ready says whether a load balancer should send requests here.
func (d Deps) ready(w http.ResponseWriter, r *http.Request) error {
	if err := d.Ready(r.Context()); err != nil {
		return &web.Failure{
			Status: http.StatusServiceUnavailable, Code: "not_ready", Title: words.As("Not ready"),
			Message: words.As("The server cannot serve requests just now; its log says why."), Cause: err,
		}
	}
	return web.WriteJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}
