package device_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/factors/device"
	"countersign/factors/wire"
)

// begin starts an enrolment and gives its two secrets.
func (h *house) begin(t *testing.T, flow string) (e device.Enrolment, link, typed wire.Secret) {
	t.Helper()
	e, link = h.start(t, flow)
	return e, link, e.Typed
}

func (h *house) tryRegister(t *testing.T, code wire.Secret, name string) error {
	t.Helper()
	_, err := h.Register(from("192.0.2.1"), body(t, code, key(t, name)))
	return err
}

func TestTypedCodeIsTenLettersOfItsAlphabet(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, _, typed := h.begin(t, "flw_a")
		if code, ok := wire.TypedCode(typed.Reveal()); !ok || code != typed {
			t.Errorf("the code is %q", typed.Reveal())
		}
	})
}

func TestTypedCodeEnrolsHoweverItIsTyped(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, _, typed := h.begin(t, "flw_a")
		as := wire.Secret(" " + strings.ToLower(wire.ShowCode(typed)))
		r := body(t, typed, key(t, "one")) // c_hash is over the ten letters
		r.Code = as
		if _, err := h.Register(from("192.0.2.1"), r); err != nil {
			t.Fatal(err)
		}
		r = body(t, as, key(t, "one"))
		if _, err := h.Register(from("192.0.2.1"), r); !errors.Is(err, device.ErrRefused) {
			t.Errorf("signed as it was typed: %v", err)
		}
	})
}

func TestUsingOneSecretSpendsTheOther(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, link, typed := h.begin(t, "flw_a")
		answer := h.register(t, typed, key(t, "one"))
		if err := h.tryRegister(t, link, "one"); !errors.Is(err, device.ErrRefused) {
			t.Errorf("the same phone by the link: %v", err)
		}
		h.mustBe(t, e.ID, device.Registered, "")
		if again := h.register(t, typed, key(t, "one")); again != answer {
			t.Error("a lost answer was not given again")
		}
		if err := h.tryRegister(t, link, "two"); !errors.Is(err, device.ErrConflict) {
			t.Errorf("another phone by the link: %v", err)
		}
		h.mustBe(t, e.ID, device.Ended, device.EndedBySecondKey)
		if _, err := h.Ticket(from("192.0.2.1"), link); !errors.Is(err, device.ErrRefused) {
			t.Errorf("a ticket for it: %v", err)
		}
	})
}

func TestTicketReplacesItsCodeOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, link, typed := h.begin(t, "flw_a")
		rings, stop := h.db.Bell().Listen("enrolment:" + string(e.ID))
		defer stop()
		h.clock.Advance(200 * time.Second)
		ticket, err := h.Ticket(from("192.0.2.1"), link)
		if err != nil || len(ticket.Reveal()) != 22 || ticket == link {
			t.Fatalf("%q, %v", ticket.Reveal(), err)
		}
		select {
		case <-rings:
		case <-time.After(5 * time.Second):
			t.Error("the page was not told")
		}
		found, err := h.Find(t.Context(), e.ID)
		if err != nil || found.Opened.IsZero() || found.State != device.Waiting || found.Expires.Sub(h.clock.Now()) != 900*time.Second {
			t.Errorf("the enrolment is %+v, %v", found, err)
		}
		for name, secret := range map[string]wire.Secret{"the link again": link, "the other code": typed, "the ticket": ticket} {
			if _, err := h.Ticket(from("192.0.2.1"), secret); !errors.Is(err, device.ErrRefused) {
				t.Errorf("a ticket for %s: %v", name, err)
			}
		}
		if err := h.tryRegister(t, link, "one"); !errors.Is(err, device.ErrRefused) {
			t.Errorf("by the code that was exchanged: %v", err)
		}
		h.mustBe(t, e.ID, device.Waiting, "")
		h.clock.Advance(899 * time.Second)
		answer := h.register(t, ticket, key(t, "one"))
		if err := h.Confirm(t.Context(), e.ID, "flw_a", answer.Confirm.Reveal()); err != nil {
			t.Fatal(err)
		}
		if err := h.tryRegister(t, ticket, "two"); !errors.Is(err, device.ErrRefused) {
			t.Errorf("the ticket again: %v", err)
		}
	})
}

func TestTicketThatWasLostLeavesTheTypedCode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, link, typed := h.begin(t, "flw_a")
		ticket, err := h.Ticket(from("192.0.2.1"), link)
		if err != nil {
			t.Fatal(err)
		}
		h.register(t, typed, key(t, "one"))
		if err := h.tryRegister(t, ticket, "one"); !errors.Is(err, device.ErrRefused) {
			t.Errorf("the ticket after it: %v", err)
		}

		_, link, typed = h.begin(t, "flw_b")
		if _, err := h.Ticket(from("192.0.2.1"), wire.Secret(strings.ToLower(typed.Reveal()))); err != nil {
			t.Fatalf("a ticket for the typed code: %v", err)
		}
		if err := h.tryRegister(t, typed, "two"); !errors.Is(err, device.ErrRefused) {
			t.Errorf("by the typed code that was exchanged: %v", err)
		}
		h.register(t, link, key(t, "two"))
	})
}

func TestTicketEndsWithItsTime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, link, _ := h.begin(t, "flw_a")
		ticket, err := h.Ticket(from("192.0.2.1"), link)
		if err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(900 * time.Second)
		if err := h.tryRegister(t, ticket, "one"); !errors.Is(err, device.ErrRefused) {
			t.Errorf("after its time: %v", err)
		}
		_, link, _ = h.begin(t, "flw_b")
		h.clock.Advance(300 * time.Second)
		if _, err := h.Ticket(from("192.0.2.1"), link); !errors.Is(err, device.ErrRefused) {
			t.Errorf("a ticket for a code whose time is up: %v", err)
		}
	})
}

func TestOneOfManyExchangesMakesATicket(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, link, _ := h.begin(t, "flw_a")
		var mu sync.Mutex
		var tickets []wire.Secret
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				ticket, err := h.Ticket(from(fmt.Sprintf("192.0.2.%d", i)), link)
				if errors.Is(err, device.ErrRefused) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				tickets = append(tickets, ticket)
			})
		}
		wg.Wait()
		if len(tickets) != 1 {
			t.Errorf("%d tickets", len(tickets))
		}
	})
}

func TestWrongCodesAreLimitedBySourceAndInAll(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Limits.BadTyped = 15
		_, link, typed := h.begin(t, "flw_a")
		var slow *device.SlowDown
		for i := range 10 {
			if _, err := h.Ticket(from("192.0.2.1"), "BBBBBBBBBB"); !errors.Is(err, device.ErrRefused) {
				t.Fatalf("wrong code %d: %v", i, err)
			}
		}
		if _, err := h.Ticket(from("192.0.2.1"), typed); !errors.As(err, &slow) || slow.After <= 0 {
			t.Errorf("the eleventh of one source: %v", err)
		}
		for i := range 5 {
			if _, err := h.Register(from(fmt.Sprintf("198.51.100.%d", i)), body(t, "BBBBBBBBBB", key(t, "x"))); !errors.Is(err, device.ErrRefused) {
				t.Fatal(err)
			}
		}
		if _, err := h.Register(from("203.0.113.1"), body(t, typed, key(t, "one"))); !errors.As(err, &slow) {
			t.Errorf("from a new source, after many wrong ones of all: %v", err)
		}
		if _, err := h.Register(from("203.0.113.1"), body(t, link, key(t, "one"))); err != nil {
			t.Errorf("the link, which nobody guesses: %v", err)
		}
	})
}
