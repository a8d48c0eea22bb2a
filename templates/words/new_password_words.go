// Code generated from catalogue/*/new_password.yaml; DO NOT EDIT.

package words

import (
	"context"
	"strconv"
)

// NewPasswordTitle says: Choose a password
func NewPasswordTitle(ctx context.Context) string {
	return say(ctx, message{
		"Choose a password",
		"Wählen Sie ein Passwort",
		"Choisissez un mot de passe",
		"Elija una contraseña",
		"اختر كلمة مرور",
	})
}

// NewPasswordTitleNew says: Choose a new password
func NewPasswordTitleNew(ctx context.Context) string {
	return say(ctx, message{
		"Choose a new password",
		"Wählen Sie ein neues Passwort",
		"Choisissez un nouveau mot de passe",
		"Elija una contraseña nueva",
		"اختر كلمة مرور جديدة",
	})
}

// NewPasswordTitleError says: Error: choose another password
func NewPasswordTitleError(ctx context.Context) string {
	return say(ctx, message{
		"Error: choose another password",
		"Fehler: Wählen Sie ein anderes Passwort",
		"Erreur\u00a0: choisissez un autre mot de passe",
		"Error: elija otra contraseña",
		"خطأ: اختر كلمة مرور أخرى",
	})
}

// NewPasswordSignedOut says: You will be signed out everywhere, and sign in again with the new password.
func NewPasswordSignedOut(ctx context.Context) string {
	return say(ctx, message{
		"You will be signed out everywhere, and sign in again with the new password.",
		"Sie werden überall abgemeldet und melden sich dann mit dem neuen Passwort wieder an.",
		"Vous serez déconnecté partout, puis vous vous reconnecterez avec le nouveau mot de passe.",
		"Se cerrará su sesión en todas partes, y volverá a iniciarla con la contraseña nueva.",
		"سيُسجَّل خروجك من كل مكان، ثم تسجّل الدخول مجددًا بكلمة المرور الجديدة.",
	})
}

// NewPasswordHint says: {n} characters or more. A few words that only you would put together are easy to keep in mind.
func NewPasswordHint(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "{n} character or more. A few words that only you would put together are easy to keep in mind.", other: "{n} characters or more. A few words that only you would put together are easy to keep in mind."},
		{one: "Mindestens {n} Zeichen. Ein paar Wörter, die nur Sie so zusammenstellen würden, lassen sich leicht merken.", other: "Mindestens {n} Zeichen. Ein paar Wörter, die nur Sie so zusammenstellen würden, lassen sich leicht merken."},
		{one: "Au moins {n} caractère. Quelques mots que personne d’autre n’associerait sont faciles à retenir.", other: "Au moins {n} caractères. Quelques mots que personne d’autre n’associerait sont faciles à retenir."},
		{one: "{n} carácter o más. Unas cuantas palabras que solo usted juntaría son fáciles de recordar.", other: "{n} caracteres o más. Unas cuantas palabras que solo usted juntaría son fáciles de recordar."},
		{zero: "{n} حرف أو أكثر. من السهل تذكّر بضع كلمات لا يجمعها سواك.", one: "حرف واحد أو أكثر. من السهل تذكّر بضع كلمات لا يجمعها سواك.", two: "حرفان أو أكثر. من السهل تذكّر بضع كلمات لا يجمعها سواك.", few: "{n} أحرف أو أكثر. من السهل تذكّر بضع كلمات لا يجمعها سواك.", many: "{n} حرفًا أو أكثر. من السهل تذكّر بضع كلمات لا يجمعها سواك.", other: "{n} حرف أو أكثر. من السهل تذكّر بضع كلمات لا يجمعها سواك."},
	}, n), value{"n", strconv.Itoa(n)})
}

// NewPasswordField says: New password
func NewPasswordField(ctx context.Context) string {
	return say(ctx, message{
		"New password",
		"Neues Passwort",
		"Nouveau mot de passe",
		"Contraseña nueva",
		"كلمة المرور الجديدة",
	})
}

// NewPasswordSave says: Save and go on
func NewPasswordSave(ctx context.Context) string {
	return say(ctx, message{
		"Save and go on",
		"Speichern und weiter",
		"Enregistrer et continuer",
		"Guardar y continuar",
		"حفظ ومتابعة",
	})
}

// NewPasswordShort says: That is too short. Use {n} characters or more.
func NewPasswordShort(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "That is too short. Use {n} character or more.", other: "That is too short. Use {n} characters or more."},
		{one: "Das ist zu kurz. Verwenden Sie mindestens {n} Zeichen.", other: "Das ist zu kurz. Verwenden Sie mindestens {n} Zeichen."},
		{one: "C’est trop court. Utilisez au moins {n} caractère.", other: "C’est trop court. Utilisez au moins {n} caractères."},
		{one: "Es demasiado corta. Use {n} carácter o más.", other: "Es demasiado corta. Use {n} caracteres o más."},
		{zero: "إنها قصيرة جدًا. استخدم {n} حرف أو أكثر.", one: "إنها قصيرة جدًا. استخدم حرفًا واحدًا أو أكثر.", two: "إنها قصيرة جدًا. استخدم حرفين أو أكثر.", few: "إنها قصيرة جدًا. استخدم {n} أحرف أو أكثر.", many: "إنها قصيرة جدًا. استخدم {n} حرفًا أو أكثر.", other: "إنها قصيرة جدًا. استخدم {n} حرف أو أكثر."},
	}, n), value{"n", strconv.Itoa(n)})
}

// NewPasswordLong says: That is too long. Use {n} characters or fewer.
func NewPasswordLong(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "That is too long. Use {n} character or fewer.", other: "That is too long. Use {n} characters or fewer."},
		{one: "Das ist zu lang. Verwenden Sie höchstens {n} Zeichen.", other: "Das ist zu lang. Verwenden Sie höchstens {n} Zeichen."},
		{one: "C’est trop long. Utilisez au plus {n} caractère.", other: "C’est trop long. Utilisez au plus {n} caractères."},
		{one: "Es demasiado larga. Use {n} carácter como máximo.", other: "Es demasiado larga. Use {n} caracteres como máximo."},
		{zero: "إنها طويلة جدًا. استخدم {n} حرف على الأكثر.", one: "إنها طويلة جدًا. استخدم حرفًا واحدًا على الأكثر.", two: "إنها طويلة جدًا. استخدم حرفين على الأكثر.", few: "إنها طويلة جدًا. استخدم {n} أحرف على الأكثر.", many: "إنها طويلة جدًا. استخدم {n} حرفًا على الأكثر.", other: "إنها طويلة جدًا. استخدم {n} حرف على الأكثر."},
	}, n), value{"n", strconv.Itoa(n)})
}

// NewPasswordCharacters says: That has a character that can’t be typed again. Use letters, digits, spaces and signs.
func NewPasswordCharacters(ctx context.Context) string {
	return say(ctx, message{
		"That has a character that can’t be typed again. Use letters, digits, spaces and signs.",
		"Darin ist ein Zeichen, das sich nicht wieder eingeben lässt. Verwenden Sie Buchstaben, Ziffern, Leerzeichen und Satzzeichen.",
		"Il contient un caractère impossible à ressaisir. Utilisez des lettres, des chiffres, des espaces et des signes.",
		"Contiene un carácter que no se puede volver a escribir. Use letras, cifras, espacios y signos.",
		"فيها محرف لا تمكن كتابته مرة أخرى. استخدم حروفًا وأرقامًا ومسافات وعلامات.",
	})
}

// NewPasswordListed says: This password is in lists of stolen passwords. Choose another.
func NewPasswordListed(ctx context.Context) string {
	return say(ctx, message{
		"This password is in lists of stolen passwords. Choose another.",
		"Dieses Passwort steht in Listen gestohlener Passwörter. Wählen Sie ein anderes.",
		"Ce mot de passe figure dans des listes de mots de passe volés. Choisissez-en un autre.",
		"Esta contraseña está en listas de contraseñas robadas. Elija otra.",
		"كلمة المرور هذه موجودة في قوائم كلمات مرور مسروقة. اختر غيرها.",
	})
}

// NewPasswordNamed says: That is little more than your name or ours. Choose another.
func NewPasswordNamed(ctx context.Context) string {
	return say(ctx, message{
		"That is little more than your name or ours. Choose another.",
		"Das ist kaum mehr als Ihr Name oder unserer. Wählen Sie ein anderes.",
		"C’est à peine plus que votre nom ou le nôtre. Choisissez-en un autre.",
		"Es poco más que su nombre o el nuestro. Elija otra.",
		"ليست سوى اسمك أو اسمنا تقريبًا. اختر غيرها.",
	})
}
