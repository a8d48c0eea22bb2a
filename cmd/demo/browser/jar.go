package browser

import (
	"cmp"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/publicsuffix"
)

// jar keeps cookies as RFC 6265bis wants it of a browser. Go's own jar does
// not serve: it drops Secure cookies on http://localhost, which browsers keep,
// and knows no prefixes and no SameSite.
type jar struct {
	now     func() time.Time
	mu      sync.Mutex
	made    int
	cookies []*cookie
}

type cookie struct {
	http.Cookie
	hostOnly bool
	number   int // order of creation
}

// set stores the cookies of an answer from u. crossSite tells that a page of
// another site asked for it in the background.
func (j *jar) set(u *url.URL, answer http.Header, crossSite bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, line := range answer["Set-Cookie"] {
		parsed, err := http.ParseSetCookie(line)
		if err != nil {
			continue // a browser drops what it cannot read
		}
		c := &cookie{Cookie: *parsed}
		if c.admit(u, crossSite) {
			j.put(c)
		}
	}
}

// admit completes the cookie's attributes and tells whether a browser would
// take it (RFC 6265bis section 5.7, the storage model).
func (c *cookie) admit(u *url.URL, crossSite bool) bool {
	host := strings.ToLower(u.Hostname())
	given := c.Path
	c.hostOnly = c.Domain == ""
	if c.Secure && !trustworthy(u) {
		return false
	}
	if c.SameSite == http.SameSiteNoneMode && !c.Secure {
		return false
	}
	if crossSite && c.SameSite != http.SameSiteNoneMode {
		return false
	}
	// Section 4.1.3: prefixes, compared without regard to case.
	name := strings.ToLower(c.Name)
	if strings.HasPrefix(name, "__secure-") && !c.Secure {
		return false
	}
	if strings.HasPrefix(name, "__host-") && (!c.Secure || !c.hostOnly || given != "/") {
		return false
	}
	c.Domain = strings.ToLower(strings.TrimPrefix(c.Domain, "."))
	if c.hostOnly || (c.Domain == host && isSuffix(host)) {
		c.Domain, c.hostOnly = host, true
	} else if isSuffix(c.Domain) || !domainMatches(host, c.Domain) {
		return false
	}
	if !strings.HasPrefix(c.Path, "/") {
		c.Path = defaultPath(u.Path)
	}
	return true
}

// isSuffix tells whether a name is one under which strangers have hosts.
func isSuffix(domain string) bool {
	suffix, _ := publicsuffix.PublicSuffix(domain)
	return suffix == domain
}

func (j *jar) put(c *cookie) {
	same := func(o *cookie) bool { return o.Name == c.Name && o.Domain == c.Domain && o.Path == c.Path }
	j.made++
	c.number = j.made
	if i := slices.IndexFunc(j.cookies, same); i >= 0 {
		c.number = j.cookies[i].number
		j.cookies = slices.Delete(j.cookies, i, i+1)
	}
	switch { // Max-Age goes before Expires (section 5.7, step 3)
	case c.MaxAge < 0:
		return
	case c.MaxAge > 0:
		c.Expires = j.now().Add(time.Duration(c.MaxAge) * time.Second)
	}
	j.cookies = append(j.cookies, c)
}

// add puts the cookies for a request into it (section 5.8.3). lax tells that
// the request is cross-site but a top-level navigation by a safe method.
func (j *jar) add(r *http.Request, crossSite, lax bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.expire()
	var send []*cookie
	for _, c := range j.cookies {
		if c.goesTo(r.URL) && (!crossSite || c.crosses(lax)) {
			send = append(send, c)
		}
	}
	slices.SortStableFunc(send, func(a, b *cookie) int {
		return cmp.Or(len(b.Path)-len(a.Path), a.number-b.number)
	})
	for _, c := range send {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value, Quoted: c.Quoted})
	}
}

func (c *cookie) goesTo(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	if c.hostOnly && host != c.Domain || !domainMatches(host, c.Domain) {
		return false
	}
	return pathMatches(u.Path, c.Path) && (!c.Secure || trustworthy(u))
}

// crosses tells whether a cookie goes along from another site. One without
// SameSite is treated as Lax.
func (c *cookie) crosses(lax bool) bool {
	switch c.SameSite {
	case http.SameSiteNoneMode:
		return true
	case http.SameSiteStrictMode:
		return false
	default:
		return lax
	}
}

func (j *jar) expire() {
	now := j.now()
	j.cookies = slices.DeleteFunc(j.cookies, func(c *cookie) bool {
		return !c.Expires.IsZero() && !c.Expires.After(now)
	})
}

func (j *jar) all() []*http.Cookie {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.expire()
	out := make([]*http.Cookie, 0, len(j.cookies))
	for _, c := range j.cookies {
		out = append(out, new(c.Cookie))
	}
	return out
}

func (j *jar) drop(name string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.cookies = slices.DeleteFunc(j.cookies, func(c *cookie) bool { return c.Name == name })
}

// domainMatches is section 5.1.3.
func domainMatches(host, domain string) bool {
	return host == domain || strings.HasSuffix(host, "."+domain) && net.ParseIP(host) == nil
}

// pathMatches is section 5.1.4.
func pathMatches(path, prefix string) bool {
	if path == "" {
		path = "/"
	}
	if path == prefix {
		return true
	}
	return strings.HasPrefix(path, prefix) && (strings.HasSuffix(prefix, "/") || path[len(prefix)] == '/')
}

// defaultPath is the directory of the URL (section 5.1.4).
func defaultPath(path string) string {
	if i := strings.LastIndex(path, "/"); i > 0 {
		return path[:i]
	}
	return "/"
}
