// Code generated from catalogue/*/device.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
)

// DeviceTitle says: Connect a device
func DeviceTitle(ctx context.Context) string {
	return say(ctx, message{
		"Connect a device",
		"Gerät verbinden",
		"Connecter un appareil",
		"Conectar un dispositivo",
		"ربط جهاز",
	})
}

// DeviceTitleError says: Error: connect a device
func DeviceTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: connect a device",
		"Fehler: Gerät verbinden",
		"Erreur : connecter un appareil",
		"Error: conectar un dispositivo",
		"خطأ: ربط جهاز",
	})
}

// DeviceLede says: Enter the code that your device shows.
func DeviceLede(ctx context.Context) string {
	return say(ctx, message{
		"Enter the code that your device shows.",
		"Geben Sie den Code ein, den Ihr Gerät zeigt.",
		"Saisissez le code affiché sur votre appareil.",
		"Introduzca el código que muestra su dispositivo.",
		"أدخل الرمز الذي يعرضه جهازك.",
	})
}

// DeviceCompare says: Compare this code with the one on your device. Go on only if they are the same.
func DeviceCompare(ctx context.Context) string {
	return say(ctx, message{
		"Compare this code with the one on your device. Go on only if they are the same.",
		"Vergleichen Sie diesen Code mit dem auf Ihrem Gerät. Fahren Sie nur fort, wenn beide gleich sind.",
		"Comparez ce code avec celui de votre appareil. Continuez seulement s’ils sont identiques.",
		"Compare este código con el de su dispositivo. Continúe solo si son iguales.",
		"قارن هذا الرمز بالرمز الظاهر على جهازك. لا تتابع إلا إذا كانا متطابقين.",
	})
}

// DeviceHint says: Eight letters, such as WDJB-MJHT.
func DeviceHint(ctx context.Context) string {
	return say(ctx, message{
		"Eight letters, such as WDJB-MJHT.",
		"Acht Buchstaben, zum Beispiel WDJB-MJHT.",
		"Huit lettres, par exemple WDJB-MJHT.",
		"Ocho letras, por ejemplo WDJB-MJHT.",
		"ثمانية أحرف، مثل WDJB-MJHT.",
	})
}

// DeviceWrong says: This code is not right, or its time is over. Look at your device.
func DeviceWrong(ctx context.Context) string {
	return say(ctx, message{
		"This code is not right, or its time is over. Look at your device.",
		"Dieser Code stimmt nicht oder ist abgelaufen. Sehen Sie auf Ihrem Gerät nach.",
		"Ce code est incorrect ou a expiré. Regardez votre appareil.",
		"Este código no es correcto o ha caducado. Mire su dispositivo.",
		"هذا الرمز غير صحيح أو انتهت مدته. انظر إلى جهازك.",
	})
}

// DeviceSlow says: Too many wrong codes. Try again in an hour.
func DeviceSlow(ctx context.Context) string {
	return say(ctx, message{
		"Too many wrong codes. Try again in an hour.",
		"Zu viele falsche Codes. Versuchen Sie es in einer Stunde wieder.",
		"Trop de codes incorrects. Réessayez dans une heure.",
		"Demasiados códigos incorrectos. Inténtelo de nuevo dentro de una hora.",
		"رموز خاطئة كثيرة. حاول مجددًا بعد ساعة.",
	})
}

// DeviceAskTitle says: Connect this device?
func DeviceAskTitle(ctx context.Context) string {
	return say(ctx, message{
		"Connect this device?",
		"Dieses Gerät verbinden?",
		"Connecter cet appareil ?",
		"¿Conectar este dispositivo?",
		"هل تريد ربط هذا الجهاز؟",
	})
}

// DeviceAsk says: Let <b>{app}</b> on a device sign in as you?
func DeviceAsk(app string) templ.Component {
	return draw(message{
		"Let <b>{app}</b> on a device sign in as you?",
		"Darf sich <b>{app}</b> auf einem Gerät als Sie anmelden?",
		"Autoriser <b>{app}</b> à se connecter en votre nom sur un appareil ?",
		"¿Permite que <b>{app}</b> inicie sesión como usted en un dispositivo?",
		"هل تسمح لـ <b>{app}</b> بتسجيل الدخول باسمك على جهاز؟",
	}, value{"app", app})
}

// DeviceWarn says: Only go on if you started this on a device in front of you. If somebody sent you this code or link, they get into your account.
func DeviceWarn(ctx context.Context) string {
	return say(ctx, message{
		"Only go on if you started this on a device in front of you. If somebody sent you this code or link, they get into your account.",
		"Fahren Sie nur fort, wenn Sie dies auf einem Gerät begonnen haben, das vor Ihnen steht. Hat Ihnen jemand diesen Code oder Link geschickt, kommt diese Person in Ihr Konto.",
		"Continuez seulement si vous avez commencé vous-même, sur un appareil devant vous. Si quelqu’un vous a envoyé ce code ou ce lien, cette personne entre dans votre compte.",
		"Continúe solo si lo ha empezado usted en un dispositivo que tiene delante. Si alguien le ha enviado este código o enlace, esa persona entrará en su cuenta.",
		"لا تتابع إلا إذا بدأت ذلك بنفسك على جهاز أمامك. إذا أرسل إليك أحد هذا الرمز أو الرابط، فسيدخل إلى حسابك.",
	})
}

// DeviceAsked says: Asked
func DeviceAsked(ctx context.Context) string {
	return say(ctx, message{
		"Asked",
		"Angefragt",
		"Demandé",
		"Solicitado",
		"وقت الطلب",
	})
}

// DeviceGets says: The device can then:
func DeviceGets(ctx context.Context) string {
	return say(ctx, message{
		"The device can then:",
		"Das Gerät kann dann:",
		"L’appareil pourra alors :",
		"El dispositivo podrá:",
		"يستطيع الجهاز عندئذ:",
	})
}

// DeviceOffline says: stay signed in until you take it back on your account page
func DeviceOffline(ctx context.Context) string {
	return say(ctx, message{
		"stay signed in until you take it back on your account page",
		"angemeldet bleiben, bis Sie das auf Ihrer Kontoseite zurücknehmen",
		"rester connecté jusqu’à ce que vous y mettiez fin sur la page de votre compte",
		"mantener la sesión hasta que usted la retire en la página de su cuenta",
		"البقاء مسجّل الدخول حتى تسحب ذلك من صفحة حسابك",
	})
}

// DeviceDeny says: Don’t connect
func DeviceDeny(ctx context.Context) string {
	return say(ctx, message{
		"Don’t connect",
		"Nicht verbinden",
		"Ne pas connecter",
		"No conectar",
		"عدم الربط",
	})
}

// DeviceAllow says: Connect
func DeviceAllow(ctx context.Context) string {
	return say(ctx, message{
		"Connect",
		"Verbinden",
		"Connecter",
		"Conectar",
		"ربط",
	})
}

// DeviceAllowedTitle says: Your device is connected
func DeviceAllowedTitle(ctx context.Context) string {
	return say(ctx, message{
		"Your device is connected",
		"Ihr Gerät ist verbunden",
		"Votre appareil est connecté",
		"Su dispositivo está conectado",
		"تم ربط جهازك",
	})
}

// DeviceAllowedText says: It signs in within a few seconds. You can close this page.
func DeviceAllowedText(ctx context.Context) string {
	return say(ctx, message{
		"It signs in within a few seconds. You can close this page.",
		"Es meldet sich in wenigen Sekunden an. Sie können diese Seite schließen.",
		"La connexion se fait en quelques secondes. Vous pouvez fermer cette page.",
		"Iniciará sesión en unos segundos. Puede cerrar esta página.",
		"سيسجّل الدخول خلال ثوانٍ. يمكنك إغلاق هذه الصفحة.",
	})
}

// DeviceDeniedTitle says: Not connected
func DeviceDeniedTitle(ctx context.Context) string {
	return say(ctx, message{
		"Not connected",
		"Nicht verbunden",
		"Non connecté",
		"No conectado",
		"لم يتم الربط",
	})
}

// DeviceDeniedText says: The device gets nothing. If somebody sent you the code, delete the message.
func DeviceDeniedText(ctx context.Context) string {
	return say(ctx, message{
		"The device gets nothing. If somebody sent you the code, delete the message.",
		"Das Gerät bekommt nichts. Hat Ihnen jemand den Code geschickt, löschen Sie die Nachricht.",
		"L’appareil n’obtient rien. Si quelqu’un vous a envoyé le code, supprimez le message.",
		"El dispositivo no obtiene nada. Si alguien le envió el código, borre el mensaje.",
		"لا يحصل الجهاز على شيء. إذا أرسل إليك أحد الرمز، فاحذف الرسالة.",
	})
}

// DeviceOverTitle says: This code is no longer good
func DeviceOverTitle(ctx context.Context) string {
	return say(ctx, message{
		"This code is no longer good",
		"Dieser Code gilt nicht mehr",
		"Ce code n’est plus valable",
		"Este código ya no es válido",
		"لم يعد هذا الرمز صالحًا",
	})
}

// DeviceOverText says: It was used already, or its time is over. Start again on your device to get another one.
func DeviceOverText(ctx context.Context) string {
	return say(ctx, message{
		"It was used already, or its time is over. Start again on your device to get another one.",
		"Er wurde schon benutzt, oder seine Zeit ist abgelaufen. Beginnen Sie auf Ihrem Gerät von vorn, um einen neuen zu bekommen.",
		"Il a déjà été utilisé, ou son temps est écoulé. Recommencez sur votre appareil pour en obtenir un autre.",
		"Ya se ha usado, o se ha acabado su tiempo. Empiece de nuevo en su dispositivo para obtener otro.",
		"سبق استخدامه، أو انتهت مدته. ابدأ من جديد على جهازك للحصول على رمز آخر.",
	})
}

// DeviceHappened says: A device was connected
func DeviceHappened(ctx context.Context) string {
	return say(ctx, message{
		"A device was connected",
		"Ein Gerät wurde verbunden",
		"Un appareil a été connecté",
		"Se conectó un dispositivo",
		"تم ربط جهاز",
	})
}

// DeviceMailSubject says: a device was connected to your account
func DeviceMailSubject(ctx context.Context) string {
	return say(ctx, message{
		"a device was connected to your account",
		"ein Gerät wurde mit Ihrem Konto verbunden",
		"un appareil a été connecté à votre compte",
		"se conectó un dispositivo a su cuenta",
		"رُبط جهاز بحسابك",
	})
}

// DeviceMailTitle says: A device was connected to your account
func DeviceMailTitle(ctx context.Context) string {
	return say(ctx, message{
		"A device was connected to your account",
		"Ein Gerät wurde mit Ihrem Konto verbunden",
		"Un appareil a été connecté à votre compte",
		"Se conectó un dispositivo a su cuenta",
		"رُبط جهاز بحسابك",
	})
}

// DeviceMailText says: Somebody who signed in as you typed a device’s code and let that device sign in as you. What it may do stands on your account page, under applications.
func DeviceMailText(ctx context.Context) string {
	return say(ctx, message{
		"Somebody who signed in as you typed a device’s code and let that device sign in as you. What it may do stands on your account page, under applications.",
		"Jemand, der als Sie angemeldet war, hat den Code eines Geräts eingegeben und es als Sie anmelden lassen. Was es darf, steht auf Ihrer Kontoseite unter Anwendungen.",
		"Quelqu’un, connecté en votre nom, a saisi le code d’un appareil et l’a laissé se connecter en votre nom. Ce qu’il peut faire figure sur la page de votre compte, sous les applications.",
		"Alguien que inició sesión como usted introdujo el código de un dispositivo y le permitió iniciar sesión como usted. Lo que puede hacer figura en la página de su cuenta, en las aplicaciones.",
		"أدخل شخص سجّل الدخول باسمك رمز جهاز وسمح له بتسجيل الدخول باسمك. تجد ما يستطيع فعله في صفحة حسابك ضمن التطبيقات.",
	})
}
