package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/config"
	"countersign/idp/ciba"
	"countersign/idp/client"
	"countersign/idp/clientauth"
	"countersign/idp/dpop/dpoptest"
	"countersign/idp/mail/smtptest"
	"countersign/idp/registration"
	"countersign/storage/storagetest"
)

// aviary is a person, an application that may do everything, and all secrets
// that come up between them and this server.
type aviary struct {
	attacker
	keyring
	birds *canaries
	post  *smtptest.Server
	seen  *sightings
}

// No secret of a person, an application, a phone or a device is anywhere that
// it has no business, in whatever form: in no log, no metric, no statement, no
// event on record, no column, and in no address that a browser shows another.
func TestSecretsOfApplicationsAreNowhereElse(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			r, post := newPostRig(t, database, manyTries, callsLoopback, func(c *config.Config) {
				c.OAuth.Registration, c.OAuth.RegistrationMost = "open", 1000
			})
			v := aviary{attacker: attacker{r}, birds: &canaries{}, post: post, seen: &sightings{}}
			v.app.Config.Handler = v.seen.watch(v.app.Config.Handler)
			v.birds.add("master key", storagetest.MasterKey)
			statements, err := v.statements.during(func() error {
				v.keyring = r.everywhere(func(w *client.Registration) {
					w.Metadata.CIBAUserCode = true
				}).keyringOf("ada")
				v.given()
				v.signs()
				v.proves()
				v.asksByItself()
				v.drives()
				v.mails()
				v.methods()
				v.signsOut()
				v.mistakes()
				return nil
			})
			v.ok(err)
			t.Logf("%d secrets", len(*v.birds))
			v.nowhere(*v.birds, statements)
			addresses, referrers := v.seen.all()
			v.absent("addresses of the application", addresses, *v.birds, "code", "signed answer", "another code")
			v.absent("referrers of the application", referrers, *v.birds)
			if !strings.Contains(addresses, "code=") || !strings.Contains(v.log.String(), `"level":"DEBUG"`) {
				t.Error("the application or the log saw too little to tell")
			}
		})
	}
}

// sightings are what an application sees of requests of browsers.
type sightings struct {
	mu                   sync.Mutex
	addresses, referrers []string
}

func (s *sightings) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.addresses, s.referrers = append(s.addresses, r.URL.String()), append(s.referrers, r.Referer())
		s.mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

func (s *sightings) all() (addresses, referrers string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.addresses, "\n"), strings.Join(s.referrers, "\n")
}

// given are one of each thing that an application gets.
func (v aviary) given() {
	for what, text := range v.kinds() {
		if strings.HasPrefix(what, "client ") || strings.HasPrefix(text, "{") {
			continue // an id, and an answer that nobody signed
		}
		v.birds.add(what, text)
	}
	for what, text := range map[string]string{
		"secret": v.secret, "PKCE verifier": v.seat.verifier, "offline access token": v.stays.Access,
		"token by CIBA": v.byAsk, "online ID token": v.online.ID,
	} {
		v.birds.add(what, text)
	}
	_, got := v.redeem(0, v.seat, v.code)
	v.birds.add("redeemed token", got.Access)
	_, next := v.token(0, v.seat, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {v.stays.Refresh}})
	v.birds.add("next refresh token", next.Refresh)
	v.birds.add("token of the device", v.device.polls().Access)
	v.cookies(v.b.Cookies(), v.birds)
}

// signs has applications authenticate and ask by what they sign, and register
// by an invitation.
func (v aviary) signs() {
	key, now := must(suiteKey()), v.clock.Now().Unix()
	set := must(json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "one", Algorithm: "PS256", Use: "sig"}}}))
	own, _ := v.attacker.client(func(w *client.Registration) { w.Method, w.Metadata.JWKS = client.PrivateKeyJWT, set })
	mac, secret := v.attacker.client(func(w *client.Registration) { w.Method = client.SecretJWT })
	v.birds.add("secret that signs", secret)
	posts, posted := v.attacker.client(func(w *client.Registration) { w.Method = client.Post })
	v.birds.add("secret in a form", posted)
	v.form("client_id", string(posts.ID), "client_secret", posted)
	for id, by := range map[client.ID]jose.SigningKey{
		own.ID: {Algorithm: jose.PS256, Key: jose.JSONWebKey{Key: key, KeyID: "one"}}, mac.ID: {Algorithm: jose.HS256, Key: []byte(secret)},
	} {
		said := map[string]any{"iss": id, "sub": id, "aud": v.issuer, "jti": "jti-" + string(id), "iat": now, "exp": now + 60}
		text := signed(by, nil, said)
		v.birds.add("assertion of "+string(by.Algorithm), text)
		v.form("client_assertion_type", clientauth.AssertionType, "client_assertion", text)
	}
	at := must(url.Parse(v.request(own, "").url)).Query()
	wish := map[string]any{"iss": own.ID, "aud": v.issuer, "iat": now, "exp": now + 60, "jti": "jti-of-a-wish", "prompt": "none"}
	for name := range at {
		wish[name] = at.Get(name)
	}
	object := signed(jose.SigningKey{Algorithm: jose.PS256, Key: jose.JSONWebKey{Key: key, KeyID: "one"}}, nil, wish)
	v.birds.add("request object", object)
	b := v.browser(0)
	v.ok(b.Open(v.t.Context(), v.issuer+"/authorize?"+url.Values{"client_id": {string(own.ID)}, "request": {object}}.Encode()))
	i, token, hash, err := registration.NewInvite("Bank", 1, time.Hour, v.clock.Now())
	v.ok(err, v.replicas[0].db.Registrations().Invite(v.t.Context(), i, hash))
	v.birds.add("initial access token", token)
	made := v.api(0, token, "POST", "/register", `{"client_name":"App","redirect_uris":["https://app.example/cb"]}`)
	v.birds.add("secret of a client that registered", made.text("client_secret"))
	v.birds.add("its token", made.text("registration_access_token"))
	v.api(0, made.text("registration_access_token"), "GET", "/register/"+made.text("client_id"), "")
}

// form posts pairs to the token endpoint, with a code that nobody has.
func (v aviary) form(pairs ...string) {
	form := url.Values{"grant_type": {client.GrantCode}, "code": {"x"}, "redirect_uri": {v.callback}, "code_verifier": {"x"}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	v.do(attackRequest{method: http.MethodPost, path: "/token", kind: attackForm, body: form.Encode()})
}

// proves has tokens bound to a key, and shows proofs of it.
func (v aviary) proves() {
	k := dpoptest.New(v.t)
	basic := must(http.NewRequest(http.MethodPost, v.issuer, nil))
	basic.SetBasicAuth(string(v.keyring.client.ID), v.secret)
	_, both, _ := strings.Cut(basic.Header.Get("Authorization"), " ")
	var got apiReply
	for range 2 { // the first hears a nonce
		proof := k.Proof("POST", v.issuer+"/token", "", v.clock.Now())
		v.birds.add("proof", proof)
		got = v.carried(0, "POST", "/token", "Basic", both, proof, url.Values{"grant_type": {client.GrantClient}})
		k.Hear(got.header)
	}
	token := got.text("access_token")
	v.birds.add("bound token", token)
	proof := k.Proof("GET", v.issuer+"/userinfo", token, v.clock.Now())
	v.birds.add("proof of a token", proof)
	v.carried(0, "GET", "/userinfo", "DPoP", token, proof, nil)
}

// asksByItself has the application ask by CIBA with all that is secret there.
func (v aviary) asksByItself() {
	ctx, e := v.t.Context(), newEar(v.t.(*testing.T))
	v.ok(v.b.Open(ctx, v.issuer+"/me/apps/asking"), v.b.Click(ctx, "asking-code-new"))
	code, err := v.b.Text("asking-code")
	v.ok(err)
	v.birds.add("code for requests", code)
	v.birds.add("code for requests, without its dash", strings.ReplaceAll(code, "-", ""))
	v.clock.Advance(time.Minute)
	a := v.rig.hears(e, client.CIBAPing, func(w *client.Registration) { w.Metadata.CIBAUserCode = true })
	id := a.begun("client_notification_token", notifyToken, "user_code", code)
	v.birds.add("notification token", notifyToken)
	v.birds.add("request that is pinged", id)
	a.begin("client_notification_token", notifyToken, "user_code", "WRNG-WRNG")
	v.ok(v.approve(v.who.phone, ""))
	v.tellAll()
	v.birds.add("token after a ping", a.poll(id).text("access_token"))
	v.do(attackRequest{method: http.MethodPost, path: ciba.Path, kind: attackForm, body: "id_token_hint=" + v.stays.ID})
}

// drives has a page sign in by JSON, and a back end ask a phone.
func (v aviary) drives() {
	p := v.spa()
	p.password("ada")
	v.birds.add("handle of a sign-in", p.handle)
	p.call("DELETE", "", nil)
	m := v.machine(client.ScopePush)
	v.birds.add("token of a back end", m.token)
	v.clock.Advance(time.Minute)
	asked := m.call("POST", "/api/challenges", `{"person":"ada","browser":"Firefox","os":"Linux"}`)
	if asked.status != http.StatusCreated {
		v.t.Fatalf("%d %v", asked.status, asked.body)
	}
	v.birds.add("token to poll with", asked.text("poll_token"))
	v.api(0, asked.text("poll_token"), "GET", "/api/challenges/"+asked.text("id"), "")
	m.call("DELETE", "/api/challenges/"+asked.text("id"), "")
}
