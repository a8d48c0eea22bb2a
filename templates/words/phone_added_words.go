// Code generated from catalogue/*/phone_added.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// PhoneAddedTitle says: {device} was added
func PhoneAddedTitle(ctx context.Context, device string) string {
	return say(ctx, message{
		"{device} was added",
		"{device} wurde hinzugefügt",
		"{device} a été ajouté",
		"Se ha añadido {device}",
		"تمت إضافة {device}",
	}, value{"device", device})
}

// PhoneAddedSeen says: The new phone has the request. Answer it there.
func PhoneAddedSeen(ctx context.Context) string {
	return say(ctx, message{
		"The new phone has the request. Answer it there.",
		"Das neue Telefon hat die Anfrage. Antworten Sie dort.",
		"Le nouveau téléphone a reçu la demande. Répondez-y là-bas.",
		"El teléfono nuevo tiene la solicitud. Respóndala allí.",
		"وصل الطلب إلى الهاتف الجديد. أجب عنه هناك.",
	})
}

// PhoneAddedWaiting says: Waiting for the new phone
func PhoneAddedWaiting(ctx context.Context) string {
	return say(ctx, message{
		"Waiting for the new phone",
		"Warten auf das neue Telefon",
		"En attente du nouveau téléphone",
		"Esperando al teléfono nuevo",
		"في انتظار الهاتف الجديد",
	})
}

// PhoneAddedTest says: A test request is on its way. Answer it on the new phone, or close this page.
func PhoneAddedTest(ctx context.Context) string {
	return say(ctx, message{
		"A test request is on its way. Answer it on the new phone, or close this page.",
		"Eine Testanfrage ist unterwegs. Beantworten Sie sie auf dem neuen Telefon, oder schließen Sie diese Seite.",
		"Une demande de test est en route. Répondez-y sur le nouveau téléphone, ou fermez cette page.",
		"Hay una solicitud de prueba en camino. Respóndala en el teléfono nuevo o cierre esta página.",
		"طلب تجريبي في الطريق. أجب عنه على الهاتف الجديد، أو أغلق هذه الصفحة.",
	})
}

// PhoneAddedByHand says: No push: open the authenticator to see requests. The phone answered the test that way.
func PhoneAddedByHand(ctx context.Context) string {
	return say(ctx, message{
		"No push: open the authenticator to see requests. The phone answered the test that way.",
		"Kein Push: Öffnen Sie den Authenticator, um Anfragen zu sehen. So hat das Telefon den Test beantwortet.",
		"Pas de notification\u00a0: ouvrez l’authentificateur pour voir les demandes. C’est ainsi que le téléphone a répondu au test.",
		"Sin notificaciones: abra el autenticador para ver las solicitudes. Así ha respondido el teléfono a la prueba.",
		"لا إشعارات: افتح تطبيق المصادقة لترى الطلبات. وبهذه الطريقة أجاب الهاتف عن الاختبار.",
	})
}

// PhoneAddedUnanswered says: The phone did not answer the test. No push: open the authenticator to see requests.
func PhoneAddedUnanswered(ctx context.Context) string {
	return say(ctx, message{
		"The phone did not answer the test. No push: open the authenticator to see requests.",
		"Das Telefon hat den Test nicht beantwortet. Kein Push: Öffnen Sie den Authenticator, um Anfragen zu sehen.",
		"Le téléphone n’a pas répondu au test. Pas de notification\u00a0: ouvrez l’authentificateur pour voir les demandes.",
		"El teléfono no ha respondido a la prueba. Sin notificaciones: abra el autenticador para ver las solicitudes.",
		"لم يُجب الهاتف عن الاختبار. لا إشعارات: افتح تطبيق المصادقة لترى الطلبات.",
	})
}

// PhoneAddedProbation says: For a day it can sign you in, and change nothing about your account. You can close this page.
func PhoneAddedProbation(ctx context.Context) string {
	return say(ctx, message{
		"For a day it can sign you in, and change nothing about your account. You can close this page.",
		"Einen Tag lang kann es Sie anmelden, aber nichts an Ihrem Konto ändern. Sie können diese Seite schließen.",
		"Pendant un jour, il peut vous connecter, mais rien changer à votre compte. Vous pouvez fermer cette page.",
		"Durante un día puede iniciar su sesión, pero no cambiar nada de su cuenta. Puede cerrar esta página.",
		"خلال يوم يمكنه تسجيل دخولك، دون أن يغيّر شيئًا في حسابك. يمكنك إغلاق هذه الصفحة.",
	})
}
