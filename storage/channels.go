package storage

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"countersign/factors/device"
	"countersign/factors/wire"
)

// tokenPlace is where the token of a device's channel is sealed for.
func tokenPlace(id string) string { return "devices.token/" + id }

// snsChannel is what is sealed of a channel of SNS.
type snsChannel struct {
	Platform wire.Platform `json:"platform"`
	Token    wire.Secret   `json:"token"`
	Target   string        `json:"target,omitempty"`
}

// sealToken seals what a channel has beside its provider: a token or ref as it
// is, the rest as JSON.
func (d *DB) sealToken(id string, c wire.Channel) ([]byte, error) {
	var token []byte
	var err error
	switch c.Provider {
	case wire.ProviderWebPush:
		token, err = json.Marshal(c.WebPush)
	case wire.ProviderSNS:
		token, err = json.Marshal(snsChannel{c.Platform, c.Token, c.Target})
	case wire.ProviderWebhook:
		token = []byte(c.Ref.Reveal())
	default:
		token = []byte(c.Token.Reveal())
	}
	if err != nil {
		return nil, fmt.Errorf("write a channel: %w", err)
	}
	if len(token) == 0 {
		return nil, nil
	}
	return d.vault.seal(token, tokenPlace(id)), nil
}

func (d *DB) channelOf(id, provider string, sealed []byte) (wire.Channel, error) {
	token, err := d.vault.open(sealed, tokenPlace(id))
	if err != nil {
		return wire.Channel{}, fmt.Errorf("read device %s: %w", id, err)
	}
	c := wire.Channel{Provider: wire.Provider(provider)}
	switch c.Provider {
	case wire.ProviderWebPush:
		err = json.Unmarshal(token, &c.WebPush)
	case wire.ProviderSNS:
		var s snsChannel
		err = json.Unmarshal(token, &s)
		c.Platform, c.Token, c.Target = s.Platform, s.Token, s.Target
	case wire.ProviderWebhook:
		c.Ref = wire.Secret(token)
	default:
		c.Token = wire.Secret(token)
	}
	if err != nil { // its text could repeat the channel
		return wire.Channel{}, fmt.Errorf("read device %s: its channel is no %s", id, provider)
	}
	return c, nil
}

// KeepTarget keeps what was made of a device's token at SNS, if the device still
// has that token. A channel that changed meanwhile stays as it is: its own
// target is made when it is first used.
func (s Devices) KeepTarget(ctx context.Context, id device.ID, platform wire.Platform, token wire.Secret, target string) error {
	return s.db.tx(ctx, func(tx *gorm.DB) error {
		var row struct {
			Provider string
			Token    []byte
		}
		if err := tx.Raw("SELECT provider, token FROM devices WHERE id = ?", string(id)).Scan(&row).Error; err != nil {
			return fmt.Errorf("read the channel of device %s: %w", id, err)
		}
		if row.Provider != string(wire.ProviderSNS) || len(row.Token) == 0 {
			return nil
		}
		c, err := s.db.channelOf(string(id), row.Provider, row.Token)
		if err != nil {
			return err
		}
		if c.Token != token || c.Platform != platform {
			return nil
		}
		c.Target = target
		sealed, err := s.db.sealToken(string(id), c)
		if err != nil {
			return err
		}
		// The old seal is the gate: a change between the two statements wins.
		err = tx.Exec("UPDATE devices SET token = ? WHERE id = ? AND token = ?", sealed, string(id), row.Token).Error
		if err != nil {
			return fmt.Errorf("keep the target of device %s: %w", id, err)
		}
		return nil
	})
}
