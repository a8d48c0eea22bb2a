// Code generated from catalogue/*/app_request.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// AppRequestSigning says: Are you signing in?
func AppRequestSigning(ctx context.Context) string {
	return say(ctx, message{
		"Are you signing in?",
		"Melden Sie sich gerade an?",
		"Êtes-vous en train de vous connecter\u00a0?",
		"¿Está iniciando sesión?",
		"هل تسجّل الدخول الآن؟",
	})
}

// AppRequestUnusual says: Is this really you?
func AppRequestUnusual(ctx context.Context) string {
	return say(ctx, message{
		"Is this really you?",
		"Sind das wirklich Sie?",
		"Est-ce vraiment vous\u00a0?",
		"¿De verdad es usted?",
		"هل هذا أنت فعلًا؟",
	})
}

// AppRequestAdding says: Are you adding a phone?
func AppRequestAdding(ctx context.Context) string {
	return say(ctx, message{
		"Are you adding a phone?",
		"Fügen Sie gerade ein Telefon hinzu?",
		"Ajoutez-vous un téléphone\u00a0?",
		"¿Está añadiendo un teléfono?",
		"هل تضيف هاتفًا؟",
	})
}

// AppRequestTesting says: Does this reach you?
func AppRequestTesting(ctx context.Context) string {
	return say(ctx, message{
		"Does this reach you?",
		"Erreicht Sie das?",
		"Cela vous parvient-il\u00a0?",
		"¿Le llega esto?",
		"هل يصلك هذا؟",
	})
}

// AppRequestLeft says: <span data-left></span> left to answer
func AppRequestLeft() templ.Component {
	return draw(message{
		"<span data-left></span> left to answer",
		"Noch <span data-left></span> zum Antworten",
		"<span data-left></span> pour répondre",
		"Quedan <span data-left></span> para responder",
		"بقي <span data-left></span> للإجابة",
	})
}

// AppRequestTimeLeft says: Time left to answer
func AppRequestTimeLeft(ctx context.Context) string {
	return say(ctx, message{
		"Time left to answer",
		"Zeit zum Antworten",
		"Temps restant pour répondre",
		"Tiempo para responder",
		"الوقت المتبقي للإجابة",
	})
}

// AppRequestNotNow says: Not now
func AppRequestNotNow(ctx context.Context) string {
	return say(ctx, message{
		"Not now",
		"Nicht jetzt",
		"Pas maintenant",
		"Ahora no",
		"ليس الآن",
	})
}

// AppRequestNewPlace says: <b>Unusual place.</b> You have not signed in from there before.
func AppRequestNewPlace() templ.Component {
	return draw(message{
		"<b>Unusual place.</b> You have not signed in from there before.",
		"<b>Ungewöhnlicher Ort.</b> Von dort haben Sie sich noch nie angemeldet.",
		"<b>Lieu inhabituel.</b> Vous ne vous êtes jamais connecté de là.",
		"<b>Lugar poco habitual.</b> Nunca ha iniciado sesión desde allí.",
		"<b>مكان غير معتاد.</b> لم تسجّل الدخول من هناك من قبل.",
	})
}

// AppRequestMany says: <b>Request <span data-slot="count"></span> in a short time.</b>
func AppRequestMany() templ.Component {
	return draw(message{
		"<b>Request <span data-slot=\"count\"></span> in a short time.</b>",
		"<b>Anfrage <span data-slot=\"count\"></span> in kurzer Zeit.</b>",
		"<b>Demande <span data-slot=\"count\"></span> en peu de temps.</b>",
		"<b>Solicitud <span data-slot=\"count\"></span> en poco tiempo.</b>",
		"<b>الطلب <span data-slot=\"count\"></span> خلال وقت قصير.</b>",
	})
}

// AppRequestNoCall says: Is somebody on the telephone asking you for this? Then press “It’s not me”.
func AppRequestNoCall(ctx context.Context) string {
	return say(ctx, message{
		"Is somebody on the telephone asking you for this? Then press “It’s not me”.",
		"Bittet Sie gerade jemand am Telefon darum? Dann drücken Sie „Das bin ich nicht“.",
		"Quelqu’un au téléphone vous demande-t-il cela\u00a0? Alors touchez «\u00a0Ce n’est pas moi\u00a0».",
		"¿Alguien se lo está pidiendo por teléfono? Entonces pulse «No soy yo».",
		"هل يطلب منك أحد ذلك عبر الهاتف؟ إذن اضغط «لست أنا».",
	})
}

// AppRequestDetails says: Request details
func AppRequestDetails(ctx context.Context) string {
	return say(ctx, message{
		"Request details",
		"Einzelheiten der Anfrage",
		"Détails de la demande",
		"Detalles de la solicitud",
		"تفاصيل الطلب",
	})
}

// AppRequestNewPhone says: New phone
func AppRequestNewPhone(ctx context.Context) string {
	return say(ctx, message{
		"New phone",
		"Neues Telefon",
		"Nouveau téléphone",
		"Teléfono nuevo",
		"هاتف جديد",
	})
}

// AppRequestRuns says: Runs
func AppRequestRuns(ctx context.Context) string {
	return say(ctx, message{
		"Runs",
		"System",
		"Système",
		"Sistema",
		"النظام",
	})
}

// AppRequestItsKey says: Its key
func AppRequestItsKey(ctx context.Context) string {
	return say(ctx, message{
		"Its key",
		"Sein Schlüssel",
		"Sa clé",
		"Su clave",
		"مفتاحه",
	})
}

// AppRequestPlace says: Place
func AppRequestPlace(ctx context.Context) string {
	return say(ctx, message{
		"Place",
		"Ort",
		"Lieu",
		"Lugar",
		"المكان",
	})
}

// AppRequestDevice says: Device
func AppRequestDevice(ctx context.Context) string {
	return say(ctx, message{
		"Device",
		"Gerät",
		"Appareil",
		"Dispositivo",
		"الجهاز",
	})
}

// AppRequestNewHere says: New here
func AppRequestNewHere(ctx context.Context) string {
	return say(ctx, message{
		"New here",
		"Hier neu",
		"Nouveau ici",
		"Nuevo aquí",
		"جديد هنا",
	})
}

// AppRequestAddress says: IP address
func AppRequestAddress(ctx context.Context) string {
	return say(ctx, message{
		"IP address",
		"IP-Adresse",
		"Adresse IP",
		"Dirección IP",
		"عنوان IP",
	})
}

// AppRequestNetwork says: Network
func AppRequestNetwork(ctx context.Context) string {
	return say(ctx, message{
		"Network",
		"Netz",
		"Réseau",
		"Red",
		"الشبكة",
	})
}

// AppRequestEnter says: Enter the number on the sign-in page
func AppRequestEnter(ctx context.Context) string {
	return say(ctx, message{
		"Enter the number on the sign-in page",
		"Geben Sie die Zahl von der Anmeldeseite ein",
		"Saisissez le nombre de la page de connexion",
		"Escriba el número de la página de inicio de sesión",
		"أدخل الرقم الظاهر في صفحة تسجيل الدخول",
	})
}

// AppRequestDigits says: <span data-slot="digits"></span> digits
func AppRequestDigits() templ.Component {
	return draw(message{
		"<span data-slot=\"digits\"></span> digits",
		"<span data-slot=\"digits\"></span> Ziffern",
		"<span data-slot=\"digits\"></span> chiffres",
		"<span data-slot=\"digits\"></span> cifras",
		"<span data-slot=\"digits\"></span> أرقام",
	})
}

// AppRequestWrong says: That was not the number. Look at the sign-in page and try again.
func AppRequestWrong(ctx context.Context) string {
	return say(ctx, message{
		"That was not the number. Look at the sign-in page and try again.",
		"Das war nicht die Zahl. Sehen Sie auf der Anmeldeseite nach und versuchen Sie es noch einmal.",
		"Ce n’était pas le nombre. Regardez la page de connexion et réessayez.",
		"Ese no era el número. Mire la página de inicio de sesión e inténtelo de nuevo.",
		"لم يكن هذا هو الرقم. انظر إلى صفحة تسجيل الدخول وحاول مرة أخرى.",
	})
}

// AppRequestPad says: Number pad
func AppRequestPad(ctx context.Context) string {
	return say(ctx, message{
		"Number pad",
		"Ziffernfeld",
		"Pavé numérique",
		"Teclado numérico",
		"لوحة الأرقام",
	})
}

// AppRequestDelete says: Delete
func AppRequestDelete(ctx context.Context) string {
	return say(ctx, message{
		"Delete",
		"Löschen",
		"Effacer",
		"Borrar",
		"حذف",
	})
}

// AppRequestWhich says: Which number is on the sign-in page?
func AppRequestWhich(ctx context.Context) string {
	return say(ctx, message{
		"Which number is on the sign-in page?",
		"Welche Zahl steht auf der Anmeldeseite?",
		"Quel nombre voyez-vous sur la page de connexion\u00a0?",
		"¿Qué número aparece en la página de inicio de sesión?",
		"أي رقم يظهر في صفحة تسجيل الدخول؟",
	})
}

// AppRequestScan says: Point this phone’s camera at the code on the sign-in page. Approve is offered then.
func AppRequestScan(ctx context.Context) string {
	return say(ctx, message{
		"Point this phone’s camera at the code on the sign-in page. Approve is offered then.",
		"Richten Sie die Kamera dieses Telefons auf den Code auf der Anmeldeseite. Dann können Sie bestätigen.",
		"Visez avec l’appareil photo de ce téléphone le code de la page de connexion. Vous pourrez alors approuver.",
		"Apunte con la cámara de este teléfono al código de la página de inicio de sesión. Entonces podrá aprobar.",
		"وجّه كاميرا هذا الهاتف إلى الرمز في صفحة تسجيل الدخول. عندئذ يمكنك الموافقة.",
	})
}

// AppRequestLocked says: This sign-in needs your fingerprint, face or PIN, which this app was not set up with. Add this phone again, or use another way.
func AppRequestLocked(ctx context.Context) string {
	return say(ctx, message{
		"This sign-in needs your fingerprint, face or PIN, which this app was not set up with. Add this phone again, or use another way.",
		"Diese Anmeldung braucht Fingerabdruck, Gesicht oder PIN, womit diese App nicht eingerichtet wurde. Fügen Sie dieses Telefon noch einmal hinzu, oder wählen Sie einen anderen Weg.",
		"Cette connexion demande votre empreinte, votre visage ou votre code PIN, sans lesquels cette application a été configurée. Ajoutez de nouveau ce téléphone, ou choisissez un autre moyen.",
		"Este inicio de sesión necesita su huella, su rostro o su PIN, con los que no se configuró esta aplicación. Añada de nuevo este teléfono o use otra forma.",
		"يتطلب هذا الدخول بصمة إصبعك أو وجهك أو رقم PIN، ولم يُعدّ هذا التطبيق بها. أضف هذا الهاتف من جديد، أو استخدم طريقة أخرى.",
	})
}

// AppRequestNotConfirmed says: You did not confirm. Try again, or press “It’s not me”.
func AppRequestNotConfirmed(ctx context.Context) string {
	return say(ctx, message{
		"You did not confirm. Try again, or press “It’s not me”.",
		"Sie haben nicht bestätigt. Versuchen Sie es noch einmal, oder drücken Sie „Das bin ich nicht“.",
		"Vous n’avez pas confirmé. Réessayez, ou touchez «\u00a0Ce n’est pas moi\u00a0».",
		"No ha confirmado. Inténtelo de nuevo o pulse «No soy yo».",
		"لم تؤكّد. حاول مرة أخرى، أو اضغط «لست أنا».",
	})
}

// AppRequestOffline says: No connection. Check it and press again.
func AppRequestOffline(ctx context.Context) string {
	return say(ctx, message{
		"No connection. Check it and press again.",
		"Keine Verbindung. Prüfen Sie sie und drücken Sie noch einmal.",
		"Pas de connexion. Vérifiez-la et touchez de nouveau.",
		"Sin conexión. Compruébela y pulse otra vez.",
		"لا يوجد اتصال. تحقّق منه واضغط مرة أخرى.",
	})
}

// AppRequestFailed says: That did not work. Press again.
func AppRequestFailed(ctx context.Context) string {
	return say(ctx, message{
		"That did not work. Press again.",
		"Das hat nicht geklappt. Drücken Sie noch einmal.",
		"Cela n’a pas marché. Touchez de nouveau.",
		"No ha funcionado. Pulse otra vez.",
		"لم ينجح ذلك. اضغط مرة أخرى.",
	})
}

// AppRequestSlow says: Too many tries. Wait a moment and press again.
func AppRequestSlow(ctx context.Context) string {
	return say(ctx, message{
		"Too many tries. Wait a moment and press again.",
		"Zu viele Versuche. Warten Sie einen Moment und drücken Sie noch einmal.",
		"Trop d’essais. Attendez un instant et touchez de nouveau.",
		"Demasiados intentos. Espere un momento y pulse otra vez.",
		"محاولات كثيرة جدًا. انتظر لحظة واضغط مرة أخرى.",
	})
}

// AppRequestApprove says: Approve
func AppRequestApprove(ctx context.Context) string {
	return say(ctx, message{
		"Approve",
		"Bestätigen",
		"Approuver",
		"Aprobar",
		"موافقة",
	})
}

// AppRequestNotMe says: It’s not me
func AppRequestNotMe(ctx context.Context) string {
	return say(ctx, message{
		"It’s not me",
		"Das bin ich nicht",
		"Ce n’est pas moi",
		"No soy yo",
		"لست أنا",
	})
}

// AppRequestApproved says: Approved
func AppRequestApproved(ctx context.Context) string {
	return say(ctx, message{
		"Approved",
		"Bestätigt",
		"Approuvée",
		"Aprobada",
		"تمت الموافقة",
	})
}

// AppRequestGoBackTo says: Go back to <b data-slot="device"></b>. You are signing in to <span data-slot="client"></span>.
func AppRequestGoBackTo() templ.Component {
	return draw(message{
		"Go back to <b data-slot=\"device\"></b>. You are signing in to <span data-slot=\"client\"></span>.",
		"Gehen Sie zurück zu <b data-slot=\"device\"></b>. Sie melden sich bei <span data-slot=\"client\"></span> an.",
		"Retournez à <b data-slot=\"device\"></b>. Vous vous connectez à <span data-slot=\"client\"></span>.",
		"Vuelva a <b data-slot=\"device\"></b>. Está iniciando sesión en <span data-slot=\"client\"></span>.",
		"عُد إلى <b data-slot=\"device\"></b>. أنت تسجّل الدخول إلى <span data-slot=\"client\"></span>.",
	})
}

// AppRequestGoBack says: Go back to where you are signing in.
func AppRequestGoBack(ctx context.Context) string {
	return say(ctx, message{
		"Go back to where you are signing in.",
		"Gehen Sie dorthin zurück, wo Sie sich anmelden.",
		"Retournez là où vous vous connectez.",
		"Vuelva a donde está iniciando sesión.",
		"عُد إلى حيث تسجّل الدخول.",
	})
}

// AppRequestMistake says: That was a mistake: sign me out
func AppRequestMistake(ctx context.Context) string {
	return say(ctx, message{
		"That was a mistake: sign me out",
		"Das war ein Versehen: abmelden",
		"C’était une erreur\u00a0: me déconnecter",
		"Ha sido un error: cerrar mi sesión",
		"كان ذلك خطأً: سجّل خروجي",
	})
}

// AppRequestWorks says: It works
func AppRequestWorks(ctx context.Context) string {
	return say(ctx, message{
		"It works",
		"Es funktioniert",
		"Cela fonctionne",
		"Funciona",
		"يعمل ذلك",
	})
}

// AppRequestWorksWhat says: Requests reach this phone, and your answers reach us.
func AppRequestWorksWhat(ctx context.Context) string {
	return say(ctx, message{
		"Requests reach this phone, and your answers reach us.",
		"Anfragen erreichen dieses Telefon, und Ihre Antworten erreichen uns.",
		"Les demandes parviennent à ce téléphone, et vos réponses nous parviennent.",
		"Las solicitudes llegan a este teléfono y sus respuestas nos llegan.",
		"تصل الطلبات إلى هذا الهاتف، وتصل إجاباتك إلينا.",
	})
}

// AppRequestBlocked says: Blocked. Nobody got in
func AppRequestBlocked(ctx context.Context) string {
	return say(ctx, message{
		"Blocked. Nobody got in",
		"Abgewehrt. Niemand kam hinein",
		"Bloqué. Personne n’est entré",
		"Bloqueado. Nadie ha entrado",
		"تم الحظر. لم يدخل أحد",
	})
}

// AppRequestBlockedPassword says: Whoever tried to sign in as you knew your password.
func AppRequestBlockedPassword(ctx context.Context) string {
	return say(ctx, message{
		"Whoever tried to sign in as you knew your password.",
		"Wer sich als Sie anmelden wollte, kannte Ihr Passwort.",
		"Celui qui a voulu se connecter à votre place connaissait votre mot de passe.",
		"Quien intentó iniciar sesión en su nombre conocía su contraseña.",
		"من حاول تسجيل الدخول باسمك كان يعرف كلمة مرورك.",
	})
}

// AppRequestBlockedWhat says: The sign-in was refused.
func AppRequestBlockedWhat(ctx context.Context) string {
	return say(ctx, message{
		"The sign-in was refused.",
		"Die Anmeldung wurde abgelehnt.",
		"La connexion a été refusée.",
		"El inicio de sesión se ha rechazado.",
		"رُفض تسجيل الدخول.",
	})
}

// AppRequestReport says: Someone else tried: report it and secure my account
func AppRequestReport(ctx context.Context) string {
	return say(ctx, message{
		"Someone else tried: report it and secure my account",
		"Jemand anders war es: melden und mein Konto sichern",
		"Quelqu’un d’autre a essayé\u00a0: le signaler et protéger mon compte",
		"Fue otra persona: denunciarlo y proteger mi cuenta",
		"حاول شخص آخر: أبلغ عن ذلك واحمِ حسابي",
	})
}

// AppRequestUndo says: It was me, I pressed by mistake
func AppRequestUndo(ctx context.Context) string {
	return say(ctx, message{
		"It was me, I pressed by mistake",
		"Das war ich, ich habe mich verdrückt",
		"C’était moi, j’ai appuyé par erreur",
		"Fui yo, pulsé por error",
		"كنت أنا، وضغطت خطأً",
	})
}

// AppRequestReported says: Reported
func AppRequestReported(ctx context.Context) string {
	return say(ctx, message{
		"Reported",
		"Gemeldet",
		"Signalé",
		"Denunciado",
		"تم الإبلاغ",
	})
}

// AppRequestReportedWhat says: Sign-ins that came from there have ended, and this phone is not asked any more until you have chosen a new password.
func AppRequestReportedWhat(ctx context.Context) string {
	return say(ctx, message{
		"Sign-ins that came from there have ended, and this phone is not asked any more until you have chosen a new password.",
		"Anmeldungen von dort sind beendet, und dieses Telefon wird nicht mehr gefragt, bis Sie ein neues Passwort gewählt haben.",
		"Les connexions venues de là ont pris fin, et ce téléphone n’est plus interrogé tant que vous n’avez pas choisi un nouveau mot de passe.",
		"Los inicios de sesión que vinieron de allí han terminado, y no se preguntará más a este teléfono hasta que elija una contraseña nueva.",
		"انتهت عمليات الدخول التي جاءت من هناك، ولن يُسأل هذا الهاتف حتى تختار كلمة مرور جديدة.",
	})
}

// AppRequestSignInPage says: Go to the sign-in page
func AppRequestSignInPage(ctx context.Context) string {
	return say(ctx, message{
		"Go to the sign-in page",
		"Zur Anmeldeseite",
		"Aller à la page de connexion",
		"Ir a la página de inicio de sesión",
		"الذهاب إلى صفحة تسجيل الدخول",
	})
}

// AppRequestUndone says: Start over on the sign-in page
func AppRequestUndone(ctx context.Context) string {
	return say(ctx, message{
		"Start over on the sign-in page",
		"Beginnen Sie auf der Anmeldeseite von vorn",
		"Recommencez sur la page de connexion",
		"Empiece de nuevo en la página de inicio de sesión",
		"ابدأ من جديد في صفحة تسجيل الدخول",
	})
}

// AppRequestUndoneWhat says: What was refused stays refused. Ask again there, and approve the new request.
func AppRequestUndoneWhat(ctx context.Context) string {
	return say(ctx, message{
		"What was refused stays refused. Ask again there, and approve the new request.",
		"Was abgelehnt wurde, bleibt abgelehnt. Fragen Sie dort noch einmal an, und bestätigen Sie die neue Anfrage.",
		"Ce qui a été refusé le reste. Refaites la demande là-bas, et approuvez la nouvelle.",
		"Lo rechazado sigue rechazado. Pídalo allí otra vez y apruebe la solicitud nueva.",
		"ما رُفض يبقى مرفوضًا. اطلب هناك مرة أخرى ووافق على الطلب الجديد.",
	})
}

// AppRequestNotApproved says: Not approved
func AppRequestNotApproved(ctx context.Context) string {
	return say(ctx, message{
		"Not approved",
		"Nicht bestätigt",
		"Non approuvée",
		"No aprobada",
		"لم تتم الموافقة",
	})
}

// AppRequestNotApprovedWhat says: The sign-in goes on only when you ask for it again there.
func AppRequestNotApprovedWhat(ctx context.Context) string {
	return say(ctx, message{
		"The sign-in goes on only when you ask for it again there.",
		"Die Anmeldung geht nur weiter, wenn Sie dort noch einmal anfragen.",
		"La connexion ne continue que si vous la redemandez là-bas.",
		"El inicio de sesión solo continúa si lo pide allí otra vez.",
		"لا يستمر تسجيل الدخول إلا إذا طلبته هناك مرة أخرى.",
	})
}

// AppRequestTakenBack says: You are signed out
func AppRequestTakenBack(ctx context.Context) string {
	return say(ctx, message{
		"You are signed out",
		"Sie sind abgemeldet",
		"Vous êtes déconnecté",
		"Se ha cerrado su sesión",
		"تم تسجيل خروجك",
	})
}

// AppRequestTakenBackWhat says: The approval was taken back before it was used.
func AppRequestTakenBackWhat(ctx context.Context) string {
	return say(ctx, message{
		"The approval was taken back before it was used.",
		"Die Bestätigung wurde zurückgenommen, bevor sie benutzt wurde.",
		"L’approbation a été retirée avant d’avoir servi.",
		"La aprobación se retiró antes de usarse.",
		"سُحبت الموافقة قبل استخدامها.",
	})
}

// AppRequestTooLate says: The sign-in is complete
func AppRequestTooLate(ctx context.Context) string {
	return say(ctx, message{
		"The sign-in is complete",
		"Die Anmeldung ist abgeschlossen",
		"La connexion est terminée",
		"El inicio de sesión ha terminado",
		"اكتمل تسجيل الدخول",
	})
}

// AppRequestTooLateWhat says: It is too late to take the approval back. If it was not you, report it: that ends the session and secures your account.
func AppRequestTooLateWhat(ctx context.Context) string {
	return say(ctx, message{
		"It is too late to take the approval back. If it was not you, report it: that ends the session and secures your account.",
		"Es ist zu spät, die Bestätigung zurückzunehmen. Wenn Sie es nicht waren, melden Sie es: Das beendet die Sitzung und sichert Ihr Konto.",
		"Il est trop tard pour retirer l’approbation. Si ce n’était pas vous, signalez-le\u00a0: cela met fin à la session et protège votre compte.",
		"Es tarde para retirar la aprobación. Si no fue usted, denúncielo: eso cierra la sesión y protege su cuenta.",
		"فات أوان سحب الموافقة. إن لم تكن أنت فأبلغ عن ذلك: هذا ينهي الجلسة ويحمي حسابك.",
	})
}

// AppRequestReportIt says: It was not me: report it
func AppRequestReportIt(ctx context.Context) string {
	return say(ctx, message{
		"It was not me: report it",
		"Das war ich nicht: melden",
		"Ce n’était pas moi\u00a0: le signaler",
		"No fui yo: denunciarlo",
		"لم أكن أنا: أبلغ عن ذلك",
	})
}

// AppRequestWasMe says: It was me
func AppRequestWasMe(ctx context.Context) string {
	return say(ctx, message{
		"It was me",
		"Das war ich",
		"C’était moi",
		"Fui yo",
		"كنت أنا",
	})
}

// AppRequestWrongNumber says: That was not the number
func AppRequestWrongNumber(ctx context.Context) string {
	return say(ctx, message{
		"That was not the number",
		"Das war nicht die Zahl",
		"Ce n’était pas le nombre",
		"Ese no era el número",
		"لم يكن هذا هو الرقم",
	})
}

// AppRequestWrongNumberWhat says: For your safety this request is closed. Send another one from the sign-in page.
func AppRequestWrongNumberWhat(ctx context.Context) string {
	return say(ctx, message{
		"For your safety this request is closed. Send another one from the sign-in page.",
		"Zu Ihrer Sicherheit ist diese Anfrage geschlossen. Senden Sie auf der Anmeldeseite eine neue.",
		"Pour votre sécurité, cette demande est fermée. Envoyez-en une autre depuis la page de connexion.",
		"Por su seguridad, esta solicitud se ha cerrado. Envíe otra desde la página de inicio de sesión.",
		"حفاظًا على أمانك أُغلق هذا الطلب. أرسل طلبًا آخر من صفحة تسجيل الدخول.",
	})
}

// AppRequestEnded says: This request has ended
func AppRequestEnded(ctx context.Context) string {
	return say(ctx, message{
		"This request has ended",
		"Diese Anfrage ist beendet",
		"Cette demande est terminée",
		"Esta solicitud ha terminado",
		"انتهى هذا الطلب",
	})
}

// AppRequestEndedWhat says: It ran out, or it was answered on another phone or on the sign-in page.
func AppRequestEndedWhat(ctx context.Context) string {
	return say(ctx, message{
		"It ran out, or it was answered on another phone or on the sign-in page.",
		"Sie ist abgelaufen, oder sie wurde auf einem anderen Telefon oder auf der Anmeldeseite beantwortet.",
		"Elle a expiré, ou on y a répondu sur un autre téléphone ou sur la page de connexion.",
		"Ha caducado, o se respondió en otro teléfono o en la página de inicio de sesión.",
		"انتهت مدته، أو أُجيب عنه على هاتف آخر أو في صفحة تسجيل الدخول.",
	})
}

// AppRequestAllowing says: Do you agree to this?
func AppRequestAllowing(ctx context.Context) string {
	return say(ctx, message{
		"Do you agree to this?",
		"Stimmen Sie dem zu?",
		"Êtes-vous d’accord ?",
		"¿Está de acuerdo con esto?",
		"هل توافق على هذا؟",
	})
}

// AppRequestMessage says: Compare with what <span data-slot="client"></span> shows you:
func AppRequestMessage() templ.Component {
	return draw(message{
		"Compare with what <span data-slot=\"client\"></span> shows you:",
		"Vergleichen Sie mit dem, was <span data-slot=\"client\"></span> Ihnen zeigt:",
		"Comparez avec ce que <span data-slot=\"client\"></span> vous montre :",
		"Compárelo con lo que le muestra <span data-slot=\"client\"></span>:",
		"قارن بما يعرضه لك <span data-slot=\"client\"></span>:",
	})
}

// AppRequestToldYes says: <span data-slot="client"></span> is told that you agreed.
func AppRequestToldYes() templ.Component {
	return draw(message{
		"<span data-slot=\"client\"></span> is told that you agreed.",
		"<span data-slot=\"client\"></span> erfährt, dass Sie zugestimmt haben.",
		"<span data-slot=\"client\"></span> apprend que vous avez accepté.",
		"<span data-slot=\"client\"></span> sabrá que usted ha aceptado.",
		"يُبلَّغ <span data-slot=\"client\"></span> بأنك وافقت.",
	})
}

// AppRequestToldNo says: <span data-slot="client"></span> is told that you did not agree.
func AppRequestToldNo() templ.Component {
	return draw(message{
		"<span data-slot=\"client\"></span> is told that you did not agree.",
		"<span data-slot=\"client\"></span> erfährt, dass Sie nicht zugestimmt haben.",
		"<span data-slot=\"client\"></span> apprend que vous n’avez pas accepté.",
		"<span data-slot=\"client\"></span> sabrá que usted no ha aceptado.",
		"يُبلَّغ <span data-slot=\"client\"></span> بأنك لم توافق.",
	})
}

// AppRequestTakeBack says: That was a mistake: take it back
func AppRequestTakeBack(ctx context.Context) string {
	return say(ctx, message{
		"That was a mistake: take it back",
		"Das war ein Versehen: zurücknehmen",
		"C’était une erreur : annuler mon accord",
		"Ha sido un error: retirarlo",
		"كان ذلك خطأً: التراجع عنه",
	})
}

// AppRequestReportApp says: Someone else asked: report it
func AppRequestReportApp(ctx context.Context) string {
	return say(ctx, message{
		"Someone else asked: report it",
		"Jemand anderes hat gefragt: melden",
		"C’est quelqu’un d’autre : le signaler",
		"Lo ha pedido otra persona: denunciarlo",
		"شخص آخر طلب ذلك: أبلغ عنه",
	})
}

// AppRequestUndoneApp says: What was refused stays refused. If you want it after all, the application has to ask again.
func AppRequestUndoneApp(ctx context.Context) string {
	return say(ctx, message{
		"What was refused stays refused. If you want it after all, the application has to ask again.",
		"Was abgelehnt ist, bleibt abgelehnt. Wenn Sie es doch möchten, muss die Anwendung noch einmal fragen.",
		"Ce qui a été refusé le reste. Si vous le voulez malgré tout, l’application doit demander à nouveau.",
		"Lo rechazado queda rechazado. Si lo desea de todos modos, la aplicación tiene que volver a pedirlo.",
		"ما رُفض يبقى مرفوضًا. إن كنت تريده رغم ذلك، فعلى التطبيق أن يطلبه من جديد.",
	})
}

// AppRequestAppBarred says: <span data-slot="client"></span> cannot ask your phone any more, until you allow it again.
func AppRequestAppBarred() templ.Component {
	return draw(message{
		"<span data-slot=\"client\"></span> cannot ask your phone any more, until you allow it again.",
		"<span data-slot=\"client\"></span> kann Ihr Telefon nicht mehr fragen, bis Sie es wieder erlauben.",
		"<span data-slot=\"client\"></span> ne peut plus solliciter votre téléphone, jusqu’à ce que vous l’autorisiez à nouveau.",
		"<span data-slot=\"client\"></span> ya no puede preguntar a su teléfono, hasta que usted vuelva a permitirlo.",
		"لا يستطيع <span data-slot=\"client\"></span> أن يسأل هاتفك بعد الآن، حتى تسمح له بذلك من جديد.",
	})
}

// AppRequestMyApps says: Look at your applications
func AppRequestMyApps(ctx context.Context) string {
	return say(ctx, message{
		"Look at your applications",
		"Ihre Anwendungen ansehen",
		"Voir vos applications",
		"Ver sus aplicaciones",
		"عرض تطبيقاتك",
	})
}

// AppRequestWithdrawn says: Taken back
func AppRequestWithdrawn(ctx context.Context) string {
	return say(ctx, message{
		"Taken back",
		"Zurückgenommen",
		"Accord annulé",
		"Retirado",
		"تم التراجع",
	})
}

// AppRequestTooLateApp says: It is too late to take it back
func AppRequestTooLateApp(ctx context.Context) string {
	return say(ctx, message{
		"It is too late to take it back",
		"Zum Zurücknehmen ist es zu spät",
		"Il est trop tard pour annuler",
		"Es demasiado tarde para retirarlo",
		"فات أوان التراجع",
	})
}

// AppRequestTooLateAppWhat says: The application has used your approval. If it was not you, report it: the application cannot ask you any more then.
func AppRequestTooLateAppWhat(ctx context.Context) string {
	return say(ctx, message{
		"The application has used your approval. If it was not you, report it: the application cannot ask you any more then.",
		"Die Anwendung hat Ihre Zustimmung schon verwendet. Wenn Sie es nicht waren, melden Sie es: Dann kann die Anwendung Sie nicht mehr fragen.",
		"L’application a déjà utilisé votre accord. Si ce n’était pas vous, signalez-le : l’application ne pourra plus vous solliciter.",
		"La aplicación ya ha usado su aprobación. Si no ha sido usted, denúncielo: entonces la aplicación no podrá volver a preguntarle.",
		"استخدم التطبيق موافقتك. إن لم تكن أنت من وافق فأبلغ عن ذلك: لن يستطيع التطبيق أن يسألك بعدها.",
	})
}
