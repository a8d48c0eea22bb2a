// Code generated from catalogue/*/risk.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// RiskScanOnly says: This sign-in is confirmed by scanning the code. If your phone can’t, use another way.
func RiskScanOnly(ctx context.Context) string {
	return say(ctx, message{
		"This sign-in is confirmed by scanning the code. If your phone can’t, use another way.",
		"Diese Anmeldung wird durch Scannen des Codes bestätigt. Wenn Ihr Telefon das nicht kann, nutzen Sie einen anderen Weg.",
		"Cette connexion se confirme en scannant le code. Si votre téléphone ne le peut pas, utilisez un autre moyen.",
		"Este inicio de sesión se confirma escaneando el código. Si su teléfono no puede, use otro método.",
		"يُؤكَّد تسجيل الدخول هذا بمسح الرمز ضوئيًا. إذا تعذّر ذلك على هاتفك، فاستخدم طريقة أخرى.",
	})
}

// RiskNoCodes says: A typed code can’t be used for this sign-in. Confirm in another way.
func RiskNoCodes(ctx context.Context) string {
	return say(ctx, message{
		"A typed code can’t be used for this sign-in. Confirm in another way.",
		"Für diese Anmeldung genügt kein eingetippter Code. Bestätigen Sie auf einem anderen Weg.",
		"Un code saisi ne suffit pas pour cette connexion. Confirmez par un autre moyen.",
		"Un código escrito no basta para este inicio de sesión. Confirme de otra manera.",
		"لا يكفي رمز مكتوب لتسجيل الدخول هذا. أكّد بطريقة أخرى.",
	})
}
