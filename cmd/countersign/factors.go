package main

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"countersign/audit"
	"countersign/config"
	"countersign/factors"
	"countersign/factors/attest"
	"countersign/factors/device"
	"countersign/factors/limit"
	"countersign/factors/notify"
	"countersign/factors/notify/webpush"
	"countersign/factors/passkey"
	"countersign/factors/password"
	"countersign/factors/push"
	"countersign/factors/recovery"
	"countersign/factors/risk"
	"countersign/factors/totp"
	"countersign/factors/webauthn"
	"countersign/factors/wire"
	"countersign/idp/discovery"
	"countersign/idp/person"
	"countersign/templates/words"
)

// layFactors lays what proves who somebody is.
func (h *house) layFactors(ctx context.Context) error {
	outbound := notify.Outbound{Allow: config.Prefixes(h.conf.Outbound.Allow)}
	h.webPush = webpush.Endpoints{Hosts: h.conf.WebPush.Hosts, Outbound: outbound}
	var err error
	if h.channels, err = h.senders(ctx, outbound); err != nil {
		return err
	}
	rules, err := attestationOf(h.conf)
	if err != nil {
		return err
	}
	if h.notifier, err = notify.New(notify.Deps{Senders: h.channels, Log: h.log, Now: h.now, Observe: h.metrics.push}); err != nil {
		return err
	}
	if h.phones, err = newDevices(h.ground, rules, h.ring.ChallengeKey, h.takeChannel); err != nil {
		return err
	}
	valve, err := limit.NewValve(h.db.Counters(), "pushes", h.conf.Limits.Pushes, time.Minute, h.now)
	if err != nil {
		return err
	}
	if err := h.openPlaces(); err != nil {
		return err
	}
	look, err := h.newRisk()
	if err != nil {
		return err
	}
	h.pushes, err = push.New(push.Deps{
		Valve:     valve.Pass,
		ReturnKey: h.vault.Derive("return codes"),
		Store:     h.db.Challenges(), Record: h.record, Risk: look, Place: h.places.Find, Sign: h.ring.SignChallenge, Wake: h.wake,
		BadSignature: h.phones.CountBadSignature, Issuer: h.conf.Issuer, Policy: pushPolicy(h.conf), Log: h.log, Now: h.now,
	})
	if err != nil {
		return err
	}
	h.db.TellOfEnds(h.pushes.TellEnds)
	if h.secrets, err = newPasswords(h.ground, h.record); err != nil {
		return err
	}
	if h.apps, err = newApps(h.ground, h.record); err != nil {
		return err
	}
	if h.recovery, err = newRecovery(h.ground, h.record); err != nil {
		return err
	}
	h.passkeys, err = newPasskeys(h.ground, rules, h.record)
	return err
}

// newRisk looks at each sign-in, if the operator wants that.
func (h *house) newRisk() (push.Risk, error) {
	if !h.conf.Policy.Risk {
		return nil, nil
	}
	judge, err := risk.New(risk.Deps{
		Past:     h.db.Events().RiskPast,
		Accounts: func(ctx context.Context, address string) (int, error) { return h.secrets.SpreadOf(ctx, address) },
		Place:    h.places.Find,
		Now:      h.now,
	})
	if err != nil {
		return nil, err
	}
	return judge.Score, nil
}

// newPasswords is the password factor with the settings.
func newPasswords(g ground, log audit.Log) (*password.Factor, error) {
	var listed func(string) (bool, error)
	if path := g.conf.Policy.BreachedFile; path != "" {
		stolen, err := password.OpenStolen(path)
		if err != nil {
			return nil, fmt.Errorf("policy.breached_file: %w", err)
		}
		listed = stolen.Has
	}
	issuer, err := url.Parse(g.conf.Issuer)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	return password.New(password.Deps{
		Listed: listed, Words: []string{g.conf.Organisation, issuer.Hostname(), "countersign"},
		Store: g.db.Passwords(), Counters: g.db.Counters(), Log: log, Key: person.KeyOf, Now: g.now,
		Least: g.conf.Policy.PasswordMin, Failures: g.conf.Limits.PasswordFailures,
		SourceFailures: g.conf.Limits.SourceFailures, Window: g.conf.Limits.PasswordWindow,
		Spread: g.conf.Limits.SpreadAccounts, SpreadGap: g.conf.Limits.SpreadGap,
	})
}

// guesses bounds how often a code may be guessed.
func guesses(c config.Config) limit.Bounds {
	return limit.Bounds{Failures: c.Limits.CodeFailures, Source: c.Limits.SourceFailures, Window: c.Limits.PasswordWindow}
}

// newApps is the codes of authenticator apps with the settings.
func newApps(g ground, log audit.Log) (*totp.Factor, error) {
	bounds := guesses(g.conf)
	bounds.Total = 100 // NIST SP 800-63B-4 section 3.2.2
	return totp.New(totp.Deps{
		Store: g.db.TOTP(), Counters: g.db.Counters(), Bounds: bounds, Log: log, Issuer: g.conf.Organisation,
		Probation: device.DefaultLimits().Probation, Now: g.now,
	})
}

// newRecovery is the recovery codes with the settings.
func newRecovery(g ground, log audit.Log) (*recovery.Factor, error) {
	return recovery.New(recovery.Deps{
		Store: g.db.Recovery(), Counters: g.db.Counters(), Bounds: guesses(g.conf), Log: log,
		Probation: device.DefaultLimits().Probation, Now: g.now,
	})
}

// newPasskeys is the passkeys with the settings.
func newPasskeys(g ground, rules attest.Rules, record audit.Log) (*passkey.Factor, error) {
	rp, err := webauthn.NewRP(g.conf.Issuer)
	if err != nil {
		return nil, err
	}
	return passkey.New(passkey.Deps{
		Attestation: rules,
		Store:       g.db.Passkeys(), Counters: g.db.Counters(), Bounds: guesses(g.conf), Log: record, RP: rp, Name: g.conf.Organisation,
		Key: g.vault.Derive("passkeys"), TrustBackupFlag: g.conf.AMR.TrustBackupFlag, Now: g.now,
	})
}

// newDevices is the registry of phones with the settings.
func newDevices(g ground, rules attest.Rules, key func(context.Context) (string, error), takes func(context.Context, wire.Channel) error) (*device.Registry, error) {
	limits := device.DefaultLimits()
	limits.Devices, limits.Codes, limits.BadCodes = g.conf.Limits.Devices, g.conf.Limits.EnrolmentCodes, g.conf.Limits.EnrolmentTries
	return device.New(device.Deps{
		Attestation: phoneRules(g.conf, rules),
		Store:       g.db.Devices(), Counters: g.db.Counters(), Record: g.db.Events(), CurrentKey: key, TakeChannel: takes,
		Issuer: g.conf.Issuer, IssuerName: g.conf.Organisation, KeySetURL: g.conf.Issuer + discovery.ChallengeKeysPath,
		Platforms: typed[wire.Platform](g.conf.Policy.Platforms), Limits: limits, Now: g.now,
	})
}

func pushPolicy(c config.Config) push.Policy {
	p := push.DefaultPolicy()
	p.Mode = factors.Match(c.Policy.PushMode)
	p.Keys = push.Keys(c.Policy.Approval)
	p.AllowNone = p.Mode == factors.MatchNone // the operator wrote it down
	p.Unverified = c.OAuth.CIBAUnverified
	p.Life, p.FinishWithin = c.Lifetimes.Challenge, c.Lifetimes.Approval
	p.Resends, p.ResendGap = c.Limits.PushResends, c.Limits.PushResendGap
	p.Misses, p.Lock = c.Limits.WrongNumbers, c.Limits.PushLock
	p.NoCall, p.Limits = c.Policy.NoCall, fatigueLimits(c.Limits)
	p.Attested = c.Attestation.Policy != "off" && c.Attestation.AndroidRootsFile+c.Attestation.AppleRootFile+c.Attestation.WebAuthnRootsFile != ""
	return p
}

// fatigueLimits are the limits on how often a phone can be made to ring.
func fatigueLimits(l config.Limits) push.Limits {
	return push.Limits{
		Gap: l.PushGap, Longest: l.PushGapMax,
		Strong:    push.Burst{N: l.PushStrongAfter, Within: l.PushStrongWindow},
		Off:       push.Burst{N: l.PushOffAfter, Within: l.PushOffWindow},
		LongOff:   push.Burst{N: l.PushReviewAfter, Within: l.PushReviewWindow},
		DenyPause: l.PushDenyPause, Denials: push.Burst{N: l.PushDenials, Within: l.PushDenialsWindow},
		DenialsPause: l.PushDenialsPause, StrongFor: l.PushDenialsStrong, HardStop: l.WrongNumbersTotal,
	}
}

// typed is what the names in a setting stand for: Validate has seen that there
// are such.
func typed[T ~string](names []string) []T {
	all := make([]T, len(names))
	for i, name := range names {
		all[i] = T(name)
	}
	return all
}

// wake has a phone's lock screen speak its owner's language.
func (h *house) wake(m notify.Message, done func(notify.Result)) {
	m.Alert = alertOf(m, languages(h.conf))
	h.notifier.Wake(m, done)
}

func alertOf(m notify.Message, offered []words.Language) notify.Alert {
	ctx := words.With(context.Background(), words.Choose(offered, m.Lang))
	if m.Type == notify.TypeStatus {
		return notify.Alert{Title: words.NotificationAppleEnded(ctx), Body: words.NotificationEndedBody(ctx)}
	}
	return notify.Alert{Title: words.NotificationApple(ctx), Body: words.NotificationAppleBody(ctx)}
}
