package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"countersign/factors"
	"countersign/idp/client"
)

// spa is a page of a single-page application that drives its own sign-in.
type spa struct {
	r      *rig
	q      request
	origin string
	agent  string
	handle string // of the sign-in that is under way
	cookie string // that its browser happens to send
}

// spa registers an application of the rig's origin, which may ask for passwords.
func (r *rig) spa(change ...func(*client.Registration)) *spa {
	r.t.Helper()
	c, _ := r.client(append([]func(*client.Registration){func(w *client.Registration) {
		w.Name, w.Public, w.PostLogoutRedirectURIs = "Planner", true, nil
		w.Origins = client.Origins{Web: []string{r.app.URL}, JSONSignIn: true}
	}}, change...)...)
	return &spa{r: r, q: r.request(c, ""), origin: r.app.URL, agent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}
}

// call calls the interface as a script of the page.
func (p *spa) call(method, path string, body map[string]any) apiReply {
	p.r.t.Helper()
	var raw []byte
	if body != nil {
		var err error
		raw, err = json.Marshal(body)
		p.r.ok(err)
	}
	q, err := http.NewRequestWithContext(p.r.t.Context(), method, p.r.issuer+"/api/sign-in"+path, bytes.NewReader(raw))
	p.r.ok(err)
	for name, value := range map[string]string{
		"Origin": p.origin, "User-Agent": p.agent, "Cookie": p.cookie, "Authorization": "",
	} {
		if value != "" {
			q.Header.Set(name, value)
		}
	}
	if p.handle != "" {
		q.Header.Set("Authorization", "Bearer "+p.handle)
	}
	if body != nil {
		q.Header.Set("Content-Type", "application/json")
	}
	answer, err := p.r.http(0).Do(q)
	p.r.ok(err)
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	p.r.ok(err)
	a := apiReply{status: answer.StatusCode, header: answer.Header}
	if len(got) > 0 {
		p.r.ok(json.Unmarshal(got, &a.body))
	}
	return a
}

// wish is the request that begins a sign-in; change spoils it.
func (p *spa) wish(change ...func(map[string]any)) map[string]any {
	u, err := url.Parse(p.q.url)
	p.r.ok(err)
	v := u.Query()
	body := map[string]any{}
	for _, name := range []string{"client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge"} {
		body[name] = v.Get(name)
	}
	for _, f := range change {
		f(body)
	}
	return body
}

// begin starts a sign-in.
func (p *spa) begin(change ...func(map[string]any)) apiReply {
	p.r.t.Helper()
	p.handle = ""
	a := p.call("POST", "", p.wish(change...))
	p.handle = a.text("sign_in_token")
	return a
}

// password starts a sign-in and gives name's password.
func (p *spa) password(name string) apiReply {
	p.r.t.Helper()
	if a := p.begin(); a.status != http.StatusCreated || a.text("status") != "password_required" {
		p.r.t.Fatalf("begin: %d %v\n%s", a.status, a.body, p.r.log)
	}
	return p.call("POST", "/password", map[string]any{"username": name, "password": storyPassword})
}

// push is the member push of an answer.
func (a apiReply) push() map[string]any { m, _ := a.body["push"].(map[string]any); return m }

func (a apiReply) number() string { s, _ := a.push()["number"].(string); return s }

// approved signs m in, and gives the last answer.
func (p *spa) approved(m member) apiReply {
	p.r.t.Helper()
	p.r.ok(p.r.approve(m.phone, p.password(m.name).number()))
	return p.call("POST", "/continue", nil)
}

// redeem takes the tokens of a code by a script.
func (p *spa) redeem(code string) (int, http.Header, tokens) {
	p.r.t.Helper()
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {p.r.callback}, "code_verifier": {p.q.verifier},
		"client_id": {string(p.q.client.ID)},
	}
	post, err := http.NewRequestWithContext(p.r.t.Context(), http.MethodPost, p.r.issuer+"/token", strings.NewReader(form.Encode()))
	p.r.ok(err)
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	post.Header.Set("Origin", p.origin)
	res, err := p.r.http(0).Do(post)
	p.r.ok(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	p.r.ok(err)
	var out tokens
	p.r.ok(json.Unmarshal(body, &out))
	return res.StatusCode, res.Header, out
}

func TestPageOfAnApplicationDrivesTheWholeSignIn(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada := r.join("ada")
		p := r.spa()
		asked := p.password("ada")
		if asked.status != http.StatusOK || asked.text("status") != "mfa_required" || asked.text("method") != "push" || asked.push()["state"] != "pending" || len(asked.number()) != 2 {
			t.Fatalf("after the password: %d %v\n%s", asked.status, asked.body, r.log)
		}
		open, err := ada.phone.Challenges(t.Context(), false)
		r.ok(err)
		if shown := open[0].Context; shown.Client.Name != "Planner" || !shown.NewBrowser || shown.Browser != "Firefox" || shown.First != "password" {
			t.Errorf("the phone shows %+v", shown)
		}
		if s := p.call("GET", "", nil); s.text("status") != "mfa_required" || s.push()["isVerified"] != false || s.body["code"] != nil {
			t.Errorf("while it waits: %d %v", s.status, s.body)
		}
		if s := p.call("POST", "/continue", nil); s.text("status") != "mfa_required" || s.body["code"] != nil {
			t.Errorf("continue before the approval: %d %v", s.status, s.body)
		}
		r.ok(r.approve(ada.phone, asked.number()))
		if s := p.call("GET", "", nil); s.text("status") != "approved" || s.push()["isVerified"] != true || s.body["code"] != nil {
			t.Errorf("once approved: %d %v", s.status, s.body)
		}
		done := p.call("POST", "/continue", nil)
		if done.status != http.StatusOK || done.text("status") != "complete" || done.text("state") != p.q.state || done.text("iss") != r.issuer || len(done.header.Values("Set-Cookie")) != 0 {
			t.Fatalf("at the end: %d %v %v", done.status, done.body, done.header)
		}
		status, header, got := p.redeem(done.text("code"))
		if status != http.StatusOK || header.Get("Access-Control-Allow-Origin") != p.origin {
			t.Fatalf("tokens: %d %+v %v", status, got, header)
		}
		id := claims(t, got.ID)
		if id["sub"] != string(ada.id) || id["acr"] != string(factors.TwoFactors) || id["nonce"] != p.q.nonce || id["aud"] != string(p.q.client.ID) {
			t.Errorf("ID token: %v", id)
		}
		p.call("POST", "/continue", nil).problem(t, http.StatusGone, "sign_in_over")
		p.call("GET", "", nil).problem(t, http.StatusGone, "sign_in_over")
	})
}
