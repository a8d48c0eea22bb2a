// Code generated from catalogue/*/reset.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// ResetForgotTitle says: Reset your password
func ResetForgotTitle(ctx context.Context) string {
	return say(ctx, message{
		"Reset your password",
		"Passwort zurücksetzen",
		"Réinitialisez votre mot de passe",
		"Restablezca su contraseña",
		"إعادة تعيين كلمة المرور",
	})
}

// ResetForgot says: Tell us who you are. We send a link to the address of your account.
func ResetForgot(ctx context.Context) string {
	return say(ctx, message{
		"Tell us who you are. We send a link to the address of your account.",
		"Sagen Sie uns, wer Sie sind. Wir senden einen Link an die Adresse Ihres Kontos.",
		"Dites-nous qui vous êtes. Nous enverrons un lien à l’adresse de votre compte.",
		"Díganos quién es. Enviaremos un enlace a la dirección de su cuenta.",
		"أخبرنا من أنت. سنرسل رابطًا إلى عنوان حسابك.",
	})
}

// ResetSend says: Send the link
func ResetSend(ctx context.Context) string {
	return say(ctx, message{
		"Send the link",
		"Link senden",
		"Envoyer le lien",
		"Enviar el enlace",
		"إرسال الرابط",
	})
}

// ResetNoMail says: A password can’t be reset by mail here. Ask for a new one.
func ResetNoMail(ctx context.Context) string {
	return say(ctx, message{
		"A password can’t be reset by mail here. Ask for a new one.",
		"Ein Passwort lässt sich hier nicht per E-Mail zurücksetzen. Bitten Sie um ein neues.",
		"Ici, un mot de passe ne peut pas être réinitialisé par e-mail. Demandez-en un nouveau.",
		"Aquí no se puede restablecer una contraseña por correo. Pida una nueva.",
		"لا يمكن هنا إعادة تعيين كلمة المرور بالبريد. اطلب كلمة جديدة.",
	})
}

// ResetSentTitle says: Check your email
func ResetSentTitle(ctx context.Context) string {
	return say(ctx, message{
		"Check your email",
		"Sehen Sie in Ihre E-Mails",
		"Consultez vos e-mails",
		"Revise su correo",
		"راجع بريدك الإلكتروني",
	})
}

// ResetSent says: If that address has an account, we’ve sent a link. It works for 30 minutes.
func ResetSent(ctx context.Context) string {
	return say(ctx, message{
		"If that address has an account, we’ve sent a link. It works for 30 minutes.",
		"Wenn es zu dieser Adresse ein Konto gibt, haben wir einen Link gesendet. Er gilt 30 Minuten.",
		"Si un compte existe à cette adresse, nous avons envoyé un lien. Il est valable 30 minutes.",
		"Si esa dirección tiene una cuenta, hemos enviado un enlace. Funciona durante 30 minutos.",
		"إذا كان لهذا العنوان حساب، فقد أرسلنا رابطًا. وهو يعمل 30 دقيقة.",
	})
}

// ResetSentAgain says: Nothing there after a few minutes? Look into the spam folder, or <a id="forgot-again" href="{again}">try again</a>.
func ResetSentAgain(again templ.SafeURL) templ.Component {
	return draw(message{
		"Nothing there after a few minutes? Look into the spam folder, or <a id=\"forgot-again\" href=\"{again}\">try again</a>.",
		"Nach einigen Minuten noch nichts da? Sehen Sie im Spam-Ordner nach, oder <a id=\"forgot-again\" href=\"{again}\">versuchen Sie es noch einmal</a>.",
		"Toujours rien après quelques minutes\u00a0? Regardez dans les indésirables, ou <a id=\"forgot-again\" href=\"{again}\">réessayez</a>.",
		"¿No llega nada tras unos minutos? Mire en la carpeta de correo no deseado o <a id=\"forgot-again\" href=\"{again}\">inténtelo de nuevo</a>.",
		"لم يصل شيء بعد بضع دقائق؟ انظر في مجلد الرسائل غير المرغوب فيها، أو <a id=\"forgot-again\" href=\"{again}\">حاول مرة أخرى</a>.",
	}, value{"again", again})
}

// ResetTitle says: Replace your password
func ResetTitle(ctx context.Context) string {
	return say(ctx, message{
		"Replace your password",
		"Passwort ersetzen",
		"Remplacez votre mot de passe",
		"Sustituya su contraseña",
		"استبدال كلمة المرور",
	})
}

// ResetText says: If your account asks your phone, have it at hand: it is asked first.
func ResetText(ctx context.Context) string {
	return say(ctx, message{
		"If your account asks your phone, have it at hand: it is asked first.",
		"Wenn Ihr Konto Ihr Telefon fragt, halten Sie es bereit: Es wird zuerst gefragt.",
		"Si votre compte interroge votre téléphone, gardez-le à portée de main\u00a0: il sera interrogé en premier.",
		"Si su cuenta pregunta a su teléfono, téngalo a mano: se le preguntará primero.",
		"إذا كان حسابك يسأل هاتفك، فاجعله في متناولك: سيُسأل أولًا.",
	})
}

// ResetNotAsked says: If you did not ask for this, close this page: your password stays as it is.
func ResetNotAsked(ctx context.Context) string {
	return say(ctx, message{
		"If you did not ask for this, close this page: your password stays as it is.",
		"Wenn Sie das nicht angefordert haben, schließen Sie diese Seite: Ihr Passwort bleibt, wie es ist.",
		"Si vous n’avez rien demandé, fermez cette page\u00a0: votre mot de passe reste inchangé.",
		"Si no lo ha pedido usted, cierre esta página: su contraseña sigue igual.",
		"إذا لم تطلب ذلك، فأغلق هذه الصفحة: تبقى كلمة مرورك كما هي.",
	})
}

// ResetInvalidTitle says: This link does not work
func ResetInvalidTitle(ctx context.Context) string {
	return say(ctx, message{
		"This link does not work",
		"Dieser Link funktioniert nicht",
		"Ce lien ne fonctionne pas",
		"Este enlace no funciona",
		"هذا الرابط لا يعمل",
	})
}

// ResetInvalid says: A link for a new password works once, and for 30 minutes. Only the newest one is good.
func ResetInvalid(ctx context.Context) string {
	return say(ctx, message{
		"A link for a new password works once, and for 30 minutes. Only the newest one is good.",
		"Ein Link für ein neues Passwort gilt einmal und 30 Minuten lang. Nur der neueste zählt.",
		"Un lien de nouveau mot de passe est valable une fois, pendant 30 minutes. Seul le plus récent fonctionne.",
		"Un enlace para una contraseña nueva funciona una vez y durante 30 minutos. Solo vale el más reciente.",
		"يعمل رابط كلمة المرور الجديدة مرة واحدة، ولمدة 30 دقيقة. والأحدث وحده صالح.",
	})
}

// ResetGetNew says: Get a new link
func ResetGetNew(ctx context.Context) string {
	return say(ctx, message{
		"Get a new link",
		"Neuen Link anfordern",
		"Obtenir un nouveau lien",
		"Obtener un enlace nuevo",
		"الحصول على رابط جديد",
	})
}

// ResetDoneTitle says: Your password is changed
func ResetDoneTitle(ctx context.Context) string {
	return say(ctx, message{
		"Your password is changed",
		"Ihr Passwort ist geändert",
		"Votre mot de passe est changé",
		"Su contraseña ha cambiado",
		"تم تغيير كلمة مرورك",
	})
}

// ResetDone says: You were signed out everywhere. Go to your application and sign in with the new password.
func ResetDone(ctx context.Context) string {
	return say(ctx, message{
		"You were signed out everywhere. Go to your application and sign in with the new password.",
		"Sie wurden überall abgemeldet. Gehen Sie zu Ihrer Anwendung und melden Sie sich mit dem neuen Passwort an.",
		"Vous avez été déconnecté partout. Retournez à votre application et connectez-vous avec le nouveau mot de passe.",
		"Se ha cerrado su sesión en todas partes. Vaya a su aplicación e inicie sesión con la contraseña nueva.",
		"سُجّل خروجك من كل مكان. اذهب إلى تطبيقك وسجّل الدخول بكلمة المرور الجديدة.",
	})
}
