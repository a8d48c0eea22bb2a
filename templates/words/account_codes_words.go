// Code generated from catalogue/*/account_codes.yaml; DO NOT EDIT.

package words

import (
	"context"
	"strconv"
)

// AccountCodesTitle says: Recovery codes
func AccountCodesTitle(ctx context.Context) string {
	return say(ctx, message{
		"Recovery codes",
		"Wiederherstellungscodes",
		"Codes de secours",
		"Códigos de recuperación",
		"رموز الاسترداد",
	})
}

// AccountCodesNone says: You have none. With one of them you get in when your phone is lost.
func AccountCodesNone(ctx context.Context) string {
	return say(ctx, message{
		"You have none. With one of them you get in when your phone is lost.",
		"Sie haben keine. Mit einem davon kommen Sie hinein, wenn Ihr Telefon verloren ist.",
		"Vous n’en avez pas. Avec l’un d’eux, vous entrez même si votre téléphone est perdu.",
		"No tiene ninguno. Con uno de ellos puede entrar si pierde su teléfono.",
		"ليس لديك أي منها. بواحد منها تدخل إذا فقدت هاتفك.",
	})
}

// AccountCodesLeft says: You have {n} codes left. New ones replace them: those on your paper stop working.
func AccountCodesLeft(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "You have 1 code left. New ones replace them: those on your paper stop working.", other: "You have {n} codes left. New ones replace them: those on your paper stop working."},
		{one: "Sie haben noch 1 Code. Neue ersetzen die alten: Die auf Ihrem Papier gelten dann nicht mehr.", other: "Sie haben noch {n} Codes. Neue ersetzen die alten: Die auf Ihrem Papier gelten dann nicht mehr."},
		{one: "Il vous reste 1 code. De nouveaux codes remplacent les anciens\u00a0: ceux de votre papier ne serviront plus.", other: "Il vous reste {n} codes. De nouveaux codes remplacent les anciens\u00a0: ceux de votre papier ne serviront plus."},
		{one: "Le queda 1 código. Los nuevos sustituyen a los anteriores: los de su papel dejarán de servir.", other: "Le quedan {n} códigos. Los nuevos sustituyen a los anteriores: los de su papel dejarán de servir."},
		{zero: "لم يبقَ لديك أي رمز. الرموز الجديدة تحل محل القديمة: ما في ورقتك لن يعمل.", one: "بقي لديك رمز واحد. الرموز الجديدة تحل محل القديمة: ما في ورقتك لن يعمل.", two: "بقي لديك رمزان. الرموز الجديدة تحل محل القديمة: ما في ورقتك لن يعمل.", few: "بقيت لديك {n} رموز. الرموز الجديدة تحل محل القديمة: ما في ورقتك لن يعمل.", many: "بقي لديك {n} رمزًا. الرموز الجديدة تحل محل القديمة: ما في ورقتك لن يعمل.", other: "بقي لديك {n} رمز. الرموز الجديدة تحل محل القديمة: ما في ورقتك لن يعمل."},
	}, n), value{"n", strconv.Itoa(n)})
}

// AccountCodesYoung says: For a day, new codes let you sign in but not add a phone. So nobody who gets in once can make that last before you have read our mail.
func AccountCodesYoung(ctx context.Context) string {
	return say(ctx, message{
		"For a day, new codes let you sign in but not add a phone. So nobody who gets in once can make that last before you have read our mail.",
		"Einen Tag lang können Sie sich mit neuen Codes anmelden, aber kein Telefon hinzufügen. So kann sich niemand, der einmal hineinkommt, festsetzen, bevor Sie unsere E-Mail gelesen haben.",
		"Pendant un jour, les nouveaux codes vous connectent mais n’ajoutent pas de téléphone. Ainsi, quelqu’un qui entre une fois ne peut pas s’installer avant que vous ayez lu notre e-mail.",
		"Durante un día, los códigos nuevos permiten iniciar sesión pero no añadir un teléfono. Así, quien entre una vez no podrá quedarse antes de que usted lea nuestro correo.",
		"لمدة يوم تتيح لك الرموز الجديدة تسجيل الدخول دون إضافة هاتف. فلا يستطيع مَن يدخل مرة أن يبقى قبل أن تقرأ رسالتنا.",
	})
}

// AccountCodesMake says: Make new codes
func AccountCodesMake(ctx context.Context) string {
	return say(ctx, message{
		"Make new codes",
		"Neue Codes erzeugen",
		"Créer de nouveaux codes",
		"Generar códigos nuevos",
		"إنشاء رموز جديدة",
	})
}

// AccountCodesKeepLede says: Each works once, for a day on which your phone is not at hand. They are not shown again, and earlier ones work no more.
func AccountCodesKeepLede(ctx context.Context) string {
	return say(ctx, message{
		"Each works once, for a day on which your phone is not at hand. They are not shown again, and earlier ones work no more.",
		"Jeder gilt einmal, für einen Tag, an dem Ihr Telefon nicht zur Hand ist. Sie werden nicht noch einmal gezeigt, und frühere gelten nicht mehr.",
		"Chacun sert une fois, pour un jour où votre téléphone n’est pas à portée de main. Ils ne seront plus affichés, et les précédents ne servent plus.",
		"Cada uno sirve una vez, para un día en que no tenga el teléfono a mano. No se volverán a mostrar, y los anteriores ya no sirven.",
		"يعمل كل رمز مرة واحدة، ليوم لا يكون فيه هاتفك في متناولك. لن تُعرض مرة أخرى، ولم تعد الرموز السابقة تعمل.",
	})
}

// AccountCodesList says: {n} recovery codes
func AccountCodesList(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "1 recovery code", other: "{n} recovery codes"},
		{one: "1 Wiederherstellungscode", other: "{n} Wiederherstellungscodes"},
		{one: "1 code de secours", other: "{n} codes de secours"},
		{one: "1 código de recuperación", other: "{n} códigos de recuperación"},
		{zero: "لا رموز استرداد", one: "رمز استرداد واحد", two: "رمزا استرداد", few: "{n} رموز استرداد", many: "{n} رمز استرداد", other: "{n} رمز استرداد"},
	}, n), value{"n", strconv.Itoa(n)})
}
