package attest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"

	"countersign/factors/wire"
)

// appleNonceID is the extension in which Apple repeats a nonce.
//
//nolint:gochecknoglobals // a constant, if Go had such
var appleNonceID = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 8, 2}

// The environments of App Attest, as they stand where WebAuthn has the AAGUID.
const (
	appleProduction  = "appattest\x00\x00\x00\x00\x00\x00\x00"
	appleDevelopment = "appattestdevelop"
)

// maxObject is the longest attestation object that is read, in bytes. Apple's
// have about 5,600, most of them a receipt that is not used here.
const maxObject = 8 << 10

// appleObject is an attestation object (WebAuthn section 6.5) of App Attest.
type appleObject struct {
	Format    string         `cbor:"fmt"`
	Statement appleStatement `cbor:"attStmt"`
	AuthData  []byte         `cbor:"authData"`
}

type appleStatement struct {
	X5C     [][]byte `cbor:"x5c"`
	Receipt []byte   `cbor:"receipt"`
}

// verify follows Apple's "Validating apps that connect to your server", step by
// step. That clientDataHash was made once is for whoever calls to see.
func (a Apple) verify(att *wire.Attestation, clientDataHash []byte, now time.Time) error {
	if !a.trusts() {
		return errNobody
	}
	object, data, err := readApple(att.Object)
	if err != nil {
		return err
	}
	leaf, err := a.chain(object.Statement.X5C, appleNonceID, now) // 1
	if err != nil {
		return err
	}
	if err := repeatsNonce(leaf, object.AuthData, clientDataHash); err != nil { // 2 to 4
		return err
	}
	keyID, err := base64.StdEncoding.DecodeString(att.KeyID)
	if err != nil || !names(keyID, leaf) { // 5
		return errors.New("attestation: the key id is of another key")
	}
	if !slices.ContainsFunc(a.Apps, data.isFor) { // 6
		return errors.New("attestation: the key belongs to another app")
	}
	if data.counter != 0 { // 7
		return errors.New("attestation: the key was used before")
	}
	if string(data.aaguid) != a.environment() { // 8
		return errors.New("attestation: the app is of another environment of Apple's")
	}
	if !bytes.Equal(data.credential, keyID) { // 9
		return errors.New("attestation: the credential is not the key")
	}
	return nil
}

func (a Apple) environment() string {
	if a.Development {
		return appleDevelopment
	}
	return appleProduction
}

var errApple = errors.New("attestation: the object does not parse")

// readApple reads an object as it travels: base64 of CBOR, in bounds, no member
// twice. Members that we do not know are Apple's to add.
func readApple(text string) (appleObject, authData, error) {
	if len(text) > base64.StdEncoding.EncodedLen(maxObject) {
		return appleObject{}, authData{}, errors.New("attestation: the object is too long")
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return appleObject{}, authData{}, errApple
	}
	mode, err := cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, MaxNestedLevels: 4, MaxArrayElements: 16, MaxMapPairs: 16,
		IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
	}.DecMode()
	if err != nil {
		return appleObject{}, authData{}, err
	}
	var object appleObject
	if err := mode.Unmarshal(raw, &object); err != nil || object.Format != wire.AttestApple {
		return appleObject{}, authData{}, errApple
	}
	data, err := readAuthData(object.AuthData)
	return object, data, err
}

// authData is authenticator data with a credential (WebAuthn section 6.1).
type authData struct {
	app        []byte // SHA-256 of the App ID, where WebAuthn has the RP id
	counter    uint32
	aaguid     []byte
	credential []byte
}

// attested is the flag of data with a credential.
const attested = 0x40

func readAuthData(b []byte) (authData, error) {
	const head, named = 37, 37 + 16 + 2
	if len(b) < named || b[32]&attested == 0 {
		return authData{}, errApple
	}
	n := int(binary.BigEndian.Uint16(b[named-2 : named]))
	if len(b) < named+n {
		return authData{}, errApple
	}
	return authData{app: b[:32], counter: binary.BigEndian.Uint32(b[33:head]), aaguid: b[head : head+16], credential: b[named : named+n]}, nil
}

func (d authData) isFor(app string) bool {
	sum := sha256.Sum256([]byte(app))
	return bytes.Equal(d.app, sum[:])
}

// repeatsNonce says whether Apple certified this data for this hash: the nonce in
// the certificate is SHA-256 of both. The extension is a SEQUENCE of one OCTET
// STRING, explicitly tagged 1.
func repeatsNonce(leaf *x509.Certificate, data, clientDataHash []byte) error {
	var said struct {
		Nonce []byte `asn1:"tag:1,explicit"`
	}
	rest, err := asn1.Unmarshal(extension(leaf, appleNonceID), &said)
	if err != nil || len(rest) > 0 {
		return errors.New("attestation: the certificate repeats no nonce")
	}
	nonce := sha256.Sum256(slices.Concat(data, clientDataHash))
	if subtle.ConstantTimeCompare(said.Nonce, nonce[:]) != 1 {
		return errors.New("attestation was made for another enrolment or key")
	}
	return nil
}

// names says whether id is the SHA-256 of the certificate's public key as an
// uncompressed point.
func names(id []byte, leaf *x509.Certificate) bool {
	public, ok := leaf.PublicKey.(*ecdsa.PublicKey)
	if !ok {
		return false
	}
	point, err := public.Bytes()
	if err != nil {
		return false
	}
	sum := sha256.Sum256(point)
	return bytes.Equal(id, sum[:])
}
