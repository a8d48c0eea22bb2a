// Code generated from catalogue/*/said.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// SaidEnded says: That browser is signed out.
func SaidEnded(ctx context.Context) string {
	return say(ctx, message{
		"That browser is signed out.",
		"Dieser Browser ist abgemeldet.",
		"Ce navigateur est déconnecté.",
		"La sesión de ese navegador está cerrada.",
		"سُجّل خروج ذلك المتصفح.",
	})
}

// SaidOthers says: You are signed out everywhere else.
func SaidOthers(ctx context.Context) string {
	return say(ctx, message{
		"You are signed out everywhere else.",
		"Sie sind überall sonst abgemeldet.",
		"Vous êtes déconnecté partout ailleurs.",
		"Se han cerrado las demás sesiones.",
		"سُجّل خروجك من كل مكان آخر.",
	})
}

// SaidRevoked says: The application has nothing of yours any more.
func SaidRevoked(ctx context.Context) string {
	return say(ctx, message{
		"The application has nothing of yours any more.",
		"Die Anwendung hat nichts mehr von Ihnen.",
		"L’application ne détient plus rien de vous.",
		"La aplicación ya no tiene nada suyo.",
		"لم يعد لدى التطبيق شيء يخصك.",
	})
}

// SaidName says: Your name is saved.
func SaidName(ctx context.Context) string {
	return say(ctx, message{
		"Your name is saved.",
		"Ihr Name ist gespeichert.",
		"Votre nom est enregistré.",
		"Su nombre se ha guardado.",
		"حُفظ اسمك.",
	})
}

// SaidCode says: A code is on its way to the new address.
func SaidCode(ctx context.Context) string {
	return say(ctx, message{
		"A code is on its way to the new address.",
		"Ein Code ist unterwegs an die neue Adresse.",
		"Un code est en route vers la nouvelle adresse.",
		"Un código va de camino a la nueva dirección.",
		"رمز في طريقه إلى العنوان الجديد.",
	})
}

// SaidEmail says: Your address is changed.
func SaidEmail(ctx context.Context) string {
	return say(ctx, message{
		"Your address is changed.",
		"Ihre Adresse ist geändert.",
		"Votre adresse est modifiée.",
		"Su dirección ha cambiado.",
		"تغيّر عنوانك.",
	})
}

// SaidReport says: Requests to your phones are on again.
func SaidReport(ctx context.Context) string {
	return say(ctx, message{
		"Requests to your phones are on again.",
		"Anfragen an Ihre Telefone sind wieder zugelassen.",
		"Les demandes à vos téléphones sont de nouveau autorisées.",
		"Las solicitudes a sus teléfonos vuelven a estar permitidas.",
		"عادت الطلبات تصل إلى هواتفك.",
	})
}

// SaidPasskey says: The passkey is added. Give it a name that you will know it by.
func SaidPasskey(ctx context.Context) string {
	return say(ctx, message{
		"The passkey is added. Give it a name that you will know it by.",
		"Der Passkey ist hinzugefügt. Geben Sie ihm einen Namen, an dem Sie ihn erkennen.",
		"La clé d’accès est ajoutée. Donnez-lui un nom que vous reconnaîtrez.",
		"La clave de acceso se ha añadido. Póngale un nombre que pueda reconocer.",
		"أُضيف مفتاح المرور. أعطه اسمًا تعرفه به.",
	})
}

// SaidPasskeyRenamed says: The passkey has its new name.
func SaidPasskeyRenamed(ctx context.Context) string {
	return say(ctx, message{
		"The passkey has its new name.",
		"Der Passkey hat seinen neuen Namen.",
		"La clé d’accès a son nouveau nom.",
		"La clave de acceso ya tiene su nuevo nombre.",
		"صار لمفتاح المرور اسمه الجديد.",
	})
}

// SaidNoPasskey says: The passkey is removed. It signs nobody in any more.
func SaidNoPasskey(ctx context.Context) string {
	return say(ctx, message{
		"The passkey is removed. It signs nobody in any more.",
		"Der Passkey ist entfernt. Er meldet niemanden mehr an.",
		"La clé d’accès est retirée. Elle ne connecte plus personne.",
		"La clave de acceso se ha eliminado. Ya no inicia la sesión de nadie.",
		"أُزيل مفتاح المرور. لم يعد يسجّل دخول أحد.",
	})
}

// SaidRenamed says: The phone has its new name.
func SaidRenamed(ctx context.Context) string {
	return say(ctx, message{
		"The phone has its new name.",
		"Das Telefon hat seinen neuen Namen.",
		"Le téléphone a son nouveau nom.",
		"El teléfono ya tiene su nuevo nombre.",
		"صار للهاتف اسمه الجديد.",
	})
}

// SaidPhone says: The phone is removed. It approves nothing any more.
func SaidPhone(ctx context.Context) string {
	return say(ctx, message{
		"The phone is removed. It approves nothing any more.",
		"Das Telefon ist entfernt. Es gibt nichts mehr frei.",
		"Le téléphone est retiré. Il n’approuve plus rien.",
		"El teléfono se ha eliminado. Ya no aprueba nada.",
		"أُزيل الهاتف. لم يعد يوافق على شيء.",
	})
}

// SaidApp says: Codes of your app count from now on.
func SaidApp(ctx context.Context) string {
	return say(ctx, message{
		"Codes of your app count from now on.",
		"Codes Ihrer App gelten ab jetzt.",
		"Les codes de votre application comptent désormais.",
		"Los códigos de su aplicación cuentan desde ahora.",
		"رموز تطبيقك صالحة من الآن.",
	})
}

// SaidNoApp says: The code app is removed. Its codes count for nothing any more.
func SaidNoApp(ctx context.Context) string {
	return say(ctx, message{
		"The code app is removed. Its codes count for nothing any more.",
		"Die Code-App ist entfernt. Ihre Codes gelten nicht mehr.",
		"L’application de codes est retirée. Ses codes ne comptent plus.",
		"La aplicación de códigos se ha eliminado. Sus códigos ya no sirven.",
		"أُزيل تطبيق الرموز. لم تعد رموزه صالحة.",
	})
}

// SaidCodes says: Your new recovery codes count from now on.
func SaidCodes(ctx context.Context) string {
	return say(ctx, message{
		"Your new recovery codes count from now on.",
		"Ihre neuen Wiederherstellungscodes gelten ab jetzt.",
		"Vos nouveaux codes de secours comptent désormais.",
		"Sus nuevos códigos de recuperación cuentan desde ahora.",
		"رموز الاسترداد الجديدة صالحة من الآن.",
	})
}

// SaidDisplay says: Your choice is saved.
func SaidDisplay(ctx context.Context) string {
	return say(ctx, message{
		"Your choice is saved.",
		"Ihre Wahl ist gespeichert.",
		"Votre choix est enregistré.",
		"Su elección se ha guardado.",
		"حُفظ اختيارك.",
	})
}
