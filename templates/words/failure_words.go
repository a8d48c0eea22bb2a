// Code generated from catalogue/*/failure.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// FailureReference says: Reference
func FailureReference(ctx context.Context) string {
	return say(ctx, message{
		"Reference",
		"Kennzeichen",
		"Référence",
		"Referencia",
		"المرجع",
	})
}

// FailureCannotAccept says: We can’t accept this request
func FailureCannotAccept(ctx context.Context) string {
	return say(ctx, message{
		"We can’t accept this request",
		"Diese Anfrage können wir nicht annehmen",
		"Nous ne pouvons pas accepter cette demande",
		"No podemos aceptar esta solicitud",
		"لا يمكننا قبول هذا الطلب",
	})
}

// FailureStartAgain says: Go back to the application and start again.
func FailureStartAgain(ctx context.Context) string {
	return say(ctx, message{
		"Go back to the application and start again.",
		"Gehen Sie zurück zur Anwendung und beginnen Sie noch einmal.",
		"Retournez à l’application et recommencez.",
		"Vuelva a la aplicación y empiece de nuevo.",
		"عُد إلى التطبيق وابدأ من جديد.",
	})
}

// FailureNothingHere says: There is nothing here
func FailureNothingHere(ctx context.Context) string {
	return say(ctx, message{
		"There is nothing here",
		"Hier ist nichts",
		"Il n’y a rien ici",
		"Aquí no hay nada",
		"لا يوجد شيء هنا",
	})
}

// FailureMistyped says: The address may be mistyped, or the page may have moved.
func FailureMistyped(ctx context.Context) string {
	return say(ctx, message{
		"The address may be mistyped, or the page may have moved.",
		"Die Adresse ist vielleicht falsch geschrieben, oder die Seite ist umgezogen.",
		"L’adresse est peut-être mal saisie, ou la page a changé de place.",
		"Puede que la dirección esté mal escrita o que la página se haya movido.",
		"ربما كُتب العنوان خطأً، أو انتقلت الصفحة إلى مكان آخر.",
	})
}

// FailureCheckAddress says: Check the address, or go back to where you came from.
func FailureCheckAddress(ctx context.Context) string {
	return say(ctx, message{
		"Check the address, or go back to where you came from.",
		"Prüfen Sie die Adresse, oder gehen Sie dorthin zurück, wo Sie herkamen.",
		"Vérifiez l’adresse, ou retournez là d’où vous venez.",
		"Compruebe la dirección o vuelva al lugar del que venía.",
		"تحقّق من العنوان، أو عُد إلى حيث كنت.",
	})
}

// FailureBusy says: We are very busy just now
func FailureBusy(ctx context.Context) string {
	return say(ctx, message{
		"We are very busy just now",
		"Wir sind gerade sehr beschäftigt",
		"Nous sommes très occupés en ce moment",
		"Ahora mismo estamos muy ocupados",
		"نحن مشغولون جدًا الآن",
	})
}

// FailureNothingLost says: Nothing was lost.
func FailureNothingLost(ctx context.Context) string {
	return say(ctx, message{
		"Nothing was lost.",
		"Es ging nichts verloren.",
		"Rien n’a été perdu.",
		"No se ha perdido nada.",
		"لم يُفقد شيء.",
	})
}

// FailureWaitSeconds says: Wait a few seconds, then try again.
func FailureWaitSeconds(ctx context.Context) string {
	return say(ctx, message{
		"Wait a few seconds, then try again.",
		"Warten Sie einige Sekunden und versuchen Sie es dann noch einmal.",
		"Attendez quelques secondes, puis réessayez.",
		"Espere unos segundos e inténtelo de nuevo.",
		"انتظر بضع ثوانٍ ثم حاول مرة أخرى.",
	})
}

// FailureTooMuchAtOnce says: That was a little too much at once
func FailureTooMuchAtOnce(ctx context.Context) string {
	return say(ctx, message{
		"That was a little too much at once",
		"Das war etwas zu viel auf einmal",
		"C’était un peu trop à la fois",
		"Ha sido demasiado de una vez",
		"كان ذلك كثيرًا دفعة واحدة",
	})
}

// FailureManyRequests says: Many requests came from your network within a minute. Nothing was lost.
func FailureManyRequests(ctx context.Context) string {
	return say(ctx, message{
		"Many requests came from your network within a minute. Nothing was lost.",
		"Innerhalb einer Minute kamen viele Anfragen aus Ihrem Netz. Es ging nichts verloren.",
		"De nombreuses demandes sont venues de votre réseau en une minute. Rien n’a été perdu.",
		"En un minuto han llegado muchas solicitudes desde su red. No se ha perdido nada.",
		"وصلت طلبات كثيرة من شبكتك خلال دقيقة. لم يُفقد شيء.",
	})
}

// FailureWaitMinute says: Wait a minute, then go back to the application and start again.
func FailureWaitMinute(ctx context.Context) string {
	return say(ctx, message{
		"Wait a minute, then go back to the application and start again.",
		"Warten Sie eine Minute, gehen Sie dann zurück zur Anwendung und beginnen Sie noch einmal.",
		"Attendez une minute, puis retournez à l’application et recommencez.",
		"Espere un minuto, vuelva a la aplicación y empiece de nuevo.",
		"انتظر دقيقة، ثم عُد إلى التطبيق وابدأ من جديد.",
	})
}

// FailureApplicationWrong says: This application sent something we can’t accept
func FailureApplicationWrong(ctx context.Context) string {
	return say(ctx, message{
		"This application sent something we can’t accept",
		"Diese Anwendung hat etwas geschickt, das wir nicht annehmen können",
		"Cette application a envoyé quelque chose que nous ne pouvons pas accepter",
		"Esta aplicación ha enviado algo que no podemos aceptar",
		"أرسل هذا التطبيق شيئًا لا يمكننا قبوله",
	})
}

// FailureTellOwner says: Tell the application’s owner the reference below.
func FailureTellOwner(ctx context.Context) string {
	return say(ctx, message{
		"Tell the application’s owner the reference below.",
		"Nennen Sie dem Betreiber der Anwendung das Kennzeichen unten.",
		"Communiquez la référence ci-dessous au responsable de l’application.",
		"Indique al responsable de la aplicación la referencia de abajo.",
		"أبلغ المسؤول عن التطبيق بالمرجع أدناه.",
	})
}

// FailureTooLarge says: That was too much
func FailureTooLarge(ctx context.Context) string {
	return say(ctx, message{
		"That was too much",
		"Das war zu viel",
		"C’était trop",
		"Ha sido demasiado",
		"كان ذلك أكثر من اللازم",
	})
}

// FailureLargerThanWeAccept says: The request is larger than we accept.
func FailureLargerThanWeAccept(ctx context.Context) string {
	return say(ctx, message{
		"The request is larger than we accept.",
		"Die Anfrage ist größer, als wir annehmen.",
		"La demande est plus grande que ce que nous acceptons.",
		"La solicitud es mayor de lo que aceptamos.",
		"الطلب أكبر مما نقبله.",
	})
}

// FailureTryLess says: Go back and try again with less.
func FailureTryLess(ctx context.Context) string {
	return say(ctx, message{
		"Go back and try again with less.",
		"Gehen Sie zurück und versuchen Sie es mit weniger.",
		"Revenez en arrière et réessayez avec moins.",
		"Vuelva atrás e inténtelo con menos.",
		"عُد وحاول بشيء أقل.",
	})
}

// FailureOurSide says: Something went wrong on our side
func FailureOurSide(ctx context.Context) string {
	return say(ctx, message{
		"Something went wrong on our side",
		"Bei uns ist etwas schiefgegangen",
		"Un problème est survenu de notre côté",
		"Algo ha fallado por nuestra parte",
		"حدث خطأ من جانبنا",
	})
}

// FailureTellHelpDesk says: Try again. If it happens again, tell your help desk the reference below.
func FailureTellHelpDesk(ctx context.Context) string {
	return say(ctx, message{
		"Try again. If it happens again, tell your help desk the reference below.",
		"Versuchen Sie es noch einmal. Geschieht es wieder, nennen Sie Ihrem Helpdesk das Kennzeichen unten.",
		"Réessayez. Si cela se reproduit, communiquez la référence ci-dessous à votre assistance.",
		"Inténtelo de nuevo. Si vuelve a ocurrir, indique a su servicio de asistencia la referencia de abajo.",
		"حاول مرة أخرى. إذا تكرر ذلك فأبلغ مكتب المساعدة بالمرجع أدناه.",
	})
}

// FailureWrongAddress says: Wrong address
func FailureWrongAddress(ctx context.Context) string {
	return say(ctx, message{
		"Wrong address",
		"Falsche Adresse",
		"Mauvaise adresse",
		"Dirección equivocada",
		"عنوان خاطئ",
	})
}

// FailureWrongHost says: This server does not answer for the host name that was asked for.
func FailureWrongHost(ctx context.Context) string {
	return say(ctx, message{
		"This server does not answer for the host name that was asked for.",
		"Dieser Server ist für den angefragten Hostnamen nicht zuständig.",
		"Ce serveur ne répond pas pour le nom d’hôte demandé.",
		"Este servidor no responde por el nombre de host solicitado.",
		"هذا الخادم لا يجيب عن اسم المضيف المطلوب.",
	})
}

// FailureUseGivenAddress says: Use the address that you were given.
func FailureUseGivenAddress(ctx context.Context) string {
	return say(ctx, message{
		"Use the address that you were given.",
		"Verwenden Sie die Adresse, die Ihnen genannt wurde.",
		"Utilisez l’adresse qui vous a été donnée.",
		"Use la dirección que le dieron.",
		"استخدم العنوان الذي أُعطي لك.",
	})
}

// FailureOtherSite says: This form came from another site
func FailureOtherSite(ctx context.Context) string {
	return say(ctx, message{
		"This form came from another site",
		"Dieses Formular kam von einer anderen Website",
		"Ce formulaire vient d’un autre site",
		"Este formulario ha llegado de otro sitio",
		"جاء هذا النموذج من موقع آخر",
	})
}

// FailureOnlyOurForms says: For your safety we take forms only from our own pages.
func FailureOnlyOurForms(ctx context.Context) string {
	return say(ctx, message{
		"For your safety we take forms only from our own pages.",
		"Zu Ihrer Sicherheit nehmen wir Formulare nur von unseren eigenen Seiten.",
		"Pour votre sécurité, nous n’acceptons que les formulaires de nos propres pages.",
		"Por su seguridad solo aceptamos formularios de nuestras propias páginas.",
		"حفاظًا على أمانك لا نقبل إلا النماذج القادمة من صفحاتنا.",
	})
}

// FailureFrontTitle says: Sign in from your application
func FailureFrontTitle(ctx context.Context) string {
	return say(ctx, message{
		"Sign in from your application",
		"Melden Sie sich von Ihrer Anwendung aus an",
		"Connectez-vous depuis votre application",
		"Inicie sesión desde su aplicación",
		"سجّل الدخول من تطبيقك",
	})
}

// FailureFront says: This address signs people in for other applications. There is nothing to do here by itself.
func FailureFront(ctx context.Context) string {
	return say(ctx, message{
		"This address signs people in for other applications. There is nothing to do here by itself.",
		"Diese Adresse meldet Menschen bei anderen Anwendungen an. Für sich allein gibt es hier nichts zu tun.",
		"Cette adresse connecte les personnes à d’autres applications. Il n’y a rien à faire ici.",
		"Esta dirección inicia la sesión de las personas en otras aplicaciones. Aquí no hay nada que hacer.",
		"هذا العنوان يسجّل دخول الأشخاص إلى تطبيقات أخرى. لا يوجد ما يُفعل هنا بحد ذاته.",
	})
}

// FailureFrontRemedy says: Open the application that you want to use; it leads here when it needs you.
func FailureFrontRemedy(ctx context.Context) string {
	return say(ctx, message{
		"Open the application that you want to use; it leads here when it needs you.",
		"Öffnen Sie die Anwendung, die Sie benutzen möchten; sie führt hierher, wenn sie Sie braucht.",
		"Ouvrez l’application que vous voulez utiliser\u00a0; elle vous conduira ici au besoin.",
		"Abra la aplicación que quiera usar; le traerá aquí cuando haga falta.",
		"افتح التطبيق الذي تريد استخدامه؛ فهو يقودك إلى هنا عند الحاجة.",
	})
}

// FailureNotRegistered says: The application asked us to send you to an address that is not registered.
func FailureNotRegistered(ctx context.Context) string {
	return say(ctx, message{
		"The application asked us to send you to an address that is not registered.",
		"Die Anwendung wollte Sie an eine Adresse schicken lassen, die nicht eingetragen ist.",
		"L’application nous a demandé de vous envoyer à une adresse qui n’est pas enregistrée.",
		"La aplicación nos pidió enviarle a una dirección que no está registrada.",
		"طلب منا التطبيق أن نرسلك إلى عنوان غير مسجّل.",
	})
}
