package browser

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/url"
	"time"
)

// Options are all optional.
type Options struct {
	// DialTo maps the host and port of a URL ("localhost:8080") to the address
	// that is dialled in its place, so that several replicas can answer under
	// one name.
	DialTo map[string]string
	// TLS is how https servers are checked; nil trusts the system's roots.
	TLS *tls.Config
	// Timeout bounds one navigation with its redirects; 0 means 30 s.
	Timeout time.Duration
	// UserAgent is the User-Agent header; "" names a current Chromium.
	UserAgent string
	// Now is the clock that ends cookies; nil means time.Now.
	Now func() time.Time
}

const (
	defaultTimeout   = 30 * time.Second
	defaultUserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)

// Tab is one tab of a browser. Tabs may run beside one another; one tab is for
// one goroutine at a time.
type Tab struct {
	shared *shared
	page   *page
	past   []*page
}

// shared is what the tabs of one browser have in common.
type shared struct {
	client    *http.Client
	routes    *routes
	jar       *jar
	userAgent string
	timeout   time.Duration
}

// New is a fresh browser with one empty tab and no cookies.
func New(o Options) *Tab {
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	if o.UserAgent == "" {
		o.UserAgent = defaultUserAgent
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	r := newRoutes(o.DialTo)
	return &Tab{shared: &shared{
		client:    &http.Client{Transport: r.transport(o.TLS), CheckRedirect: oneAtATime},
		routes:    r,
		jar:       &jar{now: o.Now},
		userAgent: o.UserAgent,
		timeout:   o.Timeout,
	}}
}

// Tab is a new empty tab of the same browser: same cookies, own page.
func (t *Tab) Tab() *Tab { return &Tab{shared: t.shared} }

// DialTo switches the address that is dialled for a host and port, in all
// tabs; address "" goes back to the host itself.
func (t *Tab) DialTo(host, address string) { t.shared.routes.set(host, address) }

// Open goes to an absolute URL as if it were typed into the address bar.
func (t *Tab) Open(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return errors.New("open: this is not a URL") // the URL may hold a secret
	}
	return t.visit(ctx, visit{method: http.MethodGet, url: u, byUser: true})
}

// Reload asks for the page again, and sends its form again if the page was the
// answer to one.
func (t *Tab) Reload(ctx context.Context) error {
	if t.page == nil {
		return errNoPage
	}
	v := t.page.made
	v.byUser, v.replace = true, true
	return t.visit(ctx, v)
}

// Back shows the page before this one as it was left, with what was filled in
// and without asking the server; Reload after Back asks it.
func (t *Tab) Back() error {
	if len(t.past) == 0 {
		return errors.New("back: there is no page before this one")
	}
	t.page = t.past[len(t.past)-1]
	t.past = t.past[:len(t.past)-1]
	return nil
}

// URL is the address of the page, "" in an empty tab.
func (t *Tab) URL() string {
	if t.page == nil {
		return ""
	}
	return t.page.url.String()
}

// Status is the HTTP status of the page, 0 in an empty tab.
func (t *Tab) Status() int {
	if t.page == nil {
		return 0
	}
	return t.page.status
}

// Header is the header of the page's answer.
func (t *Tab) Header() http.Header {
	if t.page == nil {
		return http.Header{}
	}
	return t.page.header
}

// Body is the page as it came.
func (t *Tab) Body() string {
	if t.page == nil {
		return ""
	}
	return string(t.page.body)
}

// Cookies are all cookies of the browser, with their attributes.
func (t *Tab) Cookies() []*http.Cookie { return t.shared.jar.all() }

// DropCookie removes every cookie of this name, as a person or a cleaner may.
func (t *Tab) DropCookie(name string) { t.shared.jar.drop(name) }

var errNoPage = errors.New("the tab is empty: open a page first")

func oneAtATime(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
