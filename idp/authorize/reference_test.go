package authorize_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/url"
	"testing"
	"time"

	"countersign/idp/client"
)

// documents is what lies at addresses, and how often each was looked at.
type documents struct {
	now, kept map[string]string
	looked    int
}

func (d *documents) Document(ctx context.Context, address string) ([]byte, error) {
	if text, ok := d.kept[address]; ok {
		return []byte(text), nil
	}
	return d.Anew(ctx, address)
}

func (d *documents) Anew(_ context.Context, address string) ([]byte, error) {
	d.looked++
	text, ok := d.now[address]
	if !ok {
		return nil, errors.New("connection refused by 10.0.0.1")
	}
	d.kept[address] = text
	return []byte(text), nil
}

const reference = "https://app.example/request"

// refers is a house with documents, where app registered uris.
func refers(t *testing.T, uris ...string) (*house, *documents) {
	t.Helper()
	d := &documents{now: map[string]string{}, kept: map[string]string{}}
	h := newHouse(t, func(h *house) {
		h.documents = d
		c := h.clients["signs"]
		c.Metadata.RequestURIs = uris
		h.clients["signs"] = c
	}).signedIn(time.Hour)
	return h, d
}

func (h *house) refer(uri string) url.Values {
	return url.Values{"client_id": {"signs"}, "request_uri": {uri}, "redirect_uri": {redirect}}
}

// Mirrors oidcc-request-uri-signed-rs256, by another algorithm.
func TestObjectIsFetchedFromWhereTheClientRegistered(t *testing.T) {
	h, d := refers(t, reference)
	d.now[reference] = h.object(request("client_id", "signs")) + "\n"
	if q := h.begin(h.refer(reference)).sentBack(t); q.Get("code") == "" || d.looked != 1 {
		t.Errorf("told %v, looked %d times", q, d.looked)
	}
}

func TestReferenceIsFollowedOnlyWhereItMayBe(t *testing.T) {
	h, d := refers(t, reference, "https://app.example/other#hash")
	d.now[reference] = h.object(request("client_id", "signs"))
	d.now["https://app.example/other"] = d.now[reference]
	for name, c := range map[string]struct{ uri, code string }{
		"not registered":      {"https://evil.example/request", "invalid_request_uri"},
		"below":               {reference + "/x", "invalid_request_uri"},
		"with a query":        {reference + "?x", "invalid_request_uri"},
		"another scheme":      {"http://app.example/request", "invalid_request_uri"},
		"a file":              {"file:///etc/passwd", "invalid_request_uri"},
		"without its hash":    {"https://app.example/other", "invalid_request_uri"},
		"another's hash":      {"https://app.example/other#else", "invalid_request_uri"},
		"an empty fragment":   {reference + "#", ""},
		"a handle of nothing": {"urn:ietf:params:oauth:request_uri:x", "invalid_request_uri"},
	} {
		q := h.begin(h.refer(c.uri)).sentBack(t)
		if q.Get("error") != c.code {
			t.Errorf("%s: told %v, want %q", name, q, c.code)
		}
	}
	delete(d.now, reference)
	clear(d.kept)
	if q := h.begin(h.refer(reference)).sentBack(t); q.Get("error") != "invalid_request_uri" || q.Get("error_description") != "nothing could be fetched from the request_uri" {
		t.Errorf("told %v", q)
	}
	d.now[reference] = "a.b.c"
	if q := h.begin(h.refer(reference)).sentBack(t); q.Get("error") != "invalid_request_object" {
		t.Errorf("told %v", q)
	}
	both := h.refer(reference)
	both.Set("request", "a.b.c")
	if q := h.begin(both).sentBack(t); q.Get("error") != "invalid_request" {
		t.Errorf("told %v", q)
	}
}

func TestAnotherHashMakesUsLookAgain(t *testing.T) {
	h, d := refers(t, reference)
	at := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return reference + "#" + base64.RawURLEncoding.EncodeToString(sum[:])
	}
	first, second := h.object(request("client_id", "signs")), h.object(request("client_id", "signs", "nonce", "n-2"))
	d.now[reference] = first
	h.begin(h.refer(at(first)))
	d.now[reference] = second
	if q := h.begin(h.refer(at(second))).sentBack(t); q.Get("code") == "" || d.looked != 2 || h.orders[1].Grant.Nonce != "n-2" {
		t.Errorf("told %v, looked %d times", q, d.looked)
	}
}

// Mirrors oidcc-request-uri-signed-rs256, whose request_uri ends in the hash of
// something else.
func TestHashThatNothingHasMakesUsLookAgainAndNoMore(t *testing.T) {
	h, d := refers(t, reference+"#hash")
	d.now[reference] = h.object(request("client_id", "signs"))
	if q := h.begin(h.refer(reference + "#hash")).sentBack(t); q.Get("code") == "" || d.looked != 2 {
		t.Errorf("told %v, looked %d times", q, d.looked)
	}
	d.now[reference] = h.object(request("client_id", "signs")) + "AAAA"
	if q := h.begin(h.refer(reference + "#hash")).sentBack(t); q.Get("error") != "invalid_request_object" {
		t.Errorf("told %v of a signature that is wrong", q)
	}
}

func TestReferencesAreOffUnlessTheOperatorWantsThem(t *testing.T) {
	h := newHouse(t)
	c := h.clients["signs"]
	c.Metadata.RequestURIs = []string{reference}
	h.clients[client.ID("signs")] = c
	if q := h.begin(h.refer(reference)).sentBack(t); q.Get("error") != "request_uri_not_supported" {
		t.Errorf("told %v", q)
	}
}
