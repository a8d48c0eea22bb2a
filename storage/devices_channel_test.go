package storage_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors/device"
	"countersign/factors/wire"
	"countersign/storage/storagetest"
)

func TestSubscriptionIsSealedAtRestAndComesBackWhole(t *testing.T) {
	clock := storagetest.NewClock()
	dir := t.TempDir()
	db := storagetest.Open(t, "sqlite:"+filepath.Join(dir, "test.db"), clock)
	p := openPush(t, db, clock)
	clock.Advance(time.Minute)
	channel := wire.Channel{Provider: wire.ProviderWebPush, WebPush: wire.WebPush{
		Endpoint: "https://push.example.com/capability", P256DH: "publicpoint", Auth: "sharedsecret", VAPIDKey: "nameofthekey",
	}}
	err := db.Devices().ChangeChannel(t.Context(), device.ChannelChange{Device: p.device.ID, Act: "act", Channel: channel, At: clock.Now()},
		device.DefaultLimits(), audit.New(t.Context(), clock.Now(), audit.DeviceChanged))
	if err != nil {
		t.Fatal(err)
	}
	copies, err := db.Challenges().CopiesOf(t.Context(), p.challenge.ID)
	if err != nil || len(copies) != 1 || copies[0].Channel != channel || !copies[0].Reachable {
		t.Errorf("came back as %+v, %v", copies, err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"capability", "publicpoint", "sharedsecret", "nameofthekey"} {
			if bytes.Contains(raw, []byte(secret)) {
				t.Errorf("%s holds %q in clear", filepath.Base(f), secret)
			}
		}
	}
}
