package snstest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/factors/notify/inboxtest"
)

// Whom the server knows.
const (
	Region     = "eu-central-1"
	KeyID      = "AKIDEXAMPLE"
	KeySecret  = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
	Android    = "arn:aws:sns:eu-central-1:123456789012:app/GCM/countersign"
	IOS        = "arn:aws:sns:eu-central-1:123456789012:app/APNS/countersign"
	IOSSandbox = "arn:aws:sns:eu-central-1:123456789012:app/APNS_SANDBOX/countersign"
)

// maxBody is more than SNS takes.
const maxBody = 300 << 10

// Server is SNS.
type Server struct {
	*inboxtest.Inbox[Message]
	http *httptest.Server
	done chan struct{} // closed at the end of the test, to end what hangs

	mu        sync.Mutex
	endpoints map[string]*endpoint // by ARN
	calls     []string             // actions, in their order
	refusals  map[string]Refusal   // by action
}

type endpoint struct {
	token    string
	disabled bool
}

// Message is one that was published.
type Message struct {
	Target     string
	Token      string
	Service    string // GCM, APNS or APNS_SANDBOX
	Payload    []byte // what the service behind is given
	Attributes map[string]string
}

// Refusal is what an action gets instead of success; Status 0 hangs.
type Refusal struct {
	Status int
	Code   string
	Text   string
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{
		Inbox: inboxtest.New[Message](t, "snstest"), done: make(chan struct{}),
		endpoints: map[string]*endpoint{}, refusals: map[string]Refusal{},
	}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(func() {
		close(s.done)
		s.http.Close()
	})
	return s
}

// Endpoint is what to configure in the place of the region's.
func (s *Server) Endpoint() string { return s.http.URL }

// Refuse makes an action fail from now on.
func (s *Server) Refuse(action string, with Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusals[action] = with
}

// Disable does what SNS does when the service behind it knows a token no longer.
func (s *Server) Disable(target string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endpoints[target].disabled = true
}

// Delete takes an endpoint away.
func (s *Server) Delete(target string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.endpoints, target)
}

// Calls are the actions so far, in the order in which they came.
func (s *Server) Calls() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.calls, " ")
}

// Sent are the messages that were taken.
func (s *Server) Sent() []Message { return s.All() }

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err == nil && (r.Method != http.MethodPost || r.URL.Path != "/" || r.URL.RawQuery != "") {
		err = fmt.Errorf("%s %s", r.Method, r.URL)
	}
	if err == nil {
		err = verify(r, body, time.Now()) // the SDK signs by the machine's clock
	}
	if err != nil {
		s.Fault("%v", err)
		refuse(w, Refusal{http.StatusForbidden, "SignatureDoesNotMatch", err.Error()})
		return
	}
	form, err := url.ParseQuery(string(body))
	if err != nil || form.Get("Version") != "2010-03-31" {
		s.Fault("version %q: %v", form.Get("Version"), err)
		refuse(w, Refusal{http.StatusBadRequest, "InvalidParameter", "the form"})
		return
	}
	s.mu.Lock()
	s.calls = append(s.calls, form.Get("Action"))
	refusal, refused := s.refusals[form.Get("Action")]
	s.mu.Unlock()
	switch {
	case refused && refusal.Status == 0:
		select {
		case <-r.Context().Done():
		case <-s.done:
		}
	case refused:
		refuse(w, refusal)
	default:
		s.act(w, form)
	}
}

func (s *Server) act(w http.ResponseWriter, form url.Values) {
	s.mu.Lock()
	defer s.mu.Unlock()
	action := form.Get("Action")
	var result string
	var no *Refusal
	switch action {
	case "CreatePlatformEndpoint":
		result, no = s.create(form.Get("PlatformApplicationArn"), form.Get("Token"))
	case "SetEndpointAttributes":
		no = s.set(form)
	case "Publish":
		result, no = s.publish(form)
	default:
		no = &Refusal{http.StatusBadRequest, "InvalidAction", action}
		s.Fault("action %s", action)
	}
	if no != nil {
		refuse(w, *no)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	_, _ = fmt.Fprintf(w, `<%[1]sResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><%[1]sResult>%[2]s</%[1]sResult>`+
		`<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></%[1]sResponse>`, action, result)
}

func refuse(w http.ResponseWriter, with Refusal) {
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(with.Status)
	_, _ = fmt.Fprintf(w, `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>%s</Code>`+
		`<Message>%s</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`, with.Code, with.Text)
}

// create gives the endpoint that a token already has, as SNS does.
func (s *Server) create(application, token string) (string, *Refusal) {
	if !slices.Contains([]string{Android, IOS, IOSSandbox}, application) {
		return "", &Refusal{http.StatusNotFound, "NotFound", "PlatformApplication does not exist"}
	}
	if token == "" {
		s.Fault("an endpoint without a token")
		return "", &Refusal{http.StatusBadRequest, "InvalidParameter", "Token"}
	}
	arn := strings.Replace(application, ":app/", ":endpoint/", 1) + "/" + digest([]byte(token))[:32]
	if s.endpoints[arn] == nil {
		s.endpoints[arn] = &endpoint{token: token}
	}
	return "<EndpointArn>" + arn + "</EndpointArn>", nil
}

func (s *Server) set(form url.Values) *Refusal {
	e := s.endpoints[form.Get("EndpointArn")]
	if e == nil {
		return &Refusal{http.StatusNotFound, "NotFound", "Endpoint does not exist"}
	}
	for name, value := range entries(form, "Attributes", "key", "value") {
		switch name {
		case "Enabled":
			e.disabled = value != "true"
		case "Token":
			e.token = value
		default:
			s.Fault("attribute %s", name)
		}
	}
	return nil
}

// entries reads a map of the query protocol: PREFIX.entry.N.key and .value.
func entries(form url.Values, prefix, key, value string) map[string]string {
	out := map[string]string{}
	for n := 1; form.Has(fmt.Sprintf("%s.entry.%d.%s", prefix, n, key)); n++ {
		out[form.Get(fmt.Sprintf("%s.entry.%d.%s", prefix, n, key))] = form.Get(fmt.Sprintf("%s.entry.%d.%s", prefix, n, value))
	}
	return out
}

func (s *Server) publish(form url.Values) (string, *Refusal) {
	target := form.Get("TargetArn")
	e := s.endpoints[target]
	if e == nil {
		return "", &Refusal{http.StatusNotFound, "NotFound", "Endpoint " + target + " does not exist"}
	}
	if e.disabled {
		return "", &Refusal{http.StatusBadRequest, "EndpointDisabled", "Endpoint " + target + " is disabled"}
	}
	service := strings.Split(target, "/")[1]
	m := Message{Target: target, Token: e.token, Service: service, Attributes: entries(form, "MessageAttributes", "Name", "Value.StringValue")}
	var err error
	if m.Payload, err = payloadOf(form, service); err == nil {
		err = checkAttributes(m.Attributes, service)
	}
	if err != nil {
		s.Fault("%v", err)
		return "", &Refusal{http.StatusBadRequest, "InvalidParameter", err.Error()}
	}
	s.Put(m)
	return "<MessageId>m-1</MessageId>", nil
}

// payloadOf is the member of the message for the service: a JSON object as text.
func payloadOf(form url.Values, service string) ([]byte, error) {
	var parts map[string]string
	if err := json.Unmarshal([]byte(form.Get("Message")), &parts); err != nil || form.Get("MessageStructure") != "json" {
		return nil, fmt.Errorf("a message that is no object of texts: %w", err)
	}
	if parts["default"] == "" || len(parts) != 2 {
		return nil, fmt.Errorf("a message of %d parts, default %q", len(parts), parts["default"])
	}
	var object struct {
		Aps json.RawMessage `json:"aps"`
		V1  struct {
			Message struct {
				Data map[string]string `json:"data"`
			} `json:"message"`
		} `json:"fcmV1Message"`
	}
	if err := json.Unmarshal([]byte(parts[service]), &object); err != nil {
		return nil, fmt.Errorf("the part for %s is no object: %w", service, err)
	}
	if service == "GCM" && len(object.V1.Message.Data) == 0 || service != "GCM" && len(object.Aps) == 0 {
		return nil, fmt.Errorf("the part for %s is of another form", service)
	}
	return []byte(parts[service]), nil
}

// checkAttributes knows the reserved names that SNS documents for a service.
func checkAttributes(got map[string]string, service string) error {
	known := []string{"AWS.SNS.MOBILE." + service + ".TTL"}
	if service == "GCM" {
		known = []string{"AWS.SNS.MOBILE.FCM.TTL"}
	} else {
		known = append(known, "AWS.SNS.MOBILE.APNS.PUSH_TYPE", "AWS.SNS.MOBILE.APNS.PRIORITY", "AWS.SNS.MOBILE.APNS.COLLAPSE_ID")
	}
	for name := range got {
		if !slices.Contains(known, name) {
			return fmt.Errorf("attribute %q for %s", name, service)
		}
	}
	return nil
}
