// Code generated from catalogue/*/sign_out.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// SignOutTitle says: Sign out?
func SignOutTitle(ctx context.Context) string {
	return say(ctx, message{
		"Sign out?",
		"Abmelden?",
		"Se déconnecter\u00a0?",
		"¿Cerrar la sesión?",
		"تسجيل الخروج؟",
	})
}

// SignOutHeading says: Do you want to sign out?
func SignOutHeading(ctx context.Context) string {
	return say(ctx, message{
		"Do you want to sign out?",
		"Möchten Sie sich abmelden?",
		"Voulez-vous vous déconnecter\u00a0?",
		"¿Quiere cerrar la sesión?",
		"هل تريد تسجيل الخروج؟",
	})
}

// SignOutAsks says: <b>{app}</b> asks to sign you out. This ends your sign-in for all applications in this browser.
func SignOutAsks(app string) templ.Component {
	return draw(message{
		"<b>{app}</b> asks to sign you out. This ends your sign-in for all applications in this browser.",
		"<b>{app}</b> möchte Sie abmelden. Das beendet Ihre Anmeldung bei allen Anwendungen in diesem Browser.",
		"<b>{app}</b> demande à vous déconnecter. Cela met fin à votre connexion à toutes les applications dans ce navigateur.",
		"<b>{app}</b> pide cerrar su sesión. Se cerrará la sesión de todas las aplicaciones en este navegador.",
		"يطلب <b>{app}</b> تسجيل خروجك. ينهي ذلك تسجيل دخولك إلى جميع التطبيقات في هذا المتصفح.",
	}, value{"app", app})
}

// SignOutEnds says: This ends your sign-in for all applications in this browser.
func SignOutEnds(ctx context.Context) string {
	return say(ctx, message{
		"This ends your sign-in for all applications in this browser.",
		"Das beendet Ihre Anmeldung bei allen Anwendungen in diesem Browser.",
		"Cela met fin à votre connexion à toutes les applications dans ce navigateur.",
		"Se cerrará la sesión de todas las aplicaciones en este navegador.",
		"ينهي ذلك تسجيل دخولك إلى جميع التطبيقات في هذا المتصفح.",
	})
}

// SignOutSignOut says: Sign out
func SignOutSignOut(ctx context.Context) string {
	return say(ctx, message{
		"Sign out",
		"Abmelden",
		"Se déconnecter",
		"Cerrar la sesión",
		"تسجيل الخروج",
	})
}

// SignOutStay says: Stay signed in
func SignOutStay(ctx context.Context) string {
	return say(ctx, message{
		"Stay signed in",
		"Angemeldet bleiben",
		"Rester connecté",
		"Mantener la sesión",
		"البقاء مسجّل الدخول",
	})
}

// SignOutDone says: You are signed out
func SignOutDone(ctx context.Context) string {
	return say(ctx, message{
		"You are signed out",
		"Sie sind abgemeldet",
		"Vous êtes déconnecté",
		"Ha cerrado la sesión",
		"تم تسجيل خروجك",
	})
}

// SignOutDoneOf says: You are signed out of <b>{app}</b>
func SignOutDoneOf(app string) templ.Component {
	return draw(message{
		"You are signed out of <b>{app}</b>",
		"Sie sind von <b>{app}</b> abgemeldet",
		"Vous êtes déconnecté de <b>{app}</b>",
		"Ha cerrado la sesión en <b>{app}</b>",
		"تم تسجيل خروجك من <b>{app}</b>",
	}, value{"app", app})
}

// SignOutWindows says: On a computer that others use too, close all windows of this browser.
func SignOutWindows(ctx context.Context) string {
	return say(ctx, message{
		"On a computer that others use too, close all windows of this browser.",
		"Schließen Sie auf einem Computer, den auch andere benutzen, alle Fenster dieses Browsers.",
		"Sur un ordinateur partagé, fermez toutes les fenêtres de ce navigateur.",
		"En un ordenador que usen otras personas, cierre todas las ventanas de este navegador.",
		"على حاسوب يستخدمه غيرك أيضًا، أغلق جميع نوافذ هذا المتصفح.",
	})
}

// SignOutTelling says: Signing you out
func SignOutTelling(ctx context.Context) string {
	return say(ctx, message{
		"Signing you out",
		"Sie werden abgemeldet",
		"Déconnexion en cours",
		"Cerrando la sesión",
		"جارٍ تسجيل خروجك",
	})
}

// SignOutTellingOthers says: The applications that you used in this browser are being told. This takes a moment.
func SignOutTellingOthers(ctx context.Context) string {
	return say(ctx, message{
		"The applications that you used in this browser are being told. This takes a moment.",
		"Die Anwendungen, die Sie in diesem Browser benutzt haben, werden benachrichtigt. Das dauert einen Augenblick.",
		"Les applications que vous avez utilisées dans ce navigateur en sont informées. Cela prend un instant.",
		"Se está avisando a las aplicaciones que ha usado en este navegador. Tardará un momento.",
		"يجري إبلاغ التطبيقات التي استخدمتها في هذا المتصفح. يستغرق ذلك لحظة.",
	})
}
