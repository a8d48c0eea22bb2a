package words

import "context"

// Contact is whom to ask for help, as the settings name them. What they say by
// themselves (config.Default) is said in the reader's language.
func Contact(ctx context.Context, named string) string {
	if named == ContactAdministrator(With(ctx, English)) {
		return ContactAdministrator(ctx)
	}
	return named
}
