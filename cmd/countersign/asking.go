package main

import (
	"countersign/factors"
	"countersign/factors/limit"
	"countersign/idp/ciba"
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
	h.asking, err = ciba.New(ciba.Deps{
		Issuer: h.conf.Issuer, Auth: h.auth, Keys: h.keyBook, Spend: h.db.Spent().Spend, Hints: h.minter, People: h.db.People(), Subjects: h.subjects,
		Consents: consents, Store: h.db.CIBA(), Pushes: h.pushes, Grants: h.grants, Types: detailTypes(h.conf), Record: h.record,
		Life: h.conf.Lifetimes.Challenge, Now: h.now,
	})
	return err
}
