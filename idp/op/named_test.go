package op_test

import (
	"testing"

	"countersign/factors"
	"countersign/idp/flow"
	"countersign/storage/storagetest"
)

// Mirrors oidcc-claims-essential: what is asked for by name is told where it was
// asked for, and nowhere else.
func TestClaimsAreToldWhereTheyWereAskedFor(t *testing.T) {
	clock := storagetest.NewClock()
	f := newFront(t, storagetest.SQLite(t, clock), clock)
	to := f.authorize("scope", "openid", "claims", `{"userinfo":{"name":{"essential":true}},"id_token":{"preferred_username":null}}`)
	id := flow.ID(to.Path[len("/login/"):])
	f.prove(id)
	_, at := f.browse("/authorize/resume?flow=" + string(id))
	a := f.post("/token", exchange(at.Query().Get("code")), f.basic)
	told, _ := f.claims(a.text("id_token"))
	if told["preferred_username"] != f.person.Username || told["name"] != nil || told["sub"] != string(f.person.ID) || told["acr"] != string(factors.TwoFactors) {
		t.Errorf("the ID token tells %v", told)
	}
	u := f.userinfo(a.text("access_token"))
	if u.text("name") != f.person.Name || u.json["preferred_username"] != nil || u.json["email"] != nil {
		t.Errorf("userinfo tells %s", u.body)
	}
	// Of a grant that asks for nothing by name nothing is told.
	b := f.post("/token", exchange(f.code(f.app.ID, "openid")), f.basic)
	if told, _ := f.claims(b.text("id_token")); told["preferred_username"] != nil {
		t.Errorf("the ID token tells %v", told)
	}
	if u := f.userinfo(b.text("access_token")); u.json["name"] != nil {
		t.Errorf("userinfo tells %s", u.body)
	}
}
