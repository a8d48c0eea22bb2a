// Code generated from catalogue/*/wait.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// WaitOffline says: You are offline. We’ll go on by ourselves when the connection is back
func WaitOffline(ctx context.Context) string {
	return say(ctx, message{
		"You are offline. We’ll go on by ourselves when the connection is back",
		"Sie sind offline. Es geht von selbst weiter, sobald die Verbindung wieder da ist",
		"Vous êtes hors ligne. Nous reprendrons automatiquement dès le retour de la connexion",
		"No hay conexión. Seguiremos automáticamente cuando se restablezca",
		"أنت غير متصل. سنتابع تلقائيًا عند عودة الاتصال",
	})
}

// WaitOneMoment says: One moment
func WaitOneMoment(ctx context.Context) string {
	return say(ctx, message{
		"One moment",
		"Einen Moment",
		"Un instant",
		"Un momento",
		"لحظة واحدة",
	})
}

// WaitExpiresIn says: Expires in {@left}.
func WaitExpiresIn(left templ.Component) templ.Component {
	return draw(message{
		"Expires in {@left}.",
		"Läuft in {@left} ab.",
		"Expire dans {@left}.",
		"Caduca en {@left}.",
		"تنتهي الصلاحية خلال {@left}.",
	}, value{"left", left})
}
