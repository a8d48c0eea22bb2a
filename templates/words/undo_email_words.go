// Code generated from catalogue/*/undo_email.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// UndoEmailAsk says: Take the new address back?
func UndoEmailAsk(ctx context.Context) string {
	return say(ctx, message{
		"Take the new address back?",
		"Neue Adresse zurücknehmen?",
		"Annuler la nouvelle adresse\u00a0?",
		"¿Deshacer la nueva dirección?",
		"إلغاء العنوان الجديد؟",
	})
}

// UndoEmailAskLede says: Do it if you did not change the address. Everybody is signed out of the account then, you too.
func UndoEmailAskLede(ctx context.Context) string {
	return say(ctx, message{
		"Do it if you did not change the address. Everybody is signed out of the account then, you too.",
		"Tun Sie es, wenn Sie die Adresse nicht geändert haben. Dann werden alle von dem Konto abgemeldet, auch Sie.",
		"Faites-le si vous n’avez pas modifié l’adresse. Tout le monde sera alors déconnecté du compte, vous aussi.",
		"Hágalo si no cambió usted la dirección. Entonces se cerrarán todas las sesiones de la cuenta, también la suya.",
		"افعل ذلك إذا لم تكن أنت من غيّر العنوان. عندها يُسجَّل خروج الجميع من الحساب، وأنت أيضًا.",
	})
}

// UndoEmailAct says: It wasn’t me: take it back
func UndoEmailAct(ctx context.Context) string {
	return say(ctx, message{
		"It wasn’t me: take it back",
		"Das war ich nicht: zurücknehmen",
		"Ce n’était pas moi\u00a0: annuler",
		"No fui yo: deshacer",
		"لم أكن أنا: ألغِ التغيير",
	})
}

// UndoEmailDone says: Your address is back
func UndoEmailDone(ctx context.Context) string {
	return say(ctx, message{
		"Your address is back",
		"Ihre Adresse ist wieder da",
		"Votre adresse est rétablie",
		"Ha recuperado su dirección",
		"استُعيد عنوانك",
	})
}

// UndoEmailDoneLede says: Everybody is signed out. Whoever changed the address was signed in, so change your password and look at your ways to confirm.
func UndoEmailDoneLede(ctx context.Context) string {
	return say(ctx, message{
		"Everybody is signed out. Whoever changed the address was signed in, so change your password and look at your ways to confirm.",
		"Alle sind abgemeldet. Wer die Adresse geändert hat, war angemeldet. Ändern Sie also Ihr Passwort und prüfen Sie Ihre Bestätigungswege.",
		"Tout le monde est déconnecté. La personne qui a modifié l’adresse était connectée\u00a0: modifiez votre mot de passe et vérifiez vos moyens de confirmation.",
		"Se han cerrado todas las sesiones. Quien cambió la dirección tenía la sesión abierta, así que cambie la contraseña y revise sus formas de confirmar.",
		"سُجّل خروج الجميع. مَن غيّر العنوان كان مسجّل الدخول، فغيّر كلمة المرور وراجع طرق التأكيد.",
	})
}

// UndoEmailOver says: This link does not work any more
func UndoEmailOver(ctx context.Context) string {
	return say(ctx, message{
		"This link does not work any more",
		"Dieser Link funktioniert nicht mehr",
		"Ce lien ne fonctionne plus",
		"Este enlace ya no funciona",
		"لم يعد هذا الرابط يعمل",
	})
}

// UndoEmailOverLede says: It was used, it is older than 72 hours, or another account has the address by now. If your account is not safe, tell whoever looks after it.
func UndoEmailOverLede(ctx context.Context) string {
	return say(ctx, message{
		"It was used, it is older than 72 hours, or another account has the address by now. If your account is not safe, tell whoever looks after it.",
		"Er wurde benutzt, ist älter als 72 Stunden, oder ein anderes Konto hat inzwischen die Adresse. Wenn Ihr Konto nicht sicher ist, sagen Sie es der Person, die es betreut.",
		"Il a été utilisé, il a plus de 72 heures, ou un autre compte a désormais l’adresse. Si votre compte n’est pas en sécurité, prévenez la personne qui le gère.",
		"Se ha usado, tiene más de 72 horas o la dirección ya es de otra cuenta. Si su cuenta no está segura, avise a quien la administra.",
		"استُخدم، أو مضى عليه أكثر من 72 ساعة، أو صار العنوان لحساب آخر. إذا لم يكن حسابك آمنًا فأخبر المسؤول عنه.",
	})
}
