package story

import "countersign/templates"

// accounts are the pages of /me.
func accounts() []Story {
	at := func(path string) templates.Account {
		return templates.Account{Name: account, Here: path, Token: token}
	}
	done := at("/me/sessions")
	done.Said = "You are signed out everywhere else."
	here := templates.Browser{ID: "ses_1", Name: "Firefox on Linux", Address: "2001:db8:85a3::8a2e:370:7334", Since: "2 hours ago", Used: "just now", Here: true}
	there := templates.Browser{ID: "ses_2", Name: "Samsung Browser on Android", Address: "203.0.113.7", Since: "14 November 2026, 08:12 UTC", Used: "3 days ago"}
	lines := []templates.ActivityLine{
		{When: "2 minutes ago", At: "2026-11-22T12:00:00Z", Text: "You signed in", Where: app + ", from 203.0.113.7", Alarming: true},
		{When: "2 hours ago", At: "2026-11-22T10:00:00Z", Text: "A request was refused on your phone", Where: "from 2001:db8:85a3::8a2e:370:7334"},
		{When: "14 November 2026, 08:12 UTC", At: "2026-11-14T08:12:00Z", Text: "A phone was added", Alarming: true},
	}
	held := []templates.HeldApp{
		{ID: "client_1", Name: app, Used: "2 minutes ago", Since: "14 November 2026, 08:12 UTC", Gets: []string{"who you are", "your name", "your email address"}},
		{ID: "client_2", Name: "Notes on the desk", Used: "3 hours ago", Since: "2 hours ago", Offline: true, Gets: []string{"who you are"}},
	}
	short := at("/me/password")
	short.Error = "That is too short. Use 12 characters or more."
	return append([]Story{
		{"account-sign-in", templates.AccountSignInPage(templates.AccountSignIn{Action: "/me/sign-in", Token: token, Back: "/me/sessions"})},
		{"account", templates.OverviewPage(templates.Overview{Account: at("/me"), Since: "2 hours ago", Browsers: "2 browsers", Lines: lines})},
		{"account (new)", templates.OverviewPage(templates.Overview{Account: at("/me"), Since: "just now", Browsers: "1 browser"})},
		{"account-sessions", templates.BrowsersPage(templates.Browsers{Account: at("/me/sessions"), List: []templates.Browser{here, there}})},
		{"account-sessions (alone)", templates.BrowsersPage(templates.Browsers{Account: done, List: []templates.Browser{here}})},
		{"account-activity", templates.ActivityPage(templates.Activity{Account: at("/me/activity"), Lines: lines})},
		{"account-secure (reported)", templates.SecurePage(templates.Secure{Account: at("/me/activity"), Reported: true})},
		{"account-secure (to clear)", templates.SecurePage(templates.Secure{Account: at("/me/activity"), Reported: true, CanClear: true})},
		{"account-secure", templates.SecurePage(templates.Secure{Account: at("/me/activity")})},
		{"account-apps", templates.AppsPage(templates.Apps{Account: at("/me/apps"), List: held})},
		{"account-apps (none)", templates.AppsPage(templates.Apps{Account: at("/me/apps")})},
		{"account-password", templates.ChangePasswordPage(templates.ChangePassword{Account: at("/me/password"), MinLength: 12})},
		{"account-password-error", templates.ChangePasswordPage(templates.ChangePassword{Account: short, MinLength: 12})},
	}, append(methods(at("/me/methods")), abouts(at("/me/profile"))...)...)
}

// methods are the pages of what a person confirms with.
func methods(at templates.Account) []Story {
	phone := templates.HeldPhone{
		Path: "/me/methods/phone/dev_1", Name: "Ada’s Pixel", Kind: "Pixel 9, Web authenticator", Key: "Confirmed with fingerprint or face",
		Added: "14 November 2026, 08:12 UTC", Used: "within a day", Reachable: true,
	}
	as := func(name string, s templates.PhoneState, until string) templates.HeldPhone {
		p := phone
		p.Name, p.State, p.Until, p.Reachable, p.Key = name, s, until, false, "Software key"
		return p
	}
	last := phone
	last.Last = true
	const until = "23 November 2026, 09:30 UTC"
	all := []templates.HeldPhone{
		phone, as("A phone with quite a long name that somebody once typed on a train", "", ""), as("The new one", templates.PhoneNew, until),
		as("Work phone", templates.PhonePaused, until), as("In the drawer", templates.PhoneDormant, ""), as("Copied", templates.PhoneStopped, ""),
	}
	unseen := at
	unseen.Error = "Use 1 to 64 characters that can be seen."
	done := at
	done.Said = "The phone has its new name."
	test := templates.PhoneTest{Account: at, Device: "Ada’s Pixel", Test: templates.TestWaiting, Number: "47", Left: 96, Total: 120, Events: "/me/methods/test/chl_1/events", Status: "/me/methods/test/chl_1/status"}
	ended := func(s templates.TestState, refused bool) templates.PhoneTest {
		return templates.PhoneTest{Account: at, Device: "Ada’s Pixel", Test: s, Refused: refused}
	}
	app := templates.CodeApp{Account: at, Added: "14 November 2026, 08:12 UTC"}
	held := app
	held.Last = true
	add := templates.CodeApp{Account: at, Secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", URI: "otpauth://totp/Northwind:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Northwind"}
	wrong := add
	wrong.Added, wrong.Error = "14 November 2026, 08:12 UTC", "That code isn’t right. Type the one that the app shows now."
	return []Story{
		{"account-methods", templates.MethodsPage(templates.Methods{Account: done, Phones: all, App: "3 days ago", Codes: "8 codes", Push: true, Apps: true, Recovery: true})},
		{"account-methods (none)", templates.MethodsPage(templates.Methods{Account: at, NoCodes: true, Push: true, Apps: true, Recovery: true})},
		{"account-phone", templates.PhonePage(templates.PhoneDetail{Account: at, HeldPhone: phone, Tests: true, MaxName: 64})},
		{"account-phone (last)", templates.PhonePage(templates.PhoneDetail{Account: at, HeldPhone: last, Tests: true, MaxName: 64})},
		{"account-phone (error)", templates.PhonePage(templates.PhoneDetail{Account: unseen, HeldPhone: last, Tests: true, MaxName: 64})},
		{"account-phone (untested)", templates.PhonePage(templates.PhoneDetail{Account: at, HeldPhone: phone, Tests: true, MaxName: 64, Untested: "No test was sent: other requests came just before. Wait a few minutes."})},
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
		{"account-codes", templates.CodesPage(templates.Codes{Account: at, Left: "8 codes"})},
		{"account-codes (none)", templates.CodesPage(templates.Codes{Account: at, None: true})},
		{"account-codes (new)", templates.NewCodesPage(templates.NewCodes{Account: at, Codes: []string{
			"7K2M-QX4D-91RT-B6VN", "0ZDC-8H3W-ME5P-4QJS", "R9TA-61NK-X2VB-7GYF", "3WQH-C8PD-05ZM-K4XR", "V6JN-2TBS-9EAG-QM1Y",
			"D4XK-7RWP-H0CZ-8N3F", "G5YB-QV2M-61TJ-SA9E", "P8ZC-3KDH-WN4X-05RV", "M1QT-J7GF-B6YE-2SKA", "X0RD-9CPN-V3HW-4ZBJ",
		}})},
	}
}

// abouts are the pages of what is known of a person.
func abouts(at templates.Account) []Story {
	full := templates.Profile{Account: at, Username: account, FullName: "Ada Okafor", Email: account, Verified: true, Mails: true}
	waits := full
	waits.Waiting = "ada.okafor@somewhere-else.example"
	wrong := func(p templates.Profile, e templates.ProfileErrors) templates.Profile {
		p.Wrong, p.Error = e, e.Name+e.Email+e.Code
		return p
	}
	typed := at
	typed.Error = "That is not your username. Type it to delete the account."
	return []Story{
		{"account-profile", templates.ProfilePage(full)},
		{"account-profile (no mail)", templates.ProfilePage(templates.Profile{Account: at, Username: "ada"})},
		{"account-profile (code)", templates.ProfilePage(waits)},
		{"account-profile (wrong code)", templates.ProfilePage(wrong(waits, templates.ProfileErrors{Code: "That code isn’t right. Type the one from the newest mail."}))},
		{"account-profile (wrong name)", templates.ProfilePage(wrong(full, templates.ProfileErrors{Name: "Use at most 200 characters on one line."}))},
		{"account-profile (wrong address)", templates.ProfilePage(wrong(full, templates.ProfileErrors{Email: "Type one address, such as ada@example.com."}))},
		{"undo-email", templates.UndoEmailPage(templates.UndoEmail{State: templates.UndoAsk, Action: "/undo-email/token", Token: token})},
		{"undo-email-done", templates.UndoEmailPage(templates.UndoEmail{State: templates.UndoDone})},
		{"undo-email-over", templates.UndoEmailPage(templates.UndoEmail{State: templates.UndoOver})},
		{"account-data", templates.DataPage(templates.Data{Account: at})},
		{"account-data (wrong name)", templates.DataPage(templates.Data{Account: typed})},
		{"account-erased", templates.ErasedPage()},
	}
}
