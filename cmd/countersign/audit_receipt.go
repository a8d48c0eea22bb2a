package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"countersign/config"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/keys"
	"countersign/storage"
)

// maxReceipt bounds a file that somebody says is a receipt.
const maxReceipt = 1 << 20

func (p *program) auditReceiptCommand() *cobra.Command {
	out := ""
	c := &cobra.Command{
		Use: "receipt CHALLENGE", Short: "Write all by which others can verify what somebody agreed to",
		Long: `Writes a file with a request as it was put to a phone, the phone's signed answer, the
authorization details whose hash both cover, and the public keys of phone and server.
Anybody can check it with countersign audit verify-receipt, without this server. It
tells what the person was shown: give it to whom that concerns.

CHALLENGE is the id of the request, as countersign audit list and the application's
record have it. Requests and answers are kept for lifetimes.evidence.`,
		Example: `  countersign audit receipt chl_AbC... --out receipt.json`,
		Args:    takes("CHALLENGE"),
		RunE: func(c *cobra.Command, args []string) error {
			receipt, err := p.receipt(c.Context(), push.ID(args[0]))
			if err != nil {
				return err
			}
			text, err := json.MarshalIndent(receipt, "", "  ")
			if err != nil {
				return fmt.Errorf("write the receipt: %w", err)
			}
			text = append(text, '\n')
			if out == "" {
				_, err = p.out.Write(text)
				return err
			}
			return os.WriteFile(out, text, 0o600)
		},
	}
	c.Flags().StringVar(&out, "out", "", "the file to write; without it the receipt is printed")
	return c
}

// receipt is what is kept, with all challenge keys that are.
func (p *program) receipt(ctx context.Context, id push.ID) (push.Receipt, error) {
	var receipt push.Receipt
	err := p.withDatabase(ctx, func(ctx context.Context, conf config.Config, db *storage.DB) error {
		stored, err := db.Challenges().Receipt(ctx, id)
		if errors.Is(err, push.ErrNotFound) {
			return fmt.Errorf("nobody answered request %s, or its evidence is not kept any more", id)
		}
		if err != nil {
			return err
		}
		ring, err := newRing(ctx, p.ground(conf, db), nil)
		if err != nil {
			return err
		}
		all, err := ring.List(ctx)
		if err != nil {
			return err
		}
		var set wire.KeySet
		for _, k := range all {
			if k.Purpose != keys.Challenge {
				continue
			}
			public, err := wire.NewKey(k.Private.Public())
			if err != nil {
				return fmt.Errorf("read a challenge key: %w", err)
			}
			set.Keys = append(set.Keys, public)
		}
		text, err := json.Marshal(set)
		if err != nil {
			return err
		}
		receipt, err = push.NewReceipt(stored, text)
		return err
	})
	return receipt, err
}

// verifiedJSON is what a receipt proves, for scripts.
type verifiedJSON struct {
	Sound       bool   `json:"sound"`
	Why         string `json:"why,omitempty"`
	Decision    string `json:"decision,omitempty"`
	Client      string `json:"client_id,omitempty"`
	KeyOfDevice string `json:"device_key_thumbprint,omitempty"`
	KeyOfServer string `json:"challenge_key_thumbprint,omitempty"`
}

func (p *program) auditVerifyReceiptCommand() *cobra.Command {
	published := ""
	c := &cobra.Command{
		Use: "verify-receipt FILE", Short: "Check a receipt, without a server and its database",
		Long: `Checks both signatures of a receipt, that the answer is to this very request, that it
says nothing that was not signed, and that the authorization details are those whose
hash the phone signed. Ends with 3 if anything does not fit.

A receipt brings its own keys. That the server's key is really its own, --keys shows: a
key set that you took from the server yourself, at the push_jwks_uri of its metadata (not
jwks_uri, whose keys sign tokens). That the phone's key is the person's, the record of
the server says, by its thumbprint.`,
		Example: `  curl -s https://id.example.com/push/jwks > push-keys.json
  countersign audit verify-receipt receipt.json --keys push-keys.json`,
		Args: takes("FILE"),
		RunE: func(_ *cobra.Command, args []string) error {
			receipt, err := readReceipt(args[0])
			if err == nil {
				err = receipt.Verify()
			}
			if err == nil && published != "" {
				err = isPublished(published, receipt.KeyOfServer)
			}
			if _, unread := errors.AsType[*fs.PathError](err); unread {
				return err // a file that cannot be read proves nothing false
			}
			said := verifiedJSON{Sound: err == nil}
			if err != nil {
				said.Why = visible(err.Error())
			} else {
				said.Decision, said.Client = string(receipt.Decision), receipt.Client
				said.KeyOfDevice, said.KeyOfServer = receipt.KeyOfDevice, receipt.KeyOfServer
			}
			if failed := p.answer(said, func() { p.sayReceipt(said, receipt) }); failed != nil {
				return failed
			}
			if err != nil {
				return exit{exitFalse, fmt.Errorf("the receipt does not verify: %w", err)}
			}
			return nil
		},
	}
	c.Flags().StringVar(&published, "keys", "", "a key set that you took from the server yourself")
	return c
}

func readReceipt(path string) (push.Receipt, error) {
	var receipt push.Receipt
	text, err := readFile(path)
	if err != nil {
		return receipt, err
	}
	if err := wire.Decode(text, &receipt); err != nil {
		return receipt, fmt.Errorf("read the receipt: %w", err)
	}
	return receipt, nil
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(f, maxReceipt+1))
	if err == nil && len(text) > maxReceipt {
		err = fmt.Errorf("%s is larger than %d bytes", path, maxReceipt)
	}
	return text, err
}

// isPublished says whether a key stands in a set that the reader trusts.
func isPublished(path, thumbprint string) error {
	text, err := readFile(path)
	if err != nil {
		return err
	}
	set, err := wire.ParseKeySet(text)
	if err != nil {
		return err
	}
	if _, ok := set.Find(thumbprint); !ok {
		return errors.New("the key that signed the challenge is not in the key set of --keys, which has to be that of push_jwks_uri")
	}
	return nil
}

func (p *program) sayReceipt(said verifiedJSON, r push.Receipt) {
	if !said.Sound {
		return // the error says why
	}
	p.say("decision    %s", said.Decision)
	p.say("asked       %s at %s", moment(r.Asked), visible(r.Issuer))
	if r.Client != "" {
		p.say("asked for   %s", visible(r.Client))
	}
	if r.Message != "" {
		p.say("message     %s", visible(r.Message))
	}
	if r.Details != "" {
		p.say("details     %s", visible(r.Details))
	}
	p.say("phone's key %s", said.KeyOfDevice)
	p.say("our key     %s", said.KeyOfServer)
	p.say("Both signatures are right. Compare the keys with what you know of phone and server.")
}
