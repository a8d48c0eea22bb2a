package servertest

import (
	"io"
	"net/http"

	"countersign/factors/wire"
)

// decide is the checks of section 7 that need no account: 1, 3 to 9 and 12.
func (s *Server) decide(w http.ResponseWriter, r *http.Request, d *device) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	refuse := func(status int) { writeError(w, status, wire.CodeRefused) }
	var claims wire.Decision
	object, err := wire.Parse(string(body), wire.MaxDecision)
	if err == nil {
		err = object.Verify(wire.TypeDecision, d.key)
	}
	if err == nil {
		err = object.Claims(&claims)
	}
	if err != nil || claims.Check() != nil {
		refuse(http.StatusForbidden)
		return
	}
	c := s.challenges[r.PathValue("cid")]
	if c == nil || claims.CID != r.PathValue("cid") || c.claims.Device != d.id || claims.Device != d.id ||
		claims.Audience != s.Issuer || claims.Account != d.account ||
		claims.Nonce != c.claims.Nonce || claims.CHash != wire.CHash(c.compact) {
		refuse(http.StatusForbidden)
		return
	}
	switch {
	case c.decision == string(body):
		writeJSON(w, http.StatusOK, wire.DecisionAnswer{State: c.state})
		return
	case !c.claims.Allows(claims.Decision):
		refuse(http.StatusForbidden)
		return
	case !takes(c.state, claims.Decision):
		refuse(http.StatusConflict)
		return
	}
	if claims.Decision == wire.Approve && claims.Match != c.number {
		if c.claims.Match.Mode != wire.ModeNum6 {
			c.state = wire.StateFailed
		}
		refuse(http.StatusForbidden)
		return
	}
	c.state = after(c.state, claims.Decision)
	c.decision, c.verdict = string(body), claims.Decision
	writeJSON(w, http.StatusOK, wire.DecisionAnswer{State: c.state})
}

// takes says whether a challenge in a state takes a verdict (check 9).
func takes(state wire.State, verdict wire.Verdict) bool {
	switch verdict {
	case wire.Report:
		return true
	case wire.Deny:
		return state == wire.StatePending || state == wire.StateApproved
	default:
		return state == wire.StatePending
	}
}

// after is the state to which a verdict leads (section 8).
func after(state wire.State, verdict wire.Verdict) wire.State {
	switch {
	case state == wire.StateApproved:
		return wire.StateCancelled
	case state != wire.StatePending:
		return state
	case verdict == wire.Deny:
		return wire.StateDenied
	case verdict == wire.Report:
		return wire.StateReported
	default:
		return wire.StateApproved
	}
}
