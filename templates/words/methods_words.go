// Code generated from catalogue/*/methods.yaml; DO NOT EDIT.

package words

import (
	"context"
	"strconv"
)

// MethodsTitle says: Ways to confirm it’s you
func MethodsTitle(ctx context.Context) string {
	return say(ctx, message{
		"Ways to confirm it’s you",
		"So bestätigen Sie, dass Sie es sind",
		"Comment confirmer que c’est vous",
		"Formas de confirmar que es usted",
		"طرق تأكيد أنك أنت",
	})
}

// MethodsBack says: Back to your ways to confirm
func MethodsBack(ctx context.Context) string {
	return say(ctx, message{
		"Back to your ways to confirm",
		"Zurück zu Ihren Bestätigungswegen",
		"Retour à vos moyens de confirmation",
		"Volver a sus formas de confirmar",
		"العودة إلى طرق التأكيد",
	})
}

// MethodsLast says: This is your last way to confirm it’s you, and one is needed. Add another first.
func MethodsLast(ctx context.Context) string {
	return say(ctx, message{
		"This is your last way to confirm it’s you, and one is needed. Add another first.",
		"Das ist Ihr letzter Bestätigungsweg, und einer wird gebraucht. Fügen Sie zuerst einen anderen hinzu.",
		"C’est votre dernier moyen de confirmer que c’est vous, et il en faut un. Ajoutez-en d’abord un autre.",
		"Es su última forma de confirmar que es usted, y se necesita una. Añada otra primero.",
		"هذه آخر طريقة لتأكيد أنك أنت، ولا بد من واحدة. أضف طريقة أخرى أولًا.",
	})
}

// MethodsNameHead says: Its name
func MethodsNameHead(ctx context.Context) string {
	return say(ctx, message{
		"Its name",
		"Name",
		"Son nom",
		"Su nombre",
		"الاسم",
	})
}

// MethodsName says: Name
func MethodsName(ctx context.Context) string {
	return say(ctx, message{
		"Name",
		"Name",
		"Nom",
		"Nombre",
		"الاسم",
	})
}

// MethodsNameSave says: Save the name
func MethodsNameSave(ctx context.Context) string {
	return say(ctx, message{
		"Save the name",
		"Namen speichern",
		"Enregistrer le nom",
		"Guardar el nombre",
		"حفظ الاسم",
	})
}

// MethodsRemoveHead says: Remove it
func MethodsRemoveHead(ctx context.Context) string {
	return say(ctx, message{
		"Remove it",
		"Entfernen",
		"Le retirer",
		"Eliminarlo",
		"الإزالة",
	})
}

// MethodsPhones says: Phones
func MethodsPhones(ctx context.Context) string {
	return say(ctx, message{
		"Phones",
		"Telefone",
		"Téléphones",
		"Teléfonos",
		"الهواتف",
	})
}

// MethodsNoPhones says: No phone is added.
func MethodsNoPhones(ctx context.Context) string {
	return say(ctx, message{
		"No phone is added.",
		"Es ist kein Telefon hinzugefügt.",
		"Aucun téléphone n’est ajouté.",
		"No hay ningún teléfono añadido.",
		"لم يُضَف أي هاتف.",
	})
}

// MethodsPhoneLine says: {kind}. {key}. Last used {used}; added {added}.
func MethodsPhoneLine(ctx context.Context, kind string, key string, used string, added string) string {
	return say(ctx, message{
		"{kind}. {key}. Last used {used}; added {added}.",
		"{kind}. {key}. Zuletzt benutzt: {used}; hinzugefügt: {added}.",
		"{kind}. {key}. Dernière utilisation\u00a0: {used}\u00a0; ajout\u00a0: {added}.",
		"{kind}. {key}. Último uso: {used}; añadido: {added}.",
		"{kind}. {key}. آخر استخدام: {used}؛ أُضيف: {added}.",
	}, value{"kind", kind}, value{"key", key}, value{"used", used}, value{"added", added})
}

// MethodsPhoneModel says: {model}, {kind}
func MethodsPhoneModel(ctx context.Context, model string, kind string) string {
	return say(ctx, message{
		"{model}, {kind}",
		"{model}, {kind}",
		"{model}, {kind}",
		"{model}, {kind}",
		"{model}، {kind}",
	}, value{"model", model}, value{"kind", kind})
}

// MethodsKindWeb says: Web authenticator
func MethodsKindWeb(ctx context.Context) string {
	return say(ctx, message{
		"Web authenticator",
		"Web-Authenticator",
		"Authentificateur web",
		"Autenticador web",
		"المصادق على الويب",
	})
}

// MethodsKindAndroid says: Android app
func MethodsKindAndroid(ctx context.Context) string {
	return say(ctx, message{
		"Android app",
		"Android-App",
		"Application Android",
		"Aplicación de Android",
		"تطبيق Android",
	})
}

// MethodsKindIos says: iPhone app
func MethodsKindIos(ctx context.Context) string {
	return say(ctx, message{
		"iPhone app",
		"iPhone-App",
		"Application iPhone",
		"Aplicación de iPhone",
		"تطبيق iPhone",
	})
}

// MethodsKindTerminal says: Terminal
func MethodsKindTerminal(ctx context.Context) string {
	return say(ctx, message{
		"Terminal",
		"Terminal",
		"Terminal",
		"Terminal",
		"الطرفية",
	})
}

// MethodsKeySoftware says: Software key
func MethodsKeySoftware(ctx context.Context) string {
	return say(ctx, message{
		"Software key",
		"Softwareschlüssel",
		"Clé logicielle",
		"Clave de software",
		"مفتاح برمجي",
	})
}

// MethodsKeyHardware says: Hardware key
func MethodsKeyHardware(ctx context.Context) string {
	return say(ctx, message{
		"Hardware key",
		"Hardwareschlüssel",
		"Clé matérielle",
		"Clave de hardware",
		"مفتاح في العتاد",
	})
}

// MethodsKeyLock says: Confirmed with fingerprint or face
func MethodsKeyLock(ctx context.Context) string {
	return say(ctx, message{
		"Confirmed with fingerprint or face",
		"Bestätigt mit Fingerabdruck oder Gesicht",
		"Confirmation par empreinte ou visage",
		"Se confirma con la huella o el rostro",
		"يُؤكَّد بالبصمة أو الوجه",
	})
}

// MethodsPhoneChange says: Change or test
func MethodsPhoneChange(ctx context.Context) string {
	return say(ctx, message{
		"Change or test",
		"Ändern oder testen",
		"Modifier ou tester",
		"Cambiar o probar",
		"تغيير أو اختبار",
	})
}

// MethodsPhoneChangeOf says: Change or test {name}
func MethodsPhoneChangeOf(ctx context.Context, name string) string {
	return say(ctx, message{
		"Change or test {name}",
		"{name}: ändern oder testen",
		"Modifier ou tester {name}",
		"Cambiar o probar {name}",
		"تغيير أو اختبار {name}",
	}, value{"name", name})
}

// MethodsPhoneAdd says: Add a phone
func MethodsPhoneAdd(ctx context.Context) string {
	return say(ctx, message{
		"Add a phone",
		"Telefon hinzufügen",
		"Ajouter un téléphone",
		"Añadir un teléfono",
		"إضافة هاتف",
	})
}

// MethodsTagNew says: New
func MethodsTagNew(ctx context.Context) string {
	return say(ctx, message{
		"New",
		"Neu",
		"Nouveau",
		"Nuevo",
		"جديد",
	})
}

// MethodsTagPaused says: Paused
func MethodsTagPaused(ctx context.Context) string {
	return say(ctx, message{
		"Paused",
		"Pausiert",
		"En pause",
		"En pausa",
		"متوقف مؤقتًا",
	})
}

// MethodsTagDormant says: Asleep
func MethodsTagDormant(ctx context.Context) string {
	return say(ctx, message{
		"Asleep",
		"Schläft",
		"En veille",
		"Inactivo",
		"خامل",
	})
}

// MethodsTagStopped says: Stopped
func MethodsTagStopped(ctx context.Context) string {
	return say(ctx, message{
		"Stopped",
		"Gestoppt",
		"Bloqué",
		"Detenido",
		"موقوف",
	})
}

// MethodsNoteNew says: Until {until} it signs you in, and changes nothing here.
func MethodsNoteNew(ctx context.Context, until string) string {
	return say(ctx, message{
		"Until {until} it signs you in, and changes nothing here.",
		"Bis {until} meldet es Sie an, ändert hier aber nichts.",
		"Jusqu’au {until}, il vous connecte, mais ne modifie rien ici.",
		"Hasta el {until} sirve para iniciar sesión, pero no cambia nada aquí.",
		"حتى {until} يسجّل دخولك ولا يغيّر شيئًا هنا.",
	}, value{"until", until})
}

// MethodsNotePaused says: It is not woken until {until}, by its own settings. It answers when the authenticator is opened.
func MethodsNotePaused(ctx context.Context, until string) string {
	return say(ctx, message{
		"It is not woken until {until}, by its own settings. It answers when the authenticator is opened.",
		"Nach seinen eigenen Einstellungen wird es bis {until} nicht geweckt. Es antwortet, wenn der Authenticator geöffnet wird.",
		"D’après ses propres réglages, il n’est pas réveillé jusqu’au {until}. Il répond quand l’authentificateur est ouvert.",
		"Según sus propios ajustes, no se despierta hasta el {until}. Responde cuando se abre el autenticador.",
		"لا يُنبَّه حتى {until} بحسب إعداداته. يستجيب عند فتح المصادق.",
	}, value{"until", until})
}

// MethodsNoteDormant says: It was not used for 90 days, so it approves nothing. A sign-in with another way wakes it.
func MethodsNoteDormant(ctx context.Context) string {
	return say(ctx, message{
		"It was not used for 90 days, so it approves nothing. A sign-in with another way wakes it.",
		"Es wurde 90 Tage nicht benutzt und gibt daher nichts frei. Eine Anmeldung auf anderem Weg weckt es.",
		"Il n’a pas servi depuis 90 jours et n’approuve donc rien. Une connexion par un autre moyen le réveille.",
		"No se ha usado en 90 días, así que no aprueba nada. Un inicio de sesión de otra forma lo despierta.",
		"لم يُستخدم منذ 90 يومًا، فلا يوافق على شيء. تسجيل الدخول بطريقة أخرى يوقظه.",
	})
}

// MethodsNoteStopped says: Something else was using its name, so it was stopped. Remove it and add it anew.
func MethodsNoteStopped(ctx context.Context) string {
	return say(ctx, message{
		"Something else was using its name, so it was stopped. Remove it and add it anew.",
		"Etwas anderes benutzte seinen Namen, deshalb wurde es gestoppt. Entfernen Sie es und fügen Sie es neu hinzu.",
		"Autre chose utilisait son nom, il a donc été bloqué. Retirez-le et ajoutez-le de nouveau.",
		"Otra cosa usaba su nombre, así que se detuvo. Elimínelo y añádalo de nuevo.",
		"كان شيء آخر يستخدم اسمه، فأُوقف. أزله ثم أضفه من جديد.",
	})
}

// MethodsNoteUnreachable says: No push: open the authenticator to see requests.
func MethodsNoteUnreachable(ctx context.Context) string {
	return say(ctx, message{
		"No push: open the authenticator to see requests.",
		"Kein Push: Öffnen Sie den Authenticator, um Anfragen zu sehen.",
		"Pas de push\u00a0: ouvrez l’authentificateur pour voir les demandes.",
		"Sin push: abra el autenticador para ver las solicitudes.",
		"بلا إشعارات: افتح المصادق لرؤية الطلبات.",
	})
}

// MethodsPhoneHint says: Pages and mails call it so.
func MethodsPhoneHint(ctx context.Context) string {
	return say(ctx, message{
		"Pages and mails call it so.",
		"Seiten und E-Mails nennen es so.",
		"Les pages et les e-mails l’appellent ainsi.",
		"Así lo llaman las páginas y los correos.",
		"هكذا تسمّيه الصفحات ورسائل البريد.",
	})
}

// MethodsPhoneNameWrong says: Use 1 to 64 characters that can be seen.
func MethodsPhoneNameWrong(ctx context.Context) string {
	return say(ctx, message{
		"Use 1 to 64 characters that can be seen.",
		"Verwenden Sie 1 bis 64 sichtbare Zeichen.",
		"Utilisez de 1 à 64 caractères visibles.",
		"Use de 1 a 64 caracteres visibles.",
		"استخدم من 1 إلى 64 حرفًا مرئيًا.",
	})
}

// MethodsPhoneRemoveWhy says: It approves nothing from then on, and requests that wait for it end. To have it back you add it anew.
func MethodsPhoneRemoveWhy(ctx context.Context) string {
	return say(ctx, message{
		"It approves nothing from then on, and requests that wait for it end. To have it back you add it anew.",
		"Es gibt von da an nichts mehr frei, und wartende Anfragen enden. Um es wieder zu benutzen, fügen Sie es neu hinzu.",
		"Il n’approuve plus rien ensuite, et les demandes qui l’attendent prennent fin. Pour le retrouver, il faut l’ajouter de nouveau.",
		"Desde entonces no aprueba nada, y terminan las solicitudes que lo esperan. Para recuperarlo hay que añadirlo de nuevo.",
		"لن يوافق على شيء بعد ذلك، وتنتهي الطلبات التي تنتظره. لاستعادته عليك إضافته من جديد.",
	})
}

// MethodsPhoneRemove says: Remove this phone
func MethodsPhoneRemove(ctx context.Context) string {
	return say(ctx, message{
		"Remove this phone",
		"Dieses Telefon entfernen",
		"Retirer ce téléphone",
		"Eliminar este teléfono",
		"إزالة هذا الهاتف",
	})
}

// MethodsAppThere says: Your app shows a new code every 30 seconds. Added {added}.
func MethodsAppThere(ctx context.Context, added string) string {
	return say(ctx, message{
		"Your app shows a new code every 30 seconds. Added {added}.",
		"Ihre App zeigt alle 30 Sekunden einen neuen Code. Hinzugefügt: {added}.",
		"Votre application affiche un nouveau code toutes les 30 secondes. Ajout\u00a0: {added}.",
		"Su aplicación muestra un código nuevo cada 30 segundos. Añadida: {added}.",
		"يعرض تطبيقك رمزًا جديدًا كل 30 ثانية. أُضيف: {added}.",
	}, value{"added", added})
}

// MethodsAppNone says: An app that shows a code, without any connection. Good to have beside a phone.
func MethodsAppNone(ctx context.Context) string {
	return say(ctx, message{
		"An app that shows a code, without any connection. Good to have beside a phone.",
		"Eine App, die ganz ohne Verbindung einen Code zeigt. Gut neben einem Telefon zu haben.",
		"Une application qui affiche un code, sans aucune connexion. Utile en plus d’un téléphone.",
		"Una aplicación que muestra un código sin ninguna conexión. Conviene tenerla además de un teléfono.",
		"تطبيق يعرض رمزًا دون أي اتصال. من المفيد أن يكون لديك إلى جانب الهاتف.",
	})
}

// MethodsAppChange says: Change the code app
func MethodsAppChange(ctx context.Context) string {
	return say(ctx, message{
		"Change the code app",
		"Code-App ändern",
		"Modifier l’application de codes",
		"Cambiar la aplicación de códigos",
		"تغيير تطبيق الرموز",
	})
}

// MethodsCodesLeft says: You have {n} codes left. Each works once, when your phone is not at hand.
func MethodsCodesLeft(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "You have 1 code left. Each works once, when your phone is not at hand.", other: "You have {n} codes left. Each works once, when your phone is not at hand."},
		{one: "Sie haben noch 1 Code. Jeder gilt einmal, wenn Ihr Telefon nicht zur Hand ist.", other: "Sie haben noch {n} Codes. Jeder gilt einmal, wenn Ihr Telefon nicht zur Hand ist."},
		{one: "Il vous reste 1 code. Chacun sert une fois, quand votre téléphone n’est pas à portée de main.", other: "Il vous reste {n} codes. Chacun sert une fois, quand votre téléphone n’est pas à portée de main."},
		{one: "Le queda 1 código. Cada uno sirve una vez, cuando no tiene el teléfono a mano.", other: "Le quedan {n} códigos. Cada uno sirve una vez, cuando no tiene el teléfono a mano."},
		{zero: "لم يبقَ لديك أي رمز. يعمل كل رمز مرة واحدة، حين لا يكون هاتفك في متناولك.", one: "بقي لديك رمز واحد. يعمل كل رمز مرة واحدة، حين لا يكون هاتفك في متناولك.", two: "بقي لديك رمزان. يعمل كل رمز مرة واحدة، حين لا يكون هاتفك في متناولك.", few: "بقيت لديك {n} رموز. يعمل كل رمز مرة واحدة، حين لا يكون هاتفك في متناولك.", many: "بقي لديك {n} رمزًا. يعمل كل رمز مرة واحدة، حين لا يكون هاتفك في متناولك.", other: "بقي لديك {n} رمز. يعمل كل رمز مرة واحدة، حين لا يكون هاتفك في متناولك."},
	}, n), value{"n", strconv.Itoa(n)})
}
