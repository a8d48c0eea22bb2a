package main

import (
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
)

// widths are what every story is looked at in: those between are for the pages
// that tests come by on their way.
var widths = []int64{320, 1280}

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
		s, ok := page[strings.TrimPrefix(r.URL.Path, "/story/")]
		if !ok {
			static.Handler().ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", web.Policy())
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if err := s.Component.Render(r.Context(), w); err != nil {
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
		b.open(server.URL + "/story/" + name)
		b.inspect(name)
	}
}

// inspect is look without a title to compare.
func (b *tab) inspect(name string) {
	b.t.Helper()
	if got := eval[int](b, `document.querySelectorAll("h1").length`); got != 1 {
		b.t.Errorf("%s: %d headings of the first level", name, got)
	}
	for _, width := range widths {
		b.do(chromedp.EmulateViewport(width, 800))
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			for _, v := range b.axe() {
				b.t.Errorf("%s, %d px, %s: axe: %s", name, width, scheme, v)
			}
			b.picture(name + "-" + scheme + "-" + map[int64]string{320: "small", 1280: "wide"}[width])
		}
		b.fits(name, width)
	}
}
