package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"countersign/cmd/phone/authenticator"
)

// store is the file that keeps the accounts of this terminal, each with its
// private key. It is read and written by its owner only.
type store struct {
	path string
}

// content is the file. Version is there for those who change its shape.
type content struct {
	Version  int       `json:"version"`
	Accounts []account `json:"accounts"`
}

// account is one account on this terminal, and the last challenges that it has
// approved: an approval can be taken back, and reported for a day.
type account struct {
	authenticator.State

	Approved []string `json:"approved,omitempty"`
}

// mostApproved is how many approved challenges are kept of an account.
const mostApproved = 5

const version = 1

var (
	errLoose   = errors.New("others on this machine may read or change the phone's keys")
	errNothing = errors.New("no account yet: get a link in the browser and run countersign-phone enroll LINK")
)

// openStore finds the file; path may be empty. Nothing is made or read yet.
func openStore(path string) (store, error) {
	if path != "" {
		return store{path}, nil
	}
	dir, err := os.UserConfigDir() // $XDG_CONFIG_HOME, or ~/.config
	if err != nil {
		return store{}, fmt.Errorf("find configuration folder: %w; name a file with --state", err)
	}
	return store{filepath.Join(dir, "countersign-phone", "phone.json")}, nil
}

// load reads the accounts. A file that is not there has none.
func (s store) load() ([]account, error) {
	if err := s.checkFolder(); err != nil {
		return nil, err
	}
	info, err := os.Lstat(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", s.path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read %s: not a regular file", s.path)
	}
	if hasModes && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%w: %s has mode %04o. Run: chmod 600 %s", errLoose, s.path, info.Mode().Perm(), s.path)
	}
	data, err := os.ReadFile(s.path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", s.path, err)
	}
	var c content
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, fmt.Errorf("read %s: %w", s.path, err)
	}
	if c.Version != version {
		return nil, fmt.Errorf("read %s: version %d is not known; update countersign-phone", s.path, c.Version)
	}
	return c.Accounts, nil
}

// checkFolder refuses a folder in which others could put another file in place of
// ours. A sticky one, like /tmp, is none.
func (s store) checkFolder() error {
	dir := filepath.Dir(s.path)
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at %s: %w", dir, err)
	}
	if hasModes && info.Mode().Perm()&0o022 != 0 && info.Mode()&fs.ModeSticky == 0 {
		return fmt.Errorf("%w: %s has mode %04o. Run: chmod go-w %s", errLoose, dir, info.Mode().Perm(), dir)
	}
	return nil
}

// put keeps the state of one account, in place of what was kept of its device.
func (s store) put(state authenticator.State) error {
	return s.change(func(accounts []account) []account {
		for i := range accounts {
			if accounts[i].DeviceID == state.DeviceID {
				accounts[i].State = state
				return accounts
			}
		}
		return append(accounts, account{State: state})
	})
}

// remember keeps a challenge that was approved.
func (s store) remember(deviceID, compact string) error {
	return s.change(func(accounts []account) []account {
		for i := range accounts {
			if accounts[i].DeviceID == deviceID {
				kept := append(accounts[i].Approved, compact)
				accounts[i].Approved = kept[max(0, len(kept)-mostApproved):]
			}
		}
		return accounts
	})
}

// forget drops one account with its key.
func (s store) forget(deviceID string) error {
	return s.change(func(accounts []account) []account {
		return slices.DeleteFunc(accounts, func(a account) bool { return a.DeviceID == deviceID })
	})
}

// prepare makes the folder and the file, so that a key that is registered has a
// place to be kept in.
func (s store) prepare() error {
	return s.change(func(accounts []account) []account { return accounts })
}

// change reads, changes and writes under a lock, so that a phone that watches and
// one that enrols do not undo each other.
func (s store) change(edit func([]account) []account) error {
	dir := filepath.Dir(s.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make %s: %w", dir, err)
	}
	unlock, err := lock(s.path + ".lock")
	if err != nil {
		return err
	}
	defer unlock()
	accounts, err := s.load()
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(content{Version: version, Accounts: edit(accounts)}, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", s.path, err)
	}
	return s.replace(append(data, '\n'))
}

// replace puts a new file in the place of the old one in one step: whoever reads,
// and whoever pulls the plug, finds the one or the other.
func (s store) replace(data []byte) error {
	file, err := os.CreateTemp(filepath.Dir(s.path), ".phone-*") // mode 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", s.path, err)
	}
	_, writeErr := file.Write(data)
	err = errors.Join(writeErr, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), s.path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", s.path, errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}
