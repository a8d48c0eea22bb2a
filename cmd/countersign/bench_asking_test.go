package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"countersign/audit"
	"countersign/cmd/phone/authenticator"
	"countersign/factors/webauthn"
	"countersign/factors/webauthn/webauthntest"
	"countersign/idp/ciba"
	"countersign/idp/client"
	"countersign/idp/devicegrant"
	"countersign/idp/par"
)

// shop is what the lanes of applications that ask by themselves are made of:
// an application without pages, and people who let it ask.
type shop struct {
	till  *site
	asked []member
	ids   []string // what was asked of phones: auth_req_ids, or device codes
}

// askedPeople is how many there are: as many can be asked at once.
const askedPeople = 250

// settleShop makes such an application and people, whose phones verify them.
func settleShop(ctx context.Context, h *house, s *site, hash string, n int) (shop, error) {
	till := *s
	c, secret, err := h.clients.Create(ctx, client.Registration{
		Name: "Till 4", Grants: []string{client.GrantCIBA, client.GrantDevice}, Scopes: []string{"openid", "profile"},
		Metadata: client.Metadata{CIBADelivery: client.CIBAPoll},
	})
	if err != nil {
		return shop{}, err
	}
	till.client, till.secret = string(c.ID), secret
	rp, err := webauthn.NewRP(s.issuer)
	if err != nil {
		return shop{}, err
	}
	a := shop{till: &till, asked: make([]member, n)}
	return a, lineUp(clients, n, func(_, i int) error {
		m, err := settleOne(ctx, h, hash, fmt.Sprintf("asked%d", i), authenticator.Options{
			HTTP: s.http, Verifier: platformKey{webauthntest.New(rp.ID, rp.Origin)},
		})
		if err != nil {
			return err
		}
		a.asked[i] = m
		e := audit.New(ctx, h.now(), audit.AskingAllowed)
		return h.db.CIBA().LetAsk(ctx, m.id, c.ID, true, e)
	})
}

// pushed gets a code by single sign-on, by a request that was pushed (RFC 9126).
func (v *visitor) pushed(ctx context.Context, t *ticket) error {
	at, err := url.Parse(t.path)
	if err != nil {
		return err
	}
	var kept struct {
		URI string `json:"request_uri"`
	}
	if err := v.post(ctx, par.Path, at.Query(), http.StatusCreated, &kept); err != nil {
		return err
	}
	t.path = "/authorize?" + url.Values{"client_id": {v.client}, "request_uri": {kept.URI}}.Encode()
	return v.again(ctx, t)
}

// post posts a form as the application and reads the answer, which has to have
// this status.
func (s *site) post(ctx context.Context, path string, form url.Values, status int, into any) error {
	v := s.visitor()
	r, err := v.request(ctx, http.MethodPost, path, form)
	if err != nil {
		return err
	}
	r.Header.Del("Origin")
	r.SetBasicAuth(url.QueryEscape(s.client), url.QueryEscape(s.secret))
	res, err := v.send(r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(res.body, into); err != nil || res.status != status {
		return fmt.Errorf("%s: status %d: %.300s", path, res.status, res.body)
	}
	return nil
}

// poll asks for tokens that nobody has allowed yet.
func (s *site) poll(ctx context.Context, grant, name, value string) error {
	var refused struct{ Error string }
	err := s.post(ctx, "/token", url.Values{"grant_type": {grant}, name: {value}}, http.StatusBadRequest, &refused)
	if err == nil && refused.Error != "authorization_pending" {
		err = fmt.Errorf("a poll says %s", refused.Error)
	}
	return err
}

// beginAsking has the application ask n people, of whom some may still be asked
// from before.
func (a *shop) beginAsking(ctx context.Context, n int) error {
	a.ids = make([]string, n)
	return lineUp(clients, n, func(_, i int) error {
		open, err := a.asked[i].phone.Challenges(ctx, false)
		if err != nil {
			return err
		}
		for _, c := range open {
			if _, err := a.asked[i].phone.Approve(ctx, c, ""); err != nil {
				return err
			}
		}
		return a.ask(ctx, i)
	})
}

// ask has the application ask the phone of a person.
func (a *shop) ask(ctx context.Context, i int) error {
	var begun struct {
		ID string `json:"auth_req_id"`
	}
	err := a.till.post(ctx, ciba.Path, url.Values{"scope": {"openid profile"}, "login_hint": {a.asked[i].name}}, http.StatusOK, &begun)
	a.ids[i] = begun.ID
	return err
}

// take takes the tokens that a person's phone allowed.
func (a *shop) take(ctx context.Context, i int) (tokens, error) {
	return a.till.token(ctx, "/token", url.Values{"grant_type": {client.GrantCIBA}, "auth_req_id": {a.ids[i]}})
}

// askDevice has a device ask for codes.
func (a *shop) askDevice(ctx context.Context, i int) error {
	var begun struct {
		Code string `json:"device_code"`
	}
	err := a.till.post(ctx, devicegrant.AuthorizationPath, url.Values{"scope": {"openid"}}, http.StatusOK, &begun)
	a.ids[i] = begun.Code
	return err
}

// askedAndApproved is beginAsking, and everybody says yes.
func (a *shop) askedAndApproved(ctx context.Context, n int) error {
	if err := a.beginAsking(ctx, n); err != nil {
		return err
	}
	return lineUp(clients, n, func(_, i int) error { return approve(ctx, a.asked[i].phone, "") })
}

func (a *shop) pendingLane() lane {
	return lane{name: "CIBA poll, pending", most: askedPeople, prepare: a.beginAsking, do: func(ctx context.Context, _, i int) error {
		return a.till.poll(ctx, client.GrantCIBA, "auth_req_id", a.ids[i])
	}}
}

func (a *shop) issueLane() lane {
	return lane{name: "CIBA poll to tokens", most: askedPeople, prepare: a.askedAndApproved, do: func(ctx context.Context, _, i int) error {
		_, err := a.take(ctx, i)
		return err
	}}
}

func (a *shop) deviceLane() lane {
	return lane{name: "device poll, pending", times: 2, prepare: func(ctx context.Context, n int) error {
		a.ids = make([]string, n)
		return lineUp(clients, n, func(_, i int) error { return a.askDevice(ctx, i) })
	}, do: func(ctx context.Context, _, i int) error {
		return a.till.poll(ctx, client.GrantDevice, "device_code", a.ids[i])
	}}
}

// lanes are those of applications that ask by themselves, and what the floor
// does beside them.
func (a *shop) lanes(f *stock) ([]lane, map[string]lane) {
	pending, issue, device := a.pendingLane(), a.issueLane(), a.deviceLane()
	return []lane{pending, issue, device}, map[string]lane{
		pending.name: f.floorPoll(), issue.name: f.exchange(), device.name: f.floorPoll(),
	}
}

// floorPoll asks the floor for what nobody has allowed.
func (s *stock) floorPoll() lane {
	return lane{name: "poll", prepare: s.codes, do: func(ctx context.Context, _, i int) error {
		return s.poll(ctx, floorPending, "code", s.tickets[i].code)
	}}
}

// countShop counts round trips of the lanes of a shop.
func countShop(ctx context.Context, a shop, note func(name string, f func() error)) error {
	for _, l := range []lane{a.pendingLane(), a.issueLane(), a.deviceLane()} {
		for i := range 2 { // the first of everything fills caches
			if err := l.prepare(ctx, 1); err != nil {
				return err
			}
			if i == 0 {
				if err := l.do(ctx, 0, 0); err != nil {
					return err
				}
			}
		}
		note(l.name, func() error { return l.do(ctx, 0, 0) })
	}
	return nil
}

// floorPending is the floor's grant type of polls.
const floorPending = "pending"

const floorAsksSchema = `CREATE TABLE floor_pushed (id BYTEA PRIMARY KEY, request TEXT NOT NULL, expires BIGINT NOT NULL)`

// push keeps a request in one statement.
func (f *floor) push(w http.ResponseWriter, r *http.Request) error {
	if err := f.client(r); err != nil {
		return err
	}
	uri := par.Prefix + b64(digest(r.FormValue("state")+r.FormValue("nonce")))
	err := f.store.exec(r.Context(), "INSERT INTO floor_pushed VALUES ($1, $2, $3)",
		digest(uri), r.PostForm.Encode(), time.Now().Add(time.Minute).UnixMilli())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_, err = fmt.Fprintf(w, `{"request_uri":%q,"expires_in":60}`, uri)
	return err
}

// request is what is asked, by value or as it was pushed, which one statement
// uses up.
func (f *floor) request(r *http.Request) (url.Values, error) {
	q := r.URL.Query()
	uri := q.Get("request_uri")
	if uri == "" {
		return q, nil
	}
	var kept string
	err := f.store.one(r.Context(), &kept, "DELETE FROM floor_pushed WHERE id = $1 AND expires > $2 RETURNING request",
		digest(uri), time.Now().UnixMilli())
	if err != nil {
		return nil, err
	}
	return url.ParseQuery(kept)
}

// poll notes in one statement that somebody asked in vain.
func (f *floor) poll(w http.ResponseWriter, r *http.Request) error {
	var expires int64
	err := f.store.one(r.Context(), &expires, "UPDATE floor_codes SET polled = $1 WHERE id = $2 AND used = 0 AND expires > $1 RETURNING expires",
		time.Now().UnixMilli(), digest(r.FormValue("code")))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	_, err = fmt.Fprint(w, `{"error":"authorization_pending"}`)
	return err
}
