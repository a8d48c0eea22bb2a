package token_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"countersign/idp/client"
	"countersign/idp/person"
	"countersign/idp/token"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// minter signs by putting the header in front, which shows what is signed.
func minter(t *testing.T) *token.Minter {
	t.Helper()
	m, err := token.New(token.Deps{
		Issuer: "https://id.example", Lifetime: time.Hour, Now: func() time.Time { return now },
		Sign: func(_ context.Context, alg, typ string, claims any) (string, error) {
			b, err := json.Marshal(claims)
			return alg + " " + typ + " " + string(b), err
		},
		Subjects: everywhere{},
		Verify: func(_ context.Context, typ, text string) ([]byte, error) {
			_, rest, ok := strings.Cut(text, " "+typ+" ")
			if !ok {
				return nil, errors.New("not signed")
			}
			return []byte(rest), nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// everywhere has one name for a person at all clients but one.
type everywhere struct{}

func (everywhere) Of(_ context.Context, to client.ID, person string) (string, error) {
	if to == "pairwise" {
		return "sub_of_" + person, nil
	}
	return person, nil
}

func (everywhere) Person(_ context.Context, of client.ID, sub string) (string, error) {
	if of != "pairwise" {
		return sub, nil
	}
	person, ok := strings.CutPrefix(sub, "sub_of_")
	if !ok {
		return "", errors.New("nobody has this subject")
	}
	return person, nil
}

func TestIDTokenNamesAPersonAsTheClientDoes(t *testing.T) {
	m := minter(t)
	id, err := m.IDToken(t.Context(), token.Facts{Person: "per_ada", Client: "pairwise", AuthTime: now, Alg: "ES256"})
	if err != nil || strings.Contains(id, `"per_ada"`) || !strings.Contains(id, `"sub_of_per_ada"`) {
		t.Fatalf("%s, %v", id, err)
	}
	if hint, err := m.ReadHint(t.Context(), id); err != nil || hint.Person != "per_ada" {
		t.Errorf("back: %+v, %v", hint, err)
	}
	if _, err := m.ReadHint(t.Context(), strings.Replace(id, "sub_of_per_ada", "per_ada", 1)); !errors.Is(err, token.ErrHint) {
		t.Errorf("by a name of another sector: %v", err)
	}
}

func TestHintIsAnIDTokenOfOursHoweverOld(t *testing.T) {
	m := minter(t)
	id, err := m.IDToken(t.Context(), token.Facts{Person: "per_ada", Client: "app", AuthTime: now, Session: "ses_1", Alg: "ES256"})
	if err != nil {
		t.Fatal(err)
	}
	old := strings.Replace(id, `"exp":`, `"exp":1,"was":`, 1)
	for _, text := range []string{id, old} {
		if got, err := m.ReadHint(t.Context(), text); err != nil || got != (token.Hint{Person: "per_ada", Client: "app", Session: "ses_1", Issued: now}) {
			t.Errorf("%+v, %v", got, err)
		}
	}
	for name, text := range map[string]string{
		"another type":   strings.Replace(id, " JWT ", " at+jwt ", 1),
		"another issuer": strings.Replace(id, "id.example", "evil.example", 1),
		"no subject":     strings.Replace(id, "per_ada", "", 1),
		"no audience":    strings.Replace(id, `"app"`, `""`, 1),
		"two audiences":  strings.Replace(id, `"app"`, `["app","x"]`, 1),
		"no expiry":      strings.Replace(id, `"exp"`, `"e"`, 1),
		"no JSON":        "ES256 JWT x",
	} {
		if _, err := m.ReadHint(t.Context(), text); !errors.Is(err, token.ErrHint) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestScopesGiveTheirClaimsAndNoMore(t *testing.T) {
	p := person.Person{ID: "per_ada", Username: "ada", Name: "Ada", Email: "ada@example.com", Language: "de", Updated: now, Password: "secret"}
	for scopes, want := range map[string]string{
		"openid":               `{"sub":"per_ada"}`,
		"openid profile":       `{"sub":"per_ada","name":"Ada","preferred_username":"ada","locale":"de","updated_at":1795348800}`,
		"openid email":         `{"sub":"per_ada","email":"ada@example.com","email_verified":false}`,
		"openid phone address": `{"sub":"per_ada"}`,
	} {
		got, err := json.Marshal(token.UserInfoOf(p, strings.Fields(scopes), nil))
		if err != nil || string(got) != want {
			t.Errorf("%s gives %s, %v, want %s", scopes, got, err, want)
		}
	}
	p.Email, p.Language = "", ""
	if got, _ := json.Marshal(token.UserInfoOf(p, []string{"openid", "email"}, nil)); string(got) != `{"sub":"per_ada"}` {
		t.Errorf("without an address: %s", got)
	}
	if got, _ := json.Marshal(token.UserInfoOf(p, []string{"openid", "profile"}, nil)); strings.Contains(string(got), "locale") {
		t.Errorf("without a language: %s", got)
	}
}
