package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"countersign/cmd/phone/authenticator"
	"countersign/factors/wire"
)

func (p *program) approveCommand() *cobra.Command {
	var number string
	var wait time.Duration
	command := &cobra.Command{
		Use:   "approve [CID]",
		Short: "Approve a request with the number that the browser shows",
		Long: `approve says yes to a request. It shows the request first, and asks for the number
unless --number gives it. CID is needed only where several requests are open.

A request that asks for no number because you sign in on this device gives a link
back: open it in the browser that signs in, within a minute, and in no other.

Approve only what you have started yourself, in a browser that you see before you.`,
		Example: `  countersign-phone approve --number 42
  countersign-phone approve --wait 30s chl_...`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			ctx := command.Context()
			r, err := p.pick(ctx, first(args), wait)
			if err != nil {
				return err
			}
			if !p.json {
				p.print(r)
			}
			match := number
			if mode := r.challenge.Match.Mode; match == "" && mode != wire.ModeNone && mode != wire.ModeReturn {
				if match, err = p.askNumber(ctx, r); err != nil {
					return err
				}
			}
			if match, err = matchOf(r.challenge, match); err != nil {
				return err
			}
			return p.approve(ctx, r, match)
		},
	}
	command.Flags().StringVar(&number, "number", "", "the number that the browser shows, with its leading zeros, or the link of its code")
	addWait(command, &wait)
	return command
}

func (p *program) denyCommand() *cobra.Command {
	var reason string
	var wait time.Duration
	command := &cobra.Command{
		Use:   "deny [CID]",
		Short: "Refuse a request",
		Long: `deny says no to a request, and needs no number. With the CID of a request that this
phone has approved, it takes the approval back, if the browser has not used it.`,
		Example: `  countersign-phone deny
  countersign-phone deny --reason wrong_details chl_...`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			if !wire.Reason(reason).Known() {
				return fmt.Errorf("unknown reason %q: use mistake, not_now, wrong_details, not_me or pressured", reason)
			}
			return p.answer(command.Context(), first(args), wait,
				func(ctx context.Context, r request) (wire.DecisionAnswer, error) {
					return r.phone.Deny(ctx, r.challenge, wire.Reason(reason))
				})
		},
	}
	command.Flags().StringVar(&reason, "reason", "", "mistake, not_now, wrong_details, not_me or pressured")
	addWait(command, &wait)
	return command
}

func (p *program) reportCommand() *cobra.Command {
	var wait time.Duration
	command := &cobra.Command{
		Use:   "report [CID]",
		Short: "Report a request that is not yours",
		Long: `report says that somebody else is signing in with your account. The server ends the
sign-in and the sessions of that browser, wants a new password, and sends no request
to your phones until an administrator has cleared the report. With the CID of a
request that this phone has approved, it reports that one, for a day.`,
		Example: `  countersign-phone report`,
		Args:    cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return p.answer(command.Context(), first(args), wait,
				func(ctx context.Context, r request) (wire.DecisionAnswer, error) {
					return r.phone.Report(ctx, r.challenge)
				})
		},
	}
	addWait(command, &wait)
	return command
}

// approve sends an approval and keeps what was approved.
func (p *program) approve(ctx context.Context, r request, match string) error {
	answer, err := r.phone.Approve(ctx, r.challenge, match)
	if errors.Is(err, wire.ErrMatch) {
		return fmt.Errorf("%w: it asks for %s", err, asked(r.challenge.Match))
	}
	if err != nil {
		return err
	}
	s, err := openStore(p.file)
	if err != nil {
		return err
	}
	return errors.Join(s.remember(r.phone.DeviceID(), r.challenge.Compact()), p.answered(r, answer))
}

func addWait(command *cobra.Command, wait *time.Duration) {
	command.Flags().DurationVar(wait, "wait", 0, "how long to wait for a request, as 30s")
}

func first(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}

// answer finds the request, shows it, and sends the verdict.
func (p *program) answer(ctx context.Context, cid string, wait time.Duration, verdict func(context.Context, request) (wire.DecisionAnswer, error)) error {
	r, err := p.pick(ctx, cid, wait)
	if cid != "" && errors.Is(err, errNoRequest) {
		r, err = p.approved(ctx, cid)
	}
	if err != nil {
		return err
	}
	if !p.json {
		p.print(r)
	}
	return p.verdict(r)(verdict(ctx, r))
}

var errNumberNeeded = errors.New("this request asks for the number that the browser shows: give it with --number")

// askNumber asks the person once.
func (p *program) askNumber(ctx context.Context, r request) (string, error) {
	if p.json {
		return "", errNumberNeeded
	}
	p.say("Type %s:", asked(r.challenge.Match))
	number, err := p.typed.line(ctx, nil)
	if errors.Is(err, errSilent) {
		return "", errNumberNeeded
	}
	return number, err
}

// matchOf is the answer that was typed: of a code to scan, its link.
func matchOf(c authenticator.Challenge, typed string) (string, error) {
	if c.Match.Mode != wire.ModeScan {
		return typed, nil
	}
	return wire.ParseScan(typed, c.Issuer, c.ID)
}

// asked is what to type. The numbers of a choice were checked to be numbers.
func asked(m wire.Match) string {
	if m.Mode == wire.ModeChoice {
		return "the one of " + strings.Join(m.Options, ", ") + " that the browser shows"
	}
	if m.Mode == wire.ModeScan {
		return "the link of the code that the browser shows"
	}
	return fmt.Sprintf("the %d digits that the browser shows", m.Mode.Digits())
}

// answered says what became of an answer.
func (p *program) answered(r request, answer wire.DecisionAnswer) error {
	link := ""
	if answer.ReturnCode != "" {
		back, err := wire.ReturnLink(r.challenge.Issuer, answer.ReturnCode)
		if err != nil {
			return err
		}
		link = back.Reveal()
	}
	if p.json {
		return p.writeJSON(struct {
			CID    string     `json:"cid"`
			State  wire.State `json:"state"`
			Return string     `json:"return,omitempty"`
		}{r.challenge.ID, wire.State(clean(string(answer.State))), link})
	}
	if link != "" {
		p.say("Approved. Open this link in the browser that signs in:\n%s", link)
		return nil
	}
	p.say("%s", outcome(r.challenge.Purpose, answer.State))
	return nil
}

func outcome(purpose wire.Purpose, state wire.State) string {
	switch state {
	case wire.StateApproved, wire.StateConsumed:
		if purpose == wire.PurposeCIBA { // no browser of ours waits
			return "Approved. The application is told."
		}
		return "Approved. Go back to the browser."
	case wire.StateDenied, wire.StateCancelled:
		return "Refused. Nobody is signed in by this request."
	case wire.StateReported:
		return "Reported. No request will come until the report has been cleared."
	default:
		return "The server has taken the answer: " + clean(string(state)) + "."
	}
}

// isOver says whether an error means that the request takes no answer any more.
func isOver(err error) bool {
	return errors.Is(err, authenticator.ErrEnded) || errors.Is(err, authenticator.ErrNotOpen)
}
