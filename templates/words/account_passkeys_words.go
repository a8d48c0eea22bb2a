// Code generated from catalogue/*/account_passkeys.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// AccountPasskeysTitle says: Passkeys
func AccountPasskeysTitle(ctx context.Context) string {
	return say(ctx, message{
		"Passkeys",
		"Passkeys",
		"Clés d’accès",
		"Claves de acceso",
		"مفاتيح المرور",
	})
}

// AccountPasskeysNone says: Sign in with your fingerprint, face or PIN, without a password. No copy of this page can ask for it.
func AccountPasskeysNone(ctx context.Context) string {
	return say(ctx, message{
		"Sign in with your fingerprint, face or PIN, without a password. No copy of this page can ask for it.",
		"Melden Sie sich mit Fingerabdruck, Gesicht oder PIN an, ohne Passwort. Keine Kopie dieser Seite kann danach fragen.",
		"Connectez-vous avec votre empreinte, votre visage ou un code PIN, sans mot de passe. Aucune copie de cette page ne peut la demander.",
		"Inicie sesión con la huella, el rostro o un PIN, sin contraseña. Ninguna copia de esta página puede pedirla.",
		"سجّل الدخول ببصمتك أو وجهك أو رقم PIN، دون كلمة مرور. لا تستطيع أي نسخة مزيفة من هذه الصفحة أن تطلبه.",
	})
}

// AccountPasskeysLineOneUnused says: On one device. Not used yet; added {added}.
func AccountPasskeysLineOneUnused(ctx context.Context, added string) string {
	return say(ctx, message{
		"On one device. Not used yet; added {added}.",
		"Auf einem Gerät. Noch nicht benutzt; hinzugefügt: {added}.",
		"Sur un seul appareil. Pas encore utilisée\u00a0; ajout\u00a0: {added}.",
		"En un dispositivo. Aún sin usar; añadida: {added}.",
		"على جهاز واحد. لم يُستخدم بعد؛ أُضيف: {added}.",
	}, value{"added", added})
}

// AccountPasskeysLineOne says: On one device. Last used {used}; added {added}.
func AccountPasskeysLineOne(ctx context.Context, used string, added string) string {
	return say(ctx, message{
		"On one device. Last used {used}; added {added}.",
		"Auf einem Gerät. Zuletzt benutzt: {used}; hinzugefügt: {added}.",
		"Sur un seul appareil. Dernière utilisation\u00a0: {used}\u00a0; ajout\u00a0: {added}.",
		"En un dispositivo. Último uso: {used}; añadida: {added}.",
		"على جهاز واحد. آخر استخدام: {used}؛ أُضيف: {added}.",
	}, value{"used", used}, value{"added", added})
}

// AccountPasskeysLineSyncedUnused says: Synced between devices. Not used yet; added {added}.
func AccountPasskeysLineSyncedUnused(ctx context.Context, added string) string {
	return say(ctx, message{
		"Synced between devices. Not used yet; added {added}.",
		"Zwischen Geräten synchronisiert. Noch nicht benutzt; hinzugefügt: {added}.",
		"Synchronisée entre appareils. Pas encore utilisée\u00a0; ajout\u00a0: {added}.",
		"Sincronizada entre dispositivos. Aún sin usar; añadida: {added}.",
		"متزامن بين الأجهزة. لم يُستخدم بعد؛ أُضيف: {added}.",
	}, value{"added", added})
}

// AccountPasskeysLineSynced says: Synced between devices. Last used {used}; added {added}.
func AccountPasskeysLineSynced(ctx context.Context, used string, added string) string {
	return say(ctx, message{
		"Synced between devices. Last used {used}; added {added}.",
		"Zwischen Geräten synchronisiert. Zuletzt benutzt: {used}; hinzugefügt: {added}.",
		"Synchronisée entre appareils. Dernière utilisation\u00a0: {used}\u00a0; ajout\u00a0: {added}.",
		"Sincronizada entre dispositivos. Último uso: {used}; añadida: {added}.",
		"متزامن بين الأجهزة. آخر استخدام: {used}؛ أُضيف: {added}.",
	}, value{"used", used}, value{"added", added})
}

// AccountPasskeysChange says: Change
func AccountPasskeysChange(ctx context.Context) string {
	return say(ctx, message{
		"Change",
		"Ändern",
		"Modifier",
		"Cambiar",
		"تغيير",
	})
}

// AccountPasskeysChangeOf says: Change {name}
func AccountPasskeysChangeOf(ctx context.Context, name string) string {
	return say(ctx, message{
		"Change {name}",
		"{name} ändern",
		"Modifier {name}",
		"Cambiar {name}",
		"تغيير {name}",
	}, value{"name", name})
}

// AccountPasskeysAdd says: Add a passkey
func AccountPasskeysAdd(ctx context.Context) string {
	return say(ctx, message{
		"Add a passkey",
		"Passkey hinzufügen",
		"Ajouter une clé d’accès",
		"Añadir una clave de acceso",
		"إضافة مفتاح مرور",
	})
}

// AccountPasskeysAddError says: Error: add a passkey
func AccountPasskeysAddError(ctx context.Context) string {
	return say(ctx, message{
		"Error: add a passkey",
		"Fehler: Passkey hinzufügen",
		"Erreur\u00a0: ajouter une clé d’accès",
		"Error: añadir una clave de acceso",
		"خطأ: إضافة مفتاح مرور",
	})
}

// AccountPasskeysFull says: You have as many passkeys as an account can have. Remove one first.
func AccountPasskeysFull(ctx context.Context) string {
	return say(ctx, message{
		"You have as many passkeys as an account can have. Remove one first.",
		"Sie haben so viele Passkeys, wie ein Konto haben kann. Entfernen Sie zuerst einen.",
		"Vous avez autant de clés d’accès qu’un compte peut en avoir. Retirez-en d’abord une.",
		"Tiene tantas claves de acceso como puede tener una cuenta. Elimine una primero.",
		"لديك أقصى عدد من مفاتيح المرور لحساب واحد. أزل واحدًا أولًا.",
	})
}

// AccountPasskeysLede says: Your browser asks where to keep it: on this device, on a phone or on a security key. From then on your fingerprint, face or PIN is enough to sign in.
func AccountPasskeysLede(ctx context.Context) string {
	return say(ctx, message{
		"Your browser asks where to keep it: on this device, on a phone or on a security key. From then on your fingerprint, face or PIN is enough to sign in.",
		"Ihr Browser fragt, wo er aufbewahrt werden soll: auf diesem Gerät, auf einem Telefon oder auf einem Sicherheitsschlüssel. Von da an genügen Fingerabdruck, Gesicht oder PIN zum Anmelden.",
		"Votre navigateur demande où la garder\u00a0: sur cet appareil, sur un téléphone ou sur une clé de sécurité. Ensuite, votre empreinte, votre visage ou un code PIN suffit pour vous connecter.",
		"Su navegador le pregunta dónde guardarla: en este dispositivo, en un teléfono o en una llave de seguridad. Desde entonces basta la huella, el rostro o un PIN para iniciar sesión.",
		"يسألك متصفحك أين يحفظه: على هذا الجهاز أو على هاتف أو على مفتاح أمان. بعد ذلك تكفي بصمتك أو وجهك أو رقم PIN لتسجيل الدخول.",
	})
}

// AccountPasskeysKnown says: This device has a passkey for your account already.
func AccountPasskeysKnown(ctx context.Context) string {
	return say(ctx, message{
		"This device has a passkey for your account already.",
		"Dieses Gerät hat schon einen Passkey für Ihr Konto.",
		"Cet appareil a déjà une clé d’accès pour votre compte.",
		"Este dispositivo ya tiene una clave de acceso para su cuenta.",
		"لدى هذا الجهاز مفتاح مرور لحسابك بالفعل.",
	})
}

// AccountPasskeysCancelled says: Nothing was added. Try again when you are ready.
func AccountPasskeysCancelled(ctx context.Context) string {
	return say(ctx, message{
		"Nothing was added. Try again when you are ready.",
		"Es wurde nichts hinzugefügt. Versuchen Sie es noch einmal, wenn Sie so weit sind.",
		"Rien n’a été ajouté. Réessayez quand vous serez prêt.",
		"No se añadió nada. Inténtelo de nuevo cuando quiera.",
		"لم يُضَف شيء. حاول مرة أخرى عندما تكون مستعدًا.",
	})
}

// AccountPasskeysUnable says: This browser can’t make passkeys here. Open this page in another browser or on another device.
func AccountPasskeysUnable(ctx context.Context) string {
	return say(ctx, message{
		"This browser can’t make passkeys here. Open this page in another browser or on another device.",
		"Dieser Browser kann hier keine Passkeys erzeugen. Öffnen Sie diese Seite in einem anderen Browser oder auf einem anderen Gerät.",
		"Ce navigateur ne peut pas créer de clé d’accès ici. Ouvrez cette page dans un autre navigateur ou sur un autre appareil.",
		"Este navegador no puede crear claves de acceso aquí. Abra esta página en otro navegador o en otro dispositivo.",
		"لا يستطيع هذا المتصفح إنشاء مفاتيح مرور هنا. افتح هذه الصفحة في متصفح آخر أو على جهاز آخر.",
	})
}

// AccountPasskeysTooLate says: That took too long. Begin again.
func AccountPasskeysTooLate(ctx context.Context) string {
	return say(ctx, message{
		"That took too long. Begin again.",
		"Das hat zu lange gedauert. Beginnen Sie noch einmal.",
		"C’était trop long. Recommencez.",
		"Ha tardado demasiado. Empiece de nuevo.",
		"استغرق ذلك وقتًا طويلًا. ابدأ من جديد.",
	})
}

// AccountPasskeysAddedBefore says: That passkey was added before. Use another device, or go back.
func AccountPasskeysAddedBefore(ctx context.Context) string {
	return say(ctx, message{
		"That passkey was added before. Use another device, or go back.",
		"Dieser Passkey wurde schon hinzugefügt. Benutzen Sie ein anderes Gerät, oder gehen Sie zurück.",
		"Cette clé d’accès a déjà été ajoutée. Utilisez un autre appareil, ou revenez en arrière.",
		"Esa clave de acceso ya se añadió. Use otro dispositivo o vuelva atrás.",
		"أُضيف مفتاح المرور هذا من قبل. استخدم جهازًا آخر أو ارجع.",
	})
}

// AccountPasskeysNotAdded says: The passkey couldn’t be added. Begin again.
func AccountPasskeysNotAdded(ctx context.Context) string {
	return say(ctx, message{
		"The passkey couldn’t be added. Begin again.",
		"Der Passkey konnte nicht hinzugefügt werden. Beginnen Sie noch einmal.",
		"La clé d’accès n’a pas pu être ajoutée. Recommencez.",
		"No se pudo añadir la clave de acceso. Empiece de nuevo.",
		"تعذّرت إضافة مفتاح المرور. ابدأ من جديد.",
	})
}

// AccountPasskeysHint says: This page calls it so.
func AccountPasskeysHint(ctx context.Context) string {
	return say(ctx, message{
		"This page calls it so.",
		"Diese Seite nennt ihn so.",
		"Cette page l’appelle ainsi.",
		"Así la llama esta página.",
		"هكذا تسمّيه هذه الصفحة.",
	})
}

// AccountPasskeysNameWrong says: Use 1 to 60 characters that can be seen.
func AccountPasskeysNameWrong(ctx context.Context) string {
	return say(ctx, message{
		"Use 1 to 60 characters that can be seen.",
		"Verwenden Sie 1 bis 60 sichtbare Zeichen.",
		"Utilisez de 1 à 60 caractères visibles.",
		"Use de 1 a 60 caracteres visibles.",
		"استخدم من 1 إلى 60 حرفًا مرئيًا.",
	})
}

// AccountPasskeysRemoveWhy says: It signs nobody in from then on. Delete it in your password manager, too.
func AccountPasskeysRemoveWhy(ctx context.Context) string {
	return say(ctx, message{
		"It signs nobody in from then on. Delete it in your password manager, too.",
		"Er meldet von da an niemanden mehr an. Löschen Sie ihn auch in Ihrem Passwortmanager.",
		"Elle ne connecte plus personne ensuite. Supprimez-la aussi de votre gestionnaire de mots de passe.",
		"Desde entonces no inicia la sesión de nadie. Bórrela también en su gestor de contraseñas.",
		"لن يسجّل دخول أحد بعد ذلك. احذفه من مدير كلمات المرور أيضًا.",
	})
}

// AccountPasskeysRemove says: Remove this passkey
func AccountPasskeysRemove(ctx context.Context) string {
	return say(ctx, message{
		"Remove this passkey",
		"Diesen Passkey entfernen",
		"Retirer cette clé d’accès",
		"Eliminar esta clave de acceso",
		"إزالة مفتاح المرور هذا",
	})
}

// AccountPasskeysSecurityKey says: Security key
func AccountPasskeysSecurityKey(ctx context.Context) string {
	return say(ctx, message{
		"Security key",
		"Sicherheitsschlüssel",
		"Clé de sécurité",
		"Llave de seguridad",
		"مفتاح أمان",
	})
}

// AccountPasskeysSynced says: Synced passkey
func AccountPasskeysSynced(ctx context.Context) string {
	return say(ctx, message{
		"Synced passkey",
		"Synchronisierter Passkey",
		"Clé d’accès synchronisée",
		"Clave de acceso sincronizada",
		"مفتاح مرور متزامن",
	})
}

// AccountPasskeysOfDevice says: Passkey of this device
func AccountPasskeysOfDevice(ctx context.Context) string {
	return say(ctx, message{
		"Passkey of this device",
		"Passkey dieses Geräts",
		"Clé d’accès de cet appareil",
		"Clave de acceso de este dispositivo",
		"مفتاح مرور هذا الجهاز",
	})
}
