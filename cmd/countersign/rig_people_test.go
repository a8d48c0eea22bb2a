package main

import (
	"fmt"
	"strings"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/cmd/phone/authenticator"
	"countersign/factors/webauthn"
	"countersign/factors/webauthn/webauthntest"
	"countersign/factors/wire"
	"countersign/idp/person"
)

// member is somebody with a password and, perhaps, a phone.
type member struct {
	id    person.ID
	name  string
	phone *authenticator.Phone
}

// invite makes an account and gives the link of its invitation.
func (r *rig) invite(name string, change ...func(*person.Person)) (person.ID, string) {
	r.t.Helper()
	who, err := person.New(person.Particulars{Username: name, Name: "Ada Okafor", Email: name + "@northwind.example"}, r.clock.Now())
	if err != nil {
		r.t.Fatal(err)
	}
	for _, f := range change {
		f(&who)
	}
	i, token := person.NewInvitation(who.ID, person.Invite, r.clock.Now(), time.Hour)
	if err := r.replicas[0].db.People().Invite(r.t.Context(), who, i, token.Hash()); err != nil {
		r.t.Fatal(err)
	}
	return who.ID, token.Link(r.issuer)
}

// join invites somebody, follows the invitation through the pages, and enrols
// a phone with the password of the stories.
func (r *rig) join(name string, change ...func(*person.Person)) member {
	r.t.Helper()
	who, err := r.joinWith(authenticator.Options{}, name, change...)
	r.ok(err)
	return who
}

// joinVerified is join with a phone that verifies who holds it.
func (r *rig) joinVerified(name string) member {
	r.t.Helper()
	rp, err := webauthn.NewRP(r.issuer)
	r.ok(err)
	who, err := r.joinWith(authenticator.Options{Verifier: platformKey{webauthntest.New(rp.ID, rp.Origin)}}, name)
	r.ok(err)
	return who
}

// joinWith is join with a phone as o has it, which may be refused.
func (r *rig) joinWith(o authenticator.Options, name string, change ...func(*person.Person)) (member, error) {
	r.t.Helper()
	ctx := r.t.Context()
	id, link := r.invite(name, change...)
	b := r.browser(0)
	r.ok(b.Open(ctx, link), b.Click(ctx, "invite-start"), b.Fill("new-password", storyPassword), b.Click(ctx, "new-password-submit"))
	phone, err := r.enrolWith(b, o)
	if err != nil {
		return member{}, err
	}
	if b.Has("push-number") { // not where a password alone is enough
		r.finish(b, phone)
	}
	return member{id: id, name: name, phone: phone}, nil
}

// enrol adds a phone by the enrolment page that b shows.
func (r *rig) enrol(b *browser.Tab) *authenticator.Phone {
	r.t.Helper()
	phone, err := r.enrolWith(b, authenticator.Options{})
	r.ok(err)
	return phone
}

// enrolWith is enrol of a phone as o has it, which may be refused.
func (r *rig) enrolWith(b *browser.Tab, o authenticator.Options) (*authenticator.Phone, error) {
	r.t.Helper()
	ctx := r.t.Context()
	link, err := b.Text("enroll-link")
	r.ok(err)
	o.HTTP = r.http(0)
	phone, digits, err := authenticator.Enroll(ctx, link, o)
	if err != nil {
		return nil, err
	}
	r.ok(await(ctx, b, "enroll-confirm"), b.Fill("enroll-confirm", digits.Reveal()), b.Click(ctx, "enroll-confirm-submit"))
	return phone, nil
}

// finish approves what b waits for and lets b go on.
func (r *rig) finish(b *browser.Tab, phone *authenticator.Phone) {
	r.t.Helper()
	ctx := r.t.Context()
	number, err := b.Text("push-number")
	r.ok(err)
	r.ok(r.approve(phone, number)) // by itself: await would wait for ever for what was not approved
	r.ok(await(ctx, b, "push-continue"), b.Click(ctx, "push-continue"))
	r.keep(b)
}

// keep puts the recovery codes that a first sign-in shows somewhere safe, if b
// shows them.
func (r *rig) keep(b *browser.Tab) (codes []string) {
	r.t.Helper()
	if !b.Has("recovery-codes") {
		return nil
	}
	text, err := b.Text("recovery-codes")
	r.ok(err, b.Fill("codes-kept", "on"), b.Click(r.t.Context(), "codes-continue"))
	return strings.Fields(text)
}

// newest is the newest request on the phone.
func (r *rig) newest(phone *authenticator.Phone) (authenticator.Challenge, error) {
	open, err := phone.Challenges(r.t.Context(), false)
	if err != nil {
		return authenticator.Challenge{}, err
	}
	if len(open) == 0 {
		return authenticator.Challenge{}, fmt.Errorf("the phone has no request")
	}
	return open[len(open)-1], nil
}

// approve answers the newest request on the phone with number.
func (r *rig) approve(phone *authenticator.Phone, number string) error {
	c, err := r.newest(phone)
	if err != nil {
		return err
	}
	_, err = phone.Approve(r.t.Context(), c, number)
	return err
}

// refuse says no to the newest request on the phone, and why.
func (r *rig) refuse(phone *authenticator.Phone, why wire.Reason) error {
	c, err := r.newest(phone)
	if err != nil {
		return err
	}
	_, err = phone.Deny(r.t.Context(), c, why)
	return err
}
