package logout_test

import (
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"countersign/idp/client"
	"countersign/idp/logout"
	"countersign/idp/sso"
)

// framed are applications with a page that signs people out.
func framed(id client.ID) client.Client {
	m := map[client.ID]client.Metadata{
		"front": {FrontchannelLogoutURI: "https://front.example/out", FrontchannelLogoutSession: true},
		"query": {FrontchannelLogoutURI: "https://query.example:8443/out?a=b%2Fc", FrontchannelLogoutSession: true},
		"quiet": {FrontchannelLogoutURI: "https://front.example/quiet"},
	}
	return client.Client{ID: id, Name: string(id), Metadata: m[id], PostLogoutRedirectURIs: []string{"com.example.app:/bye"}}
}

// sources are the addresses of a page's frames, sorted.
func sources(page string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`<iframe[^>]* src="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		out = append(out, html.UnescapeString(m[1]))
	}
	slices.Sort(out)
	return out
}

func TestEachApplicationOfTheSessionIsLoadedBeforeTheBrowserGoesOn(t *testing.T) {
	h := newHouse(t)
	h.apps = []client.ID{"app", "front", "gone", "query", "quiet"}
	r := h.get(ask("id_token_hint", "hint-ses_1", "post_logout_redirect_uri", back, "state", "a b&c"))
	if r.Code != http.StatusOK || r.to() != "" || !slices.Equal(h.ended, []sso.ID{"ses_1"}) {
		t.Fatalf("%d to %q, ended %v", r.Code, r.to(), h.ended)
	}
	if c := r.Result().Cookies(); len(c) != 1 || c[0].MaxAge >= 0 {
		t.Errorf("cookies %v", c)
	}
	const told = "iss=https%3A%2F%2Fid.example&sid=ses_1"
	want := []string{"https://front.example/out?" + told, "https://front.example/quiet", "https://query.example:8443/out?a=b%2Fc&" + told}
	page := r.Body.String()
	if got := sources(page); !slices.Equal(got, want) {
		t.Errorf("frames %q, want %q", got, want)
	}
	policy := r.Header().Get("Content-Security-Policy")
	if !strings.HasSuffix(policy, "; frame-src https://front.example https://query.example:8443") || strings.Count(policy, "frame-src") != 1 {
		t.Errorf("policy %q", policy)
	}
	on := html.EscapeString(back + "?state=a+b%26c")
	if !strings.Contains(page, `id="back" href="`+on+`"`) || !strings.Contains(page, `<noscript><meta http-equiv="refresh" content="5; url=`+on+`">`) {
		t.Errorf("the way on is not %s: %s", on, page)
	}
	if r.Header().Get("Cache-Control") != "no-store" {
		t.Error("the page is kept")
	}
}

func TestSignOutWithoutAWayBackEndsOnOurPage(t *testing.T) {
	h := newHouse(t)
	h.apps = []client.ID{"quiet"}
	form := fields(h.get(ask("ui_locales", "de")).Body.String())
	form.Set("answer", "sign-out")
	r := h.serve(http.MethodPost, form, h.cookie)
	if got := sources(r.Body.String()); len(got) != 1 || !strings.Contains(r.Body.String(), `id="back" href="`+logout.SignedOutPath+`"`) {
		t.Errorf("frames %q: %s", got, r.Body)
	}
}

// A native application's address has a scheme of its own (RFC 8252 section 7.1).
func TestNativeApplicationIsComeBackTo(t *testing.T) {
	h := newHouse(t)
	h.apps = []client.ID{"quiet"}
	r := h.get(ask("id_token_hint", "native", "post_logout_redirect_uri", "com.example.app:/bye"))
	if !strings.Contains(r.Body.String(), `id="back" href="com.example.app:/bye"`) {
		t.Errorf("%s", r.Body)
	}
}

// What is not this browser's session is not the business of its applications.
func TestSessionOfNoBrowserLoadsNothing(t *testing.T) {
	h := newHouse(t)
	h.apps = []client.ID{"front"}
	if r := h.serve(http.MethodGet, ask("id_token_hint", "hint-ses_2", "post_logout_redirect_uri", back), ""); r.to() != back {
		t.Errorf("%d: %s", r.Code, r.Body)
	}
}

func TestApplicationsLanguageIsSpokenWhereThePersonChoseNone(t *testing.T) {
	h := newHouse(t)
	for query, want := range map[string]string{"": `<html lang="en"`, "fr-CA de": `<html lang="fr"`, "tlh": `<html lang="en"`} {
		if page := h.get(ask("ui_locales", query)).Body.String(); !strings.Contains(page, want) || query != "" && !strings.Contains(page, `value="`+query+`"`) {
			t.Errorf("%q: want %s: %s", query, want, page)
		}
	}
	h.chose = "de"
	if page := h.get(ask("ui_locales", "fr")).Body.String(); strings.Contains(page, `<html lang="fr"`) {
		t.Errorf("the person's choice does not hold: %s", page)
	}
}
