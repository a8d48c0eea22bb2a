// Code generated from catalogue/*/app.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// AppStart says: Countersign, start
func AppStart(ctx context.Context) string {
	return say(ctx, message{
		"Countersign, start",
		"Countersign, Startseite",
		"Countersign, accueil",
		"Countersign, inicio",
		"Countersign، البداية",
	})
}

// AppNeedsScript says: This app needs JavaScript
func AppNeedsScript(ctx context.Context) string {
	return say(ctx, message{
		"This app needs JavaScript",
		"Diese App braucht JavaScript",
		"Cette application a besoin de JavaScript",
		"Esta aplicación necesita JavaScript",
		"يحتاج هذا التطبيق إلى JavaScript",
	})
}

// AppNeedsScriptWhy says: Your key is kept by the browser, and only script can use it. Switch JavaScript on for this site, or use another way on the sign-in page.
func AppNeedsScriptWhy(ctx context.Context) string {
	return say(ctx, message{
		"Your key is kept by the browser, and only script can use it. Switch JavaScript on for this site, or use another way on the sign-in page.",
		"Ihren Schlüssel verwahrt der Browser, und nur ein Skript kann ihn benutzen. Schalten Sie JavaScript für diese Website ein, oder wählen Sie auf der Anmeldeseite einen anderen Weg.",
		"Votre clé est gardée par le navigateur, et seul un script peut s’en servir. Activez JavaScript pour ce site, ou choisissez un autre moyen sur la page de connexion.",
		"El navegador guarda su clave y solo un script puede usarla. Active JavaScript para este sitio o elija otra forma en la página de inicio de sesión.",
		"يحفظ المتصفح مفتاحك، ولا يستطيع استخدامه إلا نص برمجي. فعّل JavaScript لهذا الموقع، أو اختر طريقة أخرى في صفحة تسجيل الدخول.",
	})
}

// AppNothingWaiting says: Nothing waiting
func AppNothingWaiting(ctx context.Context) string {
	return say(ctx, message{
		"Nothing waiting",
		"Nichts wartet",
		"Rien en attente",
		"No hay nada pendiente",
		"لا شيء في الانتظار",
	})
}

// AppNothingWaitingWhy says: New requests show up here, even if a notification goes missing.
func AppNothingWaitingWhy(ctx context.Context) string {
	return say(ctx, message{
		"New requests show up here, even if a notification goes missing.",
		"Neue Anfragen erscheinen hier, auch wenn eine Benachrichtigung ausbleibt.",
		"Les nouvelles demandes apparaissent ici, même si une notification se perd.",
		"Las solicitudes nuevas aparecen aquí, aunque se pierda una notificación.",
		"تظهر الطلبات الجديدة هنا، حتى إن ضاع إشعار.",
	})
}

// AppDropped says: A request came that this app cannot read. Close the app and open it again.
func AppDropped(ctx context.Context) string {
	return say(ctx, message{
		"A request came that this app cannot read. Close the app and open it again.",
		"Es kam eine Anfrage, die diese App nicht lesen kann. Schließen Sie die App und öffnen Sie sie noch einmal.",
		"Une demande est arrivée que cette application ne sait pas lire. Fermez l’application et rouvrez-la.",
		"Ha llegado una solicitud que esta aplicación no puede leer. Cierre la aplicación y vuelva a abrirla.",
		"وصل طلب لا يستطيع هذا التطبيق قراءته. أغلق التطبيق وافتحه من جديد.",
	})
}

// AppThisPhone says: This phone
func AppThisPhone(ctx context.Context) string {
	return say(ctx, message{
		"This phone",
		"Dieses Telefon",
		"Ce téléphone",
		"Este teléfono",
		"هذا الهاتف",
	})
}

// AppReady says: Ready
func AppReady(ctx context.Context) string {
	return say(ctx, message{
		"Ready",
		"Bereit",
		"Prêt",
		"Listo",
		"جاهز",
	})
}

// AppPending says: Not confirmed
func AppPending(ctx context.Context) string {
	return say(ctx, message{
		"Not confirmed",
		"Nicht bestätigt",
		"Non confirmé",
		"Sin confirmar",
		"غير مؤكّد",
	})
}

// AppPaused says: Paused
func AppPaused(ctx context.Context) string {
	return say(ctx, message{
		"Paused",
		"Pausiert",
		"En pause",
		"En pausa",
		"متوقف مؤقتًا",
	})
}

// AppSuspended says: Suspended
func AppSuspended(ctx context.Context) string {
	return say(ctx, message{
		"Suspended",
		"Gesperrt",
		"Suspendu",
		"Suspendido",
		"موقوف",
	})
}

// AppNotifications says: Notifications
func AppNotifications(ctx context.Context) string {
	return say(ctx, message{
		"Notifications",
		"Benachrichtigungen",
		"Notifications",
		"Notificaciones",
		"الإشعارات",
	})
}

// AppOn says: On
func AppOn(ctx context.Context) string {
	return say(ctx, message{
		"On",
		"Ein",
		"Activé",
		"Activado",
		"مفعّل",
	})
}

// AppNotHere says: Not here
func AppNotHere(ctx context.Context) string {
	return say(ctx, message{
		"Not here",
		"Hier nicht",
		"Pas ici",
		"Aquí no",
		"ليس هنا",
	})
}

// AppSwitchOn says: Switch on
func AppSwitchOn(ctx context.Context) string {
	return say(ctx, message{
		"Switch on",
		"Einschalten",
		"Activer",
		"Activar",
		"تفعيل",
	})
}

// AppVerified says: Confirmed with fingerprint, face or PIN
func AppVerified(ctx context.Context) string {
	return say(ctx, message{
		"Confirmed with fingerprint, face or PIN",
		"Bestätigt mit Fingerabdruck, Gesicht oder PIN",
		"Confirmé par empreinte, visage ou code PIN",
		"Confirmado con huella, rostro o PIN",
		"يؤكَّد ببصمة الإصبع أو الوجه أو رقم PIN",
	})
}

// AppUnverified says: Confirmed by opening this app
func AppUnverified(ctx context.Context) string {
	return say(ctx, message{
		"Confirmed by opening this app",
		"Bestätigt durch Öffnen dieser App",
		"Confirmé en ouvrant cette application",
		"Confirmado al abrir esta aplicación",
		"يؤكَّد بفتح هذا التطبيق",
	})
}

// AppSoftwareKey says: Software key
func AppSoftwareKey(ctx context.Context) string {
	return say(ctx, message{
		"Software key",
		"Softwareschlüssel",
		"Clé logicielle",
		"Clave de software",
		"مفتاح برمجي",
	})
}

// AppRecent says: Recent
func AppRecent(ctx context.Context) string {
	return say(ctx, message{
		"Recent",
		"Zuletzt",
		"Récemment",
		"Reciente",
		"الأحدث",
	})
}

// AppLastChecked says: Last checked <span data-slot="checked"></span>
func AppLastChecked() templ.Component {
	return draw(message{
		"Last checked <span data-slot=\"checked\"></span>",
		"Zuletzt nachgesehen: <span data-slot=\"checked\"></span>",
		"Dernière vérification\u00a0: <span data-slot=\"checked\"></span>",
		"Última comprobación: <span data-slot=\"checked\"></span>",
		"آخر تحقق: <span data-slot=\"checked\"></span>",
	})
}

// AppManage says: Manage this phone
func AppManage(ctx context.Context) string {
	return say(ctx, message{
		"Manage this phone",
		"Dieses Telefon verwalten",
		"Gérer ce téléphone",
		"Administrar este teléfono",
		"إدارة هذا الهاتف",
	})
}

// AppRequestsWaiting says: Requests waiting
func AppRequestsWaiting(ctx context.Context) string {
	return say(ctx, message{
		"Requests waiting",
		"Wartende Anfragen",
		"Demandes en attente",
		"Solicitudes pendientes",
		"طلبات في الانتظار",
	})
}

// AppReview says: Review
func AppReview(ctx context.Context) string {
	return say(ctx, message{
		"Review",
		"Ansehen",
		"Examiner",
		"Revisar",
		"مراجعة",
	})
}

// AppAdd says: Add this phone
func AppAdd(ctx context.Context) string {
	return say(ctx, message{
		"Add this phone",
		"Dieses Telefon hinzufügen",
		"Ajouter ce téléphone",
		"Añadir este teléfono",
		"إضافة هذا الهاتف",
	})
}

// AppAddHow says: Sign in on your computer. It shows a code for your phone: point this phone’s camera at it, or type its ten characters here.
func AppAddHow(ctx context.Context) string {
	return say(ctx, message{
		"Sign in on your computer. It shows a code for your phone: point this phone’s camera at it, or type its ten characters here.",
		"Melden Sie sich am Computer an. Er zeigt einen Code für Ihr Telefon: Richten Sie die Kamera dieses Telefons darauf, oder tippen Sie hier seine zehn Zeichen.",
		"Connectez-vous sur votre ordinateur. Il affiche un code pour votre téléphone\u00a0: visez-le avec l’appareil photo de ce téléphone, ou saisissez ici ses dix caractères.",
		"Inicie sesión en su ordenador. Mostrará un código para su teléfono: apunte a él con la cámara de este teléfono o escriba aquí sus diez caracteres.",
		"سجّل الدخول على حاسوبك. سيعرض رمزًا لهاتفك: وجّه كاميرا هذا الهاتف إليه، أو اكتب هنا أحرفه العشرة.",
	})
}

// AppTenCharacters says: Ten characters
func AppTenCharacters(ctx context.Context) string {
	return say(ctx, message{
		"Ten characters",
		"Zehn Zeichen",
		"Dix caractères",
		"Diez caracteres",
		"عشرة أحرف",
	})
}

// AppNoCode says: That is not a code. It has ten letters, shown five and five.
func AppNoCode(ctx context.Context) string {
	return say(ctx, message{
		"That is not a code. It has ten letters, shown five and five.",
		"Das ist kein Code. Er hat zehn Buchstaben, zweimal fünf.",
		"Ce n’est pas un code. Il a dix lettres, cinq et cinq.",
		"Eso no es un código. Tiene diez letras, cinco y cinco.",
		"هذا ليس رمزًا. يتكون الرمز من عشرة أحرف، خمسة فخمسة.",
	})
}

// AppGoOn says: Go on
func AppGoOn(ctx context.Context) string {
	return say(ctx, message{
		"Go on",
		"Weiter",
		"Continuer",
		"Continuar",
		"متابعة",
	})
}

// AppDone says: Done
func AppDone(ctx context.Context) string {
	return say(ctx, message{
		"Done",
		"Fertig",
		"Terminé",
		"Listo",
		"تم",
	})
}

// AppClose says: Close
func AppClose(ctx context.Context) string {
	return say(ctx, message{
		"Close",
		"Schließen",
		"Fermer",
		"Cerrar",
		"إغلاق",
	})
}

// AppBack says: Back
func AppBack(ctx context.Context) string {
	return say(ctx, message{
		"Back",
		"Zurück",
		"Retour",
		"Volver",
		"رجوع",
	})
}

// AppTryAgain says: Try again
func AppTryAgain(ctx context.Context) string {
	return say(ctx, message{
		"Try again",
		"Noch einmal versuchen",
		"Réessayer",
		"Intentar de nuevo",
		"حاول مرة أخرى",
	})
}
