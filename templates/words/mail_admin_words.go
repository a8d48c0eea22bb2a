// Code generated from catalogue/*/mail_admin.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// MailAdminReportSubject says: a person reported a sign-in
func MailAdminReportSubject(ctx context.Context) string {
	return say(ctx, message{
		"a person reported a sign-in",
		"eine Person hat eine Anmeldung gemeldet",
		"une personne a signalé une connexion",
		"una persona denunció un inicio de sesión",
		"أبلغ شخص عن عملية دخول",
	})
}

// MailAdminReportTitle says: A sign-in was reported
func MailAdminReportTitle(ctx context.Context) string {
	return say(ctx, message{
		"A sign-in was reported",
		"Eine Anmeldung wurde gemeldet",
		"Une connexion a été signalée",
		"Se denunció un inicio de sesión",
		"تم الإبلاغ عن عملية دخول",
	})
}

// MailAdminReport says: Somebody who knew the password asked this person’s phone, and the person reported it. Requests to the phones are off, and the password must be changed.
func MailAdminReport(ctx context.Context) string {
	return say(ctx, message{
		"Somebody who knew the password asked this person’s phone, and the person reported it. Requests to the phones are off, and the password must be changed.",
		"Jemand, der das Passwort kannte, hat das Telefon dieser Person gefragt, und sie hat es gemeldet. Anfragen an die Telefone sind abgeschaltet, das Passwort muss geändert werden.",
		"Quelqu’un qui connaissait le mot de passe a sollicité le téléphone de cette personne, qui l’a signalé. Les demandes aux téléphones sont coupées, et le mot de passe doit être changé.",
		"Alguien que conocía la contraseña preguntó al teléfono de esta persona, que lo denunció. Las solicitudes a los teléfonos están desactivadas y hay que cambiar la contraseña.",
		"شخص يعرف كلمة المرور أرسل طلبًا إلى هاتف هذا الشخص فأبلغ عنه. الطلبات إلى الهواتف متوقفة، ويجب تغيير كلمة المرور.",
	})
}

// MailAdminReportDo says: Ask the person what happened, and clear the report when the password is new: countersign user clear-report.
func MailAdminReportDo(ctx context.Context) string {
	return say(ctx, message{
		"Ask the person what happened, and clear the report when the password is new: countersign user clear-report.",
		"Fragen Sie die Person, was geschah, und heben Sie die Meldung auf, wenn das Passwort neu ist: countersign user clear-report.",
		"Demandez à la personne ce qui s’est passé, et levez le signalement quand le mot de passe est nouveau\u00a0: countersign user clear-report.",
		"Pregunte a la persona qué pasó y retire la denuncia cuando la contraseña sea nueva: countersign user clear-report.",
		"اسأل الشخص عما حدث، وألغِ البلاغ بعد تغيير كلمة المرور: countersign user clear-report.",
	})
}

// MailAdminReviewSubject says: an account gets many requests
func MailAdminReviewSubject(ctx context.Context) string {
	return say(ctx, message{
		"an account gets many requests",
		"ein Konto bekommt viele Anfragen",
		"un compte reçoit beaucoup de demandes",
		"una cuenta recibe muchas solicitudes",
		"حساب يتلقى طلبات كثيرة",
	})
}

// MailAdminReviewTitle says: Look at this account
func MailAdminReviewTitle(ctx context.Context) string {
	return say(ctx, message{
		"Look at this account",
		"Sehen Sie sich dieses Konto an",
		"Examinez ce compte",
		"Revise esta cuenta",
		"افحص هذا الحساب",
	})
}

// MailAdminReview says: Ten requests to this person’s phones ended without an approval within a day. Somebody may be trying to wear the person down.
func MailAdminReview(ctx context.Context) string {
	return say(ctx, message{
		"Ten requests to this person’s phones ended without an approval within a day. Somebody may be trying to wear the person down.",
		"Zehn Anfragen an die Telefone dieser Person endeten innerhalb eines Tages ohne Bestätigung. Vielleicht will jemand sie mürbe machen.",
		"Dix demandes aux téléphones de cette personne ont pris fin sans approbation en une journée. Quelqu’un cherche peut-être à l’user.",
		"Diez solicitudes a los teléfonos de esta persona terminaron sin aprobación en un día. Puede que alguien intente agotarla.",
		"انتهت عشرة طلبات إلى هواتف هذا الشخص دون موافقة خلال يوم واحد. ربما يحاول أحد إرهاقه.",
	})
}

// MailAdminReviewDo says: countersign audit list --user shows them. Ask the person whether others know the password.
func MailAdminReviewDo(ctx context.Context) string {
	return say(ctx, message{
		"countersign audit list --user shows them. Ask the person whether others know the password.",
		"countersign audit list --user zeigt sie. Fragen Sie die Person, ob andere das Passwort kennen.",
		"countersign audit list --user les montre. Demandez à la personne si d’autres connaissent le mot de passe.",
		"countersign audit list --user las muestra. Pregunte a la persona si otros conocen la contraseña.",
		"يعرضها الأمر countersign audit list --user. اسأل الشخص هل يعرف غيره كلمة المرور.",
	})
}

// MailAdminLockSubject says: requests to a person’s phone are paused
func MailAdminLockSubject(ctx context.Context) string {
	return say(ctx, message{
		"requests to a person’s phone are paused",
		"Anfragen an das Telefon einer Person pausieren",
		"les demandes au téléphone d’une personne sont suspendues",
		"las solicitudes al teléfono de una persona están en pausa",
		"الطلبات إلى هاتف شخص متوقفة مؤقتًا",
	})
}

// MailAdminLockTitle says: Wrong numbers, several times in a row
func MailAdminLockTitle(ctx context.Context) string {
	return say(ctx, message{
		"Wrong numbers, several times in a row",
		"Falsche Zahlen, mehrmals hintereinander",
		"De mauvais nombres, plusieurs fois de suite",
		"Números incorrectos, varias veces seguidas",
		"أرقام خاطئة عدة مرات متتالية",
	})
}

// MailAdminLock says: Requests to this person’s phones are paused. Other ways to sign in still work.
func MailAdminLock(ctx context.Context) string {
	return say(ctx, message{
		"Requests to this person’s phones are paused. Other ways to sign in still work.",
		"Anfragen an die Telefone dieser Person pausieren. Andere Wege der Anmeldung gehen weiter.",
		"Les demandes aux téléphones de cette personne sont suspendues. Les autres moyens de se connecter fonctionnent toujours.",
		"Las solicitudes a los teléfonos de esta persona están en pausa. Las demás formas de iniciar sesión siguen funcionando.",
		"الطلبات إلى هواتف هذا الشخص متوقفة مؤقتًا. طرق الدخول الأخرى ما زالت تعمل.",
	})
}

// MailAdminLockDo says: It ends by itself. If it happens again, ask the person.
func MailAdminLockDo(ctx context.Context) string {
	return say(ctx, message{
		"It ends by itself. If it happens again, ask the person.",
		"Das endet von selbst. Geschieht es wieder, fragen Sie die Person.",
		"Cela prend fin de soi-même. Si cela se reproduit, demandez à la personne.",
		"Termina por sí solo. Si vuelve a ocurrir, pregunte a la persona.",
		"ينتهي ذلك تلقائيًا. إذا تكرر فاسأل الشخص.",
	})
}

// MailAdminPassTitle says: A one-time pass was made
func MailAdminPassTitle(ctx context.Context) string {
	return say(ctx, message{
		"A one-time pass was made",
		"Ein Einmalpass wurde erstellt",
		"Un laissez-passer unique a été créé",
		"Se creó un pase de un solo uso",
		"تم إنشاء تصريح لمرة واحدة",
	})
}

// MailAdminPass says: It lets its bearer sign in once without the second factor, to add a phone.
func MailAdminPass(ctx context.Context) string {
	return say(ctx, message{
		"It lets its bearer sign in once without the second factor, to add a phone.",
		"Wer ihn hat, meldet sich einmal ohne zweiten Faktor an, um ein Telefon hinzuzufügen.",
		"Il permet à son porteur de se connecter une fois sans le second facteur, pour ajouter un téléphone.",
		"Permite a quien lo tenga iniciar sesión una vez sin el segundo factor, para añadir un teléfono.",
		"يتيح لحامله الدخول مرة واحدة دون العامل الثاني لإضافة هاتف.",
	})
}

// MailAdminPassDo says: If none of you made it, disable the account, and look at who can run commands on the server.
func MailAdminPassDo(ctx context.Context) string {
	return say(ctx, message{
		"If none of you made it, disable the account, and look at who can run commands on the server.",
		"Wenn niemand von Ihnen ihn erstellt hat, sperren Sie das Konto und prüfen Sie, wer auf dem Server Befehle ausführen kann.",
		"Si aucun d’entre vous ne l’a créé, désactivez le compte et vérifiez qui peut exécuter des commandes sur le serveur.",
		"Si ninguno de ustedes lo creó, desactive la cuenta y revise quién puede ejecutar órdenes en el servidor.",
		"إذا لم يُنشئه أحد منكم فعطّل الحساب وتحقق ممن يستطيع تنفيذ الأوامر على الخادم.",
	})
}

// MailAdminDaySubject says: the day in sum
func MailAdminDaySubject(ctx context.Context) string {
	return say(ctx, message{
		"the day in sum",
		"der Tag in Summe",
		"la journée en résumé",
		"el día en resumen",
		"ملخص اليوم",
	})
}

// MailAdminDayTitle says: The day in sum
func MailAdminDayTitle(ctx context.Context) string {
	return say(ctx, message{
		"The day in sum",
		"Der Tag in Summe",
		"La journée en résumé",
		"El día en resumen",
		"ملخص اليوم",
	})
}

// MailAdminDay says: What happened beside the usual, and what may need a look.
func MailAdminDay(ctx context.Context) string {
	return say(ctx, message{
		"What happened beside the usual, and what may need a look.",
		"Was außer dem Üblichen geschah, und was einen Blick wert sein kann.",
		"Ce qui s’est passé hors de l’ordinaire, et ce qui mérite peut-être un regard.",
		"Lo que pasó fuera de lo habitual y lo que quizá convenga mirar.",
		"ما حدث خارج المعتاد، وما قد يحتاج إلى نظر.",
	})
}

// MailAdminDayDo says: countersign audit list shows each event.
func MailAdminDayDo(ctx context.Context) string {
	return say(ctx, message{
		"countersign audit list shows each event.",
		"countersign audit list zeigt jedes Ereignis.",
		"countersign audit list montre chaque événement.",
		"countersign audit list muestra cada suceso.",
		"يعرض الأمر countersign audit list كل حدث.",
	})
}

// MailAdminAccount says: Account
func MailAdminAccount(ctx context.Context) string {
	return say(ctx, message{
		"Account",
		"Konto",
		"Compte",
		"Cuenta",
		"الحساب",
	})
}

// MailAdminDayUtc says: Day (UTC)
func MailAdminDayUtc(ctx context.Context) string {
	return say(ctx, message{
		"Day (UTC)",
		"Tag (UTC)",
		"Jour (UTC)",
		"Día (UTC)",
		"اليوم (UTC)",
	})
}

// MailAdminDenied says: Requests refused on a phone
func MailAdminDenied(ctx context.Context) string {
	return say(ctx, message{
		"Requests refused on a phone",
		"Auf einem Telefon abgelehnte Anfragen",
		"Demandes refusées sur un téléphone",
		"Solicitudes rechazadas en un teléfono",
		"طلبات رُفضت على هاتف",
	})
}

// MailAdminReported says: Requests reported
func MailAdminReported(ctx context.Context) string {
	return say(ctx, message{
		"Requests reported",
		"Gemeldete Anfragen",
		"Demandes signalées",
		"Solicitudes denunciadas",
		"طلبات أُبلغ عنها",
	})
}

// MailAdminFailed says: Requests ended by a wrong number
func MailAdminFailed(ctx context.Context) string {
	return say(ctx, message{
		"Requests ended by a wrong number",
		"Durch eine falsche Zahl beendete Anfragen",
		"Demandes terminées par un mauvais nombre",
		"Solicitudes terminadas por un número incorrecto",
		"طلبات أنهاها رقم خاطئ",
	})
}

// MailAdminAccounts says: Accounts to be looked at
func MailAdminAccounts(ctx context.Context) string {
	return say(ctx, message{
		"Accounts to be looked at",
		"Konten, die einen Blick brauchen",
		"Comptes à examiner",
		"Cuentas que revisar",
		"حسابات تحتاج إلى فحص",
	})
}

// MailAdminLimited says: Pauses after wrong passwords
func MailAdminLimited(ctx context.Context) string {
	return say(ctx, message{
		"Pauses after wrong passwords",
		"Pausen nach falschen Passwörtern",
		"Pauses après de mauvais mots de passe",
		"Pausas tras contraseñas incorrectas",
		"توقفات بعد كلمات مرور خاطئة",
	})
}

// MailAdminSuspended says: Phones stopped for wrong signatures
func MailAdminSuspended(ctx context.Context) string {
	return say(ctx, message{
		"Phones stopped for wrong signatures",
		"Wegen falscher Signaturen angehaltene Telefone",
		"Téléphones arrêtés pour de mauvaises signatures",
		"Teléfonos detenidos por firmas incorrectas",
		"هواتف أُوقفت بسبب توقيعات خاطئة",
	})
}

// MailAdminMails says: Mails that nobody took
func MailAdminMails(ctx context.Context) string {
	return say(ctx, message{
		"Mails that nobody took",
		"Nicht angenommene E-Mails",
		"E-mails que personne n’a acceptés",
		"Correos que nadie aceptó",
		"رسائل لم يقبلها أحد",
	})
}

// MailAdminUnreachable says: Phones that no push reaches
func MailAdminUnreachable(ctx context.Context) string {
	return say(ctx, message{
		"Phones that no push reaches",
		"Telefone, die keine Nachricht erreicht",
		"Téléphones qu’aucune notification n’atteint",
		"Teléfonos a los que no llega ningún aviso",
		"هواتف لا يصلها أي إشعار",
	})
}

// MailAdminSomeOf says: {some} of {all}
func MailAdminSomeOf(ctx context.Context, some string, all string) string {
	return say(ctx, message{
		"{some} of {all}",
		"{some} von {all}",
		"{some} sur {all}",
		"{some} de {all}",
		"{some} من {all}",
	}, value{"some", some}, value{"all", all})
}

// MailAdminKeys says: Signing keys
func MailAdminKeys(ctx context.Context) string {
	return say(ctx, message{
		"Signing keys",
		"Signaturschlüssel",
		"Clés de signature",
		"Claves de firma",
		"مفاتيح التوقيع",
	})
}

// MailAdminKeySince says: {key} since {day}
func MailAdminKeySince(ctx context.Context, key string, day string) string {
	return say(ctx, message{
		"{key} since {day}",
		"{key} seit {day}",
		"{key} depuis le {day}",
		"{key} desde el {day}",
		"{key} منذ {day}",
	}, value{"key", key}, value{"day", day})
}

// MailAdminFoot says: You get this because the settings of {issuer} name this address (mail.admins).
func MailAdminFoot(ctx context.Context, issuer string) string {
	return say(ctx, message{
		"You get this because the settings of {issuer} name this address (mail.admins).",
		"Sie erhalten dies, weil die Einstellungen von {issuer} diese Adresse nennen (mail.admins).",
		"Vous recevez ceci parce que les réglages de {issuer} nomment cette adresse (mail.admins).",
		"Recibe esto porque los ajustes de {issuer} nombran esta dirección (mail.admins).",
		"تصلك هذه الرسالة لأن إعدادات {issuer} تذكر هذا العنوان (mail.admins).",
	}, value{"issuer", issuer})
}
