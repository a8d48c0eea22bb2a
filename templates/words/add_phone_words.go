// Code generated from catalogue/*/add_phone.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// AddPhoneTitle says: Add another phone
func AddPhoneTitle(ctx context.Context) string {
	return say(ctx, message{
		"Add another phone",
		"Weiteres Telefon hinzufügen",
		"Ajouter un autre téléphone",
		"Añadir otro teléfono",
		"إضافة هاتف آخر",
	})
}

// AddPhoneText says: Have both phones at hand: the new one, and one that you have used for a day or more. The old one is asked whether the new one may be added.
func AddPhoneText(ctx context.Context) string {
	return say(ctx, message{
		"Have both phones at hand: the new one, and one that you have used for a day or more. The old one is asked whether the new one may be added.",
		"Halten Sie beide Telefone bereit: das neue und eines, das Sie seit mindestens einem Tag benutzen. Das alte wird gefragt, ob das neue hinzugefügt werden darf.",
		"Gardez les deux téléphones à portée de main\u00a0: le nouveau et un autre que vous utilisez depuis au moins un jour. L’ancien devra autoriser l’ajout du nouveau.",
		"Tenga a mano los dos teléfonos: el nuevo y uno que use desde hace un día o más. Al antiguo se le preguntará si se puede añadir el nuevo.",
		"اجعل الهاتفين في متناولك: الجديد، وآخر تستخدمه منذ يوم أو أكثر. سيُسأل القديم هل تجوز إضافة الجديد.",
	})
}

// AddPhoneSignedOut says: You are not signed in
func AddPhoneSignedOut(ctx context.Context) string {
	return say(ctx, message{
		"You are not signed in",
		"Sie sind nicht angemeldet",
		"Vous n’êtes pas connecté",
		"No ha iniciado sesión",
		"لم تسجّل الدخول",
	})
}

// AddPhoneSignedOutText says: A phone is added by somebody who is signed in.
func AddPhoneSignedOutText(ctx context.Context) string {
	return say(ctx, message{
		"A phone is added by somebody who is signed in.",
		"Ein Telefon kann nur hinzufügen, wer angemeldet ist.",
		"Il faut être connecté pour ajouter un téléphone.",
		"Para añadir un teléfono hay que haber iniciado sesión.",
		"لا يضيف هاتفًا إلا من سجّل الدخول.",
	})
}

// AddPhoneSignedOutRemedy says: Sign in from one of your applications, then come back here.
func AddPhoneSignedOutRemedy(ctx context.Context) string {
	return say(ctx, message{
		"Sign in from one of your applications, then come back here.",
		"Melden Sie sich aus einer Ihrer Anwendungen an und kommen Sie dann hierher zurück.",
		"Connectez-vous depuis l’une de vos applications, puis revenez ici.",
		"Inicie sesión desde una de sus aplicaciones y vuelva aquí.",
		"سجّل الدخول من أحد تطبيقاتك، ثم عُد إلى هنا.",
	})
}

// AddPhoneCannot says: You cannot add a phone now
func AddPhoneCannot(ctx context.Context) string {
	return say(ctx, message{
		"You cannot add a phone now",
		"Sie können gerade kein Telefon hinzufügen",
		"Vous ne pouvez pas ajouter de téléphone pour l’instant",
		"Ahora no puede añadir un teléfono",
		"لا يمكنك إضافة هاتف الآن",
	})
}

// AddPhoneCannotText says: A further phone needs the approval of one that you have used for a day, or a passkey. A phone that was added within a day cannot do it.
func AddPhoneCannotText(ctx context.Context) string {
	return say(ctx, message{
		"A further phone needs the approval of one that you have used for a day, or a passkey. A phone that was added within a day cannot do it.",
		"Ein weiteres Telefon braucht die Freigabe durch eines, das Sie seit einem Tag benutzen, oder einen Passkey. Ein Telefon, das erst im letzten Tag hinzugefügt wurde, genügt nicht.",
		"Pour ajouter un autre téléphone, il faut l’accord d’un téléphone que vous utilisez depuis un jour, ou une clé d’accès. Un téléphone ajouté il y a moins d’un jour ne suffit pas.",
		"Para añadir otro teléfono hace falta la aprobación de uno que use desde hace un día, o una clave de acceso. Un teléfono añadido hace menos de un día no sirve.",
		"تحتاج إضافة هاتف آخر إلى موافقة هاتف تستخدمه منذ يوم، أو إلى مفتاح مرور. ولا يكفي لذلك هاتف أُضيف خلال اليوم الأخير.",
	})
}

// AddPhoneCannotRemedy says: Try again with that phone at hand. If you have none any more, ask your administrator for a pass.
func AddPhoneCannotRemedy(ctx context.Context) string {
	return say(ctx, message{
		"Try again with that phone at hand. If you have none any more, ask your administrator for a pass.",
		"Versuchen Sie es noch einmal, wenn Sie dieses Telefon zur Hand haben. Haben Sie keines mehr, bitten Sie Ihren Administrator um einen Einmalpass.",
		"Réessayez avec ce téléphone à portée de main. Si vous n’en avez plus, demandez un laissez-passer à votre administrateur.",
		"Inténtelo de nuevo con ese teléfono a mano. Si ya no tiene ninguno, pida un pase a su administrador.",
		"حاول مرة أخرى وذلك الهاتف في متناولك. وإذا لم يعد لديك أي هاتف، فاطلب تصريحًا من المسؤول.",
	})
}
