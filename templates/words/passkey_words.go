// Code generated from catalogue/*/passkey.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// PasskeyTitleError says: Error: confirm again
func PasskeyTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: confirm again",
		"Fehler: Bestätigen Sie noch einmal",
		"Erreur\u00a0: confirmez à nouveau",
		"Error: confirme de nuevo",
		"خطأ: أكّد مرة أخرى",
	})
}

// PasskeyTitle says: Confirm with your passkey
func PasskeyTitle(ctx context.Context) string {
	return say(ctx, message{
		"Confirm with your passkey",
		"Mit Ihrem Passkey bestätigen",
		"Confirmer avec votre clé d’accès",
		"Confirmar con su clave de acceso",
		"التأكيد بمفتاح المرور",
	})
}

// PasskeyHeading says: Confirm with your fingerprint, face or PIN
func PasskeyHeading(ctx context.Context) string {
	return say(ctx, message{
		"Confirm with your fingerprint, face or PIN",
		"Bestätigen Sie mit Fingerabdruck, Gesicht oder PIN",
		"Confirmez avec votre empreinte, votre visage ou votre code PIN",
		"Confirme con su huella, su rostro o su PIN",
		"أكّد ببصمتك أو وجهك أو رمز PIN",
	})
}

// PasskeyScriptOrOther says: A passkey needs JavaScript, which is off in this browser. Turn it on, or confirm in another way.
func PasskeyScriptOrOther(ctx context.Context) string {
	return say(ctx, message{
		"A passkey needs JavaScript, which is off in this browser. Turn it on, or confirm in another way.",
		"Ein Passkey braucht JavaScript, das in diesem Browser ausgeschaltet ist. Schalten Sie es ein, oder bestätigen Sie anders.",
		"Une clé d’accès nécessite JavaScript, qui est désactivé dans ce navigateur. Activez-le, ou confirmez d’une autre manière.",
		"Una clave de acceso necesita JavaScript, que está desactivado en este navegador. Actívelo o confirme de otra forma.",
		"يحتاج مفتاح المرور إلى JavaScript، وهو معطّل في هذا المتصفح. فعّله، أو أكّد بطريقة أخرى.",
	})
}

// PasskeyScript says: A passkey needs JavaScript, which is off in this browser. Turn it on and load this page again.
func PasskeyScript(ctx context.Context) string {
	return say(ctx, message{
		"A passkey needs JavaScript, which is off in this browser. Turn it on and load this page again.",
		"Ein Passkey braucht JavaScript, das in diesem Browser ausgeschaltet ist. Schalten Sie es ein und laden Sie diese Seite neu.",
		"Une clé d’accès nécessite JavaScript, qui est désactivé dans ce navigateur. Activez-le et rechargez cette page.",
		"Una clave de acceso necesita JavaScript, que está desactivado en este navegador. Actívelo y vuelva a cargar esta página.",
		"يحتاج مفتاح المرور إلى JavaScript، وهو معطّل في هذا المتصفح. فعّله وأعد تحميل هذه الصفحة.",
	})
}

// PasskeyAsks says: Your browser asks for the passkey that you added. It can be on this device, on your phone or on a security key.
func PasskeyAsks(ctx context.Context) string {
	return say(ctx, message{
		"Your browser asks for the passkey that you added. It can be on this device, on your phone or on a security key.",
		"Ihr Browser fragt nach dem Passkey, den Sie hinzugefügt haben. Er kann auf diesem Gerät, auf Ihrem Telefon oder auf einem Sicherheitsschlüssel sein.",
		"Votre navigateur demande la clé d’accès que vous avez ajoutée. Elle peut se trouver sur cet appareil, sur votre téléphone ou sur une clé de sécurité.",
		"Su navegador le pide la clave de acceso que añadió. Puede estar en este dispositivo, en su teléfono o en una llave de seguridad.",
		"يطلب متصفحك مفتاح المرور الذي أضفته. قد يكون على هذا الجهاز أو على هاتفك أو على مفتاح أمان.",
	})
}

// PasskeyUse says: Use your passkey
func PasskeyUse(ctx context.Context) string {
	return say(ctx, message{
		"Use your passkey",
		"Passkey verwenden",
		"Utiliser votre clé d’accès",
		"Usar su clave de acceso",
		"استخدام مفتاح المرور",
	})
}

// PasskeyCancelled says: Nothing was confirmed. Try again, or confirm in another way if your passkey is not at hand.
func PasskeyCancelled(ctx context.Context) string {
	return say(ctx, message{
		"Nothing was confirmed. Try again, or confirm in another way if your passkey is not at hand.",
		"Es wurde nichts bestätigt. Versuchen Sie es noch einmal, oder bestätigen Sie anders, wenn Sie Ihren Passkey nicht zur Hand haben.",
		"Rien n’a été confirmé. Réessayez, ou confirmez d’une autre manière si vous n’avez pas votre clé d’accès sous la main.",
		"No se ha confirmado nada. Inténtelo de nuevo o confirme de otra forma si no tiene a mano su clave de acceso.",
		"لم يُؤكَّد شيء. حاول مرة أخرى، أو أكّد بطريقة أخرى إذا لم يكن مفتاح المرور في متناولك.",
	})
}

// PasskeyLate says: That took too long, so the browser stopped asking. Try again.
func PasskeyLate(ctx context.Context) string {
	return say(ctx, message{
		"That took too long, so the browser stopped asking. Try again.",
		"Das hat zu lange gedauert, deshalb fragt der Browser nicht mehr. Versuchen Sie es noch einmal.",
		"Cela a pris trop de temps et le navigateur a cessé de demander. Réessayez.",
		"Ha tardado demasiado y el navegador ha dejado de preguntar. Inténtelo de nuevo.",
		"استغرق ذلك وقتًا طويلًا فتوقّف المتصفح عن السؤال. حاول مرة أخرى.",
	})
}

// PasskeyNone says: This browser can’t use passkeys here. Confirm in another way, or open this page in another browser.
func PasskeyNone(ctx context.Context) string {
	return say(ctx, message{
		"This browser can’t use passkeys here. Confirm in another way, or open this page in another browser.",
		"Dieser Browser kann hier keine Passkeys verwenden. Bestätigen Sie anders, oder öffnen Sie diese Seite in einem anderen Browser.",
		"Ce navigateur ne peut pas utiliser de clés d’accès ici. Confirmez d’une autre manière, ou ouvrez cette page dans un autre navigateur.",
		"Este navegador no puede usar claves de acceso aquí. Confirme de otra forma o abra esta página en otro navegador.",
		"لا يمكن لهذا المتصفح استخدام مفاتيح المرور هنا. أكّد بطريقة أخرى، أو افتح هذه الصفحة في متصفح آخر.",
	})
}

// PasskeyRefused says: That passkey can’t be used here. Try another one, or go on in another way.
func PasskeyRefused(ctx context.Context) string {
	return say(ctx, message{
		"That passkey can’t be used here. Try another one, or go on in another way.",
		"Dieser Passkey kann hier nicht verwendet werden. Versuchen Sie einen anderen, oder machen Sie anders weiter.",
		"Cette clé d’accès ne peut pas être utilisée ici. Essayez-en une autre, ou continuez d’une autre manière.",
		"Esa clave de acceso no se puede usar aquí. Pruebe con otra o continúe de otra forma.",
		"لا يمكن استخدام مفتاح المرور هذا هنا. جرّب مفتاحًا آخر، أو تابع بطريقة أخرى.",
	})
}
