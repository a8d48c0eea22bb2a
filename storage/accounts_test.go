package storage_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/person"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// addPhone enrols a phone by an invitation, up to the digits if confirm is
// false.
func addPhone(t *testing.T, db *storage.DB, now time.Time, who person.ID, invitation string, confirm bool) {
	t.Helper()
	event := audit.New(t.Context(), now, audit.DeviceActivated)
	event.Person = string(who)
	e := device.Enrolment{
		ID: device.EnrolmentID("enr_" + rand.Text()), Account: factors.Account(who), Flow: "f", Invitation: invitation,
		State: device.Waiting, TriesLeft: 3, Created: now, Expires: now.Add(time.Minute),
	}
	code := rand.Text()
	if err := db.Devices().StartEnrolment(t.Context(), e, device.SecretHashes{Link: code, Typed: "typed " + code}, device.DefaultLimits()); err != nil {
		t.Fatal(err)
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := wire.NewKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = db.Devices().Redeem(t.Context(), device.Redemption{
		SecretHash: code, Confirm: "123456", At: now, Expires: now.Add(time.Minute),
		Device: device.Device{
			ID: device.ID("dev_" + rand.Text()), Pseudonym: rand.Text(), Key: key, Status: wire.DevicePending,
			Info: wire.DeviceInfo{Name: "Pixel"}, Modes: []wire.Mode{wire.ModeNum2},
			Channel: wire.Channel{Provider: wire.ProviderNone}, Protection: factors.SoftwareKey, Created: now,
		},
	}, audit.New(t.Context(), now, audit.DeviceRegistered))
	if err != nil {
		t.Fatal(err)
	}
	if !confirm {
		return
	}
	if err := db.Devices().Activate(t.Context(), device.Activation{Enrolment: e.ID, Flow: "f", At: now}, event); err != nil {
		t.Fatal(err)
	}
}

func TestAccountFactsFollowThePerson(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		who := newPerson(t, db, "ada")
		other := newPerson(t, db, "bob")
		invite, token := person.NewInvitation(who.ID, person.Invite, clock.Now(), time.Hour)
		want := flow.Account{Known: true, HasPassword: true}
		is := func(what string) {
			t.Helper()
			got, err := db.Accounts().Account(t.Context(), string(who.ID), invite.ID)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s: %s", what, d)
			}
		}
		is("new")

		if err := db.Invitations().Create(t.Context(), invite, token.Hash()); err != nil {
			t.Fatal(err)
		}
		want.Invited = true
		is("invited")
		if got, err := db.Accounts().Account(t.Context(), string(other.ID), invite.ID); err != nil || got.Invited {
			t.Errorf("another's invitation invites: %+v, %v", got, err)
		}

		addPhone(t, db, clock.Now(), who.ID, invite.ID, false)
		is("with a phone that was not confirmed")
		addPhone(t, db, clock.Now(), who.ID, invite.ID, true)
		want.Invited, want.HadSecondFactor, want.PushDevices, want.Bound = false, true, 1, clock.Now()
		is("with a phone")

		if err := db.People().Disable(t.Context(), who.ID, clock.Now()); err != nil {
			t.Fatal(err)
		}
		want.Disabled = true
		is("disabled")
		if err := db.People().Enable(t.Context(), who.ID, clock.Now()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAccountFactsOfTheReportedTheInvitedAndNobody(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		who, err := person.New(person.Particulars{Username: "ada", Email: "ada@example.com"}, clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		who.Reported, who.PasswordReset, who.HadSecondFactor = clock.Now(), true, true
		invite, token := person.NewInvitation(who.ID, person.Invite, clock.Now(), time.Hour)
		if err := db.People().Invite(t.Context(), who, invite, token.Hash()); err != nil {
			t.Fatal(err)
		}
		want := flow.Account{Known: true, PushOff: true, Reported: true, PasswordReset: true, HadSecondFactor: true, Invited: true}
		for _, c := range []struct {
			what string
			id   person.ID
			want flow.Account
			wait time.Duration
		}{
			{"reported", who.ID, want, 0},
			{"nobody", "per_nobody", flow.Account{}, 0},
			{"invited too long ago", who.ID, flow.Account{Known: true, PushOff: true, Reported: true, PasswordReset: true, HadSecondFactor: true}, time.Hour},
		} {
			clock.Advance(c.wait)
			got, err := db.Accounts().Account(t.Context(), string(c.id), invite.ID)
			if d := cmp.Diff(c.want, got); d != "" || err != nil {
				t.Errorf("%s: %s %v", c.what, d, err)
			}
		}
	})
}
