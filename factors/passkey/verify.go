package passkey

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/webauthn"
)

// Ask is what a page needs to ask for an assertion over a challenge:
// PublicKeyCredentialRequestOptionsJSON. It names the passkeys of an account;
// of nobody (""), any that the browser has of ours.
func (f *Factor) Ask(ctx context.Context, account factors.Account, challenge []byte) (string, error) {
	if account == "" {
		return f.request(challenge, nil), nil
	}
	keys, err := f.Store.Of(ctx, account)
	if err != nil {
		return "", fmt.Errorf("ask for a passkey: %w", err)
	}
	return f.request(challenge, keys), nil
}

// Attempt is an answer to what Ask asked.
type Attempt struct {
	// Try is who answers. Without an account the passkey says who it is.
	limit.Try
	// Response is the PublicKeyCredential as JSON.
	Response []byte
	// Challenge is the one that was asked with. Whoever calls sees that it is
	// taken once.
	Challenge []byte
	// Flow is the sign-in, for the record.
	Flow string
}

// Verify says whose passkey answered: ErrWrong, or *limit.Limited while its
// network has failed too often.
func (f *Factor) Verify(ctx context.Context, a Attempt) (factors.Account, factors.Outcome, error) {
	now := f.Now()
	if err := f.limit.Look(ctx, a.Try); err != nil {
		return "", factors.Outcome{}, f.refuse(ctx, a, err)
	}
	p, said, err := f.verify(ctx, a)
	switch {
	case errors.Is(err, webauthn.ErrRefused), errors.Is(err, ErrNone), errors.Is(err, ErrWrong):
		return "", factors.Outcome{}, f.failed(ctx, a, p, err)
	case err != nil:
		return "", factors.Outcome{}, err
	}
	right := f.event(ctx, a, p, audit.PasskeyRight)
	switch used, err := f.Store.Use(ctx, p.ID, said.SignCount, said.BackedUp, now, right); {
	case err != nil:
		return "", factors.Outcome{}, fmt.Errorf("use a passkey: %w", err)
	case !used:
		return "", factors.Outcome{}, f.failed(ctx, a, p, errors.New("removed, or its count moved on, meanwhile"))
	}
	return p.Account, factors.Outcome{
		Kind: factors.Passkey, At: now, Ref: p.ID, Verified: true, Protection: f.protection(p, said), Attested: p.Credential.Attested,
	}, nil
}

// verify finds the passkey that answers and checks its answer.
func (f *Factor) verify(ctx context.Context, a Attempt) (Passkey, webauthn.Assertion, error) {
	claim, err := webauthn.ReadClaim(a.Response)
	if err != nil {
		return Passkey{}, webauthn.Assertion{}, err
	}
	p, err := f.Store.ByCredential(ctx, claim.CredentialID)
	if err != nil {
		return Passkey{}, webauthn.Assertion{}, err
	}
	if a.Account != "" && p.Account != a.Account {
		return p, webauthn.Assertion{}, fmt.Errorf("%w: it is another account's", ErrWrong)
	}
	said, err := webauthn.VerifyAssertion(a.Response, a.Challenge, f.RP, p.Credential)
	if err != nil {
		return p, webauthn.Assertion{}, err
	}
	// Who was not named by us must be named by the passkey (section 7.2, step 6).
	named := len(said.UserHandle) > 0
	if named && !bytes.Equal(said.UserHandle, p.Handle) || !named && a.Account == "" {
		return p, webauthn.Assertion{}, fmt.Errorf("%w: the user handle is not the account's", ErrWrong)
	}
	if said.CountFell {
		return p, webauthn.Assertion{}, fmt.Errorf("%w: its count went backwards, the key may have been copied", ErrWrong)
	}
	return p, said, nil
}

// protection is what may be claimed of where the key is kept: what its maker
// vouched for, or that somebody has it, unless the operator takes the passkey's
// own word for more. One that may be backed up but was not yet is neither in one
// piece of hardware nor known to be elsewhere.
func (f *Factor) protection(p Passkey, said webauthn.Assertion) factors.Protection {
	switch {
	case p.Credential.Attested:
		return factors.HardwareKey
	case !f.TrustBackupFlag:
		return factors.PossessedKey
	case said.BackedUp:
		return factors.SoftwareKey
	case said.BackupEligible:
		return factors.PossessedKey
	default:
		return factors.HardwareKey
	}
}

// failed counts and records an answer that proves nothing. The record says why;
// who sent it learns the same in every case.
func (f *Factor) failed(ctx context.Context, a Attempt, p Passkey, why error) error {
	e := f.event(ctx, a, p, audit.PasskeyWrong)
	e.Reason = why.Error()
	return errors.Join(ErrWrong, f.limit.Failed(ctx, a.Try), f.Log.Append(ctx, e))
}

// refuse records a try that was not looked at.
func (f *Factor) refuse(ctx context.Context, a Attempt, outward error) error {
	if _, limited := errors.AsType[*limit.Limited](outward); !limited {
		return outward // a fault of ours
	}
	e := f.event(ctx, a, Passkey{}, audit.PasskeyLimited)
	e.Reason = "too many failures of its network"
	return errors.Join(outward, f.Log.Append(ctx, e))
}

// event is about who was asked for, or else about whose passkey answered.
func (f *Factor) event(ctx context.Context, a Attempt, p Passkey, kind audit.Kind) audit.Event {
	account := a.Account
	if account == "" {
		account = p.Account
	}
	e := f.about(ctx, account, p.ID, kind)
	e.Flow = a.Flow
	return e
}
