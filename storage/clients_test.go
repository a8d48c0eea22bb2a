package storage_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/idp/client"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestClientIsKeptAsGiven(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		rings, stop := db.Bell().Listen(storage.TopicClients)
		defer stop()
		want := client.Client{
			ID: "client_1", Name: "App", Method: client.Basic, SecretHash: fresh(),
			RedirectURIs: []string{"https://app.example/cb"}, PostLogoutRedirectURIs: []string{},
			Grants: []string{client.GrantCode}, Scopes: []string{"openid"}, IDTokenAlg: "RS256", PKCEOptional: true,
			Origins:          client.Origins{Web: []string{"https://app.example"}, JSONSignIn: true},
			Metadata:         client.Metadata{LogoURI: "https://app.example/logo.png", RequirePAR: true, JWKS: json.RawMessage(`{"keys":[]}`)},
			RegistrationHash: fresh(), SoftwareStatement: "a.b.c",
			Created: clock.Now(), Updated: clock.Now(),
		}
		if err := db.Clients().Create(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		select {
		case <-rings:
		case <-time.After(time.Second):
			t.Error("no bell rang")
		}
		got, err := db.Clients().Find(t.Context(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		want.Origins = client.Origins{Web: []string{"https://a.example", "https://b.example"}}
		if err := db.Clients().SetOrigins(t.Context(), want.ID, want.Origins, clock.Now()); err != nil {
			t.Fatal(err)
		}
		if got, err = db.Clients().Find(t.Context(), want.ID); err != nil || !cmp.Equal(want, got) {
			t.Errorf("with other origins: %v, %v", cmp.Diff(want, got), err)
		}
		other := want
		other.Name, other.Method, other.SecretHash, other.PKCEOptional, other.Metadata = "Other", client.PrivateKeyJWT, nil, false, client.Metadata{}
		other.Created, other.Updated = clock.Now().Add(time.Hour), clock.Now().Add(time.Hour)
		if err := db.Clients().Update(t.Context(), other); err != nil {
			t.Fatal(err)
		}
		other.Created = want.Created
		if got, err = db.Clients().Find(t.Context(), want.ID); err != nil || !cmp.Equal(other, got) {
			t.Errorf("after an update, zeros and all: %v, %v", cmp.Diff(other, got), err)
		}
		if all, err := db.Clients().List(t.Context()); err != nil || len(all) != 1 {
			t.Errorf("list: %v, %v", all, err)
		}
		if err := db.Clients().Delete(t.Context(), want.ID); err != nil {
			t.Fatal(err)
		}
		for name, err := range map[string]error{
			"find":        second(db.Clients().Find(t.Context(), want.ID)),
			"delete":      db.Clients().Delete(t.Context(), want.ID),
			"update":      db.Clients().Update(t.Context(), want),
			"set origins": db.Clients().SetOrigins(t.Context(), want.ID, client.Origins{}, clock.Now()),
			"set secret":  db.Clients().SetSecret(t.Context(), want.ID, fresh(), "", clock.Now()),
		} {
			if !errors.Is(err, client.ErrNotFound) {
				t.Errorf("%s after the deletion: %v", name, err)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestRegistrySeesWhatAnotherReplicaChanged(t *testing.T) {
	url, clock := storagetest.PostgresURL(t), storagetest.NewClock()
	here, there := storagetest.Open(t, url, clock), storagetest.Open(t, url, clock)
	rings, stop := here.Bell().Listen(storage.TopicClients)
	defer stop()
	ours, err := client.NewRegistry(here.Clients(), rings, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := client.NewRegistry(there.Clients(), nil, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	c, old, err := theirs.Create(t.Context(), client.Registration{Name: "App", RedirectURIs: []string{"https://app.example/cb"}})
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(10 * time.Second)
	for {
		found, err := ours.Find(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !found.HasSecret(old) {
			return
		}
		// The listener's connection may still be on its way: change until seen.
		if _, err := theirs.RotateSecret(t.Context(), c.ID); err != nil {
			t.Fatal(err)
		}
		if time.Now().After(deadline) {
			t.Fatal("the change was not seen")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// The secret of a client that signs with it is kept, but readable nowhere.
func TestSecretThatIsKeptIsSealed(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		c := client.Client{ID: "client_1", Name: "App", Method: client.SecretJWT, SecretHash: fresh(), HMACSecret: "cs_cs_first", Created: clock.Now(), Updated: clock.Now()}
		if err := db.Clients().Create(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		reads := func(want string) {
			t.Helper()
			got, err := db.Clients().Find(t.Context(), c.ID)
			if err != nil || got.HMACSecret != want {
				t.Errorf("%q, %v; want %q", got.HMACSecret, err, want)
			}
			rows, err := storage.RowsOfClients(t.Context(), db)
			if err != nil || len(rows) != 1 || want != "" && strings.Contains(rows[0], want) {
				t.Errorf("the table holds it: %q, %v", rows, err)
			}
		}
		reads("cs_cs_first")
		if err := db.Clients().SetSecret(t.Context(), c.ID, fresh(), "cs_cs_second", clock.Now()); err != nil {
			t.Fatal(err)
		}
		reads("cs_cs_second")
		c.Method, c.HMACSecret = client.Basic, ""
		if err := db.Clients().Update(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		reads("")
	})
}
