package account

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/passkey"
	"countersign/factors/totp"
	"countersign/factors/wire"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

const (
	methodsPath = Home + "/methods"
	appPath     = methodsPath + "/app"
	codesPath   = methodsPath + "/codes"
)

func phonePath(id device.ID) string { return methodsPath + "/phone/" + string(id) }

// held is what an account can confirm with.
type held struct {
	phones   []device.Device // that are not removed
	passkeys []passkey.Passkey
	app      time.Time // when a code app was added; zero for none
	codes    int
}

func (x *Room) held(r *http.Request, v visit) (held, error) {
	who := factors.Account(v.session.Person)
	all, err := x.Phones.List(r.Context(), who)
	if err != nil {
		return held{}, err
	}
	h := held{phones: slices.DeleteFunc(all, func(d device.Device) bool {
		return d.Activated.IsZero() || d.Status == wire.DeviceRevoked
	})}
	if h.passkeys, err = x.Passkeys.List(r.Context(), who); err != nil {
		return held{}, err
	}
	h.app, err = x.CodeApps.Added(r.Context(), who)
	if err != nil && !errors.Is(err, totp.ErrNone) {
		return held{}, err
	}
	h.codes, err = x.Recovery.Left(r.Context(), who)
	return h, err
}

// floor is what must stay when a factor is taken away.
func (x *Room) floor() factors.Floor {
	return factors.FloorOf(x.Policy.SecondFactor, x.Policy.Methods)
}

// counts says whether a phone can approve.
func counts(d device.Device) bool { return d.Active() && !d.Dormant() }

// last says whether a factor is the last of those that must stay. It is for the
// page; the statement that removes decides.
func (x *Room) last(h held, k factors.Kind, id device.ID) bool {
	floor := x.floor()
	if !slices.Contains(floor, k) {
		return false
	}
	n := 0
	for _, d := range h.phones {
		switch {
		case !counts(d):
			if d.ID == id {
				return false
			}
		case slices.Contains(floor, factors.Push):
			n++
		}
	}
	if !h.app.IsZero() && slices.Contains(floor, factors.TOTP) {
		n++
	}
	if slices.Contains(floor, factors.Passkey) {
		n += len(h.passkeys)
	}
	return n <= 1
}

// MethodsPage serves GET /me/methods.
func (x *Room) MethodsPage(w http.ResponseWriter, r *http.Request) error {
	return x.show(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		h, err := x.held(r, v)
		if err != nil {
			return err
		}
		page := templates.Methods{
			Account: x.frame(r, v, methodsPath), Codes: h.codes,
			Push: x.Policy.Allows(factors.Push), Apps: x.Policy.Allows(factors.TOTP), Recovery: x.Policy.Allows(factors.Recovery),
			PasskeysOn: x.Policy.Allows(factors.Passkey),
		}
		for _, p := range h.passkeys {
			page.Passkeys = append(page.Passkeys, x.passkey(h, p, v))
		}
		if !h.app.IsZero() {
			page.App = words.Ago(h.app, v.now)
		}
		for _, d := range h.phones {
			page.Phones = append(page.Phones, x.phone(h, d, v.now))
		}
		return web.Render(w, r, http.StatusOK, templates.MethodsPage(page))
	})
}

// phone is a phone as pages show it.
func (x *Room) phone(h held, d device.Device, now time.Time) templates.HeldPhone {
	used := d.Used
	if used.IsZero() {
		used = d.Activated
	}
	p := templates.HeldPhone{
		Path: phonePath(d.ID), Name: d.Info.Name, Kind: kindOf(d.Info), Key: words.MethodsKeySoftware,
		Added: words.Ago(d.Activated, now), Used: seenDaily(used, now),
		Reachable: d.Reachable(), Last: x.last(h, factors.Push, d.ID),
	}
	switch {
	case d.UV.Counts():
		p.Key = words.MethodsKeyLock
	case d.Protection == factors.HardwareKey:
		p.Key = words.MethodsKeyHardware
	}
	switch {
	case d.Status == wire.DeviceSuspended:
		p.State = templates.PhoneStopped
	case d.Dormant():
		p.State = templates.PhoneDormant
	case d.Paused():
		p.State, p.Until = templates.PhonePaused, words.At(d.PausedUntil)
	case d.InProbation(now):
		p.State, p.Until = templates.PhoneNew, words.At(d.Probation)
	}
	return p
}

// kindOf says what a phone is, in its own words where it has some.
func kindOf(i wire.DeviceInfo) words.Text {
	what := map[wire.Platform]words.Text{
		wire.PlatformWeb: words.MethodsKindWeb, wire.PlatformAndroid: words.MethodsKindAndroid,
		wire.PlatformIOS: words.MethodsKindIos, wire.PlatformCLI: words.MethodsKindTerminal,
	}[i.Platform]
	if i.Model != "" {
		return func(ctx context.Context) string { return words.MethodsPhoneModel(ctx, i.Model, what.In(ctx)) }
	}
	return what
}

// seenDaily is words.Ago for what is kept to the day alone.
func seenDaily(at, now time.Time) words.Text {
	if now.Sub(at) < device.UsedWithin {
		return words.DateWithinADay
	}
	return words.Ago(at, now)
}

// own is the phone of the path, if it is the person's.
func (x *Room) own(r *http.Request, v visit) (held, device.Device, error) {
	h, err := x.held(r, v)
	if err != nil {
		return h, device.Device{}, err
	}
	for _, d := range h.phones {
		if string(d.ID) == r.PathValue("id") {
			return h, d, nil
		}
	}
	return h, device.Device{}, web.NotFound()
}

// PhonePage serves GET /me/methods/phone/{id}.
func (x *Room) PhonePage(w http.ResponseWriter, r *http.Request) error {
	return x.showFresh(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showPhone(w, r, v, http.StatusOK, nil, nil)
	})
}

func (x *Room) showPhone(w http.ResponseWriter, r *http.Request, v visit, status int, problem, untested words.Text) error {
	h, d, err := x.own(r, v)
	if err != nil {
		return err
	}
	frame := x.frame(r, v, methodsPath)
	frame.Error = problem
	return web.Render(w, r, status, templates.PhonePage(templates.PhoneDetail{
		Account: frame, HeldPhone: x.phone(h, d, v.now), Tests: counts(d), Untested: untested, MaxName: wire.MaxDeviceName,
	}))
}

// RenamePhone serves POST /me/methods/phone/{id}/name.
func (x *Room) RenamePhone(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, x.phoneBack(r), func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		_, d, err := x.own(r, v)
		if err != nil {
			return err
		}
		err = x.Phones.Rename(r.Context(), d.Account, d.ID, f["phone-name"])
		switch {
		case errors.Is(err, wire.ErrClaims):
			return x.showPhone(w, r, v, http.StatusUnprocessableEntity, words.MethodsPhoneNameWrong, nil)
		case errors.Is(err, device.ErrNotFound):
			return web.NotFound()
		case err != nil:
			return err
		}
		return web.SeeOther(w, r, methodsPath+"?said=renamed")
	})
}

// phoneBack is the page of the phone that a form is about.
func (x *Room) phoneBack(r *http.Request) string { return phonePath(device.ID(r.PathValue("id"))) }

// RemovePhone serves POST /me/methods/phone/{id}/remove.
func (x *Room) RemovePhone(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, x.phoneBack(r), func(w http.ResponseWriter, r *http.Request, v visit, _ web.Fields) error {
		err := x.Phones.Remove(r.Context(), factors.Account(v.session.Person), device.ID(r.PathValue("id")), x.floor())
		switch {
		case errors.Is(err, factors.ErrLast):
			return x.showPhone(w, r, v, http.StatusConflict, nil, nil)
		case errors.Is(err, device.ErrNotFound):
			return web.NotFound()
		case err != nil:
			return err
		}
		return web.SeeOther(w, r, methodsPath+"?said=phone")
	})
}
