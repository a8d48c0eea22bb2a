package wire

import (
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
)

// Link is an enrolment link: where to enrol, the secret that allows it once, and
// the challenge key that the device pins. The secret stands in the fragment, so
// that opening the link sends it nowhere.
type Link struct {
	Issuer     string
	Code       Secret
	Thumbprint string
}

const (
	linkVersion = "1"
	codeBytes   = 16 // 128 bits
	maxLink     = 2 << 10
)

// URL is the link with its secret, to be shown and nothing else.
func (l Link) URL() string {
	return l.Issuer + PathLink + "#v=" + linkVersion + "&c=" + l.Code.Reveal() + "&k=" + l.Thumbprint
}

// String is the link without its secret.
func (l Link) String() string { return l.Issuer + PathLink }

// LogValue is the link without its secret.
func (l Link) LogValue() slog.Value { return slog.StringValue(l.String()) }

// ParseLink reads an enrolment link. The version, the secret and the pinned key
// are there exactly once each, and nothing else is.
func ParseLink(text string) (Link, error) {
	// The text is not repeated in any error: it holds the secret.
	issuer, values, err := cutLink(text, PathLink)
	if err != nil {
		return Link{}, fmt.Errorf("parse link: %w", err)
	}
	if values["v"] != linkVersion {
		return Link{}, fmt.Errorf("parse link: %w: made by another version; update this authenticator", ErrLink)
	}
	if len(values) != 3 || !isEncoded(values["c"], codeBytes) || !isEncoded(values["k"], 32) {
		return Link{}, fmt.Errorf("parse link: %w: code or key damaged; copy the whole link", ErrLink)
	}
	return Link{Issuer: issuer, Code: Secret(values["c"]), Thumbprint: values["k"]}, nil
}

// cutLink takes a link below an issuer apart, and the members of its fragment.
func cutLink(text, path string) (issuer string, values map[string]string, err error) {
	if len(text) > maxLink {
		return "", nil, fmt.Errorf("%w: too long", ErrLink)
	}
	before, fragment, ok := strings.Cut(strings.TrimSpace(text), "#")
	if !ok {
		return "", nil, fmt.Errorf("%w: nothing after #; copy the whole link", ErrLink)
	}
	if issuer, ok = strings.CutSuffix(before, path); !ok {
		return "", nil, fmt.Errorf("%w: path is not %s", ErrLink, path)
	}
	if err := CheckIssuer(issuer); err != nil {
		return "", nil, err
	}
	values = map[string]string{}
	for pair := range strings.SplitSeq(fragment, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if _, twice := values[name]; twice {
			return "", nil, fmt.Errorf("%w: member twice", ErrLink)
		}
		values[name] = value
	}
	return issuer, values, nil
}

// CheckIssuer says whether an authenticator may talk to iss: an https URL with
// nothing but host and path and no slash at the end (OpenID Discovery §3), or
// http where the other end is this machine.
func CheckIssuer(iss string) error {
	u, err := url.Parse(iss)
	if err != nil {
		return fmt.Errorf("%w: not a URL", ErrIssuer)
	}
	plain := u.Scheme + "://" + u.Host + u.EscapedPath()
	if u.Hostname() == "" || plain != iss || strings.HasSuffix(iss, "/") {
		return fmt.Errorf("%w: only scheme, host and path", ErrIssuer)
	}
	if u.Scheme == "https" || (u.Scheme == "http" && isLoopback(u.Hostname())) {
		return nil
	}
	return ErrIssuer
}

// isLoopback says whether host is this machine (RFC 6761 §6.3, RFC 8252 §7.3).
func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}
