package storage

import (
	"fmt"
	"testing"
	"time"

	"countersign/factors/push"
)

func keptRow(i int, at time.Time) askedRow {
	var r askedRow
	r.challenge.ID, r.challenge.Due, r.device.Jkt = fmt.Sprint("chl_", i), milli(at.Add(time.Minute)), "key"
	r.device.Status, r.status, r.versionOfDevice, r.versionOfPerson = "active", "active", "1", "2"
	return r
}

func TestMemoryOfWhatIsKeptIsBounded(t *testing.T) {
	var k kept
	now := time.Now()
	for i := range 5 * maxKept {
		k.put(keptRow(i, now), now)
		if n := len(k.now) + len(k.last); n > 2*maxKept {
			t.Fatalf("%d are kept", n)
		}
	}
	if _, ok := k.take("chl_0", "key", now); ok {
		t.Error("the oldest is still kept")
	}
	last := push.ID(fmt.Sprint("chl_", 5*maxKept-1))
	if _, ok := k.take(last, "another key", now); ok {
		t.Error("kept for another device")
	}
	if _, ok := k.take(last, "key", now); !ok {
		t.Error("the newest is not kept")
	}
	if _, ok := k.take(last, "key", now); ok {
		t.Error("given out twice")
	}
}

func TestWhatNobodyAnswersIsForgotten(t *testing.T) {
	var k kept
	now := time.Now()
	for i := range 3 {
		k.put(keptRow(i, now), now.Add(time.Duration(i)*longestChallenge))
	}
	if n := len(k.now) + len(k.last); n != 2 {
		t.Errorf("%d are kept", n)
	}
}
