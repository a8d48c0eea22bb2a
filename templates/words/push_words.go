// Code generated from catalogue/*/push.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// PushHeading says: Enter this number on your phone
func PushHeading(ctx context.Context) string {
	return say(ctx, message{
		"Enter this number on your phone",
		"Geben Sie diese Zahl auf Ihrem Telefon ein",
		"Saisissez ce nombre sur votre téléphone",
		"Introduzca este número en su teléfono",
		"أدخل هذا الرقم على هاتفك",
	})
}

// PushHeadingApprove says: Approve the request on your phone
func PushHeadingApprove(ctx context.Context) string {
	return say(ctx, message{
		"Approve the request on your phone",
		"Bestätigen Sie die Anfrage auf Ihrem Telefon",
		"Approuvez la demande sur votre téléphone",
		"Apruebe la solicitud en su teléfono",
		"وافق على الطلب على هاتفك",
	})
}

// PushHeadingScan says: Scan this code with your phone
func PushHeadingScan(ctx context.Context) string {
	return say(ctx, message{
		"Scan this code with your phone",
		"Scannen Sie diesen Code mit Ihrem Telefon",
		"Scannez ce code avec votre téléphone",
		"Escanee este código con su teléfono",
		"امسح هذا الرمز بهاتفك",
	})
}

// PushWaiting says: Waiting for your answer
func PushWaiting(ctx context.Context) string {
	return say(ctx, message{
		"Waiting for your answer",
		"Wir warten auf Ihre Antwort",
		"En attente de votre réponse",
		"Esperando su respuesta",
		"في انتظار ردّك",
	})
}

// PushSeen says: Your phone has the request. Enter the number there.
func PushSeen(ctx context.Context) string {
	return say(ctx, message{
		"Your phone has the request. Enter the number there.",
		"Ihr Telefon hat die Anfrage. Geben Sie die Zahl dort ein.",
		"Votre téléphone a reçu la demande. Saisissez-y le nombre.",
		"Su teléfono tiene la solicitud. Introduzca el número en él.",
		"وصل الطلب إلى هاتفك. أدخل الرقم هناك.",
	})
}

// PushSeenApprove says: Your phone has the request. Answer it there.
func PushSeenApprove(ctx context.Context) string {
	return say(ctx, message{
		"Your phone has the request. Answer it there.",
		"Ihr Telefon hat die Anfrage. Beantworten Sie sie dort.",
		"Votre téléphone a reçu la demande. Répondez-y sur le téléphone.",
		"Su teléfono tiene la solicitud. Respóndala en él.",
		"وصل الطلب إلى هاتفك. أجب عنه هناك.",
	})
}

// PushSeenScan says: Your phone has the request. Approve it there.
func PushSeenScan(ctx context.Context) string {
	return say(ctx, message{
		"Your phone has the request. Approve it there.",
		"Ihr Telefon hat die Anfrage. Bestätigen Sie sie dort.",
		"Votre téléphone a reçu la demande. Approuvez-la sur le téléphone.",
		"Su teléfono tiene la solicitud. Apruébela en él.",
		"وصل الطلب إلى هاتفك. وافق عليه هناك.",
	})
}

// PushSoon says: 30 seconds left. Waiting for your answer
func PushSoon(ctx context.Context) string {
	return say(ctx, message{
		"30 seconds left. Waiting for your answer",
		"Noch 30 Sekunden. Wir warten auf Ihre Antwort",
		"Plus que 30 secondes. En attente de votre réponse",
		"Quedan 30 segundos. Esperando su respuesta",
		"بقيت 30 ثانية. في انتظار ردّك",
	})
}

// PushTaking says: Approved. Signing you in
func PushTaking(ctx context.Context) string {
	return say(ctx, message{
		"Approved. Signing you in",
		"Bestätigt. Sie werden angemeldet",
		"Demande approuvée. Connexion en cours",
		"Solicitud aprobada. Iniciando la sesión",
		"تمت الموافقة. يجري تسجيل دخولك",
	})
}

// PushTakingTo says: Approved. Taking you to {app}
func PushTakingTo(ctx context.Context, app string) string {
	return say(ctx, message{
		"Approved. Taking you to {app}",
		"Bestätigt. Wir bringen Sie zu {app}",
		"Demande approuvée. Nous vous conduisons à {app}",
		"Solicitud aprobada. Le llevamos a {app}",
		"تمت الموافقة. ننقلك إلى {app}",
	}, value{"app", app})
}

// PushQr says: QR code that answers this request
func PushQr(ctx context.Context) string {
	return say(ctx, message{
		"QR code that answers this request",
		"QR-Code, der diese Anfrage beantwortet",
		"Code QR qui répond à cette demande",
		"Código QR que responde a esta solicitud",
		"رمز QR يجيب عن هذا الطلب",
	})
}

// PushExpires says: Expires in {@left}. Never read this number to anyone.
func PushExpires(left templ.Component) templ.Component {
	return draw(message{
		"Expires in {@left}. Never read this number to anyone.",
		"Läuft in {@left} ab. Lesen Sie diese Zahl niemandem vor.",
		"Expire dans {@left}. Ne lisez ce nombre à personne.",
		"Caduca en {@left}. No le lea este número a nadie.",
		"تنتهي صلاحيته خلال {@left}. لا تخبر أحدًا بهذا الرقم.",
	}, value{"left", left})
}

// PushExpiresApprove says: Expires in {@left}. Approve only what you started yourself.
func PushExpiresApprove(left templ.Component) templ.Component {
	return draw(message{
		"Expires in {@left}. Approve only what you started yourself.",
		"Läuft in {@left} ab. Bestätigen Sie nur, was Sie selbst begonnen haben.",
		"Expire dans {@left}. N’approuvez que ce que vous avez commencé vous-même.",
		"Caduca en {@left}. Apruebe solo lo que haya iniciado usted.",
		"تنتهي صلاحيته خلال {@left}. لا توافق إلا على ما بدأته بنفسك.",
	}, value{"left", left})
}

// PushExpiresScan says: Expires in {@left}. Scan it with your own phone only.
func PushExpiresScan(left templ.Component) templ.Component {
	return draw(message{
		"Expires in {@left}. Scan it with your own phone only.",
		"Läuft in {@left} ab. Scannen Sie ihn nur mit Ihrem eigenen Telefon.",
		"Expire dans {@left}. Scannez-le uniquement avec votre propre téléphone.",
		"Caduca en {@left}. Escanéelo solo con su propio teléfono.",
		"تنتهي صلاحيته خلال {@left}. امسحه بهاتفك أنت فقط.",
	}, value{"left", left})
}

// PushUnreached says: We couldn’t reach your phone. Open the Countersign app yourself: the request is waiting there.
func PushUnreached(ctx context.Context) string {
	return say(ctx, message{
		"We couldn’t reach your phone. Open the Countersign app yourself: the request is waiting there.",
		"Wir konnten Ihr Telefon nicht erreichen. Öffnen Sie die Countersign-App selbst: Die Anfrage wartet dort.",
		"Nous n’avons pas pu joindre votre téléphone. Ouvrez vous-même l’application Countersign\u00a0: la demande vous y attend.",
		"No hemos podido contactar con su teléfono. Abra usted la aplicación Countersign: la solicitud le espera ahí.",
		"تعذّر علينا الوصول إلى هاتفك. افتح تطبيق Countersign بنفسك: الطلب ينتظرك هناك.",
	})
}

// PushRingSending says: Sending the request
func PushRingSending(ctx context.Context) string {
	return say(ctx, message{
		"Sending the request",
		"Anfrage wird gesendet",
		"Envoi de la demande",
		"Enviando la solicitud",
		"جارٍ إرسال الطلب",
	})
}

// PushRingSent says: Request sent
func PushRingSent(ctx context.Context) string {
	return say(ctx, message{
		"Request sent",
		"Anfrage gesendet",
		"Demande envoyée",
		"Solicitud enviada",
		"أُرسل الطلب",
	})
}

// PushRingUnreached says: Could not be reached
func PushRingUnreached(ctx context.Context) string {
	return say(ctx, message{
		"Could not be reached",
		"War nicht erreichbar",
		"N’a pas pu être joint",
		"No se ha podido contactar",
		"تعذّر الوصول إليه",
	})
}

// PushRingPolling says: Shows it when you open Countersign
func PushRingPolling(ctx context.Context) string {
	return say(ctx, message{
		"Shows it when you open Countersign",
		"Zeigt die Anfrage, wenn Sie Countersign öffnen",
		"Affiche la demande quand vous ouvrez Countersign",
		"Muestra la solicitud cuando abre Countersign",
		"يعرض الطلب عندما تفتح Countersign",
	})
}

// PushOther says: Use another way
func PushOther(ctx context.Context) string {
	return say(ctx, message{
		"Use another way",
		"Anders bestätigen",
		"Utiliser un autre moyen",
		"Usar otra forma",
		"استخدام طريقة أخرى",
	})
}

// PushByScan says: Scan a code instead
func PushByScan(ctx context.Context) string {
	return say(ctx, message{
		"Scan a code instead",
		"Stattdessen einen Code scannen",
		"Scanner plutôt un code",
		"Escanear un código en su lugar",
		"مسح رمز بدلًا من ذلك",
	})
}

// PushByNumber says: Send a number instead
func PushByNumber(ctx context.Context) string {
	return say(ctx, message{
		"Send a number instead",
		"Stattdessen eine Zahl senden",
		"Envoyer plutôt un nombre",
		"Enviar un número en su lugar",
		"إرسال رقم بدلًا من ذلك",
	})
}

// PushResend says: Send again
func PushResend(ctx context.Context) string {
	return say(ctx, message{
		"Send again",
		"Erneut senden",
		"Envoyer à nouveau",
		"Enviar otra vez",
		"إعادة الإرسال",
	})
}

// PushResendIn says: Send again in {left}
func PushResendIn(ctx context.Context, left string) string {
	return say(ctx, message{
		"Send again in {left}",
		"Erneut senden in {left}",
		"Envoyer à nouveau dans {left}",
		"Enviar otra vez en {left}",
		"إعادة الإرسال بعد {left}",
	}, value{"left", left})
}

// PushNoCamera says: No camera?
func PushNoCamera(ctx context.Context) string {
	return say(ctx, message{
		"No camera?",
		"Keine Kamera?",
		"Pas d’appareil photo\u00a0?",
		"¿Sin cámara?",
		"لا توجد كاميرا؟",
	})
}

// PushScanLink says: Open this link on the phone that you added, and on no other: {@link}
func PushScanLink(link templ.Component) templ.Component {
	return draw(message{
		"Open this link on the phone that you added, and on no other: {@link}",
		"Öffnen Sie diesen Link auf dem Telefon, das Sie hinzugefügt haben, und auf keinem anderen: {@link}",
		"Ouvrez ce lien sur le téléphone que vous avez ajouté, et sur aucun autre\u00a0: {@link}",
		"Abra este enlace en el teléfono que añadió, y en ningún otro: {@link}",
		"افتح هذا الرابط على الهاتف الذي أضفته، لا على غيره: {@link}",
	}, value{"link", link})
}

// PushNothing says: Nothing on your phone?
func PushNothing(ctx context.Context) string {
	return say(ctx, message{
		"Nothing on your phone?",
		"Nichts auf Ihrem Telefon?",
		"Rien sur votre téléphone\u00a0?",
		"¿No le llega nada al teléfono?",
		"لا شيء على هاتفك؟",
	})
}

// PushNothingOpen says: Open the Countersign app yourself. The request is waiting there.
func PushNothingOpen(ctx context.Context) string {
	return say(ctx, message{
		"Open the Countersign app yourself. The request is waiting there.",
		"Öffnen Sie die Countersign-App selbst. Die Anfrage wartet dort.",
		"Ouvrez vous-même l’application Countersign. La demande vous y attend.",
		"Abra usted la aplicación Countersign. La solicitud le espera ahí.",
		"افتح تطبيق Countersign بنفسك. الطلب ينتظرك هناك.",
	})
}

// PushNothingOnline says: Check that the phone is online and Do Not Disturb is off.
func PushNothingOnline(ctx context.Context) string {
	return say(ctx, message{
		"Check that the phone is online and Do Not Disturb is off.",
		"Prüfen Sie, ob das Telefon online und „Nicht stören“ ausgeschaltet ist.",
		"Vérifiez que le téléphone est en ligne et que le mode Ne pas déranger est désactivé.",
		"Compruebe que el teléfono tiene conexión y que el modo No molestar está desactivado.",
		"تأكّد من أن الهاتف متصل بالإنترنت وأن وضع عدم الإزعاج غير مفعّل.",
	})
}

// PushStepOpen says: Open the request on <b>your phone</b>.
func PushStepOpen() templ.Component {
	return draw(message{
		"Open the request on <b>your phone</b>.",
		"Öffnen Sie die Anfrage auf <b>Ihrem Telefon</b>.",
		"Ouvrez la demande sur <b>votre téléphone</b>.",
		"Abra la solicitud en <b>su teléfono</b>.",
		"افتح الطلب على <b>هاتفك</b>.",
	})
}

// PushStepOpenOn says: Open the request on <b>{@phones}</b>.
func PushStepOpenOn(phones templ.Component) templ.Component {
	return draw(message{
		"Open the request on <b>{@phones}</b>.",
		"Öffnen Sie die Anfrage auf <b>{@phones}</b>.",
		"Ouvrez la demande sur <b>{@phones}</b>.",
		"Abra la solicitud en <b>{@phones}</b>.",
		"افتح الطلب على <b>{@phones}</b>.",
	}, value{"phones", phones})
}

// PushStepScan says: Point the camera of <b>your phone</b> at the code, and open what it finds.
func PushStepScan() templ.Component {
	return draw(message{
		"Point the camera of <b>your phone</b> at the code, and open what it finds.",
		"Richten Sie die Kamera <b>Ihres Telefons</b> auf den Code und öffnen Sie, was sie findet.",
		"Dirigez l’appareil photo de <b>votre téléphone</b> vers le code et ouvrez ce qu’il trouve.",
		"Apunte con la cámara de <b>su teléfono</b> al código y abra lo que encuentre.",
		"وجّه كاميرا <b>هاتفك</b> إلى الرمز وافتح ما تجده.",
	})
}

// PushStepScanWith says: Point the camera of <b>{@phones}</b> at the code, and open what it finds.
func PushStepScanWith(phones templ.Component) templ.Component {
	return draw(message{
		"Point the camera of <b>{@phones}</b> at the code, and open what it finds.",
		"Richten Sie die Kamera von <b>{@phones}</b> auf den Code und öffnen Sie, was sie findet.",
		"Dirigez l’appareil photo de <b>{@phones}</b> vers le code et ouvrez ce qu’il trouve.",
		"Apunte con la cámara de <b>{@phones}</b> al código y abra lo que encuentre.",
		"وجّه كاميرا <b>{@phones}</b> إلى الرمز وافتح ما تجده.",
	}, value{"phones", phones})
}

// PushPhonesOr says: {@phone} or {@others}
func PushPhonesOr(phone templ.Component, others templ.Component) templ.Component {
	return draw(message{
		"{@phone} or {@others}",
		"{@phone} oder {@others}",
		"{@phone} ou {@others}",
		"{@phone} o {@others}",
		"{@phone} أو {@others}",
	}, value{"phone", phone}, value{"others", others})
}

// PushCheck says: Check that it says this browser.
func PushCheck(ctx context.Context) string {
	return say(ctx, message{
		"Check that it says this browser.",
		"Prüfen Sie, ob dieser Browser darin steht.",
		"Vérifiez qu’elle indique ce navigateur.",
		"Compruebe que indica este navegador.",
		"تأكّد من أنه يذكر هذا المتصفح.",
	})
}

// PushCheckBrowser says: Check that it says <b>{@browser}</b>.
func PushCheckBrowser(browser templ.Component) templ.Component {
	return draw(message{
		"Check that it says <b>{@browser}</b>.",
		"Prüfen Sie, ob <b>{@browser}</b> darin steht.",
		"Vérifiez qu’elle indique <b>{@browser}</b>.",
		"Compruebe que indica <b>{@browser}</b>.",
		"تأكّد من أنه يذكر <b>{@browser}</b>.",
	}, value{"browser", browser})
}

// PushCheckApp says: Check that it says <b>{app}</b> and this browser.
func PushCheckApp(app string) templ.Component {
	return draw(message{
		"Check that it says <b>{app}</b> and this browser.",
		"Prüfen Sie, ob <b>{app}</b> und dieser Browser darin stehen.",
		"Vérifiez qu’elle indique <b>{app}</b> et ce navigateur.",
		"Compruebe que indica <b>{app}</b> y este navegador.",
		"تأكّد من أنه يذكر <b>{app}</b> وهذا المتصفح.",
	}, value{"app", app})
}

// PushCheckAppBrowser says: Check that it says <b>{app}</b> and <b>{@browser}</b>.
func PushCheckAppBrowser(app string, browser templ.Component) templ.Component {
	return draw(message{
		"Check that it says <b>{app}</b> and <b>{@browser}</b>.",
		"Prüfen Sie, ob <b>{app}</b> und <b>{@browser}</b> darin stehen.",
		"Vérifiez qu’elle indique <b>{app}</b> et <b>{@browser}</b>.",
		"Compruebe que indica <b>{app}</b> y <b>{@browser}</b>.",
		"تأكّد من أنه يذكر <b>{app}</b> و<b>{@browser}</b>.",
	}, value{"app", app}, value{"browser", browser})
}

// PushStepApprove says: Approve it there.
func PushStepApprove(ctx context.Context) string {
	return say(ctx, message{
		"Approve it there.",
		"Bestätigen Sie sie dort.",
		"Approuvez-la sur le téléphone.",
		"Apruébela allí.",
		"وافق عليه هناك.",
	})
}

// PushStepEnter says: Enter the number there and approve.
func PushStepEnter(ctx context.Context) string {
	return say(ctx, message{
		"Enter the number there and approve.",
		"Geben Sie dort die Zahl ein und bestätigen Sie.",
		"Saisissez-y le nombre et approuvez.",
		"Introduzca allí el número y apruebe.",
		"أدخل الرقم هناك ووافق.",
	})
}
