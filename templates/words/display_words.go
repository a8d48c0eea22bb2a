// Code generated from catalogue/*/display.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// DisplayTitle says: Language and look
func DisplayTitle(ctx context.Context) string {
	return say(ctx, message{
		"Language and look",
		"Sprache und Darstellung",
		"Langue et affichage",
		"Idioma y aspecto",
		"اللغة والمظهر",
	})
}

// DisplayAsBrowser says: As the browser asks
func DisplayAsBrowser(ctx context.Context) string {
	return say(ctx, message{
		"As the browser asks",
		"Wie der Browser es wünscht",
		"Celle que demande le navigateur",
		"El que pida el navegador",
		"حسب طلب المتصفح",
	})
}

// DisplayLanguageNote says: Pages are in it, in this browser, and so are mails to you.
func DisplayLanguageNote(ctx context.Context) string {
	return say(ctx, message{
		"Pages are in it, in this browser, and so are mails to you.",
		"Für Seiten in diesem Browser und für E-Mails an Sie.",
		"Pour les pages dans ce navigateur, et pour les e-mails que vous recevez.",
		"Para las páginas en este navegador y para los correos que recibe.",
		"للصفحات في هذا المتصفح، وللرسائل التي تصلك.",
	})
}

// DisplayTheme says: Colours
func DisplayTheme(ctx context.Context) string {
	return say(ctx, message{
		"Colours",
		"Farben",
		"Couleurs",
		"Colores",
		"الألوان",
	})
}

// DisplayThemeNote says: In this browser.
func DisplayThemeNote(ctx context.Context) string {
	return say(ctx, message{
		"In this browser.",
		"In diesem Browser.",
		"Dans ce navigateur.",
		"En este navegador.",
		"في هذا المتصفح.",
	})
}

// DisplayAuto says: As the system has it
func DisplayAuto(ctx context.Context) string {
	return say(ctx, message{
		"As the system has it",
		"Wie das System",
		"Comme le système",
		"Como el sistema",
		"حسب النظام",
	})
}

// DisplayLight says: Light
func DisplayLight(ctx context.Context) string {
	return say(ctx, message{
		"Light",
		"Hell",
		"Clair",
		"Claro",
		"فاتح",
	})
}

// DisplayDark says: Dark
func DisplayDark(ctx context.Context) string {
	return say(ctx, message{
		"Dark",
		"Dunkel",
		"Sombre",
		"Oscuro",
		"داكن",
	})
}

// DisplaySave says: Save
func DisplaySave(ctx context.Context) string {
	return say(ctx, message{
		"Save",
		"Speichern",
		"Enregistrer",
		"Guardar",
		"حفظ",
	})
}
