package main

import (
	"strings"
	"testing"

	"countersign/config"
)

func TestOnlyPlatformsThatAreOnMayBeAdded(t *testing.T) {
	for platforms, refused := range map[string]bool{"web,android": true, "web,cli": false} {
		a := attacker{newRig(t, "sqlite", 1, func(c *config.Config) { c.Policy.Platforms = strings.Split(platforms, ",") })}
		_, link := a.invited("ada")
		if _, _, err := a.enrols(link); (err != nil) != refused {
			t.Errorf("%s: the terminal phone was told %v", platforms, err)
		}
		if said := strings.Contains(a.log.String(), "devices of the platform cli may not be added"); said != refused {
			t.Errorf("%s: the operator is told: %v", platforms, said)
		}
	}
}

func TestEnrolmentLeadsToTheOperatorsApps(t *testing.T) {
	const android, iphone = "https://play.example/store?id=a", "https://apps.example/id1"
	a := attacker{newRig(t, "sqlite", 1, func(c *config.Config) { c.Apps = config.Apps{Android: android, IOS: iphone} })}
	b, _ := a.invited("ada")
	for _, want := range []string{`href="` + android + `"`, `href="` + iphone + `"`, "Our own app, if you do not have it yet:"} {
		if !strings.Contains(b.Body(), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	none := attacker{newRig(t, "sqlite", 1)}
	if b, _ := none.invited("ada"); b.Has("enroll-app") {
		t.Error("an app is named where there is none")
	}
}

func TestPhonesAreToldNotToApproveDuringACallWherePolicySaysSo(t *testing.T) {
	for _, on := range []bool{true, false} {
		a := attacker{newRig(t, "sqlite", 1, func(c *config.Config) { c.Policy.NoCall = on })}
		w := a.waits(a.join("ada"), nil)
		if told := w.asked.UI != nil && w.asked.UI.NoCall; told != on {
			t.Errorf("policy %v, the phone is told %v", on, told)
		}
	}
}
