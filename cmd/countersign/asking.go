package main

import (
	"context"

	"countersign/audit"
	"countersign/config"
	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/notify"
	"countersign/idp/account"
	"countersign/idp/ciba"
	"countersign/idp/client"
	"countersign/idp/person"
)

// askingCode names the limit on guessing the code by which a person shows to an
// application that a request is wanted.
const askingCode factors.Kind = "request code"

// consents is whom people let ask their phones.
func (h *house) consents() (*ciba.Consents, error) {
	bounds := guesses(h.conf)
	bounds.Total = 100 // NIST SP 800-63B-4 section 3.2.2
	guessed, err := limit.New(askingCode, h.db.Counters(), bounds)
	if err != nil {
		return nil, err
	}
	return &ciba.Consents{Store: h.db.CIBA(), Guesses: guessed, Key: h.vault.Derive("request codes")}, nil
}

// layCIBA lays the door for applications that ask phones by themselves.
func (h *house) layCIBA() error {
	consents, err := h.consents()
	if err != nil {
		return err
	}
	h.leave = consents
	h.asking, err = ciba.New(ciba.Deps{
		Issuer: h.conf.Issuer, Auth: h.auth, Keys: h.keyBook, Spend: h.db.Spent().Spend, Hints: h.minter, People: h.db.People(), Subjects: h.subjects,
		Consents: consents, Consented: h.consented, Store: h.db.CIBA(), Pushes: h.pushes, Grants: h.grants, Types: detailTypes(h.conf), Record: h.record,
		FAPI: h.conf.OAuth.FAPI(), Life: h.conf.Lifetimes.Challenge, Now: h.now,
	})
	if err != nil {
		return err
	}
	h.teller, err = ciba.NewCourier(ciba.CourierDeps{
		Room: h.asking, Queue: h.db.CIBA(), Clients: h.clients, Minter: h.minter,
		HTTP: h.outbound(notify.Outbound{Allow: config.Prefixes(h.conf.Outbound.Allow)}), Log: h.log,
	})
	return err
}

// consented are the scopes that a person allowed an application.
func (h *house) consented(ctx context.Context, who person.ID, app client.ID) ([]string, error) {
	a, err := h.db.Consents().Find(ctx, string(who), string(app))
	return a.Scope, err
}

// deliveries are how applications hear of the answer. Under the FAPI profile no
// tokens are pushed (FAPI-CIBA section 5.2.2 item 3).
func deliveries(fapi bool) []string {
	if fapi {
		return []string{client.CIBAPoll, client.CIBAPing}
	}
	return []string{client.CIBAPoll, client.CIBAPing, client.CIBAPush}
}

// askingPage is what the account page says and does of that.
type askingPage struct{ *house }

func (a askingPage) Apps(ctx context.Context, who person.ID) ([]account.AskingApp, error) {
	said, err := a.db.CIBA().Asking(ctx, who)
	if err != nil {
		return nil, err
	}
	all, err := a.clients.List(ctx)
	if err != nil {
		return nil, err
	}
	var out []account.AskingApp
	for _, c := range all {
		if c.Allows(client.GrantCIBA) {
			out = append(out, account.AskingApp{
				ID: c.ID, Name: c.Name, ThirdParty: c.Metadata.ThirdParty, Codes: c.Metadata.CIBAUserCode, Allowed: said[c.ID].Allowed, Barred: said[c.ID].Barred,
			})
		}
	}
	return out, nil
}

func (a askingPage) Let(ctx context.Context, who person.ID, app client.ID, let bool, e audit.Event) error {
	return a.db.CIBA().LetAsk(ctx, who, app, let, e)
}

func (a askingPage) HasCode(ctx context.Context, who person.ID) (bool, error) {
	kept, err := a.db.CIBA().Code(ctx, who)
	return len(kept) > 0, err
}

func (a askingPage) NewCode(ctx context.Context, who person.ID, e audit.Event) (string, error) {
	code := ciba.NewCode()
	return code, a.db.CIBA().SetCode(ctx, who, a.leave.Hash(who, code), e)
}

func (a askingPage) DropCode(ctx context.Context, who person.ID, e audit.Event) error {
	return a.db.CIBA().SetCode(ctx, who, nil, e)
}
