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

// WaitExpiresIn says: Expires in <span data-left>{left}</span>.
func WaitExpiresIn(left string) templ.Component {
	return draw(message{
		"Expires in <span data-left>{left}</span>.",
		"Läuft in <span data-left>{left}</span> ab.",
		"Expire dans <span data-left>{left}</span>.",
		"Caduca en <span data-left>{left}</span>.",
		"تنتهي الصلاحية خلال <span data-left>{left}</span>.",
	}, value{"left", left})
}
