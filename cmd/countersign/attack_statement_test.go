package main

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"countersign/config"
	"countersign/idp/client"
)

// splinter is what would end a text in a statement; splinterMark is what is
// left of it wherever it was kept.
const (
	splinter     = `zq7'x"--;`
	splinterMark = "zq7"
)

// What is sent is data: it is an argument of statements, never a part of their
// text. It holds for every parameter, path, cookie and header of every route,
// so there is none that a query could be smuggled into.
func TestNothingThatIsSentBecomesPartOfAStatement(t *testing.T) {
	open := func(c *config.Config) { c.OAuth.Registration = "open" }
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			a := attacker{newRig(t, database, 1, manyTries, open)}
			s := a.inputStage()
			routes := append(s.routes(), a.applications()...)
			sent := 0
			text, err := a.statements.during(func() error {
				for _, bad := range splinters() {
					for _, route := range routes {
						q, applies := bad(route.q)
						if !applies {
							continue
						}
						if route.device {
							a.clock.Advance(attackPace / 4)
							q.header = withHeader(q.header, "DPoP", a.proof(s.ada.phone, route.q))
						}
						if got, err := a.try(a.http(0), q); err == nil {
							sent++
							if got.status >= 500 {
								t.Errorf("%s %s: %d", q.method, q.path, got.status)
							}
						}
					}
				}
				return nil
			})
			a.ok(err)
			for _, one := range text {
				if strings.Contains(one, splinterMark) {
					t.Errorf("a statement holds what was sent: %s", one)
				}
			}
			if sent < 200 || len(text) < 200 {
				t.Errorf("%d requests and %d statements are too few", sent, len(text))
			}
		})
	}
}

// applications are the routes of programs that the table of pages leaves out.
func (a attacker) applications() []inputRoute {
	k := a.asker(func(w *client.Registration) {
		w.RedirectURIs = []string{a.callback}
		w.Grants = []string{client.GrantCode, client.GrantDevice, client.GrantCIBA, client.GrantClient}
		w.Scopes = []string{"openid", client.ScopePush}
	})
	basic := http.Header{"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte(string(k.client.ID)+":"+k.secret))}}
	own := k.post("/token", url.Values{"grant_type": {client.GrantClient}}).text("access_token")
	bearer := http.Header{"Authorization": {"Bearer " + own}}
	b := a.browser(0) // at the step of the password
	c, secret := a.client()
	a.ok(b.Open(a.t.Context(), a.request(c, secret).url))
	w := waiting{tab: b}
	out := []inputRoute{{q: attackRequest{method: http.MethodPost, path: w.path("/sign-in"), kind: attackForm, cookies: b.Cookies(), body: w.form() + "&username=ada&password=wrong"}}}
	for path, form := range map[string]string{
		"/par": "response_type=code&client_id=" + string(k.client.ID), "/bc-authorize": "scope=openid&login_hint=x&binding_message=x",
		"/device_authorization": "scope=openid", "/token": "grant_type=" + url.QueryEscape(client.GrantDevice) + "&device_code=x", "/introspect": "token=x",
	} {
		out = append(out, inputRoute{q: attackRequest{method: http.MethodPost, path: path, kind: attackForm, body: form, header: basic}})
	}
	for _, path := range []string{"/api/people/x/authenticators", "/api/challenges/x", "/register/x", "/device?user_code=x", "/device/dgr_x"} {
		out = append(out, inputRoute{q: attackRequest{method: http.MethodGet, path: path, header: bearer}})
	}
	for path, body := range map[string]string{
		"/api/challenges": `{"person":"` + splinterJSON + `","browser":"` + splinterJSON + `"}`,
		"/register":       `{"client_name":"` + splinterJSON + `","redirect_uris":["https://app.example/cb?` + splinterMark + `%27"],"client_uri":"https://` + splinterMark + `'.example/"}`,
	} {
		out = append(out, inputRoute{q: attackRequest{method: http.MethodPost, path: path, header: bearer, kind: "application/json", body: body}})
	}
	return out
}

// splinterJSON is the splinter within a text of JSON.
const splinterJSON = `zq7'x\"--;`

// oneField puts it behind the value of one parameter and leaves the others, the
// page's token among them, as they should be: else nobody would read on.
func oneField(number int) func(attackRequest) (attackRequest, bool) {
	return func(q attackRequest) (attackRequest, bool) {
		n, changed := -1, false
		q, applies := eachField(func(p string) string {
			if n++; n != number || strings.HasPrefix(p, "_token=") {
				return p
			}
			changed = true
			return p + url.QueryEscape(splinter)
		})(q)
		return q, applies && changed
	}
}

// splinters put it into each part of a request.
func splinters() []func(attackRequest) (attackRequest, bool) {
	return []func(attackRequest) (attackRequest, bool){
		func(q attackRequest) (attackRequest, bool) { return q, strings.Contains(q.body, splinterJSON) },
		oneField(0), oneField(1), oneField(2), oneField(3), oneField(4), oneField(5), oneField(6),
		eachField(func(p string) string {
			name, _, _ := strings.Cut(p, "=")
			return name + "=" + url.QueryEscape(splinter)
		}),
		pathByte(url.PathEscape(splinter)),
		func(q attackRequest) (attackRequest, bool) {
			parts := strings.Split(strings.Split(q.path, "?")[0], "/")
			parts[len(parts)-1] = url.PathEscape(splinter)
			q.path = strings.Join(parts, "/")
			return q, true
		},
		func(q attackRequest) (attackRequest, bool) {
			q.cookies = slices.Clone(q.cookies)
			for i, k := range q.cookies {
				q.cookies[i] = &http.Cookie{Name: k.Name, Value: splinterMark + "'--"}
			}
			return q, len(q.cookies) > 0
		},
		func(q attackRequest) (attackRequest, bool) {
			for _, name := range []string{"User-Agent", "Accept-Language", "X-Forwarded-For", "Origin", "DPoP"} {
				q.header = withHeader(q.header, name, splinter)
			}
			return q, q.method == http.MethodGet
		},
		func(q attackRequest) (attackRequest, bool) {
			q.header = withHeader(q.header, "Authorization", "Bearer "+splinter)
			return q, true
		},
		func(q attackRequest) (attackRequest, bool) {
			q.header = withHeader(q.header, "Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(splinter+":"+splinter)))
			return q, true
		},
	}
}
