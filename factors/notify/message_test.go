package notify_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"countersign/factors/notify"
)

func TestEnvelopeHoldsExactlyWhatThePhoneNeeds(t *testing.T) {
	m := notify.Message{
		Type: notify.TypeChallenge, Device: "dev_1", Challenge: "chl_1",
		Channel: notify.Channel{Provider: "fcm", Token: "secret"}, Expires: time.Unix(1767225600, 0),
	}
	for _, c := range []struct {
		name  string
		spoil func(*notify.Message)
		want  string // "" is a refusal
	}{
		{"challenge", func(*notify.Message) {}, `{"type":"cs.challenge","data":"{\"v\":1,\"dev\":\"dev_1\",\"cid\":\"chl_1\",\"exp\":1767225600}"}`},
		{"status", func(m *notify.Message) { m.Type, m.State = notify.TypeStatus, notify.StateDenied }, `{"type":"cs.status","data":"{\"v\":1,\"dev\":\"dev_1\",\"cid\":\"chl_1\",\"st\":\"denied\"}"}`},
		{"state of the engine's own", func(m *notify.Message) { m.Type, m.State = notify.TypeStatus, "reported" }, ""},
		{"status without state", func(m *notify.Message) { m.Type = notify.TypeStatus }, ""},
		{"unknown type", func(m *notify.Message) { m.Type = "cs.news" }, ""},
		{"no device", func(m *notify.Message) { m.Device = "" }, ""},
		{"no challenge", func(m *notify.Message) { m.Challenge = "" }, ""},
		{"long device", func(m *notify.Message) { m.Device = strings.Repeat("d", 65) }, ""},
		{"long challenge", func(m *notify.Message) { m.Challenge = strings.Repeat("c", 65) }, ""},
		{"no end", func(m *notify.Message) { m.Expires = time.Time{} }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := m
			c.spoil(&m)
			e, err := m.Envelope()
			if c.want == "" {
				if !errors.Is(err, notify.ErrMessage) {
					t.Errorf("Envelope = %v, %v; want ErrMessage", e, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			b, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			if string(b) != c.want {
				t.Errorf("envelope %s\nwant     %s", b, c.want)
			}
		})
	}
}

func TestChannelHidesItsToken(t *testing.T) {
	c := notify.Channel{Provider: "fcm", Token: "secret"}
	for _, s := range []string{fmt.Sprint(c), fmt.Sprintf("%+v", c), fmt.Sprintf("%#v", c), c.LogValue().String(), fmt.Sprintf("%v", notify.Message{Channel: c})} {
		if strings.Contains(s, "secret") {
			t.Errorf("%q shows the token", s)
		}
	}
	b, err := json.Marshal(c)
	if err != nil || string(b) != `{"p":"fcm","token":"secret"}` {
		t.Errorf("json %s, %v", b, err)
	}
}
