// Code generated from catalogue/*/secure.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// SecureTitle says: Secure your account
func SecureTitle(ctx context.Context) string {
	return say(ctx, message{
		"Secure your account",
		"Konto absichern",
		"Sécuriser votre compte",
		"Proteger su cuenta",
		"تأمين حسابك",
	})
}

// SecureReported says: You reported a request
func SecureReported(ctx context.Context) string {
	return say(ctx, message{
		"You reported a request",
		"Sie haben eine Anfrage gemeldet",
		"Vous avez signalé une demande",
		"Ha denunciado una solicitud",
		"لقد أبلغت عن طلب",
	})
}

// SecureReportedSince says: Since then no request goes to your phones.
func SecureReportedSince(ctx context.Context) string {
	return say(ctx, message{
		"Since then no request goes to your phones.",
		"Seitdem geht keine Anfrage mehr an Ihre Telefone.",
		"Depuis, aucune demande n’est envoyée à vos téléphones.",
		"Desde entonces no llega ninguna solicitud a sus teléfonos.",
		"منذ ذلك الحين لا يصل أي طلب إلى هواتفك.",
	})
}

// SecureClear says: Let requests come again
func SecureClear(ctx context.Context) string {
	return say(ctx, message{
		"Let requests come again",
		"Anfragen wieder zulassen",
		"Autoriser de nouveau les demandes",
		"Permitir de nuevo las solicitudes",
		"السماح بالطلبات من جديد",
	})
}

// SecureHowToClear says: They go on again here after you changed your password and signed in with a code of your app, a passkey or a recovery code; or ask whoever looks after your account.
func SecureHowToClear(ctx context.Context) string {
	return say(ctx, message{
		"They go on again here after you changed your password and signed in with a code of your app, a passkey or a recovery code; or ask whoever looks after your account.",
		"Hier lassen sie sich wieder zulassen, sobald Sie Ihr Passwort geändert und sich mit einem Code Ihrer App, einem Passkey oder einem Wiederherstellungscode angemeldet haben. Oder fragen Sie, wer Ihr Konto betreut.",
		"Vous pourrez les autoriser ici après avoir modifié votre mot de passe et vous être connecté avec un code de votre application, une clé d’accès ou un code de secours\u00a0; ou adressez-vous à la personne qui gère votre compte.",
		"Podrá permitirlas aquí cuando haya cambiado la contraseña e iniciado sesión con un código de su aplicación, una clave de acceso o un código de recuperación; o consulte a quien administra su cuenta.",
		"يمكنك السماح بها هنا بعد أن تغيّر كلمة المرور وتسجّل الدخول برمز من تطبيقك أو بمفتاح مرور أو برمز الاسترداد؛ أو اسأل المسؤول عن حسابك.",
	})
}

// SecureLede says: Do these in turn. Each asks you to confirm it’s you.
func SecureLede(ctx context.Context) string {
	return say(ctx, message{
		"Do these in turn. Each asks you to confirm it’s you.",
		"Gehen Sie der Reihe nach vor. Jeder Schritt lässt Sie bestätigen, dass Sie es sind.",
		"Procédez dans l’ordre. Chaque étape vous demande de confirmer que c’est vous.",
		"Siga este orden. Cada paso le pide que confirme que es usted.",
		"نفّذ هذه الخطوات بالترتيب. كل خطوة تطلب منك تأكيد أنك أنت.",
	})
}

// SecureOthers says: Whoever is in is out, in all applications.
func SecureOthers(ctx context.Context) string {
	return say(ctx, message{
		"Whoever is in is out, in all applications.",
		"Wer eingedrungen ist, ist draußen, in allen Anwendungen.",
		"Quiconque est entré est mis dehors, dans toutes les applications.",
		"Quien haya entrado queda fuera, en todas las aplicaciones.",
		"يخرج كل مَن دخل، من جميع التطبيقات.",
	})
}

// SecurePassword says: Change your password
func SecurePassword(ctx context.Context) string {
	return say(ctx, message{
		"Change your password",
		"Passwort ändern",
		"Modifier votre mot de passe",
		"Cambie la contraseña",
		"غيّر كلمة المرور",
	})
}

// SecurePasswordWhy says: The old one opens nothing from then on.
func SecurePasswordWhy(ctx context.Context) string {
	return say(ctx, message{
		"The old one opens nothing from then on.",
		"Das alte öffnet von da an nichts mehr.",
		"L’ancien n’ouvre plus rien ensuite.",
		"La anterior ya no abrirá nada.",
		"لن تفتح القديمة شيئًا بعد ذلك.",
	})
}

// SecureWays says: Look at your ways to confirm
func SecureWays(ctx context.Context) string {
	return say(ctx, message{
		"Look at your ways to confirm",
		"Bestätigungswege prüfen",
		"Vérifier vos moyens de confirmation",
		"Revise sus formas de confirmar",
		"راجع طرق التأكيد",
	})
}

// SecureWaysWhy says: Remove what is not yours. Make new recovery codes if somebody may have seen them.
func SecureWaysWhy(ctx context.Context) string {
	return say(ctx, message{
		"Remove what is not yours. Make new recovery codes if somebody may have seen them.",
		"Entfernen Sie, was Ihnen nicht gehört. Erzeugen Sie neue Wiederherstellungscodes, wenn jemand sie gesehen haben könnte.",
		"Retirez ce qui n’est pas à vous. Créez de nouveaux codes de secours si quelqu’un a pu les voir.",
		"Elimine lo que no sea suyo. Genere nuevos códigos de recuperación si alguien ha podido verlos.",
		"أزل ما ليس لك. أنشئ رموز استرداد جديدة إذا كان أحد قد رآها.",
	})
}

// SecureNote says: If a request that you did not start comes to your phone, press “It’s not me” there and report it: that stops requests and signs everybody out.
func SecureNote(ctx context.Context) string {
	return say(ctx, message{
		"If a request that you did not start comes to your phone, press “It’s not me” there and report it: that stops requests and signs everybody out.",
		"Wenn eine Anfrage auf Ihr Telefon kommt, die Sie nicht ausgelöst haben, tippen Sie dort auf „Das bin ich nicht“ und melden Sie sie: Das stoppt Anfragen und meldet alle ab.",
		"Si une demande que vous n’avez pas lancée arrive sur votre téléphone, appuyez-y sur «\u00a0Ce n’est pas moi\u00a0» et signalez-la\u00a0: cela arrête les demandes et déconnecte tout le monde.",
		"Si llega a su teléfono una solicitud que usted no ha iniciado, pulse allí «No soy yo» y denúnciela: eso detiene las solicitudes y cierra todas las sesiones.",
		"إذا وصل إلى هاتفك طلب لم تبدأه، فاضغط هناك على «لست أنا» وأبلغ عنه: يوقف ذلك الطلبات ويسجّل خروج الجميع.",
	})
}

// SecureNotAllowedTitle says: Not with this sign-in
func SecureNotAllowedTitle(ctx context.Context) string {
	return say(ctx, message{
		"Not with this sign-in",
		"Nicht mit dieser Anmeldung",
		"Pas avec cette connexion",
		"No con este inicio de sesión",
		"ليس بهذا الدخول",
	})
}

// SecureNotAllowed says: Requests to your phones go on again after a sign-in with another way than a phone.
func SecureNotAllowed(ctx context.Context) string {
	return say(ctx, message{
		"Requests to your phones go on again after a sign-in with another way than a phone.",
		"Anfragen an Ihre Telefone gehen erst nach einer Anmeldung auf einem anderen Weg als mit einem Telefon weiter.",
		"Les demandes à vos téléphones reprennent après une connexion par un autre moyen qu’un téléphone.",
		"Las solicitudes a sus teléfonos se reanudan tras iniciar sesión de otra forma que no sea un teléfono.",
		"تُستأنف الطلبات إلى هواتفك بعد تسجيل الدخول بطريقة أخرى غير الهاتف.",
	})
}

// SecureNotAllowedRemedy says: Sign in with a code of your app, a passkey or a recovery code, or ask whoever looks after your account.
func SecureNotAllowedRemedy(ctx context.Context) string {
	return say(ctx, message{
		"Sign in with a code of your app, a passkey or a recovery code, or ask whoever looks after your account.",
		"Melden Sie sich mit einem Code Ihrer App, einem Passkey oder einem Wiederherstellungscode an, oder fragen Sie, wer Ihr Konto betreut.",
		"Connectez-vous avec un code de votre application, une clé d’accès ou un code de secours, ou adressez-vous à la personne qui gère votre compte.",
		"Inicie sesión con un código de su aplicación, una clave de acceso o un código de recuperación, o consulte a quien administra su cuenta.",
		"سجّل الدخول برمز من تطبيقك أو بمفتاح مرور أو برمز الاسترداد، أو اسأل المسؤول عن حسابك.",
	})
}
