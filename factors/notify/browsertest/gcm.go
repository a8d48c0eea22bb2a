package browsertest

import (
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"countersign/factors/notify"
)

// chromeHosts are the hosts that Chromium gives endpoints of.
var chromeHosts = []string{"fcm.googleapis.com", "jmt17.google.com"}

// GCM is the push service of Chromium: where it checks in, where it registers a
// subscription, the connection (MCS) on which it waits for messages, and where
// senders post.
type GCM struct {
	*service
	http *httptest.Server
	mcs  net.Listener

	mu    sync.Mutex
	lines map[*line]bool // browsers that wait
}

// line is one browser's connection. A frame is written whole.
type line struct {
	mu   sync.Mutex
	conn net.Conn
}

// NewGCM starts a service on the server's clock that ends with the test.
func NewGCM(t testing.TB, now func() time.Time) *GCM {
	t.Helper()
	g := &GCM{service: newService(t, now), lines: map[*line]bool{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /checkin", g.checkin)
	mux.HandleFunc("POST /register", g.register)
	mux.HandleFunc("POST /fcm/send/{token}", func(w http.ResponseWriter, r *http.Request) {
		g.push(w, r, r.PathValue("token"), "https://"+r.Host)
	})
	mux.HandleFunc("POST /wp/{token}", func(w http.ResponseWriter, r *http.Request) {
		g.push(w, r, r.PathValue("token"), "https://"+r.Host)
	})
	g.http = httptest.NewServer(mux)
	certified := httptest.NewTLSServer(http.NotFoundHandler()) // for its certificate alone, which Chromium is told not to check
	certificates := certified.TLS.Certificates
	certified.Close()
	var err error
	if g.mcs, err = tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: certificates, MinVersion: tls.VersionTLS12}); err != nil {
		t.Fatal(err)
	}
	var waiting sync.WaitGroup
	waiting.Go(func() {
		for {
			conn, err := g.mcs.Accept()
			if err != nil {
				return
			}
			waiting.Go(func() { g.wait(&line{conn: conn}) })
		}
	})
	t.Cleanup(func() {
		g.http.Close()
		_ = g.mcs.Close()
		g.hangUp()
		waiting.Wait()
	})
	return g
}

// Flags are what to start Chromium with, by name. Its networking in the
// background must not be switched off.
func (g *GCM) Flags() map[string]any {
	_, port, _ := net.SplitHostPort(g.mcs.Addr().String()) // a listener's address has a port
	return map[string]any{
		"gcm-checkin-url": g.http.URL + "/checkin", "gcm-registration-url": g.http.URL + "/register",
		"gcm-mcs-endpoint": "https://localhost:" + port, "ignore-certificate-errors": true,
	}
}

// Client is notify.NewOutbound with the service in the place of Google's: what is
// posted there goes to loopback, and nothing else is changed.
func (g *GCM) Client(rules notify.Outbound) *http.Client {
	return redirectedClient(rules, chromeHosts, g.http.URL)
}

// checkin gives the browser an identity (checkin.proto: stats_ok, android_id,
// security_token).
func (g *GCM) checkin(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	body := []byte{1 << 3, 1, 7<<3 | 1}
	body = binary.LittleEndian.AppendUint64(body, 0x1122334455667788)
	body = append(body, 8<<3|1)
	body = binary.LittleEndian.AppendUint64(body, 0x0877665544332211)
	w.Header().Set("Content-Type", "application/x-protobuf")
	_, _ = w.Write(body)
}

// register makes a subscription, or ends one. The sender is the key that the page
// subscribed with, the subtype how the browser knows the page.
func (g *GCM) register(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		g.fault("register: %v", err)
		return
	}
	app, sender := r.PostForm.Get("X-subtype"), r.PostForm.Get("sender")
	if r.PostForm.Get("delete") == "true" {
		g.remove(app)
		_, _ = fmt.Fprint(w, "token="+app)
		return
	}
	if app == "" || sender == "" {
		// Chromium's own parts register too, for instance for an instance's id.
		_, _ = fmt.Fprint(w, "token=own:"+rand.Text())
		return
	}
	name := "browsertest:" + rand.Text()
	g.add(name, &subscription{key: sender, page: app, send: func(body []byte) error { return g.deliver(app, sender, body) }})
	_, _ = fmt.Fprint(w, "token="+name)
}
