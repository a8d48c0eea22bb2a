package storage_test

import (
	"testing"
	"time"

	"countersign/storage"
	"countersign/storage/storagetest"
)

// heardItself waits until a replica has heard itself.
func heardItself(t *testing.T, db *storage.DB) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !db.Bell().Hears(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it does not hear itself")
		}
	}
}

func TestReplicaThatIsAloneTellsNobodyElse(t *testing.T) {
	bell := storage.NewBell("?one")
	rings, stop := bell.Listen("challenge:1")
	defer stop()
	sends := func(when string, want bool) {
		t.Helper()
		bell.Ring("challenge:1")
		select {
		case <-rings:
		default:
			t.Errorf("%s: nobody heard it here", when)
		}
		if sent := bell.Sent(); want != (len(sent) == 1) {
			t.Errorf("%s: it sent %q", when, sent)
		}
	}
	sends("from the start", true)
	bell.QuietFor(29 * time.Second) // another one might not know yet that it is deaf
	sends("after a while", true)
	bell.QuietFor(31 * time.Second)
	sends("alone", false)
	bell.Deafen()
	sends("deaf", true)
}

func TestReplicaThatStartsIsToldFromThenOn(t *testing.T) {
	url, clock := storagetest.PostgresURL(t), storagetest.NewClock()
	here := storagetest.Open(t, url, clock)
	heardItself(t, here)
	here.Bell().QuietFor(time.Minute)
	if !here.Bell().Alone() {
		t.Fatal("it does not believe to be alone")
	}
	there := storagetest.Open(t, url, clock)
	heard := make(chan string, 100)
	stop := there.Bell().Watch("challenge:1", func(said string) { heard <- said })
	defer stop()
	heardItself(t, there)
	for deadline := time.Now().Add(10 * time.Second); here.Bell().Alone(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it still believes to be alone")
		}
	}
	here.Bell().Tell("challenge:1", "approved")
	timeout := time.After(10 * time.Second)
	for said := ""; said != "approved"; { // what connecting rang says nothing
		select {
		case said = <-heard:
		case <-timeout:
			t.Fatal("the new replica heard nothing")
		}
	}
}

func TestReplicasThatMeetBothLookOnceMore(t *testing.T) {
	bell := storage.NewBell("?one")
	rings, stop := bell.Listen("challenge:1")
	defer stop()
	met := func(when string, want bool) {
		t.Helper()
		bell.Meet()
		select {
		case <-rings:
			if !want {
				t.Errorf("%s: it looked once more", when)
			}
		default:
			if want {
				t.Errorf("%s: it did not look", when)
			}
		}
		if sent := bell.Sent(); want != (len(sent) == 1 && sent[0] == "?one") {
			t.Errorf("%s: it sent %q", when, sent)
		}
		if bell.Alone() {
			t.Errorf("%s: it believes to be alone", when)
		}
	}
	met("for the first time", true)
	met("soon after", false)
	bell.QuietFor(time.Minute)
	met("after a minute", true)
	met("soon after", false)
}
