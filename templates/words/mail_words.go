// Code generated from catalogue/*/mail.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// MailSubject says: {organisation}: {text}
func MailSubject(ctx context.Context, organisation string, text string) string {
	return say(ctx, message{
		"{organisation}: {text}",
		"{organisation}: {text}",
		"{organisation}\u00a0: {text}",
		"{organisation}: {text}",
		"{organisation}: {text}",
	}, value{"organisation", organisation}, value{"text", text})
}

// MailFact says: {name}: {fact}
func MailFact(ctx context.Context, name string, fact string) string {
	return say(ctx, message{
		"{name}: {fact}",
		"{name}: {fact}",
		"{name}\u00a0: {fact}",
		"{name}: {fact}",
		"{name}: {fact}",
	}, value{"name", name}, value{"fact", fact})
}

// MailDo says: {act}:
func MailDo(ctx context.Context, act string) string {
	return say(ctx, message{
		"{act}:",
		"{act}:",
		"{act}\u00a0:",
		"{act}:",
		"{act}:",
	}, value{"act", act})
}

// MailTime says: Time
func MailTime(ctx context.Context) string {
	return say(ctx, message{
		"Time",
		"Zeit",
		"Date et heure",
		"Fecha y hora",
		"الوقت",
	})
}

// MailPhone says: Phone
func MailPhone(ctx context.Context) string {
	return say(ctx, message{
		"Phone",
		"Telefon",
		"Téléphone",
		"Teléfono",
		"الهاتف",
	})
}

// MailApplication says: Application
func MailApplication(ctx context.Context) string {
	return say(ctx, message{
		"Application",
		"Anwendung",
		"Application",
		"Aplicación",
		"التطبيق",
	})
}

// MailDoneBy says: Done by
func MailDoneBy(ctx context.Context) string {
	return say(ctx, message{
		"Done by",
		"Ausgeführt von",
		"Effectué par",
		"Realizado por",
		"بواسطة",
	})
}

// MailAnAdministrator says: an administrator
func MailAnAdministrator(ctx context.Context) string {
	return say(ctx, message{
		"an administrator",
		"einem Administrator",
		"un administrateur",
		"un administrador",
		"أحد المسؤولين",
	})
}

// MailPlace says: Place
func MailPlace(ctx context.Context) string {
	return say(ctx, message{
		"Place",
		"Ort",
		"Lieu",
		"Lugar",
		"المكان",
	})
}

// MailAddress says: Network address
func MailAddress(ctx context.Context) string {
	return say(ctx, message{
		"Network address",
		"Netzwerkadresse",
		"Adresse réseau",
		"Dirección de red",
		"عنوان الشبكة",
	})
}

// MailBrowser says: Browser
func MailBrowser(ctx context.Context) string {
	return say(ctx, message{
		"Browser",
		"Browser",
		"Navigateur",
		"Navegador",
		"المتصفح",
	})
}

// MailCode says: Code
func MailCode(ctx context.Context) string {
	return say(ctx, message{
		"Code",
		"Code",
		"Code",
		"Código",
		"الرمز",
	})
}

// MailWorksUntil says: Works until
func MailWorksUntil(ctx context.Context) string {
	return say(ctx, message{
		"Works until",
		"Gültig bis",
		"Valable jusqu’au",
		"Válido hasta",
		"صالح حتى",
	})
}

// MailCodesLeft says: Codes left
func MailCodesLeft(ctx context.Context) string {
	return say(ctx, message{
		"Codes left",
		"Verbleibende Codes",
		"Codes restants",
		"Códigos restantes",
		"الرموز المتبقية",
	})
}

// MailNothing says: If this was you, do nothing.
func MailNothing(ctx context.Context) string {
	return say(ctx, message{
		"If this was you, do nothing.",
		"Waren Sie das, müssen Sie nichts tun.",
		"Si c’était vous, il n’y a rien à faire.",
		"Si fue usted, no tiene que hacer nada.",
		"إذا كنت أنت، فلا تفعل شيئًا.",
	})
}

// MailChange says: If it was not you, change your password at once and tell whoever looks after your account.
func MailChange(ctx context.Context) string {
	return say(ctx, message{
		"If it was not you, change your password at once and tell whoever looks after your account.",
		"Waren Sie es nicht, ändern Sie sofort Ihr Passwort und informieren Sie die Stelle, die Ihr Konto betreut.",
		"Si ce n’était pas vous, changez tout de suite votre mot de passe et prévenez la personne qui gère votre compte.",
		"Si no fue usted, cambie enseguida su contraseña y avise a quien gestiona su cuenta.",
		"إذا لم تكن أنت، فغيّر كلمة مرورك فورًا وأبلغ الجهة المسؤولة عن حسابك.",
	})
}

// MailTell says: If it was not you, tell whoever looks after your account at once.
func MailTell(ctx context.Context) string {
	return say(ctx, message{
		"If it was not you, tell whoever looks after your account at once.",
		"Waren Sie es nicht, informieren Sie sofort die Stelle, die Ihr Konto betreut.",
		"Si ce n’était pas vous, prévenez tout de suite la personne qui gère votre compte.",
		"Si no fue usted, avise enseguida a quien gestiona su cuenta.",
		"إذا لم تكن أنت، فأبلغ فورًا الجهة المسؤولة عن حسابك.",
	})
}

// MailFoot says: You get this because something happened to your account at {issuer}. Nobody can sign in with this mail alone.
func MailFoot(ctx context.Context, issuer string) string {
	return say(ctx, message{
		"You get this because something happened to your account at {issuer}. Nobody can sign in with this mail alone.",
		"Sie erhalten diese E-Mail, weil sich an Ihrem Konto bei {issuer} etwas getan hat. Mit dieser E-Mail allein kann sich niemand anmelden.",
		"Vous recevez cet e-mail parce qu’il s’est passé quelque chose sur votre compte à l’adresse {issuer}. Personne ne peut se connecter avec ce seul e-mail.",
		"Recibe este correo porque ha ocurrido algo en su cuenta en {issuer}. Nadie puede iniciar sesión solo con este correo.",
		"تصلك هذه الرسالة لأن أمرًا حدث في حسابك على {issuer}. ولا يستطيع أحد تسجيل الدخول بهذه الرسالة وحدها.",
	}, value{"issuer", issuer})
}

// MailFootHelp says: You get this because something happened to your account at {issuer}. Nobody can sign in with this mail alone. If you need help, ask {contact}.
func MailFootHelp(ctx context.Context, issuer string, contact string) string {
	return say(ctx, message{
		"You get this because something happened to your account at {issuer}. Nobody can sign in with this mail alone. If you need help, ask {contact}.",
		"Sie erhalten diese E-Mail, weil sich an Ihrem Konto bei {issuer} etwas getan hat. Mit dieser E-Mail allein kann sich niemand anmelden. Wenn Sie Hilfe brauchen – Kontakt: {contact}.",
		"Vous recevez cet e-mail parce qu’il s’est passé quelque chose sur votre compte à l’adresse {issuer}. Personne ne peut se connecter avec ce seul e-mail. Besoin d’aide\u00a0? Contactez {contact}.",
		"Recibe este correo porque ha ocurrido algo en su cuenta en {issuer}. Nadie puede iniciar sesión solo con este correo. Si necesita ayuda, contacte con {contact}.",
		"تصلك هذه الرسالة لأن أمرًا حدث في حسابك على {issuer}. ولا يستطيع أحد تسجيل الدخول بهذه الرسالة وحدها. إذا احتجت إلى مساعدة فتواصل مع {contact}.",
	}, value{"issuer", issuer}, value{"contact", contact})
}
