package push

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/notify"
	"countersign/factors/risk"
	"countersign/factors/wire"
)

// openTries is how often Open looks again after another sign-in was faster.
const openTries = 3

// Open asks the account's devices. One challenge of a purpose is open at a
// time: the same flow and a known browser supersede it, anybody else waits
// (ErrBusy), and after that the next one asks for six digits.
func (e *Engine) Open(ctx context.Context, r Request) (Challenge, error) {
	if err := r.check(); err != nil {
		return Challenge{}, err
	}
	for range openTries {
		c, err := e.openOnce(ctx, r)
		if !errors.Is(err, ErrRaced) {
			return c, err
		}
	}
	return Challenge{}, ErrBusy
}

func (e *Engine) openOnce(ctx context.Context, r Request) (Challenge, error) {
	now := e.Now()
	s, err := e.Store.Situation(ctx, r.Account, r.Purpose, now.Add(-e.Policy.CollisionFor))
	if err != nil {
		return Challenge{}, fmt.Errorf("open challenge: %w", err)
	}
	if s.Off {
		return Challenge{}, ErrOff
	}
	if r.Only != "" {
		s.Devices = slices.DeleteFunc(s.Devices, func(d device.Device) bool { return d.ID != r.Only })
	}
	if !slices.ContainsFunc(s.Devices, func(d device.Device) bool { return e.mayApprove(d, r.Purpose, now) }) {
		return Challenge{}, e.nobodyFor(r.Purpose, s.Devices)
	}
	ruling, past, err := e.ruling(ctx, r, s.Open.At(now), now)
	if err != nil {
		return Challenge{}, err
	}
	score, err := e.weigh(ctx, r, past, s.Devices, &ruling)
	if err != nil {
		return Challenge{}, err
	}
	o := Opening{Verdicts: []wire.Verdict{wire.Approve, wire.Deny, wire.Report}, Opened: s.Opened}
	if s.Open.ID != "" {
		o.Replaces = s.Open.ID
		if o.Becomes, err = e.makeRoom(ctx, r, s.Open.At(now)); err != nil {
			return Challenge{}, err
		}
	}
	mode, forced := e.modeFor(r.Mode, s.Collided, ruling.Least)
	if r.Purpose == wire.PurposeCIBA {
		if mode, forced = factors.MatchNone, false; ruling.Least != "" {
			return Challenge{}, ErrCrowded // no page of ours shows a number
		}
	}
	if r.Here {
		if mode, err = here(r, mode, forced); err != nil {
			return Challenge{}, err
		}
	}
	c := e.challengeOf(r, mode, newNumber(mode, s.Open.Number), now)
	c.Forced = forced
	if r.Instead != "" {
		c.ResendsLeft, o.Why = 0, PutAnotherWay
	}
	if o.Copies, err = e.copies(ctx, e.shownBy(r, c, ruling, score), c, o, s.Devices); err != nil {
		return Challenge{}, err
	}
	o.Challenge = c
	if err := e.Store.OpenChallenge(ctx, o, e.opened(ctx, r, c, score)); err != nil {
		return Challenge{}, fmt.Errorf("open challenge: %w", err)
	}
	if r.Instead == "" {
		e.wake(ctx, c, o.Copies, ruling.Quiet)
	}
	return describe(c, o.Copies), nil
}

// challengeOf is what r asks for, in a mode.
func (e *Engine) challengeOf(r Request, mode factors.Match, number wire.Secret, now time.Time) Challenge {
	end := now.Add(e.lifeOf(r))
	c := Challenge{
		ID: ID("chl_" + wire.Random128()), Account: r.Account, Purpose: r.Purpose, Holder: r.Holder, Browser: r.Browser, Known: r.Known,
		State: wire.StatePending, Mode: mode, Number: number, TriesLeft: 1, ResendsLeft: e.Policy.Resends, Created: now, Expires: end,
		Due: end, Resent: now, ResendAfter: now.Add(e.Policy.ResendGap), Details: r.Agreed.Details,
	}
	if mode == factors.MatchNum6 {
		c.TriesLeft = e.Policy.TriesOfSix
	}
	return c
}

func (e *Engine) lifeOf(r Request) time.Duration {
	if r.Life > 0 {
		return r.Life
	}
	return e.Policy.Life
}

// opened is the event of a challenge for r.
func (e *Engine) opened(ctx context.Context, r Request, c Challenge, score risk.Score) audit.Event {
	event := e.event(ctx, audit.ChallengeOpened, r.Account, c.ID, r.Holder)
	event.Detail = score.Detail(map[string]string{"purpose": string(r.Purpose), "mode": string(c.Mode), "browser": r.browserKind()})
	if score.Answer(r.Known) == risk.Carried {
		event.Detail["unusual"] = "true" // the person is told
	}
	return event
}

// ruling is what the limits say. What is put in another way was let through
// before; it must still be there, and the holder's.
func (e *Engine) ruling(ctx context.Context, r Request, open Challenge, now time.Time) (Ruling, []Past, error) {
	switch {
	case r.Instead == "":
		ruling, past, err := e.judge(ctx, r, open, now)
		if err == nil {
			err = e.pass(ctx) // what is put in another way rings no phone
		}
		return ruling, past, err
	case open.ID != r.Instead || open.Holder != r.Holder || Ended(open.State):
		return Ruling{}, nil, ErrOver
	}
	past, err := e.past(ctx, r.Account, r.asker(), now)
	if err != nil {
		return Ruling{}, nil, err
	}
	for i, p := range past {
		if p.ID == open.ID {
			past[i].State, past[i].Ended, past[i].Without = wire.StateSuperseded, now, true
		}
	}
	return e.Policy.Limits.Judge(past, r.Known, now), past, nil
}

// mayApprove is false for a device that may only deny and report: one that
// rests, one without the key that the operator wants, and for another device
// one that is in probation itself.
func (e *Engine) mayApprove(d device.Device, p wire.Purpose, now time.Time) bool {
	return !d.Dormant() && (!e.mustVerify(p) || d.UV.Counts()) && (p != wire.PurposeEndorse || !d.InProbation(now))
}

// nobodyFor says that none of the devices may approve, and what an operator can
// do where a person with a phone cannot be asked by an application alone.
func (e *Engine) nobodyFor(p wire.Purpose, there []device.Device) error {
	awake := slices.ContainsFunc(there, func(d device.Device) bool { return !d.Dormant() })
	if p == wire.PurposeCIBA && awake && e.Policy.Keys != KeysWebAuthnRequired {
		return fmt.Errorf("%w: none there verifies who holds it, and oauth.ciba_unverified is off", ErrNoDevice)
	}
	return ErrNoDevice
}

// mustVerify is true where an approval needs a user-verification key that
// counts: by the operator's policy, and where it stands alone.
func (e *Engine) mustVerify(p wire.Purpose) bool {
	return e.Policy.Keys == KeysWebAuthnRequired || p == wire.PurposeCIBA && !e.Policy.Unverified
}

// askFor is whether the device's user-verification key must sign an approval.
// One that has such a key is always asked for it, unless the operator wants
// none of them used.
func (e *Engine) askFor(d device.Device, p wire.Purpose) wire.UserVerification {
	switch {
	case e.mustVerify(p):
		return wire.UVRequired
	case e.Policy.Keys == KeysDevice:
		return wire.UVNone
	case d.UV.Kind != device.NoVerifier:
		return wire.UVRequired
	default:
		return wire.UVNone
	}
}

// makeRoom says what becomes of the open challenge, or ErrBusy.
func (e *Engine) makeRoom(ctx context.Context, r Request, open Challenge) (wire.State, error) {
	if Ended(open.State) {
		return open.State, nil // its time is up, the janitor was not here yet
	}
	if open.Holder == r.Holder || r.Known {
		return wire.StateSuperseded, nil
	}
	if err := e.Store.Collide(ctx, open.ID, e.Now()); err != nil {
		return "", fmt.Errorf("open challenge: %w", err)
	}
	return "", ErrBusy
}

// modeFor is the strongest of what is asked, the policy, a collision and the
// limits, and whether the last two made it stronger. Nothing makes it weaker,
// least of all what an old app can do.
func (e *Engine) modeFor(asked factors.Match, collided bool, least factors.Match) (mode factors.Match, forced bool) {
	mode = e.Policy.Mode
	if rank(asked) > rank(mode) {
		mode = asked
	}
	if collided && rank(least) < rank(factors.MatchNum6) {
		least = factors.MatchNum6
	}
	if rank(least) > rank(mode) {
		return least, true
	}
	return mode, false
}

// here is mode return, where nothing asks for more than two digits. A browser
// that the account does not know gets no say: for all that is known it is a
// stranger's.
func here(r Request, mode factors.Match, forced bool) (factors.Match, error) {
	if !r.Known || forced || !yields(mode) {
		return "", ErrNotHere
	}
	return factors.MatchReturn, nil
}

// yields is true for a mode that mode return may stand in for.
func yields(m factors.Match) bool {
	return rank(m) <= rank(factors.MatchNum2) && m != factors.MatchReturn
}

// rank orders the modes by how hard they are to guess.
func rank(m factors.Match) int {
	switch m {
	case factors.MatchChoice:
		return 1
	case factors.MatchScan:
		return 128 / 3 // bits, as digits
	default:
	}
	return wire.Mode(m).Digits()
}

// shown is what the phone shows of a request, and how.
type shown struct {
	context wire.Context
	ui      *wire.Hints
	message string
	agreed  Agreed
}

// details are what is agreed to, in the language of d.
func (s shown) details(d device.Device) ([]wire.Detail, string, error) {
	if len(s.agreed.Details) == 0 {
		return nil, "", nil
	}
	all, err := s.agreed.Show(d.Info.Lang)
	if err != nil || len(all) == 0 {
		return nil, "", fmt.Errorf("say what is agreed to: %w", err)
	}
	return all, wire.CHash(string(s.agreed.Details)), nil
}

// shownBy adds to the flow's context what the limits and the risk know, and
// where the browser is. Where they ask for more care the buttons change places
// by chance: a habit would press the wrong one.
func (e *Engine) shownBy(r Request, c Challenge, ruling Ruling, score risk.Score) shown {
	s := shown{context: r.Context, message: r.Message, agreed: r.Agreed}
	if e.Place != nil {
		at := e.Place(r.Context.IP)
		s.context.Place, s.context.Network, s.context.NewPlace = at.String(), at.Network, score.NewPlace()
		if s.context.Place != "" && at.Located {
			s.context.RadiusKM = at.RadiusKM
		}
	}
	s.context.Account, s.context.Time, s.context.Count = r.AccountLabel, c.Created.Unix(), ruling.Count
	if ui := (wire.Hints{Swap: ruling.Least != "" && coin(), NoCall: e.Policy.NoCall}); ui != (wire.Hints{}) {
		s.ui = &ui
	}
	return s
}

func coin() bool {
	var b [1]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	return b[0]&1 == 1
}

// copies signs the challenge for each device that knows the mode.
func (e *Engine) copies(ctx context.Context, s shown, c Challenge, o Opening, devices []device.Device) ([]Copy, error) {
	var out []Copy
	options := optionsFor(c)
	approvers := 0
	for _, d := range devices {
		if !d.Can(wire.Mode(c.Mode)) {
			continue
		}
		claims := wire.Challenge{
			Issuer: e.Issuer, Device: string(d.ID), Account: d.Pseudonym, ID: string(c.ID),
			IssuedAt: c.Created.Unix(), Expires: c.Expires.Unix(), Nonce: wire.Random128(), Purpose: c.Purpose,
			UV: e.askFor(d, c.Purpose), Match: wire.Match{Mode: wire.Mode(c.Mode), Options: options}, Verdicts: o.Verdicts, Context: s.context, UI: s.ui,
		}
		var err error
		claims.Message = s.message
		if claims.Details, claims.DetailsHash, err = s.details(d); err != nil {
			return nil, err
		}
		if err := claims.Check(); err != nil { // a phone would refuse it
			return nil, fmt.Errorf("open challenge: %w", err)
		}
		if e.mayApprove(d, c.Purpose, c.Created) {
			approvers++
		} else {
			claims.Verdicts = slices.DeleteFunc(slices.Clone(o.Verdicts), func(v wire.Verdict) bool { return v == wire.Approve })
		}
		jws, err := e.Sign(ctx, string(wire.TypeChallenge), claims)
		if err != nil {
			return nil, fmt.Errorf("open challenge: sign it: %w", err)
		}
		delivery := notify.Result("")
		if !d.Reachable() {
			delivery = notify.None // known before anything is sent
		}
		out = append(out, Copy{
			Delivery: string(delivery), Challenge: c.ID, Device: d.ID, Name: d.Info.Name, Lang: d.Info.Lang, JWS: jws, Nonce: claims.Nonce, UV: claims.UV,
			Channel: d.Channel, ChannelSet: d.ChannelSet, Reachable: d.Reachable(), CanScan: !d.Dormant() && d.Can(wire.ModeScan),
			CanReturn: !d.Dormant() && d.Can(wire.ModeReturn),
		})
	}
	if approvers == 0 {
		return nil, ErrNoDevice
	}
	return out, nil
}

// newNumber is what the browser will show, other than before: an approval of
// the superseded request must not fit this one by chance.
func newNumber(m factors.Match, before wire.Secret) wire.Secret {
	if m == factors.MatchScan {
		return wire.Secret(wire.Random128())
	}
	digits := wire.Mode(m).Digits()
	if digits == 0 {
		return ""
	}
	for {
		if s := wire.Secret(wire.RandomDigits(digits)); s != before {
			return s
		}
	}
}

// optionsFor are what a choice offers: the number and others, shuffled. Every
// device gets the same, or two of them together would tell which it is.
func optionsFor(c Challenge) []string {
	if c.Mode != factors.MatchChoice {
		return nil
	}
	out := []string{c.Number.Reveal()}
	for len(out) < wire.Options {
		if n := newNumber(c.Mode, "").Reveal(); !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	for i := len(out) - 1; i > 0; i-- {
		j, err := rand.Int(rand.Reader, big.NewInt(int64(i+1)))
		if err != nil {
			panic("push: internal error: no random number: " + err.Error())
		}
		out[i], out[j.Int64()] = out[j.Int64()], out[i]
	}
	return out
}
