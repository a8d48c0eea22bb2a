package storage_test

import (
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors/device"
	"countersign/factors/wire"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// changeTo gives p's device another channel.
func changeTo(t *testing.T, db *storage.DB, clock *storagetest.Clock, p pushed, jti string, c wire.Channel) {
	t.Helper()
	clock.Advance(time.Minute)
	err := db.Devices().ChangeChannel(t.Context(), device.ChannelChange{Device: p.device.ID, Act: jti, Channel: c, At: clock.Now()},
		device.DefaultLimits(), audit.New(t.Context(), clock.Now(), audit.DeviceChanged))
	if err != nil {
		t.Fatal(err)
	}
}

// channelNow is how p's device is woken.
func channelNow(t *testing.T, db *storage.DB, p pushed) wire.Channel {
	t.Helper()
	copies, err := db.Challenges().CopiesOf(t.Context(), p.challenge.ID)
	if err != nil || len(copies) != 1 {
		t.Fatal(copies, err)
	}
	return copies[0].Channel
}

func TestEachChannelComesBackWhole(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := openPush(t, db, clock)
		for i, c := range []wire.Channel{
			{Provider: wire.ProviderWebhook, Ref: "ref"},
			{Provider: wire.ProviderSNS, Platform: wire.PlatformIOS, Token: "token"},
			{Provider: wire.ProviderFCM, Token: "token"},
			{Provider: wire.ProviderNone},
		} {
			changeTo(t, db, clock, p, string(rune('a'+i)), c)
			if got := channelNow(t, db, p); got != c {
				t.Errorf("%s came back as %+v", c.Provider, got)
			}
		}
	})
}

func TestTargetIsKeptForTheTokenItWasMadeOfAlone(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := openPush(t, db, clock)
		keep := func(platform wire.Platform, token wire.Secret) wire.Channel {
			t.Helper()
			if err := db.Devices().KeepTarget(t.Context(), p.device.ID, platform, token, "arn:made"); err != nil {
				t.Fatal(err)
			}
			return channelNow(t, db, p)
		}
		if got := keep(wire.PlatformAndroid, pushToken); got.Target != "" || got.Token != pushToken {
			t.Errorf("a channel of FCM became %+v", got)
		}
		c := wire.Channel{Provider: wire.ProviderSNS, Platform: wire.PlatformAndroid, Token: "one"}
		changeTo(t, db, clock, p, "act_1", c)
		if got := keep(wire.PlatformIOS, "one"); got != c {
			t.Errorf("the target of another platform: %+v", got)
		}
		if got := keep(wire.PlatformAndroid, "two"); got != c {
			t.Errorf("the target of another token: %+v", got)
		}
		if got := keep(wire.PlatformAndroid, "one"); got.Target != "arn:made" || got.Token != "one" {
			t.Errorf("kept as %+v", got)
		}
		c.Token = "two"
		changeTo(t, db, clock, p, "act_2", c)
		if got := channelNow(t, db, p); got.Target != "" {
			t.Errorf("a new token has the target of the old: %+v", got)
		}
		if err := db.Devices().KeepTarget(t.Context(), "dev_nobody", wire.PlatformAndroid, "one", "arn:x"); err != nil {
			t.Errorf("a device that is gone: %v", err)
		}
	})
}
