package exchange_test

import (
	"context"
	"errors"
	"net/url"
	"testing"

	"countersign/idp/client"
	"countersign/idp/exchange"
	"countersign/idp/grant"
	"countersign/idp/op"
	"countersign/idp/person"
	"countersign/idp/protocol"
)

const access = "urn:ietf:params:oauth:token-type:access_token"

// house has one token, and notes what is issued.
type house struct {
	subject grant.Access
	failed  error // in place of the token
	denied  error // in place of what is issued
	made    *grant.Grant
}

func (h *house) Bearer(context.Context, string) (grant.Access, person.Person, error) {
	return h.subject, person.Person{}, h.failed
}

func (*house) Find(_ context.Context, id client.ID) (client.Client, error) {
	return client.Client{ID: id}, nil
}

func (h *house) IssueDirect(_ context.Context, _ client.Client, made grant.Grant, proved grant.Confirmation) (grant.Tokens, error) {
	h.made = &made
	return grant.Tokens{Grant: made, Confirmation: proved}, h.denied
}

func (h *house) asks(t *testing.T, proved grant.Confirmation) error {
	t.Helper()
	x, err := exchange.New(exchange.Deps{
		Policy: []exchange.Line{{Client: "client_a", Of: []client.ID{"client_b"}, Resources: []string{"urn:x:api"}}},
		Bearer: h.Bearer, Clients: h, Grants: h,
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = x.GrantType().Answer(t.Context(), op.TokenRequest{
		Client: client.Client{ID: "client_a", Method: client.Basic}, Form: url.Values{"subject_token": {"x"}, "subject_token_type": {access}},
		Wish: grant.Wish{Confirmation: proved},
	})
	return err
}

func TestEveryKeyThatATokenAsksForMustBeProved(t *testing.T) {
	both := grant.Confirmation{JKT: "key", X5T: "certificate"}
	for _, c := range []struct {
		asked, proved grant.Confirmation
		good          bool
	}{
		{grant.Confirmation{}, grant.Confirmation{}, true},
		{grant.Confirmation{}, both, true},
		{grant.Confirmation{JKT: "key"}, both, true},
		{grant.Confirmation{X5T: "certificate"}, both, true},
		{both, both, true},
		{both, grant.Confirmation{JKT: "key"}, false},
		{both, grant.Confirmation{X5T: "certificate"}, false},
		{grant.Confirmation{X5T: "certificate"}, grant.Confirmation{}, false},
		{grant.Confirmation{X5T: "certificate"}, grant.Confirmation{X5T: "another"}, false},
		{grant.Confirmation{JKT: "key"}, grant.Confirmation{JKT: "another"}, false},
	} {
		h := &house{subject: grant.Access{Grant: grant.Grant{ID: "grt_1", Client: "client_b", Person: "per_1"}, Confirmation: c.asked}}
		err := h.asks(t, c.proved)
		if good := err == nil && h.made != nil; good != c.good || !good && (h.made != nil || !errors.Is(err, grant.ErrKey)) {
			t.Errorf("asked %+v, proved %+v: %v", c.asked, c.proved, err)
		}
	}
}

// Whoever ends a sign-in at the same moment comes first, and the client is told
// as of any token that is none.
func TestSubjectThatEndedMeanwhileIsRefused(t *testing.T) {
	h := &house{subject: grant.Access{Grant: grant.Grant{ID: "grt_1", Client: "client_a", Person: "per_1"}}, denied: grant.ErrUnknown}
	var refused *protocol.Error
	if err := h.asks(t, grant.Confirmation{}); !errors.As(err, &refused) || refused.Code != "invalid_request" {
		t.Error(err)
	}
	h = &house{failed: context.DeadlineExceeded}
	if err := h.asks(t, grant.Confirmation{}); errors.As(err, &refused) && refused.Code == "invalid_request" || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("our own fault: %v", err)
	}
}

func TestPolicyNamesEachClientOnceAndItsResources(t *testing.T) {
	h := &house{}
	good := exchange.Line{Client: "client_a", Resources: []string{"urn:x:api"}}
	for _, policy := range [][]exchange.Line{{good, good}, {{Client: "client_a"}}, {{Resources: good.Resources}}} {
		if _, err := exchange.New(exchange.Deps{Policy: policy, Bearer: h.Bearer, Clients: h, Grants: h}); err == nil {
			t.Errorf("%+v is taken", policy)
		}
	}
	if _, err := exchange.New(exchange.Deps{}); err == nil {
		t.Error("without anything")
	}
}
