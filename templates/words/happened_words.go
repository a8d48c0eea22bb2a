// Code generated from catalogue/*/happened.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// HappenedPersonCreated says: Your account was made
func HappenedPersonCreated(ctx context.Context) string {
	return say(ctx, message{
		"Your account was made",
		"Ihr Konto wurde angelegt",
		"Votre compte a été créé",
		"Se creó su cuenta",
		"أُنشئ حسابك",
	})
}

// HappenedPersonDisabled says: Your account was turned off
func HappenedPersonDisabled(ctx context.Context) string {
	return say(ctx, message{
		"Your account was turned off",
		"Ihr Konto wurde abgeschaltet",
		"Votre compte a été désactivé",
		"Se desactivó su cuenta",
		"أُوقف حسابك",
	})
}

// HappenedPersonEnabled says: Your account was turned on again
func HappenedPersonEnabled(ctx context.Context) string {
	return say(ctx, message{
		"Your account was turned on again",
		"Ihr Konto wurde wieder eingeschaltet",
		"Votre compte a été réactivé",
		"Se reactivó su cuenta",
		"أُعيد تشغيل حسابك",
	})
}

// HappenedPasswordSet says: Your password was set
func HappenedPasswordSet(ctx context.Context) string {
	return say(ctx, message{
		"Your password was set",
		"Ihr Passwort wurde gesetzt",
		"Votre mot de passe a été défini",
		"Se estableció su contraseña",
		"عُيّنت كلمة مرورك",
	})
}

// HappenedPasswordWrong says: A wrong password was typed
func HappenedPasswordWrong(ctx context.Context) string {
	return say(ctx, message{
		"A wrong password was typed",
		"Ein falsches Passwort wurde eingegeben",
		"Un mot de passe erroné a été saisi",
		"Se escribió una contraseña incorrecta",
		"كُتبت كلمة مرور خاطئة",
	})
}

// HappenedPasswordLimited says: Too many wrong passwords were typed
func HappenedPasswordLimited(ctx context.Context) string {
	return say(ctx, message{
		"Too many wrong passwords were typed",
		"Zu viele falsche Passwörter wurden eingegeben",
		"Trop de mots de passe erronés ont été saisis",
		"Se escribieron demasiadas contraseñas incorrectas",
		"كُتبت كلمات مرور خاطئة كثيرة جدًا",
	})
}

// HappenedInvitation says: An administrator made you a link
func HappenedInvitation(ctx context.Context) string {
	return say(ctx, message{
		"An administrator made you a link",
		"Ein Administrator hat einen Link für Sie erstellt",
		"Un administrateur a créé un lien pour vous",
		"Un administrador creó un enlace para usted",
		"أنشأ مسؤول رابطًا لك",
	})
}

// HappenedPhoneAdded says: A phone was added
func HappenedPhoneAdded(ctx context.Context) string {
	return say(ctx, message{
		"A phone was added",
		"Ein Telefon wurde hinzugefügt",
		"Un téléphone a été ajouté",
		"Se añadió un teléfono",
		"أُضيف هاتف",
	})
}

// HappenedPhoneRemoved says: A phone was removed
func HappenedPhoneRemoved(ctx context.Context) string {
	return say(ctx, message{
		"A phone was removed",
		"Ein Telefon wurde entfernt",
		"Un téléphone a été retiré",
		"Se eliminó un teléfono",
		"أُزيل هاتف",
	})
}

// HappenedPhoneStopped says: A phone was stopped: something else was using its name
func HappenedPhoneStopped(ctx context.Context) string {
	return say(ctx, message{
		"A phone was stopped: something else was using its name",
		"Ein Telefon wurde gestoppt: Etwas anderes benutzte seinen Namen",
		"Un téléphone a été bloqué\u00a0: autre chose utilisait son nom",
		"Se detuvo un teléfono: otra cosa usaba su nombre",
		"أُوقف هاتف: كان شيء آخر يستخدم اسمه",
	})
}

// HappenedCodeAppAdded says: A code app was added
func HappenedCodeAppAdded(ctx context.Context) string {
	return say(ctx, message{
		"A code app was added",
		"Eine Code-App wurde hinzugefügt",
		"Une application de codes a été ajoutée",
		"Se añadió una aplicación de códigos",
		"أُضيف تطبيق رموز",
	})
}

// HappenedCodeAppRemoved says: The code app was removed
func HappenedCodeAppRemoved(ctx context.Context) string {
	return say(ctx, message{
		"The code app was removed",
		"Die Code-App wurde entfernt",
		"L’application de codes a été retirée",
		"Se eliminó la aplicación de códigos",
		"أُزيل تطبيق الرموز",
	})
}

// HappenedCodeWrong says: A wrong code was typed
func HappenedCodeWrong(ctx context.Context) string {
	return say(ctx, message{
		"A wrong code was typed",
		"Ein falscher Code wurde eingegeben",
		"Un code erroné a été saisi",
		"Se escribió un código incorrecto",
		"كُتب رمز خاطئ",
	})
}

// HappenedPasskeyAdded says: A passkey was added
func HappenedPasskeyAdded(ctx context.Context) string {
	return say(ctx, message{
		"A passkey was added",
		"Ein Passkey wurde hinzugefügt",
		"Une clé d’accès a été ajoutée",
		"Se añadió una clave de acceso",
		"أُضيف مفتاح مرور",
	})
}

// HappenedPasskeyRemoved says: A passkey was removed
func HappenedPasskeyRemoved(ctx context.Context) string {
	return say(ctx, message{
		"A passkey was removed",
		"Ein Passkey wurde entfernt",
		"Une clé d’accès a été retirée",
		"Se eliminó una clave de acceso",
		"أُزيل مفتاح مرور",
	})
}

// HappenedPasskeyWrong says: A passkey was tried and proved nothing
func HappenedPasskeyWrong(ctx context.Context) string {
	return say(ctx, message{
		"A passkey was tried and proved nothing",
		"Ein Passkey wurde versucht und bewies nichts",
		"Une clé d’accès a été essayée sans rien prouver",
		"Se probó una clave de acceso que no demostró nada",
		"جُرّب مفتاح مرور ولم يُثبت شيئًا",
	})
}

// HappenedRecoveryMade says: New recovery codes were made
func HappenedRecoveryMade(ctx context.Context) string {
	return say(ctx, message{
		"New recovery codes were made",
		"Neue Wiederherstellungscodes wurden erzeugt",
		"De nouveaux codes de secours ont été créés",
		"Se generaron nuevos códigos de recuperación",
		"أُنشئت رموز استرداد جديدة",
	})
}

// HappenedRecoveryUsed says: A recovery code was used
func HappenedRecoveryUsed(ctx context.Context) string {
	return say(ctx, message{
		"A recovery code was used",
		"Ein Wiederherstellungscode wurde benutzt",
		"Un code de secours a été utilisé",
		"Se usó un código de recuperación",
		"استُخدم رمز استرداد",
	})
}

// HappenedRecoveryWrong says: A wrong recovery code was typed
func HappenedRecoveryWrong(ctx context.Context) string {
	return say(ctx, message{
		"A wrong recovery code was typed",
		"Ein falscher Wiederherstellungscode wurde eingegeben",
		"Un code de secours erroné a été saisi",
		"Se escribió un código de recuperación incorrecto",
		"كُتب رمز استرداد خاطئ",
	})
}

// HappenedApproved says: A request was approved on your phone
func HappenedApproved(ctx context.Context) string {
	return say(ctx, message{
		"A request was approved on your phone",
		"Eine Anfrage wurde auf Ihrem Telefon freigegeben",
		"Une demande a été approuvée sur votre téléphone",
		"Se aprobó una solicitud en su teléfono",
		"تمت الموافقة على طلب في هاتفك",
	})
}

// HappenedDenied says: A request was refused on your phone
func HappenedDenied(ctx context.Context) string {
	return say(ctx, message{
		"A request was refused on your phone",
		"Eine Anfrage wurde auf Ihrem Telefon abgelehnt",
		"Une demande a été refusée sur votre téléphone",
		"Se rechazó una solicitud en su teléfono",
		"رُفض طلب في هاتفك",
	})
}

// HappenedReported says: You reported a request: “It’s not me”
func HappenedReported(ctx context.Context) string {
	return say(ctx, message{
		"You reported a request: “It’s not me”",
		"Sie haben eine Anfrage gemeldet: „Das bin ich nicht“",
		"Vous avez signalé une demande\u00a0: «\u00a0Ce n’est pas moi\u00a0»",
		"Denunció una solicitud: «No soy yo»",
		"أبلغت عن طلب: «لست أنا»",
	})
}

// HappenedNumberWrong says: A wrong number was typed on your phone
func HappenedNumberWrong(ctx context.Context) string {
	return say(ctx, message{
		"A wrong number was typed on your phone",
		"Auf Ihrem Telefon wurde eine falsche Zahl eingegeben",
		"Un nombre erroné a été saisi sur votre téléphone",
		"Se escribió un número incorrecto en su teléfono",
		"كُتب رقم خاطئ في هاتفك",
	})
}

// HappenedReportCleared says: Your report was cleared
func HappenedReportCleared(ctx context.Context) string {
	return say(ctx, message{
		"Your report was cleared",
		"Ihre Meldung wurde aufgehoben",
		"Votre signalement a été levé",
		"Se levantó su denuncia",
		"أُغلق بلاغك",
	})
}

// HappenedRenamed says: Your name was changed
func HappenedRenamed(ctx context.Context) string {
	return say(ctx, message{
		"Your name was changed",
		"Ihr Name wurde geändert",
		"Votre nom a été modifié",
		"Se cambió su nombre",
		"غُيّر اسمك",
	})
}

// HappenedEmailAsked says: A code was sent to a new email address
func HappenedEmailAsked(ctx context.Context) string {
	return say(ctx, message{
		"A code was sent to a new email address",
		"Ein Code wurde an eine neue E-Mail-Adresse geschickt",
		"Un code a été envoyé à une nouvelle adresse e-mail",
		"Se envió un código a una nueva dirección de correo",
		"أُرسل رمز إلى عنوان بريد جديد",
	})
}

// HappenedEmailChanged says: Your email address was changed
func HappenedEmailChanged(ctx context.Context) string {
	return say(ctx, message{
		"Your email address was changed",
		"Ihre E-Mail-Adresse wurde geändert",
		"Votre adresse e-mail a été modifiée",
		"Se cambió su dirección de correo",
		"غُيّر عنوان بريدك الإلكتروني",
	})
}

// HappenedEmailUndone says: The change of your email address was taken back
func HappenedEmailUndone(ctx context.Context) string {
	return say(ctx, message{
		"The change of your email address was taken back",
		"Die Änderung Ihrer E-Mail-Adresse wurde zurückgenommen",
		"La modification de votre adresse e-mail a été annulée",
		"Se deshizo el cambio de su dirección de correo",
		"أُلغي تغيير عنوان بريدك الإلكتروني",
	})
}

// HappenedSignedIn says: You signed in
func HappenedSignedIn(ctx context.Context) string {
	return say(ctx, message{
		"You signed in",
		"Sie haben sich angemeldet",
		"Vous vous êtes connecté",
		"Inició sesión",
		"سجّلت الدخول",
	})
}

// HappenedSignedOut says: A browser was signed out
func HappenedSignedOut(ctx context.Context) string {
	return say(ctx, message{
		"A browser was signed out",
		"Ein Browser wurde abgemeldet",
		"Un navigateur a été déconnecté",
		"Se cerró la sesión de un navegador",
		"سُجّل خروج متصفح",
	})
}

// HappenedForgotten says: Browsers that you trusted ask for both factors again
func HappenedForgotten(ctx context.Context) string {
	return say(ctx, message{
		"Browsers that you trusted ask for both factors again",
		"Browser, denen Sie vertrauten, fragen wieder nach beiden Faktoren",
		"Les navigateurs de confiance redemandent les deux facteurs",
		"Los navegadores de confianza vuelven a pedir los dos factores",
		"المتصفحات الموثوقة تطلب العاملين من جديد",
	})
}

// HappenedGrantRevoked says: An application lost its access
func HappenedGrantRevoked(ctx context.Context) string {
	return say(ctx, message{
		"An application lost its access",
		"Eine Anwendung hat ihren Zugang verloren",
		"Une application a perdu son accès",
		"Una aplicación perdió su acceso",
		"فقد تطبيق وصوله",
	})
}

// HappenedConsentGiven says: You allowed an application what it asked
func HappenedConsentGiven(ctx context.Context) string {
	return say(ctx, message{
		"You allowed an application what it asked",
		"Sie haben einer Anwendung erlaubt, worum sie bat",
		"Vous avez autorisé une application à faire ce qu’elle demandait",
		"Permitió a una aplicación lo que pedía",
		"سمحت لتطبيق بما طلبه",
	})
}
