package config_test

import (
	"slices"
	"strings"
	"testing"

	"countersign/config"
)

const (
	goodSecret = "whsec_bm8gb25lIHNoYWxsIGtub3cgdGhpcyBzZWNyZXQ="
	nextSecret = "whsec_YW5vdGhlciBzZWNyZXQgb2YgMjQgYnl0ZXMgb3IgbW9yZQ=="
	androidApp = "arn:aws:sns:eu-central-1:123456789012:app/GCM/countersign"
	iosApp     = "arn:aws:sns:eu-central-1:123456789012:app/APNS_SANDBOX/countersign"
)

func TestWebhookSecretsAreReadAsAListAndStayHidden(t *testing.T) {
	c, err := config.Load("", nil, "webhook.url=https://push.example.com/x", "webhook.secret="+goodSecret+", "+nextSecret)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Webhook.Secrets(); !slices.Equal(got, []string{goodSecret, nextSecret}) {
		t.Errorf("read %q", got)
	}
	for _, s := range c.Settings() {
		if strings.Contains(s.Value, "whsec_") {
			t.Errorf("%s shows the secret", s.Key)
		}
	}
}

func TestSettingsOfSNSAreTaken(t *testing.T) {
	for _, set := range [][]string{
		{"sns.region=eu-central-1", "sns.android_application=" + androidApp},
		{"sns.region=eu-central-1", "sns.ios_application=" + iosApp, "sns.key_id=AKIDEXAMPLE", "sns.key_secret=s"},
		{"sns.region=us-gov-west-1", "sns.android_application=arn:aws-us-gov:sns:us-gov-west-1:123456789012:app/GCM/x"},
	} {
		if _, err := config.Load("", nil, set...); err != nil {
			t.Errorf("%q: %v", set, err)
		}
	}
}

func TestSettingsOfChannelsThatCannotWorkAreRefused(t *testing.T) {
	whole := []string{"sns.region=eu-central-1", "sns.android_application=" + androidApp, "sns.ios_application=" + iosApp}
	for set, key := range map[string]string{
		"webhook.url=http://push.example.com|webhook.secret=" + goodSecret:            "webhook.url",
		"webhook.url=https://a:b@push.example.com|webhook.secret=" + goodSecret:       "webhook.url",
		"webhook.url=https://push.example.com/#x|webhook.secret=" + goodSecret:        "webhook.url",
		"webhook.url=https://push.example.com":                                        "webhook.secret",
		"webhook.secret=" + goodSecret:                                                "webhook.secret",
		"webhook.url=https://push.example.com|webhook.secret=geheim":                  "webhook.secret",
		"webhook.url=https://push.example.com|webhook.secret=" + goodSecret + ",x":    "webhook.secret",
		"webhook.url=https://push.example.com|webhook.secret=whsec_dG9vIHNob3J0":      "webhook.secret",
		"sns.region=eu-central-1":                                                     "sns.android_application",
		"sns.region=":                                                                 "sns.region",
		"sns.region=Frankfurt":                                                        "sns.region",
		"sns.region=us-east-1":                                                        "sns.android_application", // the ARN is of another region
		"sns.android_application=" + iosApp:                                           "sns.android_application",
		"sns.ios_application=" + androidApp:                                           "sns.ios_application",
		"sns.ios_application=arn:aws:sns:eu-central-1:123456789012:app/APNS/":         "sns.ios_application",
		"sns.ios_application=arn:aws:sns:eu-central-1:123456789012:app/APNS_VOIP/app": "sns.ios_application",
		"sns.key_id=AKIDEXAMPLE":                                                      "sns.key_secret",
		"sns.key_secret=s":                                                            "sns.key_secret",
		"sns.endpoint=http://sns.example.com":                                         "sns.endpoint",
	} {
		args := strings.Split(set, "|")
		if strings.HasPrefix(set, "sns.") && set != "sns.region=eu-central-1" {
			args = append(slices.Clone(whole), args...)
		}
		if _, err := config.Load("", nil, args...); err == nil || !strings.Contains(err.Error(), key+":") {
			t.Errorf("%s: %v", set, err)
		}
	}
}
