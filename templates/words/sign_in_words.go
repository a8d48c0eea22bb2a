// Code generated from catalogue/*/sign_in.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
	"strconv"
)

// SignInTitleError says: Error: sign in again
func SignInTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: sign in again",
		"Fehler: noch einmal anmelden",
		"Erreur\u00a0: connectez-vous à nouveau",
		"Error: inicie sesión de nuevo",
		"خطأ: سجّل الدخول مرة أخرى",
	})
}

// SignInTitleAgain says: Confirm it’s you
func SignInTitleAgain(ctx context.Context) string {
	return say(ctx, message{
		"Confirm it’s you",
		"Bestätigen Sie, dass Sie es sind",
		"Confirmez que c’est vous",
		"Confirme que es usted",
		"أكّد أنك أنت",
	})
}

// SignInTitle says: Sign in
func SignInTitle(ctx context.Context) string {
	return say(ctx, message{
		"Sign in",
		"Anmelden",
		"Se connecter",
		"Iniciar sesión",
		"تسجيل الدخول",
	})
}

// SignInHeadingAgain says: Confirm it’s you to continue
func SignInHeadingAgain(ctx context.Context) string {
	return say(ctx, message{
		"Confirm it’s you to continue",
		"Bestätigen Sie, dass Sie es sind, um fortzufahren",
		"Confirmez que c’est vous pour continuer",
		"Confirme que es usted para continuar",
		"أكّد أنك أنت للمتابعة",
	})
}

// SignInHeadingTo says: Sign in to <b>{app}</b>
func SignInHeadingTo(app string) templ.Component {
	return draw(message{
		"Sign in to <b>{app}</b>",
		"Anmelden bei <b>{app}</b>",
		"Se connecter à <b>{app}</b>",
		"Iniciar sesión en <b>{app}</b>",
		"تسجيل الدخول إلى <b>{app}</b>",
	}, value{"app", app})
}

// SignInUsername says: Email or username
func SignInUsername(ctx context.Context) string {
	return say(ctx, message{
		"Email or username",
		"E-Mail oder Benutzername",
		"Adresse e-mail ou identifiant",
		"Correo electrónico o nombre de usuario",
		"البريد الإلكتروني أو اسم المستخدم",
	})
}

// SignInPassword says: Password
func SignInPassword(ctx context.Context) string {
	return say(ctx, message{
		"Password",
		"Passwort",
		"Mot de passe",
		"Contraseña",
		"كلمة المرور",
	})
}

// SignInContinue says: Continue
func SignInContinue(ctx context.Context) string {
	return say(ctx, message{
		"Continue",
		"Weiter",
		"Continuer",
		"Continuar",
		"متابعة",
	})
}

// SignInTryAgain says: Try again
func SignInTryAgain(ctx context.Context) string {
	return say(ctx, message{
		"Try again",
		"Noch einmal versuchen",
		"Réessayer",
		"Intentar de nuevo",
		"المحاولة مرة أخرى",
	})
}

// SignInPasskey says: Sign in with a passkey
func SignInPasskey(ctx context.Context) string {
	return say(ctx, message{
		"Sign in with a passkey",
		"Mit einem Passkey anmelden",
		"Se connecter avec une clé d’accès",
		"Iniciar sesión con una clave de acceso",
		"تسجيل الدخول بمفتاح مرور",
	})
}

// SignInForgot says: Forgot password?
func SignInForgot(ctx context.Context) string {
	return say(ctx, message{
		"Forgot password?",
		"Passwort vergessen?",
		"Mot de passe oublié\u00a0?",
		"¿Ha olvidado la contraseña?",
		"هل نسيت كلمة المرور؟",
	})
}

// SignInWrong says: That username and password don’t match. Check both and try again.
func SignInWrong(ctx context.Context) string {
	return say(ctx, message{
		"That username and password don’t match. Check both and try again.",
		"Benutzername und Passwort passen nicht zusammen. Prüfen Sie beide und versuchen Sie es noch einmal.",
		"Cet identifiant et ce mot de passe ne correspondent pas. Vérifiez les deux et réessayez.",
		"El nombre de usuario y la contraseña no coinciden. Compruebe los dos e inténtelo de nuevo.",
		"اسم المستخدم وكلمة المرور غير متطابقين. تحقّق منهما وحاول مرة أخرى.",
	})
}

// SignInThrottled says: Too many tries. Wait {n} minutes and try again.
func SignInThrottled(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "Too many tries. Wait a minute and try again.", other: "Too many tries. Wait {n} minutes and try again."},
		{one: "Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es dann noch einmal.", other: "Zu viele Versuche. Warten Sie {n} Minuten und versuchen Sie es dann noch einmal."},
		{one: "Trop d’essais. Attendez une minute, puis réessayez.", other: "Trop d’essais. Attendez {n} minutes, puis réessayez."},
		{one: "Demasiados intentos. Espere un minuto e inténtelo de nuevo.", other: "Demasiados intentos. Espere {n} minutos e inténtelo de nuevo."},
		{zero: "محاولات كثيرة جدًا. انتظر قليلًا ثم حاول مرة أخرى.", one: "محاولات كثيرة جدًا. انتظر دقيقة ثم حاول مرة أخرى.", two: "محاولات كثيرة جدًا. انتظر دقيقتين ثم حاول مرة أخرى.", few: "محاولات كثيرة جدًا. انتظر {n} دقائق ثم حاول مرة أخرى.", many: "محاولات كثيرة جدًا. انتظر {n} دقيقة ثم حاول مرة أخرى.", other: "محاولات كثيرة جدًا. انتظر {n} دقيقة ثم حاول مرة أخرى."},
	}, n), value{"n", strconv.Itoa(n)})
}
