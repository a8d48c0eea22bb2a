package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"countersign/config"
	"countersign/idp/client"
	"countersign/storage"
)

func (p *program) clientCommand() *cobra.Command {
	return group("client", "Applications that sign people in",
		p.clientInviteCommand(), p.clientInvitesCommand(), p.clientUninviteCommand(),
		p.clientCreateCommand(), p.clientListCommand(), p.clientShowCommand(), p.clientUpdateCommand(), p.clientOriginsCommand(), p.clientRotateCommand(), p.clientDeleteCommand())
}

// clientJSON is an application, for scripts.
type clientJSON struct {
	ID                     string    `json:"client_id"`
	Secret                 string    `json:"client_secret,omitempty"` // told once
	Name                   string    `json:"name"`
	Public                 bool      `json:"public"`
	Method                 string    `json:"token_endpoint_auth_method"`
	RedirectURIs           []string  `json:"redirect_uris"`
	PostLogoutRedirectURIs []string  `json:"post_logout_redirect_uris"`
	Grants                 []string  `json:"grants"`
	Scopes                 []string  `json:"scopes"`
	IDTokenAlg             string    `json:"id_token_alg"`
	PKCEOptional           bool      `json:"pkce_optional"`
	WebOrigins             []string  `json:"web_origins"`
	JSONSignIn             bool      `json:"json_sign_in"`
	Created                time.Time `json:"created"`
}

func clientOf(c client.Client, secret string) clientJSON {
	return clientJSON{
		ID: string(c.ID), Secret: secret, Name: c.Name, Public: c.Public(), Method: string(c.Method),
		RedirectURIs: c.RedirectURIs, PostLogoutRedirectURIs: append([]string{}, c.PostLogoutRedirectURIs...),
		Grants: c.Grants, Scopes: c.Scopes, IDTokenAlg: c.IDTokenAlg, PKCEOptional: c.PKCEOptional, Created: c.Created,
		WebOrigins: append([]string{}, c.Origins.Web...), JSONSignIn: c.Origins.JSONSignIn,
	}
}

// newRegistry is the registry of applications, which keeps to the profile of the
// settings whoever changes them: the server or a command.
func newRegistry(conf config.Config, db *storage.DB, rings <-chan struct{}, now func() time.Time) (*client.Registry, error) {
	registry, err := client.NewRegistry(db.Clients(), rings, now)
	if err == nil && conf.OAuth.FAPI() {
		registry.Holding(client.Client.CheckFAPI)
	}
	return registry, err
}

// withClients runs work on the registry of applications.
func (p *program) withClients(ctx context.Context, work func(context.Context, *client.Registry) error) error {
	return p.withDatabase(ctx, func(ctx context.Context, conf config.Config, db *storage.DB) error {
		registry, err := newRegistry(conf, db, nil, p.now)
		if err != nil {
			return err
		}
		documents, err := p.documents(conf)
		if err != nil {
			return err
		}
		registry.Fetching(documents.Anew)
		err = work(ctx, registry)
		if errors.Is(err, client.ErrNotFound) {
			return fmt.Errorf("%w; see: countersign client list", err)
		}
		return err
	})
}

func (p *program) clientCreateCommand() *cobra.Command {
	var flags client.Registration
	var file, method string
	var native bool
	c := &cobra.Command{
		Use: "create", Short: "Register an application, and print its client_id and client_secret once",
		Example: `  countersign client create --name Payroll --redirect-uri https://payroll.example.com/callback \
    --post-logout-redirect-uri https://payroll.example.com/
  countersign client create --name "Desk app" --public --native --redirect-uri http://127.0.0.1/callback --scope openid --scope offline_access
  countersign client create --name Planner --public --redirect-uri https://planner.example.com/callback --web-origin https://planner.example.com
  countersign client create --name "Back end" --grant client_credentials --scope push
  countersign client create --metadata bank.json`,
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			flags.Method = client.AuthMethod(method)
			if native {
				flags.Metadata.ApplicationType = client.Native
			}
			wish, err := p.wish(file, "")
			if err != nil {
				return err
			}
			wish = overlay(wish, flags)
			return p.withClients(c.Context(), func(ctx context.Context, r *client.Registry) error {
				made, secret, err := r.Create(ctx, wish)
				if err != nil {
					return err
				}
				return p.answer(clientOf(made, secret), func() {
					p.say("client_id      %s", made.ID)
					p.saySecret(secret)
				})
			})
		},
	}
	f := c.Flags()
	f.StringVar(&file, "metadata", "", "a file with the application's metadata by the names of RFC 7591, as client show prints them; flags go before it")
	f.StringVar(&flags.Name, "name", "", "what pages and phones call the application (required)")
	f.StringArrayVar(&flags.RedirectURIs, "redirect-uri", nil, "where sign-ins may return to, compared exactly; can be repeated (required where people sign in by a browser)")
	f.StringArrayVar(&flags.PostLogoutRedirectURIs, "post-logout-redirect-uri", nil, "where sign-outs may return to; can be repeated")
	f.BoolVar(&flags.Public, "public", false, "an application that can keep no secret: in a browser, on a phone or a desk")
	f.BoolVar(&native, "native", false, "an application on a phone or a desk: the port of http://127.0.0.1 and http://[::1] may be any")
	f.StringVar(&method, "method", "", "how it authenticates: client_secret_basic (default), client_secret_post, client_secret_jwt, private_key_jwt, tls_client_auth, self_signed_tls_client_auth")
	f.StringArrayVar(&flags.Grants, "grant", nil, "authorization_code, refresh_token, client_credentials, or the URN of another; can be repeated (default: by scope)")
	f.StringArrayVar(&flags.Scopes, "scope", nil, "openid, profile, email, offline_access, push, push:reset; can be repeated (default: openid profile email)")
	f.StringVar(&flags.IDTokenAlg, "id-token-alg", "", "ES256, RS256, PS256 or EdDSA (default ES256)")
	originFlags(c, &flags.Origins)
	f.BoolVar(&flags.PKCEOptional, "pkce-optional", false, "let an old confidential application do without PKCE")
	return c
}

// saySecret tells a new secret, if there is one.
func (p *program) saySecret(secret string) {
	if secret != "" {
		p.say("client_secret  %s", secret)
		p.note("The secret is not shown again.")
	}
}

// originFlags are those of whose scripts may speak for an application.
func originFlags(c *cobra.Command, o *client.Origins) {
	c.Flags().StringArrayVar(&o.Web, "web-origin", nil, "https://host of a single-page application, whose scripts may use the token endpoint; can be repeated")
	c.Flags().BoolVar(&o.JSONSignIn, "json-sign-in", false, "let pages of these origins ask for the password themselves: for applications of your own alone (docs/integrating.md)")
}

func (p *program) clientOriginsCommand() *cobra.Command {
	var o client.Origins
	c := &cobra.Command{
		Use: "origins CLIENT_ID", Short: "Replace the web origins of a single-page application; none if none is named",
		Example: `  countersign client origins client_... --web-origin https://planner.example.com`,
		Args:    takes("CLIENT_ID"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.withClients(c.Context(), func(ctx context.Context, r *client.Registry) error {
				changed, err := r.SetOrigins(ctx, client.ID(args[0]), o)
				if err != nil {
					return err
				}
				return p.answer(clientOf(changed, ""), func() {
					p.say("web origins    %s", strings.Join(changed.Origins.Web, " "))
					p.say("json sign-in   %t", changed.Origins.JSONSignIn)
					p.note("Running servers take it within about a second.")
				})
			})
		},
	}
	originFlags(c, &o)
	return c
}

func (p *program) clientShowCommand() *cobra.Command {
	return &cobra.Command{
		Use: "show CLIENT_ID", Short: "Print an application's metadata as JSON, by the names of RFC 7591",
		Example: `  countersign client show client_... > app.json     # to change it: edit the file, then
  countersign client update client_... --metadata app.json`,
		Args: takes("CLIENT_ID"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.withClients(c.Context(), func(ctx context.Context, r *client.Registry) error {
				found, err := r.Find(ctx, client.ID(args[0]))
				if err != nil {
					return err
				}
				return p.printShown(found)
			})
		},
	}
}

func (p *program) clientUpdateCommand() *cobra.Command {
	var file string
	c := &cobra.Command{
		Use: "update CLIENT_ID --metadata FILE", Short: "Replace what an application registered, the whole of it, by a file as client show prints it",
		Args: takes("CLIENT_ID"),
		RunE: func(c *cobra.Command, args []string) error {
			if file == "" {
				return errors.New("--metadata FILE is needed; begin with: countersign client show CLIENT_ID")
			}
			wish, err := p.wish(file, args[0])
			if err != nil {
				return err
			}
			return p.withClients(c.Context(), func(ctx context.Context, r *client.Registry) error {
				changed, secret, err := r.Update(ctx, client.ID(args[0]), wish)
				if err != nil {
					return err
				}
				return p.answer(clientOf(changed, secret), func() {
					p.say("%s is updated", visible(args[0]))
					p.saySecret(secret)
					p.note("Running servers take it within about a second.")
				})
			})
		},
	}
	c.Flags().StringVar(&file, "metadata", "", "the file; what it leaves out goes back to its default")
	return c
}

func (p *program) clientListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List applications",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			return p.withClients(c.Context(), func(ctx context.Context, r *client.Registry) error {
				found, err := r.List(ctx)
				if err != nil {
					return err
				}
				all, rows := []clientJSON{}, [][]string{}
				for _, c := range found {
					all = append(all, clientOf(c, ""))
					rows = append(rows, []string{string(c.ID), c.Name, string(c.Method), strings.Join(c.RedirectURIs, " ")})
				}
				return p.answer(all, func() { p.table([]string{"CLIENT_ID", "NAME", "AUTHENTICATION", "REDIRECT URIS"}, rows) })
			})
		},
	}
}

func (p *program) clientRotateCommand() *cobra.Command {
	return &cobra.Command{
		Use: "rotate-secret CLIENT_ID", Short: "Give an application a new secret; the old one ends at once",
		Args: takes("CLIENT_ID"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.withClients(c.Context(), func(ctx context.Context, r *client.Registry) error {
				secret, err := r.RotateSecret(ctx, client.ID(args[0]))
				if err != nil {
					return err
				}
				return p.answer(map[string]string{"client_id": args[0], "client_secret": secret}, func() {
					p.say("client_secret  %s", secret)
					p.note("The secret is not shown again. Running servers take it within about a second.")
				})
			})
		},
	}
}

func (p *program) clientDeleteCommand() *cobra.Command {
	return &cobra.Command{
		Use: "delete CLIENT_ID", Short: "End an application; its tokens count no longer",
		Args: takes("CLIENT_ID"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.withClients(c.Context(), func(ctx context.Context, r *client.Registry) error {
				if err := r.Delete(ctx, client.ID(args[0])); err != nil {
					return err
				}
				return p.answer(map[string]string{"client_id": args[0], "status": "deleted"}, func() { p.say("%s is deleted", visible(args[0])) })
			})
		},
	}
}
