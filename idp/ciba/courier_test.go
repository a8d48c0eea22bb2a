package ciba_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/ciba"
	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/token"
)

var errAway = errors.New("the database is away")

// answered is a push request that the person approved, of a server whose grants
// cannot be written just now.
type answered struct {
	ciba.Queue
	t *testing.T
}

func (a answered) Waiting(context.Context) (bool, error) { return true, nil }

func (a answered) Claim(context.Context, time.Duration, int) ([]ciba.Request, error) {
	return []ciba.Request{{ID: "cba_1", Client: "till", Challenge: "chl_1", Delivery: client.CIBAPush, Tries: 1}}, nil
}

func (a answered) Done(context.Context, string, ...audit.Event) error {
	a.t.Error("the request is given up")
	return nil
}

func (a answered) Find(context.Context, client.ID) (client.Client, error) {
	c := client.Client{ID: "till"}
	c.Metadata.CIBAEndpoint = "https://till.example/told"
	return c, nil
}

func (a answered) IDToken(context.Context, token.Facts) (string, error) { return "", errAway }

// RoundTrip is the client's endpoint.
func (a answered) RoundTrip(*http.Request) (*http.Response, error) {
	a.t.Error("the client is told something")
	return nil, errAway
}

// approved is the phone's answer.
type approved struct{ ciba.Pushes }

func (approved) Status(context.Context, push.ID, string) (push.Status, error) {
	return push.Status{State: wire.StateApproved}, nil
}

func (approved) Approved(context.Context, push.ID, string) (factors.Outcome, error) {
	return factors.Outcome{}, errAway
}

type noGrants struct{}

func (noGrants) IssueDirect(context.Context, client.Client, grant.Grant, grant.Confirmation) (grant.Tokens, error) {
	return grant.Tokens{}, errAway
}

func TestFaultOfOursIsNotToldAsARefusal(t *testing.T) {
	a := answered{t: t}
	k, err := ciba.NewCourier(ciba.CourierDeps{
		Room:  &ciba.Room{Deps: ciba.Deps{Pushes: approved{}, Grants: noGrants{}, Now: time.Now}},
		Queue: a, Clients: a, Minter: a, HTTP: &http.Client{Transport: a}, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Once(t.Context()); !errors.Is(err, errAway) {
		t.Errorf("got %v", err)
	}
}

// damaged is a queue in which one request cannot be read.
type damaged struct {
	answered
	done *[]string
}

func (d damaged) Claim(context.Context, time.Duration, int) ([]ciba.Request, error) {
	return []ciba.Request{{ID: "cba_2", Client: "gone", Delivery: client.CIBAPush, Tries: 1}}, errAway
}

func (d damaged) Done(_ context.Context, id string, _ ...audit.Event) error {
	*d.done = append(*d.done, id)
	return nil
}

func (d damaged) Find(context.Context, client.ID) (client.Client, error) {
	return client.Client{}, client.ErrNotFound
}

func TestRequestThatCannotBeReadHoldsUpNoOther(t *testing.T) {
	d := damaged{answered{t: t}, new([]string)}
	k, err := ciba.NewCourier(ciba.CourierDeps{
		Room: &ciba.Room{}, Queue: d, Clients: d, Minter: d, HTTP: &http.Client{Transport: d}, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Once(t.Context()); !errors.Is(err, errAway) || len(*d.done) != 1 {
		t.Errorf("told %v, %v", *d.done, err)
	}
}
