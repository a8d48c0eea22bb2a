package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/client"
)

type clientRow struct {
	ID                     string
	Name                   string
	Method                 string
	SecretHash             []byte
	SecretSealed           []byte
	RedirectURIs           string `gorm:"column:redirect_uris"`
	PostLogoutRedirectURIs string `gorm:"column:post_logout_redirect_uris"`
	Grants                 string
	Scopes                 string
	IDTokenAlg             string `gorm:"column:id_token_alg"`
	PKCEOptional           bool   `gorm:"column:pkce_optional"`
	WebOrigins             string
	JSONSignIn             bool `gorm:"column:json_sign_in"`
	Metadata               string
	RegistrationHash       []byte
	SoftwareStatement      string
	Created                int64
	Updated                int64
}

func (clientRow) TableName() string { return "clients" }

// secretPlace is where a client's secret is sealed for.
func secretPlace(id client.ID) string { return "clients.secret_sealed." + string(id) }

// sealSecret is the secret as it is kept; nil of none.
func (d *DB) sealSecret(id client.ID, secret string) []byte {
	if secret == "" {
		return nil
	}
	return d.vault.seal([]byte(secret), secretPlace(id))
}

func (r clientRow) client(v *Vault) (client.Client, error) {
	secret, err := v.open(r.SecretSealed, secretPlace(client.ID(r.ID)))
	if err != nil {
		return client.Client{}, fmt.Errorf("read the secret of client %s: %w", r.ID, err)
	}
	c := client.Client{
		ID: client.ID(r.ID), Name: r.Name, Method: client.AuthMethod(r.Method), SecretHash: r.SecretHash, HMACSecret: string(secret),
		IDTokenAlg: r.IDTokenAlg, PKCEOptional: r.PKCEOptional, Created: when(r.Created), Updated: when(r.Updated),
		Origins: client.Origins{JSONSignIn: r.JSONSignIn}, RegistrationHash: r.RegistrationHash, SoftwareStatement: r.SoftwareStatement,
	}
	for _, f := range []struct {
		text string
		to   *[]string
	}{
		{r.RedirectURIs, &c.RedirectURIs},
		{r.PostLogoutRedirectURIs, &c.PostLogoutRedirectURIs},
		{r.Grants, &c.Grants},
		{r.Scopes, &c.Scopes},
		{r.WebOrigins, &c.Origins.Web},
	} {
		if err := json.Unmarshal([]byte(f.text), f.to); err != nil {
			return client.Client{}, fmt.Errorf("read client %s: %w", r.ID, err)
		}
	}
	if err := json.Unmarshal([]byte(r.Metadata), &c.Metadata); err != nil {
		return client.Client{}, fmt.Errorf("read the metadata of client %s: %w", r.ID, err)
	}
	return c, nil
}

func (d *DB) rowOfClient(c client.Client) clientRow {
	return clientRow{
		ID: string(c.ID), Name: c.Name, Method: string(c.Method), SecretHash: c.SecretHash, SecretSealed: d.sealSecret(c.ID, c.HMACSecret),
		RedirectURIs: list(c.RedirectURIs), PostLogoutRedirectURIs: list(c.PostLogoutRedirectURIs),
		Grants: list(c.Grants), Scopes: list(c.Scopes), IDTokenAlg: c.IDTokenAlg, PKCEOptional: c.PKCEOptional,
		WebOrigins: list(c.Origins.Web), JSONSignIn: c.Origins.JSONSignIn, Metadata: text(c.Metadata),
		RegistrationHash: c.RegistrationHash, SoftwareStatement: c.SoftwareStatement,
		Created: milli(c.Created), Updated: milli(c.Updated),
	}
}

// list is texts as a JSON array.
func list(texts []string) string {
	if texts == nil {
		texts = []string{}
	}
	return text(texts)
}

// Clients keeps the registered applications.
type Clients struct{ db *DB }

// Clients is the registered applications.
func (d *DB) Clients() Clients { return Clients{d} }

// Find is the client with this id, or client.ErrNotFound.
func (c Clients) Find(ctx context.Context, id client.ID) (client.Client, error) {
	found, err := c.read(ctx, "SELECT * FROM clients WHERE id = ?", string(id))
	if err != nil {
		return client.Client{}, err
	}
	if len(found) == 0 {
		return client.Client{}, client.ErrNotFound
	}
	return found[0], nil
}

// List is every client, by name.
func (c Clients) List(ctx context.Context) ([]client.Client, error) {
	return c.read(ctx, "SELECT * FROM clients ORDER BY name, id")
}

func (c Clients) read(ctx context.Context, text string, args ...any) ([]client.Client, error) {
	var rows []clientRow
	if err := c.db.read.WithContext(ctx).Raw(text, args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read clients: %w", err)
	}
	out := make([]client.Client, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.client(c.db.vault); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Create adds a client.
func (c Clients) Create(ctx context.Context, who client.Client, events ...audit.Event) error {
	return c.change(ctx, events, func(tx *gorm.DB) (bool, error) {
		row := c.db.rowOfClient(who)
		return once(tx.Create(&row))
	})
}

// Update replaces a client, the whole of it but when it was made.
func (c Clients) Update(ctx context.Context, who client.Client, events ...audit.Event) error {
	return c.change(ctx, events, func(tx *gorm.DB) (bool, error) {
		row := c.db.rowOfClient(who)
		return once(tx.Model(&row).Select("*").Omit("id", "created").Updates(&row))
	})
}

// SetSecret replaces a client's secret: its hash, and itself if it is kept.
func (c Clients) SetSecret(ctx context.Context, id client.ID, hash []byte, kept string, at time.Time, events ...audit.Event) error {
	return c.change(ctx, events, func(tx *gorm.DB) (bool, error) {
		return once(tx.Exec("UPDATE clients SET secret_hash = ?, secret_sealed = ?, updated = ? WHERE id = ?",
			hash, c.db.sealSecret(id, kept), milli(at), string(id)))
	})
}

// SetOrigins replaces a client's web origins.
func (c Clients) SetOrigins(ctx context.Context, id client.ID, o client.Origins, at time.Time, events ...audit.Event) error {
	return c.change(ctx, events, func(tx *gorm.DB) (bool, error) {
		return once(tx.Exec("UPDATE clients SET web_origins = ?, json_sign_in = ?, updated = ? WHERE id = ?",
			list(o.Web), o.JSONSignIn, milli(at), string(id)))
	})
}

// Delete ends a client.
func (c Clients) Delete(ctx context.Context, id client.ID, events ...audit.Event) error {
	return c.change(ctx, events, func(tx *gorm.DB) (bool, error) { return deleteClient(tx, id, "TRUE") })
}

// deleteClient deletes a client if it matches cond, with its picture and what
// people allowed it.
func deleteClient(tx *gorm.DB, id client.ID, cond string, args ...any) (bool, error) {
	gone, err := once(tx.Exec("DELETE FROM clients WHERE id = ? AND "+cond, append([]any{string(id)}, args...)...))
	if err != nil || !gone {
		return false, err
	}
	for _, text := range []string{"DELETE FROM consents WHERE client = ?", "DELETE FROM logos WHERE client = ?"} {
		if err := tx.Exec(text, string(id)).Error; err != nil {
			return false, err
		}
	}
	return true, nil
}

// change does one thing to one client and tells every replica.
func (c Clients) change(ctx context.Context, events []audit.Event, do func(tx *gorm.DB) (bool, error)) error {
	err := c.db.tx(ctx, func(tx *gorm.DB) error {
		changed, err := do(tx)
		if err != nil {
			return fmt.Errorf("change client: %w", err)
		}
		if !changed {
			return client.ErrNotFound
		}
		if err := bump(tx, TopicClients); err != nil {
			return err
		}
		return record(tx, events...)
	})
	if err == nil {
		c.db.bell.Ring(TopicClients)
	}
	return err
}
