// Package web is the manners of HTTP that every room keeps: handlers that
// return an error, the one place that writes errors, cookies and headers, and
// the one log line of a request.
//
// It owns Web, Handler, Failure, Event, Streams, the cookie names, in which
// language and theme a page is, and what scripts of other origins may read.
//
// It asks for the issuer, the trusted proxies, the languages, a log, a clock, and
// the page that shows an error.
//
// It promises:
//  1. A client reads of an unknown error only a reference; the log has the rest.
//  2. No URL is ever built from Host or from a forwarded header.
//  3. A log line holds the route's pattern, never the path, query, cookies or
//     body, where secrets travel.
//  4. A form posted from another site is refused before any room sees it.
package web
