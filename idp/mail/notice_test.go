package mail

import (
	"testing"

	"countersign/audit"
)

func TestOnlyWhatMattersCausesAMail(t *testing.T) {
	detail := func(pairs ...string) map[string]string {
		out := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			out[pairs[i]] = pairs[i+1]
		}
		return out
	}
	for _, c := range []struct {
		kind   audit.Kind
		detail map[string]string
		want   Kind
	}{
		{audit.PasswordSet, nil, PasswordChanged},
		{audit.PasswordSet, detail("first", "true"), ""},
		{audit.SessionStarted, detail("new_browser", "true"), NewBrowser},
		{audit.SessionStarted, nil, ""},
		{audit.SessionEnded, detail("others", "true"), SignedOut},
		{audit.DeviceGrantAllowed, nil, DeviceJoined},
		{audit.SessionEnded, nil, ""},
		{audit.ChallengeDenied, detail("purpose", "login"), SignInRefused},
		{audit.ChallengeDenied, detail("purpose", "stepup", "reason", "not_me"), SignInRefused},
		{audit.ChallengeDenied, detail("purpose", "login", "reason", "mistake"), ""},
		{audit.ChallengeDenied, detail("purpose", "login", "reason", "not_now"), ""},
		{audit.ChallengeDenied, detail("purpose", "test"), ""},
		{audit.ChallengeDenied, detail("purpose", "endorse"), ""},
		{audit.ChallengeFailed, detail("locked", "true"), PushLocked},
		{audit.ChallengeFailed, detail("locked", "false"), ""},
		{audit.InvitationCreated, detail("kind", "pass"), PassIssued},
		{audit.InvitationCreated, detail("kind", "reset"), ""},
		{audit.RecoveryUsed, detail("left", "7"), CodeUsed},
		{audit.ChallengeOpened, detail("unusual", "true"), UnusualSignIn},
		{audit.ChallengeOpened, detail("risk", "40"), ""},
		{audit.PushRefused, nil, UnusualSignIn},
		{audit.PasswordRight, nil, ""},
	} {
		n, ok := Of(audit.Event{Kind: c.kind, Person: "per_1", Detail: c.detail})
		if n.Kind != c.want || ok != (c.want != "") {
			t.Errorf("%s %v: %q, %v; want %q", c.kind, c.detail, n.Kind, ok, c.want)
		}
		if _, ok := Of(audit.Event{Kind: c.kind, Detail: c.detail}); ok {
			t.Errorf("%s of nobody causes a mail", c.kind)
		}
	}
}

func TestAdministratorsAreToldAtOnceOfLittle(t *testing.T) {
	for _, c := range []struct {
		kind        audit.Kind
		name, value string
		want        Kind
	}{
		{audit.ChallengeReported, "", "", AdminReport},
		{audit.PushReview, "", "", AdminReview},
		{audit.ChallengeFailed, "locked", "true", AdminLock},
		{audit.ChallengeFailed, "locked", "false", ""},
		{audit.InvitationCreated, "kind", "pass", AdminPass},
		{audit.InvitationCreated, "kind", "reset", ""},
		{audit.ChallengeDenied, "", "", ""},
	} {
		e := audit.Event{Kind: c.kind, Person: "per_1", Detail: map[string]string{c.name: c.value}}
		if kind, ok := AlertOf(e); kind != c.want || ok != (c.want != "") {
			t.Errorf("%s %v: %q, %v; want %q", e.Kind, e.Detail, kind, ok, c.want)
		}
		e.Person = ""
		if _, ok := AlertOf(e); ok {
			t.Errorf("%s of nobody alerts", e.Kind)
		}
	}
}
