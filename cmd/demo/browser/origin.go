package browser

import (
	"net"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// origin is the tuple of RFC 6454 section 4 as a header shows it.
func origin(u *url.URL) string { return u.Scheme + "://" + strings.ToLower(hostPort(u)) }

// hostPort leaves out the port that the scheme implies.
func hostPort(u *url.URL) string {
	if port := u.Port(); port == "" || port == defaultPort(u.Scheme) {
		return strings.TrimSuffix(u.Host, ":"+port)
	}
	return u.Host
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

func sameOrigin(a, b *url.URL) bool { return origin(a) == origin(b) }

// sameSite compares schemes and registrable domains; ports are no part of a
// site (HTML section 7.1.1, "schemelessly same site" and "same site").
func sameSite(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && site(a.Hostname()) == site(b.Hostname())
}

func site(host string) string {
	host = strings.ToLower(host)
	if net.ParseIP(host) != nil {
		return host
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return host // localhost and public suffixes stand for themselves
	}
	return domain
}

// trustworthy is "potentially trustworthy" of the W3C's Secure Contexts,
// section 3.1: https, or this machine.
func trustworthy(u *url.URL) bool {
	if u.Scheme == "https" {
		return true
	}
	host := strings.ToLower(u.Hostname())
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// defaultPolicy holds where a page states none (Referrer Policy section 3).
const defaultPolicy = "strict-origin-when-cross-origin"

// policyOf is the last policy in a Referrer-Policy header that we know, or
// fallback (Referrer Policy section 8.1).
func policyOf(header, fallback string) string {
	for token := range strings.SplitSeq(header, ",") {
		switch p := strings.ToLower(strings.TrimSpace(token)); p {
		case "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin",
			"origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url":
			fallback = p
		}
	}
	return fallback
}

// referrer is the Referer header for a request from page from to u, "" for
// none (Referrer Policy section 8.3).
func referrer(from, u *url.URL, policy string) string {
	whole := *from
	whole.User, whole.Fragment = nil, ""
	full, short := whole.String(), origin(from)+"/"
	same := sameOrigin(from, u)
	downgrade := trustworthy(from) && !trustworthy(u)
	switch policy {
	case "no-referrer":
		return ""
	case "unsafe-url":
		return full
	case "origin":
		return short
	case "same-origin":
		if same {
			return full
		}
		return ""
	case "origin-when-cross-origin":
		if same {
			return full
		}
		return short
	}
	switch { // the policies that mind a downgrade
	case downgrade:
		return ""
	case policy == "no-referrer-when-downgrade", policy == defaultPolicy && same:
		return full
	default:
		return short
	}
}

// originHeader is the Origin header of a form's POST (Fetch section 3.2,
// "append a request Origin header").
func originHeader(from, u *url.URL, policy string) string {
	switch policy {
	case "no-referrer":
		return "null"
	case "same-origin":
		if !sameOrigin(from, u) {
			return "null"
		}
	case "no-referrer-when-downgrade", "strict-origin", "strict-origin-when-cross-origin":
		if from.Scheme == "https" && u.Scheme != "https" {
			return "null"
		}
	}
	return origin(from)
}
