package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"countersign/audit"
)

// authorizeRow is a bad authorization request. Where it may be told to the
// application, told is the error; else a person sees a page.
type authorizeRow struct {
	name   string
	change func(v url.Values, callback string)
	told   string
}

func authorizeRows() []authorizeRow {
	put := func(name, value string) func(url.Values, string) {
		return func(v url.Values, _ string) { v.Set(name, value) }
	}
	to := func(f func(callback string) string) func(url.Values, string) {
		return func(v url.Values, callback string) { v.Set("redirect_uri", f(callback)) }
	}
	twice := func(name string) func(url.Values, string) {
		return func(v url.Values, _ string) { v.Add(name, v.Get(name)) }
	}
	return []authorizeRow{
		{"unknown client", put("client_id", "client_AAAAAAAAAAAAAAAAAAAAAAAAAA"), ""},
		{"client of no form", put("client_id", "\x00"), ""},
		{"client twice", twice("client_id"), ""},
		{"no client", func(v url.Values, _ string) { v.Del("client_id") }, ""},
		{"no redirect URI", func(v url.Values, _ string) { v.Del("redirect_uri") }, ""},
		{"redirect URI twice", twice("redirect_uri"), ""},
		{"another host", to(func(string) string { return "https://evil.example/callback" }), ""},
		{"slash at the end", to(func(c string) string { return c + "/" }), ""},
		{"a query", to(func(c string) string { return c + "?a=b" }), ""},
		{"a fragment", to(func(c string) string { return c + "#x" }), ""},
		{"path in other letters", to(func(c string) string { return strings.Replace(c, "callback", "Callback", 1) }), ""},
		{"path upwards", to(func(c string) string { return c + "/../callback" }), ""},
		{"encoded path", to(func(c string) string { return strings.Replace(c, "callback", "%63allback", 1) }), ""},
		{"path encoded twice", to(func(c string) string { return strings.Replace(c, "callback", "%2563allback", 1) }), ""},
		{"encoded slash", to(func(c string) string { return strings.Replace(c, "/callback", "%2Fcallback", 1) }), ""},
		{"encoded dots", to(func(c string) string { return c + "/%2e%2e/callback" }), ""},
		{"backslash", to(func(c string) string { return strings.Replace(c, "/callback", `\@evil.example/callback`, 1) }), ""},
		{"parameter of the path", to(func(c string) string { return c + ";x" }), ""},
		{"another port", to(func(c string) string { return strings.Replace(c, "/callback", "0/callback", 1) }), ""},
		{"no port", to(withoutPort), ""},
		{"a longer host", to(func(c string) string { return strings.Replace(c, "/callback", ".evil.example/callback", 1) }), ""},
		{"its host as a user", to(func(c string) string { return strings.Replace(c, "/callback", "@evil.example/callback", 1) }), ""},
		{"a star", to(func(c string) string { return strings.Replace(c, "callback", "*", 1) }), ""},
		{"another name of the host", to(func(c string) string { return strings.Replace(c, "127.0.0.1", "localhost", 1) }), ""},
		{"a tab", to(func(c string) string { return c + "\t" }), ""},
		{"a blank before", to(func(c string) string { return " " + c }), ""},
		{"no scheme", to(func(c string) string { return strings.TrimPrefix(c, "http:") }), ""},
		{"a user", to(func(c string) string { return strings.Replace(c, "://", "://evil.example@", 1) }), ""},
		{"another scheme", to(func(c string) string { return strings.Replace(c, "http:", "https:", 1) }), ""},
		{"script", to(func(string) string { return "javascript:alert(1)" }), ""},
		{"line end", to(func(c string) string { return c + "\r\nX: y" }), ""},
		{"state twice", twice("state"), "invalid_request"},
		{"nonce with a null byte", put("nonce", "a\x00"), "invalid_request"},
		{"long nonce", put("nonce", strings.Repeat("n", 600)), "invalid_request"},
		{"long state", put("state", strings.Repeat("s", 3000)), "invalid_request"},
		{"no PKCE", func(v url.Values, _ string) { v.Del("code_challenge"); v.Del("code_challenge_method") }, "invalid_request"},
		{"PKCE plain", put("code_challenge_method", "plain"), "invalid_request"},
		{"PKCE without method", func(v url.Values, _ string) { v.Del("code_challenge_method") }, "invalid_request"},
		{"short challenge", put("code_challenge", "x"), "invalid_request"},
		{"implicit", put("response_type", "id_token token"), "unsupported_response_type"},
		{"no response type", func(v url.Values, _ string) { v.Del("response_type") }, "invalid_request"},
		{"mode of no name", put("response_mode", "web_message"), "invalid_request"},
		{"no openid", put("scope", "profile"), "invalid_scope"},
		{"prompt none and login", put("prompt", "none login"), "invalid_request"},
		{"prompt none", put("prompt", "none"), "login_required"},
		{"negative max_age", put("max_age", "-1"), "invalid_request"},
		{"request object", put("request", "x.y.z"), "invalid_request_object"},
		{"request URI", put("request_uri", "https://evil.example/r"), "request_uri_not_supported"},
		{"registration", put("registration", "{}"), "registration_not_supported"},
		{"hint of no form", put("id_token_hint", "x"), "invalid_request"},
	}
}

// withoutPort is an address without its port.
func withoutPort(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic("attack: internal error: " + err.Error())
	}
	u.Host = u.Hostname()
	return u.String()
}

func TestRefusedAuthorizationRequestIsToldInTheRightPlace(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		c, secret := a.client()
		db := a.database()
		before := a.contents(db)
		for _, row := range authorizeRows() {
			t.Run(row.name, func(t *testing.T) {
				a := a.in(t)
				q := a.request(c, secret, func(v url.Values) { row.change(v, a.callback) })
				raw := strings.TrimPrefix(q.url, a.issuer)
				query := strings.TrimPrefix(raw, "/authorize?")
				for _, r := range []attackRequest{
					{method: http.MethodGet, path: raw}, {method: http.MethodPost, path: "/authorize", kind: attackForm, body: query},
				} {
					refused := a.recorded(audit.AuthorizeRefused)
					got := a.do(r)
					if r.method == http.MethodPost && got.status == http.StatusSeeOther && strings.HasPrefix(got.header.Get("Location"), "/authorize?") {
						continue // asked again by GET, which was tried
					}
					a.toldRight(row, q, got)
					if n := len(a.news(audit.AuthorizeRefused, refused)); (n == 1) != (row.told != "") {
						t.Errorf("%d events on record", n)
					}
				}
			})
		}
		a.unchanged(db, before)
	})
}

// toldRight checks where an error went (RFC 6749 section 4.1.2.1).
func (a attacker) toldRight(row authorizeRow, q request, got attackAnswer) {
	a.t.Helper()
	to := got.header.Get("Location")
	if row.told == "" {
		reference := cutOut(got.body, `id="error-reference">`, "<")
		if got.status != http.StatusBadRequest || to != "" || reference == "" || !strings.Contains(a.log.String(), `"request":"`+reference+`"`) {
			a.t.Errorf("%d to %q with reference %q", got.status, to, reference)
		}
		return
	}
	u, err := url.Parse(to)
	a.ok(err)
	v := u.Query()
	if got.status != http.StatusSeeOther || !strings.HasPrefix(to, a.callback+"?") || v.Get("error") != row.told || v.Get("iss") != a.issuer || v.Has("code") {
		a.t.Errorf("%d to %s, want the error %s", got.status, to, row.told)
	}
	if s := v.Get("state"); s != q.state && !strings.Contains(row.name, "state") {
		a.t.Errorf("state %q, want %q", s, q.state)
	}
}
