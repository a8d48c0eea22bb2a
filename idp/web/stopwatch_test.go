package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/a-h/templ"

	"countersign/idp/web"
)

func TestDurationsAreTakenWithTheStopwatch(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var took time.Duration
	w, err := web.New(web.Deps{
		Issuer: &url.URL{Scheme: "https", Host: "id.example.com"}, ErrorPage: func(web.Failure) templ.Component { return templ.NopComponent },
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return at },
		Stopwatch: func() time.Time { at = at.Add(250 * time.Microsecond); return at },
		Observe:   func(_, _ string, _ int, d time.Duration) { took = d },
	})
	if err != nil {
		t.Fatal(err)
	}
	h := w.Wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "https://id.example.com/", nil))
	if took != 250*time.Microsecond {
		t.Errorf("observed %v", took)
	}
}
