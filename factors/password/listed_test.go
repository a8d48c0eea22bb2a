package password_test

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"countersign/factors/password"
)

func TestGuessablePasswordsAreRefused(t *testing.T) {
	k := newKit(t)
	d := k.deps()
	d.Words = []string{"Northwind Traders", "id.northwind.example"}
	f, err := password.New(d)
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]error{
		"passwordpassword":               password.ErrListed, // listed as it is
		"PasswordPassword":               password.ErrListed, // in any case
		"Password2026!":                  password.ErrListed, // one listed word and figures
		"2026monkey26!":                  password.ErrListed,
		"aaaaaaaaaaaa":                   password.ErrListed,
		"abcabcabcabcabc":                password.ErrListed,
		"dragondragondragon":             password.ErrListed,
		"ada.okafor2026":                 password.ErrNamed,
		"OkaforLindqvist1":               password.ErrNamed,
		"northwind-2026":                 password.ErrNamed,
		"TradersNorthwind":               password.ErrNamed,
		"monkey-8152-4417-9023":          nil, // a word, and enough of its own
		"seven purple herons sing":       nil,
		"okafor keeps nine quiet geese":  nil,
		"northwind owls and lavender":    nil,
		"K7qM4xPDH7QB":                   nil,
		"ich mag nur kalte Kartoffeln":   nil,
		"пароль":                         password.ErrTooShort,
		"missing the first bus on purpo": nil,
	} {
		if _, err := f.Set(t.Context(), "per_ada", typed, false); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", typed, err, want)
		}
	}
	d.Least = 8
	if f, err = password.New(d); err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"sunshine", "password", "12345678", "zzzzzzzz", "iloveyou", "Qwertyuiop"} {
		if _, err := f.Hash(t.Context(), typed); !errors.Is(err, password.ErrListed) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestRefusedPasswordChangesNothing(t *testing.T) {
	k := newKit(t)
	before := k.people["ada"].Hash
	if _, err := k.Set(t.Context(), "per_ada", "Password2026!", false); !errors.Is(err, password.ErrListed) {
		t.Fatal(err)
	}
	if k.people["ada"].Hash != before {
		t.Error("the password was changed")
	}
}

func sumOf(s string) string {
	sum := sha1.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}

func stolenFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stolen.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestStolenPasswordsAreFoundWhereverTheyStandInTheFile(t *testing.T) {
	for _, n := range []int{1, 2, 3, 10, 500} {
		for form, ending := range map[string]string{"plain": "\n", "counted": ":%d\r\n", "without a last end": ":7\n"} {
			var sums []string
			for i := range n {
				sums = append(sums, strings.ToUpper(sumOf(fmt.Sprint("stolen ", i))))
			}
			slices.Sort(sums)
			var text strings.Builder
			for i, s := range sums {
				end := ending
				if strings.Contains(end, "%d") {
					end = fmt.Sprintf(end, i*i*i*1000)
				}
				text.WriteString(s + end)
			}
			content := text.String()
			if form == "without a last end" {
				content = strings.TrimSuffix(content, "\n")
			}
			f, err := password.OpenStolen(stolenFile(t, content))
			if err != nil {
				t.Fatalf("%d %s: %v", n, form, err)
			}
			for i := range n {
				for typed, want := range map[string]bool{fmt.Sprint("stolen ", i): true, fmt.Sprint("not stolen ", i): false} {
					if got, err := f.Has(typed); err != nil || got != want {
						t.Errorf("%d %s: %q: %v, %v", n, form, typed, got, err)
					}
				}
			}
		}
	}
}

func TestFileThatIsNoListIsRefused(t *testing.T) {
	good := []string{sumOf("a"), sumOf("b"), sumOf("c"), sumOf("d")}
	slices.Sort(good)
	slices.Reverse(good)
	for name, text := range map[string]string{
		"empty": "", "words": "password\n123456\n", "another hash": strings.Repeat("ab", 32) + "\n",
		"one long line": strings.Repeat("a", 10_000), "not sorted": strings.Join(good, "\n") + "\n",
	} {
		if _, err := password.OpenStolen(stolenFile(t, text)); !errors.Is(err, password.ErrStolenFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := password.OpenStolen(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestPasswordInTheOperatorsFileIsRefused(t *testing.T) {
	k := newKit(t)
	stolen, err := password.OpenStolen(stolenFile(t, sumOf("seven purple herons sing")+":3\n"))
	if err != nil {
		t.Fatal(err)
	}
	d := k.deps()
	d.Listed = stolen.Has
	f, err := password.New(d)
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]error{"seven purple herons sing": password.ErrListed, "eight purple herons sing": nil} {
		if _, err := f.Hash(t.Context(), typed); !errors.Is(err, want) {
			t.Errorf("%q: %v", typed, err)
		}
	}
	d.Listed = func(string) (bool, error) { return false, errors.New("the disk is gone") }
	if f, err = password.New(d); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Hash(t.Context(), "eight purple herons sing"); err == nil {
		t.Error("a list that cannot be read let a password through")
	}
}
