// Code generated from catalogue/*/app_more.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// AppMoreApproved says: Approved
func AppMoreApproved(ctx context.Context) string {
	return say(ctx, message{
		"Approved",
		"Bestätigt",
		"Approuvée",
		"Aprobada",
		"تمت الموافقة",
	})
}

// AppMoreDenied says: Refused
func AppMoreDenied(ctx context.Context) string {
	return say(ctx, message{
		"Refused",
		"Abgelehnt",
		"Refusée",
		"Rechazada",
		"مرفوض",
	})
}

// AppMoreReported says: Reported
func AppMoreReported(ctx context.Context) string {
	return say(ctx, message{
		"Reported",
		"Gemeldet",
		"Signalée",
		"Denunciada",
		"تم الإبلاغ",
	})
}

// AppMoreUnused says: Not used
func AppMoreUnused(ctx context.Context) string {
	return say(ctx, message{
		"Not used",
		"Nicht genutzt",
		"Non utilisée",
		"Sin usar",
		"لم يُستخدم",
	})
}

// AppMoreWrong says: Wrong number
func AppMoreWrong(ctx context.Context) string {
	return say(ctx, message{
		"Wrong number",
		"Falsche Zahl",
		"Mauvais nombre",
		"Número erróneo",
		"رقم خاطئ",
	})
}

// AppMoreAnswers says: Your answers
func AppMoreAnswers(ctx context.Context) string {
	return say(ctx, message{
		"Your answers",
		"Ihre Antworten",
		"Vos réponses",
		"Sus respuestas",
		"إجاباتك",
	})
}

// AppMoreNoAnswers says: There are none yet.
func AppMoreNoAnswers(ctx context.Context) string {
	return say(ctx, message{
		"There are none yet.",
		"Es gibt noch keine.",
		"Il n’y en a pas encore.",
		"Todavía no hay ninguna.",
		"لا توجد أي إجابة بعد.",
	})
}

// AppMoreName says: Name
func AppMoreName(ctx context.Context) string {
	return say(ctx, message{
		"Name",
		"Name",
		"Nom",
		"Nombre",
		"الاسم",
	})
}

// AppMoreAdded says: Added
func AppMoreAdded(ctx context.Context) string {
	return say(ctx, message{
		"Added",
		"Hinzugefügt",
		"Ajouté",
		"Añadido",
		"أُضيف",
	})
}

// AppMoreApproves says: Approves
func AppMoreApproves(ctx context.Context) string {
	return say(ctx, message{
		"Approves",
		"Bestätigt",
		"Approuve",
		"Aprueba",
		"يوافق",
	})
}

// AppMoreWithLock says: With fingerprint, face or PIN
func AppMoreWithLock(ctx context.Context) string {
	return say(ctx, message{
		"With fingerprint, face or PIN",
		"Mit Fingerabdruck, Gesicht oder PIN",
		"Avec empreinte, visage ou code PIN",
		"Con huella, rostro o PIN",
		"ببصمة الإصبع أو الوجه أو رقم PIN",
	})
}

// AppMoreAlone says: With the app alone
func AppMoreAlone(ctx context.Context) string {
	return say(ctx, message{
		"With the app alone",
		"Mit der App allein",
		"Avec l’application seule",
		"Solo con la aplicación",
		"بالتطبيق وحده",
	})
}

// AppMoreUntil says: until <span data-slot="until"></span>
func AppMoreUntil() templ.Component {
	return draw(message{
		"until <span data-slot=\"until\"></span>",
		"bis <span data-slot=\"until\"></span>",
		"jusqu’à <span data-slot=\"until\"></span>",
		"hasta <span data-slot=\"until\"></span>",
		"حتى <span data-slot=\"until\"></span>",
	})
}

// AppMorePause says: Pause notifications until tomorrow
func AppMorePause(ctx context.Context) string {
	return say(ctx, message{
		"Pause notifications until tomorrow",
		"Benachrichtigungen bis morgen pausieren",
		"Suspendre les notifications jusqu’à demain",
		"Pausar las notificaciones hasta mañana",
		"إيقاف الإشعارات حتى الغد",
	})
}

// AppMoreResume says: End the pause
func AppMoreResume(ctx context.Context) string {
	return say(ctx, message{
		"End the pause",
		"Pause beenden",
		"Mettre fin à la pause",
		"Terminar la pausa",
		"إنهاء الإيقاف",
	})
}

// AppMoreRemove says: Remove this phone
func AppMoreRemove(ctx context.Context) string {
	return say(ctx, message{
		"Remove this phone",
		"Dieses Telefon entfernen",
		"Retirer ce téléphone",
		"Quitar este teléfono",
		"إزالة هذا الهاتف",
	})
}

// AppMoreFree says: Countersign is free software. This app loads nothing from others.
func AppMoreFree(ctx context.Context) string {
	return say(ctx, message{
		"Countersign is free software. This app loads nothing from others.",
		"Countersign ist freie Software. Diese App lädt nichts von anderen.",
		"Countersign est un logiciel libre. Cette application ne charge rien d’ailleurs.",
		"Countersign es software libre. Esta aplicación no carga nada de otros.",
		"Countersign برنامج حر. لا يحمّل هذا التطبيق شيئًا من جهات أخرى.",
	})
}

// AppMoreRemoveSure says: Remove this phone?
func AppMoreRemoveSure(ctx context.Context) string {
	return say(ctx, message{
		"Remove this phone?",
		"Dieses Telefon entfernen?",
		"Retirer ce téléphone\u00a0?",
		"¿Quitar este teléfono?",
		"هل تريد إزالة هذا الهاتف؟",
	})
}

// AppMoreRemoveWhat says: It will no longer confirm sign-ins to <b data-slot="issuer"></b>. Its key is deleted.
func AppMoreRemoveWhat() templ.Component {
	return draw(message{
		"It will no longer confirm sign-ins to <b data-slot=\"issuer\"></b>. Its key is deleted.",
		"Es wird keine Anmeldungen bei <b data-slot=\"issuer\"></b> mehr bestätigen. Sein Schlüssel wird gelöscht.",
		"Il ne confirmera plus de connexions à <b data-slot=\"issuer\"></b>. Sa clé est supprimée.",
		"Ya no confirmará inicios de sesión en <b data-slot=\"issuer\"></b>. Su clave se borra.",
		"لن يؤكد بعد الآن عمليات الدخول إلى <b data-slot=\"issuer\"></b>. ويُحذف مفتاحه.",
	})
}

// AppMoreKeep says: Keep it
func AppMoreKeep(ctx context.Context) string {
	return say(ctx, message{
		"Keep it",
		"Behalten",
		"Le garder",
		"Conservarlo",
		"الاحتفاظ به",
	})
}

// AppMoreRemoveNow says: Remove it
func AppMoreRemoveNow(ctx context.Context) string {
	return say(ctx, message{
		"Remove it",
		"Entfernen",
		"Le retirer",
		"Quitarlo",
		"إزالته",
	})
}

// AppMoreTest says: Test this phone
func AppMoreTest(ctx context.Context) string {
	return say(ctx, message{
		"Test this phone",
		"Dieses Telefon prüfen",
		"Tester ce téléphone",
		"Probar este teléfono",
		"اختبار هذا الهاتف",
	})
}

// AppMoreTestWhat says: What this phone and its browser can do. Copy it into a message to your help desk: it holds no secret and no name.
func AppMoreTestWhat(ctx context.Context) string {
	return say(ctx, message{
		"What this phone and its browser can do. Copy it into a message to your help desk: it holds no secret and no name.",
		"Was dieses Telefon und sein Browser können. Kopieren Sie es in eine Nachricht an Ihren Helpdesk: Es enthält kein Geheimnis und keinen Namen.",
		"Ce que ce téléphone et son navigateur savent faire. Copiez-le dans un message à votre assistance\u00a0: il ne contient ni secret ni nom.",
		"Lo que pueden hacer este teléfono y su navegador. Cópielo en un mensaje a su servicio de asistencia: no contiene secretos ni nombres.",
		"ما يستطيعه هذا الهاتف ومتصفحه. انسخه في رسالة إلى مكتب المساعدة: لا يحتوي على سر ولا اسم.",
	})
}

// AppMoreGood says: Yes
func AppMoreGood(ctx context.Context) string {
	return say(ctx, message{
		"Yes",
		"Ja",
		"Oui",
		"Sí",
		"نعم",
	})
}

// AppMoreBad says: No
func AppMoreBad(ctx context.Context) string {
	return say(ctx, message{
		"No",
		"Nein",
		"Non",
		"No",
		"لا",
	})
}

// AppMoreReport says: Report
func AppMoreReport(ctx context.Context) string {
	return say(ctx, message{
		"Report",
		"Bericht",
		"Rapport",
		"Informe",
		"التقرير",
	})
}

// AppMoreCopyReport says: Copy the report
func AppMoreCopyReport(ctx context.Context) string {
	return say(ctx, message{
		"Copy the report",
		"Bericht kopieren",
		"Copier le rapport",
		"Copiar el informe",
		"نسخ التقرير",
	})
}

// AppMoreTestLock says: Test the phone’s lock
func AppMoreTestLock(ctx context.Context) string {
	return say(ctx, message{
		"Test the phone’s lock",
		"Displaysperre prüfen",
		"Tester le verrouillage",
		"Probar el bloqueo del teléfono",
		"اختبار قفل الهاتف",
	})
}

// AppMoreCheckKeys says: Keeps keys
func AppMoreCheckKeys(ctx context.Context) string {
	return say(ctx, message{
		"Keeps keys",
		"Verwahrt Schlüssel",
		"Garde les clés",
		"Guarda claves",
		"يحفظ المفاتيح",
	})
}

// AppMoreCheckSigns says: Signs
func AppMoreCheckSigns(ctx context.Context) string {
	return say(ctx, message{
		"Signs",
		"Unterschreibt",
		"Signe",
		"Firma",
		"يوقّع",
	})
}

// AppMoreCheckServer says: Reaches the server
func AppMoreCheckServer(ctx context.Context) string {
	return say(ctx, message{
		"Reaches the server",
		"Erreicht den Server",
		"Joint le serveur",
		"Llega al servidor",
		"يصل إلى الخادم",
	})
}

// AppMoreCheckLock says: Fingerprint, face or PIN
func AppMoreCheckLock(ctx context.Context) string {
	return say(ctx, message{
		"Fingerprint, face or PIN",
		"Fingerabdruck, Gesicht oder PIN",
		"Empreinte, visage ou code PIN",
		"Huella, rostro o PIN",
		"بصمة الإصبع أو الوجه أو رقم PIN",
	})
}

// AppMoreCheckWorker says: Works in the background
func AppMoreCheckWorker(ctx context.Context) string {
	return say(ctx, message{
		"Works in the background",
		"Arbeitet im Hintergrund",
		"Travaille en arrière-plan",
		"Funciona en segundo plano",
		"يعمل في الخلفية",
	})
}

// AppMoreCheckInstalled says: Installed as an app
func AppMoreCheckInstalled(ctx context.Context) string {
	return say(ctx, message{
		"Installed as an app",
		"Als App installiert",
		"Installé comme application",
		"Instalado como aplicación",
		"مثبّت كتطبيق",
	})
}

// AppMoreCheckPersists says: Storage is kept for good
func AppMoreCheckPersists(ctx context.Context) string {
	return say(ctx, message{
		"Storage is kept for good",
		"Speicher bleibt auf Dauer",
		"Le stockage est conservé durablement",
		"El almacenamiento se conserva",
		"يُحفظ التخزين بشكل دائم",
	})
}
