package authorize_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"countersign/idp/client"
	"countersign/idp/flow"
)

// form is what a page posts on.
type form struct {
	action, method string
	fields         url.Values
	button         bool // there is one to press, with the stable id
}

// formOf reads the page as a browser would.
func formOf(t *testing.T, r result) form {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	f, forms := form{fields: url.Values{}}, 0
	for n := range doc.Descendants() {
		at := map[string]string{}
		for _, a := range n.Attr {
			at[a.Key] = a.Val
		}
		switch n.Data {
		case "form":
			forms++
			f.action, f.method = at["action"], at["method"]
		case "input":
			f.fields.Add(at["name"], at["value"])
		case "button":
			f.button = at["id"] == "form-post-continue" && at["type"] == "submit"
		case "script":
			if at["src"] == "" || n.FirstChild != nil {
				t.Error("a script stands in the page")
			}
		}
	}
	if forms != 1 || r.status != http.StatusOK {
		t.Fatalf("%d forms with status %d", forms, r.status)
	}
	return f
}

// answer is what an application reads of any mode: what stands in a signed one,
// and whether it was signed.
func (h *house) answer(r result, uri string) (v url.Values, carrier string, signed bool) {
	h.t.Helper()
	switch {
	case r.to == "":
		f := formOf(h.t, r)
		if f.action != uri || f.method != "post" || !f.button {
			h.t.Fatalf("the form is %+v", f)
		}
		v, carrier = f.fields, "form"
	default:
		rest, ok := strings.CutPrefix(r.to, uri)
		if !ok || r.status != http.StatusSeeOther {
			h.t.Fatalf("sent to %q with %d", r.to, r.status)
		}
		carrier = map[string]string{"#": "fragment", "&": "query", "?": "query"}[rest[:1]]
		var err error
		if v, err = url.ParseQuery(rest[1:]); err != nil {
			h.t.Fatal(err)
		}
	}
	if !v.Has("response") {
		return v, carrier, false
	}
	if len(v) != 1 {
		h.t.Errorf("beside the signed answer there is %v", v)
	}
	return h.opened(v.Get("response")), carrier, true
}

// opened checks the claims of a signed answer (JARM section 2.1) and gives the
// parameters in it.
func (h *house) opened(text string) url.Values {
	h.t.Helper()
	head, payload, _ := strings.Cut(text, "||") // no typ
	var claims map[string]any
	if err := json.Unmarshal([]byte(payload), &claims); err != nil {
		h.t.Fatalf("%q: %v", text, err)
	}
	if head != "ES256" || claims["iss"] != issuer || claims["aud"] != "app" {
		h.t.Errorf("%s of %v", head, claims)
	}
	if exp, _ := claims["exp"].(float64); exp < float64(h.now.Unix()+10) || exp > float64(h.now.Unix()+600) {
		h.t.Errorf("exp is %v at %d", claims["exp"], h.now.Unix())
	}
	v := url.Values{"iss": {issuer}}
	for name, value := range claims {
		if text, ok := value.(string); ok && name != "aud" && name != "iss" {
			v.Set(name, text)
		}
	}
	return v
}

// TestEveryAnswerTravelsAsWasAsked walks every mode through every end of a
// request.
func TestEveryAnswerTravelsAsWasAsked(t *testing.T) {
	ends := map[string]struct {
		do   func(h *house, mode string) result
		want map[string]string
	}{
		"a code at once": {func(h *house, mode string) result {
			return h.signedIn(time.Hour).begin(request("response_mode", mode))
		}, map[string]string{"code": "cs_ac_code"}},
		"refused": {func(h *house, mode string) result {
			return h.begin(request("response_mode", mode, "prompt", "none"))
		}, map[string]string{"error": "login_required"}},
		"refused by the first check": {func(h *house, mode string) result {
			return h.begin(request("response_mode", mode, "response_type", "token"))
		}, map[string]string{"error": "unsupported_response_type"}},
		"a code after the sign-in": {func(h *house, mode string) result {
			return h.resume(string(finished(h, "response_mode", mode).ID))
		}, map[string]string{"code": "cs_ac_code"}},
		"not the person who was asked for": {func(h *house, mode string) result {
			return h.resume(string(finished(h, "response_mode", mode, "id_token_hint", "bob").ID))
		}, map[string]string{"error": "login_required"}},
		"cancelled": {func(h *house, mode string) result {
			s := finished(h, "response_mode", mode)
			s.State, s.EndedBy = flow.Ended, flow.EndedByPerson
			h.flows[s.ID] = s
			return h.resume(string(s.ID))
		}, map[string]string{"error": "access_denied"}},
		"cannot be met": {func(h *house, mode string) result {
			s := finished(h, "response_mode", mode)
			s.State, s.EndedBy = flow.Ended, flow.EndedByNeed
			h.flows[s.ID] = s
			return h.resume(string(s.ID))
		}, map[string]string{"error": "unmet_authentication_requirements"}},
	}
	for mode, want := range map[string]struct {
		carrier string
		signed  bool
	}{
		"": {"query", false}, "query": {"query", false}, "fragment": {"fragment", false}, "form_post": {"form", false},
		"jwt": {"query", true}, "query.jwt": {"query", true}, "fragment.jwt": {"fragment", true}, "form_post.jwt": {"form", true},
	} {
		for name, end := range ends {
			t.Run(mode+" "+name, func(t *testing.T) {
				h := newHouse(t)
				r := end.do(h, mode)
				v, carrier, signed := h.answer(r, redirect)
				if carrier != want.carrier || signed != want.signed {
					t.Errorf("in the %s, signed %v", carrier, signed)
				}
				v.Del("error_description")
				all := maps.Clone(end.want)
				all["state"], all["iss"] = "a=b&c d/é", issuer
				for name, text := range all {
					if v.Get(name) != text {
						t.Errorf("%s is %q, want %q", name, v.Get(name), text)
					}
				}
				if len(v) != len(all) || r.header.Get("Cache-Control") != "no-store" {
					t.Errorf("%v with %v", v, r.header)
				}
			})
		}
	}
}

func TestFormLeadsToTheApplicationAlone(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	r := h.begin(request("response_mode", "form_post"))
	policy := r.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "form-action https://app.example;") || !strings.Contains(policy, "script-src 'self';") ||
		!strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
		t.Error(policy)
	}
	if r.header.Get("Referrer-Policy") != "strict-origin" {
		t.Errorf("the application is told %q of where the form comes from", r.header.Get("Referrer-Policy"))
	}
}

// TestStateCannotBreakOutOfTheForm is the XSS that form_post is known for.
func TestStateCannotBreakOutOfTheForm(t *testing.T) {
	for _, state := range []string{
		`"><script>alert(1)</script>`, `' onfocus=alert(1) autofocus x='`, `</form><form action=https://evil.example>`,
		"&quot;&gt;&lt;script&gt;", "`${x}`", "<!--", "]]>", "\u2028\u202e",
	} {
		for _, end := range []string{"", "none"} { // an error, and a code
			h := newHouse(t)
			if end == "" {
				h.signedIn(time.Hour)
			}
			f := formOf(t, h.begin(request("response_mode", "form_post", "state", state, "prompt", end)))
			want := []string{"code", "iss", "state"}
			if end != "" {
				want = []string{"error", "error_description", "iss", "state"}
			}
			if got := slices.Sorted(maps.Keys(f.fields)); f.fields.Get("state") != state || !slices.Equal(got, want) || f.action != redirect {
				t.Errorf("state %q became %v", state, f)
			}
		}
	}
}

// A browser makes CRLF of a line break in a form, and JSON has no place for
// bytes that are no text: such a state would not come back as it was sent.
func TestStateThatTheModeWouldChangeIsRefused(t *testing.T) {
	for _, state := range []string{"a\nb", "a\x00b", "\xff"} {
		for mode, refused := range map[string]bool{"query": false, "fragment": false, "form_post": true, "jwt": true, "form_post.jwt": true} {
			h := newHouse(t).signedIn(time.Hour)
			v, _, _ := h.answer(h.begin(request("response_mode", mode, "state", state)), redirect)
			if got := v.Get("error") == "invalid_request"; got != refused || v.Has("state") == refused {
				t.Errorf("%q by %s: %v", state, mode, v)
			}
		}
	}
}

func TestFormGoesToWebServersAlone(t *testing.T) {
	const app = "com.example.app:/cb"
	for mode, want := range map[string]string{"form_post": "invalid_request", "form_post.jwt": "invalid_request", "fragment": "", "jwt": ""} {
		h := newHouse(t).signedIn(time.Hour)
		v, _, _ := h.answer(h.begin(request("response_mode", mode, "redirect_uri", app)), app)
		if v.Get("error") != want {
			t.Errorf("%s: %v", mode, v)
		}
	}
}

func TestAnswerIsSignedByTheAlgorithmOfTheClient(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	c := h.clients["app"]
	c.Metadata = client.Metadata{ResponseAlg: "RS256"}
	h.clients["app"] = c
	if r := h.begin(request("response_mode", "jwt")); !strings.HasPrefix(r.to, redirect+"&response=RS256%7C%7C") {
		t.Errorf("sent to %q", r.to)
	}
}

// Sign-ins that were begun before there were modes go on.
func TestStoredRequestWithoutAModeIsAnsweredInTheQuery(t *testing.T) {
	h := newHouse(t)
	s := finished(h)
	s.Request = []byte(strings.Replace(string(s.Request), `"mode":"query"`, `"was":""`, 1))
	h.flows[s.ID] = s
	if q := h.resume(string(s.ID)).sentBack(t); q.Get("code") == "" {
		t.Errorf("told %v", q)
	}
}
