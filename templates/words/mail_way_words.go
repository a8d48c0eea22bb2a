// Code generated from catalogue/*/mail_way.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// MailWayBrowserSubject says: a sign-in from a new browser
func MailWayBrowserSubject(ctx context.Context) string {
	return say(ctx, message{
		"a sign-in from a new browser",
		"eine Anmeldung aus einem neuen Browser",
		"une connexion depuis un nouveau navigateur",
		"un inicio de sesión desde un navegador nuevo",
		"تسجيل دخول من متصفح جديد",
	})
}

// MailWayBrowserTitle says: You signed in from a new browser
func MailWayBrowserTitle(ctx context.Context) string {
	return say(ctx, message{
		"You signed in from a new browser",
		"Sie haben sich aus einem neuen Browser angemeldet",
		"Vous vous êtes connecté depuis un nouveau navigateur",
		"Ha iniciado sesión desde un navegador nuevo",
		"سجّلتَ الدخول من متصفح جديد",
	})
}

// MailWayTriesSubject says: too many wrong passwords
func MailWayTriesSubject(ctx context.Context) string {
	return say(ctx, message{
		"too many wrong passwords",
		"zu viele falsche Passwörter",
		"trop de mots de passe erronés",
		"demasiadas contraseñas erróneas",
		"كلمات مرور خاطئة كثيرة جدًا",
	})
}

// MailWayTriesTitle says: Too many wrong passwords
func MailWayTriesTitle(ctx context.Context) string {
	return say(ctx, message{
		"Too many wrong passwords",
		"Zu viele falsche Passwörter",
		"Trop de mots de passe erronés",
		"Demasiadas contraseñas erróneas",
		"كلمات مرور خاطئة كثيرة جدًا",
	})
}

// MailWayTries says: Somebody tried passwords for your account, so it takes none for a few minutes. Browsers in which you signed in before are not affected.
func MailWayTries(ctx context.Context) string {
	return say(ctx, message{
		"Somebody tried passwords for your account, so it takes none for a few minutes. Browsers in which you signed in before are not affected.",
		"Jemand hat Passwörter für Ihr Konto durchprobiert, daher nimmt es einige Minuten lang keines an. Browser, in denen Sie sich schon angemeldet haben, sind nicht betroffen.",
		"Quelqu’un a essayé des mots de passe pour votre compte\u00a0: il n’en accepte plus aucun pendant quelques minutes. Les navigateurs dans lesquels vous vous êtes déjà connecté ne sont pas concernés.",
		"Alguien ha probado contraseñas para su cuenta, así que no acepta ninguna durante unos minutos. Los navegadores en los que ya había iniciado sesión no se ven afectados.",
		"جرّب أحدهم كلمات مرور لحسابك، لذلك لن يقبل أي كلمة لبضع دقائق. ولا يشمل ذلك المتصفحات التي سجّلتَ الدخول منها من قبل.",
	})
}

// MailWayTriesYou says: If this was you, wait a little and try again.
func MailWayTriesYou(ctx context.Context) string {
	return say(ctx, message{
		"If this was you, wait a little and try again.",
		"Waren Sie das, warten Sie ein wenig und versuchen Sie es noch einmal.",
		"Si c’était vous, attendez un peu et réessayez.",
		"Si fue usted, espere un poco e inténtelo de nuevo.",
		"إذا كنت أنت، فانتظر قليلًا ثم حاول مرة أخرى.",
	})
}

// MailWayTriesNotYou says: If it was not you, you need not do anything: nobody got in.
func MailWayTriesNotYou(ctx context.Context) string {
	return say(ctx, message{
		"If it was not you, you need not do anything: nobody got in.",
		"Waren Sie es nicht, müssen Sie nichts tun: Niemand ist hineingekommen.",
		"Si ce n’était pas vous, il n’y a rien à faire\u00a0: personne n’est entré.",
		"Si no fue usted, no tiene que hacer nada: nadie ha entrado.",
		"إذا لم تكن أنت، فلا حاجة إلى فعل شيء: لم يدخل أحد.",
	})
}

// MailWayAppAddedSubject says: an authenticator app was added
func MailWayAppAddedSubject(ctx context.Context) string {
	return say(ctx, message{
		"an authenticator app was added",
		"eine Authenticator-App wurde hinzugefügt",
		"une application d’authentification a été ajoutée",
		"se ha añadido una aplicación de autenticación",
		"أُضيف تطبيق مصادقة",
	})
}

// MailWayAppAddedTitle says: An authenticator app was added to your account
func MailWayAppAddedTitle(ctx context.Context) string {
	return say(ctx, message{
		"An authenticator app was added to your account",
		"Eine Authenticator-App wurde zu Ihrem Konto hinzugefügt",
		"Une application d’authentification a été ajoutée à votre compte",
		"Se ha añadido una aplicación de autenticación a su cuenta",
		"أُضيف تطبيق مصادقة إلى حسابك",
	})
}

// MailWayAppAdded says: Its codes can now confirm your sign-ins.
func MailWayAppAdded(ctx context.Context) string {
	return say(ctx, message{
		"Its codes can now confirm your sign-ins.",
		"Ihre Codes können jetzt Ihre Anmeldungen bestätigen.",
		"Ses codes peuvent maintenant confirmer vos connexions.",
		"Sus códigos ya pueden confirmar sus inicios de sesión.",
		"يمكن الآن لرموزه أن تؤكد تسجيلات دخولك.",
	})
}

// MailWayAppRemovedSubject says: an authenticator app was removed
func MailWayAppRemovedSubject(ctx context.Context) string {
	return say(ctx, message{
		"an authenticator app was removed",
		"eine Authenticator-App wurde entfernt",
		"une application d’authentification a été retirée",
		"se ha quitado una aplicación de autenticación",
		"أُزيل تطبيق مصادقة",
	})
}

// MailWayAppRemovedTitle says: An authenticator app was removed from your account
func MailWayAppRemovedTitle(ctx context.Context) string {
	return say(ctx, message{
		"An authenticator app was removed from your account",
		"Eine Authenticator-App wurde aus Ihrem Konto entfernt",
		"Une application d’authentification a été retirée de votre compte",
		"Se ha quitado una aplicación de autenticación de su cuenta",
		"أُزيل تطبيق مصادقة من حسابك",
	})
}

// MailWayAppRemoved says: Its codes no longer confirm your sign-ins.
func MailWayAppRemoved(ctx context.Context) string {
	return say(ctx, message{
		"Its codes no longer confirm your sign-ins.",
		"Ihre Codes bestätigen Ihre Anmeldungen nicht mehr.",
		"Ses codes ne confirment plus vos connexions.",
		"Sus códigos ya no confirman sus inicios de sesión.",
		"لم تعد رموزه تؤكد تسجيلات دخولك.",
	})
}

// MailWayPasskeyAddedSubject says: a passkey was added
func MailWayPasskeyAddedSubject(ctx context.Context) string {
	return say(ctx, message{
		"a passkey was added",
		"ein Passkey wurde hinzugefügt",
		"une clé d’accès a été ajoutée",
		"se ha añadido una clave de acceso",
		"أُضيف مفتاح مرور",
	})
}

// MailWayPasskeyAddedTitle says: A passkey was added to your account
func MailWayPasskeyAddedTitle(ctx context.Context) string {
	return say(ctx, message{
		"A passkey was added to your account",
		"Ein Passkey wurde zu Ihrem Konto hinzugefügt",
		"Une clé d’accès a été ajoutée à votre compte",
		"Se ha añadido una clave de acceso a su cuenta",
		"أُضيف مفتاح مرور إلى حسابك",
	})
}

// MailWayPasskeyAdded says: It can now sign you in without your password.
func MailWayPasskeyAdded(ctx context.Context) string {
	return say(ctx, message{
		"It can now sign you in without your password.",
		"Er kann Sie jetzt ohne Ihr Passwort anmelden.",
		"Elle peut maintenant vous connecter sans votre mot de passe.",
		"Ahora puede iniciar su sesión sin la contraseña.",
		"يمكنه الآن تسجيل دخولك دون كلمة مرورك.",
	})
}

// MailWayPasskeyRemovedSubject says: a passkey was removed
func MailWayPasskeyRemovedSubject(ctx context.Context) string {
	return say(ctx, message{
		"a passkey was removed",
		"ein Passkey wurde entfernt",
		"une clé d’accès a été retirée",
		"se ha quitado una clave de acceso",
		"أُزيل مفتاح مرور",
	})
}

// MailWayPasskeyRemovedTitle says: A passkey was removed from your account
func MailWayPasskeyRemovedTitle(ctx context.Context) string {
	return say(ctx, message{
		"A passkey was removed from your account",
		"Ein Passkey wurde aus Ihrem Konto entfernt",
		"Une clé d’accès a été retirée de votre compte",
		"Se ha quitado una clave de acceso de su cuenta",
		"أُزيل مفتاح مرور من حسابك",
	})
}

// MailWayPasskeyRemoved says: It no longer signs you in.
func MailWayPasskeyRemoved(ctx context.Context) string {
	return say(ctx, message{
		"It no longer signs you in.",
		"Er meldet Sie nicht mehr an.",
		"Elle ne vous connecte plus.",
		"Ya no inicia su sesión.",
		"لم يعد يسجّل دخولك.",
	})
}

// MailWayCodesSubject says: new recovery codes
func MailWayCodesSubject(ctx context.Context) string {
	return say(ctx, message{
		"new recovery codes",
		"neue Wiederherstellungscodes",
		"nouveaux codes de secours",
		"nuevos códigos de recuperación",
		"رموز استرداد جديدة",
	})
}

// MailWayCodesTitle says: New recovery codes were made
func MailWayCodesTitle(ctx context.Context) string {
	return say(ctx, message{
		"New recovery codes were made",
		"Neue Wiederherstellungscodes wurden erstellt",
		"De nouveaux codes de secours ont été créés",
		"Se han creado nuevos códigos de recuperación",
		"أُنشئت رموز استرداد جديدة",
	})
}

// MailWayCodes says: Earlier ones no longer work.
func MailWayCodes(ctx context.Context) string {
	return say(ctx, message{
		"Earlier ones no longer work.",
		"Frühere funktionieren nicht mehr.",
		"Les anciens ne fonctionnent plus.",
		"Los anteriores ya no funcionan.",
		"لم تعد الرموز السابقة تعمل.",
	})
}

// MailWayCodeUsedSubject says: a recovery code was used
func MailWayCodeUsedSubject(ctx context.Context) string {
	return say(ctx, message{
		"a recovery code was used",
		"ein Wiederherstellungscode wurde benutzt",
		"un code de secours a été utilisé",
		"se ha usado un código de recuperación",
		"استُخدم رمز استرداد",
	})
}

// MailWayCodeUsedTitle says: A recovery code was used to sign in
func MailWayCodeUsedTitle(ctx context.Context) string {
	return say(ctx, message{
		"A recovery code was used to sign in",
		"Ein Wiederherstellungscode wurde zum Anmelden benutzt",
		"Un code de secours a servi à se connecter",
		"Se ha usado un código de recuperación para iniciar sesión",
		"استُخدم رمز استرداد لتسجيل الدخول",
	})
}

// MailWayCodeUsed says: That code does not work again.
func MailWayCodeUsed(ctx context.Context) string {
	return say(ctx, message{
		"That code does not work again.",
		"Dieser Code funktioniert nicht noch einmal.",
		"Ce code ne fonctionnera plus.",
		"Ese código no volverá a funcionar.",
		"لن يعمل ذلك الرمز مرة أخرى.",
	})
}

// MailWayPassSubject says: a one-time pass was made
func MailWayPassSubject(ctx context.Context) string {
	return say(ctx, message{
		"a one-time pass was made",
		"ein Einmalpass wurde erstellt",
		"un laissez-passer unique a été créé",
		"se ha creado un pase de un solo uso",
		"أُنشئ تصريح لمرة واحدة",
	})
}

// MailWayPassTitle says: A one-time pass was made for your account
func MailWayPassTitle(ctx context.Context) string {
	return say(ctx, message{
		"A one-time pass was made for your account",
		"Für Ihr Konto wurde ein Einmalpass erstellt",
		"Un laissez-passer unique a été créé pour votre compte",
		"Se ha creado un pase de un solo uso para su cuenta",
		"أُنشئ لحسابك تصريح لمرة واحدة",
	})
}

// MailWayPass says: With it and your password, a new phone can be added once.
func MailWayPass(ctx context.Context) string {
	return say(ctx, message{
		"With it and your password, a new phone can be added once.",
		"Mit ihm und Ihrem Passwort kann einmal ein neues Telefon hinzugefügt werden.",
		"Avec lui et votre mot de passe, un nouveau téléphone peut être ajouté une fois.",
		"Con él y su contraseña se puede añadir un teléfono nuevo una vez.",
		"به وبكلمة مرورك تمكن إضافة هاتف جديد مرة واحدة.",
	})
}
