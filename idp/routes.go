package idp

import (
	"net/http"

	"countersign/idp/account"
	"countersign/idp/backend"
	"countersign/idp/ciba"
	"countersign/idp/devicegrant"
	"countersign/idp/logo"
	"countersign/idp/op"
	"countersign/idp/par"
	"countersign/idp/registration"
)

// crossOrigin are the paths that other sites' pages may post to: programs
// that authenticate by themselves, and the two doors that standards open to
// forms of other sites. No cookie is authority at any of them, but for
// /authorize and /logout, which change nothing by themselves: the first starts
// a sign-in, the second asks (OpenID Connect Core section 3.1.2.1,
// RP-Initiated Logout section 2).
//
//nolint:gochecknoglobals // a table, never written
var crossOrigin = []string{
	op.TokenPath, op.UserInfoPath, op.IntrospectPath, op.RevokePath, ciba.Path,
	devicegrant.AuthorizationPath,
	"POST /authorize", "POST /logout", par.Path,
	"POST /push/",
	backend.Path,
}

// MTLSPaths are the endpoints that are served under the name for certificates,
// too: those of programs, and of them those where a client authenticates or
// shows an access token.
func MTLSPaths() []string {
	return []string{op.TokenPath, op.UserInfoPath, op.IntrospectPath, op.RevokePath, "/par", "/bc-authorize", "/device_authorization", backend.Path + "challenges", backend.Path + "challenges/", backend.Path + "people/"}
}

// routes lists everything that is served, in the order of the story.
func (d Deps) routes(mux *http.ServeMux) {
	page := func(pattern string, h func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(pattern, d.Web.Page(h))
	}
	json := func(pattern string, h func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(pattern, d.Web.JSON(h))
	}

	// What applications read first.
	json("GET /.well-known/openid-configuration", d.Discovery.Configuration)
	json("GET /.well-known/oauth-authorization-server", d.Discovery.Configuration)
	json("GET /jwks", d.Discovery.TokenKeys)
	json("GET /push/jwks", d.Discovery.ChallengeKeys)
	json("GET /push/vapid", d.Discovery.VAPIDKey)

	// 1. An application sends a person.
	page("GET /authorize", d.Authorize.Begin)
	page("POST /authorize", d.Authorize.Begin)
	json(par.Path, d.Par.Push)

	// 2. The hub, and the steps that lead back to it.
	page("GET /login/{id}", d.Login.Hub)
	page("GET /login/{id}/sign-in", d.Login.SignInPage)
	page("POST /login/{id}/sign-in", d.Login.SignIn)
	page("GET /login/{id}/choose", d.Login.ChoosePage)
	page("POST /login/{id}/choose", d.Login.Choose)

	page("GET /login/{id}/passkey", d.Login.PasskeyPage)
	page("POST /login/{id}/passkey", d.Login.Passkey)
	page("GET /login/{id}/code", d.Login.CodePage)
	page("POST /login/{id}/code", d.Login.Code)
	page("GET /login/{id}/recovery", d.Login.RecoveryPage)
	page("POST /login/{id}/recovery", d.Login.RecoveryCode)
	page("GET /login/{id}/remember", d.Login.RememberPage)
	page("POST /login/{id}/remember", d.Login.Remember)
	page("GET /login/{id}/consent", d.Login.ConsentPage)
	page("POST /login/{id}/consent", d.Login.Consent)

	// An invited person: password, then a phone.
	page("GET /invite/{token}", d.Login.InvitePage)
	page("POST /invite/{token}", d.Login.Invite)
	page("GET /login/{id}/new-password", d.Login.NewPasswordPage)
	page("POST /login/{id}/new-password", d.Login.NewPassword)
	// Somebody who forgot the password: a mailed link, the second factor, a new one.
	page("GET /forgot", d.Login.ForgotPage)
	page("POST /forgot", d.Login.SendReset)
	page("GET /forgot/sent", d.Login.ForgotSent)
	page("GET /reset/{token}", d.Login.ResetPage)
	page("POST /reset/{token}", d.Login.Reset)
	page("GET /reset/done", d.Login.ResetDone)
	page("GET /login/{id}/enrol", d.Login.EnrolPage)
	page("POST /login/{id}/enrol/again", d.Login.EnrolAgain)
	json("GET /login/{id}/enrol/status", d.Login.EnrolStatus)
	json("GET /login/{id}/enrol/events", d.Login.EnrolEvents)
	page("GET /login/{id}/enrol/confirm", d.Login.EnrolConfirmPage)
	page("POST /login/{id}/enrol/confirm", d.Login.EnrolConfirm)
	page("POST /login/{id}/enrol/reject", d.Login.EnrolReject)
	page("GET /login/{id}/enrol/recovery-codes", d.Login.KeepCodesPage)
	page("POST /login/{id}/enrol/recovery-codes", d.Login.CodesKept)
	page("GET /login/{id}/enrol/recovery-codes.txt", d.Login.CodesFile)

	// A signed-in person adds a further phone: the same pages, and another phone.
	page("GET /add-phone", d.Login.AddPhonePage)
	page("POST /add-phone", d.Login.AddPhone)
	page("GET /login/{id}/enrol/endorse", d.Login.EndorsePage)
	page("POST /login/{id}/enrol/endorse", d.Login.Endorse)
	page("POST /login/{id}/enrol/endorse/again", d.Login.EndorseAgain)

	// The web authenticator: one page that knows by itself what it shows.
	page("GET /a", d.Authenticator.Home)
	for _, at := range []string{"{$}", "e", "setup", "r/{cid}", "s", "history", "settings", "selftest", "lost"} {
		page("GET /a/"+at, d.Authenticator.Page)
	}
	page("GET /a/sw.js", d.Authenticator.Worker)
	page("GET /a/manifest.webmanifest", d.Authenticator.Manifest)
	page("GET /a/m/{ticket}", d.Authenticator.TicketManifest)
	json("POST /a/ticket", d.Authenticator.Ticket)
	mux.Handle("GET /a/app/", d.App)

	// 3. The page that waits for the phone.
	page("GET /login/{id}/step-up", d.Login.StepUpPage)
	page("POST /login/{id}/step-up", d.Login.PushAgain)
	page("GET /login/{id}/push", d.Login.PushPage)
	json("GET /login/{id}/push/status", d.Login.PushStatus)
	json("GET /login/{id}/push/events", d.Login.PushEvents)
	page("POST /login/{id}/push/resend", d.Login.PushResend)
	page("POST /login/{id}/push/again", d.Login.PushAgain)
	page("POST /login/{id}/push/scan", d.Login.PushScan)
	page("POST /login/{id}/push/here", d.Login.PushHere)
	page("POST /login/{id}/push/cancel", d.Login.PushCancel)

	// 4. The phone's door.
	json("POST /push/register", d.Devices.Register)
	json("GET /push/challenges", d.Devices.Challenges)
	json("GET /push/challenges/{cid}", d.Devices.Challenge)
	json("POST /push/challenges/{cid}/decision", d.Devices.Decision)
	json("GET /push/device", d.Devices.Device)
	json("POST /push/device", d.Devices.ChangeDevice)
	json("GET /push/history", d.Devices.History)
	json("POST /push/test", d.Devices.Test)

	// 5. The browser that asked takes its approval and goes back.
	page("POST /login/{id}/push/continue", d.Login.PushContinue)
	page("GET /login/{id}/done", d.Login.Done)
	// On one device its authenticator brings it back, with a code.
	page("GET /push/return", d.Login.ReturnPage)
	page("GET /push/return/{state}", d.Login.ReturnEnd)
	json("POST /login/return", d.Login.Return)

	// 6. The finished sign-in becomes a code.
	page("GET /authorize/resume", d.Authorize.Resume)

	// 7. The application takes its tokens, and uses them.
	mux.Handle(op.TokenPath, d.OP.Handler())
	mux.Handle(op.UserInfoPath, d.OP.Handler())
	mux.Handle(op.IntrospectPath, d.OP.Handler())
	mux.Handle(op.RevokePath, d.OP.Handler())

	// An application asks a phone by itself.
	json(ciba.Path, d.CIBA.Begin)

	// A device without a keyboard asks, and a person types its code.
	json("POST "+devicegrant.AuthorizationPath, d.DeviceGrant.Authorization)
	page("GET "+devicegrant.Path, d.DeviceGrant.EnterPage)
	page("POST "+devicegrant.Path, d.DeviceGrant.Enter)
	page("GET "+devicegrant.Path+"/{id}", d.DeviceGrant.DecidePage)
	page("POST "+devicegrant.Path+"/{id}", d.DeviceGrant.Decide)

	// Applications register themselves, where they may.
	json("POST "+registration.Path, d.Registration.Register)
	json("GET "+registration.Path+"/{id}", d.Registration.Read)
	json("PUT "+registration.Path+"/{id}", d.Registration.Update)
	json("DELETE "+registration.Path+"/{id}", d.Registration.Delete)

	// For back ends that leave the second factor to us.
	json(backend.Path, d.Backend.Serve)

	// The pictures of applications, as we draw them.
	page("GET "+logo.Path+"{file}", d.Logos.Serve)

	// The switch at the foot of every page.
	page("POST /language", d.Web.SwitchLanguage)

	// What a person looks after alone.
	page("GET "+account.Home, d.Account.Overview)
	page("POST /me/sign-in", d.Account.SignIn)
	page("GET /me/sessions", d.Account.SessionsPage)
	page("POST /me/sessions/end", d.Account.EndSession)
	page("GET /me/activity", d.Account.ActivityPage)
	page("GET /me/secure", d.Account.SecurePage)
	page("GET /me/password", d.Account.PasswordPage)
	page("POST /me/password", d.Account.ChangePassword)
	page("GET /me/methods", d.Account.MethodsPage)
	page("GET /me/methods/phone/{id}", d.Account.PhonePage)
	page("POST /me/methods/phone/{id}/name", d.Account.RenamePhone)
	page("POST /me/methods/phone/{id}/remove", d.Account.RemovePhone)
	page("POST /me/methods/phone/{id}/test", d.Account.TestPhone)
	page("GET /me/methods/test/{challenge}", d.Account.TestPage)
	json("GET /me/methods/test/{challenge}/status", d.Account.TestStatus)
	json("GET /me/methods/test/{challenge}/events", d.Account.TestEvents)
	page("GET /me/methods/new-passkey", d.Account.NewPasskeyPage)
	page("POST /me/methods/new-passkey", d.Account.NewPasskey)
	page("GET /me/methods/passkey/{id}", d.Account.PasskeyPage)
	page("POST /me/methods/passkey/{id}/name", d.Account.RenamePasskey)
	page("POST /me/methods/passkey/{id}/remove", d.Account.RemovePasskey)
	page("GET /me/methods/app", d.Account.CodeAppPage)
	page("POST /me/methods/app", d.Account.ConfirmCodeApp)
	page("POST /me/methods/app/new", d.Account.NewCodeApp)
	page("POST /me/methods/app/remove", d.Account.RemoveCodeApp)
	page("GET /me/methods/codes", d.Account.CodesPage)
	page("POST /me/methods/codes", d.Account.NewCodes)
	page("POST /me/methods/codes/kept", d.Account.CodesKept)
	page("GET /me/profile", d.Account.ProfilePage)
	page("POST /me/profile/name", d.Account.Rename)
	page("POST /me/profile/email", d.Account.AskEmail)
	page("POST /me/profile/email/verify", d.Account.VerifyEmail)
	page("POST /me/profile/email/confirm", d.Account.ConfirmEmail)
	page("GET /undo-email/{token}", d.Account.UndoEmailPage)
	page("POST /undo-email/{token}", d.Account.UndoEmail)
	page("GET /me/data", d.Account.DataPage)
	page("POST /me/data/download", d.Account.Download)
	page("POST /me/data/delete", d.Account.Delete)
	page("POST /me/secure/clear", d.Account.ClearReport)
	page("GET /me/display", d.Account.DisplayPage)
	page("POST /me/display", d.Account.Display)
	page("GET /me/apps", d.Account.AppsPage)
	page("POST /me/apps/revoke", d.Account.RevokeApp)
	page("GET /me/apps/asking", d.Account.AskingPage)
	page("POST /me/apps/asking", d.Account.LetAsk)
	page("POST /me/apps/asking/code", d.Account.AskingCode)

	// The way out.
	page("GET /logout", d.Logout.Page)
	page("POST /logout", d.Logout.Submit)
	page("GET /signed-out", d.Logout.SignedOut)

	// For whoever is curious, and for machines.
	page("GET /{$}", d.Login.Front)
	mux.Handle("GET /static/", d.Static)
	json("GET /livez", d.live)
	json("GET /readyz", d.ready)
}
