package dpop

import (
	"net/url"
	"strings"
)

// normal is a URL as RFC 9449 section 4.3 compares it: without query and
// fragment, normalized by syntax and scheme (RFC 3986 sections 6.2.2, 6.2.3).
// It is "" for what is no absolute URL of a web server.
func normal(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Opaque != "" || u.User != nil || u.Hostname() == "" {
		return ""
	}
	scheme, host, port := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()
	switch {
	case scheme == "https" && port == "443", scheme == "http" && port == "80":
		port = ""
	case scheme != "https" && scheme != "http":
		return ""
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" {
		host += ":" + port
	}
	return scheme + "://" + host + noDots(unreserved(u.EscapedPath()))
}

// unreserved decodes the characters of an escaped path that need no escape,
// and writes the other escapes with capitals.
func unreserved(path string) string {
	var out strings.Builder
	for i := 0; i < len(path); i++ {
		if path[i] != '%' || i+2 >= len(path) {
			out.WriteByte(path[i])
			continue
		}
		c := value(path[i+1])<<4 | value(path[i+2])
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			out.WriteByte(c)
		} else {
			out.WriteString(strings.ToUpper(path[i : i+3]))
		}
		i += 2
	}
	return out.String()
}

// value is that of a hexadecimal digit, which url.Parse has seen to.
func value(c byte) byte {
	switch {
	case c >= 'a':
		return c - 'a' + 10
	case c >= 'A':
		return c - 'A' + 10
	}
	return c - '0'
}

// noDots removes dot segments from an escaped path (RFC 3986 section 5.2.4).
func noDots(path string) string {
	decoded, err := url.PathUnescape(path)
	if err != nil || path == "" {
		return "/"
	}
	root := url.URL{Scheme: "https", Host: "host", Path: "/"}
	return root.ResolveReference(&url.URL{Path: decoded, RawPath: path}).EscapedPath()
}
