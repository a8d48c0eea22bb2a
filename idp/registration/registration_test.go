package registration_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/registration"
	"countersign/idp/web"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestMain(m *testing.M) { os.Exit(storagetest.Main(m)) }

const issuer = "https://id.example"

// desk is the doors of registration on a real store.
type desk struct {
	t         *testing.T
	db        *storage.DB
	clock     *storagetest.Clock
	handler   http.Handler
	events    []audit.Event
	documents map[string]string
}

func (d *desk) Append(_ context.Context, events ...audit.Event) error {
	d.events = append(d.events, events...)
	return nil
}

func newDesk(t *testing.T, who string, change ...func(*registration.Deps)) *desk {
	t.Helper()
	clock := storagetest.NewClock()
	d := &desk{t: t, clock: clock, db: storagetest.SQLite(t, clock), documents: map[string]string{}}
	u, err := url.Parse(issuer)
	d.must(err)
	w, err := web.New(web.Deps{
		Issuer: u, ErrorPage: func(web.Failure) templ.Component { return templ.NopComponent },
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: clock.Now,
	})
	d.must(err)
	deps := registration.Deps{
		Issuer: u, Store: d.db.Registrations(), Flood: web.NewFlood(1000, time.Minute, clock.Now), Log: d, Who: who, Most: 100, Now: clock.Now,
		Document: func(_ context.Context, uri string) ([]byte, error) {
			text, ok := d.documents[uri]
			if !ok {
				return nil, errors.New("connection refused by 10.0.0.1")
			}
			return []byte(text), nil
		},
	}
	for _, f := range change {
		f(&deps)
	}
	room, err := registration.New(deps)
	d.must(err)
	mux := http.NewServeMux()
	mux.Handle("POST /register", w.JSON(room.Register))
	mux.Handle("GET /register/{id}", w.JSON(room.Read))
	mux.Handle("PUT /register/{id}", w.JSON(room.Update))
	mux.Handle("DELETE /register/{id}", w.JSON(room.Delete))
	d.handler = w.Wrap(mux)
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// told is an answer.
type told struct {
	t      *testing.T
	status int
	header http.Header
	body   string
	json   map[string]any
}

func (d *desk) call(method, path, token, body string, change ...func(*http.Request)) told {
	d.t.Helper()
	r := httptest.NewRequest(method, issuer+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	a := told{t: d.t, status: w.Code, header: w.Header(), body: w.Body.String()}
	if a.body != "" {
		if err := json.Unmarshal(w.Body.Bytes(), &a.json); err != nil {
			d.t.Fatalf("%s %s: %v: %s", method, path, err, a.body)
		}
	}
	return a
}

func (a told) text(name string) string {
	s, _ := a.json[name].(string)
	return s
}

func (a told) refused(status int, code string) {
	a.t.Helper()
	if a.status != status || a.text("error") != code {
		a.t.Errorf("%d %s, want %d %s", a.status, a.body, status, code)
	}
	if a.json["client_id"] != nil || a.text("error_description") == "" {
		a.t.Errorf("the answer is %s", a.body)
	}
	if status == http.StatusUnauthorized && !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer ") {
		a.t.Errorf("WWW-Authenticate is %q", a.header.Get("WWW-Authenticate"))
	}
}

// register is a client that registered, with members beside its redirect URI.
func (d *desk) register(members string) told {
	d.t.Helper()
	a := d.call(http.MethodPost, "/register", "", `{"client_name":"App","redirect_uris":["https://app.example/cb"]`+members+`}`)
	if a.status != http.StatusCreated {
		d.t.Fatalf("register %s: %d %s", members, a.status, a.body)
	}
	return a
}

func (a told) path() string { return strings.TrimPrefix(a.text("registration_client_uri"), issuer) }

// sent is what a client sends back to change itself (RFC 7592 section 2.2): what it
// was told but for what is not its to say, with a change.
func (a told) sent(change func(m map[string]any)) string {
	a.t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(a.body), &m); err != nil {
		a.t.Fatal(err)
	}
	for _, name := range []string{"registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"} {
		delete(m, name)
	}
	if change != nil {
		change(m)
	}
	text, err := json.Marshal(m)
	if err != nil {
		a.t.Fatal(err)
	}
	return string(text)
}

func (d *desk) invite(uses int, life time.Duration) string {
	d.t.Helper()
	i, token, hash, err := registration.NewInvite("Partner", uses, life, d.clock.Now())
	d.must(err)
	d.must(d.db.Registrations().Invite(d.t.Context(), i, hash))
	return token
}

const ordinary = `{"client_name":"App","redirect_uris":["https://app.example/cb"]}`

func TestNobodyRegistersWhereItIsOff(t *testing.T) {
	d := newDesk(t, registration.Off)
	if a := d.call(http.MethodPost, "/register", d.invite(1, time.Hour), ordinary); a.status != http.StatusNotFound {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestInitialTokenOpensRegistrationAsOftenAsItSays(t *testing.T) {
	d := newDesk(t, registration.Token)
	token := d.invite(2, time.Hour)
	for name, wrong := range map[string]string{"none": "", "nonsense": "x", "cut": token[:len(token)-1], "with a space": token + " x"} {
		d.call(http.MethodPost, "/register", wrong, ordinary).refused(http.StatusUnauthorized, "invalid_token")
		_ = name
	}
	d.call(http.MethodPost, "/register", "", ordinary, func(r *http.Request) { r.Header.Set("Authorization", "Basic "+token) }).
		refused(http.StatusUnauthorized, "invalid_token")
	d.call(http.MethodPost, "/register", token, ordinary, func(r *http.Request) { r.Header.Add("Authorization", "Bearer "+token) }).
		refused(http.StatusUnauthorized, "invalid_token")
	d.call(http.MethodPost, "/register?access_token="+token, "", ordinary).refused(http.StatusUnauthorized, "invalid_token")
	d.call(http.MethodPost, "/register", token, `{"client_name":"no redirect URI"}`).refused(http.StatusBadRequest, "invalid_redirect_uri")
	for range 2 {
		if a := d.call(http.MethodPost, "/register", token, ordinary); a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	d.call(http.MethodPost, "/register", token, ordinary).refused(http.StatusUnauthorized, "invalid_token")

	short := d.invite(1, time.Hour)
	d.clock.Advance(time.Hour)
	d.call(http.MethodPost, "/register", short, ordinary).refused(http.StatusUnauthorized, "invalid_token")
}

// A stranger must not make us ask addresses before the token is looked at.
func TestNothingIsFetchedForWhoHasNoToken(t *testing.T) {
	d := newDesk(t, registration.Token, func(deps *registration.Deps) {
		deps.Document = func(context.Context, string) ([]byte, error) { t.Error("fetched"); return nil, nil }
	})
	d.call(http.MethodPost, "/register", "x", `{"client_name":"A","redirect_uris":["https://a.example/"],"sector_identifier_uri":"https://a.example/s"}`).
		refused(http.StatusUnauthorized, "invalid_token")
}

func TestOpenRegistrationStillRefusesAWrongToken(t *testing.T) {
	d := newDesk(t, registration.Open)
	d.register("")
	d.call(http.MethodPost, "/register", "x", ordinary).refused(http.StatusUnauthorized, "invalid_token")
}

func TestClientIsToldAllThatWasRegistered(t *testing.T) {
	d := newDesk(t, registration.Open)
	a := d.register(`,"contacts":["ops@app.example"],"policy_uri":"https://app.example/policy","extension":{"x":1},"client_name#de":"Anwendung"`)
	c, err := d.db.Clients().Find(t.Context(), client.ID(a.text("client_id")))
	d.must(err)
	if !c.HasSecret(a.text("client_secret")) || a.json["client_secret_expires_at"] != 0.0 || a.json["client_id_issued_at"] != float64(d.clock.Now().Unix()) {
		t.Errorf("credentials: %s", a.body)
	}
	if !strings.HasPrefix(a.text("registration_client_uri"), issuer+"/register/client_") || !strings.HasPrefix(a.text("registration_access_token"), "cs_ra_") {
		t.Errorf("management: %s", a.body)
	}
	for name, want := range map[string]string{
		"token_endpoint_auth_method": "client_secret_basic", "id_token_signed_response_alg": "RS256", "application_type": "web",
		"scope": "openid profile email", "client_name": "App", "policy_uri": "https://app.example/policy",
	} {
		if a.text(name) != want {
			t.Errorf("%s is %q, want %q", name, a.text(name), want)
		}
	}
	for _, name := range []string{"extension", "client_name#de", "third_party", "pkce_optional"} {
		if a.json[name] != nil {
			t.Errorf("%s is told", name)
		}
	}
	if a.header.Get("Cache-Control") != "no-store" || !c.Metadata.ThirdParty || c.PKCEOptional || c.Allows(client.GrantRefresh) {
		t.Errorf("%v %+v", a.header, c)
	}
	if events := kinds(t, d.db, c.ID); !strings.Contains(events, `client.registered map[by:anybody method:client_secret_basic name:App]`) {
		t.Errorf("the record: %s", events)
	}
}

func kinds(t *testing.T, db *storage.DB, id client.ID) string {
	t.Helper()
	links, err := db.Events().Find(t.Context(), storage.Query{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, l := range links {
		if l.Event.Client == string(id) {
			out.WriteString(string(l.Event.Kind) + " " + strings.TrimSpace(sprint(l.Event.Detail)) + "\n")
		}
	}
	return out.String()
}

func TestRegistrationIsHeldAgainstTheRules(t *testing.T) {
	const metadata, redirect = "invalid_client_metadata", "invalid_redirect_uri"
	d := newDesk(t, registration.Open, func(deps *registration.Deps) { deps.Most = 1000 })
	eleven := `"https://a.example/1"` + strings.Repeat(`,"https://a.example/1"`, 10)
	for body, code := range map[string]string{
		`[]`: metadata,
		`{"client_name":"A","client_name":"B","redirect_uris":["https://a.example/"]}`: metadata,
		`{"client_name":"A"}`:                                                                                                                                     redirect,
		`{"client_name":"A","redirect_uris":[]}`:                                                                                                                  redirect,
		`{"client_name":"A","redirect_uris":["https://a.example/#fragment"]}`:                                                                                     redirect,
		`{"client_name":"A","redirect_uris":["http://a.example/"]}`:                                                                                               redirect,
		`{"client_name":"A","redirect_uris":["http://localhost/cb"]}`:                                                                                             redirect,
		`{"client_name":"A","redirect_uris":["com.example.app:/cb"]}`:                                                                                             redirect,
		`{"client_name":"A","redirect_uris":["javascript:alert(1)"],"application_type":"native"}`:                                                                 redirect,
		`{"client_name":"A","redirect_uris":["http://a.example/"],"application_type":"native"}`:                                                                   redirect,
		`{"client_name":"A","redirect_uris":["https://id.example/me"]}`:                                                                                           redirect,
		`{"client_name":"A","redirect_uris":["https://id.example"]}`:                                                                                              redirect,
		`{"client_name":"A","redirect_uris":["https://ID.example/me"]}`:                                                                                           redirect,
		`{"client_name":"A","redirect_uris":["https://id.example:443/me"]}`:                                                                                       redirect,
		`{"client_name":"A","redirect_uris":["https://id.example:0443/me"]}`:                                                                                      redirect,
		`{"client_name":"A","redirect_uris":["https://id.example:/me"]}`:                                                                                          redirect,
		`{"client_name":"A","redirect_uris":["https://id.example./me"]}`:                                                                                          redirect,
		`{"client_name":"A","redirect_uris":["HTTPS://id.example./me"]}`:                                                                                          redirect,
		`{"client_name":"A","redirect_uris":["https://id.example?x"]}`:                                                                                            redirect,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"post_logout_redirect_uris":["https://id.example/"]}`:                                          redirect,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"post_logout_redirect_uris":[` + eleven + `]}`:                                                 metadata,
		`{"client_name":"A","redirect_uris":[` + eleven + `]}`:                                                                                                    metadata,
		`{"redirect_uris":["https://a.example/"]}`:                                                                                                                metadata,
		`{"client_name":"Bank\u202e","redirect_uris":["https://a.example/"]}`:                                                                                     metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"client_id":"mine"}`:                                                                           metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"client_secret":"chosen"}`:                                                                     metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"registration_access_token":"x"}`:                                                              metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"response_types":["id_token"]}`:                                                                metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"grant_types":["implicit"]}`:                                                                   metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"grant_types":["authorization_code","client_credentials"],"scope":"push"}`:                     metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"grant_types":["urn:ietf:params:oauth:grant-type:device_code"]}`:                               metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"grant_types":["urn:openid:params:grant-type:ciba"],"backchannel_token_delivery_mode":"poll"}`: metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"grant_types":["urn:ietf:params:oauth:grant-type:token-exchange"]}`:                            metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"token_endpoint_auth_method":"private_key_jwt"}`:                                               metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"id_token_signed_response_alg":"none"}`:                                                        metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"id_token_encrypted_response_alg":"RSA-OAEP"}`:                                                 metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"initiate_login_uri":"http://a.example/start"}`:                                                metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"initiate_login_uri":"http://localhost/start"}`:                                                metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"logo_uri":"http://127.0.0.1/logo.png"}`:                                                       metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"backchannel_logout_uri":"http://localhost:9000/"}`:                                            metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"jwks":{"keys":[{"kty":"oct","k":"AAAA"}]}}`:                                                   metadata,
		`{"client_name":"A","redirect_uris":["https://a.example/"],"software_statement":"a.b.c"}`:                                                                 "unapproved_software_statement",
		`{"client_name":"A","redirect_uris":["https://a.example/"],"software_statement":1}`:                                                                       metadata,
	} {
		t.Run(body, func(t *testing.T) {
			d.t, d.events = t, nil
			d.call(http.MethodPost, "/register", "", body).refused(http.StatusBadRequest, code)
			if len(d.events) != 1 || d.events[0].Kind != audit.ClientRefused || d.events[0].Reason == "" {
				t.Errorf("the record: %+v", d.events)
			}
			// What the door refuses, an update must refuse, too.
			a := d.register("")
			var m map[string]any
			if json.Unmarshal([]byte(body), &m) != nil || m["client_id"] != nil {
				return
			}
			m["client_id"] = a.text("client_id")
			text, err := json.Marshal(m)
			d.must(err)
			if strings.Count(body, "client_name\"") < 2 { // twice the same member is lost in a map
				d.call(http.MethodPut, a.path(), a.text("registration_access_token"), string(text)).refused(http.StatusBadRequest, code)
			}
		})
	}
}

func TestNativeClientsRegisterWhatStaysOnTheirMachine(t *testing.T) {
	d := newDesk(t, registration.Open)
	a := d.call(http.MethodPost, "/register", "", `{"client_name":"Desk","application_type":"native","token_endpoint_auth_method":"none",
		"redirect_uris":["http://127.0.0.1/cb","com.example.app:/cb","http://localhost:8000/cb"],"grant_types":["authorization_code","refresh_token"]}`)
	if a.status != http.StatusCreated || a.json["client_secret"] != nil || a.json["client_secret_expires_at"] != nil || a.text("scope") != "openid profile email offline_access" {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// What an administrator alone may say is passed over like what is not known.
func TestClientCannotMakeItselfMoreThanAThirdParty(t *testing.T) {
	d := newDesk(t, registration.Open)
	const more = `,"third_party":false,"pkce_optional":true,"web_origins":["https://app.example"],"json_sign_in":true,"access_token_format":"jwt","scope":"email push push:reset admin"`
	a := d.register(more)
	check := func(what string) {
		t.Helper()
		c, err := d.db.Clients().Find(t.Context(), client.ID(a.text("client_id")))
		d.must(err)
		if !c.Metadata.ThirdParty || c.PKCEOptional || len(c.Origins.Web) > 0 || c.Origins.JSONSignIn || c.Metadata.AccessTokenFormat != "" || strings.Join(c.Scopes, " ") != "openid email" {
			t.Errorf("%s: %+v", what, c)
		}
	}
	check("registered")
	b := d.call(http.MethodPut, a.path(), a.text("registration_access_token"),
		`{"client_id":"`+a.text("client_id")+`","client_name":"App","redirect_uris":["https://app.example/cb"]`+more+`}`)
	if b.status != http.StatusOK {
		t.Fatal(b.body)
	}
	check("changed")
}

func TestAdministratorsRulesForDynamicClientsHoldForAdministratorsToo(t *testing.T) {
	d := newDesk(t, registration.Open)
	id := client.ID(d.register("").text("client_id"))
	r, err := client.NewRegistry(d.db.Clients(), nil, d.clock.Now)
	d.must(err)
	c, err := r.Find(t.Context(), id)
	d.must(err)
	w, err := c.Document().Registration()
	d.must(err)
	w.Metadata.ThirdParty = false
	if _, _, err := r.Update(t.Context(), id, w); err == nil {
		t.Error("a client that registered itself became first party")
	}
}

func TestClientLooksAfterItself(t *testing.T) {
	d := newDesk(t, registration.Open)
	a := d.register(`,"logo_uri":"https://app.example/logo.png"`)
	token := a.text("registration_access_token")

	read := d.call(http.MethodGet, a.path(), token, "")
	if read.status != http.StatusOK || read.text("client_id") != a.text("client_id") || read.text("registration_access_token") != token ||
		read.text("registration_client_uri") != a.text("registration_client_uri") || read.text("logo_uri") == "" || read.json["client_secret"] != nil {
		t.Errorf("read: %d %s", read.status, read.body)
	}

	changed := d.call(http.MethodPut, a.path(), token, a.sent(func(m map[string]any) {
		m["client_name"], m["redirect_uris"] = "Renamed", []string{"https://app.example/other"}
		delete(m, "logo_uri")
	}))
	if changed.status != http.StatusOK || changed.text("client_name") != "Renamed" || changed.json["logo_uri"] != nil || changed.text("client_id") != a.text("client_id") ||
		changed.json["client_id_issued_at"] != a.json["client_id_issued_at"] {
		t.Errorf("changed: %d %s", changed.status, changed.body)
	}
	c, err := d.db.Clients().Find(t.Context(), client.ID(a.text("client_id")))
	d.must(err)
	if !c.HasSecret(a.text("client_secret")) || !c.AllowsRedirect("https://app.example/other") || c.AllowsRedirect("https://app.example/cb") {
		t.Errorf("%+v", c)
	}

	next := changed.text("registration_access_token")
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
		d.call(method, a.path(), token, a.sent(nil)).refused(http.StatusUnauthorized, "invalid_token")
	}
	if gone := d.call(http.MethodDelete, a.path(), next, ""); gone.status != http.StatusNoContent || gone.body != "" {
		t.Errorf("deleted: %d %s", gone.status, gone.body)
	}
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
		d.call(method, a.path(), next, a.sent(nil)).refused(http.StatusUnauthorized, "invalid_token")
	}
	if events := kinds(t, d.db, c.ID); !strings.Contains(events, "client.updated map[by:itself]") || !strings.Contains(events, "client.deleted map[by:itself]") {
		t.Errorf("the record: %s", events)
	}
	for _, e := range d.events {
		if strings.Contains(sprint(e), token) || strings.Contains(sprint(e), next) {
			t.Errorf("a token is on record: %+v", e)
		}
	}
}

func TestUpdateIsRefused(t *testing.T) {
	d := newDesk(t, registration.Open)
	a := d.register("")
	set := func(name string, value any) string {
		return a.sent(func(m map[string]any) { m[name] = value })
	}
	for name, body := range map[string]string{
		"without client_id":               a.sent(func(m map[string]any) { delete(m, "client_id") }),
		"of another client":               set("client_id", "client_other"),
		"with a secret that it chose":     set("client_secret", "cs_cs_mine"),
		"with its token":                  set("registration_access_token", "x"),
		"with its address":                set("registration_client_uri", "https://evil.example/"),
		"with the time":                   set("client_id_issued_at", 1),
		"with the life of its secret":     set("client_secret_expires_at", 0),
		"with no name":                    set("client_name", nil),
		"with a private key":              set("jwks", map[string]any{"keys": []any{map[string]any{"kty": "oct", "k": "AAAA"}}}),
		"with a method that needs a key":  set("token_endpoint_auth_method", "private_key_jwt"),
		"with encryption":                 set("userinfo_encrypted_response_alg", "RSA-OAEP"),
		"with the implicit response type": set("response_types", []string{"id_token token"}),
	} {
		t.Run(name, func(t *testing.T) {
			d.call(http.MethodPut, a.path(), a.text("registration_access_token"), body).refused(http.StatusBadRequest, "invalid_client_metadata")
		})
	}
	if again := d.call(http.MethodGet, a.path(), a.text("registration_access_token"), ""); again.status != http.StatusOK || again.text("client_name") != "App" {
		t.Errorf("refused updates left %s", again.body)
	}
}

func TestRegistrationTokenOpensItsOwnClientAlone(t *testing.T) {
	d := newDesk(t, registration.Token)
	invite := d.invite(5, time.Hour)
	a := d.call(http.MethodPost, "/register", invite, ordinary)
	b := d.call(http.MethodPost, "/register", invite, ordinary)
	r, err := client.NewRegistry(d.db.Clients(), nil, d.clock.Now)
	d.must(err)
	ours, _, err := r.Create(t.Context(), client.Registration{Name: "Ours", RedirectURIs: []string{"https://app.example/cb"}})
	d.must(err)
	for name, c := range map[string]struct{ path, token string }{
		"of another client":      {b.path(), a.text("registration_access_token")},
		"the initial one":        {a.path(), invite},
		"the secret":             {a.path(), a.text("client_secret")},
		"none":                   {a.path(), ""},
		"of an ordinary client":  {"/register/" + string(ours.ID), a.text("registration_access_token")},
		"none, of an ordinary":   {"/register/" + string(ours.ID), ""},
		"of nobody":              {"/register/client_x", a.text("registration_access_token")},
		"of an id that is no id": {"/register/a%20b", a.text("registration_access_token")},
		"of an id with a zero":   {"/register/a%00b", a.text("registration_access_token")},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
			t.Run(name+" "+method, func(t *testing.T) {
				d.call(method, c.path, c.token, a.sent(nil)).refused(http.StatusUnauthorized, "invalid_token")
			})
		}
	}
	d.call(http.MethodPost, "/register", a.text("registration_access_token"), ordinary).refused(http.StatusUnauthorized, "invalid_token")
}

func TestSecretFollowsTheMethodOfTheUpdate(t *testing.T) {
	d := newDesk(t, registration.Open)
	a := d.register(`,"token_endpoint_auth_method":"none"`)
	b := d.call(http.MethodPut, a.path(), a.text("registration_access_token"), a.sent(func(m map[string]any) { m["token_endpoint_auth_method"] = "client_secret_post" }))
	if b.text("client_secret") == "" || b.json["client_secret_expires_at"] != 0.0 {
		t.Errorf("%d %s", b.status, b.body)
	}
}

func TestSectorMustListEveryRedirectURI(t *testing.T) {
	d := newDesk(t, registration.Open)
	const sector = `,"sector_identifier_uri":"https://app.example/sector.json"`
	body := `{"client_name":"App","redirect_uris":["https://app.example/cb","https://app.example/two"]` + sector + `}`
	for name, document := range map[string]string{
		"one is missing": `["https://app.example/cb"]`, "none": `[]`, "an object": `{"redirect_uris":["https://app.example/cb","https://app.example/two"]}`,
		"no JSON": `https://app.example/cb`, "a prefix": `["https://app.example/","https://app.example/tw"]`,
	} {
		t.Run(name, func(t *testing.T) {
			d.documents["https://app.example/sector.json"] = document
			d.call(http.MethodPost, "/register", "", body).refused(http.StatusBadRequest, "invalid_client_metadata")
		})
	}
	d.documents["https://app.example/sector.json"] = `["https://app.example/two","https://app.example/cb"]`
	a := d.call(http.MethodPost, "/register", "", body)
	if a.status != http.StatusCreated {
		t.Fatal(a.body)
	}
	d.call(http.MethodPut, a.path(), a.text("registration_access_token"), a.sent(func(m map[string]any) {
		m["redirect_uris"] = []string{"https://app.example/cb", "https://evil.example/"}
	})).refused(http.StatusBadRequest, "invalid_client_metadata")

	delete(d.documents, "https://app.example/sector.json")
	b := d.call(http.MethodPost, "/register", "", body)
	b.refused(http.StatusBadRequest, "invalid_client_metadata")
	if strings.Contains(b.body, "10.0.0.1") {
		t.Errorf("what became of our call is told: %s", b.body)
	}
}

func TestOnlyJSONIsRead(t *testing.T) {
	d := newDesk(t, registration.Open)
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded"} {
		d.call(http.MethodPost, "/register", "", ordinary, func(r *http.Request) { r.Header.Set("Content-Type", kind) }).
			refused(http.StatusBadRequest, "invalid_request")
	}
	if a := d.call(http.MethodPost, "/register", "", strings.Repeat(" ", 70<<10)+ordinary); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("large: %d", a.status)
	}
	if a := d.call(http.MethodPost, "/register", "", ordinary, func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset=utf-8") }); a.status != http.StatusCreated {
		t.Errorf("with a charset: %s", a.body)
	}
}

func TestOneNetworkRegistersSoOftenOnly(t *testing.T) {
	d := newDesk(t, registration.Open, func(deps *registration.Deps) { deps.Flood = web.NewFlood(2, time.Minute, deps.Now) })
	a := d.register("")
	d.register("")
	if b := d.call(http.MethodPost, "/register", "", ordinary); b.status != http.StatusTooManyRequests || b.header.Get("Retry-After") == "" {
		t.Errorf("%d %v", b.status, b.header)
	}
	for range 2 {
		d.call(http.MethodGet, a.path(), "guess", "")
	}
	if b := d.call(http.MethodGet, a.path(), "guess", ""); b.status != http.StatusTooManyRequests {
		t.Errorf("guesses: %d", b.status)
	}
}

func TestClientsThatNobodyUsesFillTheHouseOnlySoFar(t *testing.T) {
	d := newDesk(t, registration.Open, func(deps *registration.Deps) { deps.Most = 2 })
	d.register("")
	a := d.register("")
	d.call(http.MethodPost, "/register", "", ordinary).refused(http.StatusServiceUnavailable, "temporarily_unavailable")
	if b := d.call(http.MethodDelete, a.path(), a.text("registration_access_token"), ""); b.status != http.StatusNoContent {
		t.Fatal(b.body)
	}
	d.register("")
}

func TestPKCEIsOptionalOnlyWhereTheOperatorSaysSo(t *testing.T) {
	d := newDesk(t, registration.Open, func(deps *registration.Deps) { deps.PKCEOptional = true })
	for members, want := range map[string]bool{"": true, `,"token_endpoint_auth_method":"none"`: false} {
		a := d.register(members)
		c, err := d.db.Clients().Find(t.Context(), client.ID(a.text("client_id")))
		d.must(err)
		if c.PKCEOptional != want || a.json["pkce_optional"] != nil {
			t.Errorf("%s: %t", members, c.PKCEOptional)
		}
	}
}
