// Code generated from catalogue/*/remember.yaml; DO NOT EDIT.

package words

import (
	"context"
	"strconv"
)

// RememberTitle says: Is this browser yours alone?
func RememberTitle(ctx context.Context) string {
	return say(ctx, message{
		"Is this browser yours alone?",
		"Benutzen nur Sie diesen Browser?",
		"Êtes-vous la seule personne à utiliser ce navigateur\u00a0?",
		"¿Solo usted usa este navegador?",
		"هل هذا المتصفح لك وحدك؟",
	})
}

// RememberWhy says: If others use it too, leave the box empty: whoever knows your password could sign in here without your phone.
func RememberWhy(ctx context.Context) string {
	return say(ctx, message{
		"If others use it too, leave the box empty: whoever knows your password could sign in here without your phone.",
		"Wenn andere ihn auch benutzen, lassen Sie das Kästchen leer: Wer Ihr Passwort kennt, könnte sich hier ohne Ihr Telefon anmelden.",
		"Si d’autres l’utilisent aussi, laissez la case vide\u00a0: quiconque connaît votre mot de passe pourrait se connecter ici sans votre téléphone.",
		"Si otras personas también lo usan, deje la casilla vacía: quien sepa su contraseña podría iniciar sesión aquí sin su teléfono.",
		"إذا كان غيرك يستخدمه أيضًا فاترك المربع فارغًا: من يعرف كلمة مرورك قد يسجّل الدخول من هنا دون هاتفك.",
	})
}

// RememberDays says: Don’t ask again on this browser for {n} days
func RememberDays(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "Don’t ask again on this browser for a day", other: "Don’t ask again on this browser for {n} days"},
		{one: "In diesem Browser einen Tag lang nicht mehr fragen", other: "In diesem Browser {n} Tage lang nicht mehr fragen"},
		{one: "Ne plus demander dans ce navigateur pendant un jour", other: "Ne plus demander dans ce navigateur pendant {n} jours"},
		{one: "No volver a preguntar en este navegador durante un día", other: "No volver a preguntar en este navegador durante {n} días"},
		{zero: "لا تسأل مرة أخرى في هذا المتصفح", one: "لا تسأل مرة أخرى في هذا المتصفح لمدة يوم", two: "لا تسأل مرة أخرى في هذا المتصفح لمدة يومين", few: "لا تسأل مرة أخرى في هذا المتصفح لمدة {n} أيام", many: "لا تسأل مرة أخرى في هذا المتصفح لمدة {n} يومًا", other: "لا تسأل مرة أخرى في هذا المتصفح لمدة {n} يوم"},
	}, n), value{"n", strconv.Itoa(n)})
}
