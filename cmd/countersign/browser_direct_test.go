package main

import (
	"fmt"
	"net/http"
	"os"
	"testing"
	"time"

	"countersign/factors/wire"
	"countersign/idp/client"
)

// planner is a page of an application on an origin of its own, with a sign-in
// form of its own and the module that applications copy.
const planner = `<!doctype html><html lang="en"><title>Planner</title>
<form id="form"><input id="username" name="username"><input id="password" type="password" name="password"><button id="go">Sign in</button></form>
<button id="leave">Sign in elsewhere</button><output id="number"></output><output id="state"></output>
<script type="module">
import { begin, redeem } from './sign-in.js';
const issuer = %q, asks = { client_id: %q, redirect_uri: %q, scope: 'openid profile' };
const say = (id, text) => { document.getElementById(id).value = text; };
async function greet(tokens) {
  const who = await fetch(issuer + '/userinfo', { headers: { Authorization: 'Bearer ' + tokens.access_token } });
  say('state', 'hello ' + (await who.json()).name);
}
const failed = error => say('state', error.code ?? error.name);
document.getElementById('form').addEventListener('submit', async event => {
  event.preventDefault();
  try {
    const attempt = await begin(issuer, asks);
    let now = await attempt.password(document.getElementById('username').value, document.getElementById('password').value);
    say('number', now.push.number);
    now = await attempt.follow({ onChange: s => { if (s.push?.number) say('number', s.push.number); } });
    if (now.status !== 'complete') { say('state', now.push.state); return; }
    await greet(await attempt.tokens(now));
  } catch (error) { failed(error); }
});
document.getElementById('leave').addEventListener('click', async () => {
  const attempt = await begin(issuer, asks);
  const now = await attempt.status();
  sessionStorage.asked = JSON.stringify(attempt.kept());
  location.assign(now.redirect_to);
});
const answer = Object.fromEntries(new URLSearchParams(location.search));
if (answer.state) redeem(issuer, JSON.parse(sessionStorage.asked), answer).then(greet).catch(failed);
</script>`

// planner serves the page at the origin of the rig's applications.
func (r *rig) planner(p *spa) string {
	r.t.Helper()
	module, err := os.ReadFile("../../static/js/sign-in.js")
	r.ok(err)
	page := fmt.Sprintf(planner, r.issuer, p.q.client.ID, r.callback)
	r.app.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Path == "/sign-in.js" {
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = w.Write(module)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprint(w, page)
	})
	return r.app.URL + "/planner"
}

// formOf fills the page's form.
func (b *tab) formOf(address, name, password string) {
	b.t.Helper()
	b.open(address)
	b.fill("username", name)
	b.fill("password", password)
	eval[bool](b, `document.getElementById('form').requestSubmit() ?? true`)
}

func (b *tab) says(id, text string) {
	b.t.Helper()
	b.until(fmt.Sprintf("#%s says %q", id, text), fmt.Sprintf(`document.getElementById(%q)?.value === %q`, id, text))
}

func TestBrowserPageOfAnotherOriginSignsIn(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	p := r.spa()
	at, b := r.planner(p), r.chromium(true)
	b.formOf(at, "ada", storyPassword)
	b.until("the page shows a number", `/^\d\d$/.test(document.getElementById('number').value)`)
	number := eval[string](b, `document.getElementById('number').value`)
	r.ok(r.approve(ada.phone, number))
	b.says("state", "hello Ada Okafor")
	if held := eval[int](b, `Object.keys(localStorage).length + Object.keys(sessionStorage).length + document.cookie.length`); held != 0 {
		t.Error("the module keeps something")
	}

	// Denied is denied.
	r.clock.Advance(5 * time.Minute)
	b.formOf(at, "ada", storyPassword)
	b.until("the page shows a number", `/^\d\d$/.test(document.getElementById('number').value)`)
	r.ok(r.refuse(ada.phone, wire.ReasonNotMe))
	b.says("state", "denied")
}

// What such a page cannot do, our own pages do: the code that comes of them is
// worth something to the page that sent the person there, and to no other.
func TestBrowserPageOfAnotherOriginGoesOnAtOurPages(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	p := r.spa()
	at, b := r.planner(p), r.chromium(true)
	b.open(at)
	b.leave("to the sign-in", func() { b.click("leave") })
	b.see("username")
	b.fill("username", ada.name)
	b.fill("password", storyPassword)
	b.click("sign-in")
	b.see("push-number")
	r.ok(r.approve(ada.phone, b.text("push-number")))
	b.says("state", "hello Ada Okafor")

	// Another attempt's verifier or state takes nothing.
	b.open(b.address() + "&state=another")
	b.says("state", "Error")
}

// The same page, whose origin nobody registered: the browser itself refuses.
func TestBrowserPageOfAForeignOriginReadsNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	p := r.spa()
	at, b := r.planner(p), r.chromium(true)
	_, err := r.replicas[0].clients.SetOrigins(t.Context(), p.q.client.ID, client.Origins{Web: []string{"https://other.example"}, JSONSignIn: true})
	r.ok(err)
	b.forgive("CORS policy")
	b.forgive("net::ERR_FAILED")
	b.formOf(at, "ada", storyPassword)
	b.says("state", "TypeError")
	if open, err := ada.phone.Challenges(t.Context(), false); err != nil || len(open) != 0 {
		t.Errorf("the phone was asked: %v, %v", open, err)
	}
}
