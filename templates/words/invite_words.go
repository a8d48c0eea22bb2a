// Code generated from catalogue/*/invite.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// InviteTitle says: Set up your account
func InviteTitle(ctx context.Context) string {
	return say(ctx, message{
		"Set up your account",
		"Konto einrichten",
		"Configurez votre compte",
		"Configure su cuenta",
		"إعداد حسابك",
	})
}

// InviteHeading says: Welcome. <br/>Set up your account
func InviteHeading() templ.Component {
	return draw(message{
		"Welcome. <br/>Set up your account",
		"Willkommen. <br/>Richten Sie Ihr Konto ein",
		"Bienvenue. <br/>Configurez votre compte",
		"Le damos la bienvenida. <br/>Configure su cuenta",
		"مرحبًا. <br/>أعدّ حسابك",
	})
}

// InviteHeadingAgain says: Welcome back. <br/>Add your phone
func InviteHeadingAgain() templ.Component {
	return draw(message{
		"Welcome back. <br/>Add your phone",
		"Willkommen zurück. <br/>Fügen Sie Ihr Telefon hinzu",
		"Bon retour parmi nous. <br/>Ajoutez votre téléphone",
		"Le damos de nuevo la bienvenida. <br/>Añada su teléfono",
		"مرحبًا بعودتك. <br/>أضف هاتفك",
	})
}

// InviteThreeMinutes says: It takes about three minutes. Have your phone at hand.
func InviteThreeMinutes(ctx context.Context) string {
	return say(ctx, message{
		"It takes about three minutes. Have your phone at hand.",
		"Das dauert etwa drei Minuten. Halten Sie Ihr Telefon bereit.",
		"Cela prend environ trois minutes. Gardez votre téléphone à portée de main.",
		"Se tarda unos tres minutos. Tenga su teléfono a mano.",
		"يستغرق ذلك نحو ثلاث دقائق. اجعل هاتفك في متناولك.",
	})
}

// InviteTwoMinutes says: It takes about two minutes. Have your phone at hand.
func InviteTwoMinutes(ctx context.Context) string {
	return say(ctx, message{
		"It takes about two minutes. Have your phone at hand.",
		"Das dauert etwa zwei Minuten. Halten Sie Ihr Telefon bereit.",
		"Cela prend environ deux minutes. Gardez votre téléphone à portée de main.",
		"Se tarda unos dos minutos. Tenga su teléfono a mano.",
		"يستغرق ذلك نحو دقيقتين. اجعل هاتفك في متناولك.",
	})
}

// InviteStepSignIn says: Sign in with your password.
func InviteStepSignIn(ctx context.Context) string {
	return say(ctx, message{
		"Sign in with your password.",
		"Melden Sie sich mit Ihrem Passwort an.",
		"Connectez-vous avec votre mot de passe.",
		"Inicie sesión con su contraseña.",
		"سجّل الدخول بكلمة مرورك.",
	})
}

// InviteStepPassword says: Choose a password.
func InviteStepPassword(ctx context.Context) string {
	return say(ctx, message{
		"Choose a password.",
		"Wählen Sie ein Passwort.",
		"Choisissez un mot de passe.",
		"Elija una contraseña.",
		"اختر كلمة مرور.",
	})
}

// InviteStepPhone says: Add your phone. It will confirm that it’s really you.
func InviteStepPhone(ctx context.Context) string {
	return say(ctx, message{
		"Add your phone. It will confirm that it’s really you.",
		"Fügen Sie Ihr Telefon hinzu. Es bestätigt dann, dass wirklich Sie es sind.",
		"Ajoutez votre téléphone. Il confirmera que c’est bien vous.",
		"Añada su teléfono. Confirmará que es realmente usted.",
		"أضف هاتفك. سيؤكد أنك أنت فعلًا.",
	})
}

// InviteStepTry says: Try it once.
func InviteStepTry(ctx context.Context) string {
	return say(ctx, message{
		"Try it once.",
		"Probieren Sie es einmal aus.",
		"Essayez-le une fois.",
		"Pruébelo una vez.",
		"جرّبه مرة.",
	})
}

// InviteStart says: Start
func InviteStart(ctx context.Context) string {
	return say(ctx, message{
		"Start",
		"Beginnen",
		"Commencer",
		"Empezar",
		"ابدأ",
	})
}

// InviteOnce says: This link works once. If you did not expect it, close this page.
func InviteOnce(ctx context.Context) string {
	return say(ctx, message{
		"This link works once. If you did not expect it, close this page.",
		"Dieser Link gilt einmal. Haben Sie ihn nicht erwartet, schließen Sie diese Seite.",
		"Ce lien est valable une fois. Si vous ne l’attendiez pas, fermez cette page.",
		"Este enlace funciona una vez. Si no lo esperaba, cierre esta página.",
		"يعمل هذا الرابط مرة واحدة. إذا لم تكن تتوقعه فأغلق هذه الصفحة.",
	})
}

// InviteUsedTitle says: This invitation has been used
func InviteUsedTitle(ctx context.Context) string {
	return say(ctx, message{
		"This invitation has been used",
		"Diese Einladung wurde schon benutzt",
		"Cette invitation a déjà été utilisée",
		"Esta invitación ya se ha usado",
		"استُخدمت هذه الدعوة",
	})
}

// InviteUsed says: If you set up your account with it, sign in at your application. If it was not you, tell whoever invited you at once.
func InviteUsed(ctx context.Context) string {
	return say(ctx, message{
		"If you set up your account with it, sign in at your application. If it was not you, tell whoever invited you at once.",
		"Wenn Sie damit Ihr Konto eingerichtet haben, melden Sie sich in Ihrer Anwendung an. Waren Sie es nicht, sagen Sie sofort der Person Bescheid, die Sie eingeladen hat.",
		"Si vous avez configuré votre compte avec elle, connectez-vous depuis votre application. Si ce n’était pas vous, prévenez tout de suite la personne qui vous a invité.",
		"Si ha configurado su cuenta con ella, inicie sesión en su aplicación. Si no fue usted, avise enseguida a quien le invitó.",
		"إذا أعددتَ حسابك بها، فسجّل الدخول من تطبيقك. وإذا لم تكن أنت، فأبلغ فورًا من دعاك.",
	})
}

// InviteExpiredTitle says: This invitation has run out
func InviteExpiredTitle(ctx context.Context) string {
	return say(ctx, message{
		"This invitation has run out",
		"Diese Einladung ist abgelaufen",
		"Cette invitation a expiré",
		"Esta invitación ha caducado",
		"انتهت صلاحية هذه الدعوة",
	})
}

// InviteExpired says: Invitations work for a limited time. Ask whoever invited you for a new one.
func InviteExpired(ctx context.Context) string {
	return say(ctx, message{
		"Invitations work for a limited time. Ask whoever invited you for a new one.",
		"Einladungen gelten nur eine begrenzte Zeit. Bitten Sie die Person, die Sie eingeladen hat, um eine neue.",
		"Les invitations ont une durée limitée. Demandez-en une nouvelle à la personne qui vous a invité.",
		"Las invitaciones funcionan durante un tiempo limitado. Pida una nueva a quien le invitó.",
		"تعمل الدعوات لمدة محدودة. اطلب دعوة جديدة ممن دعاك.",
	})
}

// InviteUnknownTitle says: This invitation does not work
func InviteUnknownTitle(ctx context.Context) string {
	return say(ctx, message{
		"This invitation does not work",
		"Diese Einladung funktioniert nicht",
		"Cette invitation ne fonctionne pas",
		"Esta invitación no funciona",
		"هذه الدعوة لا تعمل",
	})
}

// InviteUnknown says: Check that you opened the whole link. If you did, ask whoever invited you for a new one.
func InviteUnknown(ctx context.Context) string {
	return say(ctx, message{
		"Check that you opened the whole link. If you did, ask whoever invited you for a new one.",
		"Prüfen Sie, ob Sie den ganzen Link geöffnet haben. Wenn ja, bitten Sie die Person, die Sie eingeladen hat, um eine neue.",
		"Vérifiez que vous avez ouvert le lien en entier. Si c’est le cas, demandez-en une nouvelle à la personne qui vous a invité.",
		"Compruebe que ha abierto el enlace completo. Si es así, pida una nueva a quien le invitó.",
		"تحقّق من أنك فتحت الرابط كاملًا. إذا كان كذلك، فاطلب دعوة جديدة ممن دعاك.",
	})
}
