// Code generated from catalogue/*/recovery.yaml; DO NOT EDIT.

package words

import (
	"context"
	"github.com/a-h/templ"
	"strconv"
)

// RecoveryTitleError says: Error: enter another recovery code
func RecoveryTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: enter another recovery code",
		"Fehler: Geben Sie einen anderen Wiederherstellungscode ein",
		"Erreur\u00a0: saisissez un autre code de secours",
		"Error: introduzca otro código de recuperación",
		"خطأ: أدخل رمز استرداد آخر",
	})
}

// RecoveryTitle says: Enter one of your recovery codes
func RecoveryTitle(ctx context.Context) string {
	return say(ctx, message{
		"Enter one of your recovery codes",
		"Geben Sie einen Ihrer Wiederherstellungscodes ein",
		"Saisissez l’un de vos codes de secours",
		"Introduzca uno de sus códigos de recuperación",
		"أدخل أحد رموز الاسترداد",
	})
}

// RecoveryLabel says: Recovery code
func RecoveryLabel(ctx context.Context) string {
	return say(ctx, message{
		"Recovery code",
		"Wiederherstellungscode",
		"Code de secours",
		"Código de recuperación",
		"رمز الاسترداد",
	})
}

// RecoveryHint says: You were shown ten of them when you set up your account. Each works once.
func RecoveryHint(ctx context.Context) string {
	return say(ctx, message{
		"You were shown ten of them when you set up your account. Each works once.",
		"Beim Einrichten Ihres Kontos wurden Ihnen zehn davon gezeigt. Jeder gilt einmal.",
		"Dix codes vous ont été montrés à la création de votre compte. Chacun ne sert qu’une fois.",
		"Se le mostraron diez al configurar su cuenta. Cada uno sirve una vez.",
		"عُرضت عليك عشرة منها عند إعداد حسابك. كل رمز يصلح مرة واحدة.",
	})
}

// RecoveryWrong says: That recovery code isn’t right, or it was used before. Each works once.
func RecoveryWrong(ctx context.Context) string {
	return say(ctx, message{
		"That recovery code isn’t right, or it was used before. Each works once.",
		"Dieser Wiederherstellungscode stimmt nicht oder wurde schon verwendet. Jeder gilt einmal.",
		"Ce code de secours n’est pas le bon, ou il a déjà été utilisé. Chacun ne sert qu’une fois.",
		"Ese código de recuperación no es correcto o ya se ha usado. Cada uno sirve una vez.",
		"رمز الاسترداد هذا غير صحيح، أو سبق استخدامه. كل رمز يصلح مرة واحدة.",
	})
}

// RecoveryWorked says: That code worked
func RecoveryWorked(ctx context.Context) string {
	return say(ctx, message{
		"That code worked",
		"Der Code hat funktioniert",
		"Ce code a fonctionné",
		"El código ha funcionado",
		"تم قبول الرمز",
	})
}

// RecoveryLast says: <b>That was your last code.</b> Cross out the one that you used.
func RecoveryLast() templ.Component {
	return draw(message{
		"<b>That was your last code.</b> Cross out the one that you used.",
		"<b>Das war Ihr letzter Code.</b> Streichen Sie den verwendeten durch.",
		"<b>C’était votre dernier code.</b> Barrez celui que vous avez utilisé.",
		"<b>Ese era su último código.</b> Tache el que ha usado.",
		"<b>كان ذلك آخر رمز لديك.</b> اشطب الرمز الذي استخدمته.",
	})
}

// RecoveryLeft says: <b>You have {n} codes left.</b> Cross out the one that you used.
func RecoveryLeft(ctx context.Context, n int) templ.Component {
	return draw(count(ctx, [columns]forms{
		{one: "<b>You have 1 code left.</b> Cross out the one that you used.", other: "<b>You have {n} codes left.</b> Cross out the one that you used."},
		{one: "<b>Sie haben noch 1 Code.</b> Streichen Sie den verwendeten durch.", other: "<b>Sie haben noch {n} Codes.</b> Streichen Sie den verwendeten durch."},
		{one: "<b>Il vous reste 1 code.</b> Barrez celui que vous avez utilisé.", other: "<b>Il vous reste {n} codes.</b> Barrez celui que vous avez utilisé."},
		{one: "<b>Le queda 1 código.</b> Tache el que ha usado.", other: "<b>Le quedan {n} códigos.</b> Tache el que ha usado."},
		{zero: "<b>لم يبقَ لديك أي رمز.</b> اشطب الرمز الذي استخدمته.", one: "<b>بقي لديك رمز واحد.</b> اشطب الرمز الذي استخدمته.", two: "<b>بقي لديك رمزان.</b> اشطب الرمز الذي استخدمته.", few: "<b>بقيت لديك {n} رموز.</b> اشطب الرمز الذي استخدمته.", many: "<b>بقي لديك {n} رمزًا.</b> اشطب الرمز الذي استخدمته.", other: "<b>بقي لديك {n} رمز.</b> اشطب الرمز الذي استخدمته."},
	}, n), value{"n", strconv.Itoa(n)})
}

// RecoveryNext says: A recovery code is for the day on which your phone is gone, so now you add one anew.
func RecoveryNext(ctx context.Context) string {
	return say(ctx, message{
		"A recovery code is for the day on which your phone is gone, so now you add one anew.",
		"Ein Wiederherstellungscode ist für den Tag, an dem Ihr Telefon weg ist; deshalb fügen Sie jetzt ein neues hinzu.",
		"Un code de secours sert le jour où vous n’avez plus votre téléphone\u00a0; vous allez donc en ajouter un nouveau.",
		"Un código de recuperación es para el día en que falta su teléfono, así que ahora añadirá uno de nuevo.",
		"رمز الاسترداد ليوم تفقد فيه هاتفك، لذلك تضيف الآن هاتفًا من جديد.",
	})
}
