package story

import (
	"context"
	"io"
	"time"

	"github.com/a-h/templ"

	"countersign/templates"
	"countersign/templates/part"
	"countersign/templates/words"
)

// ago is a time before the samples' now; the day of a sample is one of long
// ago.
func ago(d time.Duration) words.Text { return words.Ago(sampled.Add(-d), sampled) }

//nolint:gochecknoglobals // samples, never written
var (
	sampled = time.Date(2026, time.November, 22, 12, 2, 0, 0, time.UTC)
	thatDay = words.At(time.Date(2026, time.November, 14, 8, 12, 0, 0, time.UTC))
	until   = words.At(time.Date(2026, time.November, 23, 9, 30, 0, 0, time.UTC))
)

// in is a text with two values.
func in(say func(ctx context.Context, a, b string) string, a, b string) words.Text {
	return func(ctx context.Context) string { return say(ctx, a, b) }
}

// alone is a page of a server that has one language.
func alone(c templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(words.With(ctx, words.Of(ctx)), w)
	})
}

// painted is a page in the theme that somebody chose.
func painted(t part.Theme, c templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(part.WithTheme(ctx, t), w)
	})
}

// accounts are the pages of /me.
func accounts() []Story {
	at := func(path string) templates.Account {
		return templates.Account{Name: account, Here: path, Token: token}
	}
	done := at("/me/sessions")
	done.Said = words.SaidOthers
	chosen := at("/me/display")
	chosen.Said = words.SaidDisplay
	here := templates.Browser{ID: "ses_1", Name: words.Browser("Firefox", "Linux"), Address: "2001:db8:85a3::8a2e:370:7334", Since: ago(2 * time.Hour), Used: ago(0), Here: true}
	there := templates.Browser{ID: "ses_2", Name: words.Browser("Samsung Browser", "Android"), Address: "203.0.113.7", Since: thatDay, Used: ago(11 * time.Hour)}
	lines := []templates.ActivityLine{
		{When: ago(2 * time.Minute), At: "2026-11-22T12:00:00Z", Text: words.HappenedSignedIn, Where: in(words.AccountAppFrom, app, "203.0.113.7"), Alarming: true},
		{When: ago(2 * time.Hour), At: "2026-11-22T10:00:00Z", Text: words.HappenedDenied, Where: func(ctx context.Context) string {
			return words.AccountFromAddress(ctx, "2001:db8:85a3::8a2e:370:7334")
		}},
		{When: thatDay, At: "2026-11-14T08:12:00Z", Text: words.HappenedPhoneAdded, Alarming: true},
	}
	held := []templates.HeldApp{
		{ID: "client_1", Name: app, Used: ago(2 * time.Minute), Since: thatDay, Gets: []words.Text{words.AccountGetsId, words.AccountGetsName, words.AccountGetsEmail}},
		{ID: "client_2", Name: "Notes on the desk", Used: ago(3 * time.Hour), Since: ago(4 * time.Hour), Offline: true, Gets: []words.Text{words.AccountGetsId}, Allowed: []words.Text{words.AccountGetsId, words.AccountGetsEmail, words.AccountGetsOffline}},
		{ID: "client_3", Name: "Budgeteer", Since: thatDay, Allowed: []words.Text{words.AccountGetsId}},
	}
	asking := []templates.AskingApp{
		{ID: "client_3", Name: app, Allowed: thatDay}, {ID: "client_4", Name: "Notes on the desk"}, {ID: "client_5", Name: "Notes on the desk", Barred: ago(3 * time.Hour)},
	}
	short := at("/me/password")
	short.Error = templates.PasswordProblem("short", 12, 256)
	return append([]Story{
		{"account-sign-in", templates.AccountSignInPage(templates.AccountSignIn{Action: "/me/sign-in", Token: token, Back: "/me/sessions"})},
		{"account", templates.OverviewPage(templates.Overview{Account: at("/me"), Since: ago(2 * time.Hour), Browsers: 2, Lines: lines})},
		{"account (new)", templates.OverviewPage(templates.Overview{Account: at("/me"), Since: ago(0), Browsers: 1})},
		{"account-sessions", templates.BrowsersPage(templates.Browsers{Account: at("/me/sessions"), List: []templates.Browser{here, there}})},
		{"account-sessions (alone)", templates.BrowsersPage(templates.Browsers{Account: done, List: []templates.Browser{here}})},
		{"account-activity", templates.ActivityPage(templates.Activity{Account: at("/me/activity"), Lines: lines})},
		{"account-secure (reported)", templates.SecurePage(templates.Secure{Account: at("/me/activity"), Reported: true})},
		{"account-secure (to clear)", templates.SecurePage(templates.Secure{Account: at("/me/activity"), Reported: true, CanClear: true})},
		{"account-secure", templates.SecurePage(templates.Secure{Account: at("/me/activity")})},
		{"account-apps", templates.AppsPage(templates.Apps{Account: at("/me/apps"), List: held})},
		{"account-apps (none)", templates.AppsPage(templates.Apps{Account: at("/me/apps")})},
		{"account-asking", templates.AskingPage(templates.Asking{Account: at("/me/apps"), List: asking, Codes: true})},
		{"account-asking (code)", templates.AskingPage(templates.Asking{Account: at("/me/apps"), List: asking[:1], Codes: true, HasCode: true, Code: "BCDF-GHJK"})},
		{"account-asking (has code)", templates.AskingPage(templates.Asking{Account: at("/me/apps"), List: asking[:1], HasCode: true})},
		{"account-asking (none)", templates.AskingPage(templates.Asking{Account: at("/me/apps")})},
		{"account-display", templates.DisplayPage(templates.Display{Account: at("/me/display")})},
		{"account-display (saved)", templates.DisplayPage(templates.Display{Account: chosen, Language: words.German})},
		{"account-display (one language)", alone(templates.DisplayPage(templates.Display{Account: at("/me/display")}))},
		{"account-display (light)", painted(part.ThemeLight, templates.DisplayPage(templates.Display{Account: at("/me/display")}))},
		{"account-display (dark)", painted(part.ThemeDark, templates.DisplayPage(templates.Display{Account: at("/me/display")}))},
		{"account-password", templates.ChangePasswordPage(templates.ChangePassword{Account: at("/me/password"), MinLength: 12})},
		{"account-password-error", templates.ChangePasswordPage(templates.ChangePassword{Account: short, MinLength: 12})},
	}, append(methods(at("/me/methods")), abouts(at("/me/profile"))...)...)
}

// methods are the pages of what a person confirms with.
func methods(at templates.Account) []Story {
	phone := templates.HeldPhone{
		Path: "/me/methods/phone/dev_1", Name: "Ada’s Pixel", Key: words.MethodsKeyLock,
		Kind: func(ctx context.Context) string {
			return words.MethodsPhoneModel(ctx, "Pixel 9", words.MethodsKindWeb(ctx))
		},
		Added: thatDay, Used: words.DateWithinADay, Reachable: true,
	}
	as := func(name string, s templates.PhoneState, until words.Text) templates.HeldPhone {
		p := phone
		p.Name, p.State, p.Until, p.Reachable, p.Key = name, s, until, false, words.MethodsKeySoftware
		return p
	}
	last := phone
	last.Last = true
	all := []templates.HeldPhone{
		phone, as("A phone with quite a long name that somebody once typed on a train", "", nil), as("The new one", templates.PhoneNew, until),
		as("Work phone", templates.PhonePaused, until), as("In the drawer", templates.PhoneDormant, nil), as("Copied", templates.PhoneStopped, nil),
	}
	all[3].Key = words.MethodsKeyHardware
	unseen := at
	unseen.Error = words.MethodsPhoneNameWrong
	done := at
	done.Said = words.SaidRenamed
	test := templates.PhoneTest{Account: at, Device: "Ada’s Pixel", Test: templates.TestWaiting, Number: "47", Left: 96, Total: 120, Events: "/me/methods/test/chl_1/events", Status: "/me/methods/test/chl_1/status"}
	ended := func(s templates.TestState, refused bool) templates.PhoneTest {
		return templates.PhoneTest{Account: at, Device: "Ada’s Pixel", Test: s, Refused: refused}
	}
	app := templates.CodeApp{Account: at, Added: thatDay}
	held := app
	held.Last = true
	add := templates.CodeApp{Account: at, Secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", URI: "otpauth://totp/Northwind:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Northwind"}
	wrong := add
	wrong.Added, wrong.Error = thatDay, words.CodeWrong
	return []Story{
		{"account-methods", templates.MethodsPage(templates.Methods{Account: done, Phones: all, App: thatDay, Codes: 8, Push: true, Apps: true, Recovery: true})},
		{"account-methods (none)", templates.MethodsPage(templates.Methods{Account: at, Push: true, Apps: true, Recovery: true})},
		{"account-phone", templates.PhonePage(templates.PhoneDetail{Account: at, HeldPhone: phone, Tests: true, MaxName: 64})},
		{"account-phone (last)", templates.PhonePage(templates.PhoneDetail{Account: at, HeldPhone: last, Tests: true, MaxName: 64})},
		{"account-phone (error)", templates.PhonePage(templates.PhoneDetail{Account: unseen, HeldPhone: last, Tests: true, MaxName: 64})},
		{"account-phone (untested)", templates.PhonePage(templates.PhoneDetail{Account: at, HeldPhone: phone, Tests: true, MaxName: 64, Untested: words.PhoneTestBusy})},
		{"account-phone (stopped)", templates.PhonePage(templates.PhoneDetail{Account: at, HeldPhone: all[5], MaxName: 64})},
		{"account-test", templates.PhoneTestPage(test)},
		{"account-test (answered)", templates.PhoneTestPage(ended(templates.TestAnswered, false))},
		{"account-test (by hand)", templates.PhoneTestPage(ended(templates.TestByHand, false))},
		{"account-test (refused)", templates.PhoneTestPage(ended(templates.TestUnanswered, true))},
		{"account-test (unanswered)", templates.PhoneTestPage(ended(templates.TestUnanswered, false))},
		{"account-app (none)", templates.CodeAppPage(templates.CodeApp{Account: at})},
		{"account-app (add)", templates.CodeAppPage(add)},
		{"account-app (wrong)", templates.CodeAppPage(wrong)},
		{"account-app", templates.CodeAppPage(app)},
		{"account-app (last)", templates.CodeAppPage(held)},
		{"account-codes", templates.CodesPage(templates.Codes{Account: at, Left: 8})},
		{"account-codes (none)", templates.CodesPage(templates.Codes{Account: at})},
		{"account-codes (new)", templates.NewCodesPage(templates.NewCodes{Account: at, Codes: []string{
			"7K2M-QX4D-91RT-B6VN", "0ZDC-8H3W-ME5P-4QJS", "R9TA-61NK-X2VB-7GYF", "3WQH-C8PD-05ZM-K4XR", "V6JN-2TBS-9EAG-QM1Y",
			"D4XK-7RWP-H0CZ-8N3F", "G5YB-QV2M-61TJ-SA9E", "P8ZC-3KDH-WN4X-05RV", "M1QT-J7GF-B6YE-2SKA", "X0RD-9CPN-V3HW-4ZBJ",
		}})},
	}
}

// abouts are the pages of what is known of a person.
func abouts(at templates.Account) []Story {
	full := templates.Profile{Account: at, Username: account, FullName: "Ada Okafor", Email: account, Verified: true, Mails: true}
	unproved := full
	unproved.Verified = false
	waits := full
	waits.Waiting = "ada.okafor@somewhere-else.example"
	wrong := func(p templates.Profile, e templates.ProfileErrors) templates.Profile {
		p.Wrong, p.Error = e, words.ProfileCodeWrong // that there is one is all that the page asks
		return p
	}
	typed := at
	typed.Error = words.DataUsernameWrong
	return []Story{
		{"account-profile", templates.ProfilePage(full)},
		{"account-profile (no mail)", templates.ProfilePage(templates.Profile{Account: at, Username: "ada"})},
		{"account-profile (not confirmed)", templates.ProfilePage(unproved)},
		{"account-profile (code)", templates.ProfilePage(waits)},
		{"account-profile (wrong code)", templates.ProfilePage(wrong(waits, templates.ProfileErrors{Code: words.ProfileCodeWrong}))},
		{"account-profile (wrong name)", templates.ProfilePage(wrong(full, templates.ProfileErrors{Name: words.ProfileFullNameWrong}))},
		{"account-profile (wrong address)", templates.ProfilePage(wrong(full, templates.ProfileErrors{Email: words.ProfileEmailWrong}))},
		{"undo-email", templates.UndoEmailPage(templates.UndoEmail{State: templates.UndoAsk, Action: "/undo-email/token", Token: token})},
		{"undo-email-done", templates.UndoEmailPage(templates.UndoEmail{State: templates.UndoDone})},
		{"undo-email-over", templates.UndoEmailPage(templates.UndoEmail{State: templates.UndoOver})},
		{"account-data", templates.DataPage(templates.Data{Account: at})},
		{"account-data (wrong name)", templates.DataPage(templates.Data{Account: typed})},
		{"account-erased", templates.ErasedPage()},
	}
}
