// Code generated from catalogue/*/account.yaml; DO NOT EDIT.

package words

import (
	"context"
	"strconv"
)

// AccountErrorOf says: Error: {title}
func AccountErrorOf(ctx context.Context, title string) string {
	return say(ctx, message{
		"Error: {title}",
		"Fehler: {title}",
		"Erreur\u00a0: {title}",
		"Error: {title}",
		"خطأ: {title}",
	}, value{"title", title})
}

// AccountNav says: Your account
func AccountNav(ctx context.Context) string {
	return say(ctx, message{
		"Your account",
		"Ihr Konto",
		"Votre compte",
		"Su cuenta",
		"حسابك",
	})
}

// AccountOverview says: Overview
func AccountOverview(ctx context.Context) string {
	return say(ctx, message{
		"Overview",
		"Übersicht",
		"Vue d’ensemble",
		"Resumen",
		"نظرة عامة",
	})
}

// AccountWays says: Ways to confirm
func AccountWays(ctx context.Context) string {
	return say(ctx, message{
		"Ways to confirm",
		"Bestätigungswege",
		"Moyens de confirmation",
		"Formas de confirmar",
		"طرق التأكيد",
	})
}

// AccountPassword says: Password
func AccountPassword(ctx context.Context) string {
	return say(ctx, message{
		"Password",
		"Passwort",
		"Mot de passe",
		"Contraseña",
		"كلمة المرور",
	})
}

// AccountSignedIn says: Signed in
func AccountSignedIn(ctx context.Context) string {
	return say(ctx, message{
		"Signed in",
		"Angemeldete Browser",
		"Sessions ouvertes",
		"Sesiones abiertas",
		"الجلسات المفتوحة",
	})
}

// AccountActivity says: Activity
func AccountActivity(ctx context.Context) string {
	return say(ctx, message{
		"Activity",
		"Aktivität",
		"Activité",
		"Actividad",
		"النشاط",
	})
}

// AccountApplications says: Applications
func AccountApplications(ctx context.Context) string {
	return say(ctx, message{
		"Applications",
		"Anwendungen",
		"Applications",
		"Aplicaciones",
		"التطبيقات",
	})
}

// AccountSignOut says: Sign out
func AccountSignOut(ctx context.Context) string {
	return say(ctx, message{
		"Sign out",
		"Abmelden",
		"Se déconnecter",
		"Cerrar sesión",
		"تسجيل الخروج",
	})
}

// AccountApp says: your account
func AccountApp(ctx context.Context) string {
	return say(ctx, message{
		"your account",
		"Mein Konto",
		"votre compte",
		"su cuenta",
		"حسابك",
	})
}

// AccountSignInTitle says: Sign in to your account
func AccountSignInTitle(ctx context.Context) string {
	return say(ctx, message{
		"Sign in to your account",
		"Bei Ihrem Konto anmelden",
		"Connectez-vous à votre compte",
		"Inicie sesión en su cuenta",
		"سجّل الدخول إلى حسابك",
	})
}

// AccountSignInLede says: See where you are signed in, what happened, and how you confirm it’s you.
func AccountSignInLede(ctx context.Context) string {
	return say(ctx, message{
		"See where you are signed in, what happened, and how you confirm it’s you.",
		"Sehen Sie, wo Sie angemeldet sind, was geschehen ist und wie Sie bestätigen, dass Sie es sind.",
		"Consultez vos sessions ouvertes, ce qui s’est passé et vos moyens de confirmer que c’est vous.",
		"Vea dónde tiene la sesión abierta, qué ha ocurrido y cómo confirma que es usted.",
		"اطّلع على أماكن تسجيل دخولك وما حدث وكيف تؤكّد أنك أنت.",
	})
}

// AccountSignIn says: Sign in
func AccountSignIn(ctx context.Context) string {
	return say(ctx, message{
		"Sign in",
		"Anmelden",
		"Se connecter",
		"Iniciar sesión",
		"تسجيل الدخول",
	})
}

// AccountWhere says: Where you are signed in
func AccountWhere(ctx context.Context) string {
	return say(ctx, message{
		"Where you are signed in",
		"Wo Sie angemeldet sind",
		"Vos sessions ouvertes",
		"Dónde tiene la sesión abierta",
		"أماكن تسجيل دخولك",
	})
}

// AccountBrowsers says: In {n} browsers; in this one since {since}.
func AccountBrowsers(ctx context.Context, n int, since string) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "In 1 browser; in this one since {since}.", other: "In {n} browsers; in this one since {since}."},
		{one: "In 1 Browser. In diesem angemeldet: {since}.", other: "In {n} Browsern. In diesem angemeldet: {since}."},
		{one: "Dans 1 navigateur. Connexion dans celui-ci\u00a0: {since}.", other: "Dans {n} navigateurs. Connexion dans celui-ci\u00a0: {since}."},
		{one: "En 1 navegador. Inicio de sesión en este: {since}.", other: "En {n} navegadores. Inicio de sesión en este: {since}."},
		{zero: "لا متصفح. الدخول في هذا المتصفح: {since}.", one: "في متصفح واحد. الدخول في هذا المتصفح: {since}.", two: "في متصفحين. الدخول في هذا المتصفح: {since}.", few: "في {n} متصفحات. الدخول في هذا المتصفح: {since}.", many: "في {n} متصفحًا. الدخول في هذا المتصفح: {since}.", other: "في {n} متصفح. الدخول في هذا المتصفح: {since}."},
	}, n), value{"n", strconv.Itoa(n)}, value{"since", since})
}

// AccountLook says: Look at them
func AccountLook(ctx context.Context) string {
	return say(ctx, message{
		"Look at them",
		"Ansehen",
		"Les voir",
		"Verlos",
		"عرضها",
	})
}

// AccountLately says: What happened lately
func AccountLately(ctx context.Context) string {
	return say(ctx, message{
		"What happened lately",
		"Was zuletzt geschah",
		"Ce qui s’est passé récemment",
		"Lo que ha ocurrido últimamente",
		"ما حدث مؤخرًا",
	})
}

// AccountAllActivity says: All activity
func AccountAllActivity(ctx context.Context) string {
	return say(ctx, message{
		"All activity",
		"Alle Aktivitäten",
		"Toute l’activité",
		"Toda la actividad",
		"كل النشاط",
	})
}

// AccountActivityLede says: Times are those of this server. If something was not you, say so: you will see what to do.
func AccountActivityLede(ctx context.Context) string {
	return say(ctx, message{
		"Times are those of this server. If something was not you, say so: you will see what to do.",
		"Die Zeiten sind die dieses Servers. Wenn etwas nicht von Ihnen war, sagen Sie es: Sie sehen dann, was zu tun ist.",
		"Les heures sont celles de ce serveur. Si quelque chose ne vient pas de vous, dites-le\u00a0: vous verrez quoi faire.",
		"Las horas son las de este servidor. Si algo no lo hizo usted, indíquelo: verá qué hacer.",
		"الأوقات هي أوقات هذا الخادم. إذا لم تكن أنت من فعل شيئًا ما فأخبرنا: سترى ما عليك فعله.",
	})
}

// AccountNothingYet says: Nothing yet.
func AccountNothingYet(ctx context.Context) string {
	return say(ctx, message{
		"Nothing yet.",
		"Noch nichts.",
		"Rien pour l’instant.",
		"Todavía nada.",
		"لا شيء بعد.",
	})
}

// AccountFromAddress says: from {address}
func AccountFromAddress(ctx context.Context, address string) string {
	return say(ctx, message{
		"from {address}",
		"von {address}",
		"depuis {address}",
		"desde {address}",
		"من {address}",
	}, value{"address", address})
}

// AccountAppFrom says: {app}, from {address}
func AccountAppFrom(ctx context.Context, app string, address string) string {
	return say(ctx, message{
		"{app}, from {address}",
		"{app}, von {address}",
		"{app}, depuis {address}",
		"{app}, desde {address}",
		"{app}، من {address}",
	}, value{"app", app}, value{"address", address})
}

// AccountNotMe says: That wasn’t me
func AccountNotMe(ctx context.Context) string {
	return say(ctx, message{
		"That wasn’t me",
		"Das war ich nicht",
		"Ce n’était pas moi",
		"No fui yo",
		"لم أكن أنا",
	})
}

// AccountNotMeOf says: That wasn’t me: {what}, {when}
func AccountNotMeOf(ctx context.Context, what string, when string) string {
	return say(ctx, message{
		"That wasn’t me: {what}, {when}",
		"Das war ich nicht: {what}, {when}",
		"Ce n’était pas moi\u00a0: {what}, {when}",
		"No fui yo: {what}, {when}",
		"لم أكن أنا: {what}، {when}",
	}, value{"what", what}, value{"when", when})
}

// AccountThisBrowser says: This browser
func AccountThisBrowser(ctx context.Context) string {
	return say(ctx, message{
		"This browser",
		"Dieser Browser",
		"Ce navigateur",
		"Este navegador",
		"هذا المتصفح",
	})
}

// AccountABrowser says: A browser
func AccountABrowser(ctx context.Context) string {
	return say(ctx, message{
		"A browser",
		"Ein Browser",
		"Un navigateur",
		"Un navegador",
		"متصفح",
	})
}

// AccountBrowserLine says: Last used {used} from {address}. Signed in {since}.
func AccountBrowserLine(ctx context.Context, used string, address string, since string) string {
	return say(ctx, message{
		"Last used {used} from {address}. Signed in {since}.",
		"Zuletzt benutzt: {used}, von {address}. Angemeldet: {since}.",
		"Dernière utilisation\u00a0: {used}, depuis {address}. Connexion\u00a0: {since}.",
		"Último uso: {used}, desde {address}. Inicio de sesión: {since}.",
		"آخر استخدام: {used}، من {address}. تسجيل الدخول: {since}.",
	}, value{"used", used}, value{"address", address}, value{"since", since})
}

// AccountSignOutOf says: Sign out {browser}, last used {used}
func AccountSignOutOf(ctx context.Context, browser string, used string) string {
	return say(ctx, message{
		"Sign out {browser}, last used {used}",
		"{browser} abmelden, zuletzt benutzt: {used}",
		"Déconnecter {browser}, dernière utilisation\u00a0: {used}",
		"Cerrar la sesión de {browser}, último uso: {used}",
		"تسجيل الخروج من {browser}، آخر استخدام: {used}",
	}, value{"browser", browser}, value{"used", used})
}

// AccountSignOutOthers says: Sign out everywhere else
func AccountSignOutOthers(ctx context.Context) string {
	return say(ctx, message{
		"Sign out everywhere else",
		"Überall sonst abmelden",
		"Se déconnecter partout ailleurs",
		"Cerrar sesión en los demás sitios",
		"تسجيل الخروج من كل مكان آخر",
	})
}

// AccountNoApps says: No application holds anything of yours. They come here when you sign in to one.
func AccountNoApps(ctx context.Context) string {
	return say(ctx, message{
		"No application holds anything of yours. They come here when you sign in to one.",
		"Keine Anwendung hat etwas von Ihnen. Sobald Sie sich bei einer anmelden, erscheint sie hier.",
		"Aucune application ne détient quoi que ce soit de vous. Elles apparaissent ici dès que vous vous y connectez.",
		"Ninguna aplicación tiene nada suyo. Aparecerán aquí cuando inicie sesión en alguna.",
		"لا يملك أي تطبيق شيئًا يخصك. يظهر التطبيق هنا عندما تسجّل الدخول إليه.",
	})
}

// AccountAppOffline says: Also while you are away
func AccountAppOffline(ctx context.Context) string {
	return say(ctx, message{
		"Also while you are away",
		"Auch wenn Sie nicht da sind",
		"Même en votre absence",
		"También en su ausencia",
		"حتى في غيابك",
	})
}

// AccountAppLine says: Last used {used}; since {since}.
func AccountAppLine(ctx context.Context, used string, since string) string {
	return say(ctx, message{
		"Last used {used}; since {since}.",
		"Zuletzt benutzt: {used}; seit: {since}.",
		"Dernière utilisation\u00a0: {used}\u00a0; depuis\u00a0: {since}.",
		"Último uso: {used}; desde: {since}.",
		"آخر استخدام: {used}؛ منذ: {since}.",
	}, value{"used", used}, value{"since", since})
}

// AccountAppGets says: It gets: {list}
func AccountAppGets(ctx context.Context, list string) string {
	return say(ctx, message{
		"It gets: {list}",
		"Sie erhält: {list}",
		"Elle reçoit\u00a0: {list}",
		"Recibe: {list}",
		"يحصل على: {list}",
	}, value{"list", list})
}

// AccountAppAllowed says: You allowed: {list}
func AccountAppAllowed(ctx context.Context, list string) string {
	return say(ctx, message{
		"You allowed: {list}",
		"Von Ihnen erlaubt: {list}",
		"Vous avez autorisé : {list}",
		"Usted permitió: {list}",
		"سمحت بما يلي: {list}",
	}, value{"list", list})
}

// AccountAppOnlyAllowed says: You allowed this {when}; it holds nothing now.
func AccountAppOnlyAllowed(ctx context.Context, when string) string {
	return say(ctx, message{
		"You allowed this {when}; it holds nothing now.",
		"Von Ihnen erlaubt: {when}; sie hat zurzeit nichts.",
		"Autorisée par vous : {when} ; elle ne détient rien en ce moment.",
		"Permitida por usted: {when}; ahora no tiene nada.",
		"سمحت به: {when}؛ لا يملك شيئًا الآن.",
	}, value{"when", when})
}

// AccountList says: {first}, {rest}
func AccountList(ctx context.Context, first string, rest string) string {
	return say(ctx, message{
		"{first}, {rest}",
		"{first}, {rest}",
		"{first}, {rest}",
		"{first}, {rest}",
		"{first}، {rest}",
	}, value{"first", first}, value{"rest", rest})
}

// AccountGetsId says: who you are
func AccountGetsId(ctx context.Context) string {
	return say(ctx, message{
		"who you are",
		"wer Sie sind",
		"qui vous êtes",
		"quién es usted",
		"مَن أنت",
	})
}

// AccountGetsName says: your name
func AccountGetsName(ctx context.Context) string {
	return say(ctx, message{
		"your name",
		"Ihren Namen",
		"votre nom",
		"su nombre",
		"اسمك",
	})
}

// AccountGetsEmail says: your email address
func AccountGetsEmail(ctx context.Context) string {
	return say(ctx, message{
		"your email address",
		"Ihre E-Mail-Adresse",
		"votre adresse e-mail",
		"su dirección de correo",
		"عنوان بريدك الإلكتروني",
	})
}

// AccountGetsPush says: may ask your phones
func AccountGetsPush(ctx context.Context) string {
	return say(ctx, message{
		"may ask your phones",
		"darf Ihre Telefone fragen",
		"le droit d’interroger vos téléphones",
		"permiso para consultar sus teléfonos",
		"إذن بسؤال هواتفك",
	})
}

// AccountGetsReset says: may take your phones away
func AccountGetsReset(ctx context.Context) string {
	return say(ctx, message{
		"may take your phones away",
		"darf Ihre Telefone entfernen",
		"le droit de retirer vos téléphones",
		"permiso para retirar sus teléfonos",
		"إذن بإزالة هواتفك",
	})
}

// AccountGetsOffline says: access while you are away
func AccountGetsOffline(ctx context.Context) string {
	return say(ctx, message{
		"access while you are away",
		"Zugriff, wenn Sie nicht da sind",
		"l’accès en votre absence",
		"el acceso en su ausencia",
		"الوصول في غيابك",
	})
}

// AccountTakeBack says: Take back
func AccountTakeBack(ctx context.Context) string {
	return say(ctx, message{
		"Take back",
		"Entziehen",
		"Retirer",
		"Retirar",
		"سحب",
	})
}

// AccountTakeBackOf says: Take back what {app} has
func AccountTakeBackOf(ctx context.Context, app string) string {
	return say(ctx, message{
		"Take back what {app} has",
		"{app} entziehen, was sie hat",
		"Retirer ce que {app} détient",
		"Retirar lo que tiene {app}",
		"سحب ما لدى {app}",
	}, value{"app", app})
}

// AccountPasswordTitle says: Change your password
func AccountPasswordTitle(ctx context.Context) string {
	return say(ctx, message{
		"Change your password",
		"Passwort ändern",
		"Modifier votre mot de passe",
		"Cambiar la contraseña",
		"تغيير كلمة المرور",
	})
}

// AccountPasswordTitleError says: Error: change your password
func AccountPasswordTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: change your password",
		"Fehler: Passwort ändern",
		"Erreur\u00a0: modifier votre mot de passe",
		"Error: cambiar la contraseña",
		"خطأ: تغيير كلمة المرور",
	})
}

// AccountPasswordLede says: You will be signed out everywhere, here too, and sign in with the new one.
func AccountPasswordLede(ctx context.Context) string {
	return say(ctx, message{
		"You will be signed out everywhere, here too, and sign in with the new one.",
		"Sie werden überall abgemeldet, auch hier, und melden sich mit dem neuen Passwort wieder an.",
		"Vous serez déconnecté partout, ici aussi, et vous vous connecterez avec le nouveau.",
		"Se cerrarán todas sus sesiones, también esta, e iniciará sesión con la nueva.",
		"سيُسجَّل خروجك من كل مكان، وهنا أيضًا، ثم تسجّل الدخول بكلمة المرور الجديدة.",
	})
}

// AccountPasswordChange says: Change password
func AccountPasswordChange(ctx context.Context) string {
	return say(ctx, message{
		"Change password",
		"Passwort ändern",
		"Modifier le mot de passe",
		"Cambiar la contraseña",
		"تغيير كلمة المرور",
	})
}

// AccountBack says: Back
func AccountBack(ctx context.Context) string {
	return say(ctx, message{
		"Back",
		"Zurück",
		"Retour",
		"Volver",
		"رجوع",
	})
}

// AccountBackToAccount says: Back to your account
func AccountBackToAccount(ctx context.Context) string {
	return say(ctx, message{
		"Back to your account",
		"Zurück zu Ihrem Konto",
		"Retour à votre compte",
		"Volver a su cuenta",
		"العودة إلى حسابك",
	})
}

// AccountNewPhoneTitle says: Not from a phone that is so new
func AccountNewPhoneTitle(ctx context.Context) string {
	return say(ctx, message{
		"Not from a phone that is so new",
		"Nicht mit einem so neuen Telefon",
		"Pas avec un téléphone aussi récent",
		"No con un teléfono tan nuevo",
		"ليس من هاتف بهذه الحداثة",
	})
}

// AccountNewPhone says: The phone that confirmed this sign-in was added within the last day. Until then it opens applications, but changes nothing here.
func AccountNewPhone(ctx context.Context) string {
	return say(ctx, message{
		"The phone that confirmed this sign-in was added within the last day. Until then it opens applications, but changes nothing here.",
		"Das Telefon, das diese Anmeldung bestätigt hat, wurde erst im letzten Tag hinzugefügt. Einen Tag lang öffnet es Anwendungen, ändert hier aber nichts.",
		"Le téléphone qui a confirmé cette connexion a été ajouté il y a moins d’un jour. Pendant un jour, il ouvre des applications, mais ne modifie rien ici.",
		"El teléfono que confirmó este inicio de sesión se añadió hace menos de un día. Durante un día abre aplicaciones, pero no cambia nada aquí.",
		"أُضيف الهاتف الذي أكّد هذا الدخول خلال اليوم الأخير. يفتح التطبيقات لمدة يوم، لكنه لا يغيّر شيئًا هنا.",
	})
}

// AccountNewPhoneRemedy says: Sign in with another factor, or come back tomorrow.
func AccountNewPhoneRemedy(ctx context.Context) string {
	return say(ctx, message{
		"Sign in with another factor, or come back tomorrow.",
		"Melden Sie sich mit einem anderen Faktor an, oder kommen Sie morgen wieder.",
		"Connectez-vous avec un autre facteur, ou revenez demain.",
		"Inicie sesión con otro factor o vuelva mañana.",
		"سجّل الدخول بعامل آخر، أو عُد غدًا.",
	})
}

// AccountReportedTitle says: Not after a request was reported
func AccountReportedTitle(ctx context.Context) string {
	return say(ctx, message{
		"Not after a request was reported",
		"Nicht nach einer gemeldeten Anfrage",
		"Pas après le signalement d’une demande",
		"No después de denunciar una solicitud",
		"ليس بعد الإبلاغ عن طلب",
	})
}

// AccountReported says: A sign-in of this account was reported on a phone. Until that is cleared, the approval of a phone changes nothing here.
func AccountReported(ctx context.Context) string {
	return say(ctx, message{
		"A sign-in of this account was reported on a phone. Until that is cleared, the approval of a phone changes nothing here.",
		"Eine Anmeldung dieses Kontos wurde auf einem Telefon gemeldet. Bis das geklärt ist, ändert die Freigabe eines Telefons hier nichts.",
		"Une connexion à ce compte a été signalée sur un téléphone. Tant que ce n’est pas réglé, l’approbation d’un téléphone ne modifie rien ici.",
		"Un inicio de sesión de esta cuenta se denunció en un teléfono. Hasta que se aclare, la aprobación de un teléfono no cambia nada aquí.",
		"أُبلغ من هاتف عن تسجيل دخول إلى هذا الحساب. إلى أن يُحسم ذلك، لا تغيّر موافقة الهاتف شيئًا هنا.",
	})
}

// AccountReportedRemedy says: Choose “Forgot password?” on the sign-in page, or ask for help.
func AccountReportedRemedy(ctx context.Context) string {
	return say(ctx, message{
		"Choose “Forgot password?” on the sign-in page, or ask for help.",
		"Wählen Sie auf der Anmeldeseite „Passwort vergessen?“, oder bitten Sie um Hilfe.",
		"Choisissez «\u00a0Mot de passe oublié\u00a0?\u00a0» sur la page de connexion, ou demandez de l’aide.",
		"Elija «¿Ha olvidado la contraseña?» en la página de inicio de sesión o pida ayuda.",
		"اختر «هل نسيت كلمة المرور؟» في صفحة تسجيل الدخول، أو اطلب المساعدة.",
	})
}
