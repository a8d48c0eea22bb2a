package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"countersign/cmd/phone/authenticator"
)

// site is where a server is reached, and the application that signs in there.
type site struct {
	issuer   string
	address  string // where connections to the issuer really go
	client   string
	secret   string
	callback string
	http     *http.Client
}

// reach makes the client of a site: connections are kept, as a proxy in front
// keeps them, and redirects are for the caller.
func (s *site) reach() *site {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	s.http = &http.Client{
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return dialer.DialContext(ctx, network, s.address)
			},
			MaxIdleConns: 256, MaxIdleConnsPerHost: 256, IdleConnTimeout: time.Minute,
		},
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return s
}

// visitor is a browser without all that costs time: cookies, redirects, forms.
// The story tests have a truthful one; this one is for load.
type visitor struct {
	*site
	cookies map[string]string
}

func (s *site) visitor() *visitor { return &visitor{site: s, cookies: map[string]string{}} }

// view is the page that a visitor is at, or what the application was given.
type view struct {
	path   string
	body   string
	landed url.Values
}

// walk asks for a page and follows it to where it leads.
func (v *visitor) walk(ctx context.Context, method, path string, form url.Values) (view, error) {
	for range 10 {
		res, err := v.ask(ctx, method, path, form)
		if err != nil {
			return view{}, err
		}
		to := res.header.Get("Location")
		if to == "" {
			if res.status >= 400 {
				return view{}, &refused{method: method, path: path, status: res.status}
			}
			return view{path: path, body: string(res.body)}, nil
		}
		if given, ok := strings.CutPrefix(to, v.callback+"?"); ok {
			landed, err := url.ParseQuery(given)
			if err == nil && landed.Get("code") == "" {
				err = fmt.Errorf("%s %s: the application gets %q", method, path, given)
			}
			return view{landed: landed}, err
		}
		method, path, form = http.MethodGet, strings.TrimPrefix(to, v.issuer), nil
	}
	return view{}, fmt.Errorf("%s %s: redirects without end", method, path)
}

// refused is an answer that is an error.
type refused struct {
	method, path string
	status       int
}

// Error leaves the query out.
func (e *refused) Error() string {
	path, _, _ := strings.Cut(e.path, "?")
	return fmt.Sprintf("%s %s: status %d", e.method, path, e.status)
}

// reply is an answer, read whole.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (v *visitor) ask(ctx context.Context, method, path string, form url.Values) (reply, error) {
	r, err := v.request(ctx, method, path, form)
	if err != nil {
		return reply{}, err
	}
	return v.send(r)
}

func (v *visitor) request(ctx context.Context, method, path string, form url.Values) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, method, v.issuer+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", v.issuer)
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return r, nil
}

func (v *visitor) send(r *http.Request) (reply, error) {
	res, err := v.http.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	for _, c := range res.Cookies() {
		v.cookies[c.Name] = c.Value
	}
	return reply{res.StatusCode, res.Header, body}, err
}

// ticket is an authorization request and what the application keeps of it.
type ticket struct {
	path     string
	verifier string
	code     string
}

func (s *site) ticket(more ...string) ticket {
	t := ticket{verifier: rand.Text() + rand.Text()}
	sum := sha256.Sum256([]byte(t.verifier))
	q := url.Values{
		"response_type": {"code"}, "client_id": {s.client}, "redirect_uri": {s.callback},
		"scope": {"openid profile email offline_access"}, "state": {rand.Text()}, "nonce": {rand.Text()},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	t.path = "/authorize?" + q.Encode()
	return t
}

// password signs in as far as the password leads: to the application, or to
// the page that waits for the phone.
func (v *visitor) password(ctx context.Context, t ticket, name string) (view, error) {
	at, err := v.walk(ctx, http.MethodGet, t.path, nil)
	if err != nil {
		return view{}, err
	}
	return v.walk(ctx, http.MethodPost, at.action(), url.Values{
		"_token": {at.hidden("_token")}, "username": {name}, "password": {storyPassword},
	})
}

// approved goes on from a page whose phone has answered.
func (v *visitor) approved(ctx context.Context, at view) (view, error) {
	return v.walk(ctx, http.MethodPost, strings.TrimSuffix(at.path, "/")+"/continue", url.Values{"_token": {at.hidden("_token")}})
}

// signIn does all of it, up to the code.
func (v *visitor) signIn(ctx context.Context, t *ticket, m member) error {
	at, err := v.password(ctx, *t, m.name)
	if err != nil {
		return err
	}
	if err := approve(ctx, m.phone, at.number()); err != nil {
		return err
	}
	if at, err = v.approved(ctx, at); err != nil {
		return err
	}
	t.code = at.landed.Get("code")
	return nil
}

// approve answers the newest request on the phone.
func approve(ctx context.Context, phone *authenticator.Phone, number string) error {
	open, err := phone.Challenges(ctx, false)
	if err != nil {
		return err
	}
	if len(open) == 0 {
		return fmt.Errorf("the phone has no request")
	}
	_, err = phone.Approve(ctx, open[0], number)
	return err
}

// again gets a code by single sign-on.
func (v *visitor) again(ctx context.Context, t *ticket) error {
	at, err := v.walk(ctx, http.MethodGet, t.path, nil)
	if err != nil {
		return err
	}
	if t.code = at.landed.Get("code"); t.code == "" {
		return errors.New("single sign-on gives no code")
	}
	return nil
}

// token posts to an endpoint of applications and reads the answer.
func (s *site) token(ctx context.Context, path string, form url.Values) (tokens, error) {
	var out tokens
	err := s.post(ctx, path, form, http.StatusOK, &out)
	return out, err
}

func (s *site) redeem(ctx context.Context, t ticket) (tokens, error) {
	return s.token(ctx, "/token", url.Values{
		"grant_type": {"authorization_code"}, "code": {t.code}, "redirect_uri": {s.callback}, "code_verifier": {t.verifier},
	})
}

func (s *site) refresh(ctx context.Context, token string) (tokens, error) {
	return s.token(ctx, "/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}})
}

// introspected asks about a token, which has to be live.
func (s *site) introspected(ctx context.Context, token string) error {
	var said struct{ Active bool }
	err := s.post(ctx, "/introspect", url.Values{"token": {token}}, http.StatusOK, &said)
	if err == nil && !said.Active {
		err = errors.New("the token is not live")
	}
	return err
}

// read gets a document, with an access token if one is given.
func (s *site) read(ctx context.Context, path, token string) error {
	v := s.visitor()
	r, err := v.request(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := v.send(r)
	if err == nil && res.status != http.StatusOK {
		err = fmt.Errorf("%s: status %d: %.300s", path, res.status, res.body)
	}
	return err
}

// action is where the page's first form goes.
func (v view) action() string {
	_, rest, _ := strings.Cut(v.body, ` action="`)
	path, _, _ := strings.Cut(rest, `"`)
	return html.UnescapeString(path)
}

// hidden is the value of the page's first field of that name.
func (v view) hidden(name string) string {
	_, rest, _ := strings.Cut(v.body, `name="`+name+`" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	return html.UnescapeString(value)
}

// number is what the page shows for the phone, in one or two groups.
func (v view) number() string {
	_, rest, _ := strings.Cut(v.body, `id="push-number"`)
	rest, _, _ = strings.Cut(rest, "</p>")
	_, rest, _ = strings.Cut(rest, ">")
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, rest)
}
