package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Off turns off what would listen.
const Off = "off"

// Embedded says whether the database is a file of our own.
func (c Config) Embedded() bool { return strings.HasPrefix(c.DatabaseURL.Reveal(), "sqlite:") }

// Validate says everything that is wrong, each with the field and the remedy.
func (c Config) Validate() error {
	return errors.Join(c.checkAddresses(), c.checkDatabase(), c.checkLifetimes(), c.checkLimits(), c.checkChannels(), c.checkMail(), c.checkAttestation(), c.checkOAuth(), c.checkTLS(), c.checkRest())
}

// unless is an error about key if ok is false.
func unless(ok bool, key, remedy string, args ...any) error {
	if ok {
		return nil
	}
	return fmt.Errorf("%s: %s", key, fmt.Sprintf(remedy, args...))
}

func (c Config) checkAddresses() error {
	return errors.Join(
		checkIssuer(c.Issuer),
		unless(isAddress(c.Listen), "listen", "write host:port or :port, such as localhost:8080"),
		unless(c.MetricsListen == Off || isAddress(c.MetricsListen), "metrics_listen", "write host:port, or off"),
	)
}

// checkIssuer holds what OpenID Connect Discovery section 3 asks of an issuer
// and what device links need: it is compared byte for byte and paths are
// appended to it.
func checkIssuer(issuer string) error {
	u, err := url.Parse(issuer)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		return errors.New("issuer: write a URL such as https://id.example.com")
	case u.User != nil || u.Path != "" || u.RawQuery != "" || u.ForceQuery || strings.Contains(issuer, "#"):
		return errors.New("issuer: leave out user, path, query and fragment, and the slash at the end")
	case issuer != u.Scheme+"://"+strings.ToLower(u.Host):
		return errors.New("issuer: write scheme and host in lower case")
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	}
	return errors.New("issuer: use https; http is for localhost, 127.0.0.0/8 and ::1 only")
}

func isLoopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

func isAddress(s string) bool {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return false
	}
	_, err = net.LookupPort("tcp", port)
	return err == nil
}

func (c Config) checkDatabase() error {
	at := c.DatabaseURL.Reveal()
	postgres := isPostgres(at)
	return errors.Join(
		unless(postgres || len(at) > len("sqlite:") && c.Embedded(), "database_url", "write sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE"),
		unless(c.DatabaseListenURL == "" || postgres && isPostgres(c.DatabaseListenURL.Reveal()),
			"database_listen_url", "write a postgres:// URL, or leave it out with an embedded database"),
		unless(c.DatabaseMaxConnections >= 2 && c.DatabaseMaxConnections <= 1000, "database_max_connections", "write 2 to 1000"),
		unless(!postgres || c.MasterKey != "", "master_key", "it is required with PostgreSQL; make one with: countersign keys master"),
	)
}

func isPostgres(s string) bool {
	return strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://")
}

// span is the range in which a duration makes sense.
type span struct {
	key         string
	value       time.Duration
	least, most time.Duration
}

func (c Config) checkLifetimes() error {
	l := c.Lifetimes
	var errs []error
	for _, s := range []span{
		{"flow", l.Flow, time.Minute, day},
		{"password_step", l.PasswordStep, time.Minute, l.Flow},
		{"code", l.Code, 5 * time.Second, 10 * time.Minute}, // RFC 6749 section 4.1.2: at most 10 minutes
		{"pushed_request", l.PushedRequest, 5 * time.Second, 10 * time.Minute},
		{"access_token", l.AccessToken, time.Minute, day},
		{"id_token", l.IDToken, time.Minute, day},
		{"refresh_token", l.RefreshToken, time.Hour, 90 * day}, // as long as a grant can be refreshed
		{"session_idle", l.SessionIdle, time.Minute, l.SessionMax},
		{"session_max", l.SessionMax, time.Minute, 90 * day},
		{"known_browser", l.KnownBrowser, time.Hour, 400 * day},
		{"invitation", l.Invitation, time.Minute, 30 * day},
		{"pass", l.Pass, time.Minute, day},
		{"reset", l.Reset, 5 * time.Minute, 2 * time.Hour},
		{"challenge", l.Challenge, 30 * time.Second, 5 * time.Minute},
		{"approval", l.Approval, 10 * time.Second, 5 * time.Minute},
		{"key_overlap", l.KeyOverlap, 10 * time.Minute, 30 * day},
		{"evidence", l.Evidence, day, 3660 * day},
	} {
		errs = append(errs, s.check("lifetimes."))
	}
	return errors.Join(errs...)
}

func (s span) check(prefix string) error {
	return unless(s.least <= s.value && s.value <= s.most, prefix+s.key,
		"write %s to %s", short(s.least), short(s.most))
}

func (c Config) checkLimits() error {
	l := c.Limits
	errs := []error{
		span{"password_window", l.PasswordWindow, time.Minute, day}.check("limits."),
		span{"push_resend_gap", l.PushResendGap, 5 * time.Second, 5 * time.Minute}.check("limits."),
		span{"push_lock", l.PushLock, time.Minute, 30 * day}.check("limits."),
	}
	for _, s := range []span{
		{"spread_gap", l.SpreadGap, time.Second, 10 * time.Minute},
		{"push_gap", l.PushGap, 10 * time.Second, 10 * time.Minute},
		{"push_gap_max", l.PushGapMax, l.PushGap, day},
		{"push_strong_window", l.PushStrongWindow, time.Minute, day},
		{"push_off_window", l.PushOffWindow, time.Minute, 7 * day},
		{"push_review_window", l.PushReviewWindow, time.Hour, 30 * day},
		{"push_deny_pause", l.PushDenyPause, 10 * time.Second, time.Hour},
		{"push_denials_window", l.PushDenialsWindow, time.Minute, day},
		{"push_denials_pause", l.PushDenialsPause, time.Minute, day},
		{"push_denials_strong", l.PushDenialsStrong, time.Minute, 30 * day},
	} {
		errs = append(errs, s.check("limits."))
	}
	for _, n := range []struct {
		key                string
		value, least, most int
	}{
		{"password_failures", l.PasswordFailures, 1, 100}, // NIST SP 800-63B-4 section 3.2.2: at most 100
		{"code_failures", l.CodeFailures, 1, 100},
		{"source_failures", l.SourceFailures, 1, 100_000},
		{"push_resends", l.PushResends, 0, 10},
		{"wrong_numbers", l.WrongNumbers, 1, 20},
		{"devices", l.Devices, 1, 50},
		{"enrolment_codes", l.EnrolmentCodes, 1, 100},
		{"enrolment_tries", l.EnrolmentTries, 1, 1000},
		{"resets", l.Resets, 1, 100},
		{"reset_requests", l.ResetRequests, 1, 10_000},
		{"device_codes", l.DeviceCodes, 1, 1000},
		{"device_calls", l.DeviceCalls, 10, 10_000},
		{"source_requests", l.SourceRequests, 10, 1_000_000},
		{"pushes", l.Pushes, 10, 10_000_000},
		{"spread_accounts", l.SpreadAccounts, 2, 10_000},
		{"push_strong_after", l.PushStrongAfter, 1, 20},
		{"push_off_after", l.PushOffAfter, 1, 50},
		{"push_review_after", l.PushReviewAfter, 1, 100},
		{"push_denials", l.PushDenials, 1, 20},
		{"wrong_numbers_total", l.WrongNumbersTotal, 5, 100}, // NIST SP 800-63B-4 section 3.2.2: at most 100
	} {
		errs = append(errs, unless(n.least <= n.value && n.value <= n.most, "limits."+n.key, "write %d to %d", n.least, n.most))
	}
	return errors.Join(errs...)
}

func (c Config) checkRest() error {
	return errors.Join(
		unless(shown(c.Organisation), "organisation", "write 1 to 100 characters without line ends"),
		unless(shown(c.SupportContact), "support_contact", "write 1 to 100 characters without line ends"),
		unless(areOf(c.Languages, "en", "de", "fr", "es", "ar", "en-XA"), "languages", "write one or more of en, de, fr, es, ar and en-XA, each once"),
		unless(slices.Contains([]string{"debug", "info", "warn", "error"}, c.LogLevel), "log_level", "write debug, info, warn or error"),
		unless(slices.Contains([]string{"json", "text"}, c.LogFormat), "log_format", "write json or text"),
		unless(slices.Contains([]string{"num2", "num6", "choice", "none"}, c.Policy.PushMode), "policy.push_mode", "write num2, num6, choice or none"),
		unless(slices.Contains([]string{"webauthn_required", "webauthn_preferred", "device_key"}, c.Policy.Approval), "policy.approval", "write webauthn_required, webauthn_preferred or device_key"),
		unless(c.Policy.PasswordMin >= 8 && c.Policy.PasswordMin <= 64, "policy.password_min", "write 8 to 64"),
		unless(c.Policy.RememberBrowser == 0 || c.Policy.RememberBrowser >= time.Hour && c.Policy.RememberBrowser <= c.Lifetimes.KnownBrowser,
			"policy.remember_browser", "write 0 for never, or 1h to lifetimes.known_browser"),
		unless(c.Policy.Risk || !c.Policy.UsualPasswordAlone, "policy.usual_password_alone", "it needs policy.risk, which says what is usual"),
		unless(areOf(c.Policy.Platforms, "web", "android", "ios", "cli"), "policy.platforms", "write one or more of web, android, ios and cli, each once"),
		unless(isShop(c.Apps.Android), "apps.android", "write an https URL"),
		unless(isShop(c.Apps.IOS), "apps.ios", "write an https URL"),
		unless(areMethods(c.Policy.Methods), "policy.methods", "write one or more of passkey, push, totp and recovery, and not recovery alone"),
	)
}

// areOf is true if all are known, there is one, and none is there twice.
func areOf(all []string, known ...string) bool {
	sorted := slices.Sorted(slices.Values(all))
	return len(all) > 0 && len(slices.Compact(sorted)) == len(all) &&
		!slices.ContainsFunc(all, func(s string) bool { return !slices.Contains(known, s) })
}

func (c Config) checkMail() error {
	m := c.Mail
	if !m.On() {
		return unless(m.Username == "" && m.Password == "" && m.From == "" && len(m.Admins) == 0, "mail.server", "name the mail server, or leave out the rest of mail too")
	}
	u, err := url.Parse(m.Server)
	server := err == nil && u.Hostname() != "" && u.User == nil && u.Path == "" && u.RawQuery == "" && u.Fragment == "" &&
		(u.Scheme == "smtp" || u.Scheme == "smtps")
	from, err := mail.ParseAddress(m.From)
	strange := slices.ContainsFunc(m.Admins, func(to string) bool {
		a, err := mail.ParseAddress(to)
		return err != nil || a.Address != to
	})
	return errors.Join(
		unless(!strange, "mail.admins", "write bare addresses such as ops@northwind.example"),
		unless(server, "mail.server", "write smtps://HOST:PORT, or smtp://HOST:PORT"),
		unless(err == nil && strings.Contains(from.Address, "@"), "mail.from", "write an address such as Northwind <id@northwind.example>"),
		unless((m.Username == "") == (m.Password == ""), "mail.password", "write both mail.username and mail.password, or neither"),
	)
}

// areMethods wants known ways, each once, and one that is not for a single
// time.
func areMethods(methods []string) bool {
	return areOf(methods, "passkey", "push", "totp", "recovery") && (len(methods) > 1 || methods[0] != "recovery")
}

// isShop is true of a page where an app is to be had, and of none.
func isShop(link string) bool {
	u, err := url.Parse(link)
	return link == "" || err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil
}

func shown(s string) bool {
	return s != "" && len(s) <= 400 && len([]rune(s)) <= 100 && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

func isEndpoint(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && u.User == nil && (u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname()))
}

func isContact(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "mailto" && strings.Contains(u.Opaque, "@") || u.Scheme == "https" && u.Host != "" && u.User == nil)
}

// isHostPattern wants a host as it stands in a URL, in lower case. Only a whole
// name of two labels or more may have "*." before it: *.com is everybody.
func isHostPattern(s string) bool {
	if a, err := netip.ParseAddr(s); err == nil {
		return a.String() == s
	}
	name, wild := strings.CutPrefix(s, "*.")
	labels := strings.Split(name, ".")
	if wild && len(labels) < 2 {
		return false
	}
	return !slices.ContainsFunc(labels, func(label string) bool {
		foreign := func(r rune) bool { return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') }
		return label == "" || strings.ContainsFunc(label, foreign)
	})
}

func (c Config) checkAttestation() error {
	a := c.Attestation
	trusts := a.AndroidRootsFile != "" && len(a.AndroidApps) > 0 || a.AppleRootFile != "" && len(a.AppleApps) > 0 ||
		a.WebAuthnRootsFile != "" && c.Policy.Approval != "device_key"
	return errors.Join(
		unless(slices.Contains([]string{"off", "prefer", "require"}, a.Policy), "attestation.policy", "write off, prefer or require"),
		unless(a.Policy != "require" || trusts, "attestation.policy", "require needs attestation.android_roots_file and attestation.android_apps, attestation.apple_root_file and attestation.apple_apps, or attestation.webauthn_roots_file where policy.approval is not device_key: every phone would be refused"),
		unless(!slices.ContainsFunc(a.AppleApps, func(id string) bool { return !isAppID(id) }), "attestation.apple_apps", "write App IDs: ten letters and digits of the team, a dot, the bundle"),
	)
}

// isAppID is true of Apple's App IDs.
func isAppID(id string) bool {
	team, bundle, _ := strings.Cut(id, ".")
	return len(team) == 10 && strings.ToUpper(team) == team && bundle != ""
}
