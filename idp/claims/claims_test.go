package claims_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"countersign/idp/claims"
)

func TestWishesAreRead(t *testing.T) {
	got, err := claims.Parse(`{"userinfo":{"given_name":{"essential":true},"name":null},"x":7,
		"id_token":{"acr":{"essential":true,"values":["phr","b"]},"sub":{"value":"per_1"},"auth_time":{"essential":true},"n":{"value":7,"x":1}}}`)
	if err != nil {
		t.Fatal(err)
	}
	want := claims.Request{
		UserInfo: map[string]claims.Wish{"given_name": {Essential: true}, "name": {}},
		IDToken: map[string]claims.Wish{
			"acr": {Essential: true, Values: []string{"phr", "b"}}, "sub": {Values: []string{"per_1"}}, "auth_time": {Essential: true}, "n": {Values: []string{"7"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOtherFormsAreRefused(t *testing.T) {
	for _, text := range []string{
		"x", "[]", "null", "7", `{"userinfo":[]}`, `{"userinfo":{"name":true}}`, `{"userinfo":{"name":[]}}`, `{"id_token":{"acr":{"essential":"yes"}}}`,
		`{"id_token":{"acr":{"values":"phr"}}}`, `{"userinfo":{"name":null,"name":null}}`, `{"userinfo":{},"userinfo":{}}`, `{"userinfo":{}} {}`,
		`{"userinfo":{"` + strings.Repeat("n", 5000) + `":null}}`, `{"userinfo":{` + many() + `}}`,
	} {
		if _, err := claims.Parse(text); !errors.Is(err, claims.ErrForm) {
			t.Errorf("%.60s: %v", text, err)
		}
	}
}

func many() string {
	var names []string
	for i := range 51 {
		names = append(names, `"`+strings.Repeat("n", i+1)+`":null`)
	}
	return strings.Join(names, ",")
}

func TestKeptIsWhatWeHaveAndMayTell(t *testing.T) {
	r, err := claims.Parse(`{"userinfo":{"name":{"essential":true},"email":null,"phone_number":null},"id_token":{"locale":null,"acr":null}}`)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.ScopesOf(); !slices.Equal(got, []string{"email", "profile"}) {
		t.Errorf("scopes %v", got)
	}
	kept := r.Only(func(scope string) bool { return scope == "profile" }).Keep()
	if string(kept) != `{"id_token":{"locale":null},"userinfo":{"name":null}}` {
		t.Errorf("kept %s", kept)
	}
	userInfo, idToken, err := claims.Kept(kept)
	if err != nil || !slices.Equal(userInfo, []string{"name"}) || !slices.Equal(idToken, []string{"locale"}) {
		t.Errorf("%v, %v, %v", userInfo, idToken, err)
	}
	if got := r.Only(func(string) bool { return false }).Keep(); got != nil {
		t.Errorf("kept %s", got)
	}
	if userInfo, idToken, err := claims.Kept(nil); userInfo != nil || idToken != nil || err != nil {
		t.Errorf("of nothing: %v, %v, %v", userInfo, idToken, err)
	}
}

// FuzzParse: whatever comes, what is kept is read again as itself.
func FuzzParse(f *testing.F) {
	f.Add(`{"userinfo":{"name":{"essential":true,"value":1e9}},"id_token":{"email":null,"acr":{"values":["a",{}]}}}`)
	f.Add(`{"userinfo":null,"id_token":{"sub":{"value":"\u0000"}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := claims.Parse(text)
		if err != nil {
			return
		}
		kept := r.Only(func(string) bool { return true }).Keep()
		again, err := claims.Parse(string(kept))
		if err != nil || string(again.Keep()) != string(kept) {
			t.Errorf("%q: kept %s, then %s, %v", text, kept, again.Keep(), err)
		}
	})
}
