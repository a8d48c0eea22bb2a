package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/prometheus/client_golang/prometheus"

	"countersign/audit"
	"countersign/config"
	"countersign/factors/device"
	"countersign/factors/notify"
	"countersign/factors/notify/sns"
	"countersign/factors/notify/webpush"
	"countersign/factors/passkey"
	"countersign/factors/password"
	"countersign/factors/place"
	"countersign/factors/push"
	"countersign/factors/recovery"
	"countersign/factors/totp"
	"countersign/idp"
	"countersign/idp/ciba"
	"countersign/idp/client"
	"countersign/idp/clientauth"
	"countersign/idp/clientkeys"
	"countersign/idp/dpop"
	"countersign/idp/fetch"
	"countersign/idp/grant"
	"countersign/idp/keys"
	"countersign/idp/logo"
	"countersign/idp/logout"
	"countersign/idp/mail"
	"countersign/idp/person"
	"countersign/idp/sso"
	"countersign/idp/subject"
	"countersign/idp/token"
	"countersign/idp/web"
	"countersign/storage"
	"countersign/templates"
	"countersign/templates/words"
)

// offlineGrant is how long a grant can be refreshed, however often it is:
// after that the person signs in again.
const offlineGrant = 90 * 24 * time.Hour

// ground is what a house stands on.
type ground struct {
	conf  config.Config
	db    *storage.DB
	vault *storage.Vault
	now   func() time.Time
	log   *slog.Logger
	// outbound makes the clients for addresses that others chose.
	outbound func(notify.Outbound) *http.Client
}

// house is a server, wired. This file, rooms.go and factors.go are the one place
// where rooms and the stores that they ask for meet.
type house struct {
	ground
	web      *web.Web
	streams  *web.Streams
	clients  *client.Registry
	auth     *clientauth.Authenticator
	logos    *logo.Gallery
	fetcher  *fetch.Fetcher // of documents of clients
	keyBook  *clientkeys.Book
	ring     *keys.Ring
	minter   *token.Minter
	subjects *subject.Subjects
	sessions *sso.Sessions
	grants   *grant.Grants
	proofs   *dpop.Verifier
	notifier *notify.Notifier
	phones   *device.Registry
	pushes   *push.Engine
	teller   *ciba.Courier
	asking   *ciba.Room
	leave    *ciba.Consents // whom people let ask
	places   *place.Book
	webPush  webpush.Endpoints
	channels map[string]notify.Sender
	amazon   *sns.Sender // nil where it is not set up
	secrets  *password.Factor
	postman  *mail.Postman // nil if nobody is written to, as desk
	desk     *mail.Desk
	courier  *logout.Courier
	apps     *totp.Factor
	recovery *recovery.Factor
	passkeys *passkey.Factor
	metrics  *metrics
	flood    *web.Flood
	record   audit.Log // of the rooms that strangers can make refuse again and again

	handler http.Handler
}

// build wires a house. Its streams and waiting calls end with ctx; Close ends
// the rest.
func build(ctx context.Context, g ground) (*house, error) {
	h := &house{ground: g, metrics: newMetrics()}
	h.streams = web.NewStreams(ctx, h.db.Bell().Hears)
	h.flood = web.NewFlood(g.conf.Limits.SourceRequests, time.Minute, g.now)
	h.record = sparing{g.db.Events(), h.flood}
	for _, lay := range []func(context.Context) error{h.layManners, h.layTokens, h.warnOfProfile, h.layFactors, h.layMail, h.layRooms} {
		if err := lay(ctx); err != nil {
			return nil, errors.Join(err, h.close(ctx))
		}
	}
	return h, nil
}

// close ends what build started, once ctx of build has ended.
func (h *house) close(ctx context.Context) error {
	if h.notifier == nil {
		return nil
	}
	return h.notifier.Close(ctx)
}

// rings listens to a topic for as long as the house stands.
func (h *house) rings(topic string) <-chan struct{} {
	c, _ := h.db.Bell().Listen(topic)
	return c
}

func (h *house) layManners(context.Context) error {
	issuer, err := url.Parse(h.conf.Issuer)
	if err != nil {
		return fmt.Errorf("issuer: %w", err)
	}
	atMTLS, err := url.Parse(h.conf.TLS.MTLSURL)
	if err != nil {
		return fmt.Errorf("tls.mtls_url: %w", err)
	}
	h.web, err = web.New(web.Deps{
		CertificateHeader: h.conf.TLS.ClientCertHeader, MTLSHost: atMTLS.Host, MTLSPaths: idp.MTLSPaths(),
		Issuer: issuer, TrustedProxies: config.Prefixes(h.conf.TrustedProxies), ErrorPage: errorPage, Languages: languages(h.conf),
		Log: h.log, Now: h.now, Stopwatch: time.Now, Observe: h.metrics.request,
	})
	return err
}

func languages(conf config.Config) []words.Language { return typed[words.Language](conf.Languages) }

func errorPage(f web.Failure) templ.Component {
	return templates.ErrorPage(templates.Error{
		Title: f.Title, Message: f.Message, Remedy: f.Remedy, Back: f.Back, BackText: f.BackText,
		Reference: f.Reference, Time: f.Time,
	})
}

// layTokens lays what applications get: keys, tokens, grants, sessions.
func (h *house) layTokens(ctx context.Context) error {
	life := h.conf.Lifetimes
	var err error
	if h.clients, err = newRegistry(h.conf, h.db, h.rings(storage.TopicClients), h.now); err != nil {
		return err
	}
	h.fetcher, err = fetch.New(fetch.Deps{HTTP: h.outbound(notify.Outbound{Allow: config.Prefixes(h.conf.Outbound.Allow)}), Now: h.now})
	if err != nil {
		return err
	}
	if h.logos, err = h.newGallery(); err != nil {
		return err
	}
	if h.keyBook, err = clientkeys.New(h.fetcher); err != nil {
		return err
	}
	cas, err := clientCAs(h.conf.TLS)
	if err != nil {
		return err
	}
	h.auth, err = clientauth.New(clientauth.Deps{
		FAPI: h.conf.OAuth.FAPI(), Issuer: h.conf.Issuer, MTLS: h.conf.TLS.MTLSURL, CAs: cas, Clients: h.clients, Keys: h.keyBook, Spent: h.db.Spent(), Now: h.now,
	})
	if err != nil {
		return err
	}
	if h.ring, err = newRing(ctx, h.ground, h.rings(storage.TopicKeys)); err != nil {
		return err
	}
	h.subjects, err = subject.New(subject.Deps{Store: h.db.Subjects(), Clients: h.clients})
	if err != nil {
		return err
	}
	h.minter, err = token.New(token.Deps{
		Issuer: h.conf.Issuer, Lifetime: life.IDToken, Sign: h.ring.Sign, Verify: h.ring.Verify, Subjects: h.subjects, Now: h.now,
	})
	if err != nil {
		return err
	}
	h.grants, err = grant.New(grant.Deps{
		Store: h.db.Grants(), Minter: h.minter, Clients: h.clients, Details: detailTypes(h.conf).Still, Issuer: h.conf.Issuer, APIs: apis(h.conf), Code: life.Code, Access: life.AccessToken, Refresh: life.RefreshToken, Offline: offlineGrant, Now: h.now,
		Grace: h.conf.OAuth.RefreshGrace, SuccessorKey: h.vault.Derive("refresh tokens that follow"),
	})
	if err != nil {
		return err
	}
	h.proofs, err = dpop.New(dpop.Deps{
		Bases: bases(h.conf), NonceKey: h.vault.Derive("dpop nonces of applications"), RequireNonce: h.conf.OAuth.DPoPNonce == config.Required,
		Spend: h.db.Spent().Spend, Now: h.now,
	})
	if err != nil {
		return err
	}
	h.sessions, err = sso.New(sso.Deps{
		Store: h.db.Sessions(), Idle: life.SessionIdle, Max: life.SessionMax, KnownFor: life.KnownBrowser, Now: h.now,
	})
	return err
}

// apis are the operator's resources.
func apis(conf config.Config) grant.APIs {
	out := make(grant.APIs, len(conf.OAuth.Resources))
	for i, r := range conf.OAuth.Resources {
		out[i] = grant.API{Identifier: r.Identifier, JWT: r.Format == config.JWT, Alg: r.Alg, Lifetime: r.Lifetime, Client: client.ID(r.Client)}
	}
	return out
}

// newRing is the ring of signing keys with the settings; rings receives after
// a key was added by another process.
func newRing(ctx context.Context, g ground, rings <-chan struct{}) (*keys.Ring, error) {
	life := g.conf.Lifetimes
	return keys.New(ctx, keys.Deps{
		Store: g.db.Keys(), Rings: rings, Overlap: life.KeyOverlap,
		Longest: max(life.IDToken, life.Challenge, life.AccessToken), Now: g.now, Log: g.log,
	})
}

// freshFactors is how old two factors may be where somebody changes factors.
const freshFactors = 10 * time.Minute

// activity is the newest events about a person.
func (h *house) activity(ctx context.Context, who string, limit int) ([]audit.Event, error) {
	links, err := h.db.Events().Find(ctx, storage.Query{Person: who, Limit: limit})
	if err != nil {
		return nil, err
	}
	events := make([]audit.Event, len(links))
	for i, l := range links {
		events[i] = l.Event
	}
	return events, nil
}

// maySignIn says whether pages of an origin may drive sign-ins to an
// application.
func (h *house) maySignIn(ctx context.Context, app, origin string) (bool, error) {
	c, err := h.clients.Find(ctx, client.ID(app))
	if errors.Is(err, client.ErrNotFound) {
		return false, nil
	}
	return c.MaySignIn(origin), err
}

// label is how pages name a person.
func (h *house) label(ctx context.Context, id string) (string, error) {
	who, err := h.db.People().Find(ctx, person.ID(id))
	return who.Username, err
}

// ready says whether this server can serve.
func (h *house) ready(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, 2*time.Second)
	defer stop()
	return errors.Join(h.db.Ping(ctx), ctx.Err())
}

// work runs what is done behind requests, until ctx ends.
func (h *house) work(ctx context.Context) error {
	host, err := os.Hostname()
	if err != nil {
		return fmt.Errorf("name this replica: %w", err)
	}
	holder := fmt.Sprintf("%s/%d/%s", host, os.Getpid(), web.Secret()[:8])
	sealer, err := audit.NewSealer(audit.SealerDeps{Queue: h.db.Events(), Lease: h.db.Leases().Take, Holder: holder, Log: h.log})
	if err != nil {
		return err
	}
	janitor, err := storage.NewJanitor(storage.JanitorDeps{
		DB: h.db, Holder: holder, Evidence: h.conf.Lifetimes.Evidence, Unused: h.conf.OAuth.RegistrationUnused, Session: h.conf.Lifetimes.SessionMax, Expired: h.pushes.Review, Now: h.now, Log: h.log,
	})
	if err != nil {
		return err
	}
	jobs := []func(context.Context){sealer.Run, janitor.Run, h.courier.Run, h.teller.Run, h.logos.Run}
	if h.postman != nil {
		jobs = append(jobs, h.postman.Run)
	}
	var working sync.WaitGroup
	for _, job := range jobs {
		working.Go(func() { job(ctx) })
	}
	_ = h.db.Watch(ctx, time.Second) // ends with ctx
	working.Wait()
	return nil
}

// gather offers the metrics to a registry's HTTP handler.
func (h *house) gather() prometheus.Gatherer { return h.metrics.registry }
