// Code generated from catalogue/*/ended.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// EndedCancelledTitle says: Sign-in cancelled
func EndedCancelledTitle(ctx context.Context) string {
	return say(ctx, message{
		"Sign-in cancelled",
		"Anmeldung abgebrochen",
		"Connexion annulée",
		"Inicio de sesión cancelado",
		"أُلغي تسجيل الدخول",
	})
}

// EndedCancelled says: Nobody was signed in. Go back to the application to start again.
func EndedCancelled(ctx context.Context) string {
	return say(ctx, message{
		"Nobody was signed in. Go back to the application to start again.",
		"Niemand wurde angemeldet. Gehen Sie zurück zur Anwendung, um noch einmal zu beginnen.",
		"Personne n’a été connecté. Retournez à l’application pour recommencer.",
		"No se ha iniciado ninguna sesión. Vuelva a la aplicación para empezar de nuevo.",
		"لم يُسجَّل دخول أحد. عُد إلى التطبيق لتبدأ من جديد.",
	})
}

// EndedTitle says: This sign-in page is no longer valid
func EndedTitle(ctx context.Context) string {
	return say(ctx, message{
		"This sign-in page is no longer valid",
		"Diese Anmeldeseite ist nicht mehr gültig",
		"Cette page de connexion n’est plus valable",
		"Esta página de inicio de sesión ya no es válida",
		"صفحة تسجيل الدخول هذه لم تعد صالحة",
	})
}
