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
	return []Story{
		{"account-sign-in", templates.AccountSignInPage(templates.AccountSignIn{Action: "/me/sign-in", Token: token, Back: "/me/sessions"})},
		{"account", templates.OverviewPage(templates.Overview{Account: at("/me"), Since: "2 hours ago", Browsers: "2 browsers", Lines: lines})},
		{"account (new)", templates.OverviewPage(templates.Overview{Account: at("/me"), Since: "just now", Browsers: "1 browser"})},
		{"account-sessions", templates.BrowsersPage(templates.Browsers{Account: at("/me/sessions"), List: []templates.Browser{here, there}})},
		{"account-sessions (alone)", templates.BrowsersPage(templates.Browsers{Account: done, List: []templates.Browser{here}})},
		{"account-activity", templates.ActivityPage(templates.Activity{Account: at("/me/activity"), Lines: lines})},
		{"account-secure", templates.SecurePage(templates.Secure{Account: at("/me/activity")})},
		{"account-apps", templates.AppsPage(templates.Apps{Account: at("/me/apps"), List: held})},
		{"account-apps (none)", templates.AppsPage(templates.Apps{Account: at("/me/apps")})},
		{"account-password", templates.ChangePasswordPage(templates.ChangePassword{Account: at("/me/password"), MinLength: 12})},
		{"account-password-error", templates.ChangePasswordPage(templates.ChangePassword{Account: short, MinLength: 12})},
	}
}
