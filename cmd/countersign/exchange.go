package main

import (
	"countersign/idp/client"
	"countersign/idp/exchange"
	"countersign/idp/op"
)

// layExchange adds the row of token exchange to those of the token endpoint,
// where the operator lets some client exchange tokens.
func (h *house) layExchange(rows map[string]op.GrantType) error {
	if len(h.conf.OAuth.Exchanges) == 0 {
		return nil
	}
	policy := make([]exchange.Line, len(h.conf.OAuth.Exchanges))
	for i, e := range h.conf.OAuth.Exchanges {
		policy[i] = exchange.Line{Client: client.ID(e.Client), Of: typed[client.ID](e.Of), Resources: e.Resources, Scopes: e.Scopes}
	}
	x, err := exchange.New(exchange.Deps{Policy: policy, Bearer: h.grants.Bearer, Clients: h.clients, Grants: h.grants})
	if err != nil {
		return err
	}
	rows[client.GrantExchange] = x.GrantType()
	return nil
}
