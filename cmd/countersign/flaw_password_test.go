package main

import (
	"testing"

	"countersign/cmd/phone/authenticator"
	"countersign/idp/person"
)

// A thief with the password has several sign-ins open. One is reported; the
// administrator sets a new password and clears the report. What the old
// password had proved must be worth nothing then.
func TestFlawNewPasswordEndsSignInsThatTheOldOneOpened(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		c, secret := r.client()
		asked, held := r.browser(0), r.browser(0)
		r.toPush(asked, r.request(c, secret), "ada")
		r.toPush(held, r.request(c, secret), "ada") // waits for the first
		open, err := ada.phone.Challenges(ctx, false)
		r.ok(err)
		if len(open) != 1 {
			t.Fatalf("the phone has %d requests", len(open))
		}
		_, err = ada.phone.Report(ctx, open[0])
		r.ok(err)

		h := r.replicas[0]
		_, err = h.secrets.Set(ctx, string(ada.id), "a new long password", false)
		r.ok(err, h.db.People().ClearReport(ctx, ada.id, r.clock.Now()))
		r.ok(held.Reload(ctx))
		if err := held.Click(ctx, "push-again"); err != nil {
			t.Logf("there is no button any more: %v", err)
		}
		if held.Has("push-number") {
			t.Errorf("the old password still asks the phone: %s", held.PageText())
		}
		if open := phoneHas(r, ada.phone); open != 0 {
			t.Errorf("the phone has %d requests by the old password", open)
		}
	})
}

// phoneHas is how many requests a phone has.
func phoneHas(r *rig, phone *authenticator.Phone) int {
	r.t.Helper()
	open, err := phone.Challenges(r.t.Context(), false)
	r.ok(err)
	return len(open)
}

// A pass that a thief opened with the old password must not lead to a phone
// once the password is new.
func TestFlawNewPasswordEndsEnrolmentsThatTheOldOneOpened(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		i, token := person.NewInvitation(ada.id, person.Pass, r.clock.Now(), r.replicas[0].conf.Lifetimes.Pass)
		r.ok(r.replicas[0].db.Invitations().Create(ctx, i, token.Hash()))
		b := r.browser(0)
		r.ok(b.Open(ctx, token.Link(r.issuer)), b.Click(ctx, "invite-start"),
			b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
		link, err := b.Text("enroll-link")
		r.ok(err)
		_, digits, err := authenticator.Enroll(ctx, link, authenticator.Options{HTTP: r.http(0)})
		r.ok(err, await(ctx, b, "enroll-confirm"))

		_, err = r.replicas[0].secrets.Set(ctx, string(ada.id), "a new long password", false)
		r.ok(err, b.Fill("enroll-confirm", digits.Reveal()))
		_ = b.Click(ctx, "enroll-confirm-submit")
		found, err := r.replicas[0].phones.List(ctx, ada.account())
		r.ok(err)
		active := 0
		for _, d := range found {
			if d.Active() {
				active++
			}
		}
		if active != 1 {
			t.Errorf("%d active phones: the old password added one", active)
		}
	})
}
