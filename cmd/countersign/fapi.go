package main

import (
	"context"
	"fmt"

	"countersign/config"
)

// bases are the addresses under which applications call the endpoints.
func bases(conf config.Config) []string {
	if conf.TLS.MTLSURL == "" {
		return []string{conf.Issuer}
	}
	return []string{conf.Issuer, conf.TLS.MTLSURL}
}

// warnOfProfile names the applications that the profile shuts out, so that
// nobody has to learn it from them.
func (h *house) warnOfProfile(ctx context.Context) error {
	if !h.conf.OAuth.FAPI() {
		return nil
	}
	all, err := h.clients.List(ctx)
	if err != nil {
		return fmt.Errorf("look at applications for oauth.profile: %w", err)
	}
	for _, c := range all {
		if err := c.CheckFAPI(); err != nil {
			h.log.WarnContext(ctx, "the FAPI profile refuses this application", "client", string(c.ID), "error", err)
		}
	}
	return nil
}
