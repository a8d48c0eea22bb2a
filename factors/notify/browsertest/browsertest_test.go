package browsertest_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"golang.org/x/net/websocket"

	"countersign/factors/notify"
	"countersign/factors/notify/browsertest"
)

// post is a push that says nothing of its sender.
func post(t *testing.T, c *http.Client, to string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to, strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

func TestFirefoxsServiceTakesNoPushOfNobody(t *testing.T) {
	a := browsertest.NewAutopush(t, time.Now)
	at, ok := a.Preferences()["dom.push.serverURL"].(string)
	if !ok {
		t.Fatal("no URL")
	}
	line, err := websocket.Dial(at, "push-notification", "http://localhost")
	if err != nil {
		t.Fatal(err)
	}
	ask := func(what string) map[string]any {
		t.Helper()
		if err := websocket.Message.Send(line, what); err != nil {
			t.Fatal(err)
		}
		var answer map[string]any
		if err := websocket.JSON.Receive(line, &answer); err != nil {
			t.Fatal(err)
		}
		return answer
	}
	if got := ask(`{"messageType":"hello","use_webpush":true}`); got["uaid"] == "" || got["status"] != 200.0 {
		t.Errorf("hello: %v", got)
	}
	endpoint, ok := ask(`{"messageType":"register","channelID":"one","key":"AAAA="}`)["pushEndpoint"].(string)
	if !ok || a.Subscriptions() != 1 {
		t.Fatal("not subscribed")
	}
	c := a.Client(notify.Outbound{})
	if status := post(t, c, endpoint); status != http.StatusBadRequest || len(a.Faults()) != 1 || a.Pushes() != 0 {
		t.Errorf("unsigned: %d", status)
	}
	ask(`{"messageType":"unregister","channelID":"one"}`)
	if status := post(t, c, endpoint); status != http.StatusGone || a.Subscriptions() != 0 {
		t.Errorf("unsubscribed: %d", status)
	}
}

// What is posted to Google's hosts stays here, whatever the rules; all else goes
// by the rules.
func TestGooglesHostsLeadToLoopback(t *testing.T) {
	g := browsertest.NewGCM(t, time.Now)
	c := g.Client(notify.Outbound{})
	for _, host := range []string{"fcm.googleapis.com", "jmt17.google.com"} {
		if status := post(t, c, "https://"+host+"/fcm/send/nobody"); status != http.StatusGone {
			t.Errorf("%s: %d", host, status)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if answer, err := c.Do(r); err == nil {
		_ = answer.Body.Close()
		t.Error("a private address was called")
	}
}

func TestDesktopShowsAndIsTapped(t *testing.T) {
	d := browsertest.NewDesktop(t)
	app, err := dbus.Connect(d.Address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = app.Close() }()
	taps := make(chan *dbus.Signal, 10)
	app.Signal(taps)
	if err := app.AddMatchSignal(dbus.WithMatchMember("ActionInvoked")); err != nil {
		t.Fatal(err)
	}
	var id uint32
	show := func(title string, replaces uint32) {
		t.Helper()
		err := app.Object("org.freedesktop.Notifications", "/org/freedesktop/Notifications").Call("org.freedesktop.Notifications.Notify", 0,
			"app", replaces, "", title, "text", []string{"default", "", "0", "It's not me", "1", "Review", "settings", "Settings"}, map[string]dbus.Variant{}, int32(-1)).Store(&id)
		if err != nil {
			t.Fatal(err)
		}
	}
	show("one", 0)
	show("two", id)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	n, err := d.Wait(ctx, "two")
	if err != nil || len(d.Shown()) != 1 || strings.Join(n.Buttons, ",") != "It's not me,Review" {
		t.Fatalf("%v, %v", d.Shown(), err)
	}
	if err := d.Tap(n, "Approve"); err == nil {
		t.Error("a button that is not there was tapped")
	}
	for button, key := range map[string]string{"Review": "1", "": "default"} {
		if err := d.Tap(n, button); err != nil {
			t.Fatal(err)
		}
		for told := false; !told; {
			select {
			case s := <-taps:
				told = strings.HasSuffix(s.Name, ".ActionInvoked") // before it the bus may tell the app its name
				if told && (s.Body[0] != id || s.Body[1] != key) {
					t.Errorf("%q: told %v", button, s.Body)
				}
			case <-ctx.Done():
				t.Fatal("the app is not told")
			}
		}
	}
	if err := app.Object("org.freedesktop.Notifications", "/org/freedesktop/Notifications").Call("org.freedesktop.Notifications.CloseNotification", 0, id).Err; err != nil || len(d.Shown()) != 0 {
		t.Errorf("closed: %v, shown %v", err, d.Shown())
	}
}
