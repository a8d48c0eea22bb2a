// Code generated from catalogue/*/browser.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// BrowserOn says: {browser} on {system}
func BrowserOn(ctx context.Context, browser string, system string) string {
	return say(ctx, message{
		"{browser} on {system}",
		"{browser} unter {system}",
		"{browser} sous {system}",
		"{browser} en {system}",
		"{browser} على {system}",
	}, value{"browser", browser}, value{"system", system})
}
