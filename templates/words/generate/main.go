package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(0)
	if err := run("."); err != nil {
		log.Fatal(err)
	}
}

// run writes the files of the package words in dir.
func run(dir string) error {
	made, err := generate(filepath.Join(dir, "catalogue"))
	if err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	if err != nil {
		return fmt.Errorf("list what was made: %w", err)
	}
	for _, name := range old {
		if _, still := made[filepath.Base(name)]; !still {
			if err := os.Remove(name); err != nil {
				return fmt.Errorf("remove what is no more: %w", err)
			}
		}
	}
	for name, text := range made {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil { //nolint:gosec // source code
			return fmt.Errorf("write: %w", err)
		}
	}
	return nil
}

// suffix marks a file as made.
const suffix = "_words.go"

// generate is the files, by name, that a folder of catalogues makes.
func generate(dir string) (map[string][]byte, error) {
	parts, err := filepath.Glob(filepath.Join(dir, "en", "*.yaml"))
	if err != nil || len(parts) == 0 {
		return nil, fmt.Errorf("no catalogue under %s: %w", dir, err)
	}
	made := map[string][]byte{}
	var wrong []error
	for _, path := range parts {
		part := strings.TrimSuffix(filepath.Base(path), ".yaml")
		messages, err := read(dir, part)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		if made[part+suffix], err = write(part, messages); err != nil {
			return nil, err
		}
	}
	return made, errors.Join(append(wrong, strangers(dir))...)
}

// strangers are parts that English does not have.
func strangers(dir string) error {
	all, err := filepath.Glob(filepath.Join(dir, "*", "*.yaml"))
	if err != nil {
		return fmt.Errorf("list catalogues: %w", err)
	}
	var wrong []error
	for _, path := range all {
		if _, err := os.Stat(filepath.Join(dir, "en", filepath.Base(path))); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: there is no such part in English", path))
		}
	}
	return errors.Join(wrong...)
}
