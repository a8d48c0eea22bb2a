// Package browser is a web browser that a program drives: it keeps cookies,
// follows redirects, fills in forms and clicks, and runs no script.
//
// It owns Tab, the cookie jar that tabs share, and the headers by which a
// server tells a browser's own navigation from a forged one (Origin, Referer,
// Sec-Fetch-*).
//
// It asks for nothing; Options may name a clock, TLS settings and addresses to
// dial in place of a host.
//
// It promises:
//  1. Cookies follow RFC 6265bis: __Host- and __Secure- prefixes, SameSite,
//     host-only. http on loopback counts as trustworthy, as in browsers.
//  2. A form sends what HTML says it sends, hidden fields and button included.
//  3. An error names the page; never the query of its address.
package browser
