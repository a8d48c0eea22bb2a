package words

import "context"

// Browser names a browser on a system: "Chrome on Windows". Nil if it is none
// that is known.
func Browser(browser, system string) Text {
	switch {
	case browser == "":
		return nil
	case system == "":
		return As(browser)
	}
	return func(ctx context.Context) string { return BrowserOn(ctx, browser, system) }
}
