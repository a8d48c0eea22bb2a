package client_test

import (
	"errors"
	"testing"

	"countersign/idp/client"
)

func TestWhatPeopleAreShownOfAClientIsOnTheWeb(t *testing.T) {
	r, _ := newRegistry(t, nil)
	for uri, ok := range map[string]bool{
		"https://app.example/x": true, "http://localhost:9090/x": true, "": true,
		"http://app.example/x": false, "javascript:alert(1)": false, "data:image/png;base64,x": false, "com.example.app:/x": false,
		"https://user@app.example/": false, "https://app.example/#x": false, "//app.example/x": false,
	} {
		for name, m := range map[string]client.Metadata{
			"client_uri": {ClientURI: uri}, "logo_uri": {LogoURI: uri}, "policy_uri": {PolicyURI: uri}, "tos_uri": {TOSURI: uri},
		} {
			w := wish()
			w.Metadata = m
			var f *client.Fault
			if _, _, err := r.Create(t.Context(), w); (err == nil) != ok || err != nil && (!errors.As(err, &f) || f.Member != name) {
				t.Errorf("%s %q: %v", name, uri, err)
			}
		}
	}
}

// As the module oidcc-3rd-party-init-login-nonhttps wants it (Core section 4).
func TestSignInIsInitiatedOverTLS(t *testing.T) {
	r, _ := newRegistry(t, nil)
	for uri, ok := range map[string]bool{
		"https://app.example/start": true, "": true, "http://app.example/start": false, "http://localhost:9090/start": false,
		"com.example.app:/start": false, "https://app.example/#start": false,
	} {
		w := wish()
		w.Metadata = client.Metadata{InitiateLoginURI: uri}
		var f *client.Fault
		if _, _, err := r.Create(t.Context(), w); (err == nil) != ok || err != nil && (!errors.As(err, &f) || f.Member != "initiate_login_uri") {
			t.Errorf("%q: %v", uri, err)
		}
	}
}

func TestAnswersAreSignedByWhatWeHaveKeysFor(t *testing.T) {
	r, _ := newRegistry(t, nil)
	for alg, ok := range map[string]bool{"": true, "ES256": true, "RS256": true, "PS256": true, "EdDSA": true, "none": false, "HS256": false, "es256": false} {
		w := wish()
		w.Metadata = client.Metadata{ResponseAlg: alg}
		if _, _, err := r.Create(t.Context(), w); (err == nil) != ok {
			t.Errorf("%q: %v", alg, err)
		}
	}
}
