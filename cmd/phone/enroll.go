package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"countersign/cmd/phone/authenticator"
	"countersign/factors/wire"
)

func (p *program) enrollCommand() *cobra.Command {
	var name, algorithm, issuer string
	command := &cobra.Command{
		Use:   "enroll LINK | --issuer URL CODE",
		Short: "Add this terminal to an account",
		Long: `enroll follows an enrolment link, which the browser shows, or takes the code of ten
letters beside it, with the address of the server. It makes a key, registers it,
and shows six digits. Type them into the browser that showed the link: only then does
the server accept this phone.`,
		Example: `  countersign-phone enroll 'https://id.example.com/a/e#v=1&c=...&k=...'
  countersign-phone enroll --name "Jane's laptop" LINK
  countersign-phone enroll --issuer https://id.example.com BCDFG-HJKLM`,
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			s, err := openStore(p.file)
			if err != nil {
				return err
			}
			if err := s.prepare(); err != nil { // before the link is spent
				return err
			}
			options := p.options()
			options.Algorithm = wire.Algorithm(algorithm)
			options.Device = deviceInfo(name)
			options.Issuer = strings.TrimSuffix(issuer, "/")
			phone, digits, err := authenticator.Enroll(command.Context(), args[0], options)
			if err != nil {
				return err
			}
			if err := s.put(phone.State()); err != nil {
				return err
			}
			return p.enrolled(s, phone.State(), digits)
		},
	}
	command.Flags().StringVar(&name, "name", "", "how the account's pages call this phone (default: the machine's name)")
	command.Flags().StringVar(&algorithm, "alg", string(wire.ES256), "kind of key: ES256 or EdDSA")
	command.Flags().StringVar(&issuer, "issuer", "", "address of the server, where a code is typed in place of a link")
	return command
}

func (p *program) enrolled(s store, state authenticator.State, digits wire.Secret) error {
	if p.json {
		return p.writeJSON(struct {
			DeviceID   string `json:"device_id"`
			Issuer     string `json:"issuer"`
			IssuerName string `json:"issuer_name"`
			Confirm    string `json:"confirm"`
		}{clean(state.DeviceID), state.Issuer, clean(state.IssuerName), digits.Reveal()})
	}
	p.say("Type these digits into the browser that showed the link:\n\n    %s\n", digits.Reveal())
	p.say("Then run: countersign-phone watch")
	p.say("The key is kept in %s.", clean(s.path))
	return nil
}

// deviceInfo is what this terminal says of itself.
func deviceInfo(name string) wire.DeviceInfo {
	if name == "" {
		name = "Terminal"
		if host, err := os.Hostname(); err == nil && clean(host) != "" {
			name = fmt.Sprintf("Terminal on %s", clean(host))
		}
	}
	name = clean(name)
	if runes := []rune(name); len(runes) > wire.MaxDeviceName {
		name = string(runes[:wire.MaxDeviceName])
	}
	return wire.DeviceInfo{Name: name, Platform: wire.PlatformCLI, OS: runtime.GOOS, App: "countersign-phone"}
}
