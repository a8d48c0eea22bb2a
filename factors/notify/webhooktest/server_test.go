package webhooktest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"countersign/factors/notify/webhooktest"
)

func TestWhatAReceiverWouldRefuseIsAFault(t *testing.T) {
	s := webhooktest.New(t, time.Now)
	for name, spoil := range map[string]func(*http.Request){
		"unsigned": func(*http.Request) {},
		"another's signature": func(r *http.Request) {
			r.Header.Set("webhook-id", "msg_1")
			r.Header.Set("webhook-timestamp", "1")
			r.Header.Set("webhook-signature", "v1,AAAA")
		},
		"a form": func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") },
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL(), strings.NewReader(`{}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		spoil(r)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if faults := s.Faults(); len(faults) != 1 || answer.StatusCode != http.StatusBadRequest || len(s.Posts()) != 0 {
			t.Errorf("%s: status %d, faults %q", name, answer.StatusCode, faults)
		}
	}
}
