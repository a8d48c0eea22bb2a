package main

import (
	"strings"
	"testing"
	"time"
)

func TestInvitesOfClientsAreMadeListedAndEnded(t *testing.T) {
	eachConsole(t, func(t *testing.T, c *console) {
		var made inviteJSON
		c.decode(&made, "client", "invite", "--note", "Partner bank", "--uses", "3", "--for", "72h")
		if !strings.HasPrefix(made.Token, "cs_ia_") || made.Uses != 3 || !made.Expires.Equal(c.now.Add(72*time.Hour)) {
			t.Errorf("%+v", made)
		}
		list := c.ok("client", "invites")
		if !strings.Contains(list, "Partner bank") || strings.Contains(list, made.Token) {
			t.Error(list)
		}
		c.ok("client", "uninvite", made.ID)
		c.refused(exitFailed, "client invites", "client", "uninvite", made.ID)
		c.refused(exitFailed, "10000 uses", "client", "invite", "--uses", "0")
		c.refused(exitFailed, "366 days", "client", "invite", "--for", "9000h")
		c.refused(exitFailed, "printable", "client", "invite", "--note", "a\nb")
		if events := c.ok("audit", "list", "--json"); !strings.Contains(events, "client.invited") || !strings.Contains(events, "client.uninvited") || strings.Contains(events, made.Token) {
			t.Error(events)
		}
	})
}
