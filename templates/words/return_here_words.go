// Code generated from catalogue/*/return_here.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// ReturnHereButton says: This is my phone: open Countersign
func ReturnHereButton(ctx context.Context) string {
	return say(ctx, message{
		"This is my phone: open Countersign",
		"Das ist mein Telefon: Countersign öffnen",
		"C’est mon téléphone\u00a0: ouvrir Countersign",
		"Este es mi teléfono: abrir Countersign",
		"هذا هاتفي: افتح Countersign",
	})
}

// ReturnHereHeading says: Approve on this phone
func ReturnHereHeading(ctx context.Context) string {
	return say(ctx, message{
		"Approve on this phone",
		"Auf diesem Telefon bestätigen",
		"Approuvez sur ce téléphone",
		"Apruebe en este teléfono",
		"وافق على هذا الهاتف",
	})
}

// ReturnHereText says: Open Countersign on this phone and approve the request there. You come back by yourself.
func ReturnHereText(ctx context.Context) string {
	return say(ctx, message{
		"Open Countersign on this phone and approve the request there. You come back by yourself.",
		"Öffnen Sie Countersign auf diesem Telefon und bestätigen Sie dort die Anfrage. Sie kommen von selbst zurück.",
		"Ouvrez Countersign sur ce téléphone et approuvez-y la demande. Vous reviendrez automatiquement.",
		"Abra Countersign en este teléfono y apruebe allí la solicitud. Volverá automáticamente.",
		"افتح Countersign على هذا الهاتف ووافق على الطلب هناك. ستعود تلقائيًا.",
	})
}

// ReturnHereOpen says: Open Countersign
func ReturnHereOpen(ctx context.Context) string {
	return say(ctx, message{
		"Open Countersign",
		"Countersign öffnen",
		"Ouvrir Countersign",
		"Abrir Countersign",
		"افتح Countersign",
	})
}

// ReturnHereApproved says: Approved on this phone
func ReturnHereApproved(ctx context.Context) string {
	return say(ctx, message{
		"Approved on this phone",
		"Auf diesem Telefon bestätigt",
		"Approuvé sur ce téléphone",
		"Aprobado en este teléfono",
		"تمت الموافقة على هذا الهاتف",
	})
}

// ReturnHereGoOn says: Go on in the page that Countersign opened
func ReturnHereGoOn(ctx context.Context) string {
	return say(ctx, message{
		"Go on in the page that Countersign opened",
		"Weiter geht es auf der Seite, die Countersign geöffnet hat",
		"Continuez sur la page que Countersign a ouverte",
		"Siga en la página que abrió Countersign",
		"تابع في الصفحة التي فتحها Countersign",
	})
}

// ReturnHereApprovedText says: Countersign opens a page that takes you on. If none opened in this browser, wait a minute and send a new request.
func ReturnHereApprovedText(ctx context.Context) string {
	return say(ctx, message{
		"Countersign opens a page that takes you on. If none opened in this browser, wait a minute and send a new request.",
		"Countersign öffnet eine Seite, auf der es weitergeht. Wenn sich in diesem Browser keine geöffnet hat, warten Sie eine Minute und senden Sie eine neue Anfrage.",
		"Countersign ouvre une page où vous continuez. Si aucune ne s’est ouverte dans ce navigateur, attendez une minute et envoyez une nouvelle demande.",
		"Countersign abre una página en la que seguir. Si no se abrió ninguna en este navegador, espere un minuto y envíe una solicitud nueva.",
		"يفتح Countersign صفحة تتابع منها. إن لم تُفتح أي صفحة في هذا المتصفح، فانتظر دقيقة وأرسل طلبًا جديدًا.",
	})
}

// ReturnHereTaking says: Approved. Taking you back
func ReturnHereTaking(ctx context.Context) string {
	return say(ctx, message{
		"Approved. Taking you back",
		"Bestätigt. Wir bringen Sie zurück",
		"Approuvé. Nous vous ramenons",
		"Aprobado. Le llevamos de vuelta",
		"تمت الموافقة. نعيدك الآن",
	})
}

// ReturnHereNoScript says: Your browser runs no script here, so this page cannot take you back. Go to the page where you are signing in, and send a number instead.
func ReturnHereNoScript(ctx context.Context) string {
	return say(ctx, message{
		"Your browser runs no script here, so this page cannot take you back. Go to the page where you are signing in, and send a number instead.",
		"Ihr Browser führt hier kein Skript aus, deshalb kann diese Seite Sie nicht zurückbringen. Gehen Sie zur Seite, auf der Sie sich anmelden, und senden Sie stattdessen eine Zahl.",
		"Votre navigateur n’exécute pas de script ici\u00a0; cette page ne peut donc pas vous ramener. Retournez à la page où vous vous connectez et envoyez plutôt un nombre.",
		"Su navegador no ejecuta scripts aquí, así que esta página no puede llevarle de vuelta. Vaya a la página en la que inicia sesión y envíe un número en su lugar.",
		"لا يشغّل متصفحك البرامج النصية هنا، لذلك لا يمكن لهذه الصفحة أن تعيدك. ارجع إلى الصفحة التي تسجّل الدخول فيها وأرسل رقمًا بدلًا من ذلك.",
	})
}

// ReturnHereFailed says: The server could not be reached. Your approval is good for a minute.
func ReturnHereFailed(ctx context.Context) string {
	return say(ctx, message{
		"The server could not be reached. Your approval is good for a minute.",
		"Der Server war nicht erreichbar. Ihre Bestätigung gilt eine Minute lang.",
		"Le serveur est injoignable. Votre approbation est valable une minute.",
		"No se pudo contactar con el servidor. Su aprobación vale durante un minuto.",
		"تعذّر الوصول إلى الخادم. موافقتك صالحة لمدة دقيقة.",
	})
}

// ReturnHereElsewhere says: You are signing in in another browser
func ReturnHereElsewhere(ctx context.Context) string {
	return say(ctx, message{
		"You are signing in in another browser",
		"Sie melden sich in einem anderen Browser an",
		"Vous vous connectez dans un autre navigateur",
		"Está iniciando sesión en otro navegador",
		"أنت تسجّل الدخول في متصفح آخر",
	})
}

// ReturnHereElsewhereText says: Nobody was signed in here. Go back to the page where you began: it shows a number now. Enter it in Countersign.
func ReturnHereElsewhereText(ctx context.Context) string {
	return say(ctx, message{
		"Nobody was signed in here. Go back to the page where you began: it shows a number now. Enter it in Countersign.",
		"Hier wurde niemand angemeldet. Gehen Sie zurück zur Seite, auf der Sie begonnen haben: Sie zeigt jetzt eine Zahl. Geben Sie diese in Countersign ein.",
		"Personne n’a été connecté ici. Retournez à la page où vous avez commencé\u00a0: elle affiche maintenant un nombre. Saisissez-le dans Countersign.",
		"Aquí no se inició ninguna sesión. Vuelva a la página en la que empezó: ahora muestra un número. Introdúzcalo en Countersign.",
		"لم يُسجَّل دخول أحد هنا. ارجع إلى الصفحة التي بدأت منها: تعرض الآن رقمًا. أدخله في Countersign.",
	})
}

// ReturnHereElsewhereCare says: If you did not begin to sign in, somebody else did who knows your password: press “It’s not me” in Countersign.
func ReturnHereElsewhereCare(ctx context.Context) string {
	return say(ctx, message{
		"If you did not begin to sign in, somebody else did who knows your password: press “It’s not me” in Countersign.",
		"Wenn Sie keine Anmeldung begonnen haben, war es jemand anderes, der Ihr Passwort kennt: Drücken Sie in Countersign auf „Das bin ich nicht“.",
		"Si vous n’avez pas commencé de connexion, c’est quelqu’un d’autre qui connaît votre mot de passe\u00a0: appuyez sur «\u00a0Ce n’est pas moi\u00a0» dans Countersign.",
		"Si usted no empezó a iniciar sesión, lo hizo otra persona que conoce su contraseña: pulse «No soy yo» en Countersign.",
		"إن لم تبدأ تسجيل الدخول، فقد بدأه شخص آخر يعرف كلمة مرورك: اضغط على «لست أنا» في Countersign.",
	})
}

// ReturnHereOver says: This approval is no longer good
func ReturnHereOver(ctx context.Context) string {
	return say(ctx, message{
		"This approval is no longer good",
		"Diese Bestätigung gilt nicht mehr",
		"Cette approbation n’est plus valable",
		"Esta aprobación ya no vale",
		"لم تعد هذه الموافقة صالحة",
	})
}

// ReturnHereOverText says: It was used already, or more than a minute has passed. Go back to the page where you are signing in.
func ReturnHereOverText(ctx context.Context) string {
	return say(ctx, message{
		"It was used already, or more than a minute has passed. Go back to the page where you are signing in.",
		"Sie wurde schon verwendet, oder es ist mehr als eine Minute vergangen. Gehen Sie zurück zur Seite, auf der Sie sich anmelden.",
		"Elle a déjà servi, ou plus d’une minute s’est écoulée. Retournez à la page où vous vous connectez.",
		"Ya se usó, o ha pasado más de un minuto. Vuelva a la página en la que inicia sesión.",
		"استُخدمت من قبل، أو مرّت أكثر من دقيقة. ارجع إلى الصفحة التي تسجّل الدخول فيها.",
	})
}

// ReturnHereNotSetUp says: Open Countersign yourself
func ReturnHereNotSetUp(ctx context.Context) string {
	return say(ctx, message{
		"Open Countersign yourself",
		"Öffnen Sie Countersign selbst",
		"Ouvrez Countersign vous-même",
		"Abra Countersign usted",
		"افتح Countersign بنفسك",
	})
}

// ReturnHereNotSetUpText says: It is not set up in this browser. If you have it on your home screen, open it there: the request is waiting. If not, go back and send a number instead.
func ReturnHereNotSetUpText(ctx context.Context) string {
	return say(ctx, message{
		"It is not set up in this browser. If you have it on your home screen, open it there: the request is waiting. If not, go back and send a number instead.",
		"In diesem Browser ist es nicht eingerichtet. Wenn Sie es auf dem Startbildschirm haben, öffnen Sie es dort: Die Anfrage wartet. Sonst gehen Sie zurück und senden Sie stattdessen eine Zahl.",
		"Il n’est pas configuré dans ce navigateur. Si vous l’avez sur votre écran d’accueil, ouvrez-le là\u00a0: la demande attend. Sinon, revenez en arrière et envoyez plutôt un nombre.",
		"No está configurado en este navegador. Si lo tiene en la pantalla de inicio, ábralo allí: la solicitud espera. Si no, vuelva atrás y envíe un número en su lugar.",
		"ليس مُعدًّا في هذا المتصفح. إن كان على شاشتك الرئيسية فافتحه من هناك: الطلب ينتظر. وإلا فارجع وأرسل رقمًا بدلًا من ذلك.",
	})
}
