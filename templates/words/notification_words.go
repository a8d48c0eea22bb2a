// Code generated from catalogue/*/notification.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// NotificationLogin says: Sign in to {client}?
func NotificationLogin(ctx context.Context, client string) string {
	return say(ctx, message{
		"Sign in to {client}?",
		"Anmelden bei {client}?",
		"Se connecter à {client}\u00a0?",
		"¿Iniciar sesión en {client}?",
		"تسجيل الدخول إلى {client}؟",
	}, value{"client", client})
}

// NotificationStepup says: Confirm that it's you: {client}
func NotificationStepup(ctx context.Context, client string) string {
	return say(ctx, message{
		"Confirm that it's you: {client}",
		"Bestätigen Sie, dass Sie es sind: {client}",
		"Confirmez que c’est vous\u00a0: {client}",
		"Confirme que es usted: {client}",
		"أكّد أنك أنت: {client}",
	}, value{"client", client})
}

// NotificationEndorse says: Add {device} to your account?
func NotificationEndorse(ctx context.Context, device string) string {
	return say(ctx, message{
		"Add {device} to your account?",
		"{device} zu Ihrem Konto hinzufügen?",
		"Ajouter {device} à votre compte\u00a0?",
		"¿Añadir {device} a su cuenta?",
		"إضافة {device} إلى حسابك؟",
	}, value{"device", device})
}

// NotificationTxn says: Confirm for {client}?
func NotificationTxn(ctx context.Context, client string) string {
	return say(ctx, message{
		"Confirm for {client}?",
		"Für {client} bestätigen?",
		"Confirmer pour {client}\u00a0?",
		"¿Confirmar para {client}?",
		"تأكيد لأجل {client}؟",
	}, value{"client", client})
}

// NotificationCiba says: {client} asks for your approval
func NotificationCiba(ctx context.Context, client string) string {
	return say(ctx, message{
		"{client} asks for your approval",
		"{client} bittet um Ihre Zustimmung",
		"{client} demande votre accord",
		"{client} pide su aprobación",
		"يطلب {client} موافقتك",
	}, value{"client", client})
}

// NotificationTest says: A test request
func NotificationTest(ctx context.Context) string {
	return say(ctx, message{
		"A test request",
		"Eine Testanfrage",
		"Une demande de test",
		"Una solicitud de prueba",
		"طلب تجريبي",
	})
}

// NotificationTestBody says: Notifications work. Open it to answer.
func NotificationTestBody(ctx context.Context) string {
	return say(ctx, message{
		"Notifications work. Open it to answer.",
		"Benachrichtigungen funktionieren. Öffnen Sie sie, um zu antworten.",
		"Les notifications fonctionnent. Ouvrez-la pour répondre.",
		"Las notificaciones funcionan. Ábrala para responder.",
		"الإشعارات تعمل. افتحه للإجابة.",
	})
}

// NotificationFrom says: {browser} on {os}
func NotificationFrom(ctx context.Context, browser string, os string) string {
	return say(ctx, message{
		"{browser} on {os}",
		"{browser} auf {os}",
		"{browser} sur {os}",
		"{browser} en {os}",
		"{browser} على {os}",
	}, value{"browser", browser}, value{"os", os})
}

// NotificationNewBrowser says: A browser that is new for you.
func NotificationNewBrowser(ctx context.Context) string {
	return say(ctx, message{
		"A browser that is new for you.",
		"Ein Browser, der für Sie neu ist.",
		"Un navigateur nouveau pour vous.",
		"Un navegador nuevo para usted.",
		"متصفح جديد بالنسبة إليك.",
	})
}

// NotificationNewPlace says: A place that is new for you.
func NotificationNewPlace(ctx context.Context) string {
	return say(ctx, message{
		"A place that is new for you.",
		"Ein Ort, der für Sie neu ist.",
		"Un lieu nouveau pour vous.",
		"Un lugar nuevo para usted.",
		"مكان جديد بالنسبة إليك.",
	})
}

// NotificationNeutral says: A sign-in needs your answer
func NotificationNeutral(ctx context.Context) string {
	return say(ctx, message{
		"A sign-in needs your answer",
		"Eine Anmeldung braucht Ihre Antwort",
		"Une connexion attend votre réponse",
		"Un inicio de sesión espera su respuesta",
		"تسجيل دخول ينتظر إجابتك",
	})
}

// NotificationNeutralBody says: Open the app to see it.
func NotificationNeutralBody(ctx context.Context) string {
	return say(ctx, message{
		"Open the app to see it.",
		"Öffnen Sie die App, um sie zu sehen.",
		"Ouvrez l’application pour la voir.",
		"Abra la aplicación para verlo.",
		"افتح التطبيق لرؤيته.",
	})
}

// NotificationDeny says: It's not me
func NotificationDeny(ctx context.Context) string {
	return say(ctx, message{
		"It's not me",
		"Das bin ich nicht",
		"Ce n’est pas moi",
		"No soy yo",
		"لست أنا",
	})
}

// NotificationReview says: Review
func NotificationReview(ctx context.Context) string {
	return say(ctx, message{
		"Review",
		"Ansehen",
		"Examiner",
		"Revisar",
		"مراجعة",
	})
}

// NotificationBlocked says: Blocked. Nobody got in.
func NotificationBlocked(ctx context.Context) string {
	return say(ctx, message{
		"Blocked. Nobody got in.",
		"Abgewehrt. Niemand kam hinein.",
		"Bloqué. Personne n’est entré.",
		"Bloqueado. Nadie ha entrado.",
		"تم الحظر. لم يدخل أحد.",
	})
}

// NotificationBlockedBody says: Somebody may know your password. Open the app to change it, or to say that it was you.
func NotificationBlockedBody(ctx context.Context) string {
	return say(ctx, message{
		"Somebody may know your password. Open the app to change it, or to say that it was you.",
		"Vielleicht kennt jemand Ihr Passwort. Öffnen Sie die App, um es zu ändern oder um zu sagen, dass Sie es waren.",
		"Quelqu’un connaît peut-être votre mot de passe. Ouvrez l’application pour le changer, ou pour dire que c’était vous.",
		"Puede que alguien conozca su contraseña. Abra la aplicación para cambiarla o para decir que fue usted.",
		"ربما يعرف أحدهم كلمة مرورك. افتح التطبيق لتغييرها، أو لتقول إنك كنت أنت.",
	})
}

// NotificationEnded says: This request has ended
func NotificationEnded(ctx context.Context) string {
	return say(ctx, message{
		"This request has ended",
		"Diese Anfrage ist beendet",
		"Cette demande est terminée",
		"Esta solicitud ha terminado",
		"انتهى هذا الطلب",
	})
}

// NotificationEndedBody says: There is nothing left to do.
func NotificationEndedBody(ctx context.Context) string {
	return say(ctx, message{
		"There is nothing left to do.",
		"Es ist nichts mehr zu tun.",
		"Il n’y a plus rien à faire.",
		"No queda nada por hacer.",
		"لم يبقَ شيء لتفعله.",
	})
}

// NotificationNotBlocked says: Not blocked yet
func NotificationNotBlocked(ctx context.Context) string {
	return say(ctx, message{
		"Not blocked yet",
		"Noch nicht abgewehrt",
		"Pas encore bloqué",
		"Todavía sin bloquear",
		"لم يُحظر بعد",
	})
}

// NotificationNotBlockedBody says: The server could not be reached. Open the request and answer it there.
func NotificationNotBlockedBody(ctx context.Context) string {
	return say(ctx, message{
		"The server could not be reached. Open the request and answer it there.",
		"Der Server war nicht zu erreichen. Öffnen Sie die Anfrage und antworten Sie dort.",
		"Le serveur n’a pas pu être joint. Ouvrez la demande et répondez-y.",
		"No se pudo llegar al servidor. Abra la solicitud y responda allí.",
		"تعذّر الوصول إلى الخادم. افتح الطلب وأجب هناك.",
	})
}

// NotificationRemoved says: This phone was removed
func NotificationRemoved(ctx context.Context) string {
	return say(ctx, message{
		"This phone was removed",
		"Dieses Telefon wurde entfernt",
		"Ce téléphone a été retiré",
		"Este teléfono se ha quitado",
		"أُزيل هذا الهاتف",
	})
}

// NotificationRemovedBody says: It no longer answers for {issuer}.
func NotificationRemovedBody(ctx context.Context, issuer string) string {
	return say(ctx, message{
		"It no longer answers for {issuer}.",
		"Es antwortet nicht mehr für {issuer}.",
		"Il ne répond plus pour {issuer}.",
		"Ya no responde por {issuer}.",
		"لم يعد يجيب عن {issuer}.",
	}, value{"issuer", issuer})
}

// NotificationApple says: Sign-in request
func NotificationApple(ctx context.Context) string {
	return say(ctx, message{
		"Sign-in request",
		"Anmeldeanfrage",
		"Demande de connexion",
		"Solicitud de inicio de sesión",
		"طلب تسجيل دخول",
	})
}

// NotificationAppleBody says: Open the app to review it.
func NotificationAppleBody(ctx context.Context) string {
	return say(ctx, message{
		"Open the app to review it.",
		"Öffnen Sie die App, um sie anzusehen.",
		"Ouvrez l’application pour l’examiner.",
		"Abra la aplicación para revisarla.",
		"افتح التطبيق لمراجعته.",
	})
}

// NotificationAppleEnded says: Sign-in request ended
func NotificationAppleEnded(ctx context.Context) string {
	return say(ctx, message{
		"Sign-in request ended",
		"Anmeldeanfrage beendet",
		"Demande de connexion terminée",
		"La solicitud ha terminado",
		"انتهى طلب تسجيل الدخول",
	})
}
