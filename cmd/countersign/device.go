package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"countersign/config"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/storage"
)

func (p *program) deviceCommand() *cobra.Command {
	return group("device", "Phones that answer requests", p.deviceListCommand(), p.deviceRevokeCommand())
}

// deviceJSON is a phone, for scripts.
type deviceJSON struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Platform  string    `json:"platform"`
	Status    string    `json:"status"`
	Reachable bool      `json:"reachable"`
	Created   time.Time `json:"created"`
}

func (p *program) deviceListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list USER", Short: "List somebody's phones, newest first",
		Example: "  countersign device list ada",
		Args:    takes("USER"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.withDevices(c.Context(), func(ctx context.Context, db *storage.DB, r *device.Registry) error {
				who, err := find(ctx, db, args[0])
				if err != nil {
					return err
				}
				found, err := r.List(ctx, factors.Account(who.ID))
				if err != nil {
					return err
				}
				all, rows := []deviceJSON{}, [][]string{}
				for _, d := range found {
					all = append(all, deviceJSON{
						ID: string(d.ID), Name: d.Info.Name, Platform: string(d.Info.Platform),
						Status: string(d.Status), Reachable: d.Reachable(), Created: d.Created,
					})
					rows = append(rows, []string{string(d.ID), d.Info.Name, string(d.Info.Platform), string(d.Status), moment(d.Created)})
				}
				return p.answer(all, func() { p.table([]string{"ID", "NAME", "PLATFORM", "STATUS", "SINCE"}, rows) })
			})
		},
	}
}

func (p *program) deviceRevokeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "revoke DEVICE_ID", Short: "Take a phone away for good, and cancel what it was asked",
		Example: "  countersign device revoke dev_...",
		Args:    takes("DEVICE_ID"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.withDevices(c.Context(), func(ctx context.Context, _ *storage.DB, r *device.Registry) error {
				err := r.Revoke(ctx, device.ID(args[0]), "revoked by an administrator")
				if errors.Is(err, device.ErrNotFound) {
					return fmt.Errorf("%q: %w, or it is revoked already; see: countersign device list USER", args[0], device.ErrNotFound)
				}
				if err != nil {
					return err
				}
				return p.answer(map[string]string{"id": args[0], "status": "revoked"}, func() { p.say("%s is revoked", visible(args[0])) })
			})
		},
	}
}

// withDevices runs work on the registry of phones. Nothing is enrolled from
// here, so no key is ever named.
func (p *program) withDevices(ctx context.Context, work func(context.Context, *storage.DB, *device.Registry) error) error {
	return p.withDatabase(ctx, func(ctx context.Context, conf config.Config, db *storage.DB) error {
		rules, err := attestationOf(conf)
		if err != nil {
			return err
		}
		r, err := newDevices(p.ground(conf, db), rules, func(context.Context) (string, error) {
			return "", errors.New("phones are enrolled through the pages")
		}, nil)
		if err != nil {
			return err
		}
		return work(ctx, db, r)
	})
}
