// Code generated from catalogue/*/choose.yaml; DO NOT EDIT.

package words

import (
	"context"
	"strconv"
)

// ChooseTitleError says: Error: choose a way to confirm
func ChooseTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: choose a way to confirm",
		"Fehler: Wählen Sie, wie Sie bestätigen möchten",
		"Erreur\u00a0: choisissez un moyen de confirmer",
		"Error: elija una forma de confirmar",
		"خطأ: اختر طريقة للتأكيد",
	})
}

// ChooseTitle says: How do you want to confirm?
func ChooseTitle(ctx context.Context) string {
	return say(ctx, message{
		"How do you want to confirm?",
		"Wie möchten Sie bestätigen?",
		"Comment voulez-vous confirmer\u00a0?",
		"¿Cómo quiere confirmar?",
		"كيف تريد التأكيد؟",
	})
}

// ChooseCrowded says: Several requests to your phone were not approved. The next one asks for six digits.
func ChooseCrowded(ctx context.Context) string {
	return say(ctx, message{
		"Several requests to your phone were not approved. The next one asks for six digits.",
		"Mehrere Anfragen an Ihr Telefon wurden nicht bestätigt. Die nächste fragt nach sechs Ziffern.",
		"Plusieurs demandes envoyées à votre téléphone n’ont pas été approuvées. La prochaine demandera six chiffres.",
		"Varias solicitudes a su teléfono no se han aprobado. La próxima pedirá seis cifras.",
		"لم تتم الموافقة على عدة طلبات أُرسلت إلى هاتفك. سيتطلب الطلب التالي ستة أرقام.",
	})
}

// ChooseWays says: Ways to confirm
func ChooseWays(ctx context.Context) string {
	return say(ctx, message{
		"Ways to confirm",
		"Möglichkeiten zur Bestätigung",
		"Moyens de confirmer",
		"Formas de confirmar",
		"طرق التأكيد",
	})
}

// ChooseLost says: Lost your phone? Ask for a link that lets you add another.
func ChooseLost(ctx context.Context) string {
	return say(ctx, message{
		"Lost your phone? Ask for a link that lets you add another.",
		"Telefon verloren? Bitten Sie um einen Link, mit dem Sie ein anderes hinzufügen können.",
		"Vous avez perdu votre téléphone\u00a0? Demandez un lien qui vous permettra d’en ajouter un autre.",
		"¿Ha perdido su teléfono? Pida un enlace que le permita añadir otro.",
		"هل فقدت هاتفك؟ اطلب رابطًا يتيح لك إضافة هاتف آخر.",
	})
}

// ChooseOneOfThese says: Choose one of the ways below.
func ChooseOneOfThese(ctx context.Context) string {
	return say(ctx, message{
		"Choose one of the ways below.",
		"Wählen Sie eine der Möglichkeiten unten.",
		"Choisissez l’un des moyens ci-dessous.",
		"Elija una de las formas de abajo.",
		"اختر إحدى الطرق أدناه.",
	})
}

// ChooseNoRequest says: No request can be sent to a phone now. Confirm in another way.
func ChooseNoRequest(ctx context.Context) string {
	return say(ctx, message{
		"No request can be sent to a phone now. Confirm in another way.",
		"An ein Telefon kann gerade keine Anfrage gesendet werden. Bestätigen Sie anders.",
		"Aucune demande ne peut être envoyée à un téléphone pour le moment. Confirmez d’une autre manière.",
		"Ahora no se puede enviar ninguna solicitud a un teléfono. Confirme de otra forma.",
		"لا يمكن إرسال طلب إلى هاتف الآن. أكّد بطريقة أخرى.",
	})
}

// ChoosePasskey says: Use a passkey
func ChoosePasskey(ctx context.Context) string {
	return say(ctx, message{
		"Use a passkey",
		"Passkey verwenden",
		"Utiliser une clé d’accès",
		"Usar una clave de acceso",
		"استخدام مفتاح مرور",
	})
}

// ChoosePasskeyDetail says: Your fingerprint, face or PIN, on this device or one beside it.
func ChoosePasskeyDetail(ctx context.Context) string {
	return say(ctx, message{
		"Your fingerprint, face or PIN, on this device or one beside it.",
		"Ihr Fingerabdruck, Ihr Gesicht oder Ihre PIN, auf diesem Gerät oder einem daneben.",
		"Votre empreinte, votre visage ou votre code PIN, sur cet appareil ou un autre à côté.",
		"Su huella, su rostro o su PIN, en este dispositivo o en uno cercano.",
		"بصمتك أو وجهك أو رمز PIN، على هذا الجهاز أو على جهاز بجانبه.",
	})
}

// ChoosePush says: Send a request to a phone
func ChoosePush(ctx context.Context) string {
	return say(ctx, message{
		"Send a request to a phone",
		"Anfrage an ein Telefon senden",
		"Envoyer une demande à un téléphone",
		"Enviar una solicitud a un teléfono",
		"إرسال طلب إلى هاتف",
	})
}

// ChoosePushDetail says: You enter the number that this page shows.
func ChoosePushDetail(ctx context.Context) string {
	return say(ctx, message{
		"You enter the number that this page shows.",
		"Sie geben die Zahl ein, die diese Seite zeigt.",
		"Vous saisissez le nombre que cette page affiche.",
		"Introduce el número que muestra esta página.",
		"تُدخل الرقم الذي تعرضه هذه الصفحة.",
	})
}

// ChooseCode says: Type a code from an app
func ChooseCode(ctx context.Context) string {
	return say(ctx, message{
		"Type a code from an app",
		"Code aus einer App eingeben",
		"Saisir un code d’une application",
		"Escribir un código de una aplicación",
		"كتابة رمز من تطبيق",
	})
}

// ChooseCodeDetail says: Your authenticator app shows six digits.
func ChooseCodeDetail(ctx context.Context) string {
	return say(ctx, message{
		"Your authenticator app shows six digits.",
		"Ihre Authenticator-App zeigt sechs Ziffern.",
		"Votre application d’authentification affiche six chiffres.",
		"Su aplicación de autenticación muestra seis cifras.",
		"يعرض تطبيق المصادقة ستة أرقام.",
	})
}

// ChooseRecovery says: Use a recovery code
func ChooseRecovery(ctx context.Context) string {
	return say(ctx, message{
		"Use a recovery code",
		"Wiederherstellungscode verwenden",
		"Utiliser un code de secours",
		"Usar un código de recuperación",
		"استخدام رمز استرداد",
	})
}

// ChooseRecoveryDetail says: One of the codes that you kept. After it you add a phone anew.
func ChooseRecoveryDetail(ctx context.Context) string {
	return say(ctx, message{
		"One of the codes that you kept. After it you add a phone anew.",
		"Einer der Codes, die Sie aufbewahrt haben. Danach fügen Sie ein Telefon neu hinzu.",
		"L’un des codes que vous avez conservés. Ensuite, vous ajoutez à nouveau un téléphone.",
		"Uno de los códigos que guardó. Después añadirá de nuevo un teléfono.",
		"أحد الرموز التي احتفظت بها. بعده تضيف هاتفًا من جديد.",
	})
}

// ChooseOther says: Confirm in another way
func ChooseOther(ctx context.Context) string {
	return say(ctx, message{
		"Confirm in another way",
		"Anders bestätigen",
		"Confirmer d’une autre manière",
		"Confirmar de otra forma",
		"التأكيد بطريقة أخرى",
	})
}

// ChooseTooMany says: Too many wrong codes. Confirm in another way, or ask for help.
func ChooseTooMany(ctx context.Context) string {
	return say(ctx, message{
		"Too many wrong codes. Confirm in another way, or ask for help.",
		"Zu viele falsche Codes. Bestätigen Sie anders, oder bitten Sie um Hilfe.",
		"Trop de codes erronés. Confirmez d’une autre manière, ou demandez de l’aide.",
		"Demasiados códigos incorrectos. Confirme de otra forma o pida ayuda.",
		"رموز خاطئة كثيرة جدًا. أكّد بطريقة أخرى، أو اطلب المساعدة.",
	})
}

// ChooseThrottled says: Too many tries. Wait {n} minutes, or confirm in another way.
func ChooseThrottled(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "Too many tries. Wait a minute, or confirm in another way.", other: "Too many tries. Wait {n} minutes, or confirm in another way."},
		{one: "Zu viele Versuche. Warten Sie eine Minute, oder bestätigen Sie anders.", other: "Zu viele Versuche. Warten Sie {n} Minuten, oder bestätigen Sie anders."},
		{one: "Trop d’essais. Attendez une minute, ou confirmez d’une autre manière.", other: "Trop d’essais. Attendez {n} minutes, ou confirmez d’une autre manière."},
		{one: "Demasiados intentos. Espere un minuto o confirme de otra forma.", other: "Demasiados intentos. Espere {n} minutos o confirme de otra forma."},
		{zero: "محاولات كثيرة جدًا. انتظر قليلًا، أو أكّد بطريقة أخرى.", one: "محاولات كثيرة جدًا. انتظر دقيقة، أو أكّد بطريقة أخرى.", two: "محاولات كثيرة جدًا. انتظر دقيقتين، أو أكّد بطريقة أخرى.", few: "محاولات كثيرة جدًا. انتظر {n} دقائق، أو أكّد بطريقة أخرى.", many: "محاولات كثيرة جدًا. انتظر {n} دقيقة، أو أكّد بطريقة أخرى.", other: "محاولات كثيرة جدًا. انتظر {n} دقيقة، أو أكّد بطريقة أخرى."},
	}, n), value{"n", strconv.Itoa(n)})
}
