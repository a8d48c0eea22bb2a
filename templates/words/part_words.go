// Code generated from catalogue/*/part.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// PartSkip says: Skip to the content
func PartSkip(ctx context.Context) string {
	return say(ctx, message{
		"Skip to the content",
		"Zum Inhalt springen",
		"Aller au contenu",
		"Ir al contenido",
		"الانتقال إلى المحتوى",
	})
}

// PartSecuredBy says: Secured by {@brand}
func PartSecuredBy(brand templ.Component) templ.Component {
	return draw(message{
		"Secured by {@brand}",
		"Gesichert durch {@brand}",
		"Sécurisé par {@brand}",
		"Protegido por {@brand}",
		"محمي بواسطة {@brand}",
	}, value{"brand", brand})
}

// PartLanguage says: Language
func PartLanguage(ctx context.Context) string {
	return say(ctx, message{
		"Language",
		"Sprache",
		"Langue",
		"Idioma",
		"اللغة",
	})
}

// PartAccount says: Account:
func PartAccount(ctx context.Context) string {
	return say(ctx, message{
		"Account:",
		"Konto:",
		"Compte\u00a0:",
		"Cuenta:",
		"الحساب:",
	})
}

// PartNotYou says: Not you?
func PartNotYou(ctx context.Context) string {
	return say(ctx, message{
		"Not you?",
		"Nicht Sie?",
		"Ce n’est pas vous\u00a0?",
		"¿No es usted?",
		"لست أنت؟",
	})
}

// PartCancel says: Cancel
func PartCancel(ctx context.Context) string {
	return say(ctx, message{
		"Cancel",
		"Abbrechen",
		"Annuler",
		"Cancelar",
		"إلغاء",
	})
}

// PartSigningInTo says: Signing in to
func PartSigningInTo(ctx context.Context) string {
	return say(ctx, message{
		"Signing in to",
		"Anmeldung bei",
		"Connexion à",
		"Inicio de sesión en",
		"تسجيل الدخول إلى",
	})
}

// PartBackTo says: Back to {app}
func PartBackTo(ctx context.Context, app string) string {
	return say(ctx, message{
		"Back to {app}",
		"Zurück zu {app}",
		"Retour à {app}",
		"Volver a {app}",
		"العودة إلى {app}",
	}, value{"app", app})
}

// PartBackToApplication says: Back to the application
func PartBackToApplication(ctx context.Context) string {
	return say(ctx, message{
		"Back to the application",
		"Zurück zur Anwendung",
		"Retour à l’application",
		"Volver a la aplicación",
		"العودة إلى التطبيق",
	})
}

// PartShowPassword says: Show password
func PartShowPassword(ctx context.Context) string {
	return say(ctx, message{
		"Show password",
		"Passwort anzeigen",
		"Afficher le mot de passe",
		"Mostrar la contraseña",
		"إظهار كلمة المرور",
	})
}

// PartHidePassword says: Hide password
func PartHidePassword(ctx context.Context) string {
	return say(ctx, message{
		"Hide password",
		"Passwort verbergen",
		"Masquer le mot de passe",
		"Ocultar la contraseña",
		"إخفاء كلمة المرور",
	})
}

// PartCapsLock says: Caps Lock is on.
func PartCapsLock(ctx context.Context) string {
	return say(ctx, message{
		"Caps Lock is on.",
		"Die Feststelltaste ist aktiv.",
		"Le verrouillage des majuscules est activé.",
		"Las mayúsculas están activadas.",
		"مفتاح الأحرف الكبيرة مفعّل.",
	})
}

// PartError says: Error:
func PartError(ctx context.Context) string {
	return say(ctx, message{
		"Error:",
		"Fehler:",
		"Erreur\u00a0:",
		"Error:",
		"خطأ:",
	})
}

// PartHelp says: Need help? Contact {@contact}
func PartHelp(contact templ.Component) templ.Component {
	return draw(message{
		"Need help? Contact {@contact}",
		"Brauchen Sie Hilfe? Kontakt: {@contact}",
		"Besoin d’aide\u00a0? Contactez {@contact}",
		"¿Necesita ayuda? Contacto: {@contact}",
		"هل تحتاج إلى مساعدة؟ تواصل مع {@contact}",
	}, value{"contact", contact})
}

// PartYourNumber says: Your number is
func PartYourNumber(ctx context.Context) string {
	return say(ctx, message{
		"Your number is",
		"Ihre Zahl ist",
		"Votre nombre est",
		"Su número es",
		"رقمك هو",
	})
}

// PartAppAbout says: About the application
func PartAppAbout(ctx context.Context) string {
	return say(ctx, message{
		"About the application",
		"Über die Anwendung",
		"À propos de l’application",
		"Acerca de la aplicación",
		"عن التطبيق",
	})
}

// PartAppPolicy says: Privacy policy
func PartAppPolicy(ctx context.Context) string {
	return say(ctx, message{
		"Privacy policy",
		"Datenschutzerklärung",
		"Politique de confidentialité",
		"Política de privacidad",
		"سياسة الخصوصية",
	})
}

// PartAppTerms says: Terms of service
func PartAppTerms(ctx context.Context) string {
	return say(ctx, message{
		"Terms of service",
		"Nutzungsbedingungen",
		"Conditions d’utilisation",
		"Condiciones del servicio",
		"شروط الخدمة",
	})
}
