// Code generated from catalogue/*/app_enrol.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// AppEnrolAddWhy says: It will confirm that it’s really you. Go on only if you see this link on your own sign-in page.
func AppEnrolAddWhy(ctx context.Context) string {
	return say(ctx, message{
		"It will confirm that it’s really you. Go on only if you see this link on your own sign-in page.",
		"Es wird bestätigen, dass Sie es wirklich sind. Machen Sie nur weiter, wenn Sie diesen Link auf Ihrer eigenen Anmeldeseite sehen.",
		"Il confirmera que c’est bien vous. Ne continuez que si vous voyez ce lien sur votre propre page de connexion.",
		"Confirmará que es realmente usted. Continúe solo si ve este enlace en su propia página de inicio de sesión.",
		"سيؤكد أنك أنت فعلًا. تابع فقط إن كنت ترى هذا الرابط في صفحة تسجيل الدخول الخاصة بك.",
	})
}

// AppEnrolDesk says: This is a computer. A phone is better: whoever sits here could approve their own sign-ins.
func AppEnrolDesk(ctx context.Context) string {
	return say(ctx, message{
		"This is a computer. A phone is better: whoever sits here could approve their own sign-ins.",
		"Dies ist ein Computer. Ein Telefon ist besser: Wer hier sitzt, könnte seine eigenen Anmeldungen bestätigen.",
		"Ceci est un ordinateur. Un téléphone est préférable\u00a0: quiconque s’assoit ici pourrait approuver ses propres connexions.",
		"Esto es un ordenador. Es mejor un teléfono: quien se siente aquí podría aprobar sus propios inicios de sesión.",
		"هذا حاسوب. الهاتف أفضل: فمن يجلس هنا يستطيع الموافقة على عمليات دخوله بنفسه.",
	})
}

// AppEnrolBegin says: Use this browser
func AppEnrolBegin(ctx context.Context) string {
	return say(ctx, message{
		"Use this browser",
		"Diesen Browser benutzen",
		"Utiliser ce navigateur",
		"Usar este navegador",
		"استخدام هذا المتصفح",
	})
}

// AppEnrolAllow says: Allow notifications
func AppEnrolAllow(ctx context.Context) string {
	return say(ctx, message{
		"Allow notifications",
		"Benachrichtigungen erlauben",
		"Autoriser les notifications",
		"Permitir notificaciones",
		"السماح بالإشعارات",
	})
}

// AppEnrolAllowWhy says: Then requests reach you while the app is closed. Without them you open the app yourself.
func AppEnrolAllowWhy(ctx context.Context) string {
	return say(ctx, message{
		"Then requests reach you while the app is closed. Without them you open the app yourself.",
		"Dann erreichen Anfragen Sie auch bei geschlossener App. Ohne sie öffnen Sie die App selbst.",
		"Les demandes vous parviennent alors même si l’application est fermée. Sans elles, vous ouvrez l’application vous-même.",
		"Así las solicitudes le llegan con la aplicación cerrada. Sin ellas tendrá que abrir la aplicación usted.",
		"عندئذ تصلك الطلبات والتطبيق مغلق. وبدونها تفتح التطبيق بنفسك.",
	})
}

// AppEnrolAsking says: Asking your browser’s push service. This takes a few seconds.
func AppEnrolAsking(ctx context.Context) string {
	return say(ctx, message{
		"Asking your browser’s push service. This takes a few seconds.",
		"Wir fragen den Push-Dienst Ihres Browsers. Das dauert einige Sekunden.",
		"Nous interrogeons le service push de votre navigateur. Cela prend quelques secondes.",
		"Preguntando al servicio push de su navegador. Tarda unos segundos.",
		"نسأل خدمة الإشعارات في متصفحك. يستغرق ذلك بضع ثوانٍ.",
	})
}

// AppEnrolSkip says: Go on without
func AppEnrolSkip(ctx context.Context) string {
	return say(ctx, message{
		"Go on without",
		"Ohne weitermachen",
		"Continuer sans",
		"Continuar sin ello",
		"المتابعة بدونها",
	})
}

// AppEnrolLock says: Confirm with your phone’s lock
func AppEnrolLock(ctx context.Context) string {
	return say(ctx, message{
		"Confirm with your phone’s lock",
		"Mit der Displaysperre Ihres Telefons bestätigen",
		"Confirmer avec le verrouillage de votre téléphone",
		"Confirmar con el bloqueo de su teléfono",
		"التأكيد بقفل هاتفك",
	})
}

// AppEnrolLockWhy says: Each approval will ask for your fingerprint, face or PIN. They never leave this phone.
func AppEnrolLockWhy(ctx context.Context) string {
	return say(ctx, message{
		"Each approval will ask for your fingerprint, face or PIN. They never leave this phone.",
		"Jede Bestätigung fragt nach Fingerabdruck, Gesicht oder PIN. Sie verlassen dieses Telefon nie.",
		"Chaque approbation demandera votre empreinte, votre visage ou votre code PIN. Ils ne quittent jamais ce téléphone.",
		"Cada aprobación pedirá su huella, su rostro o su PIN. Nunca salen de este teléfono.",
		"ستطلب كل موافقة بصمة إصبعك أو وجهك أو رقم PIN. وهي لا تغادر هذا الهاتف أبدًا.",
	})
}

// AppEnrolLockFailed says: That was not confirmed. Try again, or go on without: then opening the app is enough.
func AppEnrolLockFailed(ctx context.Context) string {
	return say(ctx, message{
		"That was not confirmed. Try again, or go on without: then opening the app is enough.",
		"Das wurde nicht bestätigt. Versuchen Sie es noch einmal, oder machen Sie ohne weiter: Dann genügt es, die App zu öffnen.",
		"Ce n’est pas confirmé. Réessayez, ou continuez sans\u00a0: il suffira alors d’ouvrir l’application.",
		"No se ha confirmado. Inténtelo de nuevo o continúe sin ello: bastará entonces con abrir la aplicación.",
		"لم يتم التأكيد. حاول مرة أخرى، أو تابع بدونه: يكفي عندئذ فتح التطبيق.",
	})
}

// AppEnrolSetUp says: Set up
func AppEnrolSetUp(ctx context.Context) string {
	return say(ctx, message{
		"Set up",
		"Einrichten",
		"Configurer",
		"Configurar",
		"إعداد",
	})
}

// AppEnrolDigits says: Type this number on the sign-in page
func AppEnrolDigits(ctx context.Context) string {
	return say(ctx, message{
		"Type this number on the sign-in page",
		"Tippen Sie diese Zahl auf der Anmeldeseite ein",
		"Saisissez ce nombre sur la page de connexion",
		"Escriba este número en la página de inicio de sesión",
		"اكتب هذا الرقم في صفحة تسجيل الدخول",
	})
}

// AppEnrolDigitsWhy says: The page where you began asks for it. It shows that this is your phone.
func AppEnrolDigitsWhy(ctx context.Context) string {
	return say(ctx, message{
		"The page where you began asks for it. It shows that this is your phone.",
		"Die Seite, auf der Sie begonnen haben, fragt danach. Das zeigt, dass dies Ihr Telefon ist.",
		"La page où vous avez commencé le demande. Il montre que ce téléphone est le vôtre.",
		"Lo pide la página donde empezó. Demuestra que este es su teléfono.",
		"تطلبه الصفحة التي بدأت منها. وهو يبيّن أن هذا هاتفك.",
	})
}

// AppEnrolDigitsWaiting says: Waiting for the number there, and for your other phone if you have one
func AppEnrolDigitsWaiting(ctx context.Context) string {
	return say(ctx, message{
		"Waiting for the number there, and for your other phone if you have one",
		"Wir warten auf die Zahl dort, und auf Ihr anderes Telefon, falls Sie eines haben",
		"Nous attendons le nombre là-bas, et votre autre téléphone si vous en avez un",
		"Esperando el número allí, y su otro teléfono si tiene uno",
		"ننتظر الرقم هناك، وهاتفك الآخر إن كان لديك",
	})
}

// AppEnrolDigitsOnly says: Type it only there. Nobody will ask you for it by telephone or in a message.
func AppEnrolDigitsOnly(ctx context.Context) string {
	return say(ctx, message{
		"Type it only there. Nobody will ask you for it by telephone or in a message.",
		"Tippen Sie sie nur dort ein. Niemand wird Sie am Telefon oder in einer Nachricht danach fragen.",
		"Ne le saisissez que là. Personne ne vous le demandera par téléphone ni dans un message.",
		"Escríbalo solo allí. Nadie se lo pedirá por teléfono ni en un mensaje.",
		"اكتبه هناك فقط. لن يطلبه منك أحد عبر الهاتف أو في رسالة.",
	})
}

// AppEnrolReady says: This phone is ready
func AppEnrolReady(ctx context.Context) string {
	return say(ctx, message{
		"This phone is ready",
		"Dieses Telefon ist bereit",
		"Ce téléphone est prêt",
		"Este teléfono está listo",
		"هذا الهاتف جاهز",
	})
}

// AppEnrolReadyWhat says: Sign-ins to <b data-slot="issuer"></b> now ask you here.
func AppEnrolReadyWhat() templ.Component {
	return draw(message{
		"Sign-ins to <b data-slot=\"issuer\"></b> now ask you here.",
		"Anmeldungen bei <b data-slot=\"issuer\"></b> fragen Sie jetzt hier.",
		"Les connexions à <b data-slot=\"issuer\"></b> vous interrogent désormais ici.",
		"Los inicios de sesión en <b data-slot=\"issuer\"></b> le preguntan ahora aquí.",
		"تسألك عمليات الدخول إلى <b data-slot=\"issuer\"></b> هنا من الآن.",
	})
}

// AppEnrolQuiet says: Notifications are off: open this app yourself when you sign in.
func AppEnrolQuiet(ctx context.Context) string {
	return say(ctx, message{
		"Notifications are off: open this app yourself when you sign in.",
		"Benachrichtigungen sind aus: Öffnen Sie diese App selbst, wenn Sie sich anmelden.",
		"Les notifications sont désactivées\u00a0: ouvrez vous-même cette application quand vous vous connectez.",
		"Las notificaciones están desactivadas: abra usted esta aplicación cuando inicie sesión.",
		"الإشعارات متوقفة: افتح هذا التطبيق بنفسك عند تسجيل الدخول.",
	})
}

// AppEnrolSpent says: This link no longer works
func AppEnrolSpent(ctx context.Context) string {
	return say(ctx, message{
		"This link no longer works",
		"Dieser Link gilt nicht mehr",
		"Ce lien ne fonctionne plus",
		"Este enlace ya no sirve",
		"لم يعد هذا الرابط صالحًا",
	})
}

// AppEnrolSpentWhy says: It was used, or it ran out. Make a new one on the page where you began.
func AppEnrolSpentWhy(ctx context.Context) string {
	return say(ctx, message{
		"It was used, or it ran out. Make a new one on the page where you began.",
		"Er wurde benutzt oder ist abgelaufen. Machen Sie auf der Seite, auf der Sie begonnen haben, einen neuen.",
		"Il a servi, ou il a expiré. Créez-en un nouveau sur la page où vous avez commencé.",
		"Se ha usado o ha caducado. Cree uno nuevo en la página donde empezó.",
		"استُخدم أو انتهت مدته. أنشئ رابطًا جديدًا في الصفحة التي بدأت منها.",
	})
}

// AppEnrolNotAdded says: This phone was not added
func AppEnrolNotAdded(ctx context.Context) string {
	return say(ctx, message{
		"This phone was not added",
		"Dieses Telefon wurde nicht hinzugefügt",
		"Ce téléphone n’a pas été ajouté",
		"Este teléfono no se ha añadido",
		"لم يُضف هذا الهاتف",
	})
}

// AppEnrolNotAddedWhy says: The number was wrong too often, or somebody said that this is not their phone. Make a new link on the page where you began.
func AppEnrolNotAddedWhy(ctx context.Context) string {
	return say(ctx, message{
		"The number was wrong too often, or somebody said that this is not their phone. Make a new link on the page where you began.",
		"Die Zahl war zu oft falsch, oder jemand sagte, dies sei nicht sein Telefon. Machen Sie auf der Seite, auf der Sie begonnen haben, einen neuen Link.",
		"Le nombre était faux trop souvent, ou quelqu’un a dit que ce n’est pas son téléphone. Créez un nouveau lien sur la page où vous avez commencé.",
		"El número fue erróneo demasiadas veces, o alguien dijo que este no es su teléfono. Cree un enlace nuevo en la página donde empezó.",
		"كان الرقم خاطئًا مرات كثيرة، أو قال أحدهم إن هذا ليس هاتفه. أنشئ رابطًا جديدًا في الصفحة التي بدأت منها.",
	})
}

// AppEnrolNoPush says: Notifications stay off
func AppEnrolNoPush(ctx context.Context) string {
	return say(ctx, message{
		"Notifications stay off",
		"Benachrichtigungen bleiben aus",
		"Les notifications restent désactivées",
		"Las notificaciones siguen desactivadas",
		"تبقى الإشعارات متوقفة",
	})
}

// AppEnrolNoPushDenied says: This site may not show any. Allow them in the browser’s settings for this site, then try again here.
func AppEnrolNoPushDenied(ctx context.Context) string {
	return say(ctx, message{
		"This site may not show any. Allow them in the browser’s settings for this site, then try again here.",
		"Diese Website darf keine zeigen. Erlauben Sie sie in den Einstellungen des Browsers für diese Website, und versuchen Sie es dann hier noch einmal.",
		"Ce site ne peut pas en afficher. Autorisez-les dans les réglages du navigateur pour ce site, puis réessayez ici.",
		"Este sitio no puede mostrarlas. Permítalas en los ajustes del navegador para este sitio e inténtelo aquí de nuevo.",
		"لا يُسمح لهذا الموقع بعرض أي إشعار. اسمح بها في إعدادات المتصفح لهذا الموقع، ثم حاول هنا مرة أخرى.",
	})
}

// AppEnrolNoPushSilent says: The browser’s push service did not answer. Requests still show up when you open this app.
func AppEnrolNoPushSilent(ctx context.Context) string {
	return say(ctx, message{
		"The browser’s push service did not answer. Requests still show up when you open this app.",
		"Der Push-Dienst des Browsers hat nicht geantwortet. Anfragen erscheinen weiterhin, wenn Sie diese App öffnen.",
		"Le service push du navigateur n’a pas répondu. Les demandes apparaissent toujours quand vous ouvrez cette application.",
		"El servicio push del navegador no ha respondido. Las solicitudes siguen apareciendo cuando abre esta aplicación.",
		"لم تجب خدمة الإشعارات في المتصفح. تظهر الطلبات مع ذلك عندما تفتح هذا التطبيق.",
	})
}

// AppEnrolLost says: This phone lost its key
func AppEnrolLost(ctx context.Context) string {
	return say(ctx, message{
		"This phone lost its key",
		"Dieses Telefon hat seinen Schlüssel verloren",
		"Ce téléphone a perdu sa clé",
		"Este teléfono ha perdido su clave",
		"فقد هذا الهاتف مفتاحه",
	})
}

// AppEnrolLostWhy says: The browser’s data for this site was cleared, and the key with it. Sign in on your computer and add this phone again.
func AppEnrolLostWhy(ctx context.Context) string {
	return say(ctx, message{
		"The browser’s data for this site was cleared, and the key with it. Sign in on your computer and add this phone again.",
		"Die Daten des Browsers für diese Website wurden gelöscht, und mit ihnen der Schlüssel. Melden Sie sich am Computer an und fügen Sie dieses Telefon noch einmal hinzu.",
		"Les données du navigateur pour ce site ont été effacées, et la clé avec elles. Connectez-vous sur votre ordinateur et ajoutez de nouveau ce téléphone.",
		"Se borraron los datos del navegador para este sitio y, con ellos, la clave. Inicie sesión en su ordenador y añada de nuevo este teléfono.",
		"مُسحت بيانات المتصفح لهذا الموقع ومعها المفتاح. سجّل الدخول على حاسوبك وأضف هذا الهاتف من جديد.",
	})
}

// AppEnrolAddAgain says: Add it again
func AppEnrolAddAgain(ctx context.Context) string {
	return say(ctx, message{
		"Add it again",
		"Noch einmal hinzufügen",
		"L’ajouter de nouveau",
		"Añadirlo de nuevo",
		"إضافته من جديد",
	})
}

// AppEnrolNoStorage says: This browser keeps no keys
func AppEnrolNoStorage(ctx context.Context) string {
	return say(ctx, message{
		"This browser keeps no keys",
		"Dieser Browser verwahrt keine Schlüssel",
		"Ce navigateur ne garde pas de clés",
		"Este navegador no guarda claves",
		"هذا المتصفح لا يحفظ المفاتيح",
	})
}

// AppEnrolNoStorageWhy says: A private window, Lockdown Mode or a setting forbids it. Open this page in an ordinary window; in Lockdown Mode, allow this site in the phone’s settings.
func AppEnrolNoStorageWhy(ctx context.Context) string {
	return say(ctx, message{
		"A private window, Lockdown Mode or a setting forbids it. Open this page in an ordinary window; in Lockdown Mode, allow this site in the phone’s settings.",
		"Ein privates Fenster, der Blockierungsmodus oder eine Einstellung verbietet es. Öffnen Sie diese Seite in einem gewöhnlichen Fenster; im Blockierungsmodus erlauben Sie diese Website in den Einstellungen des Telefons.",
		"Une fenêtre privée, le mode Isolement ou un réglage l’interdit. Ouvrez cette page dans une fenêtre ordinaire\u00a0; en mode Isolement, autorisez ce site dans les réglages du téléphone.",
		"Lo impide una ventana privada, el modo de aislamiento o un ajuste. Abra esta página en una ventana normal; en el modo de aislamiento, permita este sitio en los ajustes del teléfono.",
		"تمنع ذلك نافذة خاصة أو وضع المنع أو أحد الإعدادات. افتح هذه الصفحة في نافذة عادية؛ وفي وضع المنع اسمح لهذا الموقع في إعدادات الهاتف.",
	})
}

// AppEnrolRemoved says: This phone was removed
func AppEnrolRemoved(ctx context.Context) string {
	return say(ctx, message{
		"This phone was removed",
		"Dieses Telefon wurde entfernt",
		"Ce téléphone a été retiré",
		"Este teléfono se ha quitado",
		"أُزيل هذا الهاتف",
	})
}

// AppEnrolRemovedWhy says: It no longer confirms sign-ins. If you did not ask for that, tell your administrator.
func AppEnrolRemovedWhy(ctx context.Context) string {
	return say(ctx, message{
		"It no longer confirms sign-ins. If you did not ask for that, tell your administrator.",
		"Es bestätigt keine Anmeldungen mehr. Wenn Sie das nicht wollten, sagen Sie es Ihrer Administration.",
		"Il ne confirme plus de connexions. Si vous ne l’avez pas demandé, prévenez votre administrateur.",
		"Ya no confirma inicios de sesión. Si no lo pidió usted, avise a su administrador.",
		"لم يعد يؤكد عمليات الدخول. إن لم تطلب ذلك فأخبر المسؤول.",
	})
}

// AppEnrolOffline says: No connection
func AppEnrolOffline(ctx context.Context) string {
	return say(ctx, message{
		"No connection",
		"Keine Verbindung",
		"Pas de connexion",
		"Sin conexión",
		"لا يوجد اتصال",
	})
}

// AppEnrolOfflineWhy says: Requests need the internet. Use a recovery code on the sign-in page, or wait: this page goes on by itself.
func AppEnrolOfflineWhy(ctx context.Context) string {
	return say(ctx, message{
		"Requests need the internet. Use a recovery code on the sign-in page, or wait: this page goes on by itself.",
		"Anfragen brauchen das Internet. Benutzen Sie auf der Anmeldeseite einen Wiederherstellungscode, oder warten Sie: Diese Seite macht von selbst weiter.",
		"Les demandes ont besoin d’Internet. Utilisez un code de secours sur la page de connexion, ou attendez\u00a0: cette page continue d’elle-même.",
		"Las solicitudes necesitan Internet. Use un código de recuperación en la página de inicio de sesión o espere: esta página continúa sola.",
		"تحتاج الطلبات إلى الإنترنت. استخدم رمز استرداد في صفحة تسجيل الدخول، أو انتظر: تتابع هذه الصفحة من تلقاء نفسها.",
	})
}

// AppEnrolFailed says: That did not work
func AppEnrolFailed(ctx context.Context) string {
	return say(ctx, message{
		"That did not work",
		"Das hat nicht geklappt",
		"Cela n’a pas marché",
		"No ha funcionado",
		"لم ينجح ذلك",
	})
}

// AppEnrolFailedWhy says: Something failed between this phone and us. Nothing was lost.
func AppEnrolFailedWhy(ctx context.Context) string {
	return say(ctx, message{
		"Something failed between this phone and us. Nothing was lost.",
		"Zwischen diesem Telefon und uns ging etwas schief. Es ging nichts verloren.",
		"Quelque chose a échoué entre ce téléphone et nous. Rien n’a été perdu.",
		"Algo falló entre este teléfono y nosotros. No se ha perdido nada.",
		"حدث خطأ بين هذا الهاتف وبيننا. لم يُفقد شيء.",
	})
}
