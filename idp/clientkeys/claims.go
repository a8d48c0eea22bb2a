package clientkeys

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"
)

const (
	// Skew is how far a client's clock may be ahead of ours, or behind. FAPI 2.0
	// Security Profile section 5.3.2.1 wants at least 10 seconds and less than 60.
	Skew = 30 * time.Second
	// MaxID bounds a jti, which is kept.
	MaxID = 256
	// longest is how long a request is good where FAPI says how, and how old it
	// may be.
	longest = time.Hour
)

// Times are the claims that say when what a client signed is good (RFC 7519
// section 4.1).
type Times struct {
	Expires   *Date `json:"exp"`
	NotBefore *Date `json:"nbf"`
	IssuedAt  *Date `json:"iat"`
}

// Check says why it is not good at a time.
func (t Times) Check(now time.Time) error {
	switch {
	case t.Over(now):
		return errors.New("it has expired")
	case t.NotBefore != nil && t.NotBefore.After(now.Add(Skew)):
		return errors.New("nbf is in the future")
	case t.IssuedAt != nil && t.IssuedAt.After(now.Add(Skew)):
		return errors.New("iat is in the future")
	}
	return nil
}

// CheckBounded is Check of a request as FAPI has it (FAPI 2.0 Message Signing
// section 5.3.1, FAPI 1.0 Advanced section 5.2.2 items 13 and 17).
func (t Times) CheckBounded(now time.Time) error {
	switch err := t.Check(now); {
	case err != nil:
		return err
	case t.Expires == nil || t.NotBefore == nil:
		return errors.New("exp and nbf are needed")
	case t.NotBefore.Before(now.Add(-longest)):
		return errors.New("nbf is more than 60 minutes ago")
	case t.Expires.After(t.NotBefore.Add(longest)):
		return errors.New("exp is more than 60 minutes after nbf")
	}
	return nil
}

// Over says whether it has expired.
func (t Times) Over(now time.Time) bool { return t.Expires != nil && !now.Before(t.Expires.Add(Skew)) }

// IsID says whether a jti can be kept.
func IsID(jti string) bool { return len(jti) <= MaxID && !strings.ContainsRune(jti, 0) }

// Date is a NumericDate: seconds since 1970, not always whole (RFC 7519 section
// 2).
type Date struct{ time.Time }

// UnmarshalJSON refuses dates that a time cannot be reckoned with.
func (d *Date) UnmarshalJSON(data []byte) error {
	const latest = 1 << 40
	seconds, err := strconv.ParseFloat(string(data), 64)
	if err != nil || seconds < 0 || seconds > latest {
		return errors.New("not a NumericDate")
	}
	d.Time = time.UnixMilli(int64(seconds * 1000))
	return nil
}

// Audience is aud: one text or several (RFC 7519 section 4.1.3).
type Audience []string

// UnmarshalJSON reads both forms.
func (a *Audience) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*a = Audience{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(a))
}
