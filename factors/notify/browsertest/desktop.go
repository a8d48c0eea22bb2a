package browsertest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// Where notifications are shown (Desktop Notifications Specification 1.2).
const (
	notifications     = "org.freedesktop.Notifications"
	notificationsPath = "/org/freedesktop/Notifications"
)

// Desktop shows notifications on a private session bus, and is a person who taps
// them.
type Desktop struct {
	// Address is the bus: DBUS_SESSION_BUS_ADDRESS of the browsers.
	Address string

	t    testing.TB
	conn *dbus.Conn

	mu      sync.Mutex
	last    uint32
	shown   []Notification // that are open, in the order in which they came
	changed chan struct{}
}

// Notification is one that is shown.
type Notification struct {
	ID          uint32
	Title, Body string
	// Buttons are the words on the page's buttons, without the browser's own
	// "Settings", and keys what is told of a tap.
	Buttons []string
	keys    []string
}

// NewDesktop starts a bus and a desktop that end with the test.
func NewDesktop(t testing.TB) *Desktop {
	t.Helper()
	dir, err := os.MkdirTemp("", "bus") // not t.TempDir: a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	bus := exec.CommandContext(t.Context(), "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1", "--address=unix:path="+filepath.Join(dir, "bus"))
	out, err := bus.StdoutPipe()
	if err == nil {
		err = bus.Start()
	}
	if err != nil {
		t.Fatalf("dbus-daemon: %v; run: make test-setup", err)
	}
	t.Cleanup(func() {
		_ = bus.Process.Kill()
		_ = bus.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("dbus-daemon said no address: %v", err)
	}
	d := &Desktop{Address: strings.TrimSpace(address), t: t, changed: make(chan struct{})}
	if d.conn, err = dbus.Connect(d.Address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.conn.Close() })
	if err := d.conn.Export(exported{d}, notificationsPath, notifications); err != nil {
		t.Fatal(err)
	}
	if r, err := d.conn.RequestName(notifications, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own the name of the notifications: %v, %v", r, err)
	}
	return d
}

// Shown are the open notifications.
func (d *Desktop) Shown() []Notification {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.shown)
}

// Wait gives a notification with the title as soon as it is shown.
func (d *Desktop) Wait(ctx context.Context, title string) (Notification, error) {
	for {
		d.mu.Lock()
		shown, changed := slices.Clone(d.shown), d.changed
		d.mu.Unlock()
		if i := slices.IndexFunc(shown, func(n Notification) bool { return n.Title == title }); i >= 0 {
			return shown[i], nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Notification{}, fmt.Errorf("wait for %q, shown are %v: %w", title, shown, ctx.Err())
		}
	}
}

// Tap presses a button of a notification; "" is the notification itself.
func (d *Desktop) Tap(n Notification, button string) error {
	key := "default"
	if button != "" {
		i := slices.Index(n.Buttons, button)
		if i < 0 {
			return fmt.Errorf("no button %q, but %q", button, n.Buttons)
		}
		key = n.keys[i]
	}
	return d.conn.Emit(notificationsPath, notifications+".ActionInvoked", n.ID, key)
}

// show adds a notification, or changes the one that it replaces.
func (d *Desktop) show(n Notification, replaces uint32) uint32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := slices.IndexFunc(d.shown, func(old Notification) bool { return old.ID == replaces })
	if replaces != 0 && i >= 0 {
		n.ID = replaces
		d.shown[i] = n
	} else {
		d.last++
		n.ID = d.last
		d.shown = append(d.shown, n)
	}
	close(d.changed)
	d.changed = make(chan struct{})
	return n.ID
}

func (d *Desktop) hide(id uint32) error {
	d.mu.Lock()
	d.shown = slices.DeleteFunc(d.shown, func(n Notification) bool { return n.ID == id })
	d.mu.Unlock()
	const byCall = uint32(3)
	return d.conn.Emit(notificationsPath, notifications+".NotificationClosed", id, byCall)
}

// exported is what browsers call.
type exported struct{ d *Desktop }

// GetCapabilities says what is shown of a notification.
func (e exported) GetCapabilities() ([]string, *dbus.Error) {
	return []string{"actions", "body", "body-markup", "persistence"}, nil
}

// GetServerInformation says who shows it.
func (e exported) GetServerInformation() (name, vendor, version, specification string, no *dbus.Error) {
	return "browsertest", "countersign", "1", "1.2", nil
}

// Notify shows a notification. Actions are keys and words in turn; "default" is
// the notification itself.
func (e exported) Notify(_ string, replaces uint32, _, title, body string, actions []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	if len(actions)%2 != 0 {
		return 0, dbus.MakeFailedError(errors.New("an action without its words"))
	}
	n := Notification{Title: title, Body: body}
	for pair := range slices.Chunk(actions, 2) {
		if pair[0] != "default" && pair[0] != "settings" {
			n.keys, n.Buttons = append(n.keys, pair[0]), append(n.Buttons, pair[1])
		}
	}
	return e.d.show(n, replaces), nil
}

// CloseNotification hides one.
func (e exported) CloseNotification(id uint32) *dbus.Error {
	if err := e.d.hide(id); err != nil {
		return dbus.MakeFailedError(err)
	}
	return nil
}
