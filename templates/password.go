package templates

import (
	"context"

	"countersign/templates/words"
)

// PasswordProblem tells whoever typed a new password why it was refused
// (password.Reason), where least and most bound its length; nil if it is no
// fault of theirs.
func PasswordProblem(reason string, least, most int) words.Text {
	switch reason {
	case "short":
		return func(ctx context.Context) string { return words.NewPasswordShort(ctx, least) }
	case "long":
		return func(ctx context.Context) string { return words.NewPasswordLong(ctx, most) }
	case "characters":
		return words.NewPasswordCharacters
	case "listed":
		return words.NewPasswordListed
	case "named":
		return words.NewPasswordNamed
	}
	return nil
}
