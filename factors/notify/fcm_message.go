package notify

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"firebase.google.com/go/v4/messaging"
)

// alert is what Apple devices show when the app's own extension did not run in
// time to say more.
func (m Message) alert() *messaging.ApsAlert {
	a := m.Alert
	switch {
	case a != Alert{}:
	case m.Type == TypeStatus:
		a = Alert{Title: "Sign-in request ended", Body: "There is nothing left to do."}
	default:
		a = Alert{Title: "Sign-in request", Body: "Open the app to review it."}
	}
	return &messaging.ApsAlert{Title: a.Title, Body: a.Body}
}

// fcmMessage is m for both kinds of phone (device protocol section 6). Android
// gets data alone, so that the app decides what to show. Apple must be given an
// alert, since it hands data alone to the app when it likes; the app's extension
// puts better words into it (mutable-content). Whatever concerns one challenge
// replaces what came before it.
func fcmMessage(m Message, now time.Time) (*messaging.Message, error) {
	e, err := m.Envelope()
	if err != nil {
		return nil, err
	}
	if m.Channel.Token == "" {
		return nil, errors.New("the channel has no FCM token")
	}
	ttl := m.TTL(now)
	return &messaging.Message{
		Token: m.Channel.Token,
		Data:  map[string]string{"type": e.Type, "data": e.Data},
		Android: &messaging.AndroidConfig{
			Priority:    m.AndroidPriority(),
			TTL:         &ttl,
			CollapseKey: m.Challenge,
		},
		APNS: &messaging.APNSConfig{
			Headers: map[string]string{
				"apns-push-type":   "alert",
				"apns-priority":    m.ApplePriority(),
				"apns-expiration":  strconv.FormatInt(m.useful(now).Unix(), 10),
				"apns-collapse-id": m.Challenge,
			},
			Payload: &messaging.APNSPayload{Aps: aps(m)},
		},
	}, nil
}

// ApplePayload is m as APNs carries it: the alert, and the envelope's members
// beside it, where an app finds them whoever sent it.
func (m Message) ApplePayload() ([]byte, error) {
	e, err := m.Envelope()
	if err != nil {
		return nil, err
	}
	p := messaging.APNSPayload{Aps: aps(m), CustomData: map[string]any{"type": e.Type, "data": e.Data}}
	b, err := json.Marshal(&p)
	if err != nil {
		return nil, fmt.Errorf("write the payload for Apple: %w", err)
	}
	return b, nil
}

// aps is what Apple's system shows. The end of a challenge takes the place of its
// alert, without a sound and without lighting the screen.
func aps(m Message) *messaging.Aps {
	if m.Type == TypeStatus {
		return &messaging.Aps{
			Alert:          m.alert(),
			MutableContent: true,
			CustomData:     map[string]any{"interruption-level": "passive"},
		}
	}
	level := "time-sensitive" // breaks into Do Not Disturb where its owner lets it
	if m.Quiet {
		level = "active"
	}
	return &messaging.Aps{
		Alert:          m.alert(),
		Sound:          "default",
		Category:       "CS_CHALLENGE", // the app's actions: "It's not me" and "Review"
		MutableContent: true,
		CustomData:     map[string]any{"interruption-level": level},
	}
}
