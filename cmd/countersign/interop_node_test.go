package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// party is a relying party made of npm's openid-client: its process, and the
// talk with it (testdata/npm/party.mjs).
type party struct {
	s   *suite
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
}

// party starts one that does as ask says.
func (s *suite) party(ask map[string]any) *party {
	s.t.Helper()
	node := exec.CommandContext(s.t.Context(), "node", "party.mjs")
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
	p := &party{s: s, in: in, out: bufio.NewScanner(out)}
	p.out.Buffer(nil, 1<<20)
	ask["issuer"] = s.issuer
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
		p.s.t.Fatalf("openid-client ended without a word: %v", p.out.Err())
	}
	var line partyLine
	p.s.ok(json.Unmarshal(p.out.Bytes(), &line))
	if line.Failed != "" {
		p.s.t.Fatalf("openid-client: %s", line.Failed)
	}
	return line
}

// done is what the party got in the end.
func (p *party) done() partyResult {
	p.s.t.Helper()
	line := p.hear()
	if line.Done == nil {
		p.s.t.Fatalf("openid-client is not done: %+v", line)
	}
	return *line.Done
}

// signsIn takes the browser to where the party sends it, and back.
func (p *party) signsIn() partyResult {
	p.s.t.Helper()
	p.s.ok(p.s.tab.Open(p.s.t.Context(), p.hear().Open))
	p.s.through(&suiteAsk{client: suiteClient{Callback: p.s.callback}})
	p.tell(map[string]any{"url": p.s.tab.URL()})
	return p.done()
}

// good fails the test unless the party got all that it looks at.
func (p *party) good(got partyResult) {
	p.s.t.Helper()
	if got.Claims["sub"] != p.s.person || got.UserInfo["sub"] != p.s.person || got.Claims["iss"] != p.s.issuer ||
		got.UserInfo["email"] != "ada@northwind.example" || !got.Refreshed || !got.Active || !got.Revoked {
		p.s.t.Errorf("openid-client got %+v", got)
	}
	if amr, _ := got.Claims["amr"].([]any); len(amr) < 2 || amr[0] != "pwd" {
		p.s.t.Errorf("amr is %v", got.Claims["amr"])
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
			ask := map[string]any{"way": "code", "jwk": private, "redirect_uri": s.callback, "scope": partyScope, "metadata": way.metadata}
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
			p := s.party(ask)
			got := p.signsIn()
			p.good(got)
			if dpop := ask["dpop"] != nil; strings.EqualFold(got.Type, "dpop") != dpop {
				s.t.Errorf("token_type is %s", got.Type)
			}
		})
	}
}

// partyOf registers a client with more grant types for a party, which
// authenticates by private_key_jwt.
func (s *suite) partyOf(way, grant string, parameters map[string]any) *party {
	s.t.Helper()
	set, private := s.partyKey()
	metadata := map[string]any{
		"token_endpoint_auth_method": "private_key_jwt", "jwks": set,
		"grant_types": []string{"authorization_code", "refresh_token", grant},
	}
	if way == "ciba" {
		metadata["backchannel_token_delivery_mode"] = "poll"
	}
	c := s.registered(metadata)
	ask := map[string]any{
		"way": way, "client_id": c.ID, "jwk": private, "authentication": "private_key_jwt", "scope": partyScope, "redirect_uri": s.callback,
		"metadata": map[string]any{"token_endpoint_auth_method": "private_key_jwt"},
	}
	if parameters != nil {
		ask["parameters"] = parameters
	}
	return s.party(ask)
}

func TestOpenIDClientSignsADeviceIn(t *testing.T) {
	s := newSuite(t)
	p := s.partyOf("device", "urn:ietf:params:oauth:grant-type:device_code", nil)
	var started struct {
		Complete string `json:"verification_uri_complete"`
	}
	s.ok(json.Unmarshal(p.hear().Wait, &started))
	ctx := t.Context()
	s.ok(s.tab.Open(ctx, started.Complete), s.tab.Click(ctx, "device-code-submit"))
	s.ok(s.tab.Fill("username", suiteUser), s.tab.Fill("password", storyPassword), s.tab.Click(ctx, "sign-in"))
	s.approve()
	s.ok(s.tab.Click(ctx, "device-allow"))
	p.tell(map[string]any{})
	p.good(p.done())
}
