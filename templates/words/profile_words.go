// Code generated from catalogue/*/profile.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// ProfileTitle says: About you
func ProfileTitle(ctx context.Context) string {
	return say(ctx, message{
		"About you",
		"Über Sie",
		"À propos de vous",
		"Sobre usted",
		"عنك",
	})
}

// ProfileTitleError says: Error: about you
func ProfileTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: about you",
		"Fehler: Über Sie",
		"Erreur\u00a0: à propos de vous",
		"Error: sobre usted",
		"خطأ: عنك",
	})
}

// ProfileUsername says: You sign in as <b>{username}</b>.
func ProfileUsername(username string) templ.Component {
	return draw(message{
		"You sign in as <b>{username}</b>.",
		"Sie melden sich als <b>{username}</b> an.",
		"Vous vous connectez en tant que <b>{username}</b>.",
		"Inicia sesión como <b>{username}</b>.",
		"تسجّل الدخول باسم <b>{username}</b>.",
	}, value{"username", username})
}

// ProfileName says: Name
func ProfileName(ctx context.Context) string {
	return say(ctx, message{
		"Name",
		"Name",
		"Nom",
		"Nombre",
		"الاسم",
	})
}

// ProfileFullName says: Full name
func ProfileFullName(ctx context.Context) string {
	return say(ctx, message{
		"Full name",
		"Vollständiger Name",
		"Nom complet",
		"Nombre completo",
		"الاسم الكامل",
	})
}

// ProfileFullNameHint says: Applications that you sign in to may show it.
func ProfileFullNameHint(ctx context.Context) string {
	return say(ctx, message{
		"Applications that you sign in to may show it.",
		"Anwendungen, bei denen Sie sich anmelden, zeigen ihn vielleicht an.",
		"Les applications auxquelles vous vous connectez peuvent l’afficher.",
		"Las aplicaciones en las que inicie sesión pueden mostrarlo.",
		"قد تعرضه التطبيقات التي تسجّل الدخول إليها.",
	})
}

// ProfileFullNameWrong says: Use at most 200 characters on one line.
func ProfileFullNameWrong(ctx context.Context) string {
	return say(ctx, message{
		"Use at most 200 characters on one line.",
		"Verwenden Sie höchstens 200 Zeichen in einer Zeile.",
		"Utilisez au plus 200 caractères sur une ligne.",
		"Use como máximo 200 caracteres en una línea.",
		"استخدم 200 حرف على الأكثر في سطر واحد.",
	})
}

// ProfileEmail says: Email address
func ProfileEmail(ctx context.Context) string {
	return say(ctx, message{
		"Email address",
		"E-Mail-Adresse",
		"Adresse e-mail",
		"Dirección de correo",
		"عنوان البريد الإلكتروني",
	})
}

// ProfileEmailNone says: None is known.
func ProfileEmailNone(ctx context.Context) string {
	return say(ctx, message{
		"None is known.",
		"Es ist keine bekannt.",
		"Aucune n’est connue.",
		"No se conoce ninguna.",
		"لا يوجد عنوان معروف.",
	})
}

// ProfileEmailConfirmed says: Confirmed
func ProfileEmailConfirmed(ctx context.Context) string {
	return say(ctx, message{
		"Confirmed",
		"Bestätigt",
		"Confirmée",
		"Confirmada",
		"مؤكَّد",
	})
}

// ProfileEmailFixed says: To change it, ask whoever looks after your account.
func ProfileEmailFixed(ctx context.Context) string {
	return say(ctx, message{
		"To change it, ask whoever looks after your account.",
		"Um sie zu ändern, fragen Sie, wer Ihr Konto betreut.",
		"Pour la modifier, adressez-vous à la personne qui gère votre compte.",
		"Para cambiarla, consulte a quien administra su cuenta.",
		"لتغييره، اسأل المسؤول عن حسابك.",
	})
}

// ProfileCodeFor says: Code for {address}
func ProfileCodeFor(ctx context.Context, address string) string {
	return say(ctx, message{
		"Code for {address}",
		"Code für {address}",
		"Code pour {address}",
		"Código para {address}",
		"الرمز المرسل إلى {address}",
	}, value{"address", address})
}

// ProfileCodeHint says: Six digits are on their way to that address. They work for half an hour.
func ProfileCodeHint(ctx context.Context) string {
	return say(ctx, message{
		"Six digits are on their way to that address. They work for half an hour.",
		"Sechs Ziffern sind unterwegs an diese Adresse. Sie gelten eine halbe Stunde.",
		"Six chiffres sont en route vers cette adresse. Ils sont valables une demi-heure.",
		"Seis cifras van de camino a esa dirección. Valen durante media hora.",
		"ستة أرقام في طريقها إلى ذلك العنوان. تصلح لنصف ساعة.",
	})
}

// ProfileCodeConfirm says: Confirm the address
func ProfileCodeConfirm(ctx context.Context) string {
	return say(ctx, message{
		"Confirm the address",
		"Adresse bestätigen",
		"Confirmer l’adresse",
		"Confirmar la dirección",
		"تأكيد العنوان",
	})
}

// ProfileCodeWrong says: That code isn’t right. Type the one from the newest mail.
func ProfileCodeWrong(ctx context.Context) string {
	return say(ctx, message{
		"That code isn’t right. Type the one from the newest mail.",
		"Der Code stimmt nicht. Geben Sie den aus der neuesten E-Mail ein.",
		"Ce code n’est pas le bon. Saisissez celui de l’e-mail le plus récent.",
		"Ese código no es correcto. Escriba el del correo más reciente.",
		"هذا الرمز غير صحيح. اكتب الرمز الوارد في أحدث رسالة.",
	})
}

// ProfileCodeOver says: That code is over. Ask for a new one.
func ProfileCodeOver(ctx context.Context) string {
	return say(ctx, message{
		"That code is over. Ask for a new one.",
		"Der Code ist abgelaufen. Fordern Sie einen neuen an.",
		"Ce code n’est plus valable. Demandez-en un nouveau.",
		"Ese código ya no vale. Pida uno nuevo.",
		"انتهت صلاحية ذلك الرمز. اطلب رمزًا جديدًا.",
	})
}

// ProfileEmailNew says: New address
func ProfileEmailNew(ctx context.Context) string {
	return say(ctx, message{
		"New address",
		"Neue Adresse",
		"Nouvelle adresse",
		"Dirección nueva",
		"العنوان الجديد",
	})
}

// ProfileEmailHint says: It gets a code. The old address gets a link that takes the change back for 72 hours.
func ProfileEmailHint(ctx context.Context) string {
	return say(ctx, message{
		"It gets a code. The old address gets a link that takes the change back for 72 hours.",
		"Sie erhält einen Code. Die alte Adresse erhält einen Link, der die Änderung 72 Stunden lang zurücknimmt.",
		"Elle reçoit un code. L’ancienne adresse reçoit un lien qui annule la modification pendant 72 heures.",
		"Recibe un código. La dirección anterior recibe un enlace que deshace el cambio durante 72 horas.",
		"يصله رمز. ويصل العنوان القديم رابط يلغي التغيير خلال 72 ساعة.",
	})
}

// ProfileEmailAsk says: Send a code
func ProfileEmailAsk(ctx context.Context) string {
	return say(ctx, message{
		"Send a code",
		"Code senden",
		"Envoyer un code",
		"Enviar un código",
		"إرسال رمز",
	})
}

// ProfileEmailWrong says: Type one address, such as ada@example.com.
func ProfileEmailWrong(ctx context.Context) string {
	return say(ctx, message{
		"Type one address, such as ada@example.com.",
		"Geben Sie eine Adresse ein, zum Beispiel ada@example.com.",
		"Saisissez une adresse, par exemple ada@example.com.",
		"Escriba una dirección, por ejemplo ada@example.com.",
		"اكتب عنوانًا واحدًا، مثل ada@example.com.",
	})
}

// ProfileEmailSame says: That is your address already.
func ProfileEmailSame(ctx context.Context) string {
	return say(ctx, message{
		"That is your address already.",
		"Das ist schon Ihre Adresse.",
		"C’est déjà votre adresse.",
		"Esa ya es su dirección.",
		"هذا عنوانك بالفعل.",
	})
}

// ProfileEmailMany says: Too many codes were asked for. Try again tomorrow.
func ProfileEmailMany(ctx context.Context) string {
	return say(ctx, message{
		"Too many codes were asked for. Try again tomorrow.",
		"Es wurden zu viele Codes angefordert. Versuchen Sie es morgen noch einmal.",
		"Trop de codes ont été demandés. Réessayez demain.",
		"Se han pedido demasiados códigos. Inténtelo mañana.",
		"طُلبت رموز كثيرة جدًا. حاول مرة أخرى غدًا.",
	})
}

// ProfileEmailTaken says: Another account has this address.
func ProfileEmailTaken(ctx context.Context) string {
	return say(ctx, message{
		"Another account has this address.",
		"Ein anderes Konto hat diese Adresse.",
		"Un autre compte a cette adresse.",
		"Otra cuenta tiene esta dirección.",
		"لدى حساب آخر هذا العنوان.",
	})
}

// ProfileDataLink says: Download what is kept about you, or delete your account
func ProfileDataLink(ctx context.Context) string {
	return say(ctx, message{
		"Download what is kept about you, or delete your account",
		"Herunterladen, was über Sie gespeichert ist, oder Konto löschen",
		"Télécharger ce qui est conservé sur vous, ou supprimer votre compte",
		"Descargar lo que se guarda sobre usted o eliminar su cuenta",
		"تنزيل ما هو محفوظ عنك، أو حذف حسابك",
	})
}
