// Code generated from catalogue/*/enrol.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// EnrolTitle says: Add your phone
func EnrolTitle(ctx context.Context) string {
	return say(ctx, message{
		"Add your phone",
		"Fügen Sie Ihr Telefon hinzu",
		"Ajoutez votre téléphone",
		"Añada su teléfono",
		"أضف هاتفك",
	})
}

// EnrolText says: Your phone will confirm that it’s really you. It takes about a minute.
func EnrolText(ctx context.Context) string {
	return say(ctx, message{
		"Your phone will confirm that it’s really you. It takes about a minute.",
		"Ihr Telefon bestätigt dann, dass wirklich Sie es sind. Das Einrichten dauert etwa eine Minute.",
		"Votre téléphone confirmera que c’est bien vous. Cela prend environ une minute.",
		"Su teléfono confirmará que es realmente usted. Se tarda más o menos un minuto.",
		"سيؤكد هاتفك أنك أنت فعلًا. يستغرق ذلك نحو دقيقة.",
	})
}

// EnrolOpenedTitle says: Go on with your phone
func EnrolOpenedTitle(ctx context.Context) string {
	return say(ctx, message{
		"Go on with your phone",
		"Machen Sie auf dem Telefon weiter",
		"Continuez sur votre téléphone",
		"Continúe en su teléfono",
		"تابع على هاتفك",
	})
}

// EnrolOpenedText says: When it shows six digits, this page asks for them.
func EnrolOpenedText(ctx context.Context) string {
	return say(ctx, message{
		"When it shows six digits, this page asks for them.",
		"Sobald es sechs Ziffern zeigt, fragt diese Seite danach.",
		"Quand il affichera six chiffres, cette page vous les demandera.",
		"Cuando muestre seis cifras, esta página se las pedirá.",
		"عندما يعرض ستة أرقام، ستطلبها منك هذه الصفحة.",
	})
}

// EnrolExpiredTitle says: This link has run out
func EnrolExpiredTitle(ctx context.Context) string {
	return say(ctx, message{
		"This link has run out",
		"Dieser Link ist abgelaufen",
		"Ce lien a expiré",
		"Este enlace ha caducado",
		"انتهت صلاحية هذا الرابط",
	})
}

// EnrolExpiredText says: No phone used it in time. Make a new one to go on.
func EnrolExpiredText(ctx context.Context) string {
	return say(ctx, message{
		"No phone used it in time. Make a new one to go on.",
		"Kein Telefon hat ihn rechtzeitig benutzt. Erstellen Sie einen neuen, um fortzufahren.",
		"Aucun téléphone ne l’a utilisé à temps. Créez-en un nouveau pour continuer.",
		"Ningún teléfono lo ha usado a tiempo. Cree uno nuevo para continuar.",
		"لم يستخدمه أي هاتف في الوقت المتاح. أنشئ رابطًا جديدًا للمتابعة.",
	})
}

// EnrolUsedTwiceTitle says: This link was used twice
func EnrolUsedTwiceTitle(ctx context.Context) string {
	return say(ctx, message{
		"This link was used twice",
		"Dieser Link wurde zweimal benutzt",
		"Ce lien a été utilisé deux fois",
		"Este enlace se ha usado dos veces",
		"استُخدم هذا الرابط مرتين",
	})
}

// EnrolUsedTwiceText says: Two phones opened it, so for your safety neither was added. Make a new link, and open it on your own phone only.
func EnrolUsedTwiceText(ctx context.Context) string {
	return say(ctx, message{
		"Two phones opened it, so for your safety neither was added. Make a new link, and open it on your own phone only.",
		"Zwei Telefone haben ihn geöffnet. Zu Ihrer Sicherheit wurde keines hinzugefügt. Erstellen Sie einen neuen Link und öffnen Sie ihn nur auf Ihrem eigenen Telefon.",
		"Deux téléphones l’ont ouvert\u00a0: pour votre sécurité, aucun n’a été ajouté. Créez un nouveau lien et ouvrez-le uniquement sur votre propre téléphone.",
		"Lo han abierto dos teléfonos, así que por su seguridad no se ha añadido ninguno. Cree un enlace nuevo y ábralo solo en su propio teléfono.",
		"فتحه هاتفان، لذلك لم يُضف أي منهما حفاظًا على أمانك. أنشئ رابطًا جديدًا، وافتحه على هاتفك وحده.",
	})
}

// EnrolRejectedTitle says: That phone was not added
func EnrolRejectedTitle(ctx context.Context) string {
	return say(ctx, message{
		"That phone was not added",
		"Dieses Telefon wurde nicht hinzugefügt",
		"Ce téléphone n’a pas été ajouté",
		"Ese teléfono no se ha añadido",
		"لم يُضف ذلك الهاتف",
	})
}

// EnrolRejectedText says: You said that it is not yours. Make a new link, and show it to nobody.
func EnrolRejectedText(ctx context.Context) string {
	return say(ctx, message{
		"You said that it is not yours. Make a new link, and show it to nobody.",
		"Sie haben angegeben, dass es nicht Ihres ist. Erstellen Sie einen neuen Link und zeigen Sie ihn niemandem.",
		"Vous avez indiqué que ce n’est pas le vôtre. Créez un nouveau lien et ne le montrez à personne.",
		"Ha indicado que no es suyo. Cree un enlace nuevo y no se lo enseñe a nadie.",
		"ذكرتَ أنه ليس هاتفك. أنشئ رابطًا جديدًا، ولا تُرِه لأحد.",
	})
}

// EnrolEndedTitle says: This link no longer works
func EnrolEndedTitle(ctx context.Context) string {
	return say(ctx, message{
		"This link no longer works",
		"Dieser Link funktioniert nicht mehr",
		"Ce lien ne fonctionne plus",
		"Este enlace ya no funciona",
		"لم يعد هذا الرابط يعمل",
	})
}

// EnrolEndedText says: No phone was added. Make a new link to go on.
func EnrolEndedText(ctx context.Context) string {
	return say(ctx, message{
		"No phone was added. Make a new link to go on.",
		"Es wurde kein Telefon hinzugefügt. Erstellen Sie einen neuen Link, um fortzufahren.",
		"Aucun téléphone n’a été ajouté. Créez un nouveau lien pour continuer.",
		"No se ha añadido ningún teléfono. Cree un enlace nuevo para continuar.",
		"لم يُضف أي هاتف. أنشئ رابطًا جديدًا للمتابعة.",
	})
}

// EnrolNewLink says: Make a new link
func EnrolNewLink(ctx context.Context) string {
	return say(ctx, message{
		"Make a new link",
		"Neuen Link erstellen",
		"Créer un nouveau lien",
		"Crear un enlace nuevo",
		"إنشاء رابط جديد",
	})
}

// EnrolOpened says: Your phone has opened the link
func EnrolOpened(ctx context.Context) string {
	return say(ctx, message{
		"Your phone has opened the link",
		"Ihr Telefon hat den Link geöffnet",
		"Votre téléphone a ouvert le lien",
		"Su teléfono ha abierto el enlace",
		"فتح هاتفك الرابط",
	})
}

// EnrolSoon says: This link works for 30 more seconds
func EnrolSoon(ctx context.Context) string {
	return say(ctx, message{
		"This link works for 30 more seconds",
		"Dieser Link gilt noch 30 Sekunden",
		"Ce lien est encore valable 30 secondes",
		"Este enlace funciona 30 segundos más",
		"يعمل هذا الرابط 30 ثانية أخرى",
	})
}

// EnrolWaiting says: Waiting for your phone
func EnrolWaiting(ctx context.Context) string {
	return say(ctx, message{
		"Waiting for your phone",
		"Warten auf Ihr Telefon",
		"En attente de votre téléphone",
		"Esperando a su teléfono",
		"في انتظار هاتفك",
	})
}

// EnrolQr says: QR code with the link that adds your phone
func EnrolQr(ctx context.Context) string {
	return say(ctx, message{
		"QR code with the link that adds your phone",
		"QR-Code mit dem Link, der Ihr Telefon hinzufügt",
		"Code QR avec le lien qui ajoute votre téléphone",
		"Código QR con el enlace que añade su teléfono",
		"رمز QR يحوي الرابط الذي يضيف هاتفك",
	})
}

// EnrolWorksOnce says: This code works once, for {@left}.
func EnrolWorksOnce(left templ.Component) templ.Component {
	return draw(message{
		"This code works once, for {@left}.",
		"Dieser Code gilt einmal, noch {@left}.",
		"Ce code est valable une fois, pendant {@left}.",
		"Este código funciona una vez, durante {@left}.",
		"يعمل هذا الرمز مرة واحدة، خلال {@left}.",
	}, value{"left", left})
}

// EnrolStepScan says: Scan the code with your phone’s camera, and open the page it leads to.
func EnrolStepScan(ctx context.Context) string {
	return say(ctx, message{
		"Scan the code with your phone’s camera, and open the page it leads to.",
		"Scannen Sie den Code mit der Kamera Ihres Telefons und öffnen Sie die Seite, zu der er führt.",
		"Scannez le code avec l’appareil photo de votre téléphone, puis ouvrez la page indiquée.",
		"Escanee el código con la cámara de su teléfono y abra la página a la que lleva.",
		"امسح الرمز بكاميرا هاتفك، وافتح الصفحة التي يقود إليها.",
	})
}

// EnrolStepPhone says: Follow the steps on the phone until it shows six digits.
func EnrolStepPhone(ctx context.Context) string {
	return say(ctx, message{
		"Follow the steps on the phone until it shows six digits.",
		"Folgen Sie den Schritten auf dem Telefon, bis es sechs Ziffern zeigt.",
		"Suivez les étapes sur le téléphone jusqu’à ce qu’il affiche six chiffres.",
		"Siga los pasos en el teléfono hasta que muestre seis cifras.",
		"اتبع الخطوات على الهاتف حتى يعرض ستة أرقام.",
	})
}

// EnrolStepHere says: This page asks for them.
func EnrolStepHere(ctx context.Context) string {
	return say(ctx, message{
		"This page asks for them.",
		"Diese Seite fragt danach.",
		"Cette page vous les demandera.",
		"Esta página se las pedirá.",
		"ستطلبها منك هذه الصفحة.",
	})
}

// EnrolEnter says: Can’t scan? On the phone, open <b class="wrap">{address}</b> and enter {@code}
func EnrolEnter(address string, code templ.Component) templ.Component {
	return draw(message{
		"Can’t scan? On the phone, open <b class=\"wrap\">{address}</b> and enter {@code}",
		"Scannen geht nicht? Öffnen Sie auf dem Telefon <b class=\"wrap\">{address}</b> und geben Sie ein: {@code}",
		"Impossible de scanner\u00a0? Sur le téléphone, ouvrez <b class=\"wrap\">{address}</b> et saisissez {@code}",
		"¿No puede escanear? En el teléfono, abra <b class=\"wrap\">{address}</b> e introduzca {@code}",
		"تعذّر المسح؟ افتح <b class=\"wrap\">{address}</b> على الهاتف وأدخل {@code}",
	}, value{"address", address}, value{"code", code})
}

// EnrolEnterIfAsked says: If the phone asks for a code, enter {@code}
func EnrolEnterIfAsked(code templ.Component) templ.Component {
	return draw(message{
		"If the phone asks for a code, enter {@code}",
		"Fragt das Telefon nach einem Code, geben Sie ein: {@code}",
		"Si le téléphone demande un code, saisissez {@code}",
		"Si el teléfono pide un código, introduzca {@code}",
		"إذا طلب الهاتف رمزًا فأدخل {@code}",
	}, value{"code", code})
}

// EnrolOtherWays says: Other ways to open it
func EnrolOtherWays(ctx context.Context) string {
	return say(ctx, message{
		"Other ways to open it",
		"Andere Wege, ihn zu öffnen",
		"Autres façons de l’ouvrir",
		"Otras formas de abrirlo",
		"طرق أخرى لفتحه",
	})
}

// EnrolOpenLink says: Open this link with your authenticator:
func EnrolOpenLink(ctx context.Context) string {
	return say(ctx, message{
		"Open this link with your authenticator:",
		"Öffnen Sie diesen Link mit Ihrem Authenticator:",
		"Ouvrez ce lien avec votre authentificateur\u00a0:",
		"Abra este enlace con su autenticador:",
		"افتح هذا الرابط بتطبيق المصادقة:",
	})
}

// EnrolCopyLink says: Copy link
func EnrolCopyLink(ctx context.Context) string {
	return say(ctx, message{
		"Copy link",
		"Link kopieren",
		"Copier le lien",
		"Copiar el enlace",
		"نسخ الرابط",
	})
}

// EnrolCopied says: Copied
func EnrolCopied(ctx context.Context) string {
	return say(ctx, message{
		"Copied",
		"Kopiert",
		"Copié",
		"Copiado",
		"نُسخ",
	})
}

// EnrolThisPhone says: This is my phone
func EnrolThisPhone(ctx context.Context) string {
	return say(ctx, message{
		"This is my phone",
		"Das hier ist mein Telefon",
		"C’est mon téléphone",
		"Este es mi teléfono",
		"هذا هاتفي",
	})
}

// EnrolShowNobody says: Show this page to nobody: whoever opens the link first adds their phone. You will check that it was yours.
func EnrolShowNobody(ctx context.Context) string {
	return say(ctx, message{
		"Show this page to nobody: whoever opens the link first adds their phone. You will check that it was yours.",
		"Zeigen Sie diese Seite niemandem: Wer den Link zuerst öffnet, fügt sein Telefon hinzu. Sie prüfen danach, dass es Ihres war.",
		"Ne montrez cette page à personne\u00a0: le premier qui ouvre le lien ajoute son téléphone. Vous vérifierez que c’était le vôtre.",
		"No enseñe esta página a nadie: quien abra primero el enlace añade su teléfono. Usted comprobará que era el suyo.",
		"لا تُرِ هذه الصفحة لأحد: فأول من يفتح الرابط يضيف هاتفه. وستتحقق من أنه كان هاتفك.",
	})
}

// EnrolTooMany says: You have asked for several links
func EnrolTooMany(ctx context.Context) string {
	return say(ctx, message{
		"You have asked for several links",
		"Sie haben schon mehrere Links angefordert",
		"Vous avez demandé plusieurs liens",
		"Ha pedido varios enlaces",
		"طلبتَ عدة روابط",
	})
}

// EnrolTooManyText says: For your safety there are no more for now.
func EnrolTooManyText(ctx context.Context) string {
	return say(ctx, message{
		"For your safety there are no more for now.",
		"Zu Ihrer Sicherheit gibt es vorerst keine weiteren.",
		"Pour votre sécurité, il n’y en aura pas d’autre pour l’instant.",
		"Por su seguridad no hay más por ahora.",
		"حفاظًا على أمانك لا يوجد المزيد الآن.",
	})
}

// EnrolTooManyRemedy says: Wait an hour, then go on.
func EnrolTooManyRemedy(ctx context.Context) string {
	return say(ctx, message{
		"Wait an hour, then go on.",
		"Warten Sie eine Stunde und machen Sie dann weiter.",
		"Attendez une heure, puis continuez.",
		"Espere una hora y continúe.",
		"انتظر ساعة ثم تابع.",
	})
}

// EnrolGoOn says: Go on
func EnrolGoOn(ctx context.Context) string {
	return say(ctx, message{
		"Go on",
		"Weiter",
		"Continuer",
		"Continuar",
		"متابعة",
	})
}

// EnrolGetApp says: Our own app, if you do not have it yet:
func EnrolGetApp(ctx context.Context) string {
	return say(ctx, message{
		"Our own app, if you do not have it yet:",
		"Unsere eigene App, falls Sie sie noch nicht haben:",
		"Notre propre application, si vous ne l’avez pas encore\u00a0:",
		"Nuestra propia aplicación, si aún no la tiene:",
		"تطبيقنا الخاص، إن لم يكن لديك بعد:",
	})
}
