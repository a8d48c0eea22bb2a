// Code generated from catalogue/*/form_post.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// FormPostTitle says: Going back to the application
func FormPostTitle(ctx context.Context) string {
	return say(ctx, message{
		"Going back to the application",
		"Zurück zur Anwendung",
		"Retour à l’application",
		"De vuelta a la aplicación",
		"العودة إلى التطبيق",
	})
}

// FormPostHint says: If {@to} does not open within a few seconds, press “Continue”.
func FormPostHint(to templ.Component) templ.Component {
	return draw(message{
		"If {@to} does not open within a few seconds, press “Continue”.",
		"Wenn sich {@to} nicht in ein paar Sekunden öffnet, drücken Sie „Weiter“.",
		"Si {@to} ne s’ouvre pas en quelques secondes, appuyez sur « Continuer ».",
		"Si {@to} no se abre en unos segundos, pulse «Continuar».",
		"إذا لم يُفتح {@to} خلال ثوانٍ، فاضغط على «متابعة».",
	}, value{"to", to})
}
