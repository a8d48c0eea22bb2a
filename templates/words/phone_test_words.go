// Code generated from catalogue/*/phone_test.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// PhoneTestHead says: Does it answer?
func PhoneTestHead(ctx context.Context) string {
	return say(ctx, message{
		"Does it answer?",
		"Antwortet es?",
		"Répond-il\u00a0?",
		"¿Responde?",
		"هل يستجيب؟",
	})
}

// PhoneTestLede says: A test signs nobody in. It shows whether requests reach the phone.
func PhoneTestLede(ctx context.Context) string {
	return say(ctx, message{
		"A test signs nobody in. It shows whether requests reach the phone.",
		"Ein Test meldet niemanden an. Er zeigt, ob Anfragen das Telefon erreichen.",
		"Un test ne connecte personne. Il montre si les demandes atteignent le téléphone.",
		"Una prueba no inicia la sesión de nadie. Muestra si las solicitudes llegan al teléfono.",
		"لا يسجّل الاختبار دخول أحد. بل يبيّن هل تصل الطلبات إلى الهاتف.",
	})
}

// PhoneTestSend says: Send a test request
func PhoneTestSend(ctx context.Context) string {
	return say(ctx, message{
		"Send a test request",
		"Testanfrage senden",
		"Envoyer une demande de test",
		"Enviar una solicitud de prueba",
		"إرسال طلب اختبار",
	})
}

// PhoneTestTitle says: Test of {device}
func PhoneTestTitle(ctx context.Context, device string) string {
	return say(ctx, message{
		"Test of {device}",
		"Test von {device}",
		"Test de {device}",
		"Prueba de {device}",
		"اختبار {device}",
	}, value{"device", device})
}

// PhoneTestWaiting says: Waiting for your phone
func PhoneTestWaiting(ctx context.Context) string {
	return say(ctx, message{
		"Waiting for your phone",
		"Warten auf Ihr Telefon",
		"En attente de votre téléphone",
		"Esperando a su teléfono",
		"في انتظار هاتفك",
	})
}

// PhoneTestSeen says: The phone has the request. Answer it there.
func PhoneTestSeen(ctx context.Context) string {
	return say(ctx, message{
		"The phone has the request. Answer it there.",
		"Die Anfrage ist auf dem Telefon. Beantworten Sie sie dort.",
		"Le téléphone a la demande. Répondez-y là.",
		"El teléfono tiene la solicitud. Respóndala allí.",
		"وصل الطلب إلى الهاتف. أجب عنه هناك.",
	})
}

// PhoneTestSoon says: The test runs out in 30 seconds
func PhoneTestSoon(ctx context.Context) string {
	return say(ctx, message{
		"The test runs out in 30 seconds",
		"Der Test läuft in 30 Sekunden ab",
		"Le test expire dans 30 secondes",
		"La prueba caduca en 30 segundos",
		"ينتهي الاختبار خلال 30 ثانية",
	})
}

// PhoneTestOnItsWay says: A test request is on its way. Answer it on the phone. It signs nobody in.
func PhoneTestOnItsWay(ctx context.Context) string {
	return say(ctx, message{
		"A test request is on its way. Answer it on the phone. It signs nobody in.",
		"Eine Testanfrage ist unterwegs. Beantworten Sie sie auf dem Telefon. Sie meldet niemanden an.",
		"Une demande de test est en route. Répondez-y sur le téléphone. Elle ne connecte personne.",
		"Una solicitud de prueba va de camino. Respóndala en el teléfono. No inicia la sesión de nadie.",
		"طلب اختبار في طريقه. أجب عنه في الهاتف. لا يسجّل دخول أحد.",
	})
}

// PhoneTestRefused says: The request reached the phone, and was refused there.
func PhoneTestRefused(ctx context.Context) string {
	return say(ctx, message{
		"The request reached the phone, and was refused there.",
		"Die Anfrage hat das Telefon erreicht und wurde dort abgelehnt.",
		"La demande a atteint le téléphone et y a été refusée.",
		"La solicitud llegó al teléfono y allí se rechazó.",
		"وصل الطلب إلى الهاتف، ورُفض هناك.",
	})
}

// PhoneTestAnswered says: Push works: the phone answered the test.
func PhoneTestAnswered(ctx context.Context) string {
	return say(ctx, message{
		"Push works: the phone answered the test.",
		"Push funktioniert: Das Telefon hat den Test beantwortet.",
		"Les notifications fonctionnent : le téléphone a répondu au test.",
		"Las notificaciones funcionan: el teléfono respondió a la prueba.",
		"الإشعارات تعمل: استجاب الهاتف للاختبار.",
	})
}

// PhoneTestByHand says: The phone answered, but no push can wake it: open the authenticator to see requests.
func PhoneTestByHand(ctx context.Context) string {
	return say(ctx, message{
		"The phone answered, but no push can wake it: open the authenticator to see requests.",
		"Das Telefon hat geantwortet, aber kein Push kann es wecken: Öffnen Sie den Authenticator, um Anfragen zu sehen.",
		"Le téléphone a répondu, mais aucune notification ne peut le réveiller : ouvrez l’authentificateur pour voir les demandes.",
		"El teléfono respondió, pero ninguna notificación puede despertarlo: abra el autenticador para ver las solicitudes.",
		"استجاب الهاتف، لكن لا إشعار يمكنه إيقاظه: افتح المصادق لرؤية الطلبات.",
	})
}

// PhoneTestUnanswered says: The phone did not answer. Open the authenticator on it, look at its settings, and try again.
func PhoneTestUnanswered(ctx context.Context) string {
	return say(ctx, message{
		"The phone did not answer. Open the authenticator on it, look at its settings, and try again.",
		"Das Telefon hat nicht geantwortet. Öffnen Sie darauf den Authenticator, sehen Sie in die Einstellungen und versuchen Sie es noch einmal.",
		"Le téléphone n’a pas répondu. Ouvrez-y l’authentificateur, vérifiez ses réglages et réessayez.",
		"El teléfono no respondió. Abra en él el autenticador, revise los ajustes e inténtelo de nuevo.",
		"لم يستجب الهاتف. افتح المصادق عليه، وراجع إعداداته، ثم حاول مرة أخرى.",
	})
}

// PhoneTestBusy says: No test was sent: other requests came just before. Wait a few minutes.
func PhoneTestBusy(ctx context.Context) string {
	return say(ctx, message{
		"No test was sent: other requests came just before. Wait a few minutes.",
		"Es wurde kein Test gesendet: Kurz zuvor kamen andere Anfragen. Warten Sie einige Minuten.",
		"Aucun test n’a été envoyé\u00a0: d’autres demandes viennent d’arriver. Attendez quelques minutes.",
		"No se envió ninguna prueba: acaban de llegar otras solicitudes. Espere unos minutos.",
		"لم يُرسَل أي اختبار: وصلت طلبات أخرى قبل قليل. انتظر بضع دقائق.",
	})
}

// PhoneTestOff says: No test was sent: requests to your phones are off.
func PhoneTestOff(ctx context.Context) string {
	return say(ctx, message{
		"No test was sent: requests to your phones are off.",
		"Es wurde kein Test gesendet: Anfragen an Ihre Telefone sind abgeschaltet.",
		"Aucun test n’a été envoyé\u00a0: les demandes à vos téléphones sont désactivées.",
		"No se envió ninguna prueba: las solicitudes a sus teléfonos están desactivadas.",
		"لم يُرسَل أي اختبار: الطلبات إلى هواتفك متوقفة.",
	})
}

// PhoneTestUnable says: No test was sent: this phone cannot answer requests now.
func PhoneTestUnable(ctx context.Context) string {
	return say(ctx, message{
		"No test was sent: this phone cannot answer requests now.",
		"Es wurde kein Test gesendet: Dieses Telefon kann zurzeit keine Anfragen beantworten.",
		"Aucun test n’a été envoyé\u00a0: ce téléphone ne peut pas répondre aux demandes pour le moment.",
		"No se envió ninguna prueba: este teléfono no puede responder a solicitudes ahora.",
		"لم يُرسَل أي اختبار: لا يستطيع هذا الهاتف الإجابة عن الطلبات الآن.",
	})
}
