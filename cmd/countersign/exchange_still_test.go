package main

import (
	"net/http"
	"testing"

	"countersign/idp/client"
)

// What an exchange gave is the first application's leave in another's hands: it
// ends with that.
func TestScopeThatAnApplicationLostIsInNoTokenThatCameOfItsOwn(t *testing.T) {
	exchangeOn(t, func(t *testing.T, x exchanging) {
		had := x.signsIn(x.shop)
		got := x.exchange(x.orders, had.Access, "")
		if _, seen := x.active(x.orders, got.text("access_token")); seen.text("scope") != "profile email" {
			t.Fatalf("%v", seen.body)
		}
		_, _, err := x.replicas[0].clients.Update(t.Context(), x.shop.client.ID, client.Registration{
			Name: "Shop", RedirectURIs: x.shop.client.RedirectURIs, Scopes: []string{"openid", "profile", "offline_access"},
		})
		x.ok(err)
		if live, seen := x.active(x.orders, got.text("access_token")); !live || seen.text("scope") != "profile" {
			t.Errorf("it says %v", seen.body)
		}
		if again := x.exchange(x.orders, had.Access, ""); again.text("scope") != "profile" {
			t.Errorf("another: %v", again.body)
		}
	})
}

// Nor does it count once the one that it was given to is gone: the service that
// it is for asks about it, and is no more told that it is good.
func TestExchangedTokenEndsWithTheClientThatHasIt(t *testing.T) {
	exchangeOn(t, func(t *testing.T, x exchanging) {
		billing := x.named("client_billing")
		got := x.exchange(x.orders, x.signsIn(x.shop).Access, "", put("resource", billingAPI)).text("access_token")
		if live, seen := x.active(billing, got); !live {
			t.Fatalf("%v", seen.body)
		}
		x.ok(x.replicas[0].clients.Delete(t.Context(), x.orders.client.ID))
		if live, seen := x.active(billing, got); live || seen.status != http.StatusOK {
			t.Errorf("a deleted client's token: %d %v", seen.status, seen.body)
		}
	})
}
