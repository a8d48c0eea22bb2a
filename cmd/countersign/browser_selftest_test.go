package main

import (
	"testing"

	"countersign/storage"
)

func TestBrowserSelfTestMeasuresAPushToTheWorker(t *testing.T) {
	t.Parallel()
	r, phone := onGCM(t)
	r.joinByApp("ada", r.chromium(true), phone)
	phone.open(r.issuer + "/a/selftest")
	phone.screen("Test this phone")
	phone.press("trip", 1)
	phone.until("the time is in the report", `/^round trip: yes \d+ ms$/m.test(document.getElementById("report").textContent)`)
	r.notified(phone.Desktop, "A test request")
	phone.until("the row says so", `document.body.innerText.includes("A test push arrives")`)
	if got := r.events(storage.Query{Kind: "decision.refused"}); len(got) != 0 {
		t.Errorf("refused: %v", got)
	}
}

func TestBrowserSelfTestSaysThatThereIsNoChannel(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	phone := r.appPhone()
	r.joinByApp("ada", r.chromium(true), phone)
	phone.open(r.issuer + "/a/selftest")
	phone.screen("Test this phone")
	phone.press("trip", 1)
	phone.until("the report says so", `document.getElementById("report").textContent.includes("round trip: no channel none")`)
	phone.until("the row says so", `document.body.innerText.includes("This phone gets no pushes")`)
}
