package fcmtest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"countersign/factors/notify/inboxtest"
)

// Who the service account is.
const (
	Project = "countersign-test"
	email   = "sender@countersign-test.example"
	keyID   = "fcmtest-key"
)

// maxBody is far more than FCM takes, so that too much is seen as such.
const maxBody = 64 << 10

// Server is Google as far as a sender of messages sees it.
type Server struct {
	// CredentialsFile is a service account's key, as the console gives it out.
	CredentialsFile string

	*inboxtest.Inbox[Message]
	t    testing.TB
	http *httptest.Server
	key  *rsa.PrivateKey
	done chan struct{} // closed at the end of the test, to end what hangs

	mu          sync.Mutex
	tokens      map[string]bool // access tokens given out and not taken back
	tokenCalls  int
	sendCalls   int
	answer      Answer            // to sends
	answers     map[string]Answer // to sends to one device token
	tokenAnswer Answer
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{
		Inbox: inboxtest.New[Message](t, "fcmtest"), t: t, key: key, done: make(chan struct{}),
		tokens: map[string]bool{}, answers: map[string]Answer{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", s.token)
	mux.HandleFunc("POST /v1/projects/"+Project+"/messages:send", s.send)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.Fault("%s %s: no such method and path", r.Method, r.URL.Path)
		http.NotFound(w, r)
	})
	s.http = httptest.NewServer(mux)
	s.writeCredentials()
	t.Cleanup(s.close)
	return s
}

func (s *Server) close() {
	close(s.done)
	s.http.Close()
}

// Endpoint is what to configure in the place of https://fcm.googleapis.com/v1.
func (s *Server) Endpoint() string { return s.http.URL + "/v1" }

// Origin is the scheme, host and port.
func (s *Server) Origin() string { return s.http.URL }

func (s *Server) tokenURL() string { return s.http.URL + "/token" }

func (s *Server) writeCredentials() {
	s.t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(s.key)
	if err != nil {
		s.t.Fatal(err)
	}
	b, err := json.MarshalIndent(map[string]string{
		"type":           "service_account",
		"project_id":     Project,
		"private_key_id": keyID,
		"private_key":    string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
		"client_email":   email,
		"client_id":      "1",
		"token_uri":      s.tokenURL(),
	}, "", "  ")
	if err != nil {
		s.t.Fatal(err)
	}
	s.CredentialsFile = filepath.Join(s.t.TempDir(), "service-account.json")
	if err := os.WriteFile(s.CredentialsFile, b, 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// Sent are the messages that were taken, in the order in which they came.
func (s *Server) Sent() []Message { return s.All() }

// Calls are how often the token endpoint and the send endpoint were asked,
// whatever they answered.
func (s *Server) Calls() (token, send int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokenCalls, s.sendCalls
}

// Answer sets what every send gets from now on; Answer{} is success.
func (s *Server) Answer(a Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = a
}

// AnswerFor sets what sends to one device token get, before Answer.
func (s *Server) AnswerFor(deviceToken string, a Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[deviceToken] = a
}

// AnswerToken sets what calls for an access token get; Answer{} is success.
func (s *Server) AnswerToken(a Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokenAnswer = a
}

// RevokeTokens makes every access token given out so far void.
func (s *Server) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

// reply does what a says, and says whether that is all: success is left to the
// caller.
func (s *Server) reply(w http.ResponseWriter, r *http.Request, a Answer) bool {
	if a.Hang > 0 {
		hang := time.NewTimer(a.Hang)
		defer hang.Stop()
		select {
		case <-hang.C:
		case <-r.Context().Done():
			return true // nobody waits for an answer
		case <-s.done:
			return true
		}
	}
	if a.Status == 0 {
		return false
	}
	for name, value := range a.Header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(a.Status)
	_, _ = io.WriteString(w, a.Body) // the caller may be gone, which is its affair
	return true
}
