package story

import "countersign/templates"

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
	refused.Error = "That passkey can’t be used here. Try another one, or go on in another way."
	signIn := templates.SignIn{App: app, Action: at + "/sign-in", Token: token, Contact: contact, Forgot: "/forgot", Passkey: at + "/passkey", PasskeyOptions: options}
	wrong := signIn
	wrong.PasskeyError = refused.Error
	return []Story{
		{"sign-in (with passkey)", templates.SignInPage(signIn)},
		{"sign-in-error (passkey)", templates.SignInPage(wrong)},
		{"passkey", templates.PasskeyPage(ask)},
		{"passkey (only way)", templates.PasskeyPage(only)},
		{"passkey-error", templates.PasskeyPage(refused)},
		met(templates.PasskeyCancelled), met(templates.PasskeyLate), met(templates.PasskeyNone),
	}
}
