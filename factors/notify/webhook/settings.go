package webhook

import (
	"encoding/base64"
	"errors"
	"net/netip"
	"net/url"
	"strings"
)

// secretPrefix stands before a secret of Standard Webhooks.
const secretPrefix = "whsec_"

// How many bytes a secret may have, as Standard Webhooks say.
const (
	leastSecret = 24
	mostSecret  = 64
)

// checkURL says what is wrong with an address to post to: https, or http to this
// machine, since a body in the clear would tell when whose phone is asked.
func checkURL(s string) error {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.User != nil || strings.Contains(s, "#") {
		return errors.New("write a URL with a host and without user and fragment")
	}
	a, err := netip.ParseAddr(u.Hostname())
	loopback := u.Hostname() == "localhost" || err == nil && a.IsLoopback()
	if u.Scheme == "https" || u.Scheme == "http" && loopback {
		return nil
	}
	return errors.New("write an https URL; http is for loopback only")
}

func readSecret(s string) ([]byte, error) {
	rest, found := strings.CutPrefix(s, secretPrefix)
	key, err := base64.StdEncoding.DecodeString(rest)
	if !found || err != nil || len(key) < leastSecret || len(key) > mostSecret {
		return nil, errors.New("write " + secretPrefix + " and base64 of 24 to 64 bytes")
	}
	return key, nil
}
