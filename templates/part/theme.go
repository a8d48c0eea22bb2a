package part

import (
	"context"

	"github.com/a-h/templ"
)

// Theme is whether pages are light or dark, as the browser's owner chose. The
// stylesheet knows it as data-theme.
type Theme string

// The themes.
const (
	ThemeAuto  Theme = "" // as the system has it
	ThemeLight Theme = "light"
	ThemeDark  Theme = "dark"
)

// ParseTheme is the theme of a name. Only the two that somebody can choose have
// one.
func ParseTheme(name string) (Theme, bool) {
	t := Theme(name)
	return t, t == ThemeLight || t == ThemeDark
}

type themeKey struct{}

// WithTheme is ctx for pages in a theme.
func WithTheme(ctx context.Context, t Theme) context.Context {
	return context.WithValue(ctx, themeKey{}, t)
}

// ThemeOf is the theme of ctx; ThemeAuto if nobody chose one.
func ThemeOf(ctx context.Context) Theme {
	t, _ := ctx.Value(themeKey{}).(Theme)
	return t
}

// Attributes are those of the page itself.
func (t Theme) Attributes() templ.Attributes {
	if t == ThemeAuto {
		return nil
	}
	return templ.Attributes{"data-theme": string(t)}
}

// Schemes is what the page tells the browser before the stylesheet is there.
func (t Theme) Schemes() string {
	if t == ThemeAuto {
		return "light dark"
	}
	return string(t)
}
