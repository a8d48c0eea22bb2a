package authenticator_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"

	"countersign/cmd/phone/authenticator"
	"countersign/cmd/phone/servertest"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

// next waits for one challenge.
func next(t *testing.T, phone *authenticator.Phone) authenticator.Challenge {
	t.Helper()
	challenge, err := phone.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return challenge
}

func TestAnswersReachTheServer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		mode   wire.Mode
		answer func(*authenticator.Phone, authenticator.Challenge) (wire.DecisionAnswer, error)
		want   wire.State
	}{
		{"approve num2", wire.ModeNum2, func(p *authenticator.Phone, c authenticator.Challenge) (wire.DecisionAnswer, error) {
			return p.Approve(t.Context(), c, "07")
		}, wire.StateApproved},
		{"deny", wire.ModeNum6, func(p *authenticator.Phone, c authenticator.Challenge) (wire.DecisionAnswer, error) {
			return p.Deny(t.Context(), c, wire.ReasonNotNow)
		}, wire.StateDenied},
		{"deny without a reason", wire.ModeNum2, func(p *authenticator.Phone, c authenticator.Challenge) (wire.DecisionAnswer, error) {
			return p.Deny(t.Context(), c, "")
		}, wire.StateDenied},
		{"report", wire.ModeNum2, func(p *authenticator.Phone, c authenticator.Challenge) (wire.DecisionAnswer, error) {
			return p.Report(t.Context(), c)
		}, wire.StateReported},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server, phone := enrolled(t)
			cid := server.Open(phone.DeviceID(), c.mode, "07", nil)
			answer, err := c.answer(phone, next(t, phone))
			if err != nil {
				t.Fatal(err)
			}
			if answer.State != c.want || server.State(cid) != c.want {
				t.Errorf("answer %s, server %s, want %s", answer.State, server.State(cid), c.want)
			}
		})
	}
}

func TestNothingIsTypedInModeNone(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	cid := server.Open(phone.DeviceID(), wire.ModeNone, "", nil)
	challenge := next(t, phone)
	if _, err := phone.Approve(t.Context(), challenge, "42"); !errors.Is(err, wire.ErrMatch) {
		t.Errorf("with a number: %v, want ErrMatch", err)
	}
	if _, err := phone.Approve(t.Context(), challenge, ""); err != nil {
		t.Fatal(err)
	}
	if state := server.State(cid); state != wire.StateApproved {
		t.Errorf("state %s, want approved", state)
	}
}

func TestWrongNumberOfTwoDigitsEndsTheChallenge(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	cid := server.Open(phone.DeviceID(), wire.ModeNum2, "42", nil)
	challenge := next(t, phone)
	if _, err := phone.Approve(t.Context(), challenge, "43"); !errors.Is(err, authenticator.ErrRefused) {
		t.Fatalf("error %v, want ErrRefused", err)
	}
	if _, err := phone.Challenge(t.Context(), cid); !errors.Is(err, authenticator.ErrNotOpen) {
		t.Errorf("afterwards: %v, want ErrNotOpen", err)
	}
	if _, err := phone.Approve(t.Context(), challenge, "42"); !errors.Is(err, authenticator.ErrEnded) {
		t.Errorf("right number afterwards: %v, want ErrEnded", err)
	}
}

func TestWrongNumberOfSixDigitsLeavesATry(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	cid := server.Open(phone.DeviceID(), wire.ModeNum6, "000042", nil)
	if _, err := phone.Approve(t.Context(), next(t, phone), "000043"); !errors.Is(err, authenticator.ErrRefused) {
		t.Fatalf("error %v, want ErrRefused", err)
	}
	challenge, err := phone.Challenge(t.Context(), cid)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := phone.Approve(t.Context(), challenge, "000042"); err != nil {
		t.Fatal(err)
	}
}

func TestNumberOfWrongFormIsNotSent(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	cid := server.Open(phone.DeviceID(), wire.ModeNum2, "42", nil)
	challenge := next(t, phone)
	for _, match := range []string{"", "4", "042", "4x"} {
		if _, err := phone.Approve(t.Context(), challenge, match); !errors.Is(err, wire.ErrMatch) {
			t.Errorf("match %q: %v, want ErrMatch", match, err)
		}
	}
	if state := server.State(cid); state != wire.StatePending {
		t.Errorf("state %s, want pending", state)
	}
}

func TestUnverifiedChallengeIsDropped(t *testing.T) {
	t.Parallel()
	stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	strangersOwn := func(string) string {
		compact, err := wire.Sign(stranger, wire.TypeChallenge, wire.Challenge{})
		if err != nil {
			t.Error(err)
		}
		return compact
	}
	for name, lie := range map[string]func(string) string{
		"signature cut":     func(c string) string { return c[:len(c)-2] },
		"context changed":   func(c string) string { return strings.Replace(c, ".eyJ", ".eyK", 1) },
		"nothing":           func(string) string { return "" },
		"key of a stranger": strangersOwn,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, phone := enrolled(t)
			cid := server.Open(phone.DeviceID(), wire.ModeNum2, "42", nil)
			server.Lie(servertest.Lies{Object: lie})
			open, err := phone.Challenges(t.Context(), false)
			if len(open) != 0 || !errors.Is(err, authenticator.ErrChallenge) {
				t.Errorf("list: %v, %v, want ErrChallenge", open, err)
			}
			if _, err := phone.Challenge(t.Context(), cid); !errors.Is(err, authenticator.ErrChallenge) {
				t.Errorf("one: %v, want ErrChallenge", err)
			}
		})
	}
}

func TestChallengeThatIsNotUnderstoodIsDropped(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*wire.Challenge){
		"purpose":  func(c *wire.Challenge) { c.Purpose = "gift" },
		"mode":     func(c *wire.Challenge) { c.Match.Mode = "choice" },
		"detail":   func(c *wire.Challenge) { c.Details = []wire.Detail{{Type: "payment"}} },
		"verdict":  func(c *wire.Challenge) { c.Verdicts = []wire.Verdict{"remember"} },
		"no nonce": func(c *wire.Challenge) { c.Nonce = "" },
		"too long": func(c *wire.Challenge) { c.Expires = c.IssuedAt + 301 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, phone := enrolled(t)
			server.Open(phone.DeviceID(), wire.ModeNum2, "42", edit)
			if open, err := phone.Challenges(t.Context(), false); len(open) != 0 || !errors.Is(err, authenticator.ErrChallenge) {
				t.Errorf("list: %v, %v, want ErrChallenge", open, err)
			}
		})
	}
}

// A challenge that was signed by the right key, and is for somebody else.
func TestChallengeOfSomebodyElseIsDropped(t *testing.T) {
	t.Parallel()
	vectors := wiretest.Load(t)
	phone := vectorPhone(t, vectors, "es256")
	good, err := phone.Verify(t.Context(), vectors.Object(t, "challenge-es256").Compact)
	if err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]func(*wire.Challenge){
		"issuer":  func(c *wire.Challenge) { c.Issuer = "https://other.example" },
		"device":  func(c *wire.Challenge) { c.Device = "dev_other" },
		"account": func(c *wire.Challenge) { c.Account = "acc_other" },
	} {
		claims := good.Challenge
		edit(&claims)
		compact, err := wire.Sign(vectors.Private(t, "issuer-es256"), wire.TypeChallenge, claims)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := phone.Verify(t.Context(), compact); !errors.Is(err, authenticator.ErrChallenge) {
			t.Errorf("another %s: %v, want ErrChallenge", name, err)
		}
	}
}

func TestOneBadChallengeDoesNotHideTheGood(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	server.Open(phone.DeviceID(), wire.ModeNum2, "42", func(c *wire.Challenge) { c.Purpose = "gift" })
	cid := server.Open(phone.DeviceID(), wire.ModeNum2, "42", nil)
	open, err := phone.Challenges(t.Context(), false)
	if len(open) != 1 || open[0].ID != cid || !errors.Is(err, authenticator.ErrChallenge) {
		t.Errorf("open %v, %v, want the good one and ErrChallenge", open, err)
	}
}

func TestAnotherChallengeInPlaceOfOneIsDropped(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	server.Open(phone.DeviceID(), wire.ModeNum2, "42", nil)
	first := next(t, phone)
	second := server.Open(phone.DeviceID(), wire.ModeNum2, "43", nil)
	server.Lie(servertest.Lies{Object: func(string) string { return first.Compact() }})
	if _, err := phone.Challenge(t.Context(), second); !errors.Is(err, authenticator.ErrChallenge) {
		t.Errorf("error %v, want ErrChallenge", err)
	}
}

func TestChallengeWithUserVerificationCanOnlyBeDenied(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	server.Open(phone.DeviceID(), wire.ModeNum2, "42", func(c *wire.Challenge) { c.UV = wire.UVRequired })
	challenge := next(t, phone)
	if _, err := phone.Approve(t.Context(), challenge, "42"); !errors.Is(err, authenticator.ErrNotAllowed) {
		t.Errorf("approve: %v, want ErrNotAllowed", err)
	}
	if _, err := phone.Deny(t.Context(), challenge, ""); err != nil {
		t.Errorf("deny: %v", err)
	}
}

func TestVerdictThatWasNotOfferedIsNotSent(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	server.Open(phone.DeviceID(), wire.ModeNum2, "42", func(c *wire.Challenge) { c.Verdicts = []wire.Verdict{wire.Deny} })
	challenge := next(t, phone)
	if _, err := phone.Approve(t.Context(), challenge, "42"); !errors.Is(err, authenticator.ErrNotAllowed) {
		t.Errorf("approve: %v, want ErrNotAllowed", err)
	}
	if _, err := phone.Approve(t.Context(), authenticator.Challenge{}, ""); err == nil {
		t.Error("a challenge that was never verified was approved")
	}
}

func TestNewChallengeKeyIsTakenFromTheKeySetOnly(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	server.RotateKey()
	server.Open(phone.DeviceID(), wire.ModeNum2, "42", nil)
	if next(t, phone); len(phone.State().Keys) != 2 {
		t.Errorf("%d keys kept, want 2", len(phone.State().Keys))
	}
	server.RotateKey()
	server.Withdraw()
	server.Open(phone.DeviceID(), wire.ModeNum2, "42", nil)
	if open, err := phone.Challenges(t.Context(), false); len(open) != 1 || !errors.Is(err, authenticator.ErrChallenge) {
		t.Errorf("open %d, %v, want the one of the known key and ErrChallenge", len(open), err)
	}
}

func TestOldNonceIsRenewed(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	server.Open(phone.DeviceID(), wire.ModeNum2, "42", nil)
	challenge := next(t, phone)
	server.RenewNonce()
	if _, err := phone.Approve(t.Context(), challenge, "42"); err != nil {
		t.Fatal(err)
	}
	server.RenewNonce()
	if _, err := phone.SetChannel(t.Context(), wire.Channel{Provider: wire.ProviderNone}); err != nil {
		t.Errorf("an act names the nonce and must be signed again: %v", err)
	}
}

func TestLostDecisionIsSentAgainAsTheSameBytes(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	cid := server.Open(phone.DeviceID(), wire.ModeNum2, "42", nil)
	challenge := next(t, phone)
	server.Lie(servertest.Lies{LoseFirst: true})
	answer, err := phone.Approve(t.Context(), challenge, "42")
	if err != nil {
		t.Fatal(err)
	}
	if answer.State != wire.StateApproved || server.State(cid) != wire.StateApproved {
		t.Errorf("answer %s, server %s, want approved", answer.State, server.State(cid))
	}
}

func TestDecisionHoldsWhatWasShown(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	cid := server.Open(phone.DeviceID(), wire.ModeNum2, "42", nil)
	challenge := next(t, phone)
	if _, err := phone.Approve(t.Context(), challenge, "42"); err != nil {
		t.Fatal(err)
	}
	object, err := wire.Parse(server.Decision(cid), wire.MaxDecision)
	if err != nil {
		t.Fatal(err)
	}
	key, err := phone.State().Private.Public()
	if err != nil {
		t.Fatal(err)
	}
	if err := object.Verify(wire.TypeDecision, key); err != nil {
		t.Fatal(err)
	}
	var decision wire.Decision
	if err := object.Claims(&decision); err != nil {
		t.Fatal(err)
	}
	if decision.CHash != wire.CHash(challenge.Compact()) || decision.CID != cid || decision.Match != "42" {
		t.Errorf("decision %+v is not over the challenge", decision)
	}
}

func TestVectorChallengesAreReadOrRefusedAlike(t *testing.T) {
	t.Parallel()
	vectors := wiretest.Load(t)
	for _, algorithm := range []string{"ed25519", "es256"} {
		good := vectors.Object(t, "challenge-"+algorithm)
		phone := vectorPhone(t, vectors, algorithm)
		challenge, err := phone.Verify(t.Context(), good.Compact)
		if err != nil || wire.CHash(challenge.Compact()) != good.Hash {
			t.Errorf("%s: %v, chash %s", good.Name, err, wire.CHash(challenge.Compact()))
		}
	}
	phone := vectorPhone(t, vectors, "es256")
	for _, v := range vectors.Refused {
		if _, err := phone.Verify(t.Context(), v.Compact); !errors.Is(err, authenticator.ErrChallenge) {
			t.Errorf("%s: %v, want ErrChallenge", v.Name, err)
		}
	}
	for _, v := range vectors.Challenges {
		compact, err := wire.Sign(vectors.Private(t, "issuer-es256"), wire.TypeChallenge, v.Claims)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := phone.Verify(t.Context(), compact); !errors.Is(err, authenticator.ErrChallenge) {
			t.Errorf("%s: %v, want ErrChallenge", v.Name, err)
		}
	}
}

// vectorPhone is the device of the vectors. It has no network.
func vectorPhone(t *testing.T, vectors wiretest.Vectors, algorithm string) *authenticator.Phone {
	t.Helper()
	private, err := authenticator.NewPrivateKey(wire.ES256)
	if err != nil {
		t.Fatal(err)
	}
	phone, err := authenticator.Restore(authenticator.State{
		Issuer:      "https://id.example.com",
		DeviceID:    "dev_7yYOmqPGc68kDReiZgSANg",
		Account:     "acc_QUMiMJ21wG0JCi6SLMw-AA",
		PushJWKSURI: "https://id.example.com/push/jwks",
		Keys:        []wire.Key{vectors.Public(t, "issuer-"+algorithm)},
		Private:     private,
	}, authenticator.Options{HTTP: noNetwork()})
	if err != nil {
		t.Fatal(err)
	}
	return phone
}

func TestPhoneMayBeUsedFromManyGoroutines(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	server.Open(phone.DeviceID(), wire.ModeNum2, "42", nil)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := phone.Challenges(t.Context(), false); err != nil {
				t.Error(err)
			}
			_ = phone.State()
			server.RotateKey()
		})
	}
	wg.Wait()
}

func TestOnlyWhatIsOfferedIsChosen(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	cid := server.Open(phone.DeviceID(), wire.ModeChoice, "42", func(c *wire.Challenge) { c.Match.Options = []string{"17", "42", "85"} })
	challenge := next(t, phone)
	if _, err := phone.Approve(t.Context(), challenge, "43"); !errors.Is(err, wire.ErrMatch) {
		t.Errorf("what was not offered: %v, want ErrMatch", err)
	}
	if _, err := phone.Approve(t.Context(), challenge, "42"); err != nil || server.State(cid) != wire.StateApproved {
		t.Errorf("the right one: %v, %s", err, server.State(cid))
	}
}
