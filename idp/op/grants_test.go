package op_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"countersign/idp/client"
	"countersign/idp/clientauth"
	"countersign/idp/op"
	"countersign/idp/protocol"
	"countersign/storage"
	"countersign/storage/storagetest"
)

const grantOther = "urn:example:other"

// with is p with one more row in the table of grants.
func (p *provider) with(row op.GrantType) {
	p.t.Helper()
	s, err := op.New(op.Deps{
		Web: p.web, Auth: p.auth, Clients: p.clients, Grants: p.grants, Proofs: p.proofs, Bearer: p.grants.Bearer, Minter: failing{},
		Log: p.db.Events(), Flood: p.flood, Now: p.clock.Now, More: map[string]op.GrantType{grantOther: row},
	})
	p.must(err)
	p.handler = p.web.Wrap(s.Handler(), "/token")
}

func TestGrantTypeOfAnotherRoomIsAskedForWhoMayUseItAlone(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	asked := 0
	p.with(op.GrantType{Need: []string{"other_code"}, Answer: func(ctx context.Context, q op.TokenRequest) (op.Issued, error) {
		asked++
		if who, ok := clientauth.Of(ctx); !ok || who.ID != q.Client.ID || q.Form.Get("other_code") != "x" {
			t.Errorf("asked for %q, %q", who.ID, q.Form)
		}
		return op.Issued{}, nil
	}})
	form := url.Values{"grant_type": {grantOther}, "other_code": {"x"}}
	p.post("/token", form, p.basic).refused(t, http.StatusBadRequest, "unauthorized_client")
	p.post("/token", url.Values{"grant_type": {grantOther}}, p.basic).refused(t, http.StatusBadRequest, "invalid_request")
	p.post("/token", form).refused(t, http.StatusUnauthorized, "invalid_client")
	if asked != 0 {
		t.Fatalf("asked %d times", asked)
	}
	p.allow(grantOther)
	if a := p.post("/token", form, p.basic); a.status != http.StatusOK || asked != 1 {
		t.Errorf("%d %s, asked %d times", a.status, a.body, asked)
	}
}

// Whoever polls would fill the record.
func TestWhoAsksTooEarlyIsNotOnRecord(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	refusal := protocol.InvalidGrant().Because(op.ErrPending)
	p.with(op.GrantType{Answer: func(context.Context, op.TokenRequest) (op.Issued, error) { return op.Issued{}, refusal }})
	p.allow(grantOther)
	refusals := func() int {
		t.Helper()
		found, err := p.db.Events().Find(t.Context(), storage.Query{Kind: "token.refused", Limit: 10})
		p.must(err)
		return len(found)
	}
	p.post("/token", url.Values{"grant_type": {grantOther}}, p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
	if n := refusals(); n != 0 {
		t.Errorf("%d refusals on record, want 0", n)
	}
	refusal = protocol.InvalidGrant()
	p.post("/token", url.Values{"grant_type": {grantOther}}, p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
	if n := refusals(); n != 1 {
		t.Errorf("%d refusals on record, want 1", n)
	}
}

// allow lets every client use a grant type, whatever registration thinks of it.
func (p *provider) allow(grant string) {
	p.t.Helper()
	p.auth.Clients = allowing{p.clients, grant}
}

type allowing struct {
	*client.Registry
	grant string
}

func (a allowing) Find(ctx context.Context, id client.ID) (client.Client, error) {
	c, err := a.Registry.Find(ctx, id)
	c.Grants = append(slices.Clone(c.Grants), a.grant)
	return c, err
}
