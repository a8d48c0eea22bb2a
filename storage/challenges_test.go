package storage_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/person"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// pushed is a person with an active device and an open challenge.
type pushed struct {
	device    device.Device
	challenge push.Challenge
	confirm   wire.Secret
}

const (
	pushToken  = "a token that only the provider knows"
	pushNumber = "730518"
)

func openPush(t *testing.T, db *storage.DB, clock *storagetest.Clock) pushed {
	t.Helper()
	ctx := t.Context()
	now := clock.Now()
	err := db.People().Create(ctx, person.Person{ID: "per_p", Username: "p", Key: "p", Status: person.Active, Created: now, Updated: now})
	if err != nil {
		t.Fatal(err)
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := wire.NewKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	e := device.Enrolment{ID: "enr_p", Account: "per_p", Flow: "flw_p", State: device.Waiting, TriesLeft: 3, Created: now, Expires: now.Add(time.Minute)}
	if err := db.Devices().StartEnrolment(ctx, e, device.SecretHashes{Link: "hash", Typed: "typed"}, device.DefaultLimits()); err != nil {
		t.Fatal(err)
	}
	d := device.Device{
		ID: "dev_p", Pseudonym: "acc_p", Key: key, Status: wire.DevicePending, Info: wire.DeviceInfo{Name: "p", Platform: wire.PlatformCLI},
		Modes: []wire.Mode{wire.ModeNum6}, Channel: wire.Channel{Provider: wire.ProviderFCM, Token: pushToken},
		ChannelSet: now, Protection: factors.SoftwareKey, Created: now,
	}
	const confirm = "918273"
	_, d, err = db.Devices().Redeem(ctx, device.Redemption{SecretHash: "hash", Device: d, Confirm: confirm, At: now, Expires: now.Add(time.Minute)},
		audit.New(ctx, now, audit.DeviceRegistered))
	if err != nil {
		t.Fatal(err)
	}
	activated := audit.New(ctx, now, audit.DeviceActivated)
	activated.Person = "per_p"
	if err := db.Devices().Activate(ctx, device.Activation{Enrolment: e.ID, Flow: e.Flow, At: now, Probation: now.Add(time.Hour)}, activated); err != nil {
		t.Fatal(err)
	}
	if d, err = db.Devices().DeviceByKey(ctx, key.Thumbprint()); err != nil {
		t.Fatal(err)
	}
	return pushed{device: d, challenge: reopenPush(t, db, clock, d, "chl_p"), confirm: confirm}
}

func reopenPush(t *testing.T, db *storage.DB, clock *storagetest.Clock, d device.Device, id push.ID) push.Challenge {
	t.Helper()
	now := clock.Now()
	c := push.Challenge{
		ID: id, Account: "per_p", Purpose: wire.PurposeLogin, Holder: "flw_p", Browser: []byte("b"), State: wire.StatePending,
		Mode: factors.MatchNum6, Number: pushNumber, TriesLeft: 3, ResendsLeft: 2, Created: now, Expires: now.Add(2 * time.Minute),
		Due: now.Add(2 * time.Minute), Resent: now,
	}
	situation, err := db.Challenges().Situation(t.Context(), c.Account, c.Purpose, now)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Challenges().OpenChallenge(t.Context(), push.Opening{
		Opened: situation.Opened, Challenge: c, Verdicts: []wire.Verdict{wire.Approve},
		Copies: []push.Copy{{Challenge: id, Device: d.ID, JWS: "jws", Nonce: "nonce", ChannelSet: now}},
	}, audit.New(t.Context(), now, audit.ChallengeOpened))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSecretsOfPushAreSealedAtRest(t *testing.T) {
	clock := storagetest.NewClock()
	dir := t.TempDir()
	db := storagetest.Open(t, "sqlite:"+filepath.Join(dir, "test.db"), clock)
	p := openPush(t, db, clock)
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{pushToken, pushNumber, p.confirm.Reveal()} {
			if bytes.Contains(raw, []byte(secret)) {
				t.Errorf("%s holds %q in clear", filepath.Base(f), secret)
			}
		}
	}
	copies, err := db.Challenges().CopiesOf(t.Context(), p.challenge.ID)
	if err != nil || len(copies) != 1 || copies[0].Channel.Token != pushToken {
		t.Errorf("the token does not come back: %v", err)
	}
	if c, err := db.Challenges().FindChallenge(t.Context(), p.challenge.ID); err != nil || c.Number != pushNumber {
		t.Errorf("the number does not come back: %v", err)
	}
}

func TestSecondOpenChallengeIsRefusedByTheStore(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := openPush(t, db, clock)
		c := p.challenge
		c.ID = "chl_q"
		err := db.Challenges().OpenChallenge(t.Context(), push.Opening{Challenge: c, Opened: 1}, audit.New(t.Context(), clock.Now(), audit.ChallengeOpened))
		if !errors.Is(err, push.ErrRaced) {
			t.Errorf("got %v, want ErrRaced", err)
		}
	})
}

// Approve at one replica and deny at the other: one conditional move wins, and
// after a deny nothing is finished.
func TestOneVerdictWinsOnTwoReplicas(t *testing.T) {
	url, clock := storagetest.PostgresURL(t), storagetest.NewClock()
	replicas := []*storage.DB{storagetest.Open(t, url, clock), storagetest.Open(t, url, clock)}
	p := openPush(t, replicas[0], clock)
	c := p.challenge
	for run := range 100 {
		if run > 0 {
			clock.Advance(time.Second)
			c = reopenPush(t, replicas[0], clock, p.device, push.ID("chl_"+rand.Text()))
		}
		verdicts := []push.Verdict{
			{Verdict: wire.Approve, To: wire.StateApproved, Digest: "a", FinishBy: clock.Now().Add(time.Minute)},
			{Verdict: wire.Deny, To: wire.StateDenied, Digest: "d"},
		}
		won := make([]bool, len(verdicts))
		var wg sync.WaitGroup
		for i, v := range verdicts {
			v.Challenge, v.From, v.Device, v.At = c, wire.StatePending, p.device, clock.Now()
			wg.Go(func() {
				var err error
				won[i], err = replicas[i].Challenges().Commit(context.Background(), v, audit.New(context.Background(), v.At, audit.ChallengeDenied))
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won[0] == won[1] {
			t.Fatalf("run %d: approve won %v, deny won %v", run, won[0], won[1])
		}
		_, err := replicas[1].Challenges().ConsumeChallenge(t.Context(), c.ID, "flw_p", nil, clock.Now(), audit.New(t.Context(), clock.Now(), audit.ChallengeConsumed))
		if finished := err == nil; finished != won[0] {
			t.Fatalf("run %d: finished %v, approved %v", run, finished, won[0])
		}
	}
}
