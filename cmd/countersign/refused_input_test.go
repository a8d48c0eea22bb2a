package main

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"countersign/cmd/demo/browser"
	"countersign/factors/wire"
)

// inputRoute is a route with a request that it serves, or that it refuses for
// its contents alone.
type inputRoute struct {
	q attackRequest
	// program is true where the answer is JSON.
	program bool
	// device is true where a proof by the phone is needed.
	device bool
}

// inputStage is a deployment in which every route has something to work on.
type inputStage struct {
	attacker
	ada    member
	w      waiting      // waits for the phone
	enrols *browser.Tab // shows an enrolment link
	invite string       // path of an invitation
	tokens tokens
	in     []*http.Cookie // of a browser that is signed in
}

func (a attacker) inputStage() inputStage {
	a.t.Helper()
	s := inputStage{attacker: a, ada: a.join("ada")}
	_, s.tokens = a.signedIn(s.ada, nil)
	s.in = a.atAccount(s.ada).Cookies()
	s.w = a.waits(s.ada, nil)
	s.enrols, _ = a.invited("eve")
	_, link := a.invite("zoe")
	s.invite = strings.TrimPrefix(link, a.issuer)
	return s
}

// routes are all of idp/routes.go, in its order.
func (s inputStage) routes() []inputRoute {
	page := func(path string, cookies []*http.Cookie) inputRoute {
		return inputRoute{q: attackRequest{method: http.MethodGet, path: path, cookies: cookies}}
	}
	form := func(path string, cookies []*http.Cookie, body string) inputRoute {
		return inputRoute{q: attackRequest{method: http.MethodPost, path: path, cookies: cookies, kind: attackForm, body: body}}
	}
	w, e := s.w, waiting{tab: s.enrols}
	mine, theirs := w.tab.Cookies(), s.enrols.Cookies()
	silent := strings.TrimPrefix(s.request(w.client, w.secret, func(v url.Values) { v.Set("prompt", "none") }).url, s.issuer)
	_, id, _ := strings.Cut(w.path(""), "/login/")
	phone := "/me/methods/phone/" + s.ada.phone.DeviceID()
	all := []inputRoute{
		page("/authorize?"+strings.TrimPrefix(silent, "/authorize?"), nil),
		form("/authorize", nil, strings.TrimPrefix(silent, "/authorize?")),
		page(w.path(""), mine), page(w.path("/sign-in"), mine), form(w.path("/sign-in"), mine, w.form()+"&username=ada&password=wrong"),
		page(w.path("/choose"), mine), form(w.path("/choose"), mine, w.form()+"&method=none"),
		page(s.invite, nil), form(s.invite, nil, "_token=wrong"),
		page(e.path("/new-password"), theirs), form(e.path("/new-password"), theirs, e.form()+"&new-password=short"),
		page(e.path("/enrol"), theirs), form(e.path("/enrol/again"), theirs, e.form()),
		page(e.path("/enrol/confirm"), theirs), form(e.path("/enrol/confirm"), theirs, e.form()+"&enroll-confirm=x"),
		form(e.path("/enrol/reject"), theirs, "_token=wrong"), page("/", nil), page("/a", nil), page("/a/e", nil),
		page("/a/sw.js", nil), page("/a/manifest.webmanifest", nil), page("/a/m/AAAAAAAAAAAAAAAAAAAAAA", nil),
		page(w.path("/step-up"), mine), form(w.path("/step-up"), mine, w.form()),
		page(w.path("/push"), mine), form(w.path("/push/resend"), mine, w.form()), form(w.path("/push/again"), mine, w.form()), form(w.path("/push/scan"), mine, "_token=wrong"),
		form(w.path("/push/here"), mine, "_token=wrong"), page("/push/return", nil), page("/push/return/over", nil),
		form(w.path("/push/cancel"), mine, "_token=wrong"), form(w.path("/push/continue"), mine, w.form()), page(w.path("/done"), mine),
		page(w.path("/code"), mine), form(w.path("/code"), mine, w.form()+"&code=000000"),
		page(w.path("/passkey"), mine), form(w.path("/passkey"), mine, w.form()+"&response=x"),
		page(w.path("/recovery"), mine), form(w.path("/recovery"), mine, w.form()+"&recovery-code=x"),
		page(w.path("/remember"), mine), form(w.path("/remember"), mine, w.form()+"&remember=yes"),
		page(w.path("/consent"), mine), form(w.path("/consent"), mine, w.form()+"&answer=allow"), page("/logo/"+strings.Repeat("0", 64)+".png", nil),
		page(w.path("/step-up"), mine), form(w.path("/step-up"), mine, w.form()),
		page(e.path("/enrol/recovery-codes"), theirs), form(e.path("/enrol/recovery-codes"), theirs, e.form()+"&kept=yes"), page(e.path("/enrol/recovery-codes.txt"), theirs),
		page(e.path("/enrol/endorse"), theirs), form(e.path("/enrol/endorse"), theirs, e.form()), form(e.path("/enrol/endorse/again"), theirs, e.form()),
		page("/forgot", nil), form("/forgot", nil, "username=ada&_token=wrong"), page("/forgot/sent", nil),
		page("/reset/AAAAAAAAAAAAAAAAAAAAAA", nil), form("/reset/AAAAAAAAAAAAAAAAAAAAAA", nil, "_token=wrong"), page("/reset/done", nil),
		page("/add-phone", s.in), form("/add-phone", s.in, "_token=wrong"),
		page("/me", s.in), form("/me/sign-in", nil, "_token=wrong&back=/me"), page("/me/sessions", s.in), form("/me/sessions/end", s.in, "_token=wrong&session=x"), page("/me/activity", s.in), page("/me/secure", s.in),
		page("/me/password", s.in), form("/me/password", s.in, "_token=wrong&new-password=short"), page("/me/methods", s.in), page(phone, s.in), form(phone+"/name", s.in, "_token=wrong&phone-name=x"),
		form(phone+"/remove", s.in, "_token=wrong"), form(phone+"/test", s.in, "_token=wrong"),
		page("/me/methods/test/chl_1", s.in),
		page("/me/methods/app", s.in), form("/me/methods/app", s.in, "_token=wrong&code=000000"), form("/me/methods/app/new", s.in, "_token=wrong"),
		form("/me/methods/app/remove", s.in, "_token=wrong"), page("/me/methods/codes", s.in), form("/me/methods/codes", s.in, "_token=wrong"),
		form("/me/methods/codes/kept", s.in, "_token=wrong"), page("/me/methods/new-passkey", s.in), form("/me/methods/new-passkey", s.in, "_token=wrong&response=x"),
		page("/me/methods/passkey/pky_1", s.in),
		form("/me/methods/passkey/pky_1/name", s.in, "_token=wrong&passkey-name=x"), form("/me/methods/passkey/pky_1/remove", s.in, "_token=wrong"), page("/me/profile", s.in), form("/me/profile/name", s.in, "_token=wrong&full-name=x"),
		form("/me/profile/email", s.in, "_token=wrong&email=x@example.com"), form("/me/profile/email/confirm", s.in, "_token=wrong&email-code=000000"),
		form("/me/profile/email/verify", s.in, "_token=wrong"),
		page("/undo-email/AAAAAAAAAAAAAAAAAAAAAA", nil), form("/undo-email/AAAAAAAAAAAAAAAAAAAAAA", nil, "_token=wrong"),
		page("/me/data", s.in), form("/me/data/download", s.in, "_token=wrong"), form("/me/data/delete", s.in, "_token=wrong&confirm-username=ada"),
		form("/me/secure/clear", s.in, "_token=wrong"), page("/me/display", s.in), form("/me/display", s.in, "_token=wrong&theme=dark"), page("/me/apps", s.in), form("/me/apps/revoke", s.in, "_token=wrong&app=x"),
		page("/me/apps/asking", s.in), form("/me/apps/asking", s.in, "_token=wrong&app=x&let=yes"), form("/me/apps/asking/code", s.in, "_token=wrong"),
		page("/authorize/resume?flow="+id, mine), page("/logout?state=x", nil), form("/logout", nil, "state=x"), page("/signed-out", nil),
		form("/language", nil, "language=xx"),
	}
	return append(all, s.programs(mine, theirs)...)
}

// servedRoutes are the patterns of idp/routes.go.
func servedRoutes(t *testing.T) (patterns []string) {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "..", "idp", "routes.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?:page|json|Handle)\("((?:GET|POST) /[^"]*)"`).FindAllStringSubmatch(string(source), -1) {
		patterns = append(patterns, m[1])
	}
	return patterns
}

// TestRefusedInputIsTriedOnEveryRoute holds the table to idp/routes.go. Left
// out are the event streams, which do not end by themselves, and files.
func TestRefusedInputIsTriedOnEveryRoute(t *testing.T) {
	mux, tried, served := http.NewServeMux(), map[string]bool{}, servedRoutes(t)
	for _, pattern := range served {
		mux.Handle(pattern, http.NotFoundHandler())
	}
	a := attacker{newRig(t, "sqlite", 1)}
	for _, r := range a.inputStage().routes() {
		q, err := http.NewRequestWithContext(t.Context(), r.q.method, a.issuer+r.q.path, nil)
		a.ok(err)
		_, pattern := mux.Handler(q)
		tried[pattern] = true
	}
	for _, pattern := range served {
		if !tried[pattern] && !strings.HasSuffix(pattern, "/events") && pattern != "GET /static/" && pattern != "GET /a/app/" {
			t.Errorf("%s is not tried", pattern)
		}
	}
	if len(served) < 40 {
		t.Errorf("only %d routes were read", len(served))
	}
}

// programs are the routes that answer in JSON.
func (s inputStage) programs(mine, theirs []*http.Cookie) []inputRoute {
	get := func(path string, cookies []*http.Cookie) inputRoute {
		return inputRoute{program: true, q: attackRequest{method: http.MethodGet, path: path, cookies: cookies}}
	}
	post := func(path, kind, body string) inputRoute {
		return inputRoute{program: true, q: attackRequest{method: http.MethodPost, path: path, kind: kind, body: body}}
	}
	device := func(r inputRoute) inputRoute {
		r.device = true
		return r
	}
	w, e := s.w, waiting{tab: s.enrols}
	basic := http.Header{}
	(&http.Request{Header: basic}).SetBasicAuth(url.QueryEscape(string(w.client.ID)), url.QueryEscape(w.secret))
	client := func(path, body string) inputRoute {
		r := post(path, attackForm, body)
		r.q.header = basic
		return r
	}
	bearer := get("/userinfo", nil)
	bearer.q.header = http.Header{"Authorization": {"Bearer " + s.tokens.Access}}
	return []inputRoute{
		get("/.well-known/openid-configuration", nil), get("/.well-known/oauth-authorization-server", nil), get("/jwks", nil), get("/push/jwks", nil), get("/push/vapid", nil),
		get(w.path("/push/status"), mine), get(e.path("/enrol/status"), theirs), get("/me/methods/test/chl_1/status", s.in),
		post("/push/register", wire.MediaJSON, `{"code":"x","reg":"y"}`),
		post("/a/ticket", wire.MediaJSON, `{"code":"x"}`), post("/login/return", wire.MediaJSON, `{"code":"x"}`),
		device(get("/push/challenges", nil)), device(get(wire.PathChallenge(w.asked.ID), nil)),
		device(post(wire.PathDecision(w.asked.ID), wire.MediaJWT, "x.y.z")),
		device(get("/push/device", nil)), device(get("/push/history", nil)), device(post("/push/device", wire.MediaJWT, "x.y.z")), device(post("/push/test", "", "")),
		client("/token", "grant_type=authorization_code&code=x&redirect_uri="+url.QueryEscape(s.callback)+"&code_verifier="+w.verifier),
		client("/token", "grant_type=refresh_token&refresh_token=x"), bearer,
		client("/introspect", "token=x"), client("/revoke", "token=x"), get("/livez", nil), get("/readyz", nil),
	}
}

// spoiler is one kind of bad input.
type spoiler struct {
	name  string
	spoil func(q attackRequest) (attackRequest, bool) // false where it does not apply
	// want are the only statuses there may be; none means any below 500.
	want []int
}

// eachField changes the value of each parameter, in query and form.
func eachField(change func(pair string) string) func(attackRequest) (attackRequest, bool) {
	each := func(text string) string {
		pairs := strings.Split(text, "&")
		for i, p := range pairs {
			pairs[i] = change(p)
		}
		return strings.Join(pairs, "&")
	}
	return func(q attackRequest) (attackRequest, bool) {
		path, query, has := strings.Cut(q.path, "?")
		switch {
		case q.kind == attackForm:
			q.body = each(q.body)
		case has:
			q.path = path + "?" + each(query)
		default:
			return q, false
		}
		return q, true
	}
}

func inputSpoilers() []spoiler {
	always := func(f func(*attackRequest)) func(attackRequest) (attackRequest, bool) {
		return func(q attackRequest) (attackRequest, bool) { f(&q); return q, true }
	}
	posted := func(f func(*attackRequest)) func(attackRequest) (attackRequest, bool) {
		return func(q attackRequest) (attackRequest, bool) { f(&q); return q, q.method == http.MethodPost }
	}
	all := []spoiler{
		{name: "a mebibyte", spoil: posted(func(q *attackRequest) { q.body += "&x=" + strings.Repeat("x", 1<<20) }), want: []int{413, 400, 401, 404, 409, 303}},
		{name: "no body", spoil: posted(func(q *attackRequest) { q.body = "" })},
		{name: "broken percent signs", spoil: eachField(func(p string) string { return p + "%zz%" })},
		{name: "everything twice", spoil: eachField(func(p string) string { return p + "&" + p })},
		{name: "null bytes", spoil: eachField(func(p string) string { return p + "%00" })},
		{name: "broken UTF-8", spoil: eachField(func(p string) string { return p + "%ff%fe" })},
		{name: "arrays", spoil: eachField(func(p string) string { return strings.Replace(p, "=", "[]=", 1) })},
		{name: "long values", spoil: eachField(func(p string) string { return p + strings.Repeat("A", 3000) })},
		{name: "right to left", spoil: eachField(func(p string) string { return p + "%E2%80%AE%E2%80%8B" })},
		{name: "a path with a null byte", spoil: pathByte("%00"), want: []int{403, 404, 405, 401, 410}},
		{name: "a path with broken UTF-8", spoil: pathByte("%ff"), want: []int{403, 404, 405, 401, 410}},
		{name: "another Host", spoil: always(func(q *attackRequest) { q.host = "evil.example" }), want: []int{421, 200}}, // 200: probes
		{name: "no Host worth the name", spoil: always(func(q *attackRequest) { q.host = "localhost:1" }), want: []int{421, 200}},
		{name: "a header of 16 KiB", spoil: always(func(q *attackRequest) { q.header = withHeader(q.header, "X-Long", strings.Repeat("x", 16<<10)) })},
		{name: "many cookies of our names", spoil: always(func(q *attackRequest) { q.cookies = slices.Concat(q.cookies, q.cookies, q.cookies) })},
		{name: "cookies of another form", spoil: always(func(q *attackRequest) {
			q.header = withHeader(q.header, "Cookie", "__Host-cs_flow=\x01; __Host-cs_session='\"; =;;")
		})},
	}
	all = append(all, spoiler{name: "forwarded headers", spoil: func(q attackRequest) (attackRequest, bool) {
		for _, name := range []string{"X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For", "X-Forwarded-Prefix", "Forwarded", "X-Original-Url"} {
			q.header = withHeader(q.header, name, "evil.example")
		}
		return q, q.method == http.MethodGet // a form would do what it should
	}}, spoiler{name: "a form of another site", spoil: func(q attackRequest) (attackRequest, bool) {
		q.header = withHeader(withHeader(q.header, "Origin", "https://evil.example"), "Sec-Fetch-Site", "cross-site")
		return q, q.method == http.MethodPost && (strings.HasPrefix(q.path, "/login/") || strings.HasPrefix(q.path, "/invite/"))
	}, want: []int{403}})
	for _, kind := range []string{"", "text/plain", "multipart/form-data; boundary=x", "application/json", "application/xml", "application/jwt", attackForm + "; charset=utf-7", ";;"} {
		all = append(all, spoiler{
			name: "content type " + kind,
			spoil: func(q attackRequest) (attackRequest, bool) {
				applies := q.method == http.MethodPost && !strings.HasPrefix(kind, q.kind)
				q.kind = kind
				return q, applies
			},
		})
	}
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions, http.MethodConnect, http.MethodTrace, "PROPFIND", "get"} {
		all = append(all, spoiler{name: "method " + method, spoil: always(func(q *attackRequest) { q.method = method }), want: []int{405, 404, 400}})
	}
	return all
}

// pathByte puts something into the last part of a path below /login, /invite
// and the like.
func pathByte(what string) func(attackRequest) (attackRequest, bool) {
	return func(q attackRequest) (attackRequest, bool) {
		path, query, has := strings.Cut(q.path, "?")
		parts := strings.Split(path, "/")
		i := min(2, len(parts)-1)
		parts[i] += what
		q.path = strings.Join(parts, "/")
		if has {
			q.path += "?" + query
		}
		return q, true
	}
}

func withHeader(h http.Header, name, value string) http.Header {
	h = h.Clone()
	if h == nil {
		h = http.Header{}
	}
	h[name] = []string{value}
	return h
}

// inputLeaks is what no answer may hold: paths and packages of ours, SQL, and
// what Go and the drivers say.
var inputLeaks = regexp.MustCompile(`\.go:|/tmp/|goroutine |runtime error|SQLSTATE|sqlite|pgx|gorm|SELECT |INSERT |UPDATE |invalid byte sequence|panic|\*[a-z]+\.[A-Z]|idp/|storage/|factors/|strconv|http: |net/http|unexpected end|invalid character`)

func TestRefusedInputOnEveryRouteChangesNothingAndTellsNothing(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		s := a.inputStage()
		db := a.database()
		before := a.contents(db)
		sent := 0
		for _, bad := range inputSpoilers() {
			for _, route := range s.routes() {
				q, applies := bad.spoil(route.q)
				if !applies {
					continue
				}
				if route.device {
					a.clock.Advance(attackPace / 4) // below the limit of calls
					q.header = withHeader(q.header, "DPoP", a.proof(s.ada.phone, route.q))
				}
				got, err := a.try(a.http(0), q)
				if err != nil {
					continue // net/http itself refuses to send it, or the server to read it
				}
				sent++
				a.fits(bad, route, q, got)
			}
			a.sameRows(bad.name, db, before)
		}
		if strings.Contains(a.log.String(), `"msg":"panic"`) {
			t.Errorf("the log has a panic:\n%s", a.log)
		}
		t.Logf("%d requests", sent)
	})
}

// sameRows reports which bad input changed a table.
func (a attacker) sameRows(name string, db *sql.DB, before map[string]string) {
	a.t.Helper()
	for table, now := range a.contents(db) {
		if now != before[table] {
			a.t.Errorf("%s: table %s: %s, before %s", name, table, now, before[table])
			before[table] = now
		}
	}
}

// fits checks one answer.
func (a attacker) fits(bad spoiler, route inputRoute, q attackRequest, got attackAnswer) {
	a.t.Helper()
	at := fmt.Sprintf("%s: %s %.60q", bad.name, q.method, q.path)
	if got.status >= 500 || bad.want != nil && !slices.Contains(bad.want, got.status) {
		a.t.Errorf("%s: status %d, want one of %v\n%s", at, got.status, bad.want, got.body)
	}
	if leak := inputLeaks.FindString(got.body); leak != "" && got.status >= 400 {
		a.t.Errorf("%s: the answer has %q:\n%s", at, leak, got.body)
	}
	if to := got.header.Get("Location"); to != "" && !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, a.callback+"?") {
		a.t.Errorf("%s: redirect to %s", at, to)
	}
	if strings.Contains(got.body+fmt.Sprint(got.header), "evil.example") {
		a.t.Errorf("%s: the answer repeats the stranger's host", at)
	}
	if got.status == http.StatusMethodNotAllowed && got.header.Get("Allow") == "" {
		a.t.Errorf("%s: 405 without Allow", at)
	}
	if got.status < 400 || got.status >= 500 || q.method == http.MethodHead {
		return
	}
	if reference := cutOut(got.body, `id="error-reference">`, "<"); strings.Contains(got.body, `id="error-reference"`) {
		if reference == "" || !strings.Contains(a.log.String(), `"request":"`+reference+`"`) {
			a.t.Errorf("%s: reference %q is not in the log", at, reference)
		}
	}
	kind := got.header.Get("Content-Type")
	// What never reaches a room is answered by the hall, with its own page.
	if route.program && !strings.HasPrefix(kind, "application/json") && !slices.Contains([]int{403, 404, 405, 421}, got.status) {
		a.t.Errorf("%s: %d as %q", at, got.status, kind)
	}
	if !route.program && !strings.HasPrefix(kind, "text/html") {
		a.t.Errorf("%s: %d as %q", at, got.status, kind)
	}
}
