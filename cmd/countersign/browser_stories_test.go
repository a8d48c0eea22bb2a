package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"countersign/idp/web"
	"countersign/static"
	"countersign/templates/story"
	"countersign/templates/words"
)

// sight is how a story is looked at.
type sight struct {
	language words.Language
	width    int64
	scheme   string
	axe      bool
}

// sights are what every story is looked at in: sizes between these are for the
// pages that tests come by on their way. German has the longest words, Arabic
// runs the other way, and the pseudo-language is longer than any.
var sights = []sight{
	{words.English, 320, "light", true}, {words.English, 320, "dark", true}, {words.English, 1280, "light", true}, {words.English, 1280, "dark", true},
	{words.Arabic, 320, "light", true}, {words.Arabic, 1280, "dark", false},
	{words.German, 320, "light", false}, {words.Pseudo, 320, "light", false},
}

// TestBrowserShowsEveryStoryWell looks at every page in every state, also at
// those that no way through the house leads to in a test, under the policy that
// the house sends. COUNTERSIGN_STORY picks some by a part of their name.
func TestBrowserShowsEveryStoryWell(t *testing.T) {
	t.Parallel()
	stories := story.Stories()
	const perTab = 16
	for from := 0; from < len(stories); from += perTab {
		some := stories[from:min(from+perTab, len(stories))]
		t.Run(some[0].Name, func(t *testing.T) {
			t.Parallel()
			lookAtStories(t, some)
		})
	}
}

func lookAtStories(t *testing.T, stories []story.Story) {
	page := map[string]story.Story{}
	unsafe := regexp.MustCompile(`[^a-z0-9]+`)
	for _, s := range stories {
		page[strings.Trim(unsafe.ReplaceAllString(strings.ToLower(s.Name), "-"), "-")] = s
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/events") {
			w.Header().Set("Content-Type", "text/event-stream")
			w.WriteHeader(http.StatusOK)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done() // nothing ever happens to a story
			return
		}
		if r.Method == http.MethodPost || !strings.HasPrefix(r.URL.Path, "/story/") && !strings.HasPrefix(r.URL.Path, "/static/") {
			w.WriteHeader(http.StatusNoContent) // a story that goes on by itself stays where it is
			return
		}
		language, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/story/"), "/")
		s, ok := page[name]
		if !ok {
			static.Handler().ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", web.Policy())
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if err := s.Component.Render(words.With(r.Context(), words.Language(language), words.All()...), w); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
	}))
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	b := (&rig{t: t, issuer: server.URL, app: server}).chromium(true)
	for name, s := range page {
		if only := os.Getenv("COUNTERSIGN_STORY"); !strings.Contains(s.Name, only) {
			continue
		}
		b.inspect(server.URL+"/story/", name)
	}
}

// inspect is look without a title to compare, in every sight.
func (b *tab) inspect(at, name string) {
	b.t.Helper()
	var language words.Language
	for _, v := range sights {
		b.do(chromedp.EmulateViewport(v.width, 800))
		b.scheme(v.scheme)
		if v.language != language {
			language = v.language
			b.open(at + string(language) + "/" + name)
			if got := eval[int](b, `document.querySelectorAll("h1").length`); got != 1 {
				b.t.Errorf("%s: %d headings of the first level", name, got)
			}
		}
		seen := fmt.Sprintf("%s-%s-%d-%s", name, language, v.width, v.scheme)
		if v.axe {
			for _, broken := range b.axe() {
				b.t.Errorf("%s: axe: %s", seen, broken)
			}
		}
		b.picture(seen)
		b.fits(seen, v.width)
	}
}
