package browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

const (
	maxRedirects = 20
	maxBody      = 8 << 20
)

// visit is one navigation before it is made.
type visit struct {
	method string
	url    *url.URL
	body   []byte
	kind   string // content type of body

	from     *url.URL // the page that leads here; nil for the address bar
	policy   string   // its referrer policy
	bare     bool     // rel=noreferrer
	byUser   bool     // a person acted, not the page
	replace  bool     // takes the page's place in the history
	fetch    bool     // by the page's script, not a navigation
	crossed  bool     // a redirect before led to another site
	wandered bool     // a redirect before led to another origin
	tainted  bool     // another origin chose where the redirect leads
}

// visit goes where v says and shows what it finds, following redirects.
func (t *Tab) visit(ctx context.Context, v visit) error {
	ctx, cancel := context.WithTimeout(ctx, t.shared.timeout)
	defer cancel()
	start := v
	for range maxRedirects + 1 {
		if v.url.Scheme != "http" && v.url.Scheme != "https" {
			return fmt.Errorf("%s leads out of the browser, to a URL with scheme %q", t.where(), v.url.Scheme)
		}
		res, err := t.send(ctx, v)
		if err != nil {
			return fmt.Errorf("%s %s: %w", v.method, plain(v.url), unwrapURL(err))
		}
		location := res.Header.Get("Location")
		if !redirects(res.StatusCode) || location == "" {
			return t.show(res, v)
		}
		_ = res.Body.Close()
		next, err := v.url.Parse(location)
		if err != nil {
			return fmt.Errorf("%s %s: redirect to something that is not a URL", v.method, plain(v.url))
		}
		v = v.redirected(res, next)
	}
	return fmt.Errorf("%s %s: more than %d redirects", start.method, plain(start.url), maxRedirects)
}

// redirected is the next hop (Fetch section 4.4, HTTP-redirect fetch).
func (v visit) redirected(res *http.Response, next *url.URL) visit {
	post := v.method == http.MethodPost
	if code := res.StatusCode; code == http.StatusSeeOther || post && (code == http.StatusMovedPermanently || code == http.StatusFound) {
		v.method, v.body, v.kind = http.MethodGet, nil, ""
	}
	if next.Fragment == "" {
		next.Fragment = v.url.Fragment
	}
	if v.from != nil {
		v.crossed = v.crossed || !sameSite(v.from, v.url)
		v.wandered = v.wandered || !sameOrigin(v.from, v.url)
		v.tainted = v.tainted || !sameOrigin(v.from, v.url) && !sameOrigin(v.url, next)
	}
	v.policy = policyOf(res.Header.Get("Referrer-Policy"), v.policy)
	v.url = next
	return v
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// send makes one request and keeps the cookies of its answer.
func (t *Tab) send(ctx context.Context, v visit) (*http.Response, error) {
	u := *v.url
	u.Fragment, u.RawFragment = "", ""
	r, err := http.NewRequestWithContext(ctx, v.method, u.String(), strings.NewReader(string(v.body)))
	if err != nil {
		return nil, err
	}
	t.dress(r, v)
	cross := v.from != nil && !sameSite(v.from, v.url)
	t.shared.jar.add(r, cross, v.method == http.MethodGet && !v.fetch)
	res, err := t.shared.client.Do(r)
	if err != nil {
		return nil, err
	}
	// A navigation may set any cookie, wherever it came from; only a
	// subrequest to another site may not (RFC 6265bis section 5.7, step 19).
	t.shared.jar.set(v.url, res.Header, cross && v.fetch)
	return res, nil
}

// dress gives a request the headers of a browser (Fetch Metadata section 2).
func (t *Tab) dress(r *http.Request, v visit) {
	h := r.Header
	h.Set("User-Agent", t.shared.userAgent)
	h.Set("Accept-Language", "en-GB,en;q=0.9")
	mode, dest, accept := "navigate", "document", "text/html,application/xhtml+xml,*/*;q=0.8"
	if v.fetch {
		mode, dest, accept = "cors", "empty", "*/*"
	} else {
		h.Set("Upgrade-Insecure-Requests", "1")
	}
	h.Set("Accept", accept)
	if v.kind != "" {
		h.Set("Content-Type", v.kind)
	}
	if v.from != nil && !v.bare {
		if ref := referrer(v.from, v.url, v.policy); ref != "" {
			h.Set("Referer", ref)
		}
	}
	if v.from != nil && v.method != http.MethodGet {
		h.Set("Origin", v.origin())
	}
	if !trustworthy(v.url) {
		return
	}
	h.Set("Sec-Fetch-Site", v.site())
	h.Set("Sec-Fetch-Mode", mode)
	h.Set("Sec-Fetch-Dest", dest)
	if v.byUser && !v.fetch {
		h.Set("Sec-Fetch-User", "?1")
	}
}

// origin is "null" once another origin has chosen where the form goes, so that
// nobody can borrow the name of the page that started (Fetch section 2.2.5,
// "redirect-taint").
func (v visit) origin() string {
	if v.tainted {
		return "null"
	}
	return originHeader(v.from, v.url, v.policy)
}

// site is the worst relation on the way (Fetch Metadata section 2.3).
func (v visit) site() string {
	switch {
	case v.from == nil:
		return "none"
	case v.crossed || !sameSite(v.from, v.url):
		return "cross-site"
	case v.wandered || !sameOrigin(v.from, v.url):
		return "same-site"
	default:
		return "same-origin"
	}
}

// show makes the answer to v the tab's page.
func (t *Tab) show(res *http.Response, v visit) error {
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	if err != nil {
		return fmt.Errorf("%s %s: read the page: %w", v.method, plain(v.url), err)
	}
	if len(body) > maxBody {
		return fmt.Errorf("%s %s: the page is larger than %d bytes", v.method, plain(v.url), maxBody)
	}
	if res.StatusCode == http.StatusNoContent || res.StatusCode == http.StatusResetContent {
		return nil // a browser stays where it is (HTML section 7.4.2.3.3)
	}
	p, err := newPage(v.url, res, body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", v.method, plain(v.url), err)
	}
	p.made, p.policy = v, policyOf(res.Header.Get("Referrer-Policy"), defaultPolicy)
	if t.page != nil && !v.replace {
		t.past = append(t.past, t.page)
	}
	t.page = p
	return nil
}

// Fetch asks for ref as a script of the page would, with the browser's
// cookies; the caller closes the body. It does not change the page. Redirects
// are not followed.
func (t *Tab) Fetch(ctx context.Context, ref string) (*http.Response, error) {
	if t.page == nil {
		return nil, errNoPage
	}
	u, err := t.page.resolve(ref)
	if err != nil {
		return nil, fmt.Errorf("fetch from %s: %w", t.where(), err)
	}
	v := visit{method: http.MethodGet, url: u, from: t.page.url, policy: t.page.policy, fetch: true}
	res, err := t.send(ctx, v)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", plain(u), unwrapURL(err))
	}
	return res, nil
}

// plain is a URL without what may be secret in it.
func plain(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// unwrapURL takes off net/http's own wrapping, which repeats the whole URL.
func unwrapURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
