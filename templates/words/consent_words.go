// Code generated from catalogue/*/consent.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// ConsentTitle says: Allow access?
func ConsentTitle(ctx context.Context) string {
	return say(ctx, message{
		"Allow access?",
		"Zugriff erlauben?",
		"Autoriser l’accès ?",
		"¿Permitir el acceso?",
		"هل تسمح بالوصول؟",
	})
}

// ConsentHeading says: Allow <b>{app}</b>?
func ConsentHeading(app string) templ.Component {
	return draw(message{
		"Allow <b>{app}</b>?",
		"<b>{app}</b> erlauben?",
		"Autoriser <b>{app}</b> ?",
		"¿Permitir <b>{app}</b>?",
		"هل تسمح لـ <b>{app}</b>؟",
	}, value{"app", app})
}

// ConsentAsks says: It wants to:
func ConsentAsks(ctx context.Context) string {
	return say(ctx, message{
		"It wants to:",
		"Die Anwendung möchte:",
		"Cette application veut :",
		"Esta aplicación quiere:",
		"يريد هذا التطبيق:",
	})
}

// ConsentGetsId says: know that it is you, each time you sign in
func ConsentGetsId(ctx context.Context) string {
	return say(ctx, message{
		"know that it is you, each time you sign in",
		"wissen, dass Sie es sind, wenn Sie sich anmelden",
		"savoir que c’est vous, à chaque connexion",
		"saber que es usted cada vez que inicia sesión",
		"أن يعرف أنك أنت عند كل تسجيل دخول",
	})
}

// ConsentGetsProfile says: see your name, your user name and your language
func ConsentGetsProfile(ctx context.Context) string {
	return say(ctx, message{
		"see your name, your user name and your language",
		"Ihren Namen, Benutzernamen und Ihre Sprache sehen",
		"voir votre nom, votre nom d’utilisateur et votre langue",
		"ver su nombre, su nombre de usuario y su idioma",
		"أن يرى اسمك واسم المستخدم ولغتك",
	})
}

// ConsentGetsEmail says: see your email address
func ConsentGetsEmail(ctx context.Context) string {
	return say(ctx, message{
		"see your email address",
		"Ihre E-Mail-Adresse sehen",
		"voir votre adresse e-mail",
		"ver su dirección de correo",
		"أن يرى عنوان بريدك الإلكتروني",
	})
}

// ConsentGetsPush says: ask your phones to confirm something
func ConsentGetsPush(ctx context.Context) string {
	return say(ctx, message{
		"ask your phones to confirm something",
		"Ihre Telefone etwas bestätigen lassen",
		"demander à vos téléphones de confirmer quelque chose",
		"pedir a sus teléfonos que confirmen algo",
		"أن يطلب من هواتفك تأكيد أمر ما",
	})
}

// ConsentGetsReset says: take phones away from your account
func ConsentGetsReset(ctx context.Context) string {
	return say(ctx, message{
		"take phones away from your account",
		"Telefone aus Ihrem Konto entfernen",
		"retirer des téléphones de votre compte",
		"retirar teléfonos de su cuenta",
		"أن يزيل هواتف من حسابك",
	})
}

// ConsentOffline says: keep this access while you are away, until you take it back
func ConsentOffline(ctx context.Context) string {
	return say(ctx, message{
		"keep this access while you are away, until you take it back",
		"diesen Zugriff behalten, auch wenn Sie nicht da sind, bis Sie ihn entziehen",
		"garder cet accès en votre absence, jusqu’à ce que vous le retiriez",
		"conservar este acceso en su ausencia, hasta que usted lo retire",
		"أن يحتفظ بهذا الوصول في غيابك إلى أن تسحبه",
	})
}

// ConsentUses says: use {@server} for you
func ConsentUses(server templ.Component) templ.Component {
	return draw(message{
		"use {@server} for you",
		"{@server} für Sie benutzen",
		"utiliser {@server} pour vous",
		"usar {@server} por usted",
		"أن يستخدم {@server} نيابةً عنك",
	}, value{"server", server})
}

// ConsentHost says: You go back to <b>{@host}</b>. It never sees your password.
func ConsentHost(host templ.Component) templ.Component {
	return draw(message{
		"You go back to <b>{@host}</b>. It never sees your password.",
		"Sie kehren zu <b>{@host}</b> zurück. Ihr Passwort sieht die Anwendung nie.",
		"Vous retournez à <b>{@host}</b>. L’application ne voit jamais votre mot de passe.",
		"Volverá a <b>{@host}</b>. La aplicación nunca ve su contraseña.",
		"ستعود إلى <b>{@host}</b>. لا يرى التطبيق كلمة مرورك أبدًا.",
	}, value{"host", host})
}

// ConsentKept says: You can take this back on your account page.
func ConsentKept(ctx context.Context) string {
	return say(ctx, message{
		"You can take this back on your account page.",
		"Sie können das auf Ihrer Kontoseite zurücknehmen.",
		"Vous pouvez revenir sur cet accord depuis la page de votre compte.",
		"Puede retirarlo en la página de su cuenta.",
		"يمكنك سحب ذلك من صفحة حسابك.",
	})
}

// ConsentOnce says: This holds for this one time.
func ConsentOnce(ctx context.Context) string {
	return say(ctx, message{
		"This holds for this one time.",
		"Das gilt nur dieses eine Mal.",
		"Cet accord ne vaut que pour cette fois.",
		"Vale solo por esta vez.",
		"يسري هذا لهذه المرة فقط.",
	})
}

// ConsentAllow says: Allow
func ConsentAllow(ctx context.Context) string {
	return say(ctx, message{
		"Allow",
		"Erlauben",
		"Autoriser",
		"Permitir",
		"السماح",
	})
}

// ConsentDeny says: Don’t allow
func ConsentDeny(ctx context.Context) string {
	return say(ctx, message{
		"Don’t allow",
		"Nicht erlauben",
		"Refuser",
		"No permitir",
		"عدم السماح",
	})
}
