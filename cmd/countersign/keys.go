package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"countersign/config"
	"countersign/idp/keys"
	"countersign/storage"
)

func (p *program) keysCommand() *cobra.Command {
	return group("keys", "Keys that sign tokens and requests, and the key that seals the database",
		p.keysListCommand(), p.keysRotateCommand(), p.keysMasterCommand())
}

// keyJSON is a signing key, for scripts.
type keyJSON struct {
	ID         string    `json:"kid"`
	Purpose    string    `json:"purpose"`
	Alg        string    `json:"alg"`
	Signing    bool      `json:"signing"`
	Created    time.Time `json:"created"`
	ActiveFrom time.Time `json:"active_from"`
	RetireAt   time.Time `json:"retire_at,omitzero"`
}

// withRing runs work on the signing keys.
func (p *program) withRing(ctx context.Context, work func(context.Context, *keys.Ring) error) error {
	return p.withDatabase(ctx, func(ctx context.Context, conf config.Config, db *storage.DB) error {
		ring, err := newRing(ctx, p.ground(conf, db), nil)
		if err != nil {
			return err
		}
		return work(ctx, ring)
	})
}

func (p *program) answerKeys(ring *keys.Ring, found []keys.Key) error {
	all, rows := []keyJSON{}, [][]string{}
	for _, k := range found {
		signing := ring.Signing(k)
		all = append(all, keyJSON{
			ID: k.ID, Purpose: string(k.Purpose), Alg: k.Alg, Signing: signing,
			Created: k.Created, ActiveFrom: k.ActiveFrom, RetireAt: k.RetireAt,
		})
		rows = append(rows, []string{string(k.Purpose), k.Alg, k.ID, state(k, signing, p.now())})
	}
	return p.answer(all, func() { p.table([]string{"PURPOSE", "ALG", "KID", "STATE"}, rows) })
}

// state says what a key does.
func state(k keys.Key, signing bool, now time.Time) string {
	switch {
	case signing && k.RetireAt.IsZero():
		return "signs"
	case k.Purpose == keys.VAPID && !k.ActiveFrom.After(now):
		return "signs for the subscriptions made with it"
	case signing:
		return "signs, until its successor does"
	case k.ActiveFrom.After(now):
		return "published, signs from " + moment(k.ActiveFrom)
	case !k.RetireAt.IsZero() && k.RetireAt.After(now):
		return "verifies until " + moment(k.RetireAt)
	}
	return "retired"
}

func (p *program) keysListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List signing keys and what they do",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			return p.withRing(c.Context(), func(ctx context.Context, ring *keys.Ring) error {
				found, err := ring.List(ctx)
				if err != nil {
					return err
				}
				return p.answerKeys(ring, found)
			})
		},
	}
}

func (p *program) keysRotateCommand() *cobra.Command {
	purpose := ""
	c := &cobra.Command{
		Use: "rotate", Short: "Make new signing keys: published at once, signing after lifetimes.key_overlap",
		Long: `Makes new signing keys. They are published at once and sign after
lifetimes.key_overlap, when everybody who keeps the public keys has seen them. The
old ones stay published until nothing that they signed is valid any more. A VAPID key
serves the browsers that subscribed with it for as long as they do; a new one serves
new subscriptions.`,
		Example: `  countersign keys rotate
  countersign keys rotate --purpose token`,
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			purposes := []keys.Purpose{keys.Purpose(purpose)}
			switch keys.Purpose(purpose) {
			case keys.Token, keys.Challenge, keys.VAPID:
			case "":
				purposes = []keys.Purpose{keys.Token, keys.Challenge, keys.VAPID}
			default:
				return exit{exitUsage, fmt.Errorf("--purpose %s: write token, challenge or vapid", purpose)}
			}
			return p.withRing(c.Context(), func(ctx context.Context, ring *keys.Ring) error {
				var made []keys.Key
				for _, purpose := range purposes {
					fresh, err := ring.Rotate(ctx, purpose)
					if err != nil {
						return err
					}
					made = append(made, fresh...)
				}
				return p.answerKeys(ring, made)
			})
		},
	}
	c.Flags().StringVar(&purpose, "purpose", "", "token, challenge or vapid (default: all)")
	return c
}

// keyNameLength is enough to tell the few master keys of a database apart.
const keyNameLength = 6

func (p *program) keysMasterCommand() *cobra.Command {
	return &cobra.Command{
		Use: "master", Short: "Make a master key, for the setting master_key",
		Long: `Makes a master key and prints it; nothing is stored. To change it, put the new one
in front of the old ones: COUNTERSIGN_MASTER_KEY=new,old. The first one seals, all of
them open, so an old one stays until nothing in the database is sealed under it.`,
		Args: takes(),
		RunE: func(*cobra.Command, []string) error {
			key := storage.NewMasterKey(strings.ToLower(rand.Text()[:keyNameLength]))
			return p.answer(map[string]string{"master_key": key}, func() { p.say("%s", key) })
		},
	}
}
