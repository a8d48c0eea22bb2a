package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"countersign/templates/words"
)

// choiceLife is how long a browser remembers its owner's choice.
const choiceLife = 365 * 24 * time.Hour

// speak is ctx in the language of the request: what an application asked for
// the sign-in at hand, else what the browser's owner chose here, else what the
// browser asks for (RFC 9110 section 12.5.4), else ours.
func (w *Web) speak(ctx context.Context, r *http.Request) context.Context {
	l := words.Choose(w.Languages, w.asked(r), w.word(r, LanguageCookie), r.Header.Get("Accept-Language"))
	return words.With(ctx, l, w.Languages...)
}

// asked is what an application asked for the sign-in at hand.
func (w *Web) asked(r *http.Request) string {
	asked, path, _ := strings.Cut(w.word(r, AskedCookie), ":")
	if path == "" || !strings.HasPrefix(r.URL.Path+"/", path+"/") {
		return ""
	}
	return asked
}

// word is the value of a cookie that is no secret.
func (w *Web) word(r *http.Request, name string) string {
	if found := r.CookiesNamed(w.cookieName(name)); len(found) == 1 {
		return found[0].Value
	}
	return ""
}

// Speak makes the pages below path speak the first of locales that is offered
// (ui_locales, OpenID Connect Core section 3.1.2.1), until somebody switches.
// What the browser's owner chose stays what it is for all other pages.
func (w *Web) Speak(rw http.ResponseWriter, path, locales string) {
	if l, ok := words.Match(w.Languages, locales); ok {
		w.SetCookie(rw, AskedCookie, string(l)+":"+path, 0)
	}
}

// In is r in the first of locales that is offered, where the browser's owner
// chose nothing: for a page that an application asks for by itself.
func (w *Web) In(r *http.Request, locales string) *http.Request {
	l, ok := words.Match(w.Languages, locales)
	if !ok || w.Preferred(r) != "" {
		return r
	}
	return r.WithContext(words.With(r.Context(), l, w.Languages...))
}

// Preferred is the language that was chosen in this browser, if it is offered;
// "" if none was.
func (w *Web) Preferred(r *http.Request) words.Language {
	l, _ := words.Match(w.Languages, w.word(r, LanguageCookie))
	return l
}

// Offers says whether people can choose l.
func (w *Web) Offers(l words.Language) bool { return slices.Contains(w.Languages, l) }

// Prefer makes l the language of this browser; "" is what the browser asks for.
// The answer at hand stays in the one that the request was read in.
func (w *Web) Prefer(rw http.ResponseWriter, l words.Language) {
	if l == "" {
		w.DropCookie(rw, LanguageCookie)
		return
	}
	w.SetCookie(rw, LanguageCookie, string(l), choiceLife)
}

// Adopt is Prefer from the answer at hand on: r in l, or in what an application
// asked for the sign-in.
func (w *Web) Adopt(rw http.ResponseWriter, r *http.Request, l words.Language) *http.Request {
	w.Prefer(rw, l)
	return r.WithContext(words.With(r.Context(), words.Choose(w.Languages, w.asked(r), string(l)), w.Languages...))
}

// SwitchLanguage serves POST /language: the switch at the foot of every page.
// It leads back to that page.
func (w *Web) SwitchLanguage(rw http.ResponseWriter, r *http.Request) error {
	f, err := ReadForm(r)
	if err != nil {
		return err
	}
	l, ok := words.Match(w.Languages, f["language"])
	if !ok {
		return BadRequest(words.FailureOnlyOurForms, errors.New("the language is not offered"))
	}
	w.Prefer(rw, l)
	w.DropCookie(rw, AskedCookie)
	return SeeOther(rw, r, w.cameFrom(r))
}

// cameFrom is the path of our page that the request came from; never another
// site's, which a path with two slashes would be.
func (w *Web) cameFrom(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Scheme != w.Issuer.Scheme || from.Host != w.Issuer.Host || !strings.HasPrefix(from.Path, "/") || strings.HasPrefix(from.Path, "//") {
		return "/me"
	}
	return (&url.URL{Path: from.Path, RawQuery: from.RawQuery}).RequestURI()
}
