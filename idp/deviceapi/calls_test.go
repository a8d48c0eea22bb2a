package deviceapi_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"countersign/cmd/phone/authenticator"
	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
	"countersign/idp/deviceapi"
)

func TestPhoneEnrolsAndAnswers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.enrol(t)
		c := h.open(t)
		list, err := phone.Challenges(t.Context(), false)
		if err != nil || len(list) != 1 {
			t.Fatalf("%d challenges, %v", len(list), err)
		}
		answer, err := phone.Approve(t.Context(), list[0], c.Number.Reveal())
		if err != nil || answer.State != wire.StateApproved {
			t.Fatalf("%+v, %v", answer, err)
		}
		if _, err := h.push.Finish(t.Context(), c.ID, "flw_a"); err != nil {
			t.Error(err)
		}
		if s, err := phone.SetChannel(t.Context(), wire.Channel{Provider: wire.ProviderFCM, Token: "t"}); err == nil {
			t.Errorf("the channel changed within 10 s: %v", s)
		}
		h.clock.Advance(10 * time.Second)
		if s, err := phone.SetChannel(t.Context(), wire.Channel{Provider: wire.ProviderFCM, Token: "t"}); err != nil || s.Status != wire.DeviceActive {
			t.Errorf("%+v, %v", s, err)
		}
		if s, err := phone.Remove(t.Context()); err != nil || s.Status != wire.DeviceRevoked {
			t.Errorf("%+v, %v", s, err)
		}
	})
}

func TestPendingDeviceSeesOnlyItsStatus(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e := h.begin(t)
		phone, _, err := authenticator.Enroll(t.Context(), e.Link, authenticator.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if s, err := phone.Status(t.Context()); err != nil || s.Status != wire.DevicePending {
			t.Errorf("%+v, %v", s, err)
		}
		for _, c := range []call{
			{method: "GET", path: "/push/challenges"}, {method: "GET", path: "/push/challenges/chl_x"},
			{method: "POST", path: "/push/challenges/chl_x/decision", body: "x"}, {method: "POST", path: "/push/device", body: "x"},
			{method: "GET", path: "/push/history"}, {method: "POST", path: "/push/test"},
		} {
			c.key = signerOf(phone)
			if r := h.do(t, c); r.status != http.StatusForbidden || r.code() != "pending" {
				t.Errorf("%s %s: %d %s", c.method, c.path, r.status, r.body)
			}
		}
		// Somebody else has the link: 409 for him, and the phone is told.
		_, _, err = authenticator.Enroll(t.Context(), e.Link, authenticator.Options{})
		if err == nil {
			t.Error("a second key was enrolled")
		}
		if r := h.do(t, call{method: "GET", path: "/push/device", key: signerOf(phone)}); r.status != http.StatusGone {
			t.Errorf("the first key afterwards: %d", r.status)
		}
	})
}

// Case 52.
func TestRevokedDeviceIsToldBySignature(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.enrol(t)
		c := h.open(t)
		challenge, err := phone.Challenge(t.Context(), string(c.ID))
		if err != nil {
			t.Fatal(err)
		}
		if err := h.devices.Revoke(t.Context(), device.ID(phone.DeviceID()), "lost"); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/push/device", "/push/history", "/push/challenges", "/push/challenges/" + string(c.ID)} {
			r := h.do(t, call{method: "GET", path: path, key: signerOf(phone)})
			if r.status != http.StatusGone || r.header.Get("Content-Type") != wire.MediaJWT {
				t.Errorf("%s: %d %s", path, r.status, r.body)
			}
		}
		if _, err := phone.Approve(t.Context(), challenge, c.Number.Reveal()); err == nil || !phone.Revoked() {
			t.Errorf("approve: %v, revoked %v", err, phone.Revoked())
		}
		if _, err := h.push.Finish(t.Context(), c.ID, "flw_a"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished: %v", err)
		}
	})
}

// Case 25.
func TestProofIsForOneCallOfOneKeyUnderACurrentNonce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		key := signerOf(h.enrol(t))
		h.open(t)
		get := func(change func(*wire.Proof)) call {
			return call{method: "GET", path: "/push/challenges", key: key, change: change}
		}
		old := h.nonce(t)
		h.clock.Advance(10 * time.Minute)
		for name, c := range map[string]struct {
			call call
			code string
		}{
			"no proof":       {call{method: "GET", path: "/push/challenges", proof: "none"}, "invalid_dpop_proof"},
			"no JWS":         {call{method: "GET", path: "/push/challenges", proof: "a.b.c"}, "invalid_dpop_proof"},
			"unknown key":    {call{method: "GET", path: "/push/challenges", key: wiretest.PrivateKey(t, wire.ES256, "x")}, "invalid_dpop_proof"},
			"another method": {get(func(p *wire.Proof) { p.Method = "POST" }), "invalid_dpop_proof"},
			"another path":   {get(func(p *wire.Proof) { p.URL = h.URL + "/push/device" }), "invalid_dpop_proof"},
			"another host":   {get(func(p *wire.Proof) { p.URL = "https://evil.example/push/challenges" }), "invalid_dpop_proof"},
			"no jti":         {get(func(p *wire.Proof) { p.ID = "" }), "invalid_dpop_proof"},
			"no nonce":       {get(func(p *wire.Proof) { p.Nonce = "" }), "use_dpop_nonce"},
			"a forged nonce": {get(func(p *wire.Proof) { p.Nonce = "AAAAAAAAAAAAAAAAAAAAAA" }), "use_dpop_nonce"},
			"an old nonce":   {get(func(p *wire.Proof) { p.Nonce = old }), "use_dpop_nonce"},
		} {
			r := h.do(t, c.call)
			if r.status != http.StatusUnauthorized || r.code() != c.code {
				t.Errorf("%s: %d %s", name, r.status, r.body)
			}
			if r.header.Get(wire.HeaderDPoPNonce) == "" || !strings.HasPrefix(r.header.Get("WWW-Authenticate"), "DPoP ") {
				t.Errorf("%s: no nonce or no challenge: %v", name, r.header)
			}
		}
		two := get(nil)
		two.twice = true
		if r := h.do(t, two); r.status != http.StatusUnauthorized {
			t.Errorf("two proofs: %d %s", r.status, r.body)
		}
		// Forwarded headers change nothing; another Host is not served at all.
		hostile := get(nil)
		hostile.header = http.Header{"X-Forwarded-Host": {"evil.example"}, "X-Forwarded-Proto": {"https"}, "Forwarded": {"host=evil.example"}}
		if r := h.do(t, hostile); r.status != http.StatusOK {
			t.Errorf("forwarded headers: %d %s", r.status, r.body)
		}
		hostile.header = http.Header{"Host": {"evil.example"}}
		if r := h.do(t, call{method: "GET", path: "/push/challenges", key: key, header: hostile.header, proof: "none"}); r.status != http.StatusMisdirectedRequest {
			t.Errorf("another Host: %d", r.status)
		}
	})
}

func TestNonceIsGoodForFiveMinutes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		key := signerOf(h.enrol(t))
		nonce := h.nonce(t)
		with := func() int {
			return h.do(t, call{method: "GET", path: "/push/device", key: key, change: func(p *wire.Proof) { p.Nonce = nonce }}).status
		}
		h.clock.Advance(300 * time.Second)
		if got := with(); got != http.StatusOK {
			t.Errorf("after 300 s: %d", got)
		}
		h.clock.Advance(300 * time.Second)
		if got := with(); got != http.StatusUnauthorized {
			t.Errorf("after 600 s: %d", got)
		}
	})
}

// Section 7: outwardly all failures look alike.
func TestRefusalsLookAlike(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.enrol(t)
		c := h.open(t)
		challenge, err := phone.Challenge(t.Context(), string(c.ID))
		if err != nil {
			t.Fatal(err)
		}
		claims := wire.Decision{
			Device: phone.DeviceID(), Audience: h.URL, Account: phone.State().Account, ID: "d", CID: string(c.ID),
			Nonce: challenge.Nonce, CHash: wire.CHash(challenge.Compact()), Decision: wire.Approve, Match: c.Number.Reveal(),
		}
		sign := func(change func(*wire.Decision)) string {
			d := claims
			change(&d)
			jws, err := wire.Sign(signerOf(phone), wire.TypeDecision, d)
			if err != nil {
				t.Fatal(err)
			}
			return jws
		}
		path := "/push/challenges/" + string(c.ID) + "/decision"
		wrong := "00"
		if c.Number == "00" {
			wrong = "01"
		}
		first := ""
		check := func(name, body string) {
			r := h.do(t, call{method: "POST", path: path, body: body, key: signerOf(phone)})
			if r.status != http.StatusForbidden || r.code() != "refused" || (first != "" && r.body != first) {
				t.Errorf("%s: %d %s", name, r.status, r.body)
			}
			first = r.body
		}
		check("form", "a.b.c")
		check("audience", sign(func(d *wire.Decision) { d.Audience = "x" }))
		check("chash", sign(func(d *wire.Decision) { d.CHash = "x" }))
		check("number", sign(func(d *wire.Decision) { d.Match = wrong }))
		r := h.do(t, call{method: "POST", path: path, body: sign(func(*wire.Decision) {}), key: signerOf(phone)})
		if r.status != http.StatusConflict || r.body != first {
			t.Errorf("too late: %d %s", r.status, r.body)
		}
		if r := h.do(t, call{method: "GET", path: "/push/challenges/" + string(c.ID), key: signerOf(phone)}); r.status != http.StatusNotFound {
			t.Errorf("an ended challenge: %d", r.status)
		}
	})
}

func TestBodiesAreBounded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		key := signerOf(h.enrol(t))
		long := strings.Repeat("a", wire.MaxDecision+1)
		path := "/push/challenges/chl_x/decision"
		if r := h.do(t, call{method: "POST", path: path, body: long, key: key}); r.status != http.StatusRequestEntityTooLarge {
			t.Errorf("too large: %d", r.status)
		}
		form := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
		if r := h.do(t, call{method: "POST", path: path, body: "a=b", key: key, header: form}); r.status != http.StatusUnsupportedMediaType {
			t.Errorf("a form: %d", r.status)
		}
		json := http.Header{"Content-Type": {"application/json"}}
		for body, want := range map[string]int{
			"": http.StatusBadRequest, "[]": http.StatusBadRequest, `{"code":"a","code":"b"}`: http.StatusBadRequest, "{}": http.StatusForbidden,
		} {
			if r := h.do(t, call{method: "POST", path: "/push/register", body: body, header: json, proof: "none"}); r.status != want {
				t.Errorf("register with %q: %d %s", body, r.status, r.body)
			}
		}
	})
}

func TestFailedRegistrationsAreSlowedDown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		json := http.Header{"Content-Type": {"application/json"}}
		bad := call{method: "POST", path: "/push/register", body: `{"code":"AAAA","reg":"a.b.c"}`, header: json, proof: "none"}
		for range 10 {
			if r := h.do(t, bad); r.status != http.StatusForbidden {
				t.Fatalf("%d %s", r.status, r.body)
			}
		}
		if r := h.do(t, bad); r.status != http.StatusTooManyRequests || r.code() != "slow_down" || r.header.Get("Retry-After") != "3600" {
			t.Errorf("the eleventh: %d %s %v", r.status, r.body, r.header)
		}
	})
}

func TestEachDeviceHasSoManyCallsAMinute(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone, other := h.enrol(t), h.enrol(t)
		status := func(p *authenticator.Phone) reply {
			return h.do(t, call{method: "GET", path: "/push/device", key: signerOf(p)})
		}
		for range callsAMinute {
			if r := status(phone); r.status != http.StatusOK {
				t.Fatalf("%d %s", r.status, r.body)
			}
		}
		if r := status(phone); r.status != http.StatusTooManyRequests || r.code() != "slow_down" || r.header.Get("Retry-After") == "" {
			t.Errorf("one more: %d %s", r.status, r.body)
		}
		if r := status(other); r.status != http.StatusOK {
			t.Errorf("another device: %d", r.status)
		}
		h.clock.Advance(time.Minute)
		if r := status(phone); r.status != http.StatusOK {
			t.Errorf("the next minute: %d", r.status)
		}
	})
}

func TestAPINeedsItsParts(t *testing.T) {
	if _, err := deviceapi.New(deviceapi.Deps{}); err == nil {
		t.Error("an API without parts was made")
	}
}

func TestHeldCallEndsWithAChallengeOrTheServer(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.enrol(t)
		type result struct {
			n   int
			err error
		}
		hold := func() <-chan result {
			out := make(chan result, 1)
			go func() {
				list, err := phone.Challenges(context.Background(), true)
				out <- result{len(list), err}
			}()
			return out
		}
		waiting := hold()
		select {
		case got := <-waiting:
			t.Fatalf("the call was not held: %+v", got)
		case <-time.After(100 * time.Millisecond):
		}
		c := h.open(t)
		select {
		case got := <-waiting:
			if got.n != 1 || got.err != nil {
				t.Errorf("%+v", got)
			}
		case <-time.After(4 * time.Second): // before the net would catch it
			t.Fatal("the bell did not end the call")
		}
		if err := h.push.Cancel(t.Context(), c.ID, "flw_a", "test"); err != nil {
			t.Fatal(err)
		}
		waiting = hold()
		time.Sleep(50 * time.Millisecond)
		h.stop()
		select {
		case got := <-waiting:
			if got.n != 0 || got.err != nil {
				t.Errorf("%+v", got)
			}
		case <-time.After(4 * time.Second):
			t.Fatal("shutdown did not end the call")
		}
	})
}

func TestPhonePausesAndReadsItsHistory(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.enrol(t)
		until := h.clock.Now().Add(time.Hour)
		if s, err := phone.Pause(t.Context(), until); err != nil || s.Status != wire.DevicePaused || s.Until != until.Unix() {
			t.Fatalf("%+v, %v", s, err)
		}
		if s, err := phone.Status(t.Context()); err != nil || s.Status != wire.DevicePaused || s.Until != until.Unix() {
			t.Errorf("%+v, %v", s, err)
		}
		if list, err := phone.History(t.Context()); err != nil || len(list) != 0 {
			t.Errorf("%+v, %v", list, err)
		}
		c := h.open(t)
		challenge, err := phone.Challenge(t.Context(), string(c.ID))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := phone.Deny(t.Context(), challenge, wire.ReasonNotNow); err != nil {
			t.Fatal(err)
		}
		list, err := phone.History(t.Context())
		if err != nil || len(list) != 1 || list[0].CID != string(c.ID) || list[0].Decision != wire.Deny || list[0].State != wire.StateDenied {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

func TestPhoneEnrolsByACodeThatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e := h.begin(t)
		typed := strings.ToLower(wire.ShowCode(e.Typed))
		if _, _, err := authenticator.Enroll(t.Context(), typed, authenticator.Options{}); !errors.Is(err, wire.ErrLink) {
			t.Errorf("without an issuer: %v", err)
		}
		if _, _, err := authenticator.Enroll(t.Context(), e.Link, authenticator.Options{Issuer: "http://" + h.Listener.Addr().String()}); !errors.Is(err, wire.ErrLink) {
			t.Errorf("a link as a code: %v", err)
		}
		_, digits, err := authenticator.Enroll(t.Context(), typed, authenticator.Options{Issuer: "http://" + h.Listener.Addr().String()})
		if err != nil {
			t.Fatal(err)
		}
		if err := h.devices.Confirm(t.Context(), e.ID, "flw_e", digits.Reveal()); err != nil {
			t.Fatal(err)
		}
	})
}
