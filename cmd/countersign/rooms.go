package main

import (
	"context"
	"errors"
	"time"

	"countersign/config"
	"countersign/factors"
	"countersign/factors/notify"
	"countersign/idp"
	"countersign/idp/account"
	"countersign/idp/authenticator"
	"countersign/idp/authorize"
	"countersign/idp/backend"
	"countersign/idp/client"
	"countersign/idp/clientkeys"
	"countersign/idp/deviceapi"
	"countersign/idp/discovery"
	"countersign/idp/flow"
	"countersign/idp/login"
	"countersign/idp/logo"
	"countersign/idp/logout"
	"countersign/idp/op"
	"countersign/idp/par"
	"countersign/idp/registration"
	"countersign/idp/requestobject"
	"countersign/idp/web"
	"countersign/static"
	"countersign/storage"
)

// layRooms lays the rooms that speak HTTP, and the hall in front of them.
func (h *house) layRooms(ctx context.Context) error {
	hall := &idp.Deps{Web: h.web, Logos: h.logos, App: static.AppHandler(), Static: static.Handler(), Ready: h.ready}
	for _, lay := range []func(context.Context, *idp.Deps) error{h.layRequests, h.layPages, h.layGrants, h.layPrograms} {
		if err := lay(ctx, hall); err != nil {
			return err
		}
	}
	var err error
	if h.courier, err = h.newCourier(); err != nil {
		return err
	}
	h.handler, err = idp.New(*hall)
	return err
}

// policy is what a sign-in needs.
func (h *house) policy() flow.Policy {
	return flow.Policy{
		SecondFactor: h.conf.Policy.SecondFactor, EnrolWithPassword: h.conf.Policy.EnrolWithPassword,
		PasswordValid: h.conf.Lifetimes.PasswordStep, Methods: typed[factors.Kind](h.conf.Policy.Methods), Remember: h.conf.Policy.RememberBrowser > 0,
		Usual: h.conf.Policy.Risk && h.conf.Policy.UsualPasswordAlone,
	}
}

// layRequests lays what applications read first, and where they send people.
func (h *house) layRequests(_ context.Context, hall *idp.Deps) error {
	objects, err := requestobject.New(requestobject.Deps{Issuer: h.conf.Issuer, Keys: h.keyBook, FAPI: h.conf.OAuth.FAPI(), Now: h.now})
	if err != nil {
		return err
	}
	pushed, err := par.NewBook(h.db.Pushed(), h.conf.Lifetimes.PushedRequest, h.now)
	if err != nil {
		return err
	}
	var errs [2]error
	hall.Discovery, errs[0] = discovery.New(discovery.Deps{
		FAPI: h.conf.OAuth.FAPI(), MTLS: h.conf.TLS.MTLS(), Vouched: h.conf.TLS.ClientCA != "", MTLSURL: h.conf.TLS.MTLSURL, MTLSPaths: idp.MTLSPaths(),
		Issuer: h.conf.Issuer, Locales: h.conf.Languages, RequestAlgs: clientkeys.Algs(h.conf.OAuth.FAPI()), RequirePAR: h.conf.OAuth.PARRequired(), RequestURI: h.conf.OAuth.RequestURI, Registration: h.conf.OAuth.Registration != registration.Off, Attested: h.passkeys.Attestation.Credentials(),
		Deliveries: deliveries(h.conf.OAuth.FAPI()), Exchange: len(h.conf.OAuth.Exchanges) > 0, DetailTypes: detailTypes(h.conf).Names(), Public: h.ring.Public, VAPID: h.ring.VAPIDKey,
	})
	hall.Authorize, errs[1] = authorize.New(authorize.Deps{
		Web: h.web, Clients: h.clients, Flows: h.db.Flows(), Sessions: h.sessions, Accounts: h.db.Accounts(), Consents: h.db.Consents(), Logo: h.logos.Of,
		Grants: h.grants, Hints: h.minter, Sign: h.ring.Sign, Log: h.db.Events(), Policy: h.policy(), Flood: h.flood, FlowLifetime: h.conf.Lifetimes.Flow, Now: h.now,
		Attested: h.passkeys.Attestation.Credentials(), Objects: objects, Once: h.db.Spent().Spend, Pushed: pushed, RequirePAR: h.conf.OAuth.PARRequired(),
		Asked: h.mayAsk(), Documents: h.references(),
	})
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	hall.Par, err = par.New(par.Deps{Book: pushed, Authenticated: h.auth.Endpoint, Vet: hall.Authorize.Vet, Proofs: h.proofs, Flood: h.flood})
	return err
}

// layPages lays what people meet.
func (h *house) layPages(_ context.Context, hall *idp.Deps) error {
	var errs [4]error
	var forgot func(context.Context, string) error
	if h.desk != nil {
		forgot = h.desk.Forgot
	}
	hall.Login, errs[0] = login.New(login.Deps{
		Web: h.web, Streams: h.streams, Flows: h.db.Flows(), Accounts: h.db.Accounts(), Consents: h.db.Consents(), Details: detailTypes(h.conf).Show, People: h.db.People(),
		Invitations: h.db.Invitations(), Browsers: h.db.Browsers(), Sessions: h.sessions, Passwords: h.secrets,
		Enrolments: h.phones, Pushes: h.pushes, Status: h.pushes, Record: h.record, Listen: h.db.Bell().Watch, Now: h.now,
		Policy: h.policy(), TokenKey: h.vault.Derive("form tokens"), FlowLife: h.conf.Lifetimes.Flow,
		Apps: h.apps, Recovery: h.recovery, Passkeys: h.passkeys, RememberFor: h.conf.Policy.RememberBrowser,
		PasswordLeast: h.conf.Policy.PasswordMin, Forgot: forgot, Contact: h.conf.SupportContact, Shops: login.Shops{Android: h.conf.Apps.Android, IPhone: h.conf.Apps.IOS}, MaySignIn: h.maySignIn,
	})
	hall.Logout, errs[1] = logout.New(logout.Deps{
		Web: h.web, Clients: h.clients, Sessions: h.sessions, Hints: h.minter, Apps: h.db.Logouts().Apps, Issuer: h.conf.Issuer, Label: h.label, Now: h.now,
	})
	hall.Authenticator, errs[2] = authenticator.New(authenticator.Deps{
		Issuer: h.conf.Issuer, Organisation: h.conf.Organisation, Languages: languages(h.conf), Exchange: h.phones.Ticket,
		Attestation: h.phones.Attestation.Credentials(),
	})
	hall.Account, errs[3] = account.New(account.Deps{
		Web: h.web, Streams: h.streams, Listen: h.db.Bell().Watch, Sessions: h.sessions, EverySession: h.db.Sessions().Every, Flows: h.db.Flows(), People: h.db.People(), Clients: h.clients, Grants: h.db.Grants(), Consents: h.db.Consents().Every,
		Asking:    askingPage{h},
		Passwords: h.secrets, Activity: h.activity, Browsers: h.db.Browsers(), TokenKey: h.vault.Derive("form tokens"), FlowLife: h.conf.Lifetimes.Flow,
		Fresh: freshFactors, PasswordLeast: h.conf.Policy.PasswordMin, Now: h.now,
		Phones: h.phones, Pushes: h.pushes, CodeApps: h.apps, Passkeys: h.passkeys, Recovery: h.recovery, Policy: h.policy(),
		Emails: h.db.EmailChanges(), Counters: h.db.Counters(), Mails: h.conf.Mail.On(),
	})
	return errors.Join(errs[:]...)
}

// layGrants lays the token endpoint, and the rooms that bring grants to it.
func (h *house) layGrants(_ context.Context, hall *idp.Deps) error {
	if err := h.layCIBA(); err != nil {
		return err
	}
	hall.CIBA = h.asking
	var err error
	if hall.DeviceGrant, err = h.newDeviceGrant(h.policy()); err != nil {
		return err
	}
	more := map[string]op.GrantType{client.GrantCIBA: h.asking.GrantType(), client.GrantDevice: deviceGrantType(hall.DeviceGrant)}
	if err := h.layExchange(more); err != nil {
		return err
	}
	hall.OP, err = op.New(op.Deps{
		More: more,
		FAPI: h.conf.OAuth.FAPI(),
		Web:  h.web, Auth: h.auth, Clients: h.clients, Grants: h.grants, Proofs: h.proofs, Bearer: h.grants.Bearer, Minter: h.minter, Log: h.record, Flood: h.flood, Now: h.now,
	})
	return err
}

// layPrograms lays what phones and back ends call.
func (h *house) layPrograms(ctx context.Context, hall *idp.Deps) error {
	var errs [3]error
	hall.Devices, errs[0] = deviceapi.New(deviceapi.Deps{
		Issuer: h.conf.Issuer, Devices: h.phones, Push: h.pushes, Sign: h.ring.SignChallenge, Listen: h.db.Bell().Listen,
		NonceKey: h.vault.Derive("dpop nonces"), CallsAMinute: h.conf.Limits.DeviceCalls, Done: ctx.Done(), Now: h.now,
	})
	hall.Backend, errs[1] = backend.New(backend.Deps{
		Issuer: h.conf.Issuer, Bearer: h.grants.Bearer, Proofs: h.proofs, Clients: h.clients, People: h.db.People(), Accounts: h.db.Accounts(),
		Session: h.db.Sessions().ByID, Pushes: h.pushes, Phones: h.phones, Record: h.db.Events(),
		PollKey: h.vault.Derive("poll tokens"), Fresh: freshFactors, SignIns: hall.Login.Direct(), Requests: hall.Authorize, Now: h.now,
	})
	hall.Registration, errs[2] = h.newRegistration()
	return errors.Join(errs[:]...)
}

// newCourier tells applications which sessions ended.
func (h *house) newCourier() (*logout.Courier, error) {
	return logout.NewCourier(logout.CourierDeps{
		Queue: h.db.Logouts(), Clients: h.clients, Mint: h.minter.LogoutToken,
		Client: h.outbound(notify.Outbound{Allow: config.Prefixes(h.conf.Outbound.Allow)}), Now: h.now, Log: h.log,
	})
}

// newGallery keeps the pictures of clients. Which replica fetches is settled by a
// lease.
func (h *house) newGallery() (*logo.Gallery, error) {
	holder := web.Secret()[:8]
	return logo.New(logo.Deps{
		Clients: h.db.Clients(), Fetch: h.fetcher.Document, Store: h.db.Logos(), Rings: h.rings(storage.TopicClients), Now: h.now, Log: h.log,
		Mine: func(ctx context.Context, term time.Duration) (bool, error) {
			return h.db.Leases().Take(ctx, "logos", holder, term)
		},
	})
}
