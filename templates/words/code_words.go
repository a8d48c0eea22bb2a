// Code generated from catalogue/*/code.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// CodeTitleError says: Error: enter the code again
func CodeTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: enter the code again",
		"Fehler: Geben Sie den Code noch einmal ein",
		"Erreur\u00a0: saisissez à nouveau le code",
		"Error: introduzca el código de nuevo",
		"خطأ: أدخل الرمز مرة أخرى",
	})
}

// CodeTitle says: Enter the 6-digit code from your app
func CodeTitle(ctx context.Context) string {
	return say(ctx, message{
		"Enter the 6-digit code from your app",
		"Geben Sie den 6-stelligen Code aus Ihrer App ein",
		"Saisissez le code à 6 chiffres de votre application",
		"Introduzca el código de 6 cifras de su aplicación",
		"أدخل الرمز المكوّن من 6 أرقام من تطبيقك",
	})
}

// CodeLabel says: Code
func CodeLabel(ctx context.Context) string {
	return say(ctx, message{
		"Code",
		"Code",
		"Code",
		"Código",
		"الرمز",
	})
}

// CodeHint says: Open your authenticator app. The code changes every 30 seconds.
func CodeHint(ctx context.Context) string {
	return say(ctx, message{
		"Open your authenticator app. The code changes every 30 seconds.",
		"Öffnen Sie Ihre Authenticator-App. Der Code wechselt alle 30 Sekunden.",
		"Ouvrez votre application d’authentification. Le code change toutes les 30 secondes.",
		"Abra su aplicación de autenticación. El código cambia cada 30 segundos.",
		"افتح تطبيق المصادقة. يتغير الرمز كل 30 ثانية.",
	})
}

// CodeUsed says: That code was used already. Wait for the next one.
func CodeUsed(ctx context.Context) string {
	return say(ctx, message{
		"That code was used already. Wait for the next one.",
		"Dieser Code wurde schon verwendet. Warten Sie auf den nächsten.",
		"Ce code a déjà été utilisé. Attendez le suivant.",
		"Ese código ya se ha usado. Espere al siguiente.",
		"استُخدم هذا الرمز من قبل. انتظر الرمز التالي.",
	})
}

// CodeWrong says: That code isn’t right. Type the one that the app shows now. If it stays wrong, let your phone set its clock by itself.
func CodeWrong(ctx context.Context) string {
	return say(ctx, message{
		"That code isn’t right. Type the one that the app shows now. If it stays wrong, let your phone set its clock by itself.",
		"Dieser Code stimmt nicht. Geben Sie den ein, den die App jetzt zeigt. Wenn es dabei bleibt, lassen Sie Ihr Telefon die Uhrzeit automatisch einstellen.",
		"Ce code n’est pas le bon. Saisissez celui que l’application affiche maintenant. Si cela persiste, laissez votre téléphone régler l’heure automatiquement.",
		"Ese código no es correcto. Escriba el que la aplicación muestra ahora. Si sigue fallando, deje que el teléfono ajuste la hora automáticamente.",
		"هذا الرمز غير صحيح. اكتب الرمز الذي يعرضه التطبيق الآن. وإذا بقي خاطئًا فدع هاتفك يضبط ساعته تلقائيًا.",
	})
}
