package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"countersign/cmd/demo/browser"
)

// Who takes part.
const (
	username = "ada"
	password = "correct horse battery staple"
)

// tell plays the story once, saying what it does.
func (s *stage) tell(ctx context.Context) error {
	s.died = make(chan error, 4)
	for _, act := range []struct {
		title string
		play  func(context.Context) error
	}{
		{"Start Countersign on an embedded database", s.startServer},
		{"Register an application and start it", s.startApplication},
		{"Invite a person; she follows the link, sets a password and adds her phone", s.enrol},
		{"Sign in at the application: password, then the number on the phone", s.signIn},
	} {
		say("\n%s", act.title)
		if err := act.play(ctx); err != nil {
			return fmt.Errorf("%s: %w", strings.ToLower(act.title[:1])+act.title[1:], err)
		}
	}
	return nil
}

func say(format string, args ...any) { fmt.Printf(format+"\n", args...) }

func step(format string, args ...any) { say("  · "+format, args...) }

func (s *stage) startServer(ctx context.Context) error {
	address, err := listenOn("8080")
	if err != nil {
		return err
	}
	s.issuer = "http://" + address
	if err := s.serve(ctx, "countersign", s.env(), "serve"); err != nil {
		return err
	}
	if err := s.await(ctx, s.issuer+"/readyz"); err != nil {
		return err
	}
	step("%s is ready", s.issuer)
	return nil
}

func (s *stage) startApplication(ctx context.Context) error {
	address, err := listenOn("9090")
	if err != nil {
		return err
	}
	s.app = "http://" + address
	var client struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	err = s.do(ctx, &client, "countersign", "client", "create", "--json", "--name", "Northwind Payroll",
		"--redirect-uri", s.app+"/callback", "--post-logout-redirect-uri", s.app+"/signed-out",
		"--grant", "authorization_code", "--grant", "refresh_token",
		"--scope", "openid", "--scope", "profile", "--scope", "email", "--scope", "offline_access")
	if err != nil {
		return err
	}
	step("client_id %s", client.ID)
	env := s.env("RELYINGPARTY_CLIENT_SECRET=" + client.Secret)
	if err := s.serve(ctx, "relyingparty", env, "--listen", address, "--issuer", s.issuer, "--client-id", client.ID); err != nil {
		return err
	}
	if err := s.await(ctx, s.app+"/"); err != nil {
		return err
	}
	step("the application is at %s", s.app)
	return nil
}

// phoneFile is where the terminal phone keeps its keys.
func (s *stage) phoneFile() string { return filepath.Join(s.dir, "phone.json") }

func (s *stage) enrol(ctx context.Context) error {
	var invited struct {
		Link string `json:"invitation"`
	}
	err := s.do(ctx, &invited, "countersign", "user", "create", "--json", "--username", username,
		"--name", "Ada Okafor", "--email", "ada@northwind.example")
	if err != nil {
		return err
	}
	step("the invitation link works once (not printed: it is a secret)")
	b := browser.New(browser.Options{})
	if err := inTurn(
		func() error { return b.Open(ctx, invited.Link) },
		func() error { return b.Click(ctx, "invite-start") },
		func() error { return b.Fill("new-password", password) },
		func() error { return b.Click(ctx, "new-password-submit") },
	); err != nil {
		return err
	}
	step("password set")
	link, err := b.Text("enroll-link")
	if err != nil {
		return err
	}
	var enrolled struct {
		Confirm string `json:"confirm"`
	}
	if err := s.do(ctx, &enrolled, "countersign-phone", "enroll", "--json", "--state", s.phoneFile(), link); err != nil {
		return err
	}
	step("the phone made its key and shows the digits %s", enrolled.Confirm)
	if err := until(ctx, b, "enroll-confirm"); err != nil {
		return err
	}
	if err := inTurn(
		func() error { return b.Fill("enroll-confirm", enrolled.Confirm) },
		func() error { return b.Click(ctx, "enroll-confirm-submit") },
	); err != nil {
		return err
	}
	step("the digits were typed into the browser that started the enrolment: the phone is active")
	if err := s.approve(ctx, b); err != nil {
		return err
	}
	step("ten recovery codes were shown once (not printed: they are secrets), for the day on which the phone is gone")
	return inTurn(
		func() error { return b.Fill("codes-kept", "on") },
		func() error { return b.Click(ctx, "codes-continue") },
	)
}

// inTurn does one step after the other, until one fails.
func inTurn(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// approve reads the number off the waiting page, types it on the phone, and
// lets the browser finish.
func (s *stage) approve(ctx context.Context, b *browser.Tab) error {
	number, err := b.Text("push-number")
	if err != nil {
		return err
	}
	step("the browser shows the number %s; the phone shows the request and asks for it", number)
	if err := s.do(ctx, nil, "countersign-phone", "approve", "--json", "--state", s.phoneFile(), "--number", number); err != nil {
		return err
	}
	step("the phone signed its approval")
	if err := until(ctx, b, "push-continue"); err != nil {
		return err
	}
	return b.Click(ctx, "push-continue")
}

// until refreshes the page, as a browser without script does, until it has an
// element with the id.
func until(ctx context.Context, b *browser.Tab, id string) error {
	deadline := time.Now().Add(15 * time.Second)
	for !b.Has(id) {
		if time.Now().After(deadline) {
			return fmt.Errorf("no %s on the page after 15 s", id)
		}
		if err := b.Refresh(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) signIn(ctx context.Context) error {
	b := browser.New(browser.Options{}) // another browser, which knows nothing
	if err := inTurn(
		func() error { return b.Open(ctx, s.app+"/") },
		func() error { return b.Click(ctx, "sign-in") },
		func() error { return b.Fill("username", username) },
		func() error { return b.Fill("password", password) },
		func() error { return b.Click(ctx, "sign-in") },
	); err != nil {
		return err
	}
	step("the password was right")
	if err := s.approve(ctx, b); err != nil {
		return err
	}
	header, err := b.Text("header")
	if err != nil {
		return err
	}
	claims, err := b.Text("claims")
	if err != nil {
		return err
	}
	step("the application has its ID token")
	say("\nHeader\n%s\n\nClaims\n%s", header, claims)
	return nil
}

// invite says how to go on by hand.
func (s *stage) invite() {
	phone, err := filepath.Abs(filepath.Join(s.bin, "countersign-phone"))
	if err != nil {
		phone = filepath.Join(s.bin, "countersign-phone")
	}
	say(`
Now try it yourself. Until Ctrl-C:
  1. In another terminal, start the phone:
       %s watch --state %s
  2. Open %s and sign in as %s with the password
       %s
  3. Type the number that the page shows into the phone.
To administer it, give the commands its settings:
       export COUNTERSIGN_ISSUER=%s COUNTERSIGN_DATABASE_URL=sqlite:%s
Logs are in %s`, phone, s.phoneFile(), s.app, username, password, s.issuer, filepath.Join(s.dir, "countersign.db"), s.dir)
	_ = os.Stdout.Sync()
}
