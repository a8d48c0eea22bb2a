package client_test

import (
	"errors"
	"testing"

	"countersign/idp/client"
)

func TestLogoutURIsAreTheClientsOwn(t *testing.T) {
	for name, c := range map[string]struct {
		m    client.Metadata
		want error
	}{
		"none":                 {client.Metadata{}, nil},
		"both":                 {client.Metadata{BackchannelLogoutURI: "https://elsewhere.example/out?x=1", BackchannelLogoutSession: true, FrontchannelLogoutURI: "https://app.example/out?x=1", FrontchannelLogoutSession: true}, nil},
		"its port, spelled":    {client.Metadata{FrontchannelLogoutURI: "https://APP.example:443/out"}, nil},
		"back by http":         {client.Metadata{BackchannelLogoutURI: "http://app.example/out"}, client.ErrBackchannelLogout},
		"back with a fragment": {client.Metadata{BackchannelLogoutURI: "https://app.example/out#x"}, client.ErrBackchannelLogout},
		"back with a user":     {client.Metadata{BackchannelLogoutURI: "https://a@app.example/out"}, client.ErrBackchannelLogout},
		"back to an app":       {client.Metadata{BackchannelLogoutURI: "com.example.app:/out"}, client.ErrBackchannelLogout},
		"another host":         {client.Metadata{FrontchannelLogoutURI: "https://evil.example/out"}, client.ErrFrontchannelLogout},
		"another port":         {client.Metadata{FrontchannelLogoutURI: "https://app.example:8443/out"}, client.ErrFrontchannelLogout},
		"another scheme":       {client.Metadata{FrontchannelLogoutURI: "http://localhost/out"}, client.ErrFrontchannelLogout},
		"front of an app":      {client.Metadata{FrontchannelLogoutURI: "com.example.app:/cb"}, client.ErrFrontchannelLogout},
		"session without back": {client.Metadata{BackchannelLogoutSession: true}, client.ErrLogoutSession},
		"and without front":    {client.Metadata{FrontchannelLogoutSession: true}, client.ErrLogoutSession},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := newRegistry(t, nil)
			_, _, err := r.Create(t.Context(), client.Registration{
				Name: "App", RedirectURIs: []string{"https://app.example/cb", "com.example.app:/cb"}, Metadata: c.m,
			})
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}
