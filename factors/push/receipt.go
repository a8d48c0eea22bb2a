package push

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"countersign/factors/device"
	"countersign/factors/webauthn"
	"countersign/factors/wire"
)

// ReceiptVersion is the form of a Receipt.
const ReceiptVersion = 1

// Receipt is all by which somebody else can see, without us, what a person
// agreed to: what was asked, what the phone signed, and the keys of both. The
// members that are not signed are repeated for readers, and verified.
type Receipt struct {
	Version int       `json:"countersign_receipt"`
	Issuer  string    `json:"issuer"`
	ID      ID        `json:"challenge_id"`
	Account string    `json:"account"` // the pseudonym that the device knows it by
	Device  string    `json:"device_id"`
	Client  string    `json:"client_id,omitempty"`
	Asked   time.Time `json:"asked"`
	// Decision is approve, deny or report.
	Decision wire.Verdict `json:"decision"`
	Message  string       `json:"binding_message,omitempty"`
	// Details are the authorization_details, byte for byte, as a text: their hash
	// stands in the challenge.
	Details string `json:"authorization_details,omitempty"`

	Challenge   string          `json:"challenge"`
	Answer      string          `json:"answer"`
	DeviceKey   json.RawMessage `json:"device_key"`
	DeviceUV    *ReceiptUV      `json:"device_uv,omitempty"`
	Keys        json.RawMessage `json:"challenge_keys"`
	KeyOfDevice string          `json:"device_key_thumbprint"`
	KeyOfServer string          `json:"challenge_key_thumbprint"`
}

// ReceiptUV is the device's user-verification key.
type ReceiptUV struct {
	Kind           device.VerifierKind `json:"kind"`
	ID             []byte              `json:"credential_id,omitempty"`
	COSE           []byte              `json:"cose_key,omitempty"`
	BackupEligible bool                `json:"backup_eligible,omitempty"`
	JWK            *wire.Key           `json:"jwk,omitempty"`
}

// Stored is what is kept of an answer.
type Stored struct {
	Challenge, Answer string
	Details           string
	Device            device.Device
}

// NewReceipt makes a receipt of what is stored; keys is the set of challenge keys,
// current and former ones.
func NewReceipt(s Stored, keys json.RawMessage) (Receipt, error) {
	c, d, err := s.read()
	if err != nil {
		return Receipt{}, err
	}
	key, err := json.Marshal(s.Device.Key)
	if err != nil {
		return Receipt{}, fmt.Errorf("write the device's key: %w", err)
	}
	r := Receipt{
		Version: ReceiptVersion, Issuer: c.Issuer, ID: ID(c.ID), Account: c.Account, Device: c.Device, Asked: time.Unix(c.IssuedAt, 0).UTC(),
		Decision: d.Decision, Message: c.Message, Details: s.Details, Challenge: s.Challenge, Answer: s.Answer, DeviceKey: key, Keys: keys,
		KeyOfDevice: s.Device.Key.Thumbprint(),
	}
	if c.Context.Client != nil {
		r.Client = c.Context.Client.ID
	}
	object, err := wire.Parse(s.Challenge, wire.MaxChallenge)
	if err != nil {
		return Receipt{}, fmt.Errorf("read the challenge: %w", err)
	}
	r.KeyOfServer = object.KeyID()
	if d.UV != nil {
		v := s.Device.UV
		r.DeviceUV = &ReceiptUV{Kind: v.Kind, ID: v.Credential.ID, COSE: v.Credential.PublicKey, BackupEligible: v.Credential.BackupEligible}
		if !v.Key.IsZero() {
			r.DeviceUV.JWK = &v.Key
		}
	}
	return r, r.Verify()
}

// read is what both signed objects say. Who reads them here has them of the
// store, and verifies them afterwards.
func (s Stored) read() (c wire.Challenge, d wire.Decision, err error) {
	if err := unverified(s.Challenge, &c); err != nil {
		return c, d, fmt.Errorf("read the challenge: %w", err)
	}
	if err := unverified(s.Answer, &d); err != nil {
		return c, d, fmt.Errorf("read the answer: %w", err)
	}
	return c, d, nil
}

// Verify says whether the receipt proves what it says, by nothing but itself. That
// the keys are those of the server and of the person's phone, it cannot say:
// compare their thumbprints with what is published, and with the record.
func (r Receipt) Verify() error {
	if r.Version != ReceiptVersion {
		return errors.New("it is no receipt of a version that this program knows")
	}
	c, err := r.verifyChallenge()
	if err != nil {
		return err
	}
	d, err := r.verifyAnswer(c)
	if err != nil {
		return err
	}
	if err := r.verifyWords(c, d); err != nil {
		return err
	}
	return r.verifyPerson(c, d)
}

func (r Receipt) verifyChallenge() (wire.Challenge, error) {
	var c wire.Challenge
	keys, err := wire.ParseKeySet(r.Keys)
	if err != nil {
		return c, fmt.Errorf("read the challenge keys: %w", err)
	}
	object, err := wire.Parse(r.Challenge, wire.MaxChallenge)
	if err != nil {
		return c, fmt.Errorf("read the challenge: %w", err)
	}
	key, ok := keys.Find(object.KeyID())
	if !ok || object.KeyID() != r.KeyOfServer {
		return c, errors.New("the key that signed the challenge is not among the challenge keys")
	}
	if err := object.Verify(wire.TypeChallenge, key); err != nil {
		return c, fmt.Errorf("verify the challenge: %w", err)
	}
	if err := object.Claims(&c); err != nil {
		return c, fmt.Errorf("read the challenge: %w", err)
	}
	return c, c.Check()
}

func (r Receipt) verifyAnswer(c wire.Challenge) (wire.Decision, error) {
	var d wire.Decision
	key, err := wire.ParseKey(r.DeviceKey)
	if err != nil {
		return d, fmt.Errorf("read the device's key: %w", err)
	}
	object, err := wire.Parse(r.Answer, wire.MaxDecision)
	if err != nil {
		return d, fmt.Errorf("read the answer: %w", err)
	}
	if err := object.Verify(wire.TypeDecision, key); err != nil {
		return d, fmt.Errorf("verify the answer: %w", err)
	}
	if err := object.Claims(&d); err != nil {
		return d, fmt.Errorf("read the answer: %w", err)
	}
	if err := d.Check(); err != nil {
		return d, err
	}
	switch {
	case key.Thumbprint() != r.KeyOfDevice:
		return d, errors.New("the device's key has another thumbprint")
	case d.CHash != wire.CHash(r.Challenge) || d.CID != c.ID || d.Nonce != c.Nonce:
		return d, errors.New("the answer is to another challenge")
	case d.Device != c.Device || d.Account != c.Account || d.Audience != c.Issuer:
		return d, errors.New("the answer is another device's, or for another server")
	case !c.Allows(d.Decision):
		return d, errors.New("the answer is none that was offered")
	}
	return d, nil
}

// verifyWords compares what the receipt says with what was signed.
func (r Receipt) verifyWords(c wire.Challenge, d wire.Decision) error {
	app := ""
	if c.Context.Client != nil {
		app = c.Context.Client.ID
	}
	switch {
	case r.Issuer != c.Issuer || string(r.ID) != c.ID || r.Account != c.Account || r.Device != c.Device || r.Client != app || r.Asked.Unix() != c.IssuedAt:
		return errors.New("the receipt says something else of the challenge than was signed")
	case r.Decision != d.Decision:
		return errors.New("the receipt says something else of the answer than was signed")
	case r.Message != c.Message:
		return errors.New("the binding message is another")
	case r.Details == "" && c.DetailsHash != "" || r.Details != "" && wire.CHash(r.Details) != c.DetailsHash:
		return errors.New("the authorization details are others than the phone showed")
	}
	return nil
}

// verifyPerson verifies what the device's user-verification key signed, where it
// was asked to.
func (r Receipt) verifyPerson(c wire.Challenge, d wire.Decision) error {
	if c.UV != wire.UVRequired || d.Decision != wire.Approve {
		if r.DeviceUV != nil && d.UV == nil {
			return errors.New("the receipt tells of a user-verification key that did not sign")
		}
		return nil
	}
	if r.DeviceUV == nil {
		return errors.New("the user-verification key is missing")
	}
	v := device.Verifier{Kind: r.DeviceUV.Kind, Credential: webauthn.Credential{
		ID: r.DeviceUV.ID, PublicKey: r.DeviceUV.COSE, BackupEligible: r.DeviceUV.BackupEligible,
	}}
	if r.DeviceUV.JWK != nil {
		v.Key = *r.DeviceUV.JWK
	}
	if _, err := v.Verify(d.UV, wire.DecisionDigest(d.CHash, d.Decision, d.Match), r.Issuer); err != nil {
		return fmt.Errorf("verify that the phone verified the person: %w", err)
	}
	return nil
}
