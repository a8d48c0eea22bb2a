package passkey

import (
	"encoding/base64"
	"encoding/json"

	"countersign/factors/webauthn"
)

// Timeout is how long a browser waits for its user, in milliseconds.
const Timeout = 120_000

// descriptor is a PublicKeyCredentialDescriptorJSON (section 5.10.3).
type descriptor struct {
	Type       string   `json:"type"`
	ID         string   `json:"id"`
	Transports []string `json:"transports,omitempty"`
}

// requestOptions is PublicKeyCredentialRequestOptionsJSON (section 5.5).
type requestOptions struct {
	Challenge        string       `json:"challenge"`
	RPID             string       `json:"rpId"`
	Timeout          int          `json:"timeout"`
	UserVerification string       `json:"userVerification"`
	AllowCredentials []descriptor `json:"allowCredentials"`
}

type entity struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	DisplayName string `json:"displayName,omitempty"`
}

type parameter struct {
	Type string `json:"type"`
	Alg  int    `json:"alg"`
}

type selection struct {
	ResidentKey        string `json:"residentKey"`
	RequireResidentKey bool   `json:"requireResidentKey"`
	UserVerification   string `json:"userVerification"`
}

// creationOptions is PublicKeyCredentialCreationOptionsJSON (section 5.4).
type creationOptions struct {
	RP                     entity       `json:"rp"`
	User                   entity       `json:"user"`
	Challenge              string       `json:"challenge"`
	PubKeyCredParams       []parameter  `json:"pubKeyCredParams"`
	Timeout                int          `json:"timeout"`
	ExcludeCredentials     []descriptor `json:"excludeCredentials"`
	AuthenticatorSelection selection    `json:"authenticatorSelection"`
	Attestation            string       `json:"attestation"`
}

// request asks for an assertion over a challenge by one of keys, or by any that
// the browser finds if there are none.
func (f *Factor) request(challenge []byte, keys []Passkey) string {
	return text(requestOptions{
		Challenge: b64u(challenge), RPID: f.RP.ID, Timeout: Timeout, UserVerification: "required",
		AllowCredentials: descriptors(keys),
	})
}

// creation asks for a new discoverable credential.
func (f *Factor) creation(challenge, handle []byte, label string, keys []Passkey) string {
	o := creationOptions{
		RP: entity{ID: f.RP.ID, Name: f.Name}, User: entity{ID: b64u(handle), Name: label, DisplayName: label},
		Challenge: b64u(challenge), Timeout: Timeout, ExcludeCredentials: descriptors(keys),
		AuthenticatorSelection: selection{ResidentKey: "required", RequireResidentKey: true, UserVerification: "required"},
		Attestation:            "none",
	}
	if f.Attestation.Credentials() {
		o.Attestation = "direct"
	}
	for _, alg := range webauthn.Algorithms() {
		o.PubKeyCredParams = append(o.PubKeyCredParams, parameter{Type: "public-key", Alg: alg})
	}
	return text(o)
}

func descriptors(keys []Passkey) []descriptor {
	out := []descriptor{}
	for _, k := range keys {
		out = append(out, descriptor{Type: "public-key", ID: k.Credential.Name(), Transports: k.Credential.Transports})
	}
	return out
}

func b64u(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("passkey: internal error: encode options: " + err.Error())
	}
	return string(b)
}
