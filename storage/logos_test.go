package storage_test

import (
	"errors"
	"testing"
	"time"

	"countersign/idp/client"
	"countersign/idp/logo"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestLogoIsOfItsClientAndAddress(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ctx, logos := t.Context(), db.Logos()
		c := client.Client{ID: "app", Name: "App", Created: clock.Now(), Updated: clock.Now()}
		first := logo.Picture{Client: "app", URI: "https://app.example/1", Name: "n1", PNG: []byte("png"), Looked: clock.Now()}
		if err := errors.Join(logos.Keep(ctx, first), db.Clients().Create(ctx, c), logos.Keep(ctx, logo.Picture{Client: "gone", URI: "x", Name: "n2"})); err != nil {
			t.Fatal(err)
		}
		if every, err := logos.Every(ctx); err != nil || len(every) != 0 {
			t.Errorf("pictures of clients that are not there: %v, %v", every, err)
		}
		if err := logos.Keep(ctx, first); err != nil {
			t.Fatal(err)
		}
		name, err := logos.Name(ctx, "app", first.URI)
		other, err2 := logos.Name(ctx, "app", "https://app.example/2")
		if name != "n1" || other != "" || err != nil || err2 != nil {
			t.Errorf("named %q, of another address %q, %v, %v", name, other, err, err2)
		}
		if png, err := logos.PNG(ctx, "n1"); err != nil || string(png) != "png" {
			t.Errorf("%q, %v", png, err)
		}
		clock.Advance(time.Hour)
		if err := logos.Keep(ctx, logo.Picture{Client: "app", URI: first.URI, Looked: clock.Now()}); err != nil {
			t.Fatal(err)
		}
		every, err := logos.Every(ctx)
		if got := every["app"]; err != nil || got.Name != "" || got.URI != first.URI || !got.Looked.Equal(clock.Now()) {
			t.Errorf("kept %+v, %v", got, err)
		}
		for _, name := range []string{"n1", ""} {
			if _, err := logos.PNG(ctx, name); !errors.Is(err, logo.ErrNone) {
				t.Errorf("%q: %v", name, err)
			}
		}
		if err := db.Clients().Delete(ctx, "app"); err != nil {
			t.Fatal(err)
		}
		if every, err := logos.Every(ctx); err != nil || len(every) != 0 {
			t.Errorf("outlives the client: %v, %v", every, err)
		}
	})
}
