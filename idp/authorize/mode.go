package authorize

import (
	"slices"
	"strings"
)

// mode is how an answer travels to the application: OAuth 2.0 Multiple Response
// Type Encoding Practices section 2.1, OAuth 2.0 Form Post Response Mode, and
// JWT Secured Authorization Response Mode (JARM) section 2.3.
type mode string

// The modes, as response_mode names them. "jwt" is the signed form of the
// response type's own mode (JARM section 2.3.4): of "code", that is query.
const (
	modeQuery       mode = "query"
	modeFragment    mode = "fragment"
	modeFormPost    mode = "form_post"
	modeJWT         mode = "jwt"
	modeQueryJWT    mode = "query.jwt"
	modeFragmentJWT mode = "fragment.jwt"
	modeFormPostJWT mode = "form_post.jwt"
)

// modeOf reads response_mode; ok is false if it is none of ours. A request that
// names none is answered in the query.
func modeOf(text string) (m mode, ok bool) {
	if text == "" {
		return modeQuery, true
	}
	m = mode(text)
	return m, slices.Contains([]mode{
		modeQuery, modeFragment, modeFormPost, modeJWT, modeQueryJWT, modeFragmentJWT, modeFormPostJWT,
	}, m)
}

// signed says whether the answer is one signed parameter.
func (m mode) signed() bool { return m == modeJWT || strings.HasSuffix(string(m), ".jwt") }

// posted and inFragment say how the browser carries it; else it is the query.
func (m mode) posted() bool     { return m == modeFormPost || m == modeFormPostJWT }
func (m mode) inFragment() bool { return m == modeFragment || m == modeFragmentJWT }

// reaches says whether the mode can carry an answer to a URI: a form can be
// posted to a web server alone.
func (m mode) reaches(uri string) bool {
	return !m.posted() || strings.HasPrefix(uri, "https://") || strings.HasPrefix(uri, "http://")
}

// returns says whether the mode gives a state back byte for byte. Addresses
// take anything; JSON and forms take text, and forms change line breaks in it.
func (m mode) returns(state string) bool {
	return !m.signed() && !m.posted() || clean(state, maxState)
}
