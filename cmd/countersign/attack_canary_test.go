package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"countersign/config"
	"countersign/factors/wire"
	"countersign/idp/web"
	"countersign/storage"
)

// canary is a secret of a sign-in, and what finds it: the forms that it could
// be in or, of digits, a pattern.
type canary struct {
	what    string
	secret  string
	forms   []string
	pattern *regexp.Regexp
}

type canaries []canary

// add keeps a secret. Digits must stand alone, as those of a time may be the
// same by chance, and may stand apart, as pages write them. Everything else is
// looked for in every form that it could have been written in.
func (c *canaries) add(what, secret string) {
	if secret == "" {
		panic("attack: internal error: an empty canary: " + what)
	}
	one := canary{what: what, secret: secret, forms: disguises(secret)}
	if strings.Trim(secret, "0123456789") == "" {
		pattern := `(^|[^0-9.])` + strings.Join(strings.Split(secret, ""), `(?:\s|<[^>]*>)*`) + `([^0-9]|$)`
		one = canary{what: what, secret: secret, pattern: regexp.MustCompile(pattern)}
	}
	*c = append(*c, one)
}

// disguises are a secret as it is, and as addresses, pages, and what is written
// in hexadecimal and base64 have it, in the middle of something longer, too.
func disguises(secret string) []string {
	raw := []byte(secret)
	forms := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret),
		hex.EncodeToString(raw), strings.ToUpper(hex.EncodeToString(raw)),
	}
	for _, code := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			text := code.EncodeToString(append(make([]byte, before), raw...))
			if (before+len(raw))%3 != 0 {
				text = text[:len(text)-1] // it has a part of what follows
			}
			forms = append(forms, text[(before*8+5)/6:])
		}
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// in is where it stands in a text; nil if it does not.
func (c canary) in(text string) []int {
	if c.pattern != nil {
		return c.pattern.FindStringIndex(text)
	}
	for _, form := range c.forms {
		if at := strings.Index(text, form); at >= 0 {
			return []int{at, at + len(form)}
		}
	}
	return nil
}

// absent checks that a text holds no canary but those that it may.
func (a attacker) absent(where, text string, birds canaries, may ...string) {
	a.t.Helper()
	for _, c := range birds {
		if at := c.in(text); at != nil && !slices.Contains(may, c.what) {
			a.t.Errorf("the %s is in %s: …%s…", c.what, where, text[max(0, at[0]-120):min(len(text), at[1]+60)])
		}
	}
}

// nowhere looks for them wherever somebody might read who is not meant to.
func (a attacker) nowhere(birds canaries, statements []string) {
	a.t.Helper()
	a.absent("the log", a.log.String(), birds)
	a.absent("the metrics", a.metricsText(), birds)
	a.absent("the trace of statements", strings.Join(statements, "\n"), birds)
	found, err := a.replicas[0].db.Events().Find(a.t.Context(), storage.Query{Limit: 10000})
	a.ok(err)
	record, err := json.Marshal(found)
	a.ok(err)
	a.absent("the record", string(record), birds)
	a.absent("the database", a.dump(a.database()), birds)
}

// Case 34, and no secret anywhere that it has no business.
func TestAttack34SecretsOfASignInAreNowhereElse(t *testing.T) {
	six := func(c *config.Config) { c.Policy.PushMode = "num6" } // two digits would be met everywhere by chance
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			a := attacker{newRig(t, database, 1, six)}
			var birds canaries
			birds.add("password", storyPassword)
			var stranger string
			statements, err := a.statements.during(func() error {
				ada := a.canaryEnrolment(&birds)
				stranger = a.canarySignIn(ada, &birds)
				a.canaryMistakes(&birds)
				return nil
			})
			a.ok(err)
			a.nowhere(birds, statements)
			a.absent("a stranger's page", stranger, birds)
		})
	}
}

// canaryEnrolment follows an invitation, and keeps its secrets.
func (a attacker) canaryEnrolment(birds *canaries) member {
	a.t.Helper()
	ctx := a.t.Context()
	id, link := a.invite("ada")
	birds.add("invitation", link[strings.LastIndex(link, "/")+1:])
	b := a.browser(0)
	a.ok(b.Open(ctx, link), b.Click(ctx, "invite-start"), b.Fill("new-password", storyPassword), b.Click(ctx, "new-password-submit"))
	text, err := b.Text("enroll-link")
	a.ok(err)
	parsed, err := wire.ParseLink(text)
	a.ok(err)
	birds.add("enrolment code", parsed.Code.Reveal())
	phone, digits, err := a.enrols(parsed)
	a.ok(err, await(ctx, b, "enroll-confirm"))
	birds.add("confirming digits", digits.Reveal())
	a.ok(b.Fill("enroll-confirm", digits.Reveal()), b.Click(ctx, "enroll-confirm-submit"))
	number, err := b.Text("push-number")
	a.ok(err)
	birds.add("first number", number)
	a.ok(a.approve(phone, number), await(ctx, b, "push-continue"), b.Click(ctx, "push-continue"))
	for i, code := range a.keep(b) {
		birds.add("recovery code "+strconv.Itoa(i), code)
	}
	a.cookies(b.Cookies(), birds)
	return member{id: id, name: "ada", phone: phone}
}

func (a attacker) cookies(all []*http.Cookie, birds *canaries) {
	for _, k := range all {
		if strings.HasPrefix(k.Name, "__Host-"+web.LanguageCookie) {
			continue // "en": no secret, and everywhere
		}
		birds.add("cookie "+k.Name, k.Value)
	}
}

// canarySignIn signs in, and looks for the number wherever somebody else
// could look while it counts. The answer is what a stranger's browser sees.
func (a attacker) canarySignIn(ada member, birds *canaries) string {
	a.t.Helper()
	ctx := a.t.Context()
	w := a.waits(ada, nil)
	birds.add("client secret", w.secret)
	birds.add("PKCE verifier", w.verifier)
	birds.add("form token", strings.TrimPrefix(w.form(), "_token="))
	birds.add("number", w.number)
	if shown := (*birds)[len(*birds)-1].pattern.FindAllString(w.tab.Body(), -1); len(shown) != 1 {
		a.t.Errorf("the number stands %d times in its own page", len(shown))
	}
	for _, p := range []string{"/push/status", "/choose"} {
		got := a.do(attackRequest{method: http.MethodGet, path: w.path(p), cookies: w.tab.Cookies()})
		a.absent(p, got.body, *birds, "form token")
	}
	for _, path := range []string{wire.PathChallenges, wire.PathChallenge(w.asked.ID), wire.PathDevice} {
		got := a.do(a.proved(ada.phone, attackRequest{method: http.MethodGet, path: path}))
		a.absent("the phone's "+path, got.body, *birds)
	}
	a.absent("the challenge", decodedPart(strings.Split(w.asked.Compact(), ".")[1]), *birds)
	stranger := a.browser(0)
	c, secret := a.client()
	a.toPush(stranger, a.request(c, secret), "ada")
	page := stranger.Body()
	a.finish(w.tab, ada.phone)
	a.cookies(w.tab.Cookies(), birds)
	code := a.landed(w.tab).Get("code")
	birds.add("code", code)
	_, got := a.redeem(0, w.request, code)
	birds.add("access token", got.Access)
	birds.add("refresh token", got.Refresh)
	birds.add("ID token", got.ID)
	a.ok(w.tab.Open(ctx, a.issuer+"/logout"))
	return page
}

// canaryMistakes sends secrets where they do not belong, as people and
// programs do.
func (a attacker) canaryMistakes(birds *canaries) {
	a.t.Helper()
	const typed = "Zebra-in-the-wrong-field-7"
	birds.add("password in the field of the name", typed)
	c, secret := a.client()
	birds.add("second client secret", secret)
	b := a.browser(0)
	ctx := a.t.Context()
	a.ok(b.Open(ctx, a.request(c, secret).url), b.Fill("username", typed), b.Fill("password", "x"), b.Click(ctx, "sign-in"))
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte(string(c.ID)+":"+typed))
	for _, q := range []attackRequest{
		{method: http.MethodGet, path: "/userinfo?access_token=" + typed},
		{method: http.MethodGet, path: "/userinfo", header: http.Header{"Authorization": {"Bearer " + typed}}},
		{method: http.MethodPost, path: "/token?client_secret=" + typed, kind: attackForm},
		{method: http.MethodPost, path: "/token", kind: attackForm, header: http.Header{"Authorization": {basic}}, body: "grant_type=authorization_code&code=" + typed + "&redirect_uri=x&code_verifier=" + typed},
		{method: http.MethodPost, path: "/token", kind: attackForm, body: "grant_type=refresh_token&refresh_token=" + typed + "&client_id=" + string(c.ID) + "&client_secret=" + secret},
		{method: http.MethodPost, path: "/introspect", kind: attackForm, body: "token=" + typed + "&client_id=" + string(c.ID) + "&client_secret=" + secret},
		{method: http.MethodGet, path: "/invite/" + typed}, {method: http.MethodGet, path: "/login/" + typed},
		{method: http.MethodGet, path: "/" + typed}, {method: http.MethodGet, path: "/authorize?client_id=" + typed},
		{method: http.MethodGet, path: "/authorize?client_id=" + string(c.ID) + "&redirect_uri=" + url.QueryEscape("https://evil.example/"+typed)},
		{method: http.MethodGet, path: "/authorize/resume?flow=" + typed}, {method: http.MethodGet, path: "/logout?id_token_hint=" + typed},
		{method: http.MethodPost, path: "/push/register", kind: wire.MediaJSON, body: `{"code":"` + typed + `","reg":"` + typed + `"}`},
		{method: http.MethodGet, path: "/push/device", header: http.Header{"DPoP": {typed}}},
	} {
		if got := a.do(q); got.status >= 500 || strings.Contains(got.body, typed) {
			a.t.Errorf("%s %s: %d %s", q.method, q.path, got.status, got.body)
		}
	}
}

func (a attacker) metricsText() string {
	a.t.Helper()
	families, err := a.replicas[0].gather().Gather()
	a.ok(err)
	var b strings.Builder
	for _, f := range families {
		b.WriteString(f.String() + "\n")
	}
	return b.String()
}
