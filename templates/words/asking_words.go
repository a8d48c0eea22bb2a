// Code generated from catalogue/*/asking.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// AskingTitle says: Applications that ask your phone
func AskingTitle(ctx context.Context) string {
	return say(ctx, message{
		"Applications that ask your phone",
		"Anwendungen, die Ihr Telefon fragen",
		"Applications qui sollicitent votre téléphone",
		"Aplicaciones que preguntan a su teléfono",
		"التطبيقات التي تسأل هاتفك",
	})
}

// AskingLede says: Some applications can ask your phone by themselves, such as a till or somebody who helps you on the telephone: nobody signs in on a page for it. Your phone rings only for those that you let.
func AskingLede(ctx context.Context) string {
	return say(ctx, message{
		"Some applications can ask your phone by themselves, such as a till or somebody who helps you on the telephone: nobody signs in on a page for it. Your phone rings only for those that you let.",
		"Manche Anwendungen können Ihr Telefon von sich aus fragen, etwa eine Kasse oder jemand, der Ihnen am Telefon hilft: Dafür meldet sich niemand auf einer Seite an. Ihr Telefon klingelt nur für die, denen Sie es erlauben.",
		"Certaines applications peuvent solliciter votre téléphone d’elles-mêmes, comme une caisse ou une personne qui vous aide par téléphone : personne ne se connecte pour cela sur une page. Votre téléphone ne sonne que pour celles que vous autorisez.",
		"Algunas aplicaciones pueden preguntar a su teléfono por sí mismas, como una caja o alguien que le ayuda por teléfono: para ello nadie inicia sesión en una página. Su teléfono solo suena para las que usted permite.",
		"تستطيع بعض التطبيقات أن تسأل هاتفك من تلقاء نفسها، كصندوق دفع أو شخص يساعدك عبر الهاتف: لا يسجّل أحد الدخول في صفحة من أجل ذلك. ولا يرن هاتفك إلا لما تسمح له.",
	})
}

// AskingNobody says: There is none that could.
func AskingNobody(ctx context.Context) string {
	return say(ctx, message{
		"There is none that could.",
		"Es gibt keine, die das könnte.",
		"Il n’y en a aucune qui le puisse.",
		"No hay ninguna que pueda hacerlo.",
		"لا يوجد تطبيق يستطيع ذلك.",
	})
}

// AskingAllowed says: It may ask your phone; you allowed it {when}.
func AskingAllowed(ctx context.Context, when string) string {
	return say(ctx, message{
		"It may ask your phone; you allowed it {when}.",
		"Sie darf Ihr Telefon fragen; das haben Sie {when} erlaubt.",
		"Elle peut solliciter votre téléphone ; vous l’avez autorisée {when}.",
		"Puede preguntar a su teléfono; usted lo permitió {when}.",
		"يُسمح له بأن يسأل هاتفك؛ سمحت بذلك {when}.",
	}, value{"when", when})
}

// AskingForbidden says: It may not ask your phone.
func AskingForbidden(ctx context.Context) string {
	return say(ctx, message{
		"It may not ask your phone.",
		"Sie darf Ihr Telefon nicht fragen.",
		"Elle ne peut pas solliciter votre téléphone.",
		"No puede preguntar a su teléfono.",
		"لا يُسمح له بأن يسأل هاتفك.",
	})
}

// AskingBarred says: You reported a request of it {when}. It may not ask your phone.
func AskingBarred(ctx context.Context, when string) string {
	return say(ctx, message{
		"You reported a request of it {when}. It may not ask your phone.",
		"Sie haben {when} eine Anfrage von ihr gemeldet. Sie darf Ihr Telefon nicht fragen.",
		"Vous avez signalé une de ses demandes {when}. Elle ne peut pas solliciter votre téléphone.",
		"Usted denunció una de sus solicitudes {when}. No puede preguntar a su teléfono.",
		"أبلغت عن طلب منه {when}. لا يُسمح له بأن يسأل هاتفك.",
	}, value{"when", when})
}

// AskingLet says: Let it ask
func AskingLet(ctx context.Context) string {
	return say(ctx, message{
		"Let it ask",
		"Fragen lassen",
		"Autoriser",
		"Permitir",
		"السماح",
	})
}

// AskingLetOf says: Let it ask: {app}
func AskingLetOf(ctx context.Context, app string) string {
	return say(ctx, message{
		"Let it ask: {app}",
		"Fragen lassen: {app}",
		"Autoriser : {app}",
		"Permitir: {app}",
		"السماح: {app}",
	}, value{"app", app})
}

// AskingForbid says: Do not let it ask
func AskingForbid(ctx context.Context) string {
	return say(ctx, message{
		"Do not let it ask",
		"Nicht mehr fragen lassen",
		"Ne plus autoriser",
		"Dejar de permitir",
		"عدم السماح بعد الآن",
	})
}

// AskingForbidOf says: Do not let it ask: {app}
func AskingForbidOf(ctx context.Context, app string) string {
	return say(ctx, message{
		"Do not let it ask: {app}",
		"Nicht mehr fragen lassen: {app}",
		"Ne plus autoriser : {app}",
		"Dejar de permitir: {app}",
		"عدم السماح بعد الآن: {app}",
	}, value{"app", app})
}

// AskingCodeTitle says: Your code for requests
func AskingCodeTitle(ctx context.Context) string {
	return say(ctx, message{
		"Your code for requests",
		"Ihr Code für Anfragen",
		"Votre code pour les demandes",
		"Su código para solicitudes",
		"رمزك للطلبات",
	})
}

// AskingCodeLede says: With it somebody who helps you can have your phone asked, though you did not let the application before. It lets nobody in by itself: your phone still has to approve.
func AskingCodeLede(ctx context.Context) string {
	return say(ctx, message{
		"With it somebody who helps you can have your phone asked, though you did not let the application before. It lets nobody in by itself: your phone still has to approve.",
		"Damit kann jemand, der Ihnen hilft, Ihr Telefon fragen lassen, auch wenn Sie es der Anwendung nicht vorher erlaubt haben. Er allein lässt niemanden herein: Ihr Telefon muss trotzdem zustimmen.",
		"Avec lui, une personne qui vous aide peut faire solliciter votre téléphone, même si vous n’avez pas autorisé l’application auparavant. À lui seul il ne donne aucun accès : votre téléphone doit encore approuver.",
		"Con él, alguien que le ayuda puede hacer que se pregunte a su teléfono, aunque usted no haya permitido antes la aplicación. Por sí solo no da acceso a nadie: su teléfono todavía tiene que aprobar.",
		"به يستطيع من يساعدك أن يجعل هاتفك يُسأل، وإن لم تسمح للتطبيق من قبل. وهو وحده لا يُدخل أحدًا: ما زال على هاتفك أن يوافق.",
	})
}

// AskingCodeOnce says: Your code, which is not shown again:
func AskingCodeOnce(ctx context.Context) string {
	return say(ctx, message{
		"Your code, which is not shown again:",
		"Ihr Code, der nicht noch einmal gezeigt wird:",
		"Votre code, qui ne sera plus affiché :",
		"Su código, que no se vuelve a mostrar:",
		"رمزك، ولن يُعرض مرة أخرى:",
	})
}

// AskingCodeHave says: You have one. It was shown when you made it.
func AskingCodeHave(ctx context.Context) string {
	return say(ctx, message{
		"You have one. It was shown when you made it.",
		"Sie haben einen. Er wurde gezeigt, als Sie ihn erstellt haben.",
		"Vous en avez un. Il a été affiché quand vous l’avez créé.",
		"Tiene uno. Se mostró cuando lo creó.",
		"لديك رمز. عُرض عليك حين أنشأته.",
	})
}

// AskingCodeNew says: Make a new code
func AskingCodeNew(ctx context.Context) string {
	return say(ctx, message{
		"Make a new code",
		"Neuen Code erstellen",
		"Créer un nouveau code",
		"Crear un código nuevo",
		"إنشاء رمز جديد",
	})
}

// AskingCodeDrop says: Delete the code
func AskingCodeDrop(ctx context.Context) string {
	return say(ctx, message{
		"Delete the code",
		"Code löschen",
		"Supprimer le code",
		"Eliminar el código",
		"حذف الرمز",
	})
}

// AskingBack says: All your applications
func AskingBack(ctx context.Context) string {
	return say(ctx, message{
		"All your applications",
		"Alle Ihre Anwendungen",
		"Toutes vos applications",
		"Todas sus aplicaciones",
		"كل تطبيقاتك",
	})
}

// AskingLink says: Which applications may ask your phone
func AskingLink(ctx context.Context) string {
	return say(ctx, message{
		"Which applications may ask your phone",
		"Welche Anwendungen Ihr Telefon fragen dürfen",
		"Quelles applications peuvent solliciter votre téléphone",
		"Qué aplicaciones pueden preguntar a su teléfono",
		"أي التطبيقات يُسمح لها بأن تسأل هاتفك",
	})
}
