package authenticator

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"time"

	"countersign/factors/device"
	"countersign/factors/wire"
	"countersign/idp/web"
	"countersign/templates/words"
)

// maxTicketBody bounds what is read of a request for a ticket.
const maxTicketBody = 1 << 10

// Ticket is POST /a/ticket: it exchanges the code of a link for a ticket that
// the installed app starts with, where that has a storage of its own
// (docs/device-protocol.md section 4).
func (x *Room) Ticket(w http.ResponseWriter, r *http.Request) error {
	var q struct {
		Code wire.Secret `json:"code"`
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxTicketBody))
	if err != nil {
		return fmt.Errorf("read the code: %w", err)
	}
	if err := wire.Decode(body, &q); err != nil {
		return web.BadRequest(words.As("The code is missing."), fmt.Errorf("read the code: %w", err))
	}
	ticket, err := x.Exchange(r.Context(), q.Code)
	var slow *device.SlowDown
	switch {
	case errors.As(err, &slow):
		return &web.Failure{Status: http.StatusTooManyRequests, Code: string(wire.CodeSlowDown), After: max(slow.After, time.Second), Cause: err}
	case errors.Is(err, device.ErrRefused):
		return &web.Failure{Status: http.StatusForbidden, Code: string(wire.CodeRefused), Cause: err}
	case err != nil:
		return fmt.Errorf("exchange a code for a ticket: %w", err)
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.WriteJSON(w, http.StatusCreated, map[string]string{"ticket": ticket.Reveal()})
}

// ticketForm is 128 bits, as base64url.
//
//nolint:gochecknoglobals // compiled once, never written
var ticketForm = regexp.MustCompile(`^[A-Za-z0-9_-]{22}$`)

// TicketManifest is GET /a/m/{ticket}: the manifest of an app that will start
// with this ticket. It says nothing of the ticket, good or bad: only
// registering uses it up. The log has the pattern of the route alone.
func (x *Room) TicketManifest(w http.ResponseWriter, r *http.Request) error {
	ticket := r.PathValue("ticket")
	if !ticketForm.MatchString(ticket) {
		return web.NotFound()
	}
	w.Header().Set("Cache-Control", "no-store")
	return x.writeManifest(w, r, "/a/#t="+ticket)
}
