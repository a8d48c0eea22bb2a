package logout

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"countersign/idp/client"
	"countersign/idp/sso"
	"countersign/idp/web"
	"countersign/templates"
)

// frame is the page with which one application signs this browser out.
type frame struct{ app, url, origin string }

// frames are those of the applications that were used in a session and have one
// (OpenID Connect Front-Channel Logout 1.0 section 2).
func (x *Room) frames(ctx context.Context, session sso.ID) ([]frame, error) {
	apps, err := x.Apps(ctx, string(session))
	if err != nil {
		return nil, fmt.Errorf("sign out: %w", err)
	}
	var out []frame
	for _, id := range apps {
		c, err := x.Clients.Find(ctx, id)
		if errors.Is(err, client.ErrNotFound) || err == nil && c.Metadata.FrontchannelLogoutURI == "" {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("sign out: %w", err)
		}
		f, err := x.frame(c, session)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// frame has issuer and session, both or neither (section 2), in the query.
func (x *Room) frame(c client.Client, session sso.ID) (frame, error) {
	u, err := url.Parse(c.Metadata.FrontchannelLogoutURI)
	if err != nil {
		return frame{}, fmt.Errorf("parse a registered URI: %w", err)
	}
	f := frame{app: c.Name, url: c.Metadata.FrontchannelLogoutURI, origin: u.Scheme + "://" + u.Host}
	if c.Metadata.FrontchannelLogoutSession {
		f.url = withQuery(f.url, u, url.Values{"iss": {x.Issuer}, "sid": {string(session)}})
	}
	return f, nil
}

// withQuery is a URI as it was registered, which u is read from, with more
// parameters.
func withQuery(uri string, u *url.URL, more url.Values) string {
	if u.RawQuery != "" || u.ForceQuery {
		return uri + "&" + more.Encode()
	}
	return uri + "?" + more.Encode()
}

// tell loads the frames, and goes on where leave would have led.
func (x *Room) tell(w http.ResponseWriter, r *http.Request, a asked) error {
	page := templates.SigningOut{App: a.client.Name, To: a.back, Back: a.back != ""}
	if a.back == "" {
		page.To = SignedOutPath
	}
	var origins []string
	for _, f := range a.frames {
		page.Frames = append(page.Frames, templates.SignOutFrame{App: f.app, URL: f.url})
		if !slices.Contains(origins, f.origin) {
			origins = append(origins, f.origin)
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", web.FramePolicy(origins...))
	return web.Render(w, r, http.StatusOK, templates.SigningOutPage(page))
}
