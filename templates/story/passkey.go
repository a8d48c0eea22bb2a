package story

import (
	"time"

	"countersign/templates"
	"countersign/templates/words"
)

// passkeys are the states of the page that asks for one; passkey.js shows the
// problems without the server.
func passkeys() []Story {
	const options = `{"challenge":"c2FtcGxlLWNoYWxsZW5nZS1vZi10aGUtc3Rvcmllcw","rpId":"id.northwind.example","timeout":120000,` +
		`"userVerification":"required","allowCredentials":[]}`
	ask := templates.Passkey{
		App: app, Account: account, Token: token, Action: at + "/passkey", Options: options, Cancel: cancel,
		Other: at + "/choose", Contact: contact,
	}
	met := func(p templates.PasskeyProblem) Story {
		v := ask
		v.Problem = p
		return Story{"passkey (" + string(p) + ")", templates.PasskeyPage(v)}
	}
	only := ask
	only.Other = ""
	refused := ask
	refused.Error = words.PasskeyRefused
	signIn := templates.SignIn{App: app, Action: at + "/sign-in", Token: token, Contact: contact, Forgot: "/forgot", Passkey: at + "/passkey", PasskeyOptions: options}
	wrong := signIn
	wrong.PasskeyError = words.PasskeyRefused
	me := templates.Account{Name: account, Here: "/me/methods", Token: token}
	failed, unseen := me, me
	failed.Error = words.AccountPasskeysTooLate
	unseen.Error = words.AccountPasskeysNameWrong
	laptop := templates.HeldPasskey{Path: "/me/methods/passkey/pky_1", Name: "Ada’s laptop", Added: thatDay, Used: ago(2 * time.Hour)}
	synced := templates.HeldPasskey{Path: "/me/methods/passkey/pky_2", Name: "Synced passkey", Synced: true, Added: ago(11 * time.Hour)}
	last := laptop
	last.Last = true
	const create = `{"rp":{"id":"id.northwind.example","name":"Northwind"},"user":{"id":"c2FtcGxl","name":"ada","displayName":"ada"},` +
		`"challenge":"c2FtcGxlLWNoYWxsZW5nZS1vZi10aGUtc3Rvcmllcw","pubKeyCredParams":[],"timeout":120000,"excludeCredentials":[]}`
	add := templates.NewPasskey{Account: me, Action: "/me/methods/new-passkey", Options: create, Ticket: "sample.1"}
	again, full := add, add
	again.Account, full.Options = failed, ""
	detail := func(a templates.Account, p templates.HeldPasskey) templates.PasskeyDetail {
		return templates.PasskeyDetail{Account: a, HeldPasskey: p, MaxName: 60}
	}
	return []Story{
		{"account-methods (passkeys)", templates.MethodsPage(templates.Methods{Account: me, PasskeysOn: true, Passkeys: []templates.HeldPasskey{laptop, synced}, Push: true})},
		{"account-methods (no passkey)", templates.MethodsPage(templates.Methods{Account: me, PasskeysOn: true, Push: true})},
		{"account-new-passkey", templates.NewPasskeyPage(add)},
		{"account-new-passkey (error)", templates.NewPasskeyPage(again)},
		{"account-new-passkey (full)", templates.NewPasskeyPage(full)},
		{"account-passkey", templates.HeldPasskeyPage(detail(me, laptop))},
		{"account-passkey (synced)", templates.HeldPasskeyPage(detail(me, synced))},
		{"account-passkey (last)", templates.HeldPasskeyPage(detail(unseen, last))},
		{"sign-in (with passkey)", templates.SignInPage(signIn)},
		{"sign-in-error (passkey)", templates.SignInPage(wrong)},
		{"passkey", templates.PasskeyPage(ask)},
		{"passkey (only way)", templates.PasskeyPage(only)},
		{"passkey-error", templates.PasskeyPage(refused)},
		met(templates.PasskeyCancelled), met(templates.PasskeyLate), met(templates.PasskeyNone),
	}
}
