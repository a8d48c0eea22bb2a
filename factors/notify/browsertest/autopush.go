package browsertest

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/websocket"

	"countersign/factors/notify"
)

// firefoxHost is the host that Firefox gets endpoints of.
const firefoxHost = "updates.push.services.mozilla.com"

// Autopush is the push service of Firefox: the socket on which it subscribes and
// waits for messages, and where senders post.
type Autopush struct {
	*service
	http *httptest.Server

	mu    sync.Mutex
	lines map[*websocket.Conn]bool
}

// NewAutopush starts a service on the server's clock that ends with the test.
func NewAutopush(t testing.TB, now func() time.Time) *Autopush {
	t.Helper()
	a := &Autopush{service: newService(t, now), lines: map[*websocket.Conn]bool{}}
	mux := http.NewServeMux()
	mux.Handle("/ws/", websocket.Server{Handler: a.wait, Handshake: func(c *websocket.Config, _ *http.Request) error {
		c.Protocol = []string{"push-notification"}
		return nil
	}})
	mux.HandleFunc("POST /wpush/v2/{channel}", func(w http.ResponseWriter, r *http.Request) {
		a.push(w, r, r.PathValue("channel"), "https://"+r.Host)
	})
	a.http = httptest.NewServer(mux)
	t.Cleanup(func() {
		a.mu.Lock()
		for c := range a.lines {
			_ = c.Close()
		}
		a.mu.Unlock()
		a.http.Close()
	})
	return a
}

// Preferences are what to start Firefox with.
func (a *Autopush) Preferences() map[string]any {
	return map[string]any{
		"dom.push.enabled": true, "dom.push.connection.enabled": true, "dom.push.alwaysConnect": true,
		"dom.push.serverURL": "ws" + strings.TrimPrefix(a.http.URL, "http") + "/ws/", "dom.push.testing.allowInsecureServerURL": true,
		"permissions.default.desktop-notification": 1,
	}
}

// Client is notify.NewOutbound with the service in the place of Mozilla's: what
// is posted there goes to loopback, and nothing else is changed.
func (a *Autopush) Client(rules notify.Outbound) *http.Client {
	return redirectedClient(rules, []string{firefoxHost}, a.http.URL)
}

// said is a message of the browser; each kind has some of these.
type said struct {
	Type    string `json:"messageType"`
	Agent   string `json:"uaid"`
	Channel string `json:"channelID"`
	Key     string `json:"key"`
}

// wait speaks with a browser until it goes.
func (a *Autopush) wait(c *websocket.Conn) {
	a.mu.Lock()
	a.lines[c] = true
	a.mu.Unlock()
	defer func() {
		a.mu.Lock()
		delete(a.lines, c)
		a.mu.Unlock()
	}()
	for {
		var raw string
		if err := websocket.Message.Receive(c, &raw); err != nil {
			if !errors.Is(err, io.EOF) && !strings.Contains(err.Error(), "use of closed") && !strings.Contains(err.Error(), "reset by peer") {
				a.fault("read from the browser: %v", err)
			}
			return
		}
		var m said
		if raw == "{}" || json.Unmarshal([]byte(raw), &m) != nil { // {} is a ping
			continue
		}
		if answer := a.answer(c, m); answer != nil {
			if err := websocket.JSON.Send(c, answer); err != nil {
				return
			}
		}
	}
}

func (a *Autopush) answer(c *websocket.Conn, m said) map[string]any {
	answer := map[string]any{"messageType": m.Type, "status": http.StatusOK}
	switch m.Type {
	case "hello":
		if m.Agent == "" {
			m.Agent = strings.ToLower(rand.Text())
		}
		answer["uaid"], answer["use_webpush"], answer["broadcasts"] = m.Agent, true, map[string]any{}
	case "register":
		// Firefox writes the key with padding.
		a.add(m.Channel, &subscription{key: strings.TrimRight(m.Key, "="), page: m.Channel, send: func(body []byte) error {
			return websocket.JSON.Send(c, map[string]any{
				"messageType": "notification", "channelID": m.Channel, "version": rand.Text(),
				"data": base64.RawURLEncoding.EncodeToString(body), "headers": map[string]string{"encoding": "aes128gcm"},
			})
		}})
		answer["channelID"], answer["pushEndpoint"] = m.Channel, "https://"+firefoxHost+"/wpush/v2/"+m.Channel
	case "unregister":
		a.remove(m.Channel)
		answer["channelID"] = m.Channel
	default: // an acknowledgement, or subscriptions of the browser's own
		return nil
	}
	return answer
}
