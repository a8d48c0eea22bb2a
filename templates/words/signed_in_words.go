// Code generated from catalogue/*/signed_in.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// SignedInTitle says: You are signed in
func SignedInTitle(ctx context.Context) string {
	return say(ctx, message{
		"You are signed in",
		"Sie sind angemeldet",
		"Vous êtes connecté",
		"Ha iniciado sesión",
		"تم تسجيل دخولك",
	})
}

// SignedInSetUp says: Set up and ready
func SignedInSetUp(ctx context.Context) string {
	return say(ctx, message{
		"Set up and ready",
		"Eingerichtet und bereit",
		"Configuré et prêt",
		"Configurado y listo",
		"تم إعداده وهو جاهز",
	})
}

// SignedInYourPhone says: Your phone {phone}
func SignedInYourPhone(ctx context.Context, phone string) string {
	return say(ctx, message{
		"Your phone {phone}",
		"Ihr Telefon {phone}",
		"Votre téléphone {phone}",
		"Su teléfono {phone}",
		"هاتفك {phone}",
	}, value{"phone", phone})
}

// SignedInYourPassword says: Your password
func SignedInYourPassword(ctx context.Context) string {
	return say(ctx, message{
		"Your password",
		"Ihr Passwort",
		"Votre mot de passe",
		"Su contraseña",
		"كلمة مرورك",
	})
}

// SignedInClose says: You can close this page and open your applications.
func SignedInClose(ctx context.Context) string {
	return say(ctx, message{
		"You can close this page and open your applications.",
		"Sie können diese Seite schließen und Ihre Anwendungen öffnen.",
		"Vous pouvez fermer cette page et ouvrir vos applications.",
		"Puede cerrar esta página y abrir sus aplicaciones.",
		"يمكنك إغلاق هذه الصفحة وفتح تطبيقاتك.",
	})
}
