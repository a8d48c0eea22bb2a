// Code generated from catalogue/*/mail_account.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// MailAccountInvitedSubject says: set up your account
func MailAccountInvitedSubject(ctx context.Context) string {
	return say(ctx, message{
		"set up your account",
		"Richten Sie Ihr Konto ein",
		"configurez votre compte",
		"configure su cuenta",
		"أعدّ حسابك",
	})
}

// MailAccountInvitedTitle says: Welcome. Set up your account
func MailAccountInvitedTitle(ctx context.Context) string {
	return say(ctx, message{
		"Welcome. Set up your account",
		"Willkommen. Richten Sie Ihr Konto ein",
		"Bienvenue. Configurez votre compte",
		"Le damos la bienvenida. Configure su cuenta",
		"مرحبًا. أعدّ حسابك",
	})
}

// MailAccountInvited says: You were invited. Choose a password and add your phone: it takes about three minutes.
func MailAccountInvited(ctx context.Context) string {
	return say(ctx, message{
		"You were invited. Choose a password and add your phone: it takes about three minutes.",
		"Sie wurden eingeladen. Wählen Sie ein Passwort und fügen Sie Ihr Telefon hinzu: Das dauert etwa drei Minuten.",
		"Vous avez reçu une invitation. Choisissez un mot de passe et ajoutez votre téléphone\u00a0: cela prend environ trois minutes.",
		"Ha recibido una invitación. Elija una contraseña y añada su teléfono: se tarda unos tres minutos.",
		"وصلتك دعوة. اختر كلمة مرور وأضف هاتفك: يستغرق ذلك نحو ثلاث دقائق.",
	})
}

// MailAccountInvitedLink says: Set up your account
func MailAccountInvitedLink(ctx context.Context) string {
	return say(ctx, message{
		"Set up your account",
		"Konto einrichten",
		"Configurer votre compte",
		"Configurar su cuenta",
		"إعداد حسابك",
	})
}

// MailAccountInvitedOnce says: The link works once. Whoever has it can set up the account, so do not pass it on.
func MailAccountInvitedOnce(ctx context.Context) string {
	return say(ctx, message{
		"The link works once. Whoever has it can set up the account, so do not pass it on.",
		"Der Link gilt einmal. Wer ihn hat, kann das Konto einrichten. Geben Sie ihn also nicht weiter.",
		"Le lien est valable une fois. Quiconque l’a peut configurer le compte\u00a0: ne le transmettez pas.",
		"El enlace funciona una vez. Quien lo tenga puede configurar la cuenta, así que no lo comparta.",
		"يعمل الرابط مرة واحدة. ومن كان لديه استطاع إعداد الحساب، فلا تمرّره لأحد.",
	})
}

// MailAccountInvitedUnexpected says: If you did not expect this, do nothing.
func MailAccountInvitedUnexpected(ctx context.Context) string {
	return say(ctx, message{
		"If you did not expect this, do nothing.",
		"Wenn Sie das nicht erwartet haben, müssen Sie nichts tun.",
		"Si vous ne vous y attendiez pas, il n’y a rien à faire.",
		"Si no lo esperaba, no tiene que hacer nada.",
		"إذا لم تكن تتوقع ذلك، فلا تفعل شيئًا.",
	})
}

// MailAccountResetSubject says: choose a new password
func MailAccountResetSubject(ctx context.Context) string {
	return say(ctx, message{
		"choose a new password",
		"Wählen Sie ein neues Passwort",
		"choisissez un nouveau mot de passe",
		"elija una contraseña nueva",
		"اختر كلمة مرور جديدة",
	})
}

// MailAccountResetTitle says: Choose a new password
func MailAccountResetTitle(ctx context.Context) string {
	return say(ctx, message{
		"Choose a new password",
		"Wählen Sie ein neues Passwort",
		"Choisissez un nouveau mot de passe",
		"Elija una contraseña nueva",
		"اختر كلمة مرور جديدة",
	})
}

// MailAccountReset says: Somebody asked for a new password for your account.
func MailAccountReset(ctx context.Context) string {
	return say(ctx, message{
		"Somebody asked for a new password for your account.",
		"Jemand hat ein neues Passwort für Ihr Konto angefordert.",
		"Quelqu’un a demandé un nouveau mot de passe pour votre compte.",
		"Alguien ha pedido una contraseña nueva para su cuenta.",
		"طلب أحدهم كلمة مرور جديدة لحسابك.",
	})
}

// MailAccountResetLink says: Choose a new password
func MailAccountResetLink(ctx context.Context) string {
	return say(ctx, message{
		"Choose a new password",
		"Neues Passwort wählen",
		"Choisir un nouveau mot de passe",
		"Elegir una contraseña nueva",
		"اختيار كلمة مرور جديدة",
	})
}

// MailAccountResetOnce says: The link works once. If your account asks your phone, it will be asked before the password is changed.
func MailAccountResetOnce(ctx context.Context) string {
	return say(ctx, message{
		"The link works once. If your account asks your phone, it will be asked before the password is changed.",
		"Der Link gilt einmal. Wenn Ihr Konto Ihr Telefon fragt, wird es gefragt, bevor das Passwort geändert wird.",
		"Le lien est valable une fois. Si votre compte interroge votre téléphone, il sera interrogé avant le changement du mot de passe.",
		"El enlace funciona una vez. Si su cuenta pregunta a su teléfono, se le preguntará antes de cambiar la contraseña.",
		"يعمل الرابط مرة واحدة. إذا كان حسابك يسأل هاتفك، فسيُسأل قبل تغيير كلمة المرور.",
	})
}

// MailAccountResetUnasked says: If you did not ask for this, do nothing: your password stays as it is.
func MailAccountResetUnasked(ctx context.Context) string {
	return say(ctx, message{
		"If you did not ask for this, do nothing: your password stays as it is.",
		"Wenn Sie das nicht angefordert haben, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.",
		"Si vous n’avez rien demandé, ne faites rien\u00a0: votre mot de passe reste inchangé.",
		"Si no lo ha pedido usted, no haga nada: su contraseña sigue igual.",
		"إذا لم تطلب ذلك، فلا تفعل شيئًا: تبقى كلمة مرورك كما هي.",
	})
}

// MailAccountPasswordSubject says: your password was changed
func MailAccountPasswordSubject(ctx context.Context) string {
	return say(ctx, message{
		"your password was changed",
		"Ihr Passwort wurde geändert",
		"votre mot de passe a été changé",
		"su contraseña ha cambiado",
		"تم تغيير كلمة مرورك",
	})
}

// MailAccountPasswordTitle says: Your password was changed
func MailAccountPasswordTitle(ctx context.Context) string {
	return say(ctx, message{
		"Your password was changed",
		"Ihr Passwort wurde geändert",
		"Votre mot de passe a été changé",
		"Su contraseña ha cambiado",
		"تم تغيير كلمة مرورك",
	})
}

// MailAccountPassword says: You were signed out everywhere. Sign in with the new password.
func MailAccountPassword(ctx context.Context) string {
	return say(ctx, message{
		"You were signed out everywhere. Sign in with the new password.",
		"Sie wurden überall abgemeldet. Melden Sie sich mit dem neuen Passwort an.",
		"Vous avez été déconnecté partout. Connectez-vous avec le nouveau mot de passe.",
		"Se ha cerrado su sesión en todas partes. Inicie sesión con la contraseña nueva.",
		"سُجّل خروجك من كل مكان. سجّل الدخول بكلمة المرور الجديدة.",
	})
}

// MailAccountEmailCodeSubject says: a code for your new address
func MailAccountEmailCodeSubject(ctx context.Context) string {
	return say(ctx, message{
		"a code for your new address",
		"ein Code für Ihre neue Adresse",
		"un code pour votre nouvelle adresse",
		"un código para su nueva dirección",
		"رمز لعنوانك الجديد",
	})
}

// MailAccountEmailCodeTitle says: Is this your address?
func MailAccountEmailCodeTitle(ctx context.Context) string {
	return say(ctx, message{
		"Is this your address?",
		"Ist das Ihre Adresse?",
		"Est-ce votre adresse\u00a0?",
		"¿Es esta su dirección?",
		"هل هذا عنوانك؟",
	})
}

// MailAccountEmailCode says: Somebody who is signed in wants to use this address for their account. Type the code on the page that is open there.
func MailAccountEmailCode(ctx context.Context) string {
	return say(ctx, message{
		"Somebody who is signed in wants to use this address for their account. Type the code on the page that is open there.",
		"Jemand, der angemeldet ist, möchte diese Adresse für sein Konto verwenden. Geben Sie den Code auf der Seite ein, die dort geöffnet ist.",
		"Une personne connectée veut utiliser cette adresse pour son compte. Saisissez le code sur la page qui y est ouverte.",
		"Alguien que ha iniciado sesión quiere usar esta dirección para su cuenta. Escriba el código en la página que está abierta allí.",
		"يريد شخص سجّل الدخول استخدام هذا العنوان لحسابه. اكتب الرمز في الصفحة المفتوحة هناك.",
	})
}

// MailAccountEmailCodeUnasked says: If you did not ask for this, do nothing and pass the code to nobody: nothing changes.
func MailAccountEmailCodeUnasked(ctx context.Context) string {
	return say(ctx, message{
		"If you did not ask for this, do nothing and pass the code to nobody: nothing changes.",
		"Wenn Sie das nicht angefordert haben, tun Sie nichts und geben Sie den Code niemandem: Dann ändert sich nichts.",
		"Si vous n’avez rien demandé, ne faites rien et ne donnez le code à personne\u00a0: rien ne changera.",
		"Si no lo ha pedido usted, no haga nada y no dé el código a nadie: no cambiará nada.",
		"إذا لم تطلب ذلك، فلا تفعل شيئًا ولا تعطِ الرمز لأحد: لن يتغير شيء.",
	})
}

// MailAccountVerifySubject says: confirm your address
func MailAccountVerifySubject(ctx context.Context) string {
	return say(ctx, message{
		"confirm your address",
		"Bestätigen Sie Ihre Adresse",
		"confirmez votre adresse",
		"confirme su dirección",
		"أكّد عنوانك",
	})
}

// MailAccountVerify says: Your account has this address. Type the code on the page where you asked for it, and applications are told that it is yours.
func MailAccountVerify(ctx context.Context) string {
	return say(ctx, message{
		"Your account has this address. Type the code on the page where you asked for it, and applications are told that it is yours.",
		"Ihr Konto hat diese Adresse. Geben Sie den Code auf der Seite ein, auf der Sie ihn angefordert haben. Anwendungen erfahren dann, dass sie Ihre ist.",
		"Votre compte a cette adresse. Saisissez le code sur la page où vous l’avez demandé\u00a0: les applications sauront alors qu’elle est bien la vôtre.",
		"Su cuenta tiene esta dirección. Escriba el código en la página donde lo pidió, y las aplicaciones sabrán que es suya.",
		"هذا العنوان مسجّل في حسابك. اكتب الرمز في الصفحة التي طلبته منها، فتُبلَّغ التطبيقات بأنه لك.",
	})
}

// MailAccountEmailSubject says: your email address was changed
func MailAccountEmailSubject(ctx context.Context) string {
	return say(ctx, message{
		"your email address was changed",
		"Ihre E-Mail-Adresse wurde geändert",
		"votre adresse e-mail a été changée",
		"su dirección de correo ha cambiado",
		"تم تغيير عنوان بريدك الإلكتروني",
	})
}

// MailAccountEmailTitle says: Your email address was changed
func MailAccountEmailTitle(ctx context.Context) string {
	return say(ctx, message{
		"Your email address was changed",
		"Ihre E-Mail-Adresse wurde geändert",
		"Votre adresse e-mail a été changée",
		"Su dirección de correo ha cambiado",
		"تم تغيير عنوان بريدك الإلكتروني",
	})
}

// MailAccountEmail says: From now on what happens to your account is told to this address.
func MailAccountEmail(ctx context.Context) string {
	return say(ctx, message{
		"From now on what happens to your account is told to this address.",
		"Was an Ihrem Konto geschieht, melden wir ab jetzt an diese Adresse.",
		"Désormais, ce qui arrive à votre compte est annoncé à cette adresse.",
		"A partir de ahora, lo que ocurra en su cuenta se comunica a esta dirección.",
		"من الآن فصاعدًا يُبلَّغ هذا العنوان بما يحدث في حسابك.",
	})
}

// MailAccountEmailLeft says: What happens to your account is told to another address from now on.
func MailAccountEmailLeft(ctx context.Context) string {
	return say(ctx, message{
		"What happens to your account is told to another address from now on.",
		"Was an Ihrem Konto geschieht, melden wir ab jetzt an eine andere Adresse.",
		"Désormais, ce qui arrive à votre compte est annoncé à une autre adresse.",
		"A partir de ahora, lo que ocurra en su cuenta se comunica a otra dirección.",
		"من الآن فصاعدًا يُبلَّغ عنوان آخر بما يحدث في حسابك.",
	})
}

// MailAccountEmailLeftLink says: That wasn’t me: take it back
func MailAccountEmailLeftLink(ctx context.Context) string {
	return say(ctx, message{
		"That wasn’t me: take it back",
		"Das war ich nicht: rückgängig machen",
		"Ce n’était pas moi\u00a0: annuler ce changement",
		"No fui yo: deshacer el cambio",
		"لم أكن أنا: تراجع عن التغيير",
	})
}

// MailAccountEmailLeftUndo says: If it was not you, take it back by the link: everybody is signed out then. After that, change your password.
func MailAccountEmailLeftUndo(ctx context.Context) string {
	return say(ctx, message{
		"If it was not you, take it back by the link: everybody is signed out then. After that, change your password.",
		"Waren Sie es nicht, machen Sie es über den Link rückgängig: Dann werden alle abgemeldet. Ändern Sie danach Ihr Passwort.",
		"Si ce n’était pas vous, annulez-le par le lien\u00a0: tout le monde sera alors déconnecté. Changez ensuite votre mot de passe.",
		"Si no fue usted, deshágalo con el enlace: se cerrarán todas las sesiones. Después, cambie su contraseña.",
		"إذا لم تكن أنت، فتراجع عنه بالرابط: عندها يُسجَّل خروج الجميع. وبعد ذلك غيّر كلمة مرورك.",
	})
}

// MailAccountEmailBackSubject says: your email address is back
func MailAccountEmailBackSubject(ctx context.Context) string {
	return say(ctx, message{
		"your email address is back",
		"Ihre E-Mail-Adresse gilt wieder",
		"votre adresse e-mail est rétablie",
		"su dirección de correo se ha restablecido",
		"استُعيد عنوان بريدك الإلكتروني",
	})
}

// MailAccountEmailBackTitle says: The change of your email address was taken back
func MailAccountEmailBackTitle(ctx context.Context) string {
	return say(ctx, message{
		"The change of your email address was taken back",
		"Die Änderung Ihrer E-Mail-Adresse wurde rückgängig gemacht",
		"Le changement de votre adresse e-mail a été annulé",
		"Se ha deshecho el cambio de su dirección de correo",
		"تم التراجع عن تغيير عنوان بريدك الإلكتروني",
	})
}

// MailAccountEmailBack says: You were signed out everywhere.
func MailAccountEmailBack(ctx context.Context) string {
	return say(ctx, message{
		"You were signed out everywhere.",
		"Sie wurden überall abgemeldet.",
		"Vous avez été déconnecté partout.",
		"Se ha cerrado su sesión en todas partes.",
		"سُجّل خروجك من كل مكان.",
	})
}

// MailAccountEmailBackLook says: Change your password, and look at your ways to confirm: whoever changed the address was signed in.
func MailAccountEmailBackLook(ctx context.Context) string {
	return say(ctx, message{
		"Change your password, and look at your ways to confirm: whoever changed the address was signed in.",
		"Ändern Sie Ihr Passwort und prüfen Sie Ihre Bestätigungswege: Wer die Adresse geändert hat, war angemeldet.",
		"Changez votre mot de passe et vérifiez vos moyens de confirmation\u00a0: la personne qui a changé l’adresse était connectée.",
		"Cambie su contraseña y revise sus formas de confirmar: quien cambió la dirección había iniciado sesión.",
		"غيّر كلمة مرورك، وراجع طرق التأكيد لديك: فمن غيّر العنوان كان قد سجّل الدخول.",
	})
}

// MailAccountErasedSubject says: your account was deleted
func MailAccountErasedSubject(ctx context.Context) string {
	return say(ctx, message{
		"your account was deleted",
		"Ihr Konto wurde gelöscht",
		"votre compte a été supprimé",
		"su cuenta se ha eliminado",
		"حُذف حسابك",
	})
}

// MailAccountErasedTitle says: Your account was deleted
func MailAccountErasedTitle(ctx context.Context) string {
	return say(ctx, message{
		"Your account was deleted",
		"Ihr Konto wurde gelöscht",
		"Votre compte a été supprimé",
		"Su cuenta se ha eliminado",
		"حُذف حسابك",
	})
}

// MailAccountErased says: Nobody can sign in to it any more. This is the last mail about it.
func MailAccountErased(ctx context.Context) string {
	return say(ctx, message{
		"Nobody can sign in to it any more. This is the last mail about it.",
		"Niemand kann sich mehr damit anmelden. Dies ist die letzte E-Mail dazu.",
		"Plus personne ne peut s’y connecter. C’est le dernier e-mail à son sujet.",
		"Ya nadie puede iniciar sesión en ella. Este es el último correo sobre ella.",
		"لم يعد بإمكان أحد تسجيل الدخول إليه. هذه آخر رسالة بشأنه.",
	})
}

// MailAccountSignedOutSubject says: you were signed out of browsers
func MailAccountSignedOutSubject(ctx context.Context) string {
	return say(ctx, message{
		"you were signed out of browsers",
		"Sie wurden in Browsern abgemeldet",
		"vous avez été déconnecté de navigateurs",
		"se ha cerrado su sesión en navegadores",
		"تم تسجيل خروجك من متصفحات",
	})
}

// MailAccountSignedOutTitle says: You were signed out of browsers
func MailAccountSignedOutTitle(ctx context.Context) string {
	return say(ctx, message{
		"You were signed out of browsers",
		"Sie wurden in Browsern abgemeldet",
		"Vous avez été déconnecté de navigateurs",
		"Se ha cerrado su sesión en navegadores",
		"تم تسجيل خروجك من متصفحات",
	})
}
