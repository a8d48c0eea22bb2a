// Code generated from catalogue/*/enrol_confirm.yaml; DO NOT EDIT.

package words

import (
	"context"
	"strconv"
)

// EnrolConfirmTitle says: Is this your phone?
func EnrolConfirmTitle(ctx context.Context) string {
	return say(ctx, message{
		"Is this your phone?",
		"Ist das Ihr Telefon?",
		"Est-ce votre téléphone\u00a0?",
		"¿Es este su teléfono?",
		"هل هذا هاتفك؟",
	})
}

// EnrolConfirmTitleError says: Error: that was not the number
func EnrolConfirmTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: that was not the number",
		"Fehler: Das war nicht die Zahl",
		"Erreur\u00a0: ce n’était pas le bon nombre",
		"Error: no era ese número",
		"خطأ: لم يكن هذا هو الرقم",
	})
}

// EnrolConfirmWrong says: That is not the number on the phone. You have {n} more tries.
func EnrolConfirmWrong(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "That is not the number on the phone. You have one more try.", other: "That is not the number on the phone. You have {n} more tries."},
		{one: "Das ist nicht die Zahl auf dem Telefon. Sie haben noch einen Versuch.", other: "Das ist nicht die Zahl auf dem Telefon. Sie haben noch {n} Versuche."},
		{one: "Ce n’est pas le nombre affiché sur le téléphone. Il vous reste un essai.", other: "Ce n’est pas le nombre affiché sur le téléphone. Il vous reste {n} essais."},
		{one: "Ese no es el número del teléfono. Le queda un intento.", other: "Ese no es el número del teléfono. Le quedan {n} intentos."},
		{zero: "ليس هذا هو الرقم المعروض على الهاتف. لم تبقَ لك أي محاولة.", one: "ليس هذا هو الرقم المعروض على الهاتف. بقيت لك محاولة واحدة.", two: "ليس هذا هو الرقم المعروض على الهاتف. بقيت لك محاولتان.", few: "ليس هذا هو الرقم المعروض على الهاتف. بقيت لك {n} محاولات.", many: "ليس هذا هو الرقم المعروض على الهاتف. بقيت لك {n} محاولة.", other: "ليس هذا هو الرقم المعروض على الهاتف. بقيت لك {n} محاولة."},
	}, n), value{"n", strconv.Itoa(n)})
}

// EnrolConfirmNumber says: Enter the number it shows
func EnrolConfirmNumber(ctx context.Context) string {
	return say(ctx, message{
		"Enter the number it shows",
		"Geben Sie die Zahl ein, die es zeigt",
		"Saisissez le nombre qu’il affiche",
		"Introduzca el número que muestra",
		"أدخل الرقم الذي يعرضه",
	})
}

// EnrolConfirmHint says: Only if the phone is yours and in your hand.
func EnrolConfirmHint(ctx context.Context) string {
	return say(ctx, message{
		"Only if the phone is yours and in your hand.",
		"Nur wenn das Telefon Ihres ist und Sie es in der Hand haben.",
		"Seulement si c’est votre téléphone et que vous l’avez en main.",
		"Solo si el teléfono es suyo y lo tiene en la mano.",
		"فقط إذا كان الهاتف هاتفك وفي يدك.",
	})
}

// EnrolConfirmAdd says: Add this phone
func EnrolConfirmAdd(ctx context.Context) string {
	return say(ctx, message{
		"Add this phone",
		"Dieses Telefon hinzufügen",
		"Ajouter ce téléphone",
		"Añadir este teléfono",
		"إضافة هذا الهاتف",
	})
}

// EnrolConfirmReject says: Not my phone
func EnrolConfirmReject(ctx context.Context) string {
	return say(ctx, message{
		"Not my phone",
		"Nicht mein Telefon",
		"Ce n’est pas mon téléphone",
		"No es mi teléfono",
		"ليس هاتفي",
	})
}

// EnrolConfirmWeb says: Web browser
func EnrolConfirmWeb(ctx context.Context) string {
	return say(ctx, message{
		"Web browser",
		"Webbrowser",
		"Navigateur web",
		"Navegador web",
		"متصفح ويب",
	})
}

// EnrolConfirmIos says: iPhone or iPad
func EnrolConfirmIos(ctx context.Context) string {
	return say(ctx, message{
		"iPhone or iPad",
		"iPhone oder iPad",
		"iPhone ou iPad",
		"iPhone o iPad",
		"هاتف iPhone أو جهاز iPad",
	})
}

// EnrolConfirmTerminal says: Terminal
func EnrolConfirmTerminal(ctx context.Context) string {
	return say(ctx, message{
		"Terminal",
		"Terminal",
		"Terminal",
		"Terminal",
		"طرفية",
	})
}
