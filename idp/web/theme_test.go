package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
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

func TestOnlyAThemeThatThereIsIsKept(t *testing.T) {
	manners, _ := house(t)
	for name, want := range map[string]string{
		"dark": "__Host-cs_theme=dark; Path=/; Max-Age=31536000", "": "__Host-cs_theme=; Path=/; Max-Age=0",
		"sepia": "", "Dark": "", "dark; Domain=x": "", string(part.ThemeAuto) + "x": "",
	} {
		w := httptest.NewRecorder()
		ok := manners.PreferTheme(w, name)
		if set := w.Header().Get("Set-Cookie"); ok != (want != "") || !strings.HasPrefix(set, want) || (set == "") != (want == "") {
			t.Errorf("%q: %v, cookie %q", name, ok, set)
		}
	}
}
