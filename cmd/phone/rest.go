package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"countersign/cmd/phone/authenticator"
	"countersign/factors/wire"
)

// decided is one answer of the past as scripts read it.
type decided struct {
	CID      string       `json:"cid"`
	DeviceID string       `json:"device_id"`
	Decision wire.Verdict `json:"decision"`
	State    wire.State   `json:"state"`
	At       int64        `json:"at"`
	Context  []line       `json:"context"`
}

func (p *program) historyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "history",
		Short: "Show what this phone has answered",
		Long: `history shows what this phone has answered last, and what became of it. It is the
server's record: whatever you do not remember, report with report CID.`,
		Example: "  countersign-phone history",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			s, phones, err := p.phones()
			if err != nil {
				return err
			}
			all := []decided{}
			var failed error
			for _, phone := range phones {
				keys := len(phone.State().Keys)
				list, err := phone.History(command.Context())
				failed = errors.Join(failed, err, settle(s, phone, keys))
				for _, d := range list {
					all = append(all, decided{
						CID: clean(d.CID), DeviceID: clean(phone.DeviceID()), Decision: wire.Verdict(clean(string(d.Decision))),
						State: wire.State(clean(string(d.State))), At: d.At, Context: contextLines(d.Context),
					})
				}
			}
			return errors.Join(failed, p.answersOf(all, failed == nil))
		},
	}
}

func (p *program) answersOf(all []decided, complete bool) error {
	if p.json {
		return p.writeJSON(struct {
			Decisions []decided `json:"decisions"`
		}{all})
	}
	for _, d := range all {
		p.say("%s  %-7s %-10s %s", time.Unix(d.At, 0).Format("2006-01-02 15:04:05"), d.Decision, d.State, d.CID)
		for _, l := range d.Context {
			p.say("  %-9s %s", l.Name, l.Text)
		}
	}
	if len(all) == 0 && complete {
		p.say("This phone has answered nothing yet.")
	}
	return nil
}

func (p *program) pauseCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "pause DURATION | off",
		Short: "Ask not to be woken for a while",
		Long: `pause asks the servers not to send this phone anything for so long, as 8h or 90m; off
ends a pause. A request can still be found with list or watch, and answered.`,
		Example: `  countersign-phone pause 8h
  countersign-phone pause off`,
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			var length time.Duration
			if args[0] != "off" {
				var err error
				if length, err = time.ParseDuration(args[0]); err != nil || length < time.Second {
					return fmt.Errorf("%q is no duration: write it as 8h or 90m, or off", clean(args[0]))
				}
			}
			s, phones, err := p.phones()
			if err != nil {
				return err
			}
			all := []standing{}
			var failed error
			for _, phone := range phones {
				keys := len(phone.State().Keys)
				status, err := phone.Pause(command.Context(), p.now().Add(length))
				if errors.Is(err, authenticator.ErrRevoked) {
					status.Status, err = wire.DeviceRevoked, nil
				}
				failed = errors.Join(failed, err, settle(s, phone, keys))
				all = append(all, stand(phone.State(), status, err))
			}
			return errors.Join(failed, p.standings(all))
		},
	}
}
