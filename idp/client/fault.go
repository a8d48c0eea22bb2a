package client

import "errors"

// Fault is what is wrong with a member of a registration. Both texts are ours
// and hold no input, so whoever asked may read them.
type Fault struct {
	// Member is its name by RFC 7591 and its kin.
	Member string
	// Want says what it must be, as the rest of a sentence.
	Want string
	// Cause is the true reason, for the log alone.
	Cause error
}

func (f *Fault) Error() string {
	if f.Cause != nil {
		return f.text() + ": " + f.Cause.Error()
	}
	return f.text()
}

// Unwrap is the true reason.
func (f *Fault) Unwrap() error { return f.Cause }

func (f *Fault) text() string { return f.Member + " " + f.Want }

func fault(member, want string) *Fault { return &Fault{Member: member, Want: want} }

// Explain is what is wrong with a registration, in words that whoever asked may
// read; false if that is not what err is about.
func Explain(err error) (string, bool) {
	var f *Fault
	if errors.As(err, &f) {
		return f.text(), true
	}
	for _, known := range []error{
		ErrName, ErrRedirectURI, ErrNoRedirect, ErrGrant, ErrScope, ErrAlg, ErrPKCE, ErrPublic, ErrOwnName,
		ErrOrigin, ErrOriginKind, ErrJSONSignIn,
	} {
		if errors.Is(err, known) {
			return known.Error(), true
		}
	}
	return "", false
}
