package webpush_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"countersign/config"
	"countersign/factors/notify"
	"countersign/factors/notify/webpush"
)

func TestPushServicesOfBrowsersAreAllowed(t *testing.T) {
	e := webpush.Endpoints{Hosts: config.Default().WebPush.Hosts}
	for _, endpoint := range []string{
		"https://fcm.googleapis.com/fcm/send/abc:APA91", "https://jmt17.google.com/wp/x", "https://FCM.googleapis.com:443/x",
		"https://updates.push.services.mozilla.com/wpush/v2/x", "https://web.push.apple.com/x", "https://db5p.notify.windows.com/w/?token=x",
	} {
		if err := e.Check(endpoint); err != nil {
			t.Errorf("%s: %v", endpoint, err)
		}
	}
}

// Security case 51.
func TestOtherEndpointsAreRefused(t *testing.T) {
	e := webpush.Endpoints{Hosts: config.Default().WebPush.Hosts}
	for _, endpoint := range []string{
		"", "fcm.googleapis.com/x", "//fcm.googleapis.com/x", "https:fcm.googleapis.com", "https:///x", "file:///etc/passwd", "gopher://fcm.googleapis.com/",
		"http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com:22/",
		"https://user@fcm.googleapis.com/x", "https://fcm.googleapis.com@127.0.0.1/x", "https://fcm.googleapis.com/x#y", "https://fcm.googleapis.com/x#",
		"https://evil.example/", "https://fcm.googleapis.com.evil.example/", "https://evilfcm.googleapis.com/", "https://fcm.googleapis.com./x",
		"https://push.apple.com/", "https://.push.apple.com/", "https://evilpush.apple.com/", "https://web.push.apple.com.evil.example/", "https://notify.windows.com/",
		"https://fcm.googleapis.com\\@evil.example/", "https://fcm.googleapis.com/\r\nX: y", "https://fcm.googleapis.com /x", "https://fcm.googleapi\u017f.com/",
		"https://127.0.0.1/", "http://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://localhost/", "http://localhost:8080/",
		"https://169.254.169.254/latest/meta-data/", "http://169.254.169.254/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:169.254.169.254]/",
		"https://[::ffff:7f00:1]/", "https://[64:ff9b::7f00:1]/", "https://10.0.0.1/", "https://8.8.8.8/",
		"https://fcm.googleapis.com/" + strings.Repeat("x", 1024),
	} {
		if err := e.Check(endpoint); !errors.Is(err, webpush.ErrEndpoint) {
			t.Errorf("%q: %v, want a refusal", endpoint, err)
		}
	}
}

func TestListedAddressesStillObeyTheRulesOfOutboundCalls(t *testing.T) {
	e := webpush.Endpoints{Hosts: []string{"127.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "10.0.0.1"}}
	for _, endpoint := range []string{"https://127.0.0.1/", "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/", "https://10.0.0.1/"} {
		if err := e.Check(endpoint); !errors.Is(err, webpush.ErrEndpoint) || !errors.Is(err, notify.ErrAddress) {
			t.Errorf("%s: %v", endpoint, err)
		}
	}
	e.Outbound.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	for endpoint, want := range map[string]error{
		"http://127.0.0.1:4711/x": nil, "https://127.0.0.1/x": nil, "http://[::ffff:127.0.0.1]:4711/": nil,
		"http://127.0.0.2:4711/": webpush.ErrEndpoint, "http://169.254.169.254/": notify.ErrAddress, "https://10.0.0.1/": notify.ErrAddress,
	} {
		if err := e.Check(endpoint); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", endpoint, err, want)
		}
	}
}

func TestRefusalsNeverRepeatTheEndpoint(t *testing.T) {
	e := webpush.Endpoints{Hosts: config.Default().WebPush.Hosts}
	for _, endpoint := range []string{
		"https://evil.example/capability", "http://fcm.googleapis.com/capability", "https://%zz/capability", "https://fcm.googleapis.com:x/capability",
		"https://" + strings.Repeat("a", 200) + "capability.example/",
	} {
		if err := e.Check(endpoint); err == nil || strings.Contains(err.Error(), "capability") {
			t.Errorf("%s: %v", endpoint, err)
		}
	}
}
