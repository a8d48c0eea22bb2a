package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"countersign/cmd/demo/browser"
)

// party is a relying party made of npm's openid-client: its process, and the
// talk with it (testdata/npm/party.mjs).
type party struct {
	r   *rig
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

// startParty starts one that signs in as ask says.
func startParty(r *rig, ask map[string]any) *party {
	r.t.Helper()
	node := exec.CommandContext(r.t.Context(), "node", "party.mjs")
	node.Dir = filepath.Join("testdata", "npm")
	in, err := node.StdinPipe()
	r.ok(err)
	out, err := node.StdoutPipe()
	r.ok(err)
	errors := &logbook{}
	node.Stderr = errors
	r.ok(node.Start())
	r.t.Cleanup(func() {
		_ = in.Close()
		_ = node.Process.Kill()
		_ = node.Wait()
		if r.t.Failed() {
			r.t.Logf("node: %s", errors)
		}
	})
	p := &party{r: r, in: in, out: bufio.NewScanner(out)}
	p.out.Buffer(nil, 1<<20)
	ask["issuer"] = r.issuer
	p.tell(ask)
	return p
}

func (p *party) tell(message any) {
	p.r.t.Helper()
	p.r.ok(json.NewEncoder(p.in).Encode(message))
}

// hear is the next line of the party.
func (p *party) hear() partyLine {
	p.r.t.Helper()
	if !p.out.Scan() {
		p.r.t.Fatalf("openid-client ended without a word: %v", p.out.Err())
	}
	var line partyLine
	p.r.ok(json.Unmarshal(p.out.Bytes(), &line))
	if line.Failed != "" {
		p.r.t.Fatalf("openid-client: %s\nlog:\n%s", line.Failed, p.r.log)
	}
	return line
}

// done is what the party got in the end.
func (p *party) done() partyResult {
	p.r.t.Helper()
	line := p.hear()
	if line.Done == nil {
		p.r.t.Fatalf("openid-client is not done: %+v", line)
	}
	return *line.Done
}

// signsIn takes who to where the party sends the browser, and back.
func (p *party) signsIn(b *browser.Tab, who member) partyResult {
	p.r.t.Helper()
	p.r.toPush(b, request{url: p.hear().Open}, who.name)
	p.r.finish(b, who.phone)
	p.tell(map[string]any{"url": b.URL()})
	return p.done()
}

// good fails the test unless the party got what its first line promised.
func (r *rig) good(got partyResult, who member) {
	r.t.Helper()
	if got.Claims["sub"] != string(who.id) || got.UserInfo["sub"] != string(who.id) || !got.Refreshed || !got.Active || !got.Revoked {
		r.t.Errorf("openid-client got %+v", got)
	}
	if acr, _ := got.Claims["acr"].(string); !strings.Contains(acr, "countersign") {
		r.t.Errorf("acr is %q", acr)
	}
}

func TestOpenIDClientSignsIn(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	for _, way := range []string{"client_secret_basic", "client_secret_post"} {
		t.Run(way, func(t *testing.T) {
			c, secret := r.client()
			got := startParty(r, map[string]any{
				"way": "code", "client_id": c.ID, "secret": secret, "authentication": way, "redirect_uri": r.callback,
				"scope": "openid profile email offline_access",
			}).signsIn(r.browser(0), ada)
			r.good(got, ada)
			if got.UserInfo["email"] != "ada@northwind.example" {
				t.Errorf("userinfo is %v", got.UserInfo)
			}
			if u, err := url.Parse(r.issuer); err != nil || got.Claims["iss"] != u.String() {
				t.Errorf("iss is %v", got.Claims["iss"])
			}
		})
	}
}
