package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"io"
	"maps"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/client"
)

// party is a relying party made of a library of npm: its process, and the talk
// with it (testdata/npm/talk.mjs).
type party struct {
	s   *suite
	of  string // its script
	in  io.WriteCloser
	out *bufio.Scanner
}

// partyLine is what it says.
type partyLine struct {
	Open   string          `json:"open"`
	Wait   json.RawMessage `json:"wait"`
	Failed string          `json:"failed"`
	Done   *partyResult    `json:"done"`
}

// partyResult is what a relying party got.
type partyResult struct {
	Type      string          `json:"type"`
	Access    string          `json:"access"`
	Claims    map[string]any  `json:"claims"`
	UserInfo  map[string]any  `json:"userinfo"`
	Details   json.RawMessage `json:"details"`
	Refreshed bool            `json:"refreshed"`
	Active    bool            `json:"active"`
	Revoked   bool            `json:"revoked"`
	// Left is where the browser came to when it signed out.
	Left string `json:"left"`
	// Exchanged is what introspection tells of an exchanged token.
	Exchanged map[string]any `json:"exchanged"`
	// Served is what services read in tokens that they can read (RFC 9068).
	Served []map[string]any `json:"served"`
	// Nonces is how often a proof lacked a nonce that the answer then told.
	Nonces int `json:"nonces"`
}

// What plays relying parties.
const (
	openidClient = "party.mjs"
	oauth4webapi = "webapi.mjs"
)

// party starts one that goes this way, as ask says.
func (s *suite) party(of, way string, ask map[string]any) *party {
	s.t.Helper()
	node := exec.CommandContext(s.t.Context(), "node", of)
	node.Dir = filepath.Join("testdata", "npm")
	node.Env = append(node.Environ(), "NODE_EXTRA_CA_CERTS="+s.ca)
	in, err := node.StdinPipe()
	s.ok(err)
	out, err := node.StdoutPipe()
	s.ok(err)
	problems := &logbook{}
	node.Stderr = problems
	s.ok(node.Start())
	s.t.Cleanup(func() {
		_ = in.Close()
		_ = node.Process.Kill()
		_ = node.Wait()
		if s.t.Failed() {
			s.t.Logf("node: %s", problems)
		}
	})
	p := &party{s: s, of: of, in: in, out: bufio.NewScanner(out)}
	p.out.Buffer(nil, 1<<20)
	ask["issuer"], ask["way"] = s.issuer, way
	p.tell(ask)
	return p
}

func (p *party) tell(message any) {
	p.s.t.Helper()
	p.s.ok(json.NewEncoder(p.in).Encode(message))
}

// hear is the next line of the party.
func (p *party) hear() partyLine {
	p.s.t.Helper()
	if !p.out.Scan() {
		p.s.t.Fatalf("%s ended without a word: %v", p.of, p.out.Err())
	}
	var line partyLine
	p.s.ok(json.Unmarshal(p.out.Bytes(), &line))
	if line.Failed != "" {
		p.s.t.Fatalf("%s: %s", p.of, line.Failed)
	}
	return line
}

// done is what the party got in the end.
func (p *party) done() partyResult {
	p.s.t.Helper()
	line := p.hear()
	if line.Done == nil {
		p.s.t.Fatalf("%s is not done: %+v", p.of, line)
	}
	return *line.Done
}

// comesBack takes the browser to where the party sends it, and back.
func (p *party) comesBack() {
	p.s.t.Helper()
	p.s.ok(p.s.tab.Open(p.s.t.Context(), p.hear().Open))
	p.s.through(&suiteAsk{client: suiteClient{Callback: p.s.callback}})
	p.tell(map[string]any{"url": p.s.tab.URL()})
}

// signsIn is comesBack of a party that needs nothing else.
func (p *party) signsIn() partyResult {
	p.s.t.Helper()
	p.comesBack()
	return p.done()
}

// signsDeviceIn is a party that is a device, which somebody lets in.
func (p *party) signsDeviceIn() partyResult {
	p.s.t.Helper()
	var started struct {
		Complete string `json:"verification_uri_complete"`
	}
	p.s.ok(json.Unmarshal(p.hear().Wait, &started))
	ctx, tab := p.s.t.Context(), p.s.tab
	p.s.ok(tab.Open(ctx, started.Complete), tab.Click(ctx, "device-code-submit"))
	p.s.ok(tab.Fill("username", suiteUser), tab.Fill("password", storyPassword), tab.Click(ctx, "sign-in"))
	p.s.approve()
	p.s.ok(tab.Click(ctx, "device-allow"))
	p.tell(map[string]any{})
	return p.done()
}

// asksThePhone is a party that somebody signed in to, and that asks the phone
// later (CIBA).
func (p *party) asksThePhone() partyResult {
	p.s.t.Helper()
	p.comesBack()
	if p.hear().Wait == nil {
		p.s.t.Fatal("nothing to wait for")
	}
	ctx := p.s.t.Context()
	open, err := p.s.phone.Challenges(ctx, false)
	p.s.ok(err)
	if len(open) != 1 || open[0].Message != "W4SCT" {
		p.s.t.Fatalf("the phone shows %+v", open)
	}
	_, err = p.s.phone.Approve(ctx, open[0], "")
	p.s.ok(err)
	p.tell(map[string]any{})
	return p.done()
}

// good fails the test unless the party got all that it looks at, by a sign-in
// with these means.
func (p *party) good(got partyResult, amr ...any) {
	p.s.t.Helper()
	if got.Claims["sub"] != p.s.person || got.UserInfo["sub"] != p.s.person || got.Claims["iss"] != p.s.issuer ||
		got.UserInfo["email"] != "ada@northwind.example" || !got.Refreshed || !got.Active || !got.Revoked {
		p.s.t.Errorf("%s got %+v", p.of, got)
	}
	if !reflect.DeepEqual(got.Claims["amr"], amr) {
		p.s.t.Errorf("amr is %v, want %v", got.Claims["amr"], amr)
	}
}

// partyKey is a key of a relying party: the set that it registers, and the
// private half for its process.
func (s *suite) partyKey() (set jose.JSONWebKeySet, private map[string]any) {
	s.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	s.ok(err)
	jwk := jose.JSONWebKey{Key: key, KeyID: "party-1", Algorithm: "ES256", Use: "sig"}
	text, err := jwk.MarshalJSON()
	s.ok(err, json.Unmarshal(text, &private))
	delete(private, "use") // WebCrypto would hold the key to it
	return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{jwk.Public()}}, private
}

// partyScope is what a party of these tests asks for.
const partyScope = "openid profile email offline_access"

func TestOpenIDClientSignsInByEveryMeansThatItKnows(t *testing.T) {
	s := newSuite(t)
	set, private := s.partyKey()
	for name, way := range map[string]struct {
		ask      map[string]any
		metadata map[string]any
	}{
		"client_secret_basic": {nil, map[string]any{"token_endpoint_auth_method": "client_secret_basic"}},
		"client_secret_post":  {nil, map[string]any{"token_endpoint_auth_method": "client_secret_post"}},
		"client_secret_jwt":   {nil, map[string]any{"token_endpoint_auth_method": "client_secret_jwt"}},
		"private_key_jwt":     {nil, map[string]any{"token_endpoint_auth_method": "private_key_jwt"}},
		"signed request":      {map[string]any{"jar": true}, map[string]any{"require_signed_request_object": true}},
		"signed answer":       {map[string]any{"jarm": true}, map[string]any{"authorization_signed_response_alg": "PS256"}},
		"DPoP":                {map[string]any{"dpop": true}, map[string]any{"dpop_bound_access_tokens": true}},
		"pushed request":      {map[string]any{"par": true}, map[string]any{"require_pushed_authorization_requests": true}},
		"all of it": {map[string]any{"par": true, "jar": true, "jarm": true, "dpop": true}, map[string]any{
			"token_endpoint_auth_method": "private_key_jwt", "authorization_signed_response_alg": "ES256", "dpop_bound_access_tokens": true,
			"require_pushed_authorization_requests": true, "require_signed_request_object": true,
		}},
	} {
		s.module(name, func(s *suite) {
			ask := map[string]any{"jwk": private, "redirect_uri": s.callback, "scope": partyScope, "metadata": way.metadata}
			for name, value := range way.ask {
				ask[name] = value
			}
			method, ok := way.metadata["token_endpoint_auth_method"].(string)
			if !ok {
				method = "client_secret_basic"
			}
			way.metadata["jwks"], way.metadata["token_endpoint_auth_method"] = set, method
			c := s.registered(way.metadata)
			ask["client_id"], ask["secret"], ask["authentication"] = c.ID, c.Secret, method
			p := s.party(openidClient, "code", ask)
			got := p.signsIn()
			p.good(got, byPassword...)
			if dpop := ask["dpop"] != nil; strings.EqualFold(got.Type, "dpop") != dpop {
				s.t.Errorf("token_type is %s", got.Type)
			}
		})
	}
}

// byPassword is amr of who signs in with the phone of these tests.
var byPassword = []any{"pwd", "swk", "mca", "user", "mfa"} //nolint:gochecknoglobals // a constant

// partyClient registers a client for a party, which authenticates by
// private_key_jwt and may use one more grant type. It answers with what to ask
// of the party.
func (s *suite) partyClient(grant string, metadata map[string]any) (suiteClient, map[string]any) {
	s.t.Helper()
	set, private := s.partyKey()
	whole := map[string]any{
		"token_endpoint_auth_method": "private_key_jwt", "jwks": set,
		"grant_types": []string{"authorization_code", "refresh_token", grant},
	}
	maps.Copy(whole, metadata)
	c := s.registered(whole)
	return c, map[string]any{
		"client_id": c.ID, "jwk": private, "authentication": "private_key_jwt", "scope": partyScope, "redirect_uri": s.callback, "metadata": whole,
	}
}

func TestOpenIDClientSignsADeviceIn(t *testing.T) {
	s := newSuite(t)
	_, ask := s.partyClient(client.GrantDevice, nil)
	p := s.party(openidClient, "device", ask)
	p.good(p.signsDeviceIn(), byPassword...)
}
