package fcmtest

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
)

// maxMessage is FCM's own bound of the data.
const maxMessage = 4096

// Message is one message that was taken.
type Message struct {
	Raw     []byte // the whole body as it came
	Token   string
	Data    map[string]string
	Android Android
	APNS    APNS
}

// Android is AndroidConfig of FCM HTTP v1. There is no notification: a
// message with one is refused, since Android would show it by itself.
type Android struct {
	CollapseKey string `json:"collapse_key"`
	Priority    string `json:"priority"`
	TTL         string `json:"ttl"`
}

// APNS is ApnsConfig of FCM HTTP v1.
type APNS struct {
	Headers map[string]string `json:"headers"`
	Payload struct {
		APS APS `json:"aps"`
	} `json:"payload"`
}

// APS is Apple's part of the payload.
type APS struct {
	Alert struct {
		Title string `json:"title"`
		Body  string `json:"body"`
	} `json:"alert"`
	Sound             string `json:"sound"`
	Category          string `json:"category"`
	MutableContent    int    `json:"mutable-content"`
	InterruptionLevel string `json:"interruption-level"`
}

// send is projects.messages.send of FCM HTTP v1.
func (s *Server) send(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.sendCalls++
	known := s.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	s.mu.Unlock()
	if !known {
		// Not a fault: a token may be taken back at any time.
		s.reply(w, r, Unauthenticated())
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		s.Fault("read the message: %v", err)
		s.reply(w, r, InvalidArgument())
		return
	}
	m, err := read(r.Header.Get("Content-Type"), raw)
	if err != nil {
		s.Fault("message %s: %v", raw, err)
		s.reply(w, r, InvalidArgument())
		return
	}
	s.mu.Lock()
	answer := s.take(m.Token)
	s.mu.Unlock()
	if s.reply(w, r, answer) {
		return
	}
	s.Put(m)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"name": "projects/" + Project + "/messages/" + rand.Text()})
}

// take gives the answer to a send, and moves on to what follows it. The caller
// holds the lock.
func (s *Server) take(deviceToken string) Answer {
	answer, special := s.answers[deviceToken]
	if !special {
		answer = s.answer
	}
	switch {
	case answer.Then == nil:
	case special:
		s.answers[deviceToken] = *answer.Then
	default:
		s.answer = *answer.Then
	}
	return answer
}

// read is as strict as FCM, and refuses besides what no message of ours may have.
func read(contentType string, raw []byte) (Message, error) {
	if contentType != "application/json" {
		return Message{}, fmt.Errorf("content type is %q", contentType)
	}
	var body struct {
		Message struct {
			Token   string            `json:"token"`
			Data    map[string]string `json:"data"`
			Android Android           `json:"android"`
			APNS    APNS              `json:"apns"`
		} `json:"message"`
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&body); err != nil {
		return Message{}, fmt.Errorf("read the body: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Message{}, errors.New("something follows the body")
	}
	b := body.Message
	m := Message{Raw: raw, Token: b.Token, Data: b.Data, Android: b.Android, APNS: b.APNS}
	return m, m.check()
}

func (m Message) check() error {
	if m.Token == "" {
		return errors.New("token is missing")
	}
	size := 0
	for k, v := range m.Data {
		size += len(k) + len(v)
		if k == "from" || k == "message_type" || strings.HasPrefix(k, "google") || strings.HasPrefix(k, "gcm") {
			return fmt.Errorf("data key %q is reserved", k)
		}
	}
	if size > maxMessage {
		return fmt.Errorf("data has %d bytes", size)
	}
	if p := m.Android.Priority; p != "" && p != "high" && p != "normal" {
		return fmt.Errorf("android.priority is %q", p)
	}
	if ttl := m.Android.TTL; ttl != "" && !regexp.MustCompile(`^[0-9]+(\.[0-9]{1,9})?s$`).MatchString(ttl) {
		return fmt.Errorf("android.ttl is %q", ttl)
	}
	if id := m.APNS.Headers["apns-collapse-id"]; len(id) > 64 {
		return fmt.Errorf("apns-collapse-id has %d bytes", len(id))
	}
	return nil
}
