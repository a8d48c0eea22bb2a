package config

import (
	"encoding/base64"
	"errors"
	"regexp"
	"slices"
	"strings"
)

// Webhook is a service of the operator's own, which wakes phones in its own way.
type Webhook struct {
	URL    string `yaml:"url" desc:"Where to post requests for phones that your own service wakes (Standard Webhooks). Without it, no phone may register that way."`
	Secret Secret `yaml:"secret" desc:"What signs them: whsec_ and base64 of 24 to 64 bytes. Several, separated by commas, while the receiver changes its own: each message is signed with all."`
}

// Secrets are the secrets of Secret.
func (w Webhook) Secrets() []string {
	if w.Secret == "" {
		return nil
	}
	out := strings.Split(w.Secret.Reveal(), ",")
	for i, s := range out {
		out[i] = strings.TrimSpace(s)
	}
	return out
}

// SNS is Amazon Simple Notification Service, which wakes phones by FCM and APNs.
type SNS struct {
	Region             string `yaml:"region" desc:"The AWS region of the platform applications. Without it, no phone may register for SNS."`
	AndroidApplication string `yaml:"android_application" desc:"The ARN of the platform application for FCM (app/GCM/…); empty takes no Android phones."`
	IOSApplication     string `yaml:"ios_application" desc:"The ARN of the platform application for Apple (app/APNS/… or app/APNS_SANDBOX/…); empty takes no iPhones."`
	KeyID              string `yaml:"key_id" desc:"An access key's id. Without it, the SDK looks for credentials as AWS's own tools do: environment, files, the role of the machine."`
	KeySecret          Secret `yaml:"key_secret" desc:"That access key's secret."`
	Endpoint           string `yaml:"endpoint" desc:"Another endpoint than the region's, for tests."`
}

// checkChannels is about the ways to wake phones.
func (c Config) checkChannels() error {
	return errors.Join(
		unless(c.FCM.CredentialsFile != "" || c.FCM.Endpoint == "" && c.FCM.ProjectID == "",
			"fcm.credentials_file", "name the service account's key file, or leave out fcm.endpoint and fcm.project_id too"),
		unless(c.FCM.Endpoint == "" || isEndpoint(c.FCM.Endpoint), "fcm.endpoint", "write an https URL; http is for loopback only"),
		unless(c.WebPush.Contact == "" || isContact(c.WebPush.Contact), "webpush.contact", "write a mailto: or https URL, such as mailto:it@example.com"),
		unless(!slices.ContainsFunc(c.WebPush.Hosts, func(h string) bool { return !isHostPattern(h) }),
			"webpush.hosts", "write names in lower case, such as push.example.com or *.push.example.com, or addresses"),
		c.Webhook.check(), c.SNS.check(),
	)
}

func (w Webhook) check() error {
	return errors.Join(
		unless(w.URL == "" || isEndpoint(w.URL) && !strings.Contains(w.URL, "#"), "webhook.url", "write an https URL; http is for loopback only"),
		unless((w.URL == "") == (w.Secret == ""), "webhook.secret", "give webhook.url and webhook.secret, or neither"),
		unless(!slices.ContainsFunc(w.Secrets(), func(s string) bool { return !isWebhookSecret(s) }),
			"webhook.secret", "write whsec_ and base64 of 24 to 64 bytes; make one with: echo whsec_$(openssl rand -base64 32)"),
	)
}

func isWebhookSecret(s string) bool {
	rest, found := strings.CutPrefix(s, "whsec_")
	key, err := base64.StdEncoding.DecodeString(rest)
	return found && err == nil && len(key) >= 24 && len(key) <= 64
}

func (s SNS) check() error {
	if s == (SNS{}) {
		return nil
	}
	return errors.Join(
		unless(regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]$`).MatchString(s.Region), "sns.region", "write the region of the platform applications, such as eu-central-1"),
		unless(s.AndroidApplication != "" || s.IOSApplication != "", "sns.android_application", "give this, sns.ios_application, or both"),
		unless(s.AndroidApplication == "" || s.isApplication(s.AndroidApplication, "GCM"),
			"sns.android_application", "write an ARN of that region, such as arn:aws:sns:eu-central-1:123456789012:app/GCM/countersign"),
		unless(s.IOSApplication == "" || s.isApplication(s.IOSApplication, "APNS") || s.isApplication(s.IOSApplication, "APNS_SANDBOX"),
			"sns.ios_application", "write an ARN of that region, such as arn:aws:sns:eu-central-1:123456789012:app/APNS/countersign"),
		unless((s.KeyID == "") == (s.KeySecret == ""), "sns.key_secret", "give sns.key_id and sns.key_secret, or neither"),
		unless(s.Endpoint == "" || isEndpoint(s.Endpoint), "sns.endpoint", "write an https URL; http is for loopback only"),
	)
}

// isApplication says whether arn is that of an application of the kind in the region.
func (s SNS) isApplication(arn, kind string) bool {
	at, name, found := strings.Cut(arn, ":app/"+kind+"/")
	return found && regexp.MustCompile(`^[A-Za-z0-9_.-]{1,256}$`).MatchString(name) &&
		regexp.MustCompile(`^arn:aws[a-z-]*:sns:`+regexp.QuoteMeta(s.Region)+`:[0-9]{12}$`).MatchString(at)
}
