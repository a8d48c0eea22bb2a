// Code generated from catalogue/*/endorse.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// EndorseTitle says: Enter this number on your other phone
func EndorseTitle(ctx context.Context) string {
	return say(ctx, message{
		"Enter this number on your other phone",
		"Geben Sie diese Zahl auf Ihrem anderen Telefon ein",
		"Saisissez ce nombre sur votre autre téléphone",
		"Introduzca este número en su otro teléfono",
		"أدخل هذا الرقم على هاتفك الآخر",
	})
}

// EndorseTitleApprove says: Approve it on your other phone
func EndorseTitleApprove(ctx context.Context) string {
	return say(ctx, message{
		"Approve it on your other phone",
		"Bestätigen Sie es auf Ihrem anderen Telefon",
		"Approuvez sur votre autre téléphone",
		"Apruébelo en su otro teléfono",
		"وافق على هاتفك الآخر",
	})
}

// EndorseTitleApproved says: Your other phone approved
func EndorseTitleApproved(ctx context.Context) string {
	return say(ctx, message{
		"Your other phone approved",
		"Ihr anderes Telefon hat zugestimmt",
		"Votre autre téléphone a donné son accord",
		"Su otro teléfono lo ha aprobado",
		"وافق هاتفك الآخر",
	})
}

// EndorseTitleRefused says: The phone was not added
func EndorseTitleRefused(ctx context.Context) string {
	return say(ctx, message{
		"The phone was not added",
		"Das Telefon wurde nicht hinzugefügt",
		"Le téléphone n’a pas été ajouté",
		"El teléfono no se ha añadido",
		"لم يُضف الهاتف",
	})
}

// EndorseTitleOver says: No answer from your other phone
func EndorseTitleOver(ctx context.Context) string {
	return say(ctx, message{
		"No answer from your other phone",
		"Keine Antwort von Ihrem anderen Telefon",
		"Pas de réponse de votre autre téléphone",
		"Su otro teléfono no ha respondido",
		"لا إجابة من هاتفك الآخر",
	})
}

// EndorseSeen says: Your other phone has the request. Answer it there.
func EndorseSeen(ctx context.Context) string {
	return say(ctx, message{
		"Your other phone has the request. Answer it there.",
		"Ihr anderes Telefon hat die Anfrage. Antworten Sie dort.",
		"Votre autre téléphone a reçu la demande. Répondez-y là-bas.",
		"Su otro teléfono tiene la solicitud. Respóndala allí.",
		"وصل الطلب إلى هاتفك الآخر. أجب عنه هناك.",
	})
}

// EndorseSoon says: This request runs out in 30 seconds
func EndorseSoon(ctx context.Context) string {
	return say(ctx, message{
		"This request runs out in 30 seconds",
		"Diese Anfrage läuft in 30 Sekunden ab",
		"Cette demande expire dans 30 secondes",
		"Esta solicitud caduca en 30 segundos",
		"تنتهي صلاحية هذا الطلب خلال 30 ثانية",
	})
}

// EndorseWaiting says: Waiting for your other phone
func EndorseWaiting(ctx context.Context) string {
	return say(ctx, message{
		"Waiting for your other phone",
		"Warten auf Ihr anderes Telefon",
		"En attente de votre autre téléphone",
		"Esperando a su otro teléfono",
		"في انتظار هاتفك الآخر",
	})
}

// EndorseOpen says: Open the request on a phone that you already use. It asks whether <b>{device}</b> may be added.
func EndorseOpen(device string) templ.Component {
	return draw(message{
		"Open the request on a phone that you already use. It asks whether <b>{device}</b> may be added.",
		"Öffnen Sie die Anfrage auf einem Telefon, das Sie schon benutzen. Sie fragt, ob <b>{device}</b> hinzugefügt werden darf.",
		"Ouvrez la demande sur un téléphone que vous utilisez déjà. Elle demande si <b>{device}</b> peut être ajouté.",
		"Abra la solicitud en un teléfono que ya use. Le pregunta si se puede añadir <b>{device}</b>.",
		"افتح الطلب على هاتف تستخدمه من قبل. وهو يسأل هل تجوز إضافة <b>{device}</b>.",
	}, value{"device", device})
}

// EndorseNotYou says: If you did not ask for this, press “It’s not me” there. Nothing is added then.
func EndorseNotYou(ctx context.Context) string {
	return say(ctx, message{
		"If you did not ask for this, press “It’s not me” there. Nothing is added then.",
		"Wenn Sie das nicht angefordert haben, tippen Sie dort auf „Das bin ich nicht“. Dann wird nichts hinzugefügt.",
		"Si vous n’avez rien demandé, appuyez là-bas sur «\u00a0Ce n’est pas moi\u00a0». Rien ne sera ajouté.",
		"Si no lo ha pedido usted, pulse allí «No soy yo». No se añadirá nada.",
		"إذا لم تطلب ذلك، فاضغط هناك على «لست أنا». وعندها لا يُضاف شيء.",
	})
}

// EndorseOneMoreStep says: One more step adds {device}.
func EndorseOneMoreStep(ctx context.Context, device string) string {
	return say(ctx, message{
		"One more step adds {device}.",
		"Noch ein Schritt, dann ist {device} hinzugefügt.",
		"Encore une étape pour ajouter {device}.",
		"Falta un paso para añadir {device}.",
		"خطوة واحدة بعد لإضافة {device}.",
	}, value{"device", device})
}

// EndorseAdd says: Add {device}
func EndorseAdd(ctx context.Context, device string) string {
	return say(ctx, message{
		"Add {device}",
		"{device} hinzufügen",
		"Ajouter {device}",
		"Añadir {device}",
		"إضافة {device}",
	}, value{"device", device})
}

// EndorseRefused says: Your other phone said no. If that was a mistake, start over.
func EndorseRefused(ctx context.Context) string {
	return say(ctx, message{
		"Your other phone said no. If that was a mistake, start over.",
		"Ihr anderes Telefon hat abgelehnt. War das ein Versehen, beginnen Sie von vorn.",
		"Votre autre téléphone a refusé. Si c’était une erreur, recommencez.",
		"Su otro teléfono lo ha rechazado. Si fue un error, empiece de nuevo.",
		"رفض هاتفك الآخر. إذا كان ذلك خطأً فابدأ من جديد.",
	})
}

// EndorseOver says: The request ran out, or the number was not right. Nothing was added yet.
func EndorseOver(ctx context.Context) string {
	return say(ctx, message{
		"The request ran out, or the number was not right. Nothing was added yet.",
		"Die Anfrage ist abgelaufen, oder die Zahl stimmte nicht. Es wurde noch nichts hinzugefügt.",
		"La demande a expiré, ou le nombre n’était pas le bon. Rien n’a encore été ajouté.",
		"La solicitud ha caducado o el número no era correcto. Aún no se ha añadido nada.",
		"انتهت صلاحية الطلب، أو لم يكن الرقم صحيحًا. لم يُضف شيء بعد.",
	})
}

// EndorseAgain says: Ask again
func EndorseAgain(ctx context.Context) string {
	return say(ctx, message{
		"Ask again",
		"Noch einmal fragen",
		"Redemander",
		"Volver a preguntar",
		"السؤال مرة أخرى",
	})
}
