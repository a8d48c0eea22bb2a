package story

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"countersign/templates"
	"countersign/templates/words"
)

// Story is one page in one state. Variants of a state have a name in
// parentheses: "push-waiting (six digits)".
type Story struct {
	Name      string
	Component templ.Component
}

// Sample values. They are long where real ones are.
const (
	app     = "Northwind Payroll"
	account = "ada.okafor@northwind.example"
	token   = "c2FtcGxlLXRva2VuLW9mLWEtZm9ybS1vbi10aGlzLXBhZ2U"
	at      = "/login/Zmxvdy1pZC1vZi10aGUtc2FtcGxl"
	home    = "https://payroll.northwind.example/"
	contact = "the help desk on 020 7946 0018"
	cancel  = at + "/push/cancel"
)

// Stories lists all of them in the order of a sign-in.
func Stories() []Story {
	var all []Story
	for _, part := range [][]Story{invitation(), signIn(), passkeys(), forgotten(), enrolment(), push(), codes(), others(), endings(), accounts()} {
		all = append(all, part...)
	}
	return all
}

func invitation() []Story {
	invalid := func(p templates.InviteProblem) templ.Component {
		return templates.InviteInvalidPage(templates.InviteInvalid{Problem: p, Contact: contact})
	}
	password := templates.NewPassword{Action: at + "/new-password", Token: token, Username: account, MinLength: 12}
	short := password
	short.Error = templates.PasswordProblem("short", 12, 256)
	stolen := password
	stolen.Error = templates.PasswordProblem("listed", 12, 256)
	return []Story{
		{"invite", templates.InvitePage(templates.Invite{Action: "/invite/sample", Token: token})},
		{"invite (phone only)", templates.InvitePage(templates.Invite{Action: "/invite/sample", Token: token, HasPassword: true})},
		{"invite-unknown", invalid(templates.InviteUnknown)},
		{"invite-used", invalid(templates.InviteUsed)},
		{"invite-expired", invalid(templates.InviteExpired)},
		{"new-password", templates.NewPasswordPage(password)},
		{"new-password-error", templates.NewPasswordPage(short)},
		{"new-password-error (stolen)", templates.NewPasswordPage(stolen)},
	}
}

func signIn() []Story {
	plain := templates.SignIn{App: app, Action: at + "/sign-in", Token: token, Contact: contact, Forgot: "/forgot"}
	alone := plain
	alone.App = ""
	registered := plain
	registered.Policy, registered.Terms = home+"privacy", home+"terms"
	hinted := plain
	hinted.Username = account
	wrong := hinted
	wrong.Error = words.SignInWrong
	throttled := wrong
	throttled.Error = func(ctx context.Context) string { return words.SignInThrottled(ctx, 5) }
	fixed := hinted
	fixed.Fixed, fixed.Cancel = true, cancel
	fixedWrong := fixed
	fixedWrong.Error = wrong.Error
	return []Story{
		{"sign-in", templates.SignInPage(plain)},
		{"sign-in (pages of the application)", templates.SignInPage(registered)},
		{"sign-in (no application)", templates.SignInPage(alone)},
		{"sign-in (name filled in)", templates.SignInPage(hinted)},
		{"sign-in-error", templates.SignInPage(wrong)},
		{"sign-in-error (throttled)", templates.SignInPage(throttled)},
		{"sign-in-again", templates.SignInPage(fixed)},
		{"sign-in-error (again)", templates.SignInPage(fixedWrong)},
	}
}

func forgotten() []Story {
	again := templates.NewPassword{Action: at + "/new-password", Token: token, Username: account, MinLength: 12, Again: true}
	return []Story{
		{"forgot", templates.ForgotPage(templates.Forgot{Action: "/forgot", Token: token, Contact: contact})},
		{"forgot (no mail)", templates.ForgotPage(templates.Forgot{Contact: contact})},
		{"forgot-sent", templates.ForgotSentPage(templates.ForgotSent{Again: "/forgot", Contact: contact})},
		{"reset", templates.ResetPage(templates.Reset{Action: "/reset/sample", Token: token})},
		{"reset-invalid", templates.ResetInvalidPage(templates.ResetInvalid{Again: "/forgot", Contact: contact})},
		{"new-password (again)", templates.NewPasswordPage(again)},
		{"reset-done", templates.ResetDonePage(templates.ResetDone{Contact: contact})},
	}
}

func enrolment() []Story {
	waiting := templates.Enrol{
		State: templates.EnrolWaiting, App: app, Account: account, Token: token, Left: 581, Total: 600,
		Link:      "https://id.northwind.example/a/e#v=1&c=K7QM4XPDH7QBDCFGHJKLMN&k=pVJkH_FhiTYhfVrYSdDvRK5hhKYYLvhe5QJF5su_0bs",
		TypedCode: "BCDFG-HJKLM", TypedAt: "id.northwind.example/a",
		Again: at + "/enrol/again", Cancel: cancel, Events: at + "/enrol/events", Status: at + "/enrol/status",
	}
	shops := waiting
	shops.Android, shops.IPhone = "https://play.example/store", "https://apps.example/id1"
	opened := waiting
	opened.Opened, opened.Left, opened.Total = true, 841, 900
	over := func(s templates.EnrolState) templ.Component {
		v := waiting
		v.State, v.Link, v.Left = s, "", 0
		return templates.EnrolPage(v)
	}
	confirm := templates.EnrolConfirm{
		App: app, Account: account, Token: token, Device: "Ada’s Pixel 9", Platform: words.As("Android 16"),
		Action: at + "/enrol/confirm", Reject: at + "/enrol/reject", Cancel: cancel,
	}
	wrong := confirm
	wrong.Wrong, wrong.TriesLeft = true, 2
	last := confirm
	last.Wrong, last.TriesLeft = true, 1
	alone := confirm
	alone.App, alone.Platform = "", nil
	endorse := templates.Endorse{
		State: templates.EndorseWaiting, Account: account, Token: token, Cancel: cancel, Device: "Ada’s Pixel 11", Number: "47", Left: 94, Total: 120,
		Events: at + "/push/events", Status: at + "/push/status", Continue: at + "/enrol/endorse", Again: at + "/enrol/endorse/again",
	}
	asked := func(s templates.EndorseState) templ.Component {
		v := endorse
		v.State, v.Number = s, ""
		return templates.EndorsePage(v)
	}
	added := templates.PhoneAdded{
		Account: account, Device: "Ada’s Pixel 11", Test: templates.TestWaiting, Number: "58", Left: 94, Total: 120,
		Events: at + "/push/events", Status: at + "/push/status",
	}
	tested := func(s templates.TestState) templ.Component {
		v := added
		v.Test, v.Number = s, ""
		return templates.PhoneAddedPage(v)
	}
	return []Story{
		{"add-phone", templates.AddPhonePage(templates.AddPhone{Account: account, Action: "/add-phone", Token: token})},
		{"endorse-waiting", templates.EndorsePage(endorse)},
		{"endorse-waiting-no-number", asked(templates.EndorseWaiting)},
		{"endorse-approved", asked(templates.EndorseApproved)},
		{"endorse-refused", asked(templates.EndorseRefused)},
		{"endorse-over", asked(templates.EndorseOver)},
		{"phone-added (waiting)", templates.PhoneAddedPage(added)},
		{"phone-added (answered)", tested(templates.TestAnswered)},
		{"phone-added (by hand)", tested(templates.TestByHand)},
		{"phone-added (unanswered)", tested(templates.TestUnanswered)},
		{"enrol-waiting", templates.EnrolPage(waiting)},
		{"enrol-waiting (own apps)", templates.EnrolPage(shops)},
		{"enrol-opened", templates.EnrolPage(opened)},
		{"enrol-expired", over(templates.EnrolExpired)},
		{"enrol-used-twice", over(templates.EnrolUsedTwice)},
		{"enrol-rejected", over(templates.EnrolRejected)},
		{"enrol-ended", over(templates.EnrolEnded)},
		{"enrol-confirm", templates.EnrolConfirmPage(confirm)},
		{"enrol-confirm (no application)", templates.EnrolConfirmPage(alone)},
		{"enrol-confirm-error", templates.EnrolConfirmPage(wrong)},
		{"enrol-confirm-error (last try)", templates.EnrolConfirmPage(last)},
	}
}

func push() []Story {
	soon := time.Date(2026, 11, 22, 14, 5, 0, 0, time.UTC)
	waiting := templates.Push{
		State: templates.PushWaiting, App: app, Account: account, Token: token, Number: "47",
		Devices: []string{"Ada’s Pixel 9"}, Left: 94, Total: 120, SendAfter: 22,
		Browser:  words.Browser("Chrome", "Windows"),
		Continue: at + "/push/continue", Resend: at + "/push/resend", Again: at + "/push/again", Cancel: cancel,
		Other: at + "/choose", Events: at + "/push/events", Status: at + "/push/status",
	}
	with := func(change func(*templates.Push)) templ.Component {
		v := waiting
		v.SendAfter = 0
		change(&v)
		return templates.PushPage(v)
	}
	stories := []Story{
		{"push-waiting", templates.PushPage(waiting)},
		{"push-waiting (unknown browser)", with(func(v *templates.Push) { v.Devices = nil })},
		{"push-waiting (six digits)", with(func(v *templates.Push) { v.Number = "620417" })},
		{"push-waiting (seen)", with(func(v *templates.Push) { v.Seen = true })},
		{"push-waiting (help)", with(func(v *templates.Push) { v.Left = 61 })},
		{"push-waiting (unreachable)", with(func(v *templates.Push) { v.Unreachable = true })},
		{"push-waiting (results)", with(func(v *templates.Push) {
			v.Devices = []string{"Ada’s Pixel 9", "Work phone", "Tablet", "Old phone"}
			v.Rings = []templates.Ring{
				{Device: "Ada’s Pixel 9", Reach: "sent"}, {Device: "Work phone", Reach: "sending"},
				{Device: "Tablet", Reach: "polling"}, {Device: "Old phone", Reach: "unreached"},
			}
		})},
		{"push-waiting (no application)", with(func(v *templates.Push) { v.App, v.Resend, v.Other = "", "", "" })},
		{"push-waiting-no-number", with(func(v *templates.Push) { v.Number = "" })},
		{"push-waiting-no-number (seen)", with(func(v *templates.Push) { v.Number, v.Seen = "", true })},
		{"push-waiting (can scan)", with(func(v *templates.Push) { v.ByScan = at + "/push/scan" })},
		{"push-waiting-scan", scan(with, false)},
		{"push-waiting (on this phone)", with(func(v *templates.Push) { v.OnPhone = at + "/push/here" })},
		{"push-here", with(func(v *templates.Push) {
			v.Number, v.Resend, v.Continue, v.Here, v.ByNumber = "", "", "", "/a/r/chl_4Q0VbVQeT1mYkM0oYl2h5A#here", at+"/push/again"
		})},
		{"push-returning", with(func(v *templates.Push) { v.State, v.Left, v.Total = templates.PushReturning, 58, 64 })},
		{"return-taking", templates.ReturnPage(templates.Return{State: templates.ReturnTaking})},
		{"return-elsewhere", templates.ReturnPage(templates.Return{State: templates.ReturnElsewhere})},
		{"return-over", templates.ReturnPage(templates.Return{State: templates.ReturnOver})},
		{"push-waiting-scan (seen)", scan(with, true)},
		{"push-waiting-scan-only", scan(func(f func(*templates.Push)) templ.Component {
			return with(func(v *templates.Push) { f(v); v.ByNumber, v.ScanOnly = "", true })
		}, false)},
		{"push-failed (wait)", with(func(v *templates.Push) { v.State, v.SendAfter = templates.PushWrong, 30 })},
		{"push-slow", with(func(v *templates.Push) { v.State, v.SendAfter = templates.PushSlow, 130 })},
		{"push-slow (nothing else)", with(func(v *templates.Push) { v.State, v.SendAfter, v.Other = templates.PushSlow, 130, "" })},
		{"push-slow (minutes)", with(func(v *templates.Push) { v.State, v.SendAfter, v.Until = templates.PushSlow, 800, soon })},
		{"push-off", with(func(v *templates.Push) { v.State, v.Until, v.Again = templates.PushOff, soon, "" })},
		{"push-off (an hour)", with(func(v *templates.Push) { v.State, v.SendAfter, v.Until = templates.PushOff, 3100, soon })},
		{"push-expired (others first)", with(func(v *templates.Push) { v.State, v.SendAfter, v.Crowded = templates.PushExpired, 60, true })},
		{"push-denied (back)", with(func(v *templates.Push) { v.State, v.Again, v.Back = templates.PushDenied, "", home })},
	}
	for _, s := range []templates.PushState{
		templates.PushApproved, templates.PushDenied, templates.PushWrong, templates.PushExpired, templates.PushSuperseded,
		templates.PushCancelled, templates.PushLapsed, templates.PushBusy,
	} {
		stories = append(stories, Story{"push-" + string(s), with(func(v *templates.Push) { v.State = s })})
	}
	return stories
}

// scan is the waiting page with a code in place of the number.
func scan(with func(func(*templates.Push)) templ.Component, seen bool) templ.Component {
	return with(func(v *templates.Push) {
		v.Number, v.Resend, v.Seen, v.ByNumber = "", "", seen, at+"/push/again"
		v.Scan = "https://id.northwind.example/a/s#cid=chl_4Q0VbVQeT1mYkM0oYl2h5A&s=2xJ8pQ7yR1mW5nT3vK9cZA"
	})
}

// codes are the ways to confirm that are typed, and what comes after them.
func codes() []Story {
	code := templates.Code{
		App: app, Account: account, Token: token, Action: at + "/code", Cancel: cancel, Other: at + "/choose", Contact: contact,
	}
	alone := code
	alone.App, alone.Other = "", ""
	wrong := code
	wrong.Error = words.CodeWrong
	recovery := templates.Recovery{
		App: app, Account: account, Token: token, Action: at + "/recovery", Cancel: cancel, Other: at + "/choose", Contact: contact,
	}
	used := recovery
	used.Error = words.RecoveryWrong
	throttled := recovery
	throttled.Error = func(ctx context.Context) string { return words.ChooseThrottled(ctx, 8) }
	left := func(n int) templ.Component {
		v := recovery
		v.Left, v.Continue = n, at
		return templates.RecoveryLeftPage(v)
	}
	kept := templates.KeepCodes{
		App: app, Account: account, Token: token, Action: at + "/enrol/recovery-codes", Download: at + "/enrol/recovery-codes.txt",
		Codes: []string{
			"7K3M-Q9XD-0VTE-4HJN", "ZB2P-5WRA-8C1S-GY6F", "QX4D-K07E-MHT9-V3NA", "1RWB-P86Z-CJ5S-2YFG", "H9TE-XD3M-47VK-Q0NJ",
			"A5C8-SW2R-ZP1B-F6YG", "V0TN-4JHE-9XQD-K37M", "8C1S-G6YF-ZB2P-5WRA", "MHT9-V3NA-QX4D-K07E", "CJ5S-2YFG-1RWB-P86Z",
		},
	}
	unticked := kept
	unticked.Error = words.KeepCodesUnticked
	remember := templates.Remember{App: app, Account: account, Token: token, Action: at + "/remember", Days: 14}
	day := remember
	day.App, day.Days = "", 1
	return []Story{
		{"code", templates.CodePage(code)},
		{"code (nothing else)", templates.CodePage(alone)},
		{"code-error", templates.CodePage(wrong)},
		{"recovery", templates.RecoveryPage(recovery)},
		{"recovery-error", templates.RecoveryPage(used)},
		{"recovery-error (throttled)", templates.RecoveryPage(throttled)},
		{"recovery-left", left(8)},
		{"recovery-left (one)", left(1)},
		{"recovery-left (none)", left(0)},
		{"enrol-recovery-codes", templates.KeepCodesPage(kept)},
		{"enrol-recovery-codes-error", templates.KeepCodesPage(unticked)},
		{"remember", templates.RememberPage(remember)},
		{"remember (a day)", templates.RememberPage(day)},
	}
}

func others() []Story {
	consent := templates.Consent{
		App: app, Host: "payroll.northwind.example", Account: account, Token: token, Action: at + "/consent", Cancel: cancel, Contact: contact,
		Policy: home + "privacy", Terms: home + "terms", About: home,
		Gets: []words.Text{words.ConsentGetsId, words.ConsentGetsProfile, words.ConsentGetsEmail}, Offline: true, Resource: []string{"https://api.northwind.example/payments"},
	}
	pays := consent
	pays.Gets, pays.Offline, pays.Resource = nil, false, nil
	pays.Details = []templates.Detail{{Title: "Payment", Lines: []templates.DetailLine{
		{Label: "Amount", Text: "EUR 1,234.50"}, {Label: "To", Text: "Merchant & Sons (Holdings) of Northumberland"}, {Label: "Account", Text: "DE02 1001 0010 9307 1186 03"},
	}}}
	choose := templates.Choose{
		App: app, Account: account, Token: token, Action: at + "/choose", Cancel: cancel, Contact: contact,
		Methods: []templates.Method{
			{Kind: "push", Name: words.ChoosePush, Detail: words.ChoosePushDetail, Checked: true},
			{Kind: "recovery", Name: words.ChooseRecovery, Detail: words.ChooseRecoveryDetail},
		},
	}
	none := choose
	none.Error = words.ChooseOneOfThese
	crowded := choose
	crowded.Crowded = true
	stepUp := templates.StepUp{
		App: app, Account: account, Token: token, Action: at + "/step-up", Cancel: cancel, Other: at + "/choose", Back: home,
	}
	alone := stepUp
	alone.App, alone.Back = "", ""
	return []Story{
		{"step-up", templates.StepUpPage(stepUp)},
		{"step-up (no application)", templates.StepUpPage(alone)},
		{"choose (after several requests)", templates.ChoosePage(crowded)},
		{"consent", templates.ConsentPage(consent)},
		{"consent (a payment)", templates.ConsentPage(pays)},
		{"choose", templates.ChoosePage(choose)},
		{"choose-error", templates.ChoosePage(none)},
		{"no-method", templates.NoMethodPage(templates.NoMethod{
			App: app, Account: account, Token: token, Cancel: cancel, Back: home, Contact: contact,
		})},
		{"signed-in", templates.SignedInPage(templates.SignedIn{
			Account: account, SignOut: "/logout", SetUp: []words.Text{
				words.SignedInYourPassword, func(ctx context.Context) string { return words.SignedInYourPhone(ctx, "Ada’s Pixel 9") },
			},
		})},
	}
}

func endings() []Story {
	out := templates.SignOutConfirm{
		App: app, Account: account, Action: "/logout", Token: token, Fields: []templates.Hidden{{Name: "state", Value: "af0ifjsldkj"}},
	}
	alone := out
	alone.App = ""
	return []Story{
		{"form-post", templates.FormPostPage(templates.FormPost{
			Action: at + "/sample", To: "payroll.northwind.example",
			Fields: []templates.Hidden{{Name: "code", Value: "cs_ac_sample"}, {Name: "state", Value: `"><script>alert(1)</script>`}},
		})},
		{"sign-out", templates.SignOutConfirmPage(out)},
		{"sign-out (no application)", templates.SignOutConfirmPage(alone)},
		{"device-code", templates.DeviceCodePage(templates.DeviceCode{Action: "/device", Token: token})},
		{"device-code (by link)", templates.DeviceCodePage(templates.DeviceCode{Action: "/device", Token: token, Code: "WDJB-MJHT"})},
		{"device-code (wrong)", templates.DeviceCodePage(templates.DeviceCode{Action: "/device", Token: token, Code: "WDJB-MJHT", Error: words.DeviceWrong})},
		{"device-code (too many)", templates.DeviceCodePage(templates.DeviceCode{Action: "/device", Token: token, Error: words.DeviceSlow})},
		{"device-decide", templates.DeviceDecidePage(templates.DeviceDecide{
			App: app, Account: account, Action: "/device/dvr_1", Token: token, Code: "WDJB-MJHT", Address: "192.0.2.7", Place: "Lyon, FR",
			Asked: sampled, Gets: []words.Text{words.ConsentGetsId, words.ConsentGetsProfile, words.ConsentGetsEmail}, Offline: true,
		})},
		{"device-allowed", templates.DeviceEndPage(templates.DeviceAllowed, app)},
		{"device-denied", templates.DeviceEndPage(templates.DeviceDenied, app)},
		{"device-over", templates.DeviceEndPage(templates.DeviceOver, "")},
		{"signing-out", templates.SigningOutPage(templates.SigningOut{App: app, To: "/app", Back: true})},
		{"signing-out (no application)", templates.SigningOutPage(templates.SigningOut{To: "/signed-out"})},
		{"signed-out", templates.SignedOutPage(templates.SignedOut{App: app, Back: home})},
		{"signed-out (no application)", templates.SignedOutPage(templates.SignedOut{})},
		{"ended", templates.EndedPage(templates.Ended{App: app, Back: home})},
		{"ended (no application)", templates.EndedPage(templates.Ended{})},
		{"ended-cancelled", templates.EndedPage(templates.Ended{App: app, Back: home, Cancelled: true})},
		{"error", templates.ErrorPage(templates.Error{
			Title: words.FailureApplicationWrong, Message: words.FailureNotRegistered,
			Remedy: words.FailureTellOwner, Reference: "K7QM4XPDH7QBDCFG", Time: "14:03 UTC",
		})},
		{"error-not-found", templates.ErrorPage(templates.Error{
			Title: words.FailureNothingHere, Message: words.FailureMistyped,
			Remedy: words.FailureCheckAddress, Back: home, BackText: words.PartBackToApplication,
			Reference: "K7QM4XPDH7QBDCFG", Time: "14:03 UTC",
		})},
		{"error-too-many", templates.ErrorPage(templates.Error{
			Title: words.FailureTooMuchAtOnce, Message: words.FailureManyRequests,
			Remedy: words.FailureWaitMinute, Reference: "K7QM4XPDH7QBDCFG", Time: "14:03 UTC",
		})},
	}
}
