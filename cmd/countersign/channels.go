package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"countersign/factors/device"
	"countersign/factors/notify"
	"countersign/factors/notify/sns"
	"countersign/factors/notify/webhook"
	"countersign/factors/notify/webpush"
	"countersign/factors/wire"
)

// senders are the push providers that the settings allow.
func (h *house) senders(ctx context.Context, rules notify.Outbound) (map[string]notify.Sender, error) {
	browsers, err := h.browserSender(rules)
	if err != nil {
		return nil, err
	}
	out := map[string]notify.Sender{string(wire.ProviderWebPush): browsers}
	if h.conf.FCM.CredentialsFile != "" {
		fcm, err := notify.NewFCM(ctx, notify.FCMConfig{
			CredentialsFile: h.conf.FCM.CredentialsFile, ProjectID: h.conf.FCM.ProjectID, Endpoint: h.conf.FCM.Endpoint,
			Client: h.outbound(rules), Now: h.now,
		})
		if err != nil {
			return nil, fmt.Errorf("fcm: %w", err)
		}
		out[string(wire.ProviderFCM)] = fcm
	}
	if h.conf.Webhook.URL != "" {
		hook, err := webhook.New(webhook.Deps{
			Client: h.outbound(rules), URL: h.conf.Webhook.URL, Secrets: h.conf.Webhook.Secrets(), Now: h.now,
		})
		if err != nil {
			return nil, err
		}
		out[string(wire.ProviderWebhook)] = hook
	}
	if h.conf.SNS.Region != "" {
		if h.amazon, err = h.snsSender(ctx, rules); err != nil {
			return nil, err
		}
		out[string(wire.ProviderSNS)] = h.amazon
	}
	return out, nil
}

func (h *house) snsSender(ctx context.Context, rules notify.Outbound) (*sns.Sender, error) {
	applications := map[string]string{}
	if arn := h.conf.SNS.AndroidApplication; arn != "" {
		applications[string(wire.PlatformAndroid)] = arn
	}
	if arn := h.conf.SNS.IOSApplication; arn != "" {
		applications[string(wire.PlatformIOS)] = arn
	}
	return sns.New(ctx, sns.Deps{
		Client: h.outbound(rules), Region: h.conf.SNS.Region, Applications: applications,
		KeyID: h.conf.SNS.KeyID, KeySecret: h.conf.SNS.KeySecret.Reveal(), Endpoint: h.conf.SNS.Endpoint,
		Keep: h.keepTarget, Now: h.now,
	})
}

// keepTarget spares the next message of a device the call that makes its
// endpoint. Without it that is made again, to the same effect.
func (h *house) keepTarget(ctx context.Context, m notify.Message, target string) {
	err := h.db.Devices().KeepTarget(ctx, device.ID(m.Device), wire.Platform(m.Channel.Platform), wire.Secret(m.Channel.Token), target)
	if err != nil {
		h.log.WarnContext(ctx, "could not keep a phone's endpoint at SNS", "device", m.Device, "error", err)
	}
}

func (h *house) browserSender(rules notify.Outbound) (*webpush.Sender, error) {
	contact := h.conf.WebPush.Contact
	if contact == "" && strings.HasPrefix(h.conf.Issuer, "https://") {
		contact = h.conf.Issuer
	}
	return webpush.New(webpush.Deps{
		Client: h.outbound(rules), Endpoints: h.webPush, Sign: h.ring.SignVAPID, Contact: contact, Now: h.now,
	})
}

// takeChannel says whether a device may be woken by a channel: its provider is
// set up here, and a subscription's endpoint may be posted to and was made with
// a key of ours.
func (h *house) takeChannel(ctx context.Context, c wire.Channel) error {
	if h.channels[string(c.Provider)] == nil {
		return fmt.Errorf("this server does not send by %s", c.Provider)
	}
	if c.Provider == wire.ProviderSNS && !h.amazon.Takes(string(c.Platform)) {
		return fmt.Errorf("this server has no application of sns for %s", c.Platform)
	}
	if c.Provider != wire.ProviderWebPush {
		return nil
	}
	if err := h.webPush.Check(c.Endpoint.Reveal()); err != nil {
		return err
	}
	if !h.ring.HasVAPID(ctx, c.VAPIDKey) {
		return errors.New("the subscription was made with a key that is not ours")
	}
	return nil
}
