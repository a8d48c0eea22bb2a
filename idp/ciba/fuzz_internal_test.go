package ciba

import (
	"crypto/hmac"
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// What a client signed to ask a phone has one reading: each parameter once, none
// of them a claim about the object or another request, and all of it such as a
// form could have said.
func FuzzSigned(f *testing.F) {
	f.Add([]byte(`{"iss":"app","aud":"https://id.example","jti":"a","exp":1790000300,"nbf":1790000000,"iat":1790000000,"scope":"openid","requested_expiry":60,"authorization_details":[{"type":"pay"}]}`))
	f.Add([]byte(`{"scope":"openid","Scope":"x","request":null,"login_hint":"a\u0000b"}`))
	f.Add([]byte(`{"sub_id":{"format":"opaque","id":"ada"},"iss":"app","aud":["a","b"],"jti":"","exp":1e400}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		k, err := claimsOf(payload)
		if err == nil && (k.ID == "" || k.Issuer == "" || k.Audience == nil || k.Expires == nil || k.NotBefore == nil || k.IssuedAt == nil) {
			t.Errorf("%q: %+v", payload, k)
		}
		values, err := parameters(payload)
		if err != nil {
			return
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(payload, &members); err != nil {
			t.Fatalf("%q: only one of two reads it: %v", payload, err)
		}
		for name, v := range values {
			if _, there := members[name]; !there || len(v) != 1 || v[0] == "" || slices.Contains(ownMembers, name) || name == "request" || name == "request_uri" {
				t.Errorf("%q: %s is %q", payload, name, v)
			}
		}
		if again, err := url.ParseQuery(values.Encode()); err != nil || !reflect.DeepEqual(again, values) {
			t.Errorf("%q: as a form it would be %v: %v", payload, again, err)
		}
	})
}

// A code that a person made is good however it is typed, and no other is.
func FuzzUserCode(f *testing.F) {
	k := &Consents{Key: make([]byte, 32)}
	kept := k.Hash("per_1", "BCDF-GHJK")
	for _, typed := range []string{"BCDF-GHJK", "bcdf ghjk", "b.c.d.f\u2011g\u2013h\u00a0jk", "BCDF-GHJL", "BCDFGHJKK", "\u00a0b", "\u017f"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		letters := strings.Map(func(r rune) rune {
			if strings.ContainsRune(" -.\u00a0\u2011\u2013", r) {
				return -1
			}
			return r
		}, typed)
		if good := hmac.Equal(kept, k.Hash("per_1", typed)); good != (len(typed) <= 32 && strings.ToUpper(letters) == "BCDFGHJK") {
			t.Errorf("%q is good: %v", typed, good)
		}
	})
}
