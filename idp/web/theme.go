package web

import (
	"context"
	"net/http"

	"countersign/templates/part"
)

// paint is ctx for pages in the theme that the browser's owner chose here.
func (w *Web) paint(ctx context.Context, r *http.Request) context.Context {
	if t, ok := part.ParseTheme(w.word(r, ThemeCookie)); ok {
		return part.WithTheme(ctx, t)
	}
	return ctx
}

// PreferTheme makes the theme of a name that of this browser, the empty name
// that of the system. False if there is no such theme.
func (w *Web) PreferTheme(rw http.ResponseWriter, name string) bool {
	if name == "" {
		w.DropCookie(rw, ThemeCookie)
		return true
	}
	t, ok := part.ParseTheme(name)
	if ok {
		w.SetCookie(rw, ThemeCookie, string(t), choiceLife)
	}
	return ok
}
