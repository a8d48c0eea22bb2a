package config_test

import (
	"slices"
	"strings"
	"testing"

	"countersign/config"
)

func TestHostsOfPushServicesAreReadAsAList(t *testing.T) {
	c, err := config.Load("", []string{"COUNTERSIGN_WEBPUSH_HOSTS=push.example.com, *.push.example.org,127.0.0.1,::1", "COUNTERSIGN_WEBPUSH_CONTACT=mailto:it@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"push.example.com", "*.push.example.org", "127.0.0.1", "::1"}; !slices.Equal(c.WebPush.Hosts, want) {
		t.Errorf("hosts %q, want %q", c.WebPush.Hosts, want)
	}
	file := write(t, "webpush:\n  hosts: []\n")
	if c, err = config.Load(file, nil); err != nil || len(c.WebPush.Hosts) != 0 {
		t.Errorf("no host at all: %q, %v", c.WebPush.Hosts, err)
	}
}

func TestWebPushSettingsThatCannotWorkAreRefused(t *testing.T) {
	for _, set := range []string{
		"webpush.contact=it@example.com", "webpush.contact=mailto:", "webpush.contact=http://example.com", "webpush.contact=https://",
		"webpush.hosts=https://push.example.com", "webpush.hosts=push.example.com/x", "webpush.hosts=Push.example.com", "webpush.hosts=push.example.com:443",
		"webpush.hosts=*", "webpush.hosts=*.com", "webpush.hosts=*push.example.com", "webpush.hosts=push.*.com", "webpush.hosts=push..com", "webpush.hosts=push.example.com.",
		"webpush.hosts=[::1]", "webpush.hosts=::0:1", "webpush.hosts=push.example.com,https://x",
	} {
		key, _, _ := strings.Cut(set, "=")
		if _, err := config.Load("", nil, set); err == nil || !strings.Contains(err.Error(), key+":") {
			t.Errorf("%s: %v", set, err)
		}
	}
}
