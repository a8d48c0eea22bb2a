package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/cmd/demo/browser"
	"countersign/cmd/phone/authenticator"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
	"countersign/idp/person"
	"countersign/storage"
)

// attacker is a rig in the hands of somebody who writes requests by hand, and
// who afterwards may look into the database and the record.
type attacker struct{ *rig }

// attackBoth runs f against one replica on each kind of database.
func attackBoth(t *testing.T, f func(t *testing.T, a attacker)) {
	t.Helper()
	onBoth(t, func(t *testing.T, r *rig) { f(t, attacker{r}) })
}

// attackTwo runs f against two replicas on one PostgreSQL.
func attackTwo(t *testing.T, f func(t *testing.T, a attacker)) {
	t.Helper()
	f(t, attacker{newRig(t, "postgres", 2)})
}

// in is the attacker inside a subtest.
func (a attacker) in(t *testing.T) attacker {
	r := *a.rig
	r.t = t
	return attacker{&r}
}

// attackRequest is a request as it stands on the wire.
type attackRequest struct {
	replica int
	method  string
	path    string // with its query
	host    string // the Host header; "" is the issuer's
	header  http.Header
	cookies []*http.Cookie
	kind    string // Content-Type
	body    string
}

// attackAnswer is what came back.
type attackAnswer struct {
	status int
	header http.Header
	body   string
}

// do sends q and follows no redirect.
func (a attacker) do(q attackRequest) attackAnswer {
	a.t.Helper()
	answer, err := a.try(a.http(q.replica), q)
	a.ok(err)
	return answer
}

// try is do for goroutines, which may not end the test.
func (a attacker) try(c *http.Client, q attackRequest) (attackAnswer, error) {
	r, err := http.NewRequestWithContext(a.t.Context(), q.method, a.issuer+q.path, strings.NewReader(q.body))
	if err != nil {
		return attackAnswer{}, err
	}
	for name, values := range q.header {
		r.Header[name] = values
	}
	for _, k := range q.cookies {
		r.AddCookie(&http.Cookie{Name: k.Name, Value: k.Value})
	}
	if q.kind != "" {
		r.Header.Set("Content-Type", q.kind)
	}
	if q.host != "" {
		r.Host = q.host
	}
	res, err := c.Do(r)
	if err != nil {
		return attackAnswer{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return attackAnswer{status: res.StatusCode, header: res.Header, body: string(body)}, err
}

// nonce is a current DPoP nonce: anybody is given one.
func (a attacker) nonce() string {
	a.t.Helper()
	got := a.do(attackRequest{method: http.MethodGet, path: wire.PathDevice}).header.Get(wire.HeaderDPoPNonce)
	if got == "" {
		a.t.Fatal("no DPoP nonce is given")
	}
	return got
}

// proof is a DPoP proof by a phone for q, as it should be unless changed.
func (a attacker) proof(by *authenticator.Phone, q attackRequest, change ...func(*wire.Proof)) string {
	a.t.Helper()
	path, _, _ := strings.Cut(q.path, "?")
	p := wire.Proof{ID: rand.Text(), Method: q.method, URL: a.issuer + path, IssuedAt: a.clock.Now().Unix(), Nonce: a.nonce()}
	for _, f := range change {
		f(&p)
	}
	jws, err := wire.Sign(by.State().Private.Signer(), wire.TypeProof, p)
	a.ok(err)
	return jws
}

// proved is q with a good proof by the phone.
func (a attacker) proved(by *authenticator.Phone, q attackRequest) attackRequest {
	a.t.Helper()
	q.header = q.header.Clone()
	if q.header == nil {
		q.header = http.Header{}
	}
	q.header["DPoP"] = []string{a.proof(by, q)}
	return q
}

// decide posts a decision under a good proof by the phone.
func (a attacker) decide(by *authenticator.Phone, cid, jws string) attackAnswer {
	a.t.Helper()
	return a.do(a.decision(by, cid, jws))
}

func (a attacker) decision(by *authenticator.Phone, cid, jws string) attackRequest {
	a.t.Helper()
	return a.proved(by, attackRequest{method: http.MethodPost, path: wire.PathDecision(cid), kind: wire.MediaJWT, body: jws})
}

// waiting is a sign-in that waits for its phone: where most attacks begin.
type waiting struct {
	request
	tab    *browser.Tab
	number string
	phone  *authenticator.Phone
	asked  authenticator.Challenge
}

// waits gives the password in a browser that nobody knows, or in tab, where
// somebody may be signed in.
func (a attacker) waits(who member, tab *browser.Tab, change ...func(url.Values)) waiting {
	a.t.Helper()
	c, secret := a.client()
	w := waiting{tab: tab, phone: who.phone}
	if tab == nil {
		w.tab = a.browser(0)
	} else {
		change = append(change, func(v url.Values) { v.Set("prompt", "login") })
	}
	w.request = a.request(c, secret, change...)
	a.toPush(w.tab, w.request, who.name)
	var err error
	w.number, err = w.tab.Text("push-number")
	a.ok(err)
	w.asked = a.open(who.phone)
	return w
}

// open is the one request that a phone has.
func (a attacker) open(phone *authenticator.Phone) authenticator.Challenge {
	a.t.Helper()
	open, err := phone.Challenges(a.t.Context(), false)
	a.ok(err)
	if len(open) != 1 {
		a.t.Fatalf("the phone has %d requests, want 1\nlog:\n%s", len(open), a.log)
	}
	return open[0]
}

// signedIn is a sign-in from the first page to the tokens.
func (a attacker) signedIn(who member, tab *browser.Tab) (waiting, tokens) {
	a.t.Helper()
	w := a.waits(who, tab)
	a.finish(w.tab, who.phone)
	status, got := a.redeem(0, w.request, a.landed(w.tab).Get("code"))
	if status != http.StatusOK {
		a.t.Fatalf("token endpoint: %d %s", status, got.Error)
	}
	return w, got
}

// second adds a phone to somebody by an administrator's pass.
func (a attacker) second(who member) *authenticator.Phone {
	a.t.Helper()
	ctx := a.t.Context()
	i, token := person.NewInvitation(who.id, person.Pass, a.clock.Now(), time.Hour)
	a.ok(a.replicas[0].db.Invitations().Create(ctx, i, token.Hash()))
	b := a.browser(0)
	a.ok(b.Open(ctx, token.Link(a.issuer)), b.Click(ctx, "invite-start"), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
	phone := a.enrol(b)
	a.finish(b, phone)
	return phone
}

// as is the same sign-in in the hands of another phone.
func (w waiting) as(phone *authenticator.Phone) waiting {
	w.phone = phone
	return w
}

// wrong is a number of the same form that is not the one shown.
func (w waiting) wrong() string {
	last := byte('0')
	if w.number[len(w.number)-1] == '0' {
		last = '1'
	}
	return w.number[:len(w.number)-1] + string(last)
}

// path is an address below the sign-in that the tab shows.
func (w waiting) path(name string) string {
	_, rest, _ := strings.Cut(w.tab.URL(), "/login/")
	id, _, _ := strings.Cut(rest, "/")
	return "/login/" + id + name
}

// form is a form of the page in front, with its anti-forgery value.
func (w waiting) form() string {
	_, rest, _ := strings.Cut(w.tab.Body(), `name="_token" value="`)
	token, _, _ := strings.Cut(rest, `"`)
	return "_token=" + token
}

// attackPace between two calls keeps a device below its limit of 60 a minute,
// and seventy calls within the life of a challenge.
const attackPace = 1200 * time.Millisecond

const attackForm = "application/x-www-form-urlencoded"

// header is the right header of a decision, but for what change does.
func (w waiting) header(change ...func(map[string]any)) string {
	key, err := w.phone.State().Private.Public()
	if err != nil {
		panic("attack: internal error: " + err.Error())
	}
	return edited(map[string]any{"typ": "cs-decision+jwt", "alg": "ES256", "kid": key.Thumbprint()}, change)
}

// claims are those of the right approval, but for what change does.
func (w waiting) claims(change ...func(map[string]any)) string {
	c := w.asked
	return edited(map[string]any{
		"iss": c.Device, "aud": c.Issuer, "sub": c.Account, "jti": "dcs_" + rand.Text(), "iat": c.IssuedAt,
		"cid": c.ID, "nonce": c.Nonce, "chash": wire.CHash(c.Compact()), "decision": "approve", "match": w.number,
	}, change)
}

// sign makes a decision with the phone's own key.
func (w waiting) sign(change ...func(map[string]any)) string {
	return wiretest.Forge(w.phone.State().Private.Signer(), w.header(), w.claims(change...))
}

func edited(members map[string]any, change []func(map[string]any)) string {
	for _, f := range change {
		f(members)
	}
	b, err := json.Marshal(members)
	if err != nil {
		panic("attack: internal error: " + err.Error())
	}
	return string(b)
}

// edit writes one member; a nil value takes it away.
func edit(name string, value any) func(map[string]any) {
	return func(m map[string]any) {
		if m[name] = value; value == nil {
			delete(m, name)
		}
	}
}

// state is how a challenge stands in the store, as time has it.
func (a attacker) state(cid string) wire.State {
	a.t.Helper()
	c, err := a.replicas[0].db.Challenges().FindChallenge(a.t.Context(), push.ID(cid))
	a.ok(err)
	return c.At(a.clock.Now()).State
}

// recorded are the events of a kind, newest first.
func (a attacker) recorded(kind audit.Kind) []audit.Link {
	a.t.Helper()
	found, err := a.replicas[0].db.Events().Find(a.t.Context(), storage.Query{Kind: kind, Limit: 1000})
	a.ok(err)
	// The clock stands still, and ids are random: what came last is not known
	// by its place. Tests compare what is new with what was there.
	return found
}

// news are the events of a kind that came since before was read.
func (a attacker) news(kind audit.Kind, before []audit.Link) []audit.Link {
	a.t.Helper()
	return slices.DeleteFunc(a.recorded(kind), func(l audit.Link) bool {
		return slices.ContainsFunc(before, func(b audit.Link) bool { return b.ID == l.ID })
	})
}

// count is how many there are of a counter.
func (a attacker) count(name string) int {
	a.t.Helper()
	n, _, err := a.replicas[0].db.Counters().Read(a.t.Context(), name)
	a.ok(err)
	return n
}

// attackRefused is the one body of every refused decision and registration
// (docs/device-protocol.md, section 7).
const attackRefused = `{"error":"refused","error_description":"refused"}`

// refuses checks that an answer is a refusal like every other.
func (a attacker) refuses(got attackAnswer, status int) {
	a.t.Helper()
	if got.status != status || got.body != attackRefused {
		a.t.Errorf("answer %d %s, want %d %s", got.status, got.body, status, attackRefused)
	}
}

// decodedPart reads one part of a JWS, whatever it is.
func decodedPart(part string) string {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return ""
	}
	return string(raw)
}
