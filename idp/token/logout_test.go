package token_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"countersign/idp/token"
)

func TestLogoutTokenSaysWhatTheSectionAsks(t *testing.T) {
	m := minter(t)
	facts := token.LogoutFacts{Person: "per_ada", Client: "app", Session: "ses_1", Alg: "ES256"}
	text, err := m.LogoutToken(t.Context(), facts)
	if err != nil {
		t.Fatal(err)
	}
	claims, ok := strings.CutPrefix(text, "ES256 logout+jwt ")
	if !ok {
		t.Fatalf("its header: %s", text)
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(claims), &got); err != nil {
		t.Fatal(err)
	}
	jti, _ := got["jti"].(string)
	delete(got, "jti")
	rest, err := json.Marshal(got)
	const want = `{"aud":"app","events":{"http://schemas.openid.net/event/backchannel-logout":{}},"exp":1795348920,"iat":1795348800,` +
		`"iss":"https://id.example","sid":"ses_1","sub":"per_ada"}`
	if err != nil || string(rest) != want || len(jti) < 20 {
		t.Errorf("jti %q and %s, want %s", jti, rest, want)
	}
	if again, _ := m.LogoutToken(t.Context(), facts); again == text {
		t.Error("two tokens with one jti")
	}
	if _, err := m.ReadHint(t.Context(), text); !errors.Is(err, token.ErrHint) {
		t.Errorf("a logout token as a hint: %v", err)
	}
}
