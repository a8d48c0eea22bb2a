package main

import (
	"bufio"
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/cmd/phone/authenticator"
	"countersign/config"
	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/keys"
)

// phoneAt is the same phone, talking to another replica.
func (a attacker) phoneAt(replica int, phone *authenticator.Phone) *authenticator.Phone {
	a.t.Helper()
	p, err := authenticator.Restore(phone.State(), authenticator.Options{HTTP: a.http(replica)})
	a.ok(err)
	return p
}

// events listens to a waiting page's event stream. Each event is its data.
func (a attacker) events(replica int, w waiting, name string) <-chan string {
	a.t.Helper()
	ctx, stop := context.WithTimeout(a.t.Context(), 20*time.Second)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, a.issuer+w.path(name), nil)
	a.ok(err)
	for _, k := range w.tab.Cookies() {
		r.AddCookie(&http.Cookie{Name: k.Name, Value: k.Value})
	}
	res, err := a.http(replica).Do(r)
	a.ok(err)
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream" {
		a.t.Fatalf("event stream: %d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	out := make(chan string, 16)
	go func() {
		defer close(out)
		defer stop()
		defer res.Body.Close()
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				out <- data
			}
		}
	}()
	return out
}

// hears waits for an event that tells of state.
func (a attacker) hears(events <-chan string, state string) {
	a.t.Helper()
	var heard []string
	for data := range events {
		heard = append(heard, data)
		if strings.Contains(data, `"state":"`+state+`"`) {
			return
		}
	}
	a.t.Fatalf("heard %q, never %s\nlog:\n%s", heard, state, a.log)
}

func TestPhoneAtOneReplicaAndBrowserAtTheOther(t *testing.T) {
	attackTwo(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		w := a.waits(ada, nil) // the browser is at the first
		rings, stop := a.replicas[0].db.Bell().Listen("challenge:" + w.asked.ID)
		defer stop()
		events := a.events(0, w, "/push/events")
		a.hears(events, "pending")
		a.ok(a.approve(a.phoneAt(1, ada.phone), w.number))
		select {
		case <-rings:
		case <-time.After(10 * time.Second):
			t.Error("the bell did not ring across")
		}
		a.hears(events, "approved")
		status := a.do(attackRequest{method: http.MethodGet, path: w.path("/push/status"), cookies: w.tab.Cookies()})
		if !strings.Contains(status.body, `"state":"approved","isConsumed":true,"isVerified":true`) {
			t.Errorf("status: %s", status.body)
		}
		// The balancer may send the next request anywhere.
		w.tab.DialTo(a.host(), a.replicas[1].address)
		a.ok(w.tab.Refresh(ctx), w.tab.Click(ctx, "push-continue"))
		code := a.landed(w.tab).Get("code")
		if got, _ := a.redeem(0, w.request, code); got != http.StatusOK {
			t.Errorf("the code at the first: %d", got)
		}
	})
}

func TestPhoneIsHeldAtOneReplicaUntilTheOtherAsksIt(t *testing.T) {
	attackTwo(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		found := make(chan error, 1)
		phone := a.phoneAt(1, ada.phone)
		go func() {
			ctx, stop := context.WithTimeout(t.Context(), 15*time.Second)
			defer stop()
			_, err := phone.Next(ctx)
			found <- err
		}()
		c, secret := a.client()
		a.toPush(a.browser(0), a.request(c, secret), "ada")
		a.ok(<-found)
	})
}

func TestEnrolmentAcrossReplicas(t *testing.T) {
	attackTwo(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		b, link := a.invited("ada")
		events := a.events(0, waiting{tab: b}, "/enrol/events")
		a.hears(events, "waiting")
		phone, digits, err := authenticator.Enroll(ctx, link.URL(), authenticator.Options{HTTP: a.http(1)})
		a.ok(err)
		a.hears(events, "registered")
		a.ok(await(ctx, b, "enroll-confirm"), b.Fill("enroll-confirm", digits.Reveal()))
		b.DialTo(a.host(), a.replicas[1].address)
		a.ok(b.Click(ctx, "enroll-confirm-submit"))
		if status, err := a.phoneAt(0, phone).Status(ctx); err != nil || status.Status != wire.DeviceActive {
			t.Errorf("%+v, %v", status, err)
		}
	})
}

// inTime tries until ok says so: what crosses replicas takes a moment.
func inTime(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("in ten seconds: never %s", what)
}

// knows says whether a replica takes a client's secret: a code that is none is
// refused for itself.
func (a attacker) knows(replica int, c client.Client, secret string) bool {
	a.t.Helper()
	status, _ := a.token(replica, request{client: c, secret: secret}, map[string][]string{
		"grant_type": {"authorization_code"}, "code": {"none"}, "redirect_uri": {a.callback},
	})
	return status == http.StatusBadRequest
}

func TestSecretRotatedAtOneReplicaIsSeenByTheOther(t *testing.T) {
	attackTwo(t, func(t *testing.T, a attacker) {
		c, old := a.client()
		if !a.knows(0, c, old) || !a.knows(1, c, old) {
			t.Fatal("the first secret is not known")
		}
		fresh, err := a.replicas[0].clients.RotateSecret(t.Context(), c.ID)
		a.ok(err)
		inTime(t, "the old secret is refused", func() bool { return !a.knows(1, c, old) })
		if !a.knows(1, c, fresh) || a.knows(0, c, old) {
			t.Error("the new secret is not known everywhere")
		}
		a.ok(a.replicas[0].clients.Delete(t.Context(), c.ID))
		inTime(t, "the deleted client is refused", func() bool { return !a.knows(1, c, fresh) })
	})
}

// Where notifications are lost on their way, replicas look at the version row.
func TestReplicaThatHearsNothingSeesAClientUpdatedAndDeleted(t *testing.T) {
	r := newRig(t, "postgres", 2, func(c *config.Config) { c.DatabaseListenURL = "postgres://127.0.0.1:1/nowhere" })
	a := attacker{r}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() { _ = a.replicas[1].db.Watch(ctx, 10*time.Millisecond) }()
	c, secret := a.client()
	refresh := func() string {
		_, got := a.token(1, request{client: c, secret: secret}, map[string][]string{"grant_type": {"refresh_token"}, "refresh_token": {"none"}})
		return got.Error
	}
	if got := refresh(); got != "invalid_grant" {
		t.Fatalf("before: %s", got)
	}
	_, _, err := a.replicas[0].clients.Update(ctx, c.ID, client.Registration{
		Name: c.Name, RedirectURIs: c.RedirectURIs, Grants: []string{client.GrantCode}, Scopes: []string{"openid"},
	})
	a.ok(err)
	inTime(t, "the grant that it has no more is refused", func() bool { return refresh() == "unauthorized_client" })
	a.ok(a.replicas[0].clients.Delete(ctx, c.ID))
	inTime(t, "the deleted client is refused", func() bool { return refresh() == "invalid_client" })
}

// Beside an embedded database there is no notification: the server looks at
// the version row.
func TestSecretRotatedByACommandIsSeenByTheServerBesideIt(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		server := a.replicas[0]
		go func() { _ = server.db.Watch(ctx, 10*time.Millisecond) }()
		c, old := a.client()
		a.knows(0, c, old)
		p := &program{now: a.clock.Now}
		g, err := p.openGround(ctx, server.conf, server.log, false)
		a.ok(err)
		defer g.db.Close()
		command, err := client.NewRegistry(g.db.Clients(), nil, a.clock.Now)
		a.ok(err)
		_, err = command.RotateSecret(ctx, c.ID)
		a.ok(err)
		inTime(t, "the old secret is refused", func() bool { return !a.knows(0, c, old) })
	})
}

func TestKeyMadeAtOneReplicaIsPublishedAndThenUsedByTheOther(t *testing.T) {
	attackTwo(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		_, first := a.signedIn(ada, nil)
		made, err := a.replicas[0].ring.Rotate(t.Context(), keys.Token)
		a.ok(err)
		i := slices.IndexFunc(made, func(k keys.Key) bool { return k.Alg == keys.ES256 })
		inTime(t, "the new key is published", func() bool {
			return strings.Contains(a.do(attackRequest{replica: 1, method: http.MethodGet, path: "/jwks"}).body, made[i].ID)
		})
		if _, during := a.signedIn(ada, nil); keyIDOf(during.ID) != keyIDOf(first.ID) {
			t.Error("the new key signs before everybody has seen it")
		}
		a.clock.Advance(a.replicas[0].conf.Lifetimes.KeyOverlap)
		w := a.waits(ada, nil)
		a.finish(w.tab, ada.phone)
		if _, after := a.redeem(1, w.request, a.landed(w.tab).Get("code")); keyIDOf(after.ID) != made[i].ID {
			t.Errorf("signed by %s, want the new key %s", keyIDOf(after.ID), made[i].ID)
		}
		set := a.do(attackRequest{replica: 1, method: http.MethodGet, path: "/jwks"}).body
		if !strings.Contains(set, keyIDOf(first.ID)) {
			t.Error("the old key is gone while its tokens live")
		}
	})
}

func keyIDOf(jws string) string {
	head, _, _ := strings.Cut(jws, ".")
	return cutOut(decodedPart(head), `"kid":"`, `"`)
}
