package web

import "net/http"

// Origin is the web origin whose script sent the request (RFC 6454 section 7),
// "" if it names none or more than one.
func Origin(r *http.Request) string {
	found := r.Header.Values("Origin")
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// Preflight says whether a browser asks for a script of another origin whether
// it may send what it wants to (Fetch, section 3.2.2).
func Preflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
}

// ByOrigin tells caches that the answer depends on who asks. It stands in every
// answer of an endpoint that lets some origins in, also in those to others.
func ByOrigin(h http.Header) { h.Add("Vary", "Origin") }

// AllowOrigin lets scripts of an origin read the answer. They send no cookies:
// those would make every such page act for whoever is signed in here.
func AllowOrigin(h http.Header, origin string) {
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate, DPoP-Nonce")
}

// AllowPreflight answers Preflight with yes.
func AllowPreflight(w http.ResponseWriter, origin, methods string) error {
	h := w.Header()
	AllowOrigin(h, origin)
	h.Set("Access-Control-Allow-Methods", methods)
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, DPoP")
	h.Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
	return nil
}
