// Code generated from catalogue/*/verify.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// VerifyAsk says: Verify this address
func VerifyAsk(ctx context.Context) string {
	return say(ctx, message{
		"Verify this address",
		"Diese Adresse bestätigen",
		"Confirmer cette adresse",
		"Confirmar esta dirección",
		"تأكيد هذا العنوان",
	})
}

// VerifyHint says: The address gets a code of six digits. Applications are told that it is yours once you have typed it here.
func VerifyHint(ctx context.Context) string {
	return say(ctx, message{
		"The address gets a code of six digits. Applications are told that it is yours once you have typed it here.",
		"An die Adresse geht ein Code aus sechs Ziffern. Sobald Sie ihn hier eingeben, erfahren Anwendungen, dass sie Ihnen gehört.",
		"Un code à six chiffres est envoyé à cette adresse. Une fois que vous l’avez saisi ici, les applications savent qu’elle est à vous.",
		"La dirección recibe un código de seis cifras. Cuando lo escriba aquí, las aplicaciones sabrán que es suya.",
		"يصل إلى العنوان رمز من ستة أرقام. بعد كتابته هنا تعرف التطبيقات أنه عنوانك.",
	})
}

// VerifySent says: A code is on its way to your address.
func VerifySent(ctx context.Context) string {
	return say(ctx, message{
		"A code is on its way to your address.",
		"Ein Code ist unterwegs an Ihre Adresse.",
		"Un code est en route vers votre adresse.",
		"Un código va de camino a su dirección.",
		"الرمز في طريقه إلى عنوانك.",
	})
}

// VerifyDone says: Your address is confirmed.
func VerifyDone(ctx context.Context) string {
	return say(ctx, message{
		"Your address is confirmed.",
		"Ihre Adresse ist bestätigt.",
		"Votre adresse est confirmée.",
		"Su dirección está confirmada.",
		"تم تأكيد عنوانك.",
	})
}

// VerifyHappened says: Your email address was confirmed
func VerifyHappened(ctx context.Context) string {
	return say(ctx, message{
		"Your email address was confirmed",
		"Ihre E-Mail-Adresse wurde bestätigt",
		"Votre adresse e-mail a été confirmée",
		"Se confirmó su dirección de correo",
		"تم تأكيد عنوان بريدك الإلكتروني",
	})
}
