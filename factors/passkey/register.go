package passkey

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/webauthn"
)

// registerWithin is how old the page that asks for a new passkey may be.
const registerWithin = 10 * time.Minute

// MaxName is the longest name, in characters.
const MaxName = 60

// Creation is what a page needs to ask a browser for a new passkey.
type Creation struct {
	// Options is PublicKeyCredentialCreationOptionsJSON.
	Options string
	// Ticket comes back with the answer. It is worth nothing in another
	// session, for another account, or ten minutes later.
	Ticket string
}

// Begin prepares the registration of a passkey for an account in a browser
// session; label is how the browser names the account. It writes nothing.
func (f *Factor) Begin(ctx context.Context, account factors.Account, session, label string) (Creation, error) {
	keys, err := f.Store.Of(ctx, account)
	if err != nil {
		return Creation{}, fmt.Errorf("begin a passkey: %w", err)
	}
	if len(keys) >= Most {
		return Creation{}, ErrTooMany
	}
	ticket := rand.Text() + "." + strconv.FormatInt(f.Now().Unix(), 10)
	return Creation{Options: f.creation(f.challenge(account, session, ticket), f.handle(account, keys), label, keys), Ticket: ticket}, nil
}

// challenge is a registration's: bound to the account, the session and the
// page, so that nothing need be kept of it. The credential's id, which counts
// once, makes the answer count once.
func (f *Factor) challenge(account factors.Account, session, ticket string) []byte {
	return f.digest("register", string(account), session, ticket)
}

// handle is the user handle of an account: 256 bits that say nothing without
// our key (section 14.6.1). An account keeps the one that it has, so that an
// authenticator shows it once even after the key was changed.
func (f *Factor) handle(account factors.Account, keys []Passkey) []byte {
	if len(keys) > 0 {
		return keys[0].Handle
	}
	return f.digest("handle", string(account))
}

// Registration is an answer to a Creation.
type Registration struct {
	Account factors.Account
	Session string
	// Proof is what the session rests on (device protocol section 4).
	Proof  []factors.Outcome
	Ticket string
	// Name is what a new passkey of a sort is called, in the person's language.
	Name func(Sort) string
	// Response is the PublicKeyCredential as JSON.
	Response []byte
}

// Finish adds the passkey: ErrProbation, ErrName, ErrLate, ErrWrong, ErrKnown,
// ErrTooMany.
func (f *Factor) Finish(ctx context.Context, r Registration) (Passkey, error) {
	now := f.Now()
	if !factors.MayChangeAccount(r.Proof) {
		return Passkey{}, ErrProbation
	}
	if !fresh(r.Ticket, now) {
		return Passkey{}, ErrLate
	}
	c, err := webauthn.VerifyRegistration(r.Response, f.challenge(r.Account, r.Session, r.Ticket), f.RP,
		webauthn.Trust{Rules: f.Attestation, Now: now})
	if err != nil {
		return Passkey{}, fmt.Errorf("%w: %w", ErrWrong, err)
	}
	name, ok := clean(r.Name(sortOf(c)))
	if !ok {
		return Passkey{}, ErrName
	}
	keys, err := f.Store.Of(ctx, r.Account)
	if err != nil {
		return Passkey{}, fmt.Errorf("add a passkey: %w", err)
	}
	p := Passkey{
		ID: "pky_" + rand.Text(), Account: r.Account, Name: name, Handle: f.handle(r.Account, keys), Credential: c, Created: now,
	}
	added := f.about(ctx, r.Account, p.ID, audit.PasskeyAdded)
	added.Detail["attestation"] = c.Told
	if err := f.Store.Add(ctx, p, Most, added); err != nil {
		return Passkey{}, fmt.Errorf("add a passkey: %w", err)
	}
	return p, nil
}

// fresh says whether a ticket is of a page of the last minutes. Whether it is
// one of ours is for the challenge to say.
func fresh(ticket string, now time.Time) bool {
	_, text, _ := strings.Cut(ticket, ".")
	made, err := strconv.ParseInt(text, 10, 64)
	age := now.Sub(time.Unix(made, 0))
	return err == nil && len(ticket) <= 64 && age >= 0 && age <= registerWithin
}

// Sort is what a new passkey is to the person.
type Sort string

// The sorts.
const (
	SecurityKey Sort = "security key"
	Synced      Sort = "synced"
	OfDevice    Sort = "of this device"
)

func sortOf(c webauthn.Credential) Sort {
	for _, t := range c.Transports {
		if t == "usb" || t == "nfc" || t == "ble" {
			return SecurityKey
		}
	}
	if c.BackupEligible {
		return Synced
	}
	return OfDevice
}

// clean is a name as it is kept.
func clean(name string) (string, bool) {
	name = strings.Join(strings.Fields(name), " ")
	n := utf8.RuneCountInString(name)
	hidden := func(r rune) bool { return !unicode.IsGraphic(r) }
	return name, n >= 1 && n <= MaxName && utf8.ValidString(name) && !strings.ContainsFunc(name, hidden)
}
