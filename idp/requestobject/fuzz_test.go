package requestobject_test

import (
	"context"
	"errors"
	"net/url"
	"reflect"
	"testing"
	"time"
	"unicode/utf8"

	"countersign/idp/client"
	"countersign/idp/clientkeys"
	"countersign/idp/protocol"
	"countersign/idp/requestobject"
)

// said is a book by which a client has signed just this. Real signatures differ
// each time that they are made, and with them the paths that the fuzzer sees: it
// took each for news, and was busy with nothing else.
type said []byte

func (b said) Verify(context.Context, client.Client, clientkeys.JWS, []string) ([]byte, error) {
	return b, nil
}

// readSaid reads what a client signed.
func readSaid(t *testing.T, payload []byte, fapi bool) (requestobject.Object, error) {
	t.Helper()
	x, err := requestobject.New(requestobject.Deps{Issuer: issuer, Keys: said(payload), FAPI: fapi, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return x.Read(t.Context(), client.Client{ID: "app"}, "eyJhbGciOiJFUzI1NiJ9.e30.AA")
}

// Whatever a client signs, it is told why that is refused, or it has one
// reading: that of a query, of its own, with an end. What FAPI takes is taken
// everywhere, and says the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"iss":"app","aud":["` + issuer + `"],"client_id":"app","max_age":1e2,"claims":{"a":[1,null]},"resource":["x",1]}`))
	f.Add([]byte(`{"exp":1e999,"nbf":-0,"scope":null}`))
	f.Add([]byte(`{"iss":"app","aud":"` + issuer + `","client_id":"app","exp":1795349100,"nbf":1795348800,"iat":1795348800,"jti":"one","scope":"openid"}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		o, err := readSaid(t, payload, false)
		strict, strictErr := readSaid(t, payload, true)
		if strictErr == nil && (err != nil || !reflect.DeepEqual(o, strict)) {
			t.Errorf("%q: FAPI alone reads %v: %v", payload, strict, err)
		}
		if err != nil {
			if _, told := errors.AsType[*protocol.Error](err); !told || o.ID != "" {
				t.Errorf("%q: %+v, %v", payload, o, err)
			}
			return
		}
		if o.Values.Get("client_id") != "app" || o.Values.Has("request") || o.Values.Has("request_uri") || !o.Until.After(now) {
			t.Errorf("%q: %+v", payload, o)
		}
		for name, values := range o.Values {
			for _, v := range values {
				if !utf8.ValidString(name) || !utf8.ValidString(v) {
					t.Errorf("%q: %q is %q", payload, name, v)
				}
			}
			if len(values) == 0 {
				t.Errorf("%q: %s has no value", payload, name)
			}
		}
		if again, err := url.ParseQuery(o.Values.Encode()); err != nil || !reflect.DeepEqual(again, o.Values) {
			t.Errorf("%q: as a query it would be %v: %v", payload, again, err)
		}
	})
}
