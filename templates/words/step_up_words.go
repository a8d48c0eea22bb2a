// Code generated from catalogue/*/step_up.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// StepUpWhy says: This needs your phone as well. Send it a request when you are ready.
func StepUpWhy(ctx context.Context) string {
	return say(ctx, message{
		"This needs your phone as well. Send it a request when you are ready.",
		"Hierfür wird auch Ihr Telefon gebraucht. Senden Sie ihm eine Anfrage, wenn Sie bereit sind.",
		"Il faut aussi votre téléphone pour cela. Envoyez-lui une demande quand vous voudrez.",
		"Para esto también hace falta su teléfono. Envíele una solicitud cuando quiera.",
		"هذا يتطلب هاتفك أيضًا. أرسل إليه طلبًا عندما تكون مستعدًا.",
	})
}

// StepUpWhyApp says: {app} needs your phone as well. Send it a request when you are ready.
func StepUpWhyApp(ctx context.Context, app string) string {
	return say(ctx, message{
		"{app} needs your phone as well. Send it a request when you are ready.",
		"{app} braucht auch Ihr Telefon. Senden Sie ihm eine Anfrage, wenn Sie bereit sind.",
		"{app} a aussi besoin de votre téléphone. Envoyez-lui une demande quand vous voudrez.",
		"{app} también necesita su teléfono. Envíele una solicitud cuando quiera.",
		"يتطلب {app} هاتفك أيضًا. أرسل إليه طلبًا عندما تكون مستعدًا.",
	}, value{"app", app})
}

// StepUpSend says: Send a request to my phone
func StepUpSend(ctx context.Context) string {
	return say(ctx, message{
		"Send a request to my phone",
		"Anfrage an mein Telefon senden",
		"Envoyer une demande à mon téléphone",
		"Enviar una solicitud a mi teléfono",
		"إرسال طلب إلى هاتفي",
	})
}
