package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"countersign/templates/part"
)

func TestThemeIsWhatWasChosenInThisBrowser(t *testing.T) {
	manners, _ := house(t)
	h := manners.Wrap(manners.Page(func(w http.ResponseWriter, r *http.Request) error {
		_, err := w.Write([]byte(part.ThemeOf(r.Context())))
		return err
	}))
	for cookies, want := range map[string]part.Theme{
		"": part.ThemeAuto, "__Host-cs_theme=dark": part.ThemeDark, "__Host-cs_theme=light": part.ThemeLight, "__Host-cs_theme=x%22onload": part.ThemeAuto,
		"__Host-cs_theme=dark; __Host-cs_theme=light": part.ThemeAuto, "cs_theme=dark": part.ThemeAuto,
	} {
		r := httptest.NewRequest(http.MethodGet, "https://id.example.com/", nil)
		if cookies != "" {
			r.Header.Set("Cookie", cookies)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Body.String(); got != string(want) {
			t.Errorf("with %q: %q, want %q", cookies, got, want)
		}
	}
}
