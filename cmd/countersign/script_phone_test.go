package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/factors/device"
	"countersign/factors/wire"
)

// scriptPhone is a phone that is the web authenticator's script, device.js, in
// Node: testdata/phone.mjs does what it is told, one line at a time.
type scriptPhone struct {
	t   testing.TB
	in  io.Writer
	out *bufio.Scanner
}

// newScriptPhone starts a phone that knows no account yet.
func newScriptPhone(t testing.TB) *scriptPhone {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("this test needs Node.js, version 18 or later (Debian: apt-get install nodejs)")
	}
	// The rig listens on 127.0.0.1, and its issuer is http://localhost.
	cmd := exec.CommandContext(t.Context(), node, "--dns-result-order=ipv4first", "testdata/phone.mjs")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	return &scriptPhone{t: t, in: in, out: lines}
}

// order is a command of testdata/phone.mjs.
type order map[string]any

// try gives an order and returns the code of the error it met.
func (p *scriptPhone) try(o order, into any) string {
	p.t.Helper()
	line, err := json.Marshal(o)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := p.in.Write(append(line, '\n')); err != nil {
		p.t.Fatal(err)
	}
	if !p.out.Scan() {
		p.t.Fatalf("%v: the phone ended: %v", o, p.out.Err())
	}
	answer := struct {
		OK    any    `json:"ok"`
		Error string `json:"error"`
	}{OK: into}
	if err := json.Unmarshal(p.out.Bytes(), &answer); err != nil {
		p.t.Fatalf("%v: %v in %.200s", o, err, p.out.Bytes())
	}
	return answer.Error
}

// do gives an order that must succeed.
func (p *scriptPhone) do(o order, into any) {
	p.t.Helper()
	if code := p.try(o, into); code != "" {
		p.t.Fatalf("%v: %s", o, code)
	}
}

// scriptChallenge is a challenge as the phone shows it.
type scriptChallenge struct {
	ID     string         `json:"cid"`
	Left   int            `json:"left"`
	Claims wire.Challenge `json:"claims"`
}

// only is the one challenge that is open.
func (p *scriptPhone) only() scriptChallenge {
	p.t.Helper()
	var open []scriptChallenge
	p.do(order{"do": "challenges", "wait": true}, &open)
	if len(open) != 1 {
		p.t.Fatalf("%d challenges are open", len(open))
	}
	return open[0]
}

// answer decides the one challenge that is open.
func (p *scriptPhone) answer(decision, match string) (state, refusal string) {
	p.t.Helper()
	o := order{"do": "decide", "cid": p.only().ID, "decision": decision}
	if decision == "approve" {
		o["match"] = match
	} else {
		o["reason"] = "not_me"
	}
	var got struct{ State string }
	refusal = p.try(o, &got)
	return got.State, refusal
}

// joinScript is join with a phone in script; b is the browser it joined in.
func (r *rig) joinScript(name string) (*scriptPhone, string) {
	r.t.Helper()
	ctx := r.t.Context()
	_, invitation := r.invite(name)
	b := r.browser(0)
	r.ok(b.Open(ctx, invitation), b.Click(ctx, "invite-start"), b.Fill("new-password", storyPassword), b.Click(ctx, "new-password-submit"))
	link, err := b.Text("enroll-link")
	r.ok(err)
	phone := newScriptPhone(r.t)
	var made struct{ Confirm, DeviceID, IssuerName string }
	phone.do(order{"do": "register", "link": link}, &made)
	var status struct{ Status wire.DeviceState }
	if phone.do(order{"do": "status"}, &status); status.Status != wire.DevicePending || made.IssuerName != "Northwind" {
		r.t.Errorf("before the digits are typed the device is %s of %s", status.Status, made.IssuerName)
	}
	if code := phone.try(order{"do": "challenges"}, &[]any{}); code != "pending" {
		r.t.Errorf("a pending device asks for challenges: %q, want pending", code)
	}
	r.ok(await(ctx, b, "enroll-confirm"), b.Fill("enroll-confirm", made.Confirm), b.Click(ctx, "enroll-confirm-submit"))
	if state, refusal := phone.answer("approve", r.number(b)); state != "approved" {
		r.t.Fatalf("approve: %q, %q", state, refusal)
	}
	r.ok(await(ctx, b, "push-continue"), b.Click(ctx, "push-continue"))
	if phone.do(order{"do": "status"}, &status); status.Status != wire.DeviceActive {
		r.t.Errorf("the device is %s", status.Status)
	}
	return phone, made.DeviceID
}

// number is what the waiting page shows.
func (r *rig) number(b *browser.Tab) string {
	r.t.Helper()
	number, err := b.Text("push-number")
	r.ok(err)
	return number
}

func TestPhoneInScriptEnrolsAndApproves(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	r.today()
	phone, _ := r.joinScript("ada")
	c, secret := r.client()
	b := r.browser(0)
	q := r.request(c, secret)
	r.toPush(b, q, "ada")
	asked := phone.only()
	if asked.Claims.Context.Client == nil || asked.Claims.Context.Client.Name != "Payroll" || asked.Left < 1 || asked.Left > 120 {
		t.Errorf("the phone shows %+v", asked)
	}
	if state, refusal := phone.answer("approve", r.number(b)); state != "approved" {
		t.Fatalf("approve: %q, %q", state, refusal)
	}
	r.ok(await(t.Context(), b, "push-continue"), b.Click(t.Context(), "push-continue"))
	if status, got := r.redeem(0, q, r.landed(b).Get("code")); status != 200 || got.ID == "" {
		t.Errorf("tokens: %d %s", status, got.Error)
	}
}

func TestPhoneInScriptBlocksAndMissesOnce(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	phone, _ := r.joinScript("ada")
	c, secret := r.client()

	b := r.browser(0)
	r.toPush(b, r.request(c, secret), "ada")
	if state, refusal := phone.answer("deny", ""); state != "denied" {
		t.Fatalf("deny: %q, %q", state, refusal)
	}

	r.clock.Advance(time.Hour) // until the pause after a refusal is over
	b = r.browser(0)
	r.toPush(b, r.request(c, secret), "ada")
	wrong := "11"
	if r.number(b) == wrong {
		wrong = "12"
	}
	missed := phone.only()
	if state, refusal := phone.answer("approve", wrong); refusal != "refused" {
		t.Errorf("a wrong number: %q, %q, want refused", state, refusal)
	}
	if code := phone.try(order{"do": "challenge", "cid": missed.ID}, &scriptChallenge{}); code != "not_open" {
		t.Errorf("after the wrong number: %q, want not_open", code)
	}
	if code := phone.try(order{"do": "decide", "cid": missed.ID, "decision": "approve", "match": "1"}, &struct{}{}); code != "match" {
		t.Errorf("half a number: %q, want match", code)
	}
}

func TestPhoneInScriptForgetsWhenItIsToldSoByASignedWord(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	phone, id := r.joinScript("ada")
	r.clock.Advance(11 * time.Second) // a channel may change every ten seconds
	channel := order{"p": "none"}
	var status struct{ Status wire.DeviceState }
	phone.do(order{"do": "act", "wish": order{"act": "channel", "ch": channel}}, &status)
	var kept []struct {
		DeviceID string
		Channel  map[string]string
	}
	if phone.do(order{"do": "kept"}, &kept); len(kept) != 1 || kept[0].DeviceID != id || kept[0].Channel["p"] != "none" || status.Status != wire.DeviceActive {
		t.Errorf("the phone keeps %+v", kept)
	}
	r.ok(r.replicas[0].phones.Revoke(t.Context(), device.ID(id), "lost"))
	if code := phone.try(order{"do": "status"}, &status); code != "revoked" {
		t.Errorf("a revoked phone hears %q", code)
	}
	if phone.do(order{"do": "kept"}, &kept); len(kept) != 0 {
		t.Errorf("the phone still keeps %+v", kept)
	}
}

func TestPhoneInScriptRemovesItself(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	phone, _ := r.joinScript("ada")
	var status struct{ Status wire.DeviceState }
	phone.do(order{"do": "act", "wish": order{"act": "remove"}}, &status)
	var kept []any
	if phone.do(order{"do": "kept"}, &kept); status.Status != wire.DeviceRevoked || len(kept) != 0 {
		t.Errorf("after its removal the phone is %s and keeps %v", status.Status, kept)
	}
}
