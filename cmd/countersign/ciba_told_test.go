package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/protocol"
	"countersign/storage"
)

// ear is a client's notification endpoint.
type ear struct {
	server *httptest.Server

	mu     sync.Mutex
	heard  []told
	status []int // of the next answers; 204 behind them
}

// told is what it was told.
type told struct {
	bearer, kind string
	body         map[string]any
}

func newEar(t *testing.T, status ...int) *ear {
	t.Helper()
	e := &ear{status: status}
	e.server = httptest.NewServer(e)
	t.Cleanup(e.server.Close)
	return e
}

func (e *ear) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	heard := told{bearer: r.Header.Get("Authorization"), kind: r.Header.Get("Content-Type")}
	_ = json.Unmarshal(raw, &heard.body) // what is no JSON shows as nothing
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = append(e.heard, heard)
	status := http.StatusNoContent
	if len(e.status) > 0 {
		status, e.status = e.status[0], e.status[1:]
	}
	if status == http.StatusFound || status == http.StatusMovedPermanently {
		w.Header().Set("Location", e.server.URL+"/elsewhere")
	}
	w.WriteHeader(status)
	if status == http.StatusOK {
		_, _ = io.WriteString(w, "thank you")
	}
}

func (e *ear) all() []told {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]told(nil), e.heard...)
}

// of is what it was told of one request.
func (e *ear) of(id string) (out []told) {
	for _, heard := range e.all() {
		if heard.body["auth_req_id"] == id {
			out = append(out, heard)
		}
	}
	return out
}

// answers sets the status of the next answer.
func (e *ear) answers(status int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.status = []int{status}
}

// hears registers an application that is told at e.
func (r *rig) hears(e *ear, delivery string, change ...func(*client.Registration)) asker {
	return r.asker(append(change, func(w *client.Registration) {
		w.Metadata.CIBADelivery, w.Metadata.CIBAEndpoint = delivery, e.server.URL+"/told"
	})...)
}

func (r *rig) tellAll() {
	r.t.Helper()
	r.ok(r.replicas[0].teller.Once(r.t.Context()))
}

const notifyToken = "8d67dc78-7faa-4d41-aabd-67707b374255"

// fapi-ciba-id1 (ping).
func TestClientIsPingedWhenThePersonAnswered(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			r := newRig(t, database, 1, callsLoopback)
			ada, e := r.joinVerified("ada"), newEar(t)
			a := r.hears(e, client.CIBAPing)
			a.lets(ada, true)
			a.begin().says(t, http.StatusBadRequest, "invalid_request") // without a token
			a.begin("client_notification_token", "not a token").says(t, http.StatusBadRequest, "invalid_request")
			a.begin("client_notification_token", strings.Repeat("x", 1025)).says(t, http.StatusBadRequest, "invalid_request")
			id := a.begun("client_notification_token", notifyToken)
			r.tellAll()
			if heard := e.all(); len(heard) != 0 {
				t.Fatalf("it was told before the answer: %v", heard)
			}
			r.ok(r.approve(ada.phone, ""))
			r.tellAll()
			r.tellAll()
			heard := e.all()
			if len(heard) != 1 || heard[0].bearer != "Bearer "+notifyToken || heard[0].kind != "application/json" ||
				len(heard[0].body) != 1 || heard[0].body["auth_req_id"] != id {
				t.Fatalf("it was told %v", heard)
			}
			if got := a.poll(id); got.status != http.StatusOK {
				t.Errorf("tokens: %d %v", got.status, got.body)
			}
			if strings.Contains(r.log.String(), notifyToken) || strings.Contains(r.log.String(), id) {
				t.Error("a secret is in the log")
			}
		})
	}
}

// fapi-ciba-id1-user-rejects-authentication (ping).
func TestClientIsPingedAfterARefusalAndNotWhenNobodyAnswers(t *testing.T) {
	r := newRig(t, "sqlite", 1, callsLoopback)
	ada, e := r.joinVerified("ada"), newEar(t, http.StatusOK)
	a := r.hears(e, client.CIBAPing)
	a.lets(ada, true)
	a.begun("client_notification_token", notifyToken)
	r.ok(r.refuse(ada.phone, wire.ReasonNotNow))
	r.tellAll()
	if heard := e.all(); len(heard) != 1 {
		t.Fatalf("it was told %v", heard)
	}
	r.clock.Advance(2 * time.Hour)
	a.begun("client_notification_token", notifyToken)
	r.clock.Advance(3 * time.Minute)
	r.tellAll()
	if heard := e.all(); len(heard) != 1 {
		t.Errorf("it was told of what nobody answered: %v", heard)
	}
}

// fapi-ciba-id1-ping-with-mtls-ciba-notification-endpoint-response-401 (and 403,
// and redirects, and bodies).
func TestNotificationsAreTriedAgainOnlyWhereThatHelps(t *testing.T) {
	for name, c := range map[string]struct {
		status []int
		times  int
	}{
		"401": {[]int{401, 401}, 1}, "403": {[]int{403}, 1}, "a redirect": {[]int{302}, 1}, "a body": {[]int{200}, 1},
		"503 once": {[]int{503}, 2}, "503 for ever": {[]int{503, 503, 503, 503, 503, 503}, 5},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, "sqlite", 1, callsLoopback)
			ada, e := r.joinVerified("ada"), newEar(t, c.status...)
			a := r.hears(e, client.CIBAPing)
			a.lets(ada, true)
			id := a.begun("client_notification_token", notifyToken, "requested_expiry", "300")
			r.ok(r.approve(ada.phone, ""))
			for range 8 {
				r.tellAll()
				r.clock.Advance(15 * time.Second)
			}
			for range 8 {
				r.tellAll()
				r.clock.Advance(2 * time.Minute)
			}
			if heard := e.all(); len(heard) != c.times {
				t.Errorf("it was told %d times, want %d", len(heard), c.times)
			}
			untold := len(r.events(storage.Query{Kind: audit.AskingUntold, Limit: 5}))
			if (untold == 1) != (c.times == 5 || len(c.status) > 0 && c.status[0] < 500 && c.status[0] > 200) {
				t.Errorf("%d times on record", untold)
			}
			_ = id
		})
	}
}

func TestTokensArePushedOnceTheyAreDueAndNeverPolled(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			r := newRig(t, database, 1, callsLoopback)
			ada, e := r.joinVerified("ada"), newEar(t, http.StatusServiceUnavailable)
			a := r.hears(e, client.CIBAPush, func(w *client.Registration) {
				w.Grants, w.Scopes = append(w.Grants, client.GrantRefresh), append(w.Scopes, "offline_access")
			})
			a.lets(ada, true)
			got := a.begin("client_notification_token", notifyToken, "scope", "openid offline_access")
			id := got.text("auth_req_id")
			if got.body["interval"] != nil {
				t.Error("who is pushed to is told how to poll")
			}
			a.poll(id).says(t, http.StatusBadRequest, "unauthorized_client")
			r.ok(r.approve(ada.phone, ""))
			r.tellAll()
			r.clock.Advance(10 * time.Second)
			r.tellAll()
			heard := e.all()
			if len(heard) != 2 || heard[0].body["access_token"] != heard[1].body["access_token"] {
				t.Fatalf("it was told %v", heard)
			}
			body := heard[1].body
			text := func(name string) string { s, _ := body[name].(string); return s }
			token := claims(t, text("id_token"))
			if body["auth_req_id"] != id || token["urn:openid:params:jwt:claim:auth_req_id"] != id ||
				token["at_hash"] != protocol.HalfHash("ES256", text("access_token")) ||
				token["urn:openid:params:jwt:claim:rt_hash"] != protocol.HalfHash("ES256", text("refresh_token")) || token["sub"] != string(ada.id) {
				t.Errorf("pushed %v with %v", body, token)
			}
			if got := r.api(0, text("access_token"), "GET", "/userinfo", ""); got.status != http.StatusOK {
				t.Errorf("the access token: %d %v", got.status, got.body)
			}
		})
	}
}

func TestWhyThereAreNoTokensIsPushed(t *testing.T) {
	r := newRig(t, "sqlite", 1, callsLoopback)
	ada, e := r.joinVerified("ada"), newEar(t)
	a := r.hears(e, client.CIBAPush)
	a.lets(ada, true)
	denied := a.begun("client_notification_token", notifyToken)
	r.ok(r.refuse(ada.phone, wire.ReasonNotNow))
	r.tellAll()
	r.clock.Advance(2 * time.Hour)
	late := a.begun("client_notification_token", notifyToken)
	r.clock.Advance(3 * time.Minute)
	r.tellAll()
	heard := e.all()
	if len(heard) != 2 || heard[0].body["auth_req_id"] != denied || heard[0].body["error"] != "access_denied" ||
		heard[1].body["auth_req_id"] != late || heard[1].body["error"] != "expired_token" {
		t.Errorf("it was told %v", heard)
	}
}

// What holds of its tokens by now holds of those that it asked for before.
func TestNoTokensArePushedToWhoseTokensAreBoundSinceItAsked(t *testing.T) {
	r := newRig(t, "sqlite", 1, callsLoopback)
	ada, e := r.joinVerified("ada"), newEar(t)
	a := r.hears(e, client.CIBAPush)
	a.lets(ada, true)
	a.begun("client_notification_token", notifyToken)
	r.ok(r.approve(ada.phone, ""))
	_, _, err := r.replicas[0].clients.Update(t.Context(), a.client.ID, client.Registration{
		Name: a.client.Name, Grants: a.client.Grants, Scopes: a.client.Scopes,
		Metadata: client.Metadata{CIBADelivery: client.CIBAPush, CIBAEndpoint: a.client.Metadata.CIBAEndpoint, DPoPBound: true},
	})
	r.ok(err)
	r.tellAll()
	if heard := e.all(); len(heard) != 1 || heard[0].body["error"] != "access_denied" || heard[0].body["access_token"] != nil {
		t.Errorf("it was told %v", heard)
	}
}
