package wire_test

import (
	"errors"
	"strings"
	"testing"

	"countersign/factors/wire"
)

// browser is a channel of the right form: the receiver's keys of RFC 8291
// section 5.
func browser() wire.Channel {
	return wire.Channel{Provider: wire.ProviderWebPush, WebPush: wire.WebPush{
		Endpoint: "https://updates.push.services.mozilla.com/wpush/v2/x",
		P256DH:   "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
		Auth:     "BTBZMqHH6r4Tts7J_aSIgg", VAPIDKey: strings.Repeat("A", 43),
	}}
}

func TestSubscriptionIsReadFromAChannel(t *testing.T) {
	t.Parallel()
	var c wire.Channel
	const sent = `{"p":"webpush","endpoint":"https://updates.push.services.mozilla.com/wpush/v2/x",
		"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
		"auth":"BTBZMqHH6r4Tts7J_aSIgg","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`
	if err := wire.Decode([]byte(sent), &c); err != nil {
		t.Fatal(err)
	}
	if c != browser() {
		t.Errorf("read %+v", c)
	}
	if err := c.Check(); err != nil {
		t.Error(err)
	}
}

func TestSubscriptionsOfBadFormAreRefused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*wire.Channel){
		"no endpoint":                 func(c *wire.Channel) { c.Endpoint = "" },
		"long endpoint":               func(c *wire.Channel) { c.Endpoint = wire.Secret(strings.Repeat("x", 1025)) },
		"no point":                    func(c *wire.Channel) { c.P256DH = "" },
		"point off the curve":         func(c *wire.Channel) { c.P256DH = c.P256DH[:80] + "AAAAAAA" },
		"point with padding":          func(c *wire.Channel) { c.P256DH += "=" },
		"compressed point":            func(c *wire.Channel) { c.P256DH = "Ai" + c.P256DH[2:44] },
		"no secret":                   func(c *wire.Channel) { c.Auth = "" },
		"short secret":                func(c *wire.Channel) { c.Auth = "BTBZMqHH6r4Tts7J_aSI" },
		"secret of bits left over":    func(c *wire.Channel) { c.Auth = "BTBZMqHH6r4Tts7J_aSIgh" },
		"no key":                      func(c *wire.Channel) { c.VAPIDKey = "" },
		"key of another form":         func(c *wire.Channel) { c.VAPIDKey = "../../etc/passwd" },
		"a token beside it":           func(c *wire.Channel) { c.Token = "t" },
		"fcm with a subscription":     func(c *wire.Channel) { c.Provider, c.Token = wire.ProviderFCM, "t" },
		"none with a subscription":    func(c *wire.Channel) { c.Provider = wire.ProviderNone },
		"unknown with a subscription": func(c *wire.Channel) { c.Provider = "pigeon" },
	} {
		c := browser()
		spoil(&c)
		if err := c.Check(); !errors.Is(err, wire.ErrClaims) {
			t.Errorf("%s: %v, want ErrClaims", name, err)
		} else if strings.Contains(err.Error(), "wpush") {
			t.Errorf("%s: the error names the endpoint: %v", name, err)
		}
	}
}
