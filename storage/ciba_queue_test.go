package storage_test

import (
	"testing"
	"time"

	"countersign/factors/wire"
	"countersign/idp/ciba"
	"countersign/idp/client"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestRequestThatCannotBeOpenedHoldsUpNoOther(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		for _, id := range []string{"cba_1", "cba_2", "cba_3"} {
			r := ciba.Request{
				ID: id, Hash: fresh(), Client: "till", Delivery: client.CIBAPing, AuthReqID: wire.Secret("cs_ar_" + id), Notify: "told",
				Created: clock.Now(), Expires: clock.Now().Add(time.Minute),
			}
			if err := db.CIBA().Keep(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Tamper(t.Context(), "UPDATE ciba_requests SET sealed = hash WHERE id = 'cba_2'"); err != nil {
			t.Fatal(err)
		}
		clock.Advance(time.Hour)
		found, err := db.CIBA().Claim(t.Context(), time.Minute, 10)
		if len(found) != 2 || err == nil {
			t.Fatalf("%d found, %v", len(found), err)
		}
		for _, r := range found {
			if r.AuthReqID != wire.Secret("cs_ar_"+r.ID) {
				t.Errorf("%s has another's secrets", r.ID)
			}
		}
	})
}
