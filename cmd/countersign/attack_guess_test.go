package main

import (
	"net/http"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors/wire"
)

// attackPassword is nobody's.
const attackPassword = "correct horse battery stable"

// guessed posts a name and a password in a new sign-in, and gives the page
// with what belongs to the sign-in alone taken out.
func (a attacker) guessed(name, password string) string {
	a.t.Helper()
	ctx := a.t.Context()
	c, secret := a.client()
	b := a.browser(0)
	a.ok(b.Open(ctx, a.request(c, secret).url), b.Fill("username", name), b.Fill("password", password))
	a.ok(b.Click(ctx, "sign-in"))
	w := waiting{tab: b}
	if b.Status() != http.StatusUnprocessableEntity || b.Has("push-number") {
		a.t.Errorf("%s: page %d: %s", name, b.Status(), b.PageText())
	}
	page := passkeyOptions.ReplaceAllString(b.Body(), "")
	return strings.NewReplacer(w.form(), "", strings.TrimPrefix(w.form(), "_token="), "", w.path(""), "", name, "NAME").Replace(page)
}

// passkeyOptions hold the challenge of one sign-in.
var passkeyOptions = regexp.MustCompile(`data-options="[^"]*"`)

func TestAttack33WrongPasswordAndUnknownUserLookAndLastAlikeAndAskNoPhone(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada, off := a.join("ada"), a.join("off")
		a.invite("new") // has no password yet
		a.ok(a.replicas[0].db.People().Disable(t.Context(), off.id, a.clock.Now()))
		opened := a.recorded(audit.ChallengeOpened)
		want := a.guessed(ada.name, attackPassword)
		for name, c := range map[string]struct{ user, password, why string }{
			"unknown":    {"nobody", storyPassword, "unknown username"},
			"disabled":   {off.name, storyPassword, "account is disabled"},
			"unfinished": {"new", storyPassword, "no password is set"},
			"malformed":  {"a\u200bda", storyPassword, "malformed username"},
			"no text":    {ada.name, "\x00", "malformed password"},
			"wrong":      {ada.name, attackPassword, "wrong password"},
		} {
			before := a.recorded(audit.PasswordWrong)
			if got := a.guessed(c.user, c.password); got != want {
				t.Errorf("%s: another page:\n%s\nwant\n%s", name, got, want)
			}
			if found := a.news(audit.PasswordWrong, before); len(found) != 1 || found[0].Reason != c.why {
				t.Errorf("%s: on record %+v", name, found)
			}
		}
		if found := a.news(audit.ChallengeOpened, opened); len(found) != 0 {
			t.Errorf("phones were asked: %+v", found)
		}
		a.alike(ada.name)
	})
}

// alike sees that a wrong password and an unknown name cost one hash each. A
// hash is told by the memory that it takes: times change with the load.
func (a attacker) alike(name string) {
	a.t.Helper()
	const hash = 19 << 20 // bytes: m of argon2id
	for _, user := range []string{name, "nobody"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		a.guessed(user, attackPassword)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took < hash || took >= 2*hash {
			a.t.Errorf("%s costs %d bytes, which is not one hash", user, took)
		}
	}
}

func TestAttack37NothingIsSentAgainByItself(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		for name, end := range map[string]func(w waiting){
			"denied": func(w waiting) {
				_, err := w.phone.Deny(t.Context(), w.asked, wire.ReasonNotNow)
				a.ok(err)
			},
			"expired": func(waiting) { a.clock.Advance(2 * time.Minute) },
			"wrong number": func(w waiting) {
				a.refuses(a.decide(w.phone, w.asked.ID, w.sign(edit("match", w.wrong()))), http.StatusForbidden)
			},
			"lapsed": func(w waiting) {
				a.ok(a.approve(w.phone, w.number))
				a.clock.Advance(time.Minute)
			},
		} {
			a.clock.Advance(time.Hour) // past the pauses that the one before brought
			w := a.waits(ada, nil)
			opened, resent := a.recorded(audit.ChallengeOpened), a.recorded(audit.ChallengeResent)
			end(w)
			for range 5 {
				for _, p := range []string{"", "/push", "/push/status", "/choose", "/sign-in"} {
					a.do(attackRequest{method: http.MethodGet, path: w.path(p), cookies: w.tab.Cookies()})
				}
				a.clock.Advance(31 * time.Second)
			}
			if n := len(a.news(audit.ChallengeOpened, opened)) + len(a.news(audit.ChallengeResent, resent)); n != 0 {
				t.Errorf("%s: asked %d times more", name, n)
			}
			if open, err := ada.phone.Challenges(t.Context(), false); err != nil || len(open) != 0 {
				t.Errorf("%s: the phone has %d requests, %v", name, len(open), err)
			}
		}
	})
}
