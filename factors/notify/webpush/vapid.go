package webpush

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/url"
	"sync"
	"time"
)

// How long a token holds, and how long before its end it is not used any more.
// RFC 8292 section 2 allows a day; push services see one for an hour.
const (
	tokenLife   = time.Hour
	tokenMargin = 10 * time.Minute
)

// maxTokens bounds the cache. A pattern of the list may match many origins.
const maxTokens = 256

// claims are RFC 8292 section 2 and 2.1.
type claims struct {
	Audience string `json:"aud"`
	Expires  int64  `json:"exp"`
	Subject  string `json:"sub,omitempty"`
}

// party is whom a token is for, by which key.
type party struct{ origin, kid string }

// passport is a value of the Authorization header and its end.
type passport struct {
	header string
	until  time.Time
}

// passports says who we are, to each push service.
type passports struct {
	sign    Sign
	contact string
	now     func() time.Time

	mu   sync.Mutex
	kept map[party]passport
}

// header is "vapid t=…, k=…" (RFC 8292 section 3) for the service of the
// endpoint.
func (p *passports) header(ctx context.Context, endpoint, kid string) (string, error) {
	u, err := url.Parse(endpoint)
	if err != nil {
		return "", fmt.Errorf("%w: it is no URL", ErrEndpoint)
	}
	who := party{u.Scheme + "://" + u.Host, kid}
	now := p.now()
	if kept, ok := p.find(who); ok && now.Add(tokenMargin).Before(kept.until) {
		return kept.header, nil
	}
	until := now.Add(tokenLife)
	token, point, err := p.sign(ctx, kid, claims{Audience: who.origin, Expires: until.Unix(), Subject: p.contact})
	if err != nil {
		return "", fmt.Errorf("sign for the push service: %w", err)
	}
	header := "vapid t=" + token + ", k=" + base64.RawURLEncoding.EncodeToString(point)
	p.keep(who, passport{header, until}, now)
	return header, nil
}

func (p *passports) find(who party) (passport, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	kept, ok := p.kept[who]
	return kept, ok
}

// keep makes room first: by what has expired, or else by everything, which
// costs a signature each.
func (p *passports) keep(who party, fresh passport, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.kept) >= maxTokens {
		for w, kept := range p.kept {
			if !now.Before(kept.until) {
				delete(p.kept, w)
			}
		}
	}
	if len(p.kept) >= maxTokens {
		clear(p.kept)
	}
	p.kept[who] = fresh
}
