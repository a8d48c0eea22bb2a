package main

import (
	"strings"
	"testing"
	"time"

	"countersign/factors/notify"
	"countersign/templates/words"
)

func TestLockScreenSpeaksThePhonesLanguage(t *testing.T) {
	for _, c := range []struct{ kind, lang, title string }{
		{notify.TypeChallenge, "de-AT", "Anmeldeanfrage"},
		{notify.TypeStatus, "fr", "Demande de connexion terminée"},
		{notify.TypeChallenge, "xx", "Sign-in request"},
		{notify.TypeChallenge, "", "Sign-in request"},
	} {
		m := notify.Message{Type: c.kind, Device: "dev_1", Challenge: "chl_1", Lang: c.lang}
		if c.kind == notify.TypeStatus {
			m.State = notify.StateDenied
		} else {
			m.Expires = time.Unix(1_800_000_000, 0)
		}
		m.Alert = alertOf(m, words.All())
		payload, err := m.ApplePayload()
		if err != nil || !strings.Contains(string(payload), `"title":"`+c.title+`"`) {
			t.Errorf("%s in %q: %s, %v", c.kind, c.lang, payload, err)
		}
	}
}
