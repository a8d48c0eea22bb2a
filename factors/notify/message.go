package notify

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// ErrMessage says that a message cannot be put into words of the device
// protocol: an error in our own code, never the phone's.
var ErrMessage = errors.New("not a message of the device protocol")

// NoProvider is the provider of a device that is never woken and looks by
// itself.
const NoProvider = "none"

// Channel is the way to one device, as the device registered it.
type Channel struct {
	Provider string `json:"p"`
	Token    string `json:"token,omitempty"` // of FCM and SNS

	// Of SNS: android or ios, and the endpoint that was made of the token there,
	// empty before the first message.
	Platform string `json:"platform,omitempty"`
	Target   string `json:"target,omitempty"`

	// Of a webhook: how the service behind it knows the device.
	Ref string `json:"ref,omitempty"`

	// Of Web Push: where to post, the subscription's keys in b64u, and the name
	// of the server's key that it was made with.
	Endpoint string `json:"endpoint,omitempty"`
	P256DH   string `json:"p256dh,omitempty"`
	Auth     string `json:"auth,omitempty"`
	VAPIDKey string `json:"k,omitempty"`
}

// String names the provider only: whoever has the token or the endpoint can send
// to the phone.
func (c Channel) String() string { return c.Provider }

// GoString hides the rest from %#v too.
func (c Channel) GoString() string { return c.Provider }

// LogValue keeps the rest out of logs.
func (c Channel) LogValue() slog.Value { return slog.StringValue(c.Provider) }

// The types of message (device protocol section 6).
const (
	TypeChallenge = "cs.challenge"
	TypeStatus    = "cs.status"
)

// The states that a TypeStatus may tell (device protocol section 6).
const (
	StateApproved   = "approved"
	StateDenied     = "denied"
	StateExpired    = "expired"
	StateCancelled  = "cancelled"
	StateSuperseded = "superseded"
)

// maxID bounds the ids that travel. The challenge's is also Apple's
// apns-collapse-id, which may have 64 bytes.
const maxID = 64

// statusLife is how long a provider keeps the news that a challenge ended for a
// phone that is off: longer than any challenge lives (device protocol section
// 5), as it may clear a notification that the phone has shown.
const statusLife = 10 * time.Minute

// Message wakes one device.
type Message struct {
	Type      string // TypeChallenge or TypeStatus
	Device    string // the device's id
	Challenge string // the challenge's id
	Channel   Channel
	// Expires is when the challenge does. A TypeChallenge that is still here by
	// then is not sent. A TypeStatus needs none.
	Expires time.Time
	State   string // of a TypeStatus
	// Quiet asks the phone's system to leave Do Not Disturb and sleep alone.
	Quiet bool
	// Lang is the language of the phone's owner, a tag of BCP 47; Alert is what
	// Apple's system shows in it, where the app does not come to say more.
	Lang  string
	Alert Alert
}

// Alert is what a lock screen shows: no more than that somebody signs in.
type Alert struct{ Title, Body string }

// Result is what became of a message.
type Result string

// The results. Only Dead says something of the channel: it must not be used
// again until the phone registers another.
const (
	Sent   Result = "sent"   // the provider took it
	Failed Result = "failed" // the provider did not take it, or not in time
	Dead   Result = "dead"   // the provider knows this channel no longer
	None   Result = "none"   // there was nothing to send: no channel, or none that this may go by
	Slow   Result = "slow"   // it did not leave: the queue is full, or it expired there
)

// Envelope is what every provider carries: all that a phone is told by push.
type Envelope struct {
	Type string `json:"type"`
	Data string `json:"data"` // JSON of its own
}

type envelopeData struct {
	Version   int    `json:"v"`
	Device    string `json:"dev"`
	Challenge string `json:"cid"`
	Expires   int64  `json:"exp,omitempty"` // seconds since 1970
	State     string `json:"st,omitempty"`
}

// Envelope puts m into the form of device protocol section 6.
func (m Message) Envelope() (Envelope, error) {
	if m.Device == "" || len(m.Device) > maxID || m.Challenge == "" || len(m.Challenge) > maxID {
		return Envelope{}, fmt.Errorf("%w: device or challenge id is missing or too long", ErrMessage)
	}
	d := envelopeData{Version: 1, Device: m.Device, Challenge: m.Challenge}
	switch m.Type {
	case TypeChallenge:
		if m.Expires.IsZero() {
			return Envelope{}, fmt.Errorf("%w: a challenge without its end", ErrMessage)
		}
		d.Expires = m.Expires.Unix()
	case TypeStatus:
		switch m.State {
		case StateApproved, StateDenied, StateExpired, StateCancelled, StateSuperseded:
			d.State = m.State
		default:
			return Envelope{}, fmt.Errorf("%w: state %q", ErrMessage, m.State)
		}
	default:
		return Envelope{}, fmt.Errorf("%w: type %q", ErrMessage, m.Type)
	}
	data, err := json.Marshal(d)
	if err != nil {
		return Envelope{}, fmt.Errorf("write the envelope: %w", err)
	}
	return Envelope{Type: m.Type, Data: string(data)}, nil
}

// stale says that m is of no use to the phone any more.
func (m Message) stale(now time.Time) bool {
	return m.Type == TypeChallenge && !now.Before(m.Expires)
}

// useful is until when a provider shall keep m for a phone that it cannot
// reach.
func (m Message) useful(now time.Time) time.Time {
	if m.Type == TypeStatus {
		return now.Add(statusLife)
	}
	return m.Expires
}

// TTL is how long from now a provider shall keep m for a phone that it cannot
// reach, in whole seconds. It is never 0, which providers read as "now or never".
func (m Message) TTL(now time.Time) time.Duration {
	return max(m.useful(now).Sub(now).Truncate(time.Second), time.Second)
}

// AndroidPriority is what FCM is asked to hurry. Android takes the high priority
// away from apps that show nothing for it, and the end of a challenge shows
// nothing.
func (m Message) AndroidPriority() string {
	if m.Type == TypeStatus || m.Quiet {
		return "normal"
	}
	return "high"
}

// ApplePriority is what APNs is asked: 10 at once, 5 when the phone is awake
// anyhow.
func (m Message) ApplePriority() string {
	if m.Quiet {
		return "5"
	}
	return "10"
}
