package static_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"countersign/static"
)

func get(t *testing.T, method, path, encoding string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	if encoding != "" {
		r.Header.Set("Accept-Encoding", encoding)
	}
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r io.Reader) []byte {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEachFileIsServedUnderItsDigestForGood(t *testing.T) {
	for name, want := range map[string]struct{ file, kind string }{
		"app.css":     {"css/app.css", "text/css; charset=utf-8"},
		"wait.js":     {"js/wait.js", "text/javascript; charset=utf-8"},
		"passkey.js":  {"js/passkey.js", "text/javascript; charset=utf-8"},
		"return.js":   {"js/return.js", "text/javascript; charset=utf-8"},
		"field.js":    {"js/field.js", "text/javascript; charset=utf-8"},
		"favicon.svg": {"img/favicon.svg", "image/svg+xml"},
	} {
		path := static.Path(name)
		stem, ext, _ := strings.Cut(name, ".")
		if !regexp.MustCompile(`^/static/` + stem + `\.[0-9a-f]{16}\.` + ext + `$`).MatchString(path) {
			t.Errorf("path of %s is %s", name, path)
		}
		res := get(t, http.MethodGet, path, "")
		if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != want.kind {
			t.Errorf("%s: %d %s", name, res.StatusCode, res.Header.Get("Content-Type"))
		}
		if c := res.Header.Get("Cache-Control"); c != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control %q", name, c)
		}
		if res.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: the type may be guessed", name)
		}
		file, err := os.ReadFile(want.file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(body(t, res.Body), file) {
			t.Errorf("%s: not the content of %s", name, want.file)
		}
	}
}

func TestGzipIsSentOnlyWhereItIsAccepted(t *testing.T) {
	path := static.Path("app.css")
	plain := body(t, get(t, http.MethodGet, path, "").Body)
	for encoding, zipped := range map[string]bool{
		"":                       false,
		"gzip":                   true,
		"br, GZIP;q=0.5":         true,
		"gzip;q=1.0":             true,
		"deflate, br":            false,
		"gzip;q=0":               false,
		"gzip; q=0.000":          false,
		"identity, xgzip, gzipx": false,
	} {
		res := get(t, http.MethodGet, path, encoding)
		if res.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: a shared cache could mix the variants", encoding)
		}
		if got := res.Header.Get("Content-Encoding") == "gzip"; got != zipped {
			t.Errorf("%q: gzip %v, want %v", encoding, got, zipped)
			continue
		}
		content := io.Reader(res.Body)
		if zipped {
			z, err := gzip.NewReader(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			content = z
		}
		if !bytes.Equal(body(t, content), plain) {
			t.Errorf("%q: another content", encoding)
		}
	}
}

func TestNothingElseIsServed(t *testing.T) {
	for _, path := range []string{
		"/static/", "/static/app.css", "/static/css/app.css", "/static/app.0000000000000000.css", "/static/../go.mod",
		"/static/embed.go", static.Path("app.css") + "/",
	} {
		res := get(t, http.MethodGet, path, "")
		if res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
		if c := res.Header.Get("Cache-Control"); c != "no-store" {
			t.Errorf("%s: a missing file may be cached: %q", path, c)
		}
	}
}

func TestOnlyGetAndHeadAreAnswered(t *testing.T) {
	path := static.Path("wait.js")
	res := get(t, http.MethodPost, path, "")
	if res.StatusCode != http.StatusMethodNotAllowed || res.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d, Allow %q", res.StatusCode, res.Header.Get("Allow"))
	}
	res = get(t, http.MethodHead, path, "")
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Length") == "" || len(body(t, res.Body)) != 0 {
		t.Errorf("HEAD: %d, Content-Length %q", res.StatusCode, res.Header.Get("Content-Length"))
	}
}

func TestUnknownNamePanics(t *testing.T) {
	defer func() {
		if p, _ := recover().(string); !strings.HasPrefix(p, "static: internal error: ") {
			t.Errorf("panic %q", p)
		}
	}()
	static.Path("missing.css")
}

// What stands in plain.js is read by browsers that know no arrows, no const and
// no modules, such as the one of the OpenID Foundation's suite.
func TestScriptForOldBrowsersIsInOldWords(t *testing.T) {
	for _, name := range []string{"plain.js", "form-post.js"} {
		text := string(body(t, get(t, http.MethodGet, static.Path(name), "").Body))
		for _, word := range []string{"=>", "const ", "let ", "`", "?.", "async", "class "} {
			code := regexp.MustCompile(`(?m)^//.*$`).ReplaceAllString(text, "")
			if strings.Contains(code, word) {
				t.Errorf("%s has %q", name, word)
			}
		}
	}
}
