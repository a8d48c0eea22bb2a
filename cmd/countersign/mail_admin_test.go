package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/audit"
	"countersign/config"
	"countersign/factors/wire"
	"countersign/idp/mail/smtptest"
	"countersign/idp/person"
)

const (
	opsOne = "ops@northwind.example"
	opsTwo = "night@northwind.example"
)

// withAdmins is a rig whose administrators are told.
func withAdmins(t *testing.T, f func(t *testing.T, r *rig, s *smtptest.Server)) {
	t.Helper()
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			r, s := newPostRig(t, database, func(c *config.Config) { c.Mail.Admins = []string{opsOne, opsTwo} })
			f(t, r, s)
		})
	}
}

// toAdmins are the mails to administrators, without the digest.
func toAdmins(mails []post) (out []post) {
	for _, m := range mails {
		if (m.to == opsOne || m.to == opsTwo) && !strings.Contains(m.subject, "the day in sum") {
			out = append(out, m)
		}
	}
	return out
}

func TestAdministratorsAreToldAtOnceOfAReport(t *testing.T) {
	withAdmins(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ada := r.join("ada")
		if told := toAdmins(r.mails(s)); len(told) != 0 {
			t.Errorf("of the usual they are told %v", told)
		}
		r.clock.Advance(time.Minute)
		c, secret := r.client()
		r.toPush(r.browser(0), r.request(c, secret), "ada")
		r.report(ada.phone)
		told := toAdmins(r.mails(s))
		if len(told) != 2 || told[0].to == told[1].to {
			t.Fatalf("they are told %+v", told)
		}
		for _, m := range told {
			if !strings.Contains(m.text, "Account: ada\n") || !strings.Contains(m.text, "Network address: 127.0.0.1") || !strings.Contains(m.text, "mail.admins") {
				t.Errorf("the mail says\n%s", m.text)
			}
		}
	})
}

func TestAdministratorsAreToldOfAOneTimePass(t *testing.T) {
	withAdmins(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ada := r.join("ada")
		r.mails(s)
		pass, token := person.NewInvitation(ada.id, person.Pass, r.clock.Now(), time.Hour)
		e := audit.New(t.Context(), r.clock.Now(), audit.InvitationCreated)
		e.Person, e.Detail = string(ada.id), map[string]string{"kind": string(person.Pass)}
		r.ok(r.replicas[0].db.Invitations().Create(t.Context(), pass, token.Hash(), e))
		if told := toAdmins(r.mails(s)); len(told) != 2 || !strings.Contains(told[0].subject, "a one-time pass was made") {
			t.Errorf("they are told %+v", told)
		}
	})
}

// What a stranger can cause again and again fills no inbox: one of a kind in
// an hour for an account, and twenty for all.
func TestAlertsAreBounded(t *testing.T) {
	r, s := newPostRig(t, "sqlite", func(c *config.Config) { c.Mail.Admins = []string{opsOne} })
	alert := func(who person.ID) {
		t.Helper()
		r.clock.Advance(time.Second)
		e := audit.New(t.Context(), r.clock.Now(), audit.PushReview)
		e.Person = string(who)
		r.ok(r.replicas[0].db.Events().Append(t.Context(), e))
	}
	var all []person.ID
	for i := range 25 {
		id, _ := r.invite(fmt.Sprintf("p%d", i))
		all = append(all, id)
	}
	r.mails(s)
	alert(all[0])
	alert(all[0])
	if told := toAdmins(r.mails(s)); len(told) != 1 {
		t.Errorf("of one account they are told %d times", len(told))
	}
	for _, id := range all {
		alert(id)
	}
	if told := toAdmins(r.mails(s)); len(told) != 19 {
		t.Errorf("of all accounts they are told %d times more", len(told))
	}
	r.clock.Advance(time.Hour)
	alert(all[0])
	if told := toAdmins(r.mails(s)); len(told) != 1 {
		t.Errorf("an hour later they are told %d times", len(told))
	}
}

func TestDigestComesOnceADay(t *testing.T) {
	withAdmins(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ada := r.join("ada")
		c, secret := r.client()
		r.toPush(r.browser(0), r.request(c, secret), "ada")
		r.ok(r.refuse(ada.phone, wire.ReasonNotMe))
		first := digests(r.mails(s))
		if len(first) != 2 || !strings.Contains(first[0].text, "Requests refused on a phone: 0\n") {
			t.Fatalf("at the start: %+v", first)
		}
		r.clock.Advance(time.Second)
		if again := digests(r.mails(s)); len(again) != 0 {
			t.Errorf("twice in a day: %+v", again)
		}
		r.clock.Advance(24 * time.Hour)
		next := digests(r.mails(s))
		if len(next) != 2 {
			t.Fatalf("the next day: %+v", next)
		}
		for _, line := range []string{"Requests refused on a phone: 1\n", "Requests reported: 0\n", "Phones that no push reaches: 0 of 1\n", "Signing keys: token ES256 since "} {
			if !strings.Contains(next[0].text, line) {
				t.Errorf("%q is not in\n%s", line, next[0].text)
			}
		}
		// Many replicas at once: one of them.
		r.clock.Advance(24 * time.Hour)
		var queued sync.Map
		var all sync.WaitGroup
		for i := range 6 {
			all.Go(func() {
				mine, err := r.replicas[0].db.Outbox().Digest(t.Context(), []string{opsOne}, r.clock.Now())
				if err != nil {
					t.Error(err)
				}
				queued.Store(i, mine)
			})
		}
		all.Wait()
		n := 0
		queued.Range(func(_, mine any) bool {
			if mine == true {
				n++
			}
			return true
		})
		if n != 1 {
			t.Errorf("%d replicas queued it", n)
		}
	})
}

func digests(mails []post) (out []post) {
	for _, m := range mails {
		if strings.Contains(m.subject, "the day in sum") {
			out = append(out, m)
		}
	}
	return out
}
