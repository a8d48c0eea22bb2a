package login_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/password"
	"countersign/factors/push"
	"countersign/factors/risk"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// passwords knows everybody's password, and fails as it is told.
type passwords struct {
	db    *storage.DB
	clock *storagetest.Clock
	mu    sync.Mutex
	of    map[string]string // username → person
	right string
	fail  error
	tried []password.Attempt
}

func (p *passwords) Verify(_ context.Context, a password.Attempt) (string, factors.Outcome, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tried = append(p.tried, a)
	switch {
	case p.fail != nil:
		return "", factors.Outcome{}, p.fail
	case p.of[a.Username] == "" || a.Password != p.right:
		return "", factors.Outcome{}, password.ErrWrong
	}
	return p.of[a.Username], factors.Outcome{Kind: factors.Password, At: p.clock.Now()}, nil
}

func (p *passwords) Set(ctx context.Context, who, typed string, first bool) (factors.Outcome, error) {
	if p.fail != nil {
		return factors.Outcome{}, p.fail
	}
	if len(typed) < 12 {
		return factors.Outcome{}, fmt.Errorf("%w of at least 12 characters", password.ErrTooShort)
	}
	err := p.db.Passwords().SetPassword(ctx, password.Change{Person: who, Hash: "hash", First: first, At: p.clock.Now()})
	return factors.Outcome{Kind: factors.Password, At: p.clock.Now()}, err
}

func (p *passwords) Reset(ctx context.Context, who, typed, link string) error {
	if p.fail != nil {
		return p.fail
	}
	if len(typed) < 12 {
		return fmt.Errorf("%w of at least 12 characters", password.ErrTooShort)
	}
	return p.db.Passwords().SetPassword(ctx, password.Change{Person: who, Hash: "hash", Link: link, At: p.clock.Now()})
}

// pushes is challenges in memory; tests answer for the phone.
type pushes struct {
	clock  *storagetest.Clock
	mu     sync.Mutex
	asked  []push.Request
	all    []*push.Challenge
	fail   error
	wakes  int
	ruling push.Ruling
	points int // of each sign-in's risk
	// scannable is true if the phone can read a code of the page.
	scannable bool
	// meanwhile happens between a request and what is kept of it.
	meanwhile func()
}

func (p *pushes) Open(_ context.Context, r push.Request) (push.Challenge, error) {
	if p.meanwhile != nil {
		defer p.meanwhile()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil {
		return push.Challenge{}, p.fail
	}
	if r.Instead != "" {
		if c := p.held(r.Instead, r.Holder); c == nil || c.State != wire.StatePending {
			return push.Challenge{}, push.ErrOver
		}
	}
	if r.Unasked && p.ruling.Crowded {
		return push.Challenge{}, push.ErrCrowded
	}
	if n := len(p.all); n > 0 && push.Ended(p.all[n-1].State) && p.all[n-1].Holder == r.Holder {
		if until := p.all[n-1].Created.Add(againAfter); until.After(p.clock.Now()) {
			return push.Challenge{}, &push.Paused{Until: until}
		}
	}
	for _, c := range p.all {
		if c.Account == r.Account && c.State == wire.StatePending {
			c.State = wire.StateSuperseded
		}
	}
	now := p.clock.Now()
	c := &push.Challenge{
		ID: push.ID(fmt.Sprintf("chl_%d", len(p.all)+1)), Account: r.Account, Holder: r.Holder, State: wire.StatePending,
		Mode: factors.MatchNum2, Number: "47", ResendsLeft: 2, Created: now, Expires: now.Add(2 * time.Minute),
		ResendAfter: now.Add(20 * time.Second), Devices: []string{"Ada’s Pixel"}, Scannable: p.scannable,
		Rings: []push.Ring{{Device: "Ada’s Pixel", Reach: push.ReachPolling}}, Known: r.Known,
	}
	c.Forced = p.points >= 60
	if c.Forced || r.Mode == factors.MatchScan {
		c.Mode, c.Number, c.Scan, c.ResendsLeft = factors.MatchScan, "", "https://id.example.com/a/s#cid=x&s=y", 0
	}
	p.asked, p.all = append(p.asked, r), append(p.all, c)
	return *c, nil
}

func (p *pushes) held(id push.ID, holder string) *push.Challenge {
	i := slices.IndexFunc(p.all, func(c *push.Challenge) bool { return c.ID == id && c.Holder == holder })
	if i < 0 {
		return nil
	}
	if c := p.all[i]; c.State == wire.StatePending && !p.clock.Now().Before(c.Expires) {
		c.State = wire.StateExpired
	}
	if p.all[i].State != wire.StatePending {
		p.all[i].Number = ""
	}
	return p.all[i]
}

func (p *pushes) Find(_ context.Context, id push.ID, holder string) (push.Challenge, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.held(id, holder); c != nil {
		return *c, nil
	}
	return push.Challenge{}, push.ErrNotFound
}

func (p *pushes) Status(ctx context.Context, id push.ID, holder string) (push.Status, error) {
	c, err := p.Find(ctx, id, holder)
	s := push.Status{State: c.State, IsConsumed: c.State != wire.StatePending, Interval: 2, Seen: !c.Seen.IsZero()}
	if c.Known {
		s.Rings = c.Rings
	}
	return s, err
}

func (p *pushes) Moved(_ context.Context, ids []push.ID) ([]push.ID, error) { return ids, nil }

func (p *pushes) Told(string) (push.Status, bool) { return push.Status{}, false }

func (p *pushes) Statuses(ctx context.Context, ids []push.ID) (map[push.ID]push.Status, error) {
	p.mu.Lock()
	known := slices.Clone(p.all)
	p.mu.Unlock()
	all := map[push.ID]push.Status{}
	for _, c := range known {
		if slices.Contains(ids, c.ID) {
			all[c.ID], _ = p.Status(ctx, c.ID, c.Holder)
		}
	}
	return all, nil
}

func (p *pushes) Resend(_ context.Context, id push.ID, holder string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.held(id, holder)
	switch {
	case c == nil:
		return push.ErrNotFound
	case c.State != wire.StatePending:
		return push.ErrOver
	case p.clock.Now().Before(c.ResendAfter):
		return &push.SlowDown{After: c.ResendAfter.Sub(p.clock.Now())}
	}
	p.wakes++
	return nil
}

func (p *pushes) Cancel(_ context.Context, id push.ID, holder, _ string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.held(id, holder); c != nil && (c.State == wire.StatePending || c.State == wire.StateApproved) {
		c.State = wire.StateCancelled
	}
	return nil
}

func (p *pushes) Finish(_ context.Context, id push.ID, holder string) (factors.Outcome, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.held(id, holder)
	if c == nil || c.State != wire.StateApproved {
		return factors.Outcome{}, push.ErrNotApproved
	}
	c.State = wire.StateConsumed
	return factors.Outcome{
		Kind: factors.Push, At: p.clock.Now(), Ref: string(id), Protection: factors.SoftwareKey, Match: c.Mode,
	}, nil
}

func (p *pushes) Weigh(_ context.Context, q push.Request) (risk.Score, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return risk.Score{{Signal: "moon", Points: p.points}}, nil
}

// Outlook knows one pause: half a minute from the newest request.
func (p *pushes) Outlook(context.Context, factors.Account, bool) (push.Ruling, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.all) == 0 {
		return p.ruling, nil
	}
	r := p.ruling
	if until := p.all[len(p.all)-1].Created.Add(againAfter); until.After(p.clock.Now()) {
		r.Until = until
	}
	return r, nil
}

// answer moves the newest challenge, as the phone would.
func (p *pushes) answer(s wire.State) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all[len(p.all)-1].State = s
}

func (p *pushes) states() []wire.State {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []wire.State
	for _, c := range p.all {
		out = append(out, c.State)
	}
	return out
}

func (p *pushes) sent() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.all)
}

// enrolments is enrolments in memory.
type enrolments struct {
	clock   *storagetest.Clock
	house   *house
	mu      sync.Mutex
	all     []*device.Enrolment
	started []device.StartRequest
	woken   []factors.Account
	fail    error
}

func (e *enrolments) Wake(_ context.Context, who factors.Account) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.woken = append(e.woken, who)
	return nil
}

func (e *enrolments) Start(_ context.Context, q device.StartRequest) (device.Enrolment, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.fail != nil {
		return device.Enrolment{}, e.fail
	}
	for _, x := range e.all {
		if x.Account == q.Account && x.State == device.Waiting {
			x.State, x.EndedBy = device.Ended, device.EndedByNewer
		}
	}
	now := e.clock.Now()
	x := &device.Enrolment{
		ID: device.EnrolmentID(fmt.Sprintf("enr_%d", len(e.all)+1)), Account: q.Account, Flow: q.Flow, State: device.Waiting,
		TriesLeft: 3, Created: now, Expires: now.Add(5 * time.Minute),
	}
	e.all, e.started = append(e.all, x), append(e.started, q)
	out := *x
	out.Link = fmt.Sprintf("https://id.example.com/a/e#v=1&c=secret%d", len(e.all))
	return out, nil
}

func (e *enrolments) find(id device.EnrolmentID) *device.Enrolment {
	for _, x := range e.all {
		if x.ID == id {
			*x = x.At(e.clock.Now())
			return x
		}
	}
	return nil
}

func (e *enrolments) Find(_ context.Context, id device.EnrolmentID) (device.Enrolment, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if x := e.find(id); x != nil {
		return *x, nil
	}
	return device.Enrolment{}, device.ErrNotFound
}

func (e *enrolments) Outlines(ctx context.Context, ids []device.EnrolmentID) (map[device.EnrolmentID]device.Enrolment, error) {
	all := map[device.EnrolmentID]device.Enrolment{}
	for _, id := range ids {
		if x, err := e.Find(ctx, id); err == nil {
			all[id] = x
		}
	}
	return all, nil
}

func (e *enrolments) Confirm(_ context.Context, id device.EnrolmentID, holder, digits string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	x := e.find(id)
	switch {
	case x == nil || x.Flow != holder || x.State != device.Registered:
		return device.ErrEnded
	case digits != "620417":
		if x.TriesLeft--; x.TriesLeft > 0 {
			return device.ErrWrongDigits
		}
		x.State, x.EndedBy = device.Ended, device.EndedByDigits
		return device.ErrEnded
	}
	x.State = device.Activated
	e.house.phones++
	e.house.usedInvitation = true
	return nil
}

func (e *enrolments) Reject(_ context.Context, id device.EnrolmentID, holder string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if x := e.find(id); x != nil && x.Flow == holder && x.State != device.Activated {
		x.State, x.EndedBy = device.Ended, device.EndedByPerson
	}
	return nil
}

// register is what a phone that opened the link does.
func (e *enrolments) register() {
	e.mu.Lock()
	defer e.mu.Unlock()
	x := e.all[len(e.all)-1]
	x.State, x.DeviceName, x.Platform = device.Registered, "Pixel 9", "android"
}

// facts are the stored facts about accounts, with the phones that the fakes
// have.
type facts struct {
	storage.Accounts
	house *house
}

func (f facts) Account(ctx context.Context, who, invitation string) (flow.Account, error) {
	a, err := f.Accounts.Account(ctx, who, invitation)
	a.PushDevices = f.house.phones
	a.PushOff = f.house.pushOff
	a.Invited = a.Invited && !f.house.usedInvitation
	a.HadSecondFactor = a.HadSecondFactor || f.house.phones > 0
	if h := f.house; h.bound.After(a.Bound) {
		a.Bound = h.bound
	}
	return a, err
}

// Endorsed is for a further phone, whose way the house's own tests go.
func (e *enrolments) Endorsed(context.Context, device.EnrolmentID, string, string) error {
	return device.ErrNotEndorsed
}

// Mode return is tried on the real engine, in cmd/countersign.
func (p *pushes) Returning(context.Context, wire.Secret) (push.Challenge, error) {
	return push.Challenge{}, push.ErrNotFound
}

func (p *pushes) FinishReturn(context.Context, push.ID, string, wire.Secret) (factors.Outcome, error) {
	return factors.Outcome{}, push.ErrNotApproved
}

func (p *pushes) PutWithNumber(context.Context, wire.Secret) (push.Challenge, error) {
	return push.Challenge{}, push.ErrNotFound
}
