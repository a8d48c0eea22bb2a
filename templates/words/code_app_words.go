// Code generated from catalogue/*/code_app.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// CodeAppTitleAdd says: Add a code app
func CodeAppTitleAdd(ctx context.Context) string {
	return say(ctx, message{
		"Add a code app",
		"Code-App hinzufügen",
		"Ajouter une application de codes",
		"Añadir una aplicación de códigos",
		"إضافة تطبيق رموز",
	})
}

// CodeAppTitleAddError says: Error: add a code app
func CodeAppTitleAddError(ctx context.Context) string {
	return say(ctx, message{
		"Error: add a code app",
		"Fehler: Code-App hinzufügen",
		"Erreur\u00a0: ajouter une application de codes",
		"Error: añadir una aplicación de códigos",
		"خطأ: إضافة تطبيق رموز",
	})
}

// CodeAppTitle says: Code app
func CodeAppTitle(ctx context.Context) string {
	return say(ctx, message{
		"Code app",
		"Code-App",
		"Application de codes",
		"Aplicación de códigos",
		"تطبيق الرموز",
	})
}

// CodeAppTitleError says: Error: code app
func CodeAppTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: code app",
		"Fehler: Code-App",
		"Erreur\u00a0: application de codes",
		"Error: aplicación de códigos",
		"خطأ: تطبيق الرموز",
	})
}

// CodeAppScan says: Scan this with your app
func CodeAppScan(ctx context.Context) string {
	return say(ctx, message{
		"Scan this with your app",
		"Scannen Sie das mit Ihrer App",
		"Scannez ceci avec votre application",
		"Escanee esto con su aplicación",
		"امسح هذا بتطبيقك",
	})
}

// CodeAppAny says: Any app for one-time codes will do.
func CodeAppAny(ctx context.Context) string {
	return say(ctx, message{
		"Any app for one-time codes will do.",
		"Jede App für Einmalcodes ist geeignet.",
		"Toute application de codes à usage unique convient.",
		"Sirve cualquier aplicación de códigos de un solo uso.",
		"يصلح أي تطبيق للرموز ذات الاستخدام الواحد.",
	})
}

// CodeAppQr says: QR code with the secret for your app
func CodeAppQr(ctx context.Context) string {
	return say(ctx, message{
		"QR code with the secret for your app",
		"QR-Code mit dem Geheimnis für Ihre App",
		"Code QR avec le secret pour votre application",
		"Código QR con el secreto para su aplicación",
		"رمز QR يحمل السر لتطبيقك",
	})
}

// CodeAppTypeSecret says: Or type this into it:
func CodeAppTypeSecret(ctx context.Context) string {
	return say(ctx, message{
		"Or type this into it:",
		"Oder geben Sie dies darin ein:",
		"Ou saisissez-y ceci\u00a0:",
		"O escriba esto en ella:",
		"أو اكتب فيه هذا:",
	})
}

// CodeAppSecret says: Secret for your app
func CodeAppSecret(ctx context.Context) string {
	return say(ctx, message{
		"Secret for your app",
		"Geheimnis für Ihre App",
		"Secret pour votre application",
		"Secreto para su aplicación",
		"السر لتطبيقك",
	})
}

// CodeAppCopied says: Copied
func CodeAppCopied(ctx context.Context) string {
	return say(ctx, message{
		"Copied",
		"Kopiert",
		"Copié",
		"Copiado",
		"نُسخ",
	})
}

// CodeAppCopy says: Copy
func CodeAppCopy(ctx context.Context) string {
	return say(ctx, message{
		"Copy",
		"Kopieren",
		"Copier",
		"Copiar",
		"نسخ",
	})
}

// CodeAppSecretNote says: Whoever has it can make your codes. Show it to nobody.
func CodeAppSecretNote(ctx context.Context) string {
	return say(ctx, message{
		"Whoever has it can make your codes. Show it to nobody.",
		"Wer es hat, kann Ihre Codes erzeugen. Zeigen Sie es niemandem.",
		"Quiconque l’a peut produire vos codes. Ne le montrez à personne.",
		"Quien lo tenga puede generar sus códigos. No se lo muestre a nadie.",
		"مَن يملكه يستطيع توليد رموزك. لا تُرِه لأحد.",
	})
}

// CodeAppTypeCode says: Type the code that the app shows
func CodeAppTypeCode(ctx context.Context) string {
	return say(ctx, message{
		"Type the code that the app shows",
		"Geben Sie den Code ein, den die App zeigt",
		"Saisissez le code affiché par l’application",
		"Escriba el código que muestra la aplicación",
		"اكتب الرمز الذي يعرضه التطبيق",
	})
}

// CodeAppAdd says: Add the app
func CodeAppAdd(ctx context.Context) string {
	return say(ctx, message{
		"Add the app",
		"App hinzufügen",
		"Ajouter l’application",
		"Añadir la aplicación",
		"إضافة التطبيق",
	})
}

// CodeAppOldCounts says: The app that you have counts until then.
func CodeAppOldCounts(ctx context.Context) string {
	return say(ctx, message{
		"The app that you have counts until then.",
		"Bis dahin gilt die App, die Sie haben.",
		"D’ici là, l’application que vous avez compte.",
		"Hasta entonces cuenta la aplicación que tiene.",
		"إلى ذلك الحين يُعتدّ بالتطبيق الذي لديك.",
	})
}

// CodeAppLede says: An app that shows a new six-digit code every 30 seconds, without any connection. You type it when you sign in.
func CodeAppLede(ctx context.Context) string {
	return say(ctx, message{
		"An app that shows a new six-digit code every 30 seconds, without any connection. You type it when you sign in.",
		"Eine App, die alle 30 Sekunden ganz ohne Verbindung einen neuen sechsstelligen Code zeigt. Sie geben ihn bei der Anmeldung ein.",
		"Une application qui affiche un nouveau code à six chiffres toutes les 30 secondes, sans aucune connexion. Vous le saisissez en vous connectant.",
		"Una aplicación que muestra un código nuevo de seis cifras cada 30 segundos, sin ninguna conexión. Lo escribe al iniciar sesión.",
		"تطبيق يعرض رمزًا جديدًا من ستة أرقام كل 30 ثانية دون أي اتصال. تكتبه عند تسجيل الدخول.",
	})
}

// CodeAppSetUp says: Set up an app
func CodeAppSetUp(ctx context.Context) string {
	return say(ctx, message{
		"Set up an app",
		"App einrichten",
		"Configurer une application",
		"Configurar una aplicación",
		"إعداد تطبيق",
	})
}

// CodeAppAdded says: Added {added}.
func CodeAppAdded(ctx context.Context, added string) string {
	return say(ctx, message{
		"Added {added}.",
		"Hinzugefügt: {added}.",
		"Ajout\u00a0: {added}.",
		"Añadida: {added}.",
		"أُضيف: {added}.",
	}, value{"added", added})
}

// CodeAppReplaceHead says: A new phone, or another app?
func CodeAppReplaceHead(ctx context.Context) string {
	return say(ctx, message{
		"A new phone, or another app?",
		"Ein neues Telefon oder eine andere App?",
		"Un nouveau téléphone, ou une autre application\u00a0?",
		"¿Un teléfono nuevo u otra aplicación?",
		"هاتف جديد أو تطبيق آخر؟",
	})
}

// CodeAppReplaceWhy says: Set up the new one. The old one counts until the new one shows its first code.
func CodeAppReplaceWhy(ctx context.Context) string {
	return say(ctx, message{
		"Set up the new one. The old one counts until the new one shows its first code.",
		"Richten Sie die neue ein. Die alte gilt, bis die neue ihren ersten Code zeigt.",
		"Configurez la nouvelle. L’ancienne compte jusqu’à ce que la nouvelle affiche son premier code.",
		"Configure la nueva. La anterior cuenta hasta que la nueva muestre su primer código.",
		"أعدّ الجديد. يُعتدّ بالقديم حتى يعرض الجديد أول رمز له.",
	})
}

// CodeAppReplace says: Replace it
func CodeAppReplace(ctx context.Context) string {
	return say(ctx, message{
		"Replace it",
		"Ersetzen",
		"La remplacer",
		"Sustituirla",
		"استبداله",
	})
}

// CodeAppRemoveHead says: Remove it
func CodeAppRemoveHead(ctx context.Context) string {
	return say(ctx, message{
		"Remove it",
		"Entfernen",
		"La retirer",
		"Eliminarla",
		"الإزالة",
	})
}

// CodeAppRemoveWhy says: Its codes count for nothing from then on.
func CodeAppRemoveWhy(ctx context.Context) string {
	return say(ctx, message{
		"Its codes count for nothing from then on.",
		"Ihre Codes gelten von da an nicht mehr.",
		"Ses codes ne comptent plus ensuite.",
		"Desde entonces sus códigos ya no sirven.",
		"لن تكون رموزه صالحة بعد ذلك.",
	})
}

// CodeAppRemove says: Remove the code app
func CodeAppRemove(ctx context.Context) string {
	return say(ctx, message{
		"Remove the code app",
		"Code-App entfernen",
		"Retirer l’application de codes",
		"Eliminar la aplicación de códigos",
		"إزالة تطبيق الرموز",
	})
}

// CodeAppLate says: That took too long, or another window was faster. Begin again.
func CodeAppLate(ctx context.Context) string {
	return say(ctx, message{
		"That took too long, or another window was faster. Begin again.",
		"Das hat zu lange gedauert, oder ein anderes Fenster war schneller. Beginnen Sie noch einmal.",
		"C’était trop long, ou une autre fenêtre a été plus rapide. Recommencez.",
		"Ha tardado demasiado u otra ventana fue más rápida. Empiece de nuevo.",
		"استغرق ذلك وقتًا طويلًا، أو سبقت نافذة أخرى. ابدأ من جديد.",
	})
}
