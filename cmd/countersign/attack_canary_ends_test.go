package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// mails has links and codes sent, and follows them.
func (v aviary) mails() {
	ctx := v.t.Context()
	v.rig.mails(v.post)
	b := v.browser(0)
	link := v.resetLink(v.forgot(v.post, b, v.who.name))
	v.birds.add("link for a new password", link[strings.LastIndex(link, "/")+1:])
	v.ok(b.Open(ctx, link), b.Click(ctx, "reset-start"))
	v.cookies(b.Cookies(), v.birds)
	v.clock.Advance(25 * time.Hour) // phones are asked so often in a day only
	me := v.atAccount(v.who)
	v.ok(me.Open(ctx, v.issuer+"/me/profile"), me.Fill("email", "other@northwind.example"), me.Click(ctx, "email-ask"))
	for _, m := range v.rig.mails(v.post) {
		if found := regexp.MustCompile(`Code: (\d{6})`).FindStringSubmatch(m.text); found != nil {
			v.birds.add("code of an address", found[1])
			v.ok(me.Fill("email-code", "1"+found[1][1:]), me.Click(ctx, "email-confirm"), me.Fill("email-code", found[1]), me.Click(ctx, "email-confirm"))
		}
	}
	undo := v.undoLink(v.rig.mails(v.post), v.who.name+"@northwind.example")
	v.birds.add("link that takes an address back", undo[strings.LastIndex(undo, "/")+1:])
	v.ok(b.Open(ctx, undo))
	_, invited := v.invite("eve")
	v.birds.add("invitation", invited[strings.LastIndex(invited, "/")+1:])
	v.ok(b.Open(ctx, invited))
}

// methods has codes made and used, right and wrong, and an application asked
// again for a code of its own.
func (v aviary) methods() {
	ctx := v.t.Context()
	v.clock.Advance(25 * time.Hour)
	me := v.atAccount(v.who)
	secret := v.addsApp(me)
	v.birds.add("secret of a code app", secret)
	v.ok(me.Open(ctx, v.issuer+"/me/methods/codes"), me.Click(ctx, "codes-new"))
	for i, code := range v.keep(me) {
		v.birds.add("new recovery code "+strconv.Itoa(i), code)
	}
	v.cookies(me.Cookies(), v.birds)
	c, key := v.attacker.client()
	v.birds.add("secret of another application", key)
	b := v.browser(0)
	v.toPush(b, v.request(c, key), v.who.name)
	v.ok(b.Open(ctx, v.issuer+waiting{tab: b}.path("/choose")), b.Fill("choose-totp", "on"), b.Click(ctx, "choose-submit"))
	code, err := totp.GenerateCode(secret, v.clock.Now().Add(time.Minute))
	v.clock.Advance(time.Minute)
	v.ok(err, b.Fill("code", "000000"), b.Click(ctx, "code-submit"), b.Fill("code", code), b.Click(ctx, "code-submit"))
	v.birds.add("code of an app", code)
	v.birds.add("another code", v.landed(b).Get("code"))
}

// signsOut ends sessions, and has an application told.
func (v aviary) signsOut() {
	ctx, l := v.t.Context(), newListener(v.t.(*testing.T))
	c, key := v.listens(l)
	b := v.browser(0)
	q := v.request(c, key)
	got := v.signsIn(b, q, v.who)
	v.birds.add("ID token that signs out", got.ID)
	v.cookies(b.Cookies(), v.birds)
	v.ok(b.Open(ctx, v.issuer+"/logout?"+url.Values{"id_token_hint": {got.ID}, "post_logout_redirect_uri": {v.app.URL + "/out"}}.Encode()))
	v.ok(v.replicas[0].courier.Once(ctx))
	heard := l.heard()
	if len(heard) != 1 {
		v.t.Fatalf("%d logout tokens", len(heard))
	}
	v.birds.add("logout token", heard[0])
}

// mistakes shows every secret where it is no use.
func (v aviary) mistakes() {
	for _, bird := range *v.birds {
		if bird.pattern != nil {
			continue
		}
		secret := bird.secret
		escaped := url.QueryEscape(secret)
		for _, q := range []attackRequest{
			{method: http.MethodGet, path: "/" + url.PathEscape(secret)},
			{method: http.MethodGet, path: "/invite/" + url.PathEscape(secret)},
			{method: http.MethodGet, path: "/userinfo?access_token=" + escaped, header: http.Header{"Authorization": {"Bearer " + secret}}},
			{method: http.MethodGet, path: "/authorize?client_id=" + escaped + "&request_uri=" + escaped, header: http.Header{"Referer": {v.app.URL + "/?x=" + escaped}}},
			{method: http.MethodPost, path: "/token", kind: attackForm, body: "grant_type=refresh_token&refresh_token=" + escaped + "&client_assertion=" + escaped},
		} {
			v.clock.Advance(attackPace)
			if got := v.do(q); got.status >= 500 || bird.in(got.body) != nil {
				v.t.Errorf("%s at %s %.20s: %d", bird.what, q.method, q.path, got.status)
			}
		}
	}
}
