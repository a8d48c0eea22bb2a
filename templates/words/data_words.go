// Code generated from catalogue/*/data.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// DataTitle says: Your data
func DataTitle(ctx context.Context) string {
	return say(ctx, message{
		"Your data",
		"Ihre Daten",
		"Vos données",
		"Sus datos",
		"بياناتك",
	})
}

// DataTitleError says: Error: your data
func DataTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: your data",
		"Fehler: Ihre Daten",
		"Erreur\u00a0: vos données",
		"Error: sus datos",
		"خطأ: بياناتك",
	})
}

// DataDownload says: Download
func DataDownload(ctx context.Context) string {
	return say(ctx, message{
		"Download",
		"Herunterladen",
		"Télécharger",
		"Descargar",
		"تنزيل",
	})
}

// DataDownloadLede says: A file with what is kept about you: your account, phones, where you are signed in, applications, and what happened. It holds no secrets.
func DataDownloadLede(ctx context.Context) string {
	return say(ctx, message{
		"A file with what is kept about you: your account, phones, where you are signed in, applications, and what happened. It holds no secrets.",
		"Eine Datei mit dem, was über Sie gespeichert ist: Ihr Konto, Telefone, wo Sie angemeldet sind, Anwendungen und was geschehen ist. Sie enthält keine Geheimnisse.",
		"Un fichier avec ce qui est conservé sur vous\u00a0: votre compte, vos téléphones, vos sessions ouvertes, les applications et ce qui s’est passé. Il ne contient aucun secret.",
		"Un archivo con lo que se guarda sobre usted: su cuenta, sus teléfonos, sus sesiones abiertas, las aplicaciones y lo que ha ocurrido. No contiene secretos.",
		"ملف بما هو محفوظ عنك: حسابك وهواتفك وأماكن تسجيل دخولك والتطبيقات وما حدث. لا يحوي أسرارًا.",
	})
}

// DataDelete says: Delete your account
func DataDelete(ctx context.Context) string {
	return say(ctx, message{
		"Delete your account",
		"Konto löschen",
		"Supprimer votre compte",
		"Eliminar su cuenta",
		"حذف حسابك",
	})
}

// DataDeleteLede says: You are signed out everywhere, and nobody can sign in to it again. Your name, address, phones and codes are erased at once. The record of what happened keeps no name, only numbers; what your phones signed is deleted when its time is over.
func DataDeleteLede(ctx context.Context) string {
	return say(ctx, message{
		"You are signed out everywhere, and nobody can sign in to it again. Your name, address, phones and codes are erased at once. The record of what happened keeps no name, only numbers; what your phones signed is deleted when its time is over.",
		"Sie werden überall abgemeldet, und niemand kann sich bei dem Konto wieder anmelden. Name, Adresse, Telefone und Codes werden sofort gelöscht. Die Aufzeichnung des Geschehenen behält keinen Namen, nur Nummern; was Ihre Telefone unterschrieben haben, wird gelöscht, wenn seine Zeit um ist.",
		"Vous êtes déconnecté partout, et plus personne ne peut s’y connecter. Votre nom, votre adresse, vos téléphones et vos codes sont effacés aussitôt. Le journal de ce qui s’est passé ne garde aucun nom, seulement des numéros\u00a0; ce que vos téléphones ont signé est supprimé une fois le délai écoulé.",
		"Se cierran todas sus sesiones y nadie podrá volver a iniciar sesión en ella. Su nombre, dirección, teléfonos y códigos se borran al momento. El registro de lo ocurrido no guarda ningún nombre, solo números; lo que firmaron sus teléfonos se borra al cumplirse su plazo.",
		"يُسجَّل خروجك من كل مكان، ولا يستطيع أحد تسجيل الدخول إليه مرة أخرى. يُمحى اسمك وعنوانك وهواتفك ورموزك فورًا. لا يحفظ سجل ما حدث أي اسم، بل أرقامًا فقط؛ وما وقّعته هواتفك يُحذف عند انتهاء مدته.",
	})
}

// DataDeleteApps says: Applications may keep what you gave them: ask there.
func DataDeleteApps(ctx context.Context) string {
	return say(ctx, message{
		"Applications may keep what you gave them: ask there.",
		"Anwendungen behalten vielleicht, was Sie ihnen gegeben haben: Fragen Sie dort.",
		"Les applications peuvent garder ce que vous leur avez donné\u00a0: adressez-vous à elles.",
		"Las aplicaciones pueden conservar lo que usted les dio: pregunte allí.",
		"قد تحتفظ التطبيقات بما أعطيتها: اسأل هناك.",
	})
}

// DataUsername says: Your username
func DataUsername(ctx context.Context) string {
	return say(ctx, message{
		"Your username",
		"Ihr Benutzername",
		"Votre identifiant",
		"Su nombre de usuario",
		"اسم المستخدم",
	})
}

// DataUsernameHint says: Type it to show that you mean it: {username}
func DataUsernameHint(ctx context.Context, username string) string {
	return say(ctx, message{
		"Type it to show that you mean it: {username}",
		"Geben Sie ihn ein, um zu zeigen, dass Sie es ernst meinen: {username}",
		"Saisissez-le pour montrer que vous le voulez vraiment\u00a0: {username}",
		"Escríbalo para mostrar que va en serio: {username}",
		"اكتبه لتبيّن أنك تقصد ذلك: {username}",
	}, value{"username", username})
}

// DataUsernameWrong says: That is not your username. Type it to delete the account.
func DataUsernameWrong(ctx context.Context) string {
	return say(ctx, message{
		"That is not your username. Type it to delete the account.",
		"Das ist nicht Ihr Benutzername. Geben Sie ihn ein, um das Konto zu löschen.",
		"Ce n’est pas votre identifiant. Saisissez-le pour supprimer le compte.",
		"Ese no es su nombre de usuario. Escríbalo para eliminar la cuenta.",
		"هذا ليس اسم المستخدم الخاص بك. اكتبه لحذف الحساب.",
	})
}

// DataDeleteAct says: Delete my account for good
func DataDeleteAct(ctx context.Context) string {
	return say(ctx, message{
		"Delete my account for good",
		"Mein Konto endgültig löschen",
		"Supprimer définitivement mon compte",
		"Eliminar mi cuenta para siempre",
		"حذف حسابي نهائيًا",
	})
}

// DataErased says: Your account is deleted
func DataErased(ctx context.Context) string {
	return say(ctx, message{
		"Your account is deleted",
		"Ihr Konto ist gelöscht",
		"Votre compte est supprimé",
		"Su cuenta se ha eliminado",
		"حُذف حسابك",
	})
}

// DataErasedLede says: You are signed out everywhere. You can close this page.
func DataErasedLede(ctx context.Context) string {
	return say(ctx, message{
		"You are signed out everywhere. You can close this page.",
		"Sie sind überall abgemeldet. Sie können diese Seite schließen.",
		"Vous êtes déconnecté partout. Vous pouvez fermer cette page.",
		"Se han cerrado todas sus sesiones. Puede cerrar esta página.",
		"سُجّل خروجك من كل مكان. يمكنك إغلاق هذه الصفحة.",
	})
}
