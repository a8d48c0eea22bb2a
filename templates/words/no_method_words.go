// Code generated from catalogue/*/no_method.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// NoMethodTitle says: You can’t confirm this sign-in yet
func NoMethodTitle(ctx context.Context) string {
	return say(ctx, message{
		"You can’t confirm this sign-in yet",
		"Sie können diese Anmeldung noch nicht bestätigen",
		"Vous ne pouvez pas encore confirmer cette connexion",
		"Todavía no puede confirmar este inicio de sesión",
		"لا يمكنك تأكيد تسجيل الدخول هذا بعد",
	})
}

// NoMethodWhy says: A password alone is not enough here, and this account has no other way to confirm that can be used now.
func NoMethodWhy(ctx context.Context) string {
	return say(ctx, message{
		"A password alone is not enough here, and this account has no other way to confirm that can be used now.",
		"Ein Passwort allein genügt hier nicht, und für dieses Konto gibt es gerade keine andere Möglichkeit zu bestätigen.",
		"Un mot de passe seul ne suffit pas ici, et ce compte n’a aucun autre moyen de confirmer utilisable pour le moment.",
		"Aquí no basta con la contraseña, y esta cuenta no tiene ahora ninguna otra forma de confirmar.",
		"كلمة المرور وحدها لا تكفي هنا، وليس لهذا الحساب الآن طريقة أخرى للتأكيد.",
	})
}

// NoMethodRemedy says: Ask for an invitation link that lets you add a phone. Then start again.
func NoMethodRemedy(ctx context.Context) string {
	return say(ctx, message{
		"Ask for an invitation link that lets you add a phone. Then start again.",
		"Bitten Sie um einen Einladungslink, mit dem Sie ein Telefon hinzufügen können. Beginnen Sie dann noch einmal.",
		"Demandez un lien d’invitation qui vous permettra d’ajouter un téléphone. Puis recommencez.",
		"Pida un enlace de invitación que le permita añadir un teléfono. Después empiece de nuevo.",
		"اطلب رابط دعوة يتيح لك إضافة هاتف. ثم ابدأ من جديد.",
	})
}
