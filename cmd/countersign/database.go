package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"countersign/config"
	"countersign/storage"
)

// masterKeyFile stands beside an embedded database.
const masterKeyFile = "master.key"

// openDatabase opens the database that c names, and its vault. It does not look
// whether the schema fits.
func (p *program) openDatabase(ctx context.Context, c config.Config, log *slog.Logger) (*storage.DB, *storage.Vault, error) {
	keys, err := masterKeys(c)
	if err != nil {
		return nil, nil, err
	}
	vault, err := storage.NewVault(keys...)
	if err != nil {
		return nil, nil, fmt.Errorf("master_key: %w", err)
	}
	db, err := storage.Open(ctx, storage.Options{
		URL: c.DatabaseURL.Reveal(), ListenURL: c.DatabaseListenURL.Reveal(),
		MaxConns: c.DatabaseMaxConnections, Vault: vault, Now: p.now, Log: log, Trace: p.trace,
		Mail: c.Mail.On(), Admins: c.Mail.Admins,
	})
	if err != nil {
		return nil, nil, fmt.Errorf("database_url: %w", err)
	}
	return db, vault, nil
}

// ground is what the factors of a command stand on.
func (p *program) ground(conf config.Config, db *storage.DB) ground {
	return ground{conf: conf, db: db, now: p.now, log: p.logger()}
}

// withDatabase runs work on the database, if its schema is this binary's.
func (p *program) withDatabase(ctx context.Context, work func(context.Context, config.Config, *storage.DB) error) error {
	c, err := p.config()
	if err != nil {
		return err
	}
	db, _, err := p.openDatabase(ctx, c, p.logger())
	if err != nil {
		return err
	}
	err = db.CheckSchema(ctx)
	if err == nil {
		err = work(byHand(ctx), c, db)
	}
	return errors.Join(err, db.Close())
}

// masterKeys are the keys of c, newest first; an embedded database that was
// given none has its own beside it.
func masterKeys(c config.Config) ([]string, error) {
	if given := c.MasterKey.Reveal(); given != "" {
		return strings.Split(given, ","), nil
	}
	database := strings.TrimPrefix(c.DatabaseURL.Reveal(), "sqlite:")
	key, err := keptMasterKey(database)
	if err != nil {
		return nil, fmt.Errorf("the master key beside the database %s (database_url): %w", database, err)
	}
	return []string{key}, nil
}

// keptMasterKey reads the key beside the database, and makes it before there
// is a database.
func keptMasterKey(database string) (string, error) {
	name := filepath.Join(filepath.Dir(database), masterKeyFile)
	key, err := readMasterKey(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if f, err := os.Stat(database); err == nil && f.Size() > 0 {
		return "", fmt.Errorf("%s is gone, and without it %s cannot be read: put it back from a backup, or give the key as master_key", name, database)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return "", fmt.Errorf("make the folder of the master key: %w", err)
	}
	if err := writeOnce(name, storage.NewMasterKey("embedded")+"\n"); err != nil {
		return "", err
	}
	return readMasterKey(name)
}

func readMasterKey(name string) (string, error) {
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("others may read %s; run: chmod 600 %s", name, name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(text)), nil
}

// writeOnce writes a file whole or not at all, and leaves one alone that
// another process has just made.
func writeOnce(name, text string) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*") // mode 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Link(f.Name(), name); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
