package config

import (
	"fmt"
	"net/netip"
	"time"

	"go.yaml.in/yaml/v3"
)

// Config is everything that can be set. The yaml tag is the key in the file;
// upper-cased, with COUNTERSIGN_ in front and "_" for ".", it is the variable.
type Config struct {
	Issuer         string   `yaml:"issuer" desc:"The public address of this server, exactly as clients and phones use it: https, no path, no slash at the end. http only on loopback."`
	Organisation   string   `yaml:"organisation" desc:"The name that phones show for this server."`
	SupportContact string   `yaml:"support_contact" desc:"Whom pages name when somebody is stuck: a mail address, a telephone number or a URL."`
	Languages      []string `yaml:"languages" desc:"The languages among which people choose, for pages, mails and phones: en, de, fr, es, ar; and en-XA, a pseudo-language that shows what is not translated and what does not fit. The first is for whoever asks for none of them."`
	Listen         string   `yaml:"listen" desc:"The address to serve on."`
	MetricsListen  string   `yaml:"metrics_listen" desc:"The address to serve Prometheus metrics on, which nobody from outside should reach; off for none."`
	TrustedProxies []Prefix `yaml:"trusted_proxies" desc:"Address ranges of the proxies in front, whose X-Forwarded-For is believed."`

	DatabaseURL            Secret `yaml:"database_url" desc:"sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE."`
	DatabaseListenURL      Secret `yaml:"database_listen_url" desc:"A direct URL of the same PostgreSQL, where database_url leads through a pooler in transaction mode."`
	DatabaseMaxConnections int    `yaml:"database_max_connections" desc:"How many connections to PostgreSQL a server opens, besides two that carry notifications."`
	MasterKey              Secret `yaml:"master_key" desc:"What seals secrets in the database: id:base64 of 32 bytes, as countersign keys master makes it. Several, separated by commas, newest first, after a change. Made and kept beside an embedded database if it is not given; required with PostgreSQL."`

	LogLevel  string `yaml:"log_level" desc:"debug, info, warn or error."`
	LogFormat string `yaml:"log_format" desc:"json or text."`

	Lifetimes   Lifetimes   `yaml:"lifetimes"`
	Limits      Limits      `yaml:"limits"`
	Policy      Policy      `yaml:"policy"`
	FCM         FCM         `yaml:"fcm"`
	WebPush     WebPush     `yaml:"webpush"`
	Webhook     Webhook     `yaml:"webhook"`
	SNS         SNS         `yaml:"sns"`
	Mail        Mail        `yaml:"mail"`
	Attestation Attestation `yaml:"attestation"`
	Apps        Apps        `yaml:"apps"`
	AMR         AMR         `yaml:"amr"`
	GeoIP       GeoIP       `yaml:"geoip"`
	Outbound    Outbound    `yaml:"outbound"`
	TLS         TLS         `yaml:"tls"`
	OAuth       OAuth       `yaml:"oauth"`
}

// AMR is what tokens say of how somebody signed in.
type AMR struct {
	TrustBackupFlag bool `yaml:"trust_backup_flag" desc:"Whether a passkey's own word for where its key is kept is taken: hwk for one that cannot be backed up, swk for one that is. No attestation stands behind it; without this a passkey is pop unless its maker vouches for it (attestation.webauthn_roots_file)."`
}

// GeoIP is where addresses are, by files on this machine.
type GeoIP struct {
	CityFile    string `yaml:"city_file" desc:"A database of places in MaxMind's format (mmdb): of cities, or of countries alone. Phones then show the place of a sign-in, and risk looks at it. It is held in memory, and read anew within a minute when it changed. Without it rows about places score nothing."`
	ASNFile     string `yaml:"asn_file" desc:"A database of networks in MaxMind's format: autonomous systems and their owners. Phones then show the network of a sign-in."`
	HostingFile string `yaml:"hosting_file" desc:"A list of the networks of hosting providers, VPNs and Tor, one a line: 192.0.2.0/24, an address, or AS64500 (which needs asn_file); a # starts a remark. A sign-in from there is more unusual."`
	RefusedFile string `yaml:"refused_file" desc:"A list like hosting_file of networks from which no phone is asked and no code is taken, also in browsers that the account knows."`
}

// Lifetimes are how long things last.
type Lifetimes struct {
	Flow          time.Duration `yaml:"flow" desc:"A sign-in, from its first page to its last."`
	PasswordStep  time.Duration `yaml:"password_step" desc:"A password within a sign-in, so that an expired push costs no second typing."`
	Code          time.Duration `yaml:"code" desc:"An authorization code."`
	PushedRequest time.Duration `yaml:"pushed_request" desc:"A pushed authorization request (RFC 9126), until a browser comes with it."`
	AccessToken   time.Duration `yaml:"access_token" desc:"An access token."`
	IDToken       time.Duration `yaml:"id_token" desc:"An ID token."`
	RefreshToken  time.Duration `yaml:"refresh_token" desc:"A refresh token; each use gives a new one."`
	SessionIdle   time.Duration `yaml:"session_idle" desc:"Single sign-on without use."`
	SessionMax    time.Duration `yaml:"session_max" desc:"Single sign-on, whatever happens."`
	KnownBrowser  time.Duration `yaml:"known_browser" desc:"How long a browser is known after a second factor."`
	Invitation    time.Duration `yaml:"invitation" desc:"The link of a new account."`
	Pass          time.Duration `yaml:"pass" desc:"An administrator's link to enrol a phone anew."`
	Reset         time.Duration `yaml:"reset" desc:"A mailed link to choose a new password."`
	Challenge     time.Duration `yaml:"challenge" desc:"A push, from being asked to being answered: 30s to 300s."`
	Approval      time.Duration `yaml:"approval" desc:"An answered push, until its browser goes on."`
	KeyOverlap    time.Duration `yaml:"key_overlap" desc:"How long a new signing key is published before it signs."`
	Evidence      time.Duration `yaml:"evidence" desc:"How long challenges and decisions are kept; the audit chain keeps their digests."`
}

// Limits bound what a stranger can try.
type Limits struct {
	PasswordFailures int           `yaml:"password_failures" desc:"Wrong passwords an account, in password_window, from browsers it does not know (and as many from those it knows)."`
	PasswordWindow   time.Duration `yaml:"password_window" desc:"The window in which wrong passwords are counted."`
	CodeFailures     int           `yaml:"code_failures" desc:"Wrong codes of an app, and wrong recovery codes, an account in password_window, counted like wrong passwords."`
	SourceFailures   int           `yaml:"source_failures" desc:"Wrong passwords a source (an IPv4 address, an IPv6 /64) in password_window."`
	PushResends      int           `yaml:"push_resends" desc:"How often one push can be sent again."`
	PushResendGap    time.Duration `yaml:"push_resend_gap" desc:"The least time between two sends of one push."`
	WrongNumbers     int           `yaml:"wrong_numbers" desc:"Wrong numbers in a row that lock push for push_lock."`
	PushLock         time.Duration `yaml:"push_lock" desc:"How long wrong numbers lock push."`

	PushGap          time.Duration `yaml:"push_gap" desc:"The pause after a push that was not approved, before the next one to that account; it doubles with each more in a row. This and the limits below count pushes from browsers that the account knows apart from all others."`
	PushGapMax       time.Duration `yaml:"push_gap_max" desc:"What that pause grows to at most."`
	PushStrongAfter  int           `yaml:"push_strong_after" desc:"Pushes in a row that were not approved, in push_strong_window, after which the next one asks for six digits and other ways to confirm come first."`
	PushStrongWindow time.Duration `yaml:"push_strong_window" desc:"The window of push_strong_after. Phones are told how many requests came in it."`
	PushOffAfter     int           `yaml:"push_off_after" desc:"Pushes in a row that were not approved, in push_off_window, after which push is off for that long, but for browsers that the account knows."`
	PushOffWindow    time.Duration `yaml:"push_off_window" desc:"The window of push_off_after, and how long push is off."`
	PushReviewAfter  int           `yaml:"push_review_after" desc:"The same once more, for the longer push_review_window; the record then asks somebody to look at the account (push.review)."`
	PushReviewWindow time.Duration `yaml:"push_review_window" desc:"The window of push_review_after, and how long push is off."`
	PushDenyPause    time.Duration `yaml:"push_deny_pause" desc:"The pause after a push that a phone denied."`
	PushDenials      int           `yaml:"push_denials" desc:"Denials in push_denials_window that pause push for push_denials_pause, ask for six digits for push_denials_strong, and are told to the person (push.warned)."`

	PushDenialsWindow time.Duration `yaml:"push_denials_window" desc:"The window of push_denials."`
	PushDenialsPause  time.Duration `yaml:"push_denials_pause" desc:"How long push_denials pause push."`
	PushDenialsStrong time.Duration `yaml:"push_denials_strong" desc:"How long push_denials ask for six digits."`
	WrongNumbersTotal int           `yaml:"wrong_numbers_total" desc:"Wrong numbers since the last approval that turn push off until an administrator clears the account."`

	Devices        int `yaml:"devices" desc:"Active phones an account."`
	EnrolmentCodes int `yaml:"enrolment_codes" desc:"Enrolment codes an hour and account."`
	EnrolmentTries int `yaml:"enrolment_tries" desc:"Failed redemptions of enrolment codes an hour and source."`
	Resets         int `yaml:"resets" desc:"Mails for a new password an hour and account."`
	ResetRequests  int `yaml:"reset_requests" desc:"Requests for such mails an hour and source."`
	DeviceCalls    int `yaml:"device_calls" desc:"Calls of one phone in a minute."`
	DeviceCodes    int `yaml:"device_codes" desc:"Wrong codes of devices without a keyboard (/device) an hour and source, and as many an hour and account."`

	Pushes         int           `yaml:"pushes" desc:"Pushes in a minute, of all accounts and servers together. Beyond that, people are told to wait, and lose nothing: a net for the day when many passwords are known to somebody. Set it to several times your busiest minute."`
	SpreadAccounts int           `yaml:"spread_accounts" desc:"At how many accounts a source may fail with passwords, in password_window and from browsers that they do not know, before it is slowed down."`
	SpreadGap      time.Duration `yaml:"spread_gap" desc:"How often a source is heard that is slowed down: one password each, but from browsers that the account knows."`
	SourceRequests int           `yaml:"source_requests" desc:"Sign-ins that a source (an IPv4 address, an IPv6 /64; of an IPv6 /48 all together 16 times as many) may start in a minute at each server, refused requests to /authorize included. Further ones get 429. Of refusals at /token and by the limits on guessing as many go on record. Leave room for an office behind one address."`
}

// Policy is what every sign-in must satisfy.
type Policy struct {
	SecondFactor      bool   `yaml:"second_factor" desc:"Whether a password alone is never enough."`
	EnrolWithPassword bool   `yaml:"enrol_with_password" desc:"Whether somebody who never had a second factor may enrol the first phone with the password alone."`
	PushMode          string `yaml:"push_mode" desc:"How phone and browser are matched: num2 (two digits), num6 (six digits), choice (one of three numbers, which a guess hits once in three times), or none (plain approval, which invites careless taps)."`
	Approval          string `yaml:"approval" desc:"Which keys an approval takes: webauthn_preferred (a device that can verify its user must, by fingerprint, face or PIN; others approve without), webauthn_required (others may only deny and report), or device_key (nobody is asked to)."`
	NoCall            bool   `yaml:"no_call" desc:"Whether phones are told not to approve during a telephone call: an app that can tell refuses, and the web authenticator asks whether somebody on the telephone wants this."`
	PasswordMin       int    `yaml:"password_min" desc:"The least characters of a new password."`
	BreachedFile      string `yaml:"breached_file" desc:"A list of stolen passwords beside the built-in one: SHA-1 in hexadecimal, one a line, sorted, as haveibeenpwned.com offers for download. It is searched where it lies."`

	Risk bool `yaml:"risk" desc:"Whether an unusual sign-in (a new browser, network or country, impossible travel, passwords without approval, a network that tries many accounts, changes of a day) asks for six digits, then for a code that the phone scans or a passkey, and gets no request at all where too much comes together."`

	UsualPasswordAlone bool `yaml:"usual_password_alone" desc:"Whether a password alone is enough where somebody signs in as they always do: in a browser that they confirmed in before, with less than 20 points of risk. Needs risk. Tokens then say amr pwd rba and acr urn:countersign:acr:1; an application that asks for more gets it, and account changes ask for two factors all the same."`

	Platforms       []string      `yaml:"platforms" desc:"The kinds of authenticator that may be added: web (the web authenticator), android and ios (apps), cli (the terminal phone). Those that are there stay."`
	Methods         []string      `yaml:"methods" desc:"The ways to confirm a sign-in that may be used: passkey (also alone, in place of a password), push, totp (codes of an authenticator app), recovery (codes kept for the day the rest is gone)."`
	RememberBrowser time.Duration `yaml:"remember_browser" desc:"How long somebody who says so is not asked for a second factor again in a browser; 0 for never. An application that asks for two factors gets them all the same."`
}

// FCM is Firebase Cloud Messaging, which wakes phones.
type FCM struct {
	CredentialsFile string `yaml:"credentials_file" desc:"The service account's key file. Without it, phones learn of requests by asking."`
	ProjectID       string `yaml:"project_id" desc:"The Firebase project; by default the one in the key file."`
	Endpoint        string `yaml:"endpoint" desc:"Another HTTP v1 endpoint than Google's, for tests."`
}

// WebPush is Web Push, which wakes browsers.
type WebPush struct {
	Contact string   `yaml:"contact" desc:"Whom the push services of browsers can ask about this server: a mailto: or https URL. By default the issuer, if it is https; Apple wants one."`
	Hosts   []string `yaml:"hosts" desc:"The hosts of push services that may be posted to: names, *.name for what is below one, or addresses. A browser with another one is refused."`
}

// Attestation is how phones prove where their keys are kept.
type Attestation struct {
	Policy             string   `yaml:"policy" desc:"Whether phones have to prove that their key is kept in hardware, or on Apple's that a genuine app registers: off (no proof is looked at), prefer (without proof a key counts as a software key) or require (without proof a phone is refused, and a web authenticator whose lock proves nothing). Passkeys are never refused."`
	AndroidRootsFile   string   `yaml:"android_roots_file" desc:"A file with the root certificates of Android key attestation, PEM. Without it no Android proof counts."`
	AndroidRevokedFile string   `yaml:"android_revoked_file" desc:"A file with the revoked certificates, as Google publishes them: JSON with entries."`
	AndroidApps        []string `yaml:"android_apps" desc:"The apps whose keys count: package:SHA-256 of the signing certificate, in hexadecimal."`
	AppleRootFile      string   `yaml:"apple_root_file" desc:"A file with Apple's App Attest root certificate, PEM. Without it no Apple proof counts."`
	AppleApps          []string `yaml:"apple_apps" desc:"The apps that count as genuine: App IDs, TEAM.bundle."`
	AppleDevelopment   bool     `yaml:"apple_development" desc:"Take apps of App Attest's development environment in place of those of the real one. For tests only."`
	WebAuthnRootsFile  string   `yaml:"webauthn_roots_file" desc:"A file with the root certificates of makers of authenticators, PEM: a passkey, or the lock of a web authenticator, counts as a hardware key if one of them says so. Without it browsers are not asked."`
}

// Apps are the operator's own authenticators, beside the web authenticator.
type Apps struct {
	Android string `yaml:"android" desc:"Where people get your own app for Android: an https URL, such as its page in the Play Store. The page that adds a phone leads there."`
	IOS     string `yaml:"ios" desc:"Where people get your own app for iPhone: an https URL, such as its page in the App Store."`
}

// Mail is how people are written to.
type Mail struct {
	Server   string   `yaml:"server" desc:"The mail server: smtps://HOST:PORT for TLS from the first byte, or smtp://HOST:PORT for STARTTLS (on loopback without encryption). Without it nobody is written to, and nobody can reset a password by mail."`
	Username string   `yaml:"username" desc:"The name at the mail server, if it wants one."`
	Password Secret   `yaml:"password" desc:"The password at the mail server."`
	From     string   `yaml:"from" desc:"Whom mails come from, such as Northwind <id@northwind.example>."`
	Admins   []string `yaml:"admins" desc:"Addresses of those who look after the server. They are told at once of a report, of an account to be looked at, of paused requests and of a one-time pass, and each day of what happened, in sum."`
}

// On says whether people are written to.
func (m Mail) On() bool { return m.Server != "" }

// Outbound is about calls that this server makes.
type Outbound struct {
	Allow []Prefix `yaml:"allow" desc:"Ranges of private addresses that may be called all the same."`
}

// Prefix is an address range; a single address is a range of one.
type Prefix struct{ netip.Prefix }

// UnmarshalText reads 10.0.0.0/8 or 10.0.0.1.
func (p *Prefix) UnmarshalText(text []byte) error {
	if a, err := netip.ParseAddr(string(text)); err == nil {
		p.Prefix = netip.PrefixFrom(a, a.BitLen())
		return nil
	}
	if err := p.Prefix.UnmarshalText(text); err != nil {
		return fmt.Errorf("%q is no address range; write 10.0.0.0/8 or 192.0.2.1", text)
	}
	return nil
}

// UnmarshalYAML is UnmarshalText with the line in its error.
func (p *Prefix) UnmarshalYAML(n *yaml.Node) error {
	if err := p.UnmarshalText([]byte(n.Value)); err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	return nil
}

// MarshalText writes it as UnmarshalText reads it.
func (p Prefix) MarshalText() ([]byte, error) { return p.Prefix.MarshalText() }

// Prefixes is ps as the standard library has it.
func Prefixes(ps []Prefix) []netip.Prefix {
	out := make([]netip.Prefix, len(ps))
	for i, p := range ps {
		out[i] = p.Masked()
	}
	return out
}

const day = 24 * time.Hour

// Default is what holds where nothing is set.
func Default() Config {
	return Config{
		Issuer: "http://localhost:8080", Organisation: "Countersign",
		SupportContact: "your administrator", Languages: []string{"en", "de", "fr", "es", "ar"},
		Attestation: Attestation{Policy: "prefer"}, OAuth: OAuth{Registration: "off", RegistrationMost: 1000, RegistrationUnused: 30 * day, RefreshGrace: 10 * time.Second, DPoPNonce: Required},
		Listen: "localhost:8080", MetricsListen: "localhost:9464",
		DatabaseURL: "sqlite:./data/countersign.db", DatabaseMaxConnections: 16,
		LogLevel: "info", LogFormat: "json",
		Lifetimes: Lifetimes{
			Flow: 30 * time.Minute, PasswordStep: 10 * time.Minute, Code: time.Minute, PushedRequest: time.Minute,
			AccessToken: 15 * time.Minute, IDToken: time.Hour, RefreshToken: 30 * day,
			SessionIdle: 12 * time.Hour, SessionMax: 7 * day, KnownBrowser: 180 * day,
			Invitation: 7 * day, Pass: time.Hour, Reset: 30 * time.Minute,
			Challenge: 2 * time.Minute, Approval: time.Minute,
			KeyOverlap: time.Hour, Evidence: 90 * day,
		},
		Limits: Limits{
			PasswordFailures: 10, CodeFailures: 5, PasswordWindow: 10 * time.Minute, SourceFailures: 30,
			PushResends: 2, PushResendGap: 20 * time.Second, WrongNumbers: 5, PushLock: day,
			PushGap: 30 * time.Second, PushGapMax: time.Hour,
			PushStrongAfter: 3, PushStrongWindow: 10 * time.Minute, PushOffAfter: 5, PushOffWindow: time.Hour,
			PushReviewAfter: 10, PushReviewWindow: day, PushDenyPause: time.Minute,
			PushDenials: 2, PushDenialsWindow: time.Hour, PushDenialsPause: 15 * time.Minute, PushDenialsStrong: day,
			WrongNumbersTotal: 100,
			Devices:           5, EnrolmentCodes: 3, EnrolmentTries: 10, DeviceCalls: 60, DeviceCodes: 20,
			Resets: 3, ResetRequests: 20, SourceRequests: 600, Pushes: 6000, SpreadAccounts: 10, SpreadGap: 30 * time.Second,
		},
		Policy: Policy{SecondFactor: true, Risk: true, PushMode: "num2", Approval: "webauthn_preferred", PasswordMin: 12, Methods: []string{"passkey", "push", "totp", "recovery"}, Platforms: []string{"web", "android", "ios", "cli"}},
		// Those of Chrome, Edge, Firefox and Safari.
		WebPush: WebPush{Hosts: []string{
			"fcm.googleapis.com", "jmt17.google.com", "updates.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com",
		}},
	}
}
