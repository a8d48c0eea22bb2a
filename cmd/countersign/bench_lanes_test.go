package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"testing"

	"countersign/cmd/phone/authenticator"
)

// townsfolk is how many people there are: as many phones can be asked at once.
const townsfolk = 1000

// stock is what operations are made ready with.
type stock struct {
	*site
	people   []member
	visitors []*visitor // of each worker, signed in
	tickets  []ticket
	tokens   []tokens
	pending  []pending
}

// pending is a request that waits on a phone.
type pending struct {
	phone     *authenticator.Phone
	challenge authenticator.Challenge
	number    string
	browser   *visitor
	at        view
}

// lanes measures all that an application and a phone do. Operations without a
// hash are the same with a cheap one, and so are signed in for cheaply.
func (c *course) lanes(b *testing.B, database string, cheap bool, counts map[string]int) {
	bin, all := c.bin, 100
	if cheap {
		bin, all = c.cheap, townsfolk
	}
	t := newTown(b, database, all, cheap)
	server := t.serve(b, bin)
	s := &stock{site: &t.site, people: t.people}
	where, process := startFloor(b, t, cheap)
	f := &stock{site: where, people: t.people}
	lanes, floors := []lane{s.signInLane("sign-in")}, map[string]lane{}
	if cheap {
		lanes = []lane{
			s.exchange(), s.refreshLane(), s.sso(), s.pushLane(), s.readLane("userinfo", "/userinfo"), s.introspect(), s.readLane("jwks", "/jwks"),
			s.signInLane("sign-in without hash"),
		}
		floors = map[string]lane{
			"code to tokens": f.exchange(), "single sign-on": f.sso(), "userinfo": f.readLane("userinfo", "/userinfo"),
			"introspect": f.introspect(), "jwks": f.readLane("jwks", "/jwks"), "push, single sign-on": f.pushLane(),
		}
		more, beside := t.shop.lanes(f)
		lanes = append(lanes, more...)
		maps.Copy(floors, beside)
	}
	for _, l := range lanes {
		if beside, ok := floors[l.name]; ok {
			l.floor, l.floorPID = &beside, process.Process.Pid
		}
		c.run(b, database, server, l, counts[l.name])
	}
	server.stop()
	c.passwordLane(b, t, bin, f, process, cheap, counts)
}

// passwordLane is the one where the password alone suffices.
func (c *course) passwordLane(b *testing.B, t *town, bin string, f *stock, floor *process, cheap bool, counts map[string]int) {
	name := "password sign-in"
	if cheap {
		name += " without hash"
	}
	s := &stock{site: &t.site, people: t.people}
	beside := f.passwordOnly(name)
	l := s.passwordOnly(name)
	l.floor, l.floorPID = &beside, floor.Process.Pid
	server := t.serve(b, bin, "COUNTERSIGN_POLICY_SECOND_FACTOR=false")
	c.run(b, t.database, server, l, counts[name])
	server.stop()
}

// one is a person of the worker's own.
func (s *stock) one(worker, i int) member {
	share := len(s.people) / clients
	return s.people[worker*share+i%share]
}

// home makes every worker a browser that is signed in.
func (s *stock) home(ctx context.Context) error {
	if s.visitors != nil {
		return nil
	}
	s.visitors = make([]*visitor, clients)
	return lineUp(2, clients, func(_, i int) error { // hashes have a queue that ends
		v, t := s.visitor(), s.ticket()
		s.visitors[i] = v
		at, err := v.password(ctx, t, s.people[i].name)
		if err != nil || at.landed != nil {
			return err // where a password is all that it takes
		}
		if err := approve(ctx, s.people[i].phone, at.number()); err != nil {
			return err
		}
		_, err = v.approved(ctx, at)
		return err
	})
}

// codes makes n codes by single sign-on.
func (s *stock) codes(ctx context.Context, n int) error {
	if err := s.home(ctx); err != nil {
		return err
	}
	s.tickets = make([]ticket, n)
	return lineUp(clients, n, func(worker, i int) error {
		s.tickets[i] = s.ticket()
		return s.visitors[worker].again(ctx, &s.tickets[i])
	})
}

// sets makes n sets of tokens.
func (s *stock) sets(ctx context.Context, n int) error {
	if err := s.codes(ctx, n); err != nil {
		return err
	}
	s.tokens = make([]tokens, n)
	return lineUp(clients, n, func(_, i int) error {
		var err error
		s.tokens[i], err = s.redeem(ctx, s.tickets[i])
		return err
	})
}

func (s *stock) exchange() lane {
	return lane{name: "code to tokens", times: 4, prepare: s.codes, do: func(ctx context.Context, _, i int) error {
		_, err := s.redeem(ctx, s.tickets[i])
		return err
	}}
}

func (s *stock) refreshLane() lane {
	return lane{name: "refresh", times: 4, prepare: s.sets, do: func(ctx context.Context, _, i int) error {
		_, err := s.refresh(ctx, s.tokens[i].Refresh)
		return err
	}}
}

func (s *stock) sso() lane { return s.homeLane("single sign-on", (*visitor).again) }

func (s *stock) pushLane() lane { return s.homeLane("push, single sign-on", (*visitor).pushed) }

// homeLane is one of browsers that are signed in, which get codes.
func (s *stock) homeLane(name string, get func(*visitor, context.Context, *ticket) error) lane {
	return lane{name: name, times: 4, prepare: func(ctx context.Context, _ int) error { return s.home(ctx) },
		do: func(ctx context.Context, worker, _ int) error {
			t := s.ticket()
			return get(s.visitors[worker], ctx, &t)
		}}
}

// someTokens is enough for operations that do not use them up.
func (s *stock) someTokens(ctx context.Context, _ int) error {
	if len(s.tokens) >= clients {
		return nil
	}
	return s.sets(ctx, clients)
}

func (s *stock) readLane(name, path string) lane {
	return lane{name: name, times: 20, prepare: s.someTokens, do: func(ctx context.Context, worker, _ int) error {
		if path == "/jwks" {
			return s.read(ctx, path, "")
		}
		return s.read(ctx, path, s.tokens[worker].Access)
	}}
}

func (s *stock) introspect() lane {
	return lane{name: "introspect", times: 20, prepare: s.someTokens, do: func(ctx context.Context, worker, _ int) error {
		return s.introspected(ctx, s.tokens[worker].Access)
	}}
}

// ask brings n sign-ins, of n people, to the page that waits.
func (s *stock) ask(ctx context.Context, n int) error {
	s.pending = make([]pending, n)
	return lineUp(clients, n, func(_, i int) error {
		v := s.visitor()
		at, err := v.password(ctx, s.ticket(), s.people[i].name)
		if err != nil {
			return err
		}
		p := pending{phone: s.people[i].phone, number: at.number(), browser: v, at: at}
		open, err := p.phone.Challenges(ctx, false)
		if err != nil || len(open) != 1 {
			return fmt.Errorf("%d requests at the phone: %w", len(open), err)
		}
		p.challenge = open[0]
		s.pending[i] = p
		return nil
	})
}

func (s *stock) decision() lane {
	return lane{name: "device decision", most: townsfolk, settle: true, prepare: s.ask, do: func(ctx context.Context, _, i int) error {
		p := s.pending[i]
		_, err := p.phone.Approve(ctx, p.challenge, p.number)
		return err
	}}
}

// signInLane is the whole story of one sign-in, the phone and tokens included.
func (s *stock) signInLane(name string) lane {
	next := make([]int, clients) // of each worker
	return lane{name: name, do: func(ctx context.Context, worker, _ int) error {
		next[worker]++
		m := s.one(worker, next[worker])
		v, t := s.visitor(), s.ticket()
		if err := v.signIn(ctx, &t, m); err != nil {
			return err
		}
		_, err := s.redeem(ctx, t)
		return err
	}}
}

// passwordOnly is a sign-in by password, up to the tokens.
func (s *stock) passwordOnly(name string) lane {
	return lane{name: name, do: func(ctx context.Context, worker, i int) error {
		t := s.ticket()
		at, err := s.visitor().password(ctx, t, s.one(worker, i).name)
		if err != nil {
			return err
		}
		if t.code = at.landed.Get("code"); t.code == "" {
			return errors.New("the password gives no code")
		}
		_, err = s.redeem(ctx, t)
		return err
	}}
}
