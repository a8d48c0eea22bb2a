package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"countersign/cmd/phone/authenticator"
	"countersign/factors/wire"
)

func (p *program) watchCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "watch",
		Short: "Show requests as they come, and ask for the answer",
		Long: `watch waits for requests to all accounts of this phone. It shows each as it comes
and asks what to answer. With --json it writes one line for each request and
asks nothing; answer with approve, deny or report. Ctrl-C ends it.`,
		Example: "  countersign-phone watch",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			s, phones, err := p.phones()
			if err != nil {
				return err
			}
			ctx, cancel := context.WithCancel(command.Context())
			var wg sync.WaitGroup
			defer wg.Wait()
			defer cancel()
			events := make(chan event)
			for _, phone := range phones {
				p.say("Waiting for requests to %s at %s. Ctrl-C ends.", clean(phone.State().Name), clean(phone.State().Issuer))
				wg.Go(func() { follow(ctx, s, phone, events) })
			}
			err = p.attend(ctx, len(phones), events)
			if command.Context().Err() != nil {
				p.say("")
				return nil // Ctrl-C is the way to end, not a failure
			}
			return err
		},
	}
}

// event is a request that came, or what went wrong with an account.
type event struct {
	request request
	err     error
	isLast  bool // nothing more comes from this account
}

// quiet is how long an account rests after a failure.
const quiet = 5 * time.Second

// follow asks one account for requests until the context ends, and hands each on
// once.
func follow(ctx context.Context, s store, phone *authenticator.Phone, events chan<- event) {
	send := func(e event) bool {
		select {
		case <-ctx.Done():
			return false
		case events <- e:
			return true
		}
	}
	seen := map[string]bool{}
	complained := ""
	for ctx.Err() == nil {
		keys := len(phone.State().Keys)
		asked := time.Now()
		open, err := phone.Challenges(ctx, len(seen) == 0)
		if ctx.Err() != nil {
			return
		}
		err = errors.Join(err, settle(s, phone, keys))
		if isFinal(err) {
			send(event{err: fmt.Errorf("%s: %w", phone.State().Issuer, err), isLast: true})
			return
		}
		// A server that is down is told of once, not every few seconds.
		if err != nil && err.Error() != complained {
			complained = err.Error()
			send(event{err: err})
		}
		if err == nil {
			complained = ""
		}
		still := map[string]bool{}
		for _, challenge := range open {
			still[challenge.ID] = true
			if !seen[challenge.ID] && !send(event{request: request{phone, challenge}}) {
				return
			}
		}
		seen = still
		if rest(ctx, pace(phone, err, len(seen), time.Since(asked))) != nil {
			return
		}
	}
}

// isFinal says whether an account has nothing more to say.
func isFinal(err error) bool {
	return errors.Is(err, authenticator.ErrRevoked) || errors.Is(err, authenticator.ErrUnknown)
}

// pace is how long to rest before the next call. A call that the server held is
// followed by the next one at once.
func pace(phone *authenticator.Phone, err error, open int, took time.Duration) time.Duration {
	var slow *authenticator.SlowDownError
	switch {
	case errors.As(err, &slow):
		return slow.RetryAfter
	case err != nil:
		return quiet
	case open > 0 || took < time.Second:
		return phone.PollInterval()
	default:
		return 0
	}
}

func rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// attend takes one event after the other. It ends when no account is left, or
// nobody is there to answer.
func (p *program) attend(ctx context.Context, accounts int, events <-chan event) error {
	var last error
	for accounts > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e := <-events:
			if e.isLast {
				accounts--
				last = errors.Join(last, e.err)
			}
			if err := p.take(ctx, e); err != nil {
				return err
			}
		}
	}
	return last
}

// take shows one event and, where it is a request, sees to its answer.
func (p *program) take(ctx context.Context, e event) error {
	switch {
	case e.isLast:
		return nil // said at the end
	case e.err != nil:
		p.complain(e.err)
		return nil
	case p.json:
		return p.writeJSON(show(e.request.challenge))
	}
	// It may have waited behind another one.
	challenge, err := e.request.phone.Challenge(ctx, e.request.challenge.ID)
	if err != nil {
		return nil //nolint:nilerr // it has ended before it could be shown
	}
	e.request.challenge = challenge
	p.print(e.request)
	err = p.converse(ctx, e.request)
	if isOver(err) {
		p.say("This request has ended.")
		return nil
	}
	if err != nil && ctx.Err() == nil && !errors.Is(err, errSilent) {
		p.complain(err)
		return nil
	}
	return err
}

// converse asks until the request is answered or has ended.
func (p *program) converse(ctx context.Context, r request) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 1)
	go awaitEnd(ctx, r, ended)
	for {
		p.say("%s", question(r.challenge))
		typed, err := p.typed.line(ctx, ended)
		if err != nil {
			return err
		}
		err = p.reply(ctx, r, typed, ended)
		switch {
		case errors.Is(err, errAgain):
			continue
		case errors.Is(err, authenticator.ErrRefused):
			// Six digits may leave another try; only the server knows.
			if _, gone := r.phone.Challenge(ctx, r.challenge.ID); gone == nil {
				p.say("The server refused that.")
				continue
			}
		}
		return err
	}
}

// errAgain says that what was typed is no answer.
var errAgain = errors.New("ask again")

// reply sends what was typed.
func (p *program) reply(ctx context.Context, r request, text string, ended <-chan error) error {
	mode, typed := r.challenge.Match.Mode, strings.ToLower(text)
	match, unread := matchOf(r.challenge, text)
	switch {
	case typed == "n" || typed == "no":
		return p.verdict(r)(r.phone.Deny(ctx, r.challenge, ""))
	case typed == "r" || typed == "report":
		p.say("Report that somebody else is signing in? No request will come until it has been cleared. Type yes:")
		sure, err := p.typed.line(ctx, ended)
		if err != nil {
			return err
		}
		if !strings.EqualFold(sure, "yes") {
			return errAgain
		}
		return p.verdict(r)(r.phone.Report(ctx, r.challenge))
	case mode == wire.ModeNone && (typed == "y" || typed == "yes"):
		return p.approve(ctx, r, "")
	case mode != wire.ModeNone && unread == nil && wire.CheckMatch(mode, match) == nil:
		return p.approve(ctx, r, match)
	default:
		return errAgain
	}
}

// verdict says what became of an answer, if it was taken.
func (p *program) verdict(r request) func(wire.DecisionAnswer, error) error {
	return func(answer wire.DecisionAnswer, err error) error {
		if err != nil {
			return err
		}
		return p.answered(r, answer)
	}
}

// question says what may be typed.
func question(c authenticator.Challenge) string {
	if c.Match.Mode != wire.ModeNone {
		return "Is it you? Type " + asked(c.Match) + "; or n for no, r to report:"
	}
	return "Is it you? Type y for yes, n for no, r to report:"
}

// awaitEnd looks now and then whether the request is still open.
func awaitEnd(ctx context.Context, r request, ended chan<- error) {
	for rest(ctx, 2*time.Second) == nil {
		if _, err := r.phone.Challenge(ctx, r.challenge.ID); isOver(err) || isFinal(err) {
			ended <- err
			return
		}
	}
}
