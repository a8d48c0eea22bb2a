// Code generated from catalogue/*/refusal.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// RefusalFormsOnly says: This address takes forms only.
func RefusalFormsOnly(ctx context.Context) string {
	return say(ctx, message{
		"This address takes forms only.",
		"Diese Adresse nimmt nur Formulare an.",
		"Cette adresse n’accepte que des formulaires.",
		"Esta dirección solo acepta formularios.",
		"هذا العنوان لا يقبل إلا النماذج.",
	})
}

// RefusalMalformed says: The form is malformed.
func RefusalMalformed(ctx context.Context) string {
	return say(ctx, message{
		"The form is malformed.",
		"Das Formular ist fehlerhaft.",
		"Le formulaire est mal formé.",
		"El formulario no es válido.",
		"النموذج غير سليم.",
	})
}

// RefusalFieldTwice says: A field was sent more than once.
func RefusalFieldTwice(ctx context.Context) string {
	return say(ctx, message{
		"A field was sent more than once.",
		"Ein Feld wurde mehr als einmal gesendet.",
		"Un champ a été envoyé plusieurs fois.",
		"Un campo se ha enviado más de una vez.",
		"أُرسل أحد الحقول أكثر من مرة.",
	})
}

// RefusalExpiredTitle says: This page has expired
func RefusalExpiredTitle(ctx context.Context) string {
	return say(ctx, message{
		"This page has expired",
		"Diese Seite ist abgelaufen",
		"Cette page a expiré",
		"Esta página ha caducado",
		"انتهت صلاحية هذه الصفحة",
	})
}

// RefusalNothingChanged says: Nothing was changed.
func RefusalNothingChanged(ctx context.Context) string {
	return say(ctx, message{
		"Nothing was changed.",
		"Es wurde nichts geändert.",
		"Rien n’a été modifié.",
		"No se ha cambiado nada.",
		"لم يتغير شيء.",
	})
}

// RefusalGoOn says: Go on from where you are now.
func RefusalGoOn(ctx context.Context) string {
	return say(ctx, message{
		"Go on from where you are now.",
		"Machen Sie dort weiter, wo Sie jetzt sind.",
		"Continuez à partir d’où vous en êtes.",
		"Continúe desde donde está ahora.",
		"تابع من حيث أنت الآن.",
	})
}

// RefusalCannotReadForm says: We cannot read this form.
func RefusalCannotReadForm(ctx context.Context) string {
	return say(ctx, message{
		"We cannot read this form.",
		"Wir können dieses Formular nicht lesen.",
		"Nous ne pouvons pas lire ce formulaire.",
		"No podemos leer este formulario.",
		"لا يمكننا قراءة هذا النموذج.",
	})
}

// RefusalNotOurPage says: This form did not come from our page.
func RefusalNotOurPage(ctx context.Context) string {
	return say(ctx, message{
		"This form did not come from our page.",
		"Dieses Formular kam nicht von unserer Seite.",
		"Ce formulaire ne vient pas de notre page.",
		"Este formulario no ha llegado de nuestra página.",
		"لم يأتِ هذا النموذج من صفحتنا.",
	})
}

// RefusalAppCannotAccept says: The application sent something that we can't accept.
func RefusalAppCannotAccept(ctx context.Context) string {
	return say(ctx, message{
		"The application sent something that we can't accept.",
		"Die Anwendung hat etwas geschickt, das wir nicht annehmen können.",
		"L’application a envoyé quelque chose que nous ne pouvons pas accepter.",
		"La aplicación ha enviado algo que no podemos aceptar.",
		"أرسل التطبيق شيئًا لا يمكننا قبوله.",
	})
}

// RefusalOtherApp says: The application is not the one that you signed in to.
func RefusalOtherApp(ctx context.Context) string {
	return say(ctx, message{
		"The application is not the one that you signed in to.",
		"Die Anwendung ist nicht die, bei der Sie sich angemeldet haben.",
		"Cette application n’est pas celle à laquelle vous vous êtes connecté.",
		"La aplicación no es aquella en la que inició sesión.",
		"هذا التطبيق ليس التطبيق الذي سجّلت الدخول إليه.",
	})
}

// RefusalAppUnknown says: The application is not registered here.
func RefusalAppUnknown(ctx context.Context) string {
	return say(ctx, message{
		"The application is not registered here.",
		"Die Anwendung ist hier nicht registriert.",
		"L’application n’est pas enregistrée ici.",
		"La aplicación no está registrada aquí.",
		"التطبيق غير مسجّل هنا.",
	})
}

// RefusalAppMissing says: The application did not say which one it is.
func RefusalAppMissing(ctx context.Context) string {
	return say(ctx, message{
		"The application did not say which one it is.",
		"Die Anwendung hat nicht gesagt, welche sie ist.",
		"L’application n’a pas indiqué laquelle elle est.",
		"La aplicación no ha indicado cuál es.",
		"لم يذكر التطبيق أيّ تطبيق هو.",
	})
}

// RefusalAddressMissing says: The application did not say where to send you back.
func RefusalAddressMissing(ctx context.Context) string {
	return say(ctx, message{
		"The application did not say where to send you back.",
		"Die Anwendung hat nicht gesagt, wohin wir Sie zurückschicken sollen.",
		"L’application n’a pas indiqué où vous renvoyer.",
		"La aplicación no ha indicado adónde debe volver usted.",
		"لم يذكر التطبيق إلى أين نعيدك.",
	})
}

// RefusalAppTooMuch says: The application sent more than we accept.
func RefusalAppTooMuch(ctx context.Context) string {
	return say(ctx, message{
		"The application sent more than we accept.",
		"Die Anwendung hat mehr geschickt, als wir annehmen.",
		"L’application a envoyé plus que nous n’acceptons.",
		"La aplicación ha enviado más de lo que aceptamos.",
		"أرسل التطبيق أكثر مما نقبله.",
	})
}

// RefusalAppUnreadable says: The application sent something that we cannot read.
func RefusalAppUnreadable(ctx context.Context) string {
	return say(ctx, message{
		"The application sent something that we cannot read.",
		"Die Anwendung hat etwas geschickt, das wir nicht lesen können.",
		"L’application a envoyé quelque chose que nous ne pouvons pas lire.",
		"La aplicación ha enviado algo que no podemos leer.",
		"أرسل التطبيق شيئًا لا يمكننا قراءته.",
	})
}

// RefusalAppChanged says: The application changed while you signed in.
func RefusalAppChanged(ctx context.Context) string {
	return say(ctx, message{
		"The application changed while you signed in.",
		"Die Anwendung hat sich geändert, während Sie sich angemeldet haben.",
		"L’application a changé pendant votre connexion.",
		"La aplicación ha cambiado mientras iniciaba sesión.",
		"تغيّر التطبيق أثناء تسجيل دخولك.",
	})
}

// RefusalOverTitle says: This sign-in is over
func RefusalOverTitle(ctx context.Context) string {
	return say(ctx, message{
		"This sign-in is over",
		"Diese Anmeldung ist beendet",
		"Cette connexion est terminée",
		"Este inicio de sesión ha terminado",
		"انتهى تسجيل الدخول هذا",
	})
}

// RefusalOver says: It was finished or ended already, or it belongs to another browser.
func RefusalOver(ctx context.Context) string {
	return say(ctx, message{
		"It was finished or ended already, or it belongs to another browser.",
		"Sie wurde schon abgeschlossen oder beendet, oder sie gehört zu einem anderen Browser.",
		"Elle a déjà abouti ou pris fin, ou elle appartient à un autre navigateur.",
		"Ya se completó o se cerró, o pertenece a otro navegador.",
		"لقد اكتمل أو أُنهي من قبل، أو أنه يخص متصفحًا آخر.",
	})
}

// RefusalMethodTitle says: This address can't be used like that
func RefusalMethodTitle(ctx context.Context) string {
	return say(ctx, message{
		"This address can't be used like that",
		"Diese Adresse kann so nicht verwendet werden",
		"Cette adresse ne peut pas être utilisée ainsi",
		"Esta dirección no se puede usar así",
		"لا يمكن استخدام هذا العنوان بهذه الطريقة",
	})
}

// RefusalMethod says: The page exists, but not for this kind of request.
func RefusalMethod(ctx context.Context) string {
	return say(ctx, message{
		"The page exists, but not for this kind of request.",
		"Die Seite gibt es, aber nicht für diese Art von Anfrage.",
		"La page existe, mais pas pour ce type de requête.",
		"La página existe, pero no para este tipo de petición.",
		"الصفحة موجودة، لكن ليس لهذا النوع من الطلبات.",
	})
}
