// Code generated from catalogue/*/push_over.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
	"strconv"
)

// PushOverDeniedTitle says: This sign-in was not approved
func PushOverDeniedTitle(ctx context.Context) string {
	return say(ctx, message{
		"This sign-in was not approved",
		"Diese Anmeldung wurde nicht bestätigt",
		"Cette connexion n’a pas été approuvée",
		"Este inicio de sesión no se ha aprobado",
		"لم تتم الموافقة على تسجيل الدخول هذا",
	})
}

// PushOverDenied says: If you pressed “It’s not me” by mistake, start over. If you did not expect this page, close it.
func PushOverDenied(ctx context.Context) string {
	return say(ctx, message{
		"If you pressed “It’s not me” by mistake, start over. If you did not expect this page, close it.",
		"Wenn Sie versehentlich auf „Das bin ich nicht“ getippt haben, beginnen Sie von vorn. Wenn Sie diese Seite nicht erwartet haben, schließen Sie sie.",
		"Si vous avez appuyé sur «\u00a0Ce n’est pas moi\u00a0» par erreur, recommencez. Si vous n’attendiez pas cette page, fermez-la.",
		"Si ha pulsado «No soy yo» por error, empiece de nuevo. Si no esperaba esta página, ciérrela.",
		"إذا ضغطت «لست أنا» بالخطأ فابدأ من جديد. وإذا لم تكن تتوقع هذه الصفحة فأغلقها.",
	})
}

// PushOverWrongTitle says: That was not the right number
func PushOverWrongTitle(ctx context.Context) string {
	return say(ctx, message{
		"That was not the right number",
		"Das war nicht die richtige Zahl",
		"Ce n’était pas le bon nombre",
		"Ese no era el número correcto",
		"لم يكن ذلك الرقم الصحيح",
	})
}

// PushOverWrong says: The number entered on the phone did not match. For your safety this request is closed.
func PushOverWrong(ctx context.Context) string {
	return say(ctx, message{
		"The number entered on the phone did not match. For your safety this request is closed.",
		"Die am Telefon eingegebene Zahl passte nicht. Zu Ihrer Sicherheit ist diese Anfrage beendet.",
		"Le nombre saisi sur le téléphone ne correspondait pas. Pour votre sécurité, cette demande est close.",
		"El número introducido en el teléfono no coincidía. Por su seguridad, esta solicitud se ha cerrado.",
		"لم يتطابق الرقم الذي أُدخل على الهاتف. حفاظًا على أمانك أُغلق هذا الطلب.",
	})
}

// PushOverExpiredTitle says: The request ran out
func PushOverExpiredTitle(ctx context.Context) string {
	return say(ctx, message{
		"The request ran out",
		"Die Anfrage ist abgelaufen",
		"La demande a expiré",
		"La solicitud ha caducado",
		"انتهت صلاحية الطلب",
	})
}

// PushOverExpired says: No answer came in time. You can send a new one.
func PushOverExpired(ctx context.Context) string {
	return say(ctx, message{
		"No answer came in time. You can send a new one.",
		"Es kam rechtzeitig keine Antwort. Sie können eine neue Anfrage senden.",
		"Aucune réponse n’est arrivée à temps. Vous pouvez envoyer une nouvelle demande.",
		"No ha llegado respuesta a tiempo. Puede enviar una nueva solicitud.",
		"لم يصل رد في الوقت المناسب. يمكنك إرسال طلب جديد.",
	})
}

// PushOverExpiredAfter says: No answer came within {n} minutes. You can send a new one.
func PushOverExpiredAfter(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "No answer came within a minute. You can send a new one.", other: "No answer came within {n} minutes. You can send a new one."},
		{one: "Innerhalb einer Minute kam keine Antwort. Sie können eine neue Anfrage senden.", other: "Innerhalb von {n} Minuten kam keine Antwort. Sie können eine neue Anfrage senden."},
		{one: "Aucune réponse n’est arrivée en une minute. Vous pouvez envoyer une nouvelle demande.", other: "Aucune réponse n’est arrivée en {n} minutes. Vous pouvez envoyer une nouvelle demande."},
		{one: "No ha llegado respuesta en un minuto. Puede enviar una nueva solicitud.", other: "No ha llegado respuesta en {n} minutos. Puede enviar una nueva solicitud."},
		{zero: "لم يصل رد في الوقت المناسب. يمكنك إرسال طلب جديد.", one: "لم يصل رد خلال دقيقة. يمكنك إرسال طلب جديد.", two: "لم يصل رد خلال دقيقتين. يمكنك إرسال طلب جديد.", few: "لم يصل رد خلال {n} دقائق. يمكنك إرسال طلب جديد.", many: "لم يصل رد خلال {n} دقيقة. يمكنك إرسال طلب جديد.", other: "لم يصل رد خلال {n} دقيقة. يمكنك إرسال طلب جديد."},
	}, n), value{"n", strconv.Itoa(n)})
}

// PushOverSupersededTitle says: A newer request replaced this one
func PushOverSupersededTitle(ctx context.Context) string {
	return say(ctx, message{
		"A newer request replaced this one",
		"Eine neuere Anfrage hat diese ersetzt",
		"Une demande plus récente a remplacé celle-ci",
		"Una solicitud más reciente ha reemplazado a esta",
		"حلّ طلب أحدث محل هذا الطلب",
	})
}

// PushOverSuperseded says: Answer the newer one on your phone, or send a new request from here.
func PushOverSuperseded(ctx context.Context) string {
	return say(ctx, message{
		"Answer the newer one on your phone, or send a new request from here.",
		"Beantworten Sie die neuere auf Ihrem Telefon, oder senden Sie von hier eine neue Anfrage.",
		"Répondez à la plus récente sur votre téléphone, ou envoyez une nouvelle demande d’ici.",
		"Responda a la más reciente en su teléfono o envíe una nueva solicitud desde aquí.",
		"أجب عن الطلب الأحدث على هاتفك، أو أرسل طلبًا جديدًا من هنا.",
	})
}

// PushOverLapsedTitle says: The approval was not used in time
func PushOverLapsedTitle(ctx context.Context) string {
	return say(ctx, message{
		"The approval was not used in time",
		"Die Bestätigung wurde nicht rechtzeitig verwendet",
		"L’approbation n’a pas été utilisée à temps",
		"La aprobación no se ha usado a tiempo",
		"لم تُستخدم الموافقة في الوقت المناسب",
	})
}

// PushOverLapsed says: You approved, but this page did not finish within a minute. Send a new request and approve it again.
func PushOverLapsed(ctx context.Context) string {
	return say(ctx, message{
		"You approved, but this page did not finish within a minute. Send a new request and approve it again.",
		"Sie haben bestätigt, aber diese Seite wurde nicht innerhalb einer Minute fertig. Senden Sie eine neue Anfrage und bestätigen Sie noch einmal.",
		"Vous avez approuvé, mais cette page n’a pas abouti en moins d’une minute. Envoyez une nouvelle demande et approuvez-la à nouveau.",
		"Ha dado su aprobación, pero esta página no ha terminado en un minuto. Envíe una nueva solicitud y apruébela otra vez.",
		"لقد وافقت، لكن هذه الصفحة لم تُكمل خلال دقيقة. أرسل طلبًا جديدًا ووافق عليه مرة أخرى.",
	})
}

// PushOverBusyTitle says: Another sign-in is waiting for an answer
func PushOverBusyTitle(ctx context.Context) string {
	return say(ctx, message{
		"Another sign-in is waiting for an answer",
		"Eine andere Anmeldung wartet auf eine Antwort",
		"Une autre connexion attend une réponse",
		"Otro inicio de sesión está esperando respuesta",
		"هناك تسجيل دخول آخر ينتظر ردًا",
	})
}

// PushOverBusy says: Answer that request first, or wait until it runs out. If you did not start it, press “It’s not me” on your phone.
func PushOverBusy(ctx context.Context) string {
	return say(ctx, message{
		"Answer that request first, or wait until it runs out. If you did not start it, press “It’s not me” on your phone.",
		"Beantworten Sie zuerst jene Anfrage, oder warten Sie, bis sie abläuft. Wenn Sie sie nicht begonnen haben, tippen Sie auf Ihrem Telefon auf „Das bin ich nicht“.",
		"Répondez d’abord à cette autre demande, ou attendez qu’elle expire. Si vous n’en êtes pas à l’origine, appuyez sur «\u00a0Ce n’est pas moi\u00a0» sur votre téléphone.",
		"Responda primero a esa solicitud o espere a que caduque. Si no la inició usted, pulse «No soy yo» en su teléfono.",
		"أجب عن ذلك الطلب أولًا، أو انتظر حتى تنتهي صلاحيته. وإذا لم تكن أنت من بدأه فاضغط «لست أنا» على هاتفك.",
	})
}

// PushOverSlowTitle says: You have asked for several requests
func PushOverSlowTitle(ctx context.Context) string {
	return say(ctx, message{
		"You have asked for several requests",
		"Sie haben mehrere Anfragen gesendet",
		"Vous avez envoyé plusieurs demandes",
		"Ha enviado varias solicitudes",
		"لقد أرسلت عدة طلبات",
	})
}

// PushOverSlow says: Wait {left}, then try again.
func PushOverSlow(ctx context.Context, left string) string {
	return say(ctx, message{
		"Wait {left}, then try again.",
		"Warten Sie {left} und versuchen Sie es dann noch einmal.",
		"Attendez {left}, puis réessayez.",
		"Espere {left} e inténtelo de nuevo.",
		"انتظر {left} ثم حاول مرة أخرى.",
	}, value{"left", left})
}

// PushOverSlowOrOther says: Wait {left} or use another way.
func PushOverSlowOrOther(ctx context.Context, left string) string {
	return say(ctx, message{
		"Wait {left} or use another way.",
		"Warten Sie {left}, oder bestätigen Sie anders.",
		"Attendez {left} ou utilisez un autre moyen.",
		"Espere {left} o use otra forma.",
		"انتظر {left} أو استخدم طريقة أخرى.",
	}, value{"left", left})
}

// PushOverOffTitle says: Requests are paused in this browser
func PushOverOffTitle(ctx context.Context) string {
	return say(ctx, message{
		"Requests are paused in this browser",
		"Anfragen sind in diesem Browser pausiert",
		"Les demandes sont suspendues dans ce navigateur",
		"Las solicitudes están en pausa en este navegador",
		"الطلبات متوقفة مؤقتًا في هذا المتصفح",
	})
}

// PushOverOff says: Sign in from a browser that you have used before, or wait.
func PushOverOff(ctx context.Context) string {
	return say(ctx, message{
		"Sign in from a browser that you have used before, or wait.",
		"Melden Sie sich in einem Browser an, den Sie schon benutzt haben, oder warten Sie.",
		"Connectez-vous depuis un navigateur que vous avez déjà utilisé, ou attendez.",
		"Inicie sesión desde un navegador que ya haya usado o espere.",
		"سجّل الدخول من متصفح استخدمته من قبل، أو انتظر.",
	})
}

// PushOverOffOrOther says: Use another way, or sign in from a browser that you have used before.
func PushOverOffOrOther(ctx context.Context) string {
	return say(ctx, message{
		"Use another way, or sign in from a browser that you have used before.",
		"Bestätigen Sie anders, oder melden Sie sich in einem Browser an, den Sie schon benutzt haben.",
		"Utilisez un autre moyen, ou connectez-vous depuis un navigateur que vous avez déjà utilisé.",
		"Use otra forma o inicie sesión desde un navegador que ya haya usado.",
		"استخدم طريقة أخرى، أو سجّل الدخول من متصفح استخدمته من قبل.",
	})
}

// PushOverWithdrawnTitle says: The request was withdrawn
func PushOverWithdrawnTitle(ctx context.Context) string {
	return say(ctx, message{
		"The request was withdrawn",
		"Die Anfrage wurde zurückgezogen",
		"La demande a été retirée",
		"La solicitud se ha retirado",
		"سُحب الطلب",
	})
}

// PushOverWithdrawn says: It no longer counts. You can send a new one.
func PushOverWithdrawn(ctx context.Context) string {
	return say(ctx, message{
		"It no longer counts. You can send a new one.",
		"Sie gilt nicht mehr. Sie können eine neue senden.",
		"Elle ne compte plus. Vous pouvez en envoyer une nouvelle.",
		"Ya no cuenta. Puede enviar una nueva.",
		"لم يعد ساريًا. يمكنك إرسال طلب جديد.",
	})
}

// PushOverUntil says: You can send a new request from {@when}.
func PushOverUntil(when templ.Component) templ.Component {
	return draw(message{
		"You can send a new request from {@when}.",
		"Ab {@when} können Sie eine neue Anfrage senden.",
		"Vous pourrez envoyer une nouvelle demande à partir de {@when}.",
		"Podrá enviar una nueva solicitud a partir de {@when}.",
		"يمكنك إرسال طلب جديد بدءًا من {@when}.",
	}, value{"when", when})
}

// PushOverStartOver says: Start over
func PushOverStartOver(ctx context.Context) string {
	return say(ctx, message{
		"Start over",
		"Von vorn beginnen",
		"Recommencer",
		"Empezar de nuevo",
		"البدء من جديد",
	})
}

// PushOverStartOverIn says: Start over in {left}
func PushOverStartOverIn(ctx context.Context, left string) string {
	return say(ctx, message{
		"Start over in {left}",
		"Von vorn beginnen in {left}",
		"Recommencer dans {left}",
		"Empezar de nuevo en {left}",
		"البدء من جديد بعد {left}",
	}, value{"left", left})
}

// PushOverNewNumber says: Try again with a new number
func PushOverNewNumber(ctx context.Context) string {
	return say(ctx, message{
		"Try again with a new number",
		"Mit einer neuen Zahl versuchen",
		"Réessayer avec un nouveau nombre",
		"Intentarlo con otro número",
		"المحاولة برقم جديد",
	})
}

// PushOverNewNumberIn says: Try again with a new number in {left}
func PushOverNewNumberIn(ctx context.Context, left string) string {
	return say(ctx, message{
		"Try again with a new number in {left}",
		"Mit einer neuen Zahl versuchen in {left}",
		"Réessayer avec un nouveau nombre dans {left}",
		"Intentarlo con otro número en {left}",
		"المحاولة برقم جديد بعد {left}",
	}, value{"left", left})
}

// PushOverNewRequest says: Send a new request
func PushOverNewRequest(ctx context.Context) string {
	return say(ctx, message{
		"Send a new request",
		"Neue Anfrage senden",
		"Envoyer une nouvelle demande",
		"Enviar una nueva solicitud",
		"إرسال طلب جديد",
	})
}

// PushOverNewRequestIn says: Send a new request in {left}
func PushOverNewRequestIn(ctx context.Context, left string) string {
	return say(ctx, message{
		"Send a new request in {left}",
		"Neue Anfrage senden in {left}",
		"Envoyer une nouvelle demande dans {left}",
		"Enviar una nueva solicitud en {left}",
		"إرسال طلب جديد بعد {left}",
	}, value{"left", left})
}

// PushOverTryAgainIn says: Try again in {left}
func PushOverTryAgainIn(ctx context.Context, left string) string {
	return say(ctx, message{
		"Try again in {left}",
		"Noch einmal versuchen in {left}",
		"Réessayer dans {left}",
		"Intentar de nuevo en {left}",
		"المحاولة مرة أخرى بعد {left}",
	}, value{"left", left})
}

// PushOverApprovedTitle says: Approved
func PushOverApprovedTitle(ctx context.Context) string {
	return say(ctx, message{
		"Approved",
		"Bestätigt",
		"Demande approuvée",
		"Solicitud aprobada",
		"تمت الموافقة",
	})
}

// PushOverApproved says: If nothing happens in a few seconds, continue yourself.
func PushOverApproved(ctx context.Context) string {
	return say(ctx, message{
		"If nothing happens in a few seconds, continue yourself.",
		"Wenn in einigen Sekunden nichts geschieht, gehen Sie selbst weiter.",
		"Si rien ne se passe dans quelques secondes, continuez vous-même.",
		"Si no ocurre nada en unos segundos, continúe usted.",
		"إذا لم يحدث شيء خلال ثوانٍ قليلة فتابع بنفسك.",
	})
}
