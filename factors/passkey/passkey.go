package passkey

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/attest"
	"countersign/factors/limit"
	"countersign/factors/webauthn"
)

// Errors of a passkey.
var (
	// ErrWrong is an answer that proves nothing, whatever the reason.
	ErrWrong = errors.New("the passkey proves nothing")
	// ErrNone means that the account has no such passkey.
	ErrNone = errors.New("there is no such passkey")
	// ErrKnown means that the passkey was registered before.
	ErrKnown = errors.New("the passkey is registered already")
	// ErrLate means that the page that asked is too old, or was not this one.
	ErrLate = errors.New("the page that asked is too old")
	// ErrTooMany means that the account has as many as it may.
	ErrTooMany = errors.New("the account has too many passkeys")
	// ErrProbation means that what was proved may change nothing of an account.
	ErrProbation = errors.New("a factor that is so new may not change others")
	// ErrName means that a name is empty, too long, or not to be shown.
	ErrName = errors.New("the passkey needs a name of 1 to 60 characters")
)

// Most is how many passkeys an account may have.
const Most = 20

// keyBytes is the least length of Deps.Key.
const keyBytes = 32

// Passkey is one that an account has.
type Passkey struct {
	ID      string
	Account factors.Account
	Name    string
	// Handle is what the authenticator knows the account by.
	Handle     []byte
	Credential webauthn.Credential
	Created    time.Time
	Used       time.Time // zero before the first time
}

// Store keeps passkeys.
type Store interface {
	// Add writes a new one: ErrKnown if its credential was ever registered,
	// ErrTooMany past most of an account.
	Add(ctx context.Context, p Passkey, most int, events ...audit.Event) error
	// Of are an account's, the oldest first.
	Of(ctx context.Context, account factors.Account) ([]Passkey, error)
	// ByCredential is the one with a credential id, of an account that may sign
	// in; ErrNone.
	ByCredential(ctx context.Context, credential []byte) (Passkey, error)
	// Use keeps what an assertion said, if the passkey is still there, its
	// account may sign in and its count moves forwards: false if not.
	Use(ctx context.Context, id string, count uint32, backedUp bool, at time.Time, events ...audit.Event) (bool, error)
	// Rename and Remove answer ErrNone for another account's, and Remove
	// factors.ErrLast where nothing of the floor would stay.
	Rename(ctx context.Context, account factors.Account, id, name string, events ...audit.Event) error
	Remove(ctx context.Context, r Removal, at time.Time, events ...audit.Event) error
}

// Removal takes a passkey away.
type Removal struct {
	Account factors.Account
	ID      string
	// Proof is what the session that asks rests on.
	Proof []factors.Outcome
	// Floor is what must stay.
	Floor factors.Floor
}

// Deps is what the factor needs.
type Deps struct {
	Store    Store
	Counters limit.Counters
	Bounds   limit.Bounds
	Log      audit.Log
	// RP is the issuer as browsers see it, and Name how they show it.
	RP   webauthn.RP
	Name string
	// Key is the secret behind challenges of registrations and user handles,
	// the same on every replica.
	Key []byte
	// Attestation measures what makers say of new passkeys.
	Attestation attest.Rules
	// TrustBackupFlag takes a passkey's word for where its key is kept. No
	// attestation stands behind it. Default false.
	TrustBackupFlag bool
	Now             func() time.Time
}

// Factor registers and verifies passkeys.
type Factor struct {
	Deps
	limit *limit.Limiter
}

// New makes the factor.
func New(d Deps) (*Factor, error) {
	if d.Store == nil || d.Log == nil || d.RP.ID == "" || d.RP.Origin == "" || d.Name == "" || len(d.Key) < keyBytes || d.Now == nil {
		return nil, errors.New("passkey: Store, Log, RP, Name, Key (32 bytes) and Now are needed")
	}
	l, err := limit.New(factors.Passkey, d.Counters, d.Bounds)
	if err != nil {
		return nil, err
	}
	return &Factor{Deps: d, limit: l}, nil
}

// List is what an account has, the oldest first.
func (f *Factor) List(ctx context.Context, account factors.Account) ([]Passkey, error) {
	return f.Store.Of(ctx, account)
}

// Rename gives a passkey another name: ErrName, ErrNone.
func (f *Factor) Rename(ctx context.Context, account factors.Account, id, name string) error {
	name, ok := clean(name)
	if !ok {
		return ErrName
	}
	if err := f.Store.Rename(ctx, account, id, name, f.about(ctx, account, id, audit.PasskeyRenamed)); err != nil {
		return fmt.Errorf("rename a passkey: %w", err)
	}
	return nil
}

// Remove takes a passkey away: ErrNone, ErrProbation, factors.ErrLast.
func (f *Factor) Remove(ctx context.Context, r Removal) error {
	if !factors.MayChangeAccount(r.Proof) {
		return ErrProbation
	}
	if err := f.Store.Remove(ctx, r, f.Now(), f.about(ctx, r.Account, r.ID, audit.PasskeyRemoved)); err != nil {
		return fmt.Errorf("remove a passkey: %w", err)
	}
	return nil
}

func (f *Factor) about(ctx context.Context, account factors.Account, id string, kind audit.Kind) audit.Event {
	e := audit.New(ctx, f.Now(), kind)
	e.Person = string(account)
	if id != "" {
		e.Detail = map[string]string{"passkey": id}
	}
	return e
}

// digest is a keyed digest of parts, none of which holds a zero byte.
func (f *Factor) digest(parts ...string) []byte {
	h := hmac.New(sha256.New, f.Key)
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return h.Sum(nil)
}
