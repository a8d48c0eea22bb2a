package notify

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// What FCM answers is told by its codes: no text of it, which may repeat the
// token, gets into a log.
func FuzzAnswer(f *testing.F) {
	f.Add(404, `{"error":{"status":"NOT_FOUND","details":[{"errorCode":"UNREGISTERED"}]}}`)
	f.Add(400, `{"error":{"status":"token cs_secret is bad","details":null}}`)
	f.Add(500, `<html>`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		said := described(&http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(body))})
		words := strings.Fields(said)
		for _, w := range words[3:] {
			if !isCode(w) {
				t.Errorf("%q says %q", body, said)
			}
		}
		if strings.Join(words[:2], " ") != "FCM answered" || strings.ContainsAny(said, "\r\n") {
			t.Errorf("%q says %q", body, said)
		}
	})
}
