package main

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"countersign/cmd/phone/authenticator"
	"countersign/factors/wire"
)

func (p *program) listCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "Show the requests that are open",
		Example: "  countersign-phone list --json",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			requests, err := p.open(command.Context())
			if p.json && (err == nil || len(requests) > 0) {
				body := struct {
					Requests []shown `json:"requests"`
				}{[]shown{}}
				for _, r := range requests {
					body.Requests = append(body.Requests, show(r.challenge))
				}
				return errors.Join(err, p.writeJSON(body))
			}
			for _, r := range requests {
				p.print(r)
			}
			if len(requests) == 0 && err == nil {
				p.say("No request is open.")
			}
			return err
		},
	}
}

// standing is how one account stands.
type standing struct {
	DeviceID   string           `json:"device_id"`
	Name       string           `json:"name"`
	Issuer     string           `json:"issuer"`
	IssuerName string           `json:"issuer_name"`
	Status     wire.DeviceState `json:"status"`
	// Until is when a pause ends.
	Until int64  `json:"until,omitempty"`
	Error string `json:"error,omitempty"`
}

func (p *program) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "status",
		Short:   "Show the accounts of this phone, and whether each is active",
		Example: "  countersign-phone status",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			s, phones, err := p.phones()
			if err != nil {
				return err
			}
			all := []standing{}
			var failed error
			for _, phone := range phones {
				keys := len(phone.State().Keys)
				status, err := phone.Status(command.Context())
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

func stand(state authenticator.State, status wire.DeviceStatus, err error) standing {
	out := standing{
		DeviceID: clean(state.DeviceID), Name: clean(state.Name), Issuer: clean(state.Issuer),
		IssuerName: clean(state.IssuerName), Status: wire.DeviceState(clean(string(status.Status))), Until: status.Until,
	}
	if err != nil {
		out.Status, out.Error = "unknown", clean(err.Error())
	}
	return out
}

func (p *program) standings(all []standing) error {
	if p.json {
		return p.writeJSON(struct {
			Devices []standing `json:"devices"`
		}{all})
	}
	for _, s := range all {
		p.say("%-10s %s at %s (%s)", s.Status, s.Name, s.Issuer, s.DeviceID)
		switch s.Status {
		case wire.DeviceRevoked:
			p.say("%-10s The account has been removed from this phone.", "")
		case wire.DevicePaused:
			p.say("%-10s Nothing is sent until %s.", "", time.Unix(s.Until, 0).Format("15:04, 2 January"))
		case wire.DeviceDormant:
			p.say("%-10s Not used for long: sign in with another factor before it can approve again.", "")
		default:
		}
	}
	return nil
}
