// Code generated from catalogue/*/keep_codes.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// KeepCodesTitle says: Keep your recovery codes
func KeepCodesTitle(ctx context.Context) string {
	return say(ctx, message{
		"Keep your recovery codes",
		"Bewahren Sie Ihre Wiederherstellungscodes auf",
		"Conservez vos codes de secours",
		"Guarde sus códigos de recuperación",
		"احتفظ برموز الاسترداد",
	})
}

// KeepCodesTitleError says: Error: keep your recovery codes
func KeepCodesTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: keep your recovery codes",
		"Fehler: Bewahren Sie Ihre Wiederherstellungscodes auf",
		"Erreur\u00a0: conservez vos codes de secours",
		"Error: guarde sus códigos de recuperación",
		"خطأ: احتفظ برموز الاسترداد",
	})
}

// KeepCodesHeading says: Keep these somewhere safe
func KeepCodesHeading(ctx context.Context) string {
	return say(ctx, message{
		"Keep these somewhere safe",
		"Bewahren Sie diese Codes sicher auf",
		"Gardez ces codes en lieu sûr",
		"Guarde estos códigos en un lugar seguro",
		"احتفظ بهذه الرموز في مكان آمن",
	})
}

// KeepCodesText says: Each works once, for a day on which your phone is not at hand. They are not shown again.
func KeepCodesText(ctx context.Context) string {
	return say(ctx, message{
		"Each works once, for a day on which your phone is not at hand. They are not shown again.",
		"Jeder gilt einmal, für einen Tag, an dem Ihr Telefon nicht zur Hand ist. Sie werden nicht noch einmal angezeigt.",
		"Chacun est valable une fois, pour le jour où vous n’aurez pas votre téléphone. Ils ne seront plus affichés.",
		"Cada uno funciona una vez, para un día en que no tenga su teléfono a mano. No se mostrarán de nuevo.",
		"يعمل كل منها مرة واحدة، ليوم لا يكون فيه هاتفك في متناولك. ولن تُعرض مرة أخرى.",
	})
}

// KeepCodesCodes says: Recovery codes
func KeepCodesCodes(ctx context.Context) string {
	return say(ctx, message{
		"Recovery codes",
		"Wiederherstellungscodes",
		"Codes de secours",
		"Códigos de recuperación",
		"رموز الاسترداد",
	})
}

// KeepCodesDownload says: Download
func KeepCodesDownload(ctx context.Context) string {
	return say(ctx, message{
		"Download",
		"Herunterladen",
		"Télécharger",
		"Descargar",
		"تنزيل",
	})
}

// KeepCodesCopy says: Copy
func KeepCodesCopy(ctx context.Context) string {
	return say(ctx, message{
		"Copy",
		"Kopieren",
		"Copier",
		"Copiar",
		"نسخ",
	})
}

// KeepCodesCopied says: Copied
func KeepCodesCopied(ctx context.Context) string {
	return say(ctx, message{
		"Copied",
		"Kopiert",
		"Copié",
		"Copiado",
		"نُسخت",
	})
}

// KeepCodesPrint says: Print
func KeepCodesPrint(ctx context.Context) string {
	return say(ctx, message{
		"Print",
		"Drucken",
		"Imprimer",
		"Imprimir",
		"طباعة",
	})
}

// KeepCodesKept says: I have put them somewhere safe
func KeepCodesKept(ctx context.Context) string {
	return say(ctx, message{
		"I have put them somewhere safe",
		"Ich habe sie sicher aufbewahrt",
		"Je les ai mis en lieu sûr",
		"Los he guardado en un lugar seguro",
		"وضعتها في مكان آمن",
	})
}

// KeepCodesUnticked says: Tick the box once the codes are somewhere safe.
func KeepCodesUnticked(ctx context.Context) string {
	return say(ctx, message{
		"Tick the box once the codes are somewhere safe.",
		"Setzen Sie das Häkchen, sobald die Codes sicher aufbewahrt sind.",
		"Cochez la case une fois les codes en lieu sûr.",
		"Marque la casilla cuando los códigos estén en un lugar seguro.",
		"ضع علامة في المربع بعد أن تصبح الرموز في مكان آمن.",
	})
}

// KeepCodesFileTitle says: Recovery codes of {account}
func KeepCodesFileTitle(ctx context.Context, account string) string {
	return say(ctx, message{
		"Recovery codes of {account}",
		"Wiederherstellungscodes von {account}",
		"Codes de secours de {account}",
		"Códigos de recuperación de {account}",
		"رموز الاسترداد للحساب {account}",
	}, value{"account", account})
}

// KeepCodesFileText says: Each works once, when your phone is not at hand.
func KeepCodesFileText(ctx context.Context) string {
	return say(ctx, message{
		"Each works once, when your phone is not at hand.",
		"Jeder gilt einmal, wenn Ihr Telefon nicht zur Hand ist.",
		"Chacun est valable une fois, quand vous n’avez pas votre téléphone.",
		"Cada uno funciona una vez, cuando no tenga su teléfono a mano.",
		"يعمل كل منها مرة واحدة، عندما لا يكون هاتفك في متناولك.",
	})
}
