package discovery_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"countersign/idp/discovery"
	"countersign/idp/keys"
)

func TestVAPIDKeyIsGivenWithItsName(t *testing.T) {
	r := get(t, newRoom(t).VAPIDKey)
	if got, want := r.Body.String(), `{"k":"vapid","key":"BP_-"}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if kind := r.Header().Get("Content-Type"); kind != "application/json" {
		t.Errorf("Content-Type %q", kind)
	}
}

func TestWithoutVAPIDKeyNothingIsPublished(t *testing.T) {
	broken := errors.New("no key")
	x, err := discovery.New(discovery.Deps{
		Issuer: "https://id.example", Locales: []string{"en", "de"}, Public: func(context.Context, keys.Purpose) keys.Set { return keys.Set{} },
		VAPID: func(context.Context) (string, []byte, error) { return "", nil, broken },
	})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	if err := x.VAPIDKey(w, httptest.NewRequest(http.MethodGet, "/push/vapid", nil)); !errors.Is(err, broken) || w.Body.Len() != 0 {
		t.Errorf("%v, body %q", err, w.Body)
	}
}
