package device_test

import (
	"errors"
	"testing"

	"countersign/factors"
	"countersign/factors/attest"
	"countersign/factors/attest/attesttest"
	"countersign/factors/device"
	"countersign/factors/wire"
)

// registerAttested registers key name with an attestation.
func (h *house) registerAttested(t *testing.T, code wire.Secret, name string, att *wire.Attestation, uv *wire.RegisterUV) error {
	t.Helper()
	r := claims(code)
	r.Att, r.UV = att, uv
	reg, err := wire.Sign(key(t, name), wire.TypeRegister, r)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Register(from("192.0.2.1"), wire.RegisterRequest{Code: code, Reg: reg})
	return err
}

// trusting makes the registry trust a maker of both kinds of phone.
func (h *house) trusting(p attest.Policy) *attesttest.Maker {
	m := attesttest.New(attesttest.FarAhead)
	makers := attest.Makers{Roots: m.Pool()}
	h.Attestation = attest.Rules{
		Policy:  p,
		Android: attest.Android{Makers: makers, Apps: []attest.AndroidApp{attesttest.App()}},
		Apple:   attest.Apple{Makers: makers, Apps: []string{attesttest.AppID}},
	}
	return m
}

// mustProtect looks at what the registry keeps of a phone: what its key is taken
// for, and whether anything was proved of it.
func (h *house) mustProtect(t *testing.T, name string, want factors.Protection, attested bool) {
	t.Helper()
	if got := h.device(t, key(t, name)); got.Protection != want || got.Attested() != attested {
		t.Errorf("%s is taken for %s, attested %v; want %s, %v", name, got.Protection, got.Attested(), want, attested)
	}
}

func thumbprint(t *testing.T, name string) string {
	t.Helper()
	public, err := wire.NewKey(key(t, name).Public())
	if err != nil {
		t.Fatal(err)
	}
	return public.Thumbprint()
}

func TestAttestedKeyIsAHardwareKey(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.trusting(attest.Require)
		_, code := h.start(t, "flw_a")
		att := m.Android(key(t, "one").Public(), attesttest.Describe(wire.SecretHash(code)))
		if err := h.registerAttested(t, code, "one", att, nil); err != nil {
			t.Fatal(err)
		}
		h.mustProtect(t, "one", factors.HardwareKey, true)
	})
}

// A genuine app is let in where proof is required, and its key is a software key
// all the same: where it is kept only the app says.
func TestGenuineAppIsLetInAndItsKeyIsNotInHardware(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.trusting(attest.Require)
		_, code := h.start(t, "flw_a")
		vouched := m.AppAttest(attesttest.Vouch(wire.SecretHash(code), thumbprint(t, "one")))
		if err := h.registerAttested(t, code, "two", vouched, nil); !errors.Is(err, device.ErrRefused) {
			t.Errorf("with another key than the app vouched for: %v", err)
		}
		if err := h.registerAttested(t, code, "one", vouched, nil); err != nil {
			t.Fatal(err)
		}
		h.mustProtect(t, "one", factors.SoftwareKey, true)
		_, again := h.start(t, "flw_b")
		if err := h.registerAttested(t, again, "one", vouched, nil); !errors.Is(err, device.ErrRefused) {
			t.Errorf("the same word for another enrolment: %v", err)
		}
	})
}

// Case 44: the level drops, or the registration is refused where proof is
// required. What proves nothing factors/attest has one by one.
func TestAttestationThatProvesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.trusting(attest.Require)
		_, code := h.start(t, "flw_a")
		soft := attesttest.Describe(wire.SecretHash(code))
		soft.Kept = 0
		for name, att := range map[string]*wire.Attestation{"nothing": nil, "software": m.Android(key(t, "one").Public(), soft)} {
			if err := h.registerAttested(t, code, "one", att, nil); !errors.Is(err, device.ErrRefused) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.Attestation.Policy = attest.Prefer
		if err := h.registerAttested(t, code, "one", m.Android(key(t, "one").Public(), soft), nil); err != nil {
			t.Fatal(err)
		}
		h.mustProtect(t, "one", factors.SoftwareKey, false)
	})
}

// Case 65: a second key counts only if it is attested to ask for the person.
func TestSecondKeyCountsOnlyIfItAsksEachTime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.trusting(attest.Prefer)
		for name, counts := range map[string]bool{"asks each time": true, "asks never": false} {
			_, code := h.start(t, "flw_"+name)
			uv := second(t, name+" uv", digest(t, code, name))
			d := attesttest.Describe(wire.SecretHash(code))
			d.Auth, d.NoAuth = counts, !counts
			uv.Att = m.Android(key(t, name+" uv").Public(), d)
			if err := h.registerAttested(t, code, name, nil, uv); err != nil {
				t.Fatal(err)
			}
			if got := h.device(t, key(t, name)); got.UV.Counts() != counts {
				t.Errorf("%s: counts %v", name, got.UV.Counts())
			}
			h.mustProtect(t, name, factors.SoftwareKey, counts)
		}
	})
}

func TestAttestationOffBelievesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.trusting(attest.Off)
		_, code := h.start(t, "flw_a")
		att := m.Android(key(t, "one").Public(), attesttest.Describe(wire.SecretHash(code)))
		if err := h.registerAttested(t, code, "one", att, nil); err != nil {
			t.Fatal(err)
		}
		h.mustProtect(t, "one", factors.SoftwareKey, false)
	})
}
