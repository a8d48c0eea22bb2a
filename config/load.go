package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxFile bounds what is read from a file that somebody names.
const maxFile = 1 << 20

// Load makes a Config: the defaults, then the YAML file at path (none if ""),
// then the variables of environ ("NAME=value"), then set ("key=value"). Every
// problem is in the error, each with its field and remedy.
func Load(path string, environ []string, set ...string) (Config, error) {
	c := Default()
	err := errors.Join(c.readFile(path), c.readEnvironment(environ), c.readFlags(set))
	return c, errors.Join(err, c.Validate())
}

func (c *Config) readFile(path string) error {
	if path == "" {
		return nil
	}
	text, err := readSmall(path)
	if err != nil {
		return fmt.Errorf("read the configuration file: %w", err)
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err = d.Decode(c)
	if errors.Is(err, io.EOF) {
		return nil // an empty file sets nothing
	}
	if err != nil {
		return fmt.Errorf("configuration file %s: %w", path, plain(err))
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return fmt.Errorf("configuration file %s: it holds more than one document; put all keys into one", path)
	}
	return nil
}

// plain says what the decoder says without the names of our types, and without
// the values, which may be secret.
func plain(err error) error {
	wrong, ok := errors.AsType[*yaml.TypeError](err)
	if !ok {
		return err
	}
	var out []error
	for _, line := range wrong.Errors {
		where, what, _ := strings.Cut(line, ": ")
		if key, _, found := strings.Cut(strings.TrimPrefix(what, "field "), " not found in type"); found {
			out = append(out, fmt.Errorf("%s: there is no key %q; see docs/configuration.md", where, key))
			continue
		}
		_, kind, ok := strings.Cut(what, " into ")
		if !ok {
			out = append(out, errors.New(line)) // it names a key, not a value
			continue
		}
		out = append(out, fmt.Errorf("%s: the value does not fit; want %s", where, strings.ReplaceAll(kind, "time.Duration", "a duration, such as 90s")))
	}
	return errors.Join(out...)
}

// readEnvironment takes COUNTERSIGN_*; an empty variable counts as none. A
// secret may stand in a file that NAME_FILE names.
func (c *Config) readEnvironment(environ []string) error {
	given := map[string]string{}
	for _, e := range environ {
		if name, value, ok := strings.Cut(e, "="); ok && value != "" {
			given[name] = value
		}
	}
	var errs []error
	for _, f := range c.fields() {
		value, ok := given[f.env()]
		file, inFile := given[f.env()+"_FILE"]
		if f.secret() && inFile {
			if ok {
				errs = append(errs, fmt.Errorf("%s and %s_FILE are both set; keep one", f.env(), f.env()))
				continue
			}
			text, err := readSmall(file)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s_FILE: %w", f.env(), err))
				continue
			}
			value, ok = strings.TrimRight(string(text), "\r\n"), true
		}
		if !ok {
			continue
		}
		if err := f.set(value); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", f.env(), err))
		}
	}
	return errors.Join(errs...)
}

func (c *Config) readFlags(set []string) error {
	var errs []error
next:
	for _, s := range set {
		key, value, ok := strings.Cut(s, "=")
		if !ok {
			errs = append(errs, fmt.Errorf("--set %s: write key=value", key))
			continue
		}
		for _, f := range c.fields() {
			if f.path != key {
				continue
			}
			if err := f.set(value); err != nil {
				errs = append(errs, fmt.Errorf("--set %s: %w", key, err))
			}
			continue next
		}
		errs = append(errs, fmt.Errorf("--set %s: there is no such key; see docs/configuration.md", key))
	}
	return errors.Join(errs...)
}

func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("%s is larger than %d bytes", path, maxFile)
	}
	return text, nil
}
