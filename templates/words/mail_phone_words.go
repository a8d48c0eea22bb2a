// Code generated from catalogue/*/mail_phone.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// MailPhoneAddedSubject says: a phone was added
func MailPhoneAddedSubject(ctx context.Context) string {
	return say(ctx, message{
		"a phone was added",
		"ein Telefon wurde hinzugefügt",
		"un téléphone a été ajouté",
		"se ha añadido un teléfono",
		"أُضيف هاتف",
	})
}

// MailPhoneAddedTitle says: A phone was added to your account
func MailPhoneAddedTitle(ctx context.Context) string {
	return say(ctx, message{
		"A phone was added to your account",
		"Ein Telefon wurde zu Ihrem Konto hinzugefügt",
		"Un téléphone a été ajouté à votre compte",
		"Se ha añadido un teléfono a su cuenta",
		"أُضيف هاتف إلى حسابك",
	})
}

// MailPhoneAdded says: It can now approve your sign-ins.
func MailPhoneAdded(ctx context.Context) string {
	return say(ctx, message{
		"It can now approve your sign-ins.",
		"Es kann jetzt Ihre Anmeldungen bestätigen.",
		"Il peut maintenant approuver vos connexions.",
		"Ahora puede aprobar sus inicios de sesión.",
		"يمكنه الآن الموافقة على تسجيلات دخولك.",
	})
}

// MailPhoneRemovedSubject says: a phone was removed
func MailPhoneRemovedSubject(ctx context.Context) string {
	return say(ctx, message{
		"a phone was removed",
		"ein Telefon wurde entfernt",
		"un téléphone a été retiré",
		"se ha quitado un teléfono",
		"أُزيل هاتف",
	})
}

// MailPhoneRemovedTitle says: A phone was removed from your account
func MailPhoneRemovedTitle(ctx context.Context) string {
	return say(ctx, message{
		"A phone was removed from your account",
		"Ein Telefon wurde aus Ihrem Konto entfernt",
		"Un téléphone a été retiré de votre compte",
		"Se ha quitado un teléfono de su cuenta",
		"أُزيل هاتف من حسابك",
	})
}

// MailPhoneRemoved says: It can no longer approve your sign-ins.
func MailPhoneRemoved(ctx context.Context) string {
	return say(ctx, message{
		"It can no longer approve your sign-ins.",
		"Es kann Ihre Anmeldungen nicht mehr bestätigen.",
		"Il ne peut plus approuver vos connexions.",
		"Ya no puede aprobar sus inicios de sesión.",
		"لم يعد بإمكانه الموافقة على تسجيلات دخولك.",
	})
}

// MailPhoneSuspendedSubject says: a phone was turned off
func MailPhoneSuspendedSubject(ctx context.Context) string {
	return say(ctx, message{
		"a phone was turned off",
		"ein Telefon wurde abgeschaltet",
		"un téléphone a été désactivé",
		"se ha desactivado un teléfono",
		"أُوقف هاتف",
	})
}

// MailPhoneSuspendedTitle says: A phone was turned off for your safety
func MailPhoneSuspendedTitle(ctx context.Context) string {
	return say(ctx, message{
		"A phone was turned off for your safety",
		"Ein Telefon wurde zu Ihrer Sicherheit abgeschaltet",
		"Un téléphone a été désactivé pour votre sécurité",
		"Se ha desactivado un teléfono por su seguridad",
		"أُوقف هاتف حفاظًا على أمانك",
	})
}

// MailPhoneSuspended says: It sent answers that were not made by its own key, so it can no longer approve your sign-ins. Remove it and add it anew.
func MailPhoneSuspended(ctx context.Context) string {
	return say(ctx, message{
		"It sent answers that were not made by its own key, so it can no longer approve your sign-ins. Remove it and add it anew.",
		"Es hat Antworten gesendet, die nicht mit seinem eigenen Schlüssel erstellt wurden, und kann Ihre Anmeldungen daher nicht mehr bestätigen. Entfernen Sie es und fügen Sie es neu hinzu.",
		"Il a envoyé des réponses qui ne venaient pas de sa propre clé\u00a0: il ne peut donc plus approuver vos connexions. Retirez-le et ajoutez-le à nouveau.",
		"Ha enviado respuestas que no estaban hechas con su propia clave, así que ya no puede aprobar sus inicios de sesión. Quítelo y añádalo de nuevo.",
		"أرسل إجابات لم تُنشأ بمفتاحه الخاص، لذلك لم يعد بإمكانه الموافقة على تسجيلات دخولك. أزِله وأضِفه من جديد.",
	})
}

// MailPhoneRefusedSubject says: a sign-in was refused
func MailPhoneRefusedSubject(ctx context.Context) string {
	return say(ctx, message{
		"a sign-in was refused",
		"eine Anmeldung wurde abgelehnt",
		"une connexion a été refusée",
		"se ha rechazado un inicio de sesión",
		"رُفض تسجيل دخول",
	})
}

// MailPhoneKnownTitle says: Someone knew your password. Nobody got in.
func MailPhoneKnownTitle(ctx context.Context) string {
	return say(ctx, message{
		"Someone knew your password. Nobody got in.",
		"Jemand kannte Ihr Passwort. Niemand ist hineingekommen.",
		"Quelqu’un connaissait votre mot de passe. Personne n’est entré.",
		"Alguien sabía su contraseña. Nadie ha entrado.",
		"عرف أحدهم كلمة مرورك. لم يدخل أحد.",
	})
}

// MailPhoneRefused says: A sign-in with your password was refused on your phone.
func MailPhoneRefused(ctx context.Context) string {
	return say(ctx, message{
		"A sign-in with your password was refused on your phone.",
		"Eine Anmeldung mit Ihrem Passwort wurde auf Ihrem Telefon abgelehnt.",
		"Une connexion avec votre mot de passe a été refusée sur votre téléphone.",
		"En su teléfono se ha rechazado un inicio de sesión con su contraseña.",
		"رُفض على هاتفك تسجيل دخول بكلمة مرورك.",
	})
}

// MailPhoneChange says: If it was not you, change your password: somebody else has it.
func MailPhoneChange(ctx context.Context) string {
	return say(ctx, message{
		"If it was not you, change your password: somebody else has it.",
		"Waren Sie es nicht, ändern Sie Ihr Passwort: Jemand anderes hat es.",
		"Si ce n’était pas vous, changez votre mot de passe\u00a0: quelqu’un d’autre le connaît.",
		"Si no fue usted, cambie su contraseña: otra persona la tiene.",
		"إذا لم تكن أنت، فغيّر كلمة مرورك: فهي لدى شخص آخر.",
	})
}

// MailPhoneReportedSubject says: a sign-in was reported
func MailPhoneReportedSubject(ctx context.Context) string {
	return say(ctx, message{
		"a sign-in was reported",
		"eine Anmeldung wurde gemeldet",
		"une connexion a été signalée",
		"se ha denunciado un inicio de sesión",
		"أُبلغ عن تسجيل دخول",
	})
}

// MailPhoneReported says: A sign-in with your password was reported on your phone. Requests to your phone are off, and the password must be changed.
func MailPhoneReported(ctx context.Context) string {
	return say(ctx, message{
		"A sign-in with your password was reported on your phone. Requests to your phone are off, and the password must be changed.",
		"Eine Anmeldung mit Ihrem Passwort wurde auf Ihrem Telefon gemeldet. Anfragen an Ihr Telefon sind abgeschaltet, und das Passwort muss geändert werden.",
		"Une connexion avec votre mot de passe a été signalée sur votre téléphone. Les demandes à votre téléphone sont désactivées, et le mot de passe doit être changé.",
		"En su teléfono se ha denunciado un inicio de sesión con su contraseña. Las solicitudes a su teléfono están desactivadas y hay que cambiar la contraseña.",
		"أُبلغ على هاتفك عن تسجيل دخول بكلمة مرورك. أُوقفت الطلبات إلى هاتفك، ويجب تغيير كلمة المرور.",
	})
}

// MailPhoneReportedReset says: Set a new password by “Forgot password?” on the sign-in page.
func MailPhoneReportedReset(ctx context.Context) string {
	return say(ctx, message{
		"Set a new password by “Forgot password?” on the sign-in page.",
		"Legen Sie über „Passwort vergessen?“ auf der Anmeldeseite ein neues Passwort fest.",
		"Définissez un nouveau mot de passe par «\u00a0Mot de passe oublié\u00a0?\u00a0» sur la page de connexion.",
		"Establezca una contraseña nueva con «¿Ha olvidado la contraseña?» en la página de inicio de sesión.",
		"عيّن كلمة مرور جديدة عبر «هل نسيت كلمة المرور؟» في صفحة تسجيل الدخول.",
	})
}

// MailPhoneLockedSubject says: requests to your phone are paused
func MailPhoneLockedSubject(ctx context.Context) string {
	return say(ctx, message{
		"requests to your phone are paused",
		"Anfragen an Ihr Telefon sind angehalten",
		"les demandes à votre téléphone sont suspendues",
		"las solicitudes a su teléfono están en pausa",
		"الطلبات إلى هاتفك متوقفة مؤقتًا",
	})
}

// MailPhoneLockedTitle says: Too many wrong numbers
func MailPhoneLockedTitle(ctx context.Context) string {
	return say(ctx, message{
		"Too many wrong numbers",
		"Zu viele falsche Zahlen",
		"Trop de nombres erronés",
		"Demasiados números erróneos",
		"أرقام خاطئة كثيرة جدًا",
	})
}

// MailPhoneLocked says: Wrong numbers were entered for your sign-ins several times in a row. For your safety, requests to your phone are paused. Other ways to sign in still work.
func MailPhoneLocked(ctx context.Context) string {
	return say(ctx, message{
		"Wrong numbers were entered for your sign-ins several times in a row. For your safety, requests to your phone are paused. Other ways to sign in still work.",
		"Für Ihre Anmeldungen wurden mehrmals hintereinander falsche Zahlen eingegeben. Zu Ihrer Sicherheit sind Anfragen an Ihr Telefon angehalten. Andere Wege der Anmeldung funktionieren weiter.",
		"De mauvais nombres ont été saisis plusieurs fois de suite pour vos connexions. Pour votre sécurité, les demandes à votre téléphone sont suspendues. Les autres moyens de connexion fonctionnent toujours.",
		"Se han introducido números erróneos varias veces seguidas para sus inicios de sesión. Por su seguridad, las solicitudes a su teléfono están en pausa. Las otras formas de iniciar sesión siguen funcionando.",
		"أُدخلت أرقام خاطئة لتسجيلات دخولك عدة مرات متتالية. حفاظًا على أمانك أُوقفت الطلبات إلى هاتفك مؤقتًا. وما زالت طرق تسجيل الدخول الأخرى تعمل.",
	})
}

// MailPhoneDeniedSubject says: sign-ins were refused again and again
func MailPhoneDeniedSubject(ctx context.Context) string {
	return say(ctx, message{
		"sign-ins were refused again and again",
		"Anmeldungen wurden immer wieder abgelehnt",
		"des connexions ont été refusées à plusieurs reprises",
		"se han rechazado inicios de sesión una y otra vez",
		"رُفضت تسجيلات دخول مرة بعد مرة",
	})
}

// MailPhoneDenied says: Sign-ins with your password were refused on your phone more than once within an hour. Requests to your phone are paused for a while.
func MailPhoneDenied(ctx context.Context) string {
	return say(ctx, message{
		"Sign-ins with your password were refused on your phone more than once within an hour. Requests to your phone are paused for a while.",
		"Anmeldungen mit Ihrem Passwort wurden innerhalb einer Stunde mehr als einmal auf Ihrem Telefon abgelehnt. Anfragen an Ihr Telefon sind eine Zeit lang angehalten.",
		"Des connexions avec votre mot de passe ont été refusées plus d’une fois en une heure sur votre téléphone. Les demandes à votre téléphone sont suspendues pour un moment.",
		"En su teléfono se han rechazado más de una vez en una hora inicios de sesión con su contraseña. Las solicitudes a su teléfono quedan en pausa durante un tiempo.",
		"رُفضت على هاتفك تسجيلات دخول بكلمة مرورك أكثر من مرة خلال ساعة. أُوقفت الطلبات إلى هاتفك لبعض الوقت.",
	})
}

// MailPhonePausedSubject says: many unanswered sign-ins
func MailPhonePausedSubject(ctx context.Context) string {
	return say(ctx, message{
		"many unanswered sign-ins",
		"viele unbeantwortete Anmeldungen",
		"de nombreuses connexions sans réponse",
		"muchos inicios de sesión sin respuesta",
		"تسجيلات دخول كثيرة بلا إجابة",
	})
}

// MailPhonePausedTitle says: Someone may know your password. Nobody got in.
func MailPhonePausedTitle(ctx context.Context) string {
	return say(ctx, message{
		"Someone may know your password. Nobody got in.",
		"Vielleicht kennt jemand Ihr Passwort. Niemand ist hineingekommen.",
		"Quelqu’un connaît peut-être votre mot de passe. Personne n’est entré.",
		"Puede que alguien sepa su contraseña. Nadie ha entrado.",
		"ربما يعرف أحدهم كلمة مرورك. لم يدخل أحد.",
	})
}

// MailPhonePaused says: Many sign-ins with your password were not approved on your phone. Requests from browsers that you have not used before are paused for a day; other ways to sign in still work.
func MailPhonePaused(ctx context.Context) string {
	return say(ctx, message{
		"Many sign-ins with your password were not approved on your phone. Requests from browsers that you have not used before are paused for a day; other ways to sign in still work.",
		"Viele Anmeldungen mit Ihrem Passwort wurden auf Ihrem Telefon nicht bestätigt. Anfragen aus Browsern, die Sie noch nicht benutzt haben, sind einen Tag lang angehalten; andere Wege der Anmeldung funktionieren weiter.",
		"De nombreuses connexions avec votre mot de passe n’ont pas été approuvées sur votre téléphone. Les demandes venant de navigateurs que vous n’avez jamais utilisés sont suspendues pendant un jour\u00a0; les autres moyens de connexion fonctionnent toujours.",
		"Muchos inicios de sesión con su contraseña no se han aprobado en su teléfono. Las solicitudes desde navegadores que no ha usado antes quedan en pausa durante un día; las otras formas de iniciar sesión siguen funcionando.",
		"لم تتم الموافقة على هاتفك على كثير من تسجيلات الدخول بكلمة مرورك. أُوقفت ليوم واحد الطلبات من المتصفحات التي لم تستخدمها من قبل؛ وما زالت طرق تسجيل الدخول الأخرى تعمل.",
	})
}

// MailPhoneUnusualSubject says: an unusual sign-in
func MailPhoneUnusualSubject(ctx context.Context) string {
	return say(ctx, message{
		"an unusual sign-in",
		"eine ungewöhnliche Anmeldung",
		"une connexion inhabituelle",
		"un inicio de sesión inusual",
		"تسجيل دخول غير معتاد",
	})
}

// MailPhoneUnusualTitle says: Someone began an unusual sign-in to your account
func MailPhoneUnusualTitle(ctx context.Context) string {
	return say(ctx, message{
		"Someone began an unusual sign-in to your account",
		"Jemand hat eine ungewöhnliche Anmeldung bei Ihrem Konto begonnen",
		"Quelqu’un a commencé une connexion inhabituelle à votre compte",
		"Alguien ha empezado un inicio de sesión inusual en su cuenta",
		"بدأ أحدهم تسجيل دخول غير معتاد إلى حسابك",
	})
}

// MailPhoneUnusual says: They got past its first step, from a browser or a place that you do not use as a rule. They get no further without your phone or a passkey.
func MailPhoneUnusual(ctx context.Context) string {
	return say(ctx, message{
		"They got past its first step, from a browser or a place that you do not use as a rule. They get no further without your phone or a passkey.",
		"Der erste Schritt ist gelungen, aus einem Browser oder von einem Ort, den Sie sonst nicht benutzen. Ohne Ihr Telefon oder einen Passkey geht es nicht weiter.",
		"La première étape a été franchie, depuis un navigateur ou un lieu que vous n’utilisez pas d’habitude. Sans votre téléphone ou une clé d’accès, on ne va pas plus loin.",
		"Ha superado el primer paso, desde un navegador o un lugar que usted no suele usar. Sin su teléfono o una clave de acceso no puede pasar de ahí.",
		"اجتاز خطوته الأولى، من متصفح أو مكان لا تستخدمه عادةً. ولن يتقدم أكثر دون هاتفك أو مفتاح مرور.",
	})
}

// MailPhoneReportOverSubject says: requests to your phone are on again
func MailPhoneReportOverSubject(ctx context.Context) string {
	return say(ctx, message{
		"requests to your phone are on again",
		"Anfragen an Ihr Telefon sind wieder eingeschaltet",
		"les demandes à votre téléphone sont réactivées",
		"las solicitudes a su teléfono vuelven a estar activadas",
		"عادت الطلبات إلى هاتفك",
	})
}

// MailPhoneReportOverTitle says: Requests to your phone are on again
func MailPhoneReportOverTitle(ctx context.Context) string {
	return say(ctx, message{
		"Requests to your phone are on again",
		"Anfragen an Ihr Telefon sind wieder eingeschaltet",
		"Les demandes à votre téléphone sont réactivées",
		"Las solicitudes a su teléfono vuelven a estar activadas",
		"عادت الطلبات إلى هاتفك",
	})
}

// MailPhoneReportOver says: The report of a sign-in that was not yours was cleared.
func MailPhoneReportOver(ctx context.Context) string {
	return say(ctx, message{
		"The report of a sign-in that was not yours was cleared.",
		"Die Meldung einer Anmeldung, die nicht Ihre war, wurde aufgehoben.",
		"Le signalement d’une connexion qui n’était pas la vôtre a été levé.",
		"Se ha retirado la denuncia de un inicio de sesión que no era suyo.",
		"أُلغي البلاغ عن تسجيل دخول لم يكن لك.",
	})
}
