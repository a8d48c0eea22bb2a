// Code generated from catalogue/*/self_test.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// SelfTestSend says: Send a test push
func SelfTestSend(ctx context.Context) string {
	return say(ctx, message{
		"Send a test push",
		"Test-Push senden",
		"Envoyer une notification de test",
		"Enviar una notificación de prueba",
		"أرسل إشعارًا تجريبيًا",
	})
}

// SelfTestRoundTrip says: A test push arrives
func SelfTestRoundTrip(ctx context.Context) string {
	return say(ctx, message{
		"A test push arrives",
		"Ein Test-Push kommt an",
		"Une notification de test arrive",
		"Llega una notificación de prueba",
		"يصل إشعار تجريبي",
	})
}

// SelfTestNone says: This phone gets no pushes. It shows requests while it is open.
func SelfTestNone(ctx context.Context) string {
	return say(ctx, message{
		"This phone gets no pushes. It shows requests while it is open.",
		"Dieses Telefon bekommt keine Pushes. Es zeigt Anfragen, solange die App offen ist.",
		"Ce téléphone ne reçoit pas de notifications. Il affiche les demandes tant que l’application est ouverte.",
		"Este teléfono no recibe notificaciones. Muestra las solicitudes mientras la aplicación está abierta.",
		"لا يتلقى هذا الهاتف إشعارات. يعرض الطلبات ما دام التطبيق مفتوحًا.",
	})
}

// SelfTestSilent says: Nothing came within 20 seconds.
func SelfTestSilent(ctx context.Context) string {
	return say(ctx, message{
		"Nothing came within 20 seconds.",
		"In 20 Sekunden kam nichts an.",
		"Rien n’est arrivé en 20 secondes.",
		"No llegó nada en 20 segundos.",
		"لم يصل شيء خلال 20 ثانية.",
	})
}

// SelfTestSending says: Waiting for the test push
func SelfTestSending(ctx context.Context) string {
	return say(ctx, message{
		"Waiting for the test push",
		"Wir warten auf den Test-Push",
		"En attente de la notification de test",
		"Esperando la notificación de prueba",
		"في انتظار الإشعار التجريبي",
	})
}
