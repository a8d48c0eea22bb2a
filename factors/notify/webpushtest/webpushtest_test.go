package webpushtest_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"countersign/factors/notify/webpushtest"
)

func TestWhatAPushServiceWouldRefuseIsAFault(t *testing.T) {
	s := webpushtest.New(t, time.Now)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	sub := s.Subscribe(point)
	for _, c := range []struct{ name, endpoint, authorization string }{
		{"no such subscription", s.Origin() + "/wpush/x", "vapid t=a, k=b"},
		{"no sender", sub.Endpoint, ""},
		{"another scheme", sub.Endpoint, "Bearer x"},
		{"another key", sub.Endpoint, "vapid t=a, k=b"},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.endpoint, bytes.NewReader(make([]byte, 100)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", c.authorization)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if faults := s.Faults(); len(faults) != 1 || answer.StatusCode < 400 {
			t.Errorf("%s: status %d, faults %q", c.name, answer.StatusCode, strings.Join(faults, "; "))
		}
	}
	if got := s.Delivered(); len(got) != 0 || s.Calls() != 4 {
		t.Errorf("delivered %v in %d calls", got, s.Calls())
	}
}
