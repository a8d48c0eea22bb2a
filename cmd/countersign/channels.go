package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"countersign/factors/notify"
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
			Client: notify.NewOutbound(rules), Now: h.now,
		})
		if err != nil {
			return nil, fmt.Errorf("fcm: %w", err)
		}
		out[string(wire.ProviderFCM)] = fcm
	}
	if h.conf.Webhook.URL != "" {
		hook, err := webhook.New(webhook.Deps{
			Client: notify.NewOutbound(rules), URL: h.conf.Webhook.URL, Secrets: h.conf.Webhook.Secrets(), Now: h.now,
		})
		if err != nil {
			return nil, err
		}
		out[string(wire.ProviderWebhook)] = hook
	}
	return out, nil
}

func (h *house) browserSender(rules notify.Outbound) (*webpush.Sender, error) {
	contact := h.conf.WebPush.Contact
	if contact == "" && strings.HasPrefix(h.conf.Issuer, "https://") {
		contact = h.conf.Issuer
	}
	return webpush.New(webpush.Deps{
		Client: notify.NewOutbound(rules), Endpoints: h.webPush, Sign: h.ring.SignVAPID, Contact: contact, Now: h.now,
	})
}

// takeChannel says whether a device may be woken by a channel: its provider is
// set up here, and a subscription's endpoint may be posted to and was made with
// a key of ours.
func (h *house) takeChannel(ctx context.Context, c wire.Channel) error {
	if h.channels[string(c.Provider)] == nil {
		return fmt.Errorf("this server does not send by %s", c.Provider)
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
