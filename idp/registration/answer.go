package registration

import (
	"slices"

	strict "github.com/go-jose/go-jose/v4/json" // case counts, and no member comes twice

	"countersign/idp/client"
	"countersign/idp/protocol"
)

// Path is where clients register; each looks after itself below.
const Path = "/register"

// answer is a client as it is told of itself (RFC 7591 section 3.2.1, RFC 7592
// section 3).
type answer struct {
	ID            string `json:"client_id"`
	Issued        int64  `json:"client_id_issued_at"`
	Secret        string `json:"client_secret,omitempty"` // where it is new
	SecretExpires *int64 `json:"client_secret_expires_at,omitempty"`
	Token         string `json:"registration_access_token"`
	URI           string `json:"registration_client_uri"`
	Statement     string `json:"software_statement,omitempty"`
	client.Document
}

// answer tells a client of itself. A secret is told when it is made and never
// again: what is stored is a hash. It never expires.
func (x *Room) answer(c client.Client, secret, token string) *answer {
	a := &answer{
		ID: string(c.ID), Issued: c.Created.Unix(), Token: token, URI: x.Issuer.String() + Path + "/" + string(c.ID),
		Statement: c.SoftwareStatement, Document: c.Document(),
	}
	a.ThirdParty, a.PKCEOptional = false, false // ours, and not for it to send back
	if secret != "" {
		a.Secret, a.SecretExpires = secret, new(int64)
	}
	return a
}

// asked is what a client sends.
type asked struct {
	ID        string
	Secret    string
	Statement string
	client.Document
	unknown []string
	text    []byte // as it came
}

// issued are the members that are ours to say (RFC 7592 section 2.2).
//
//nolint:gochecknoglobals // a table, never written
var issued = []string{"registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"}

func parseAsked(text []byte) (asked, error) {
	a := asked{text: text}
	var err error
	if a.Document, a.unknown, err = client.ParseDocument(text); err != nil {
		return asked{}, err
	}
	for _, name := range a.unknown {
		if slices.Contains(issued, name) {
			return asked{}, protocol.InvalidClientMetadata(name + " is ours to say")
		}
	}
	var rest struct {
		ID        string `json:"client_id"`
		Secret    string `json:"client_secret"`
		Statement string `json:"software_statement"`
	}
	if err := strict.Unmarshal(text, &rest); err != nil {
		return asked{}, protocol.InvalidClientMetadata("client_id, client_secret and software_statement must be strings").Because(err)
	}
	a.ID, a.Secret, a.Statement = rest.ID, rest.Secret, rest.Statement
	return a, nil
}
