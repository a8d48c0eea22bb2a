package webpush_test

import (
	"net/http"
	"strings"
	"testing"

	"countersign/config"
	"countersign/factors/notify/webpush"
)

// An endpoint that is posted to is of a host of the list, on the port of TLS.
func FuzzEndpoint(f *testing.F) {
	hosts := config.Default().WebPush.Hosts
	for _, endpoint := range []string{
		"https://fcm.googleapis.com/fcm/send/abc:APA91", "https://FCM.googleapis.com:443/x", "https://db5p.notify.windows.com/w/?token=x", "https://fcm.googleapis.com@127.0.0.1/x",
		"https://fcm.googleapis.com\\@evil.example/", "https://[::1%25fcm.googleapis.com]/", "https://evil.example/.notify.windows.com",
	} {
		f.Add(endpoint)
	}
	e := webpush.Endpoints{Hosts: hosts}
	f.Fuzz(func(t *testing.T, endpoint string) {
		if e.Check(endpoint) != nil {
			return
		}
		r, err := http.NewRequest(http.MethodPost, endpoint, nil)
		if err != nil {
			t.Fatalf("%q is allowed, and cannot be posted to: %v", endpoint, err)
		}
		host, listed := strings.ToLower(r.URL.Hostname()), false
		for _, pattern := range hosts {
			name, below := strings.CutPrefix(pattern, "*.")
			listed = listed || host == name && !below || below && strings.HasSuffix(host, "."+name)
		}
		if !listed || r.URL.Scheme != "https" || r.URL.Port() != "" && r.URL.Port() != "443" || r.URL.User != nil || strings.ContainsAny(host, "%[]: ") {
			t.Errorf("%q is posted to %q", endpoint, r.URL.Host)
		}
	})
}

// A subscription that is taken is one that a payload can be sealed for.
func FuzzSubscription(f *testing.F) {
	point := append([]byte{4}, make([]byte, 64)...)
	f.Add(point, make([]byte, 16))
	f.Add([]byte("\x04\x60\xfe\xd4\xba\x25\x5a\x9d\x31\xc9\x61\xeb\x74\xc6\x35\x6d\x68\xc0\x49\xb8\x92\x3b\x61\xfa\x6c\xe6\x69\x62\x2e\x60\xf2\x9f\xb6\x79\x03\xfe\x10\x08\xb8\xbc\x99\xa4\x1a\xe9\xe9\x56\x28\xbc\x64\xf2\xf1\xb2\x0c\x2d\x7e\x9f\x51\x77\xa3\xc2\x94\xd4\x46\x22\x99"), make([]byte, 16))
	f.Fuzz(func(t *testing.T, p256dh, auth []byte) {
		s, err := webpush.NewSubscription(p256dh, auth)
		if err != nil {
			return
		}
		if sealed, err := s.Encrypt([]byte("hello")); err != nil || len(sealed) == 0 || len(auth) != 16 {
			t.Errorf("%x, %x: %v", p256dh, auth, err)
		}
	})
}
