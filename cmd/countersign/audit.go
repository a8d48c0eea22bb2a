package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"countersign/audit"
	"countersign/config"
	"countersign/factors/push"
	"countersign/storage"
)

func (p *program) auditCommand() *cobra.Command {
	return group("audit", "The record of what happened", p.auditListCommand(), p.auditVerifyCommand(), p.auditReceiptCommand(), p.auditVerifyReceiptCommand())
}

// eventJSON is an event, for scripts.
type eventJSON struct {
	ID        string            `json:"id"`
	At        time.Time         `json:"at"`
	Kind      string            `json:"kind"`
	Request   string            `json:"request,omitempty"`
	Person    string            `json:"person,omitempty"`
	Client    string            `json:"client,omitempty"`
	Device    string            `json:"device,omitempty"`
	Challenge string            `json:"challenge,omitempty"`
	Flow      string            `json:"flow,omitempty"`
	Session   string            `json:"session,omitempty"`
	Grant     string            `json:"grant,omitempty"`
	Address   string            `json:"address,omitempty"`
	Reason    string            `json:"reason,omitempty"`
	Evidence  string            `json:"evidence,omitempty"`
	Detail    map[string]string `json:"detail,omitempty"`
	Seq       int64             `json:"seq,omitempty"`  // absent until sealed
	Hash      string            `json:"hash,omitempty"` // of the chain up to here
}

func eventOf(l audit.Link) eventJSON {
	return eventJSON{
		ID: l.ID, At: l.At, Kind: string(l.Kind), Request: l.Request, Person: l.Person, Client: l.Client,
		Device: l.Device, Challenge: l.Challenge, Flow: l.Flow, Session: l.Session, Grant: l.Grant,
		Address: l.Address, Reason: l.Reason, Evidence: l.Evidence, Detail: l.Detail, Seq: l.Seq, Hash: l.Hash,
	}
}

func (p *program) auditListCommand() *cobra.Command {
	var user, kind string
	var limit int
	c := &cobra.Command{
		Use: "list", Short: "List events, newest first",
		Example: `  countersign audit list --user ada --limit 20
  countersign audit list --kind password.wrong --json`,
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			if limit < 1 {
				return exit{exitUsage, fmt.Errorf("--limit %d: write 1 or more", limit)}
			}
			return p.withDatabase(c.Context(), func(ctx context.Context, _ config.Config, db *storage.DB) error {
				q := storage.Query{Kind: audit.Kind(kind), Limit: limit}
				if user != "" {
					who, err := find(ctx, db, user)
					if err != nil {
						return err
					}
					q.Person = string(who.ID)
				}
				found, err := db.Events().Find(ctx, q)
				if err != nil {
					return err
				}
				all, rows := []eventJSON{}, [][]string{}
				for _, l := range found {
					all = append(all, eventOf(l))
					rows = append(rows, []string{moment(l.At), string(l.Kind), l.Person, l.Address, l.Reason, l.Request, l.Challenge})
				}
				return p.answer(all, func() { p.table([]string{"AT", "WHAT", "PERSON", "FROM", "REASON", "REFERENCE", "CHALLENGE"}, rows) })
			})
		},
	}
	c.Flags().StringVar(&user, "user", "", "only what concerns this person")
	c.Flags().StringVar(&kind, "kind", "", "only this kind of event, such as challenge.denied")
	c.Flags().IntVar(&limit, "limit", 100, "how many")
	return c
}

// witness checks decisions by what is stored of them.
type witness struct{ storage.Events }

func (witness) Check(e audit.Event, v audit.Evidence) error { return push.CheckEvidence(e, v) }

// verifyJSON is what audit verify found, for scripts.
type verifyJSON struct {
	Sound     bool            `json:"sound"`
	Events    int64           `json:"events"`
	Head      string          `json:"head"`
	Unsealed  int             `json:"unsealed"`
	Decisions int             `json:"decisions"`
	Missing   int             `json:"missing_evidence"`
	Break     *audit.Finding  `json:"break,omitempty"`
	False     []audit.Finding `json:"false_decisions,omitempty"`
}

func (p *program) auditVerifyCommand() *cobra.Command {
	expect := ""
	c := &cobra.Command{
		Use: "verify", Short: "Check that the record is what was written",
		Long: `Walks the record from its first event: the chain of hashes, its head as it was sealed
under the master key, and for each decision of a phone the stored request and answer
against the phone's key. Ends with 3 if anything contradicts the record.

Events are sealed within about a second; those that are not yet are counted. Keep the
head that is printed somewhere else: with --expect an older head must still be in the
chain, which shows whether the whole database was set back.`,
		Example: `  countersign audit verify
  countersign audit verify --expect 1712:9f2c...`,
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			known, err := parseHead(expect)
			if err != nil {
				return exit{exitUsage, err}
			}
			return p.withDatabase(c.Context(), func(ctx context.Context, _ config.Config, db *storage.DB) error {
				return p.verify(ctx, db, known)
			})
		},
	}
	c.Flags().StringVar(&expect, "expect", "", "a head that an earlier verify printed")
	return c
}

func parseHead(s string) (audit.Head, error) {
	if s == "" {
		return audit.Head{}, nil
	}
	var h audit.Head
	if _, err := fmt.Sscanf(s, "%d:%s", &h.Seq, &h.Hash); err != nil || h.Seq < 1 {
		return audit.Head{}, fmt.Errorf("--expect %q: write it as an earlier verify printed it, SEQ:HASH", s)
	}
	return h, nil
}

func (p *program) verify(ctx context.Context, db *storage.DB, known audit.Head) error {
	r, err := audit.Verify(ctx, db.Events(), witness{db.Events()})
	if err != nil {
		return err
	}
	if r.Break == nil && known.Seq > 0 {
		links, err := db.Events().Links(ctx, known.Seq-1, 1)
		if err != nil {
			return err
		}
		if len(links) == 0 || links[0].Head() != known {
			r.Break = &audit.Finding{Seq: known.Seq, What: "the head that was expected is not in the chain"}
		}
	}
	out := verifyJSON{
		Sound: r.Sound(), Events: r.Links, Head: fmt.Sprintf("%d:%s", r.Head.Seq, r.Head.Hash), Unsealed: r.Waiting,
		Decisions: r.Decisions, Missing: r.Missing, Break: r.Break, False: r.False,
	}
	if err := p.answer(out, func() { p.sayVerified(out) }); err != nil {
		return err
	}
	if !r.Sound() {
		return exit{exitFalse, errors.New("the record does not verify")}
	}
	return nil
}

func (p *program) sayVerified(v verifyJSON) {
	p.say("%d events verified, head %s", v.Events, v.Head)
	p.say("%d decisions verified against their signatures; of %d more the evidence is not kept", v.Decisions-len(v.False), v.Missing)
	if v.Unsealed > 0 {
		p.say("%d events wait to be sealed; nothing protects them yet", v.Unsealed)
	}
	for _, f := range v.False {
		p.say("FALSE  event %d (%s): %s", f.Seq, visible(f.Event), visible(f.What))
	}
	if v.Break != nil {
		p.say("BROKEN at event %d %s: %s", v.Break.Seq, visible(v.Break.Event), visible(v.Break.What))
	}
}
