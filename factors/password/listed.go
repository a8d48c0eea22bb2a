package password

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the list of common passwords
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Errors of a new password that is easy to guess.
var (
	// ErrListed means that it is in a list of stolen passwords, or hardly more
	// than one that is.
	ErrListed = errors.New("password is in lists of stolen passwords")
	// ErrNamed means that it is hardly more than a name that an attacker knows.
	ErrNamed = errors.New("password is made of the account's or this server's names")
)

// The bounds of what counts as decoration of a listed password or a name.
const (
	coreLength = 4           // less is no word
	decoration = 8           // characters around a word: "dragon2026!!"
	nameLength = 4           // shorter names are in too many words
	ownLength  = leastLength // what must be left of a password without the names in it
	unitLength = 3           // "abcabcabcabc"
)

// commonText is the list of passwords that are used most; see
// common-LICENSES.txt for where it is from.
//
//go:embed common.txt.gz
var commonText []byte

// list is sorted lines, each with its end.
type list []byte

// newList unpacks the built-in list when it is first asked: most commands and
// most servers at rest never need it.
func newList() func() (list, error) {
	return sync.OnceValues(func() (list, error) {
		r, err := gzip.NewReader(bytes.NewReader(commonText))
		if err != nil {
			return nil, fmt.Errorf("read the list of common passwords: %w", err)
		}
		lines, err := io.ReadAll(r)
		if err != nil {
			return nil, fmt.Errorf("read the list of common passwords: %w", err)
		}
		return lines, nil
	})
}

// has says whether word is one of the lines.
func (l list) has(word string) bool {
	// The first position from which on no line that begins there is smaller.
	at := sort.Search(len(l), func(i int) bool {
		line, ok := l.lineFrom(i)
		return !ok || line >= word
	})
	line, ok := l.lineFrom(at)
	return ok && line == word
}

// lineFrom is the first line that begins at i or after it.
func (l list) lineFrom(i int) (string, bool) {
	if i > 0 {
		n := bytes.IndexByte(l[i-1:], '\n')
		if n < 0 {
			return "", false
		}
		i += n
	}
	n := bytes.IndexByte(l[i:], '\n')
	if n < 0 {
		return "", false
	}
	return string(l[i : i+n]), true
}

// guessable says whether a prepared password is what attackers try first:
// listed, one listed word with figures around it, one short piece again and
// again, or little more than names that are known of the account and server.
func (f *Factor) guessable(prepared string, words []string) error {
	common, err := f.common()
	if err != nil {
		return err
	}
	lower := strings.ToLower(prepared)
	core := strings.TrimFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) })
	around := utf8.RuneCountInString(lower) - utf8.RuneCountInString(core)
	unit := repeated(lower)
	switch {
	case common.has(lower),
		utf8.RuneCountInString(core) >= coreLength && around <= decoration && common.has(core),
		unit != lower && (utf8.RuneCountInString(unit) <= unitLength || common.has(unit)):
		return ErrListed
	}
	if f.Listed != nil {
		listed, err := f.Listed(prepared)
		if err != nil {
			return err
		}
		if listed {
			return ErrListed
		}
	}
	if !enoughOfItsOwn(lower, append(words, f.Words...)) {
		return ErrNamed
	}
	return nil
}

// repeated is the shortest piece of which s is a row: s itself if it is none.
func repeated(s string) string {
	if at := strings.Index((s + s)[1:], s); at >= 0 {
		return s[:at+1]
	}
	return s
}

// enoughOfItsOwn says whether enough is left of a password in lower case when
// the names in it are taken out, the longest first.
func enoughOfItsOwn(lower string, words []string) bool {
	var names []string
	for _, w := range words {
		for _, n := range append(strings.FieldsFunc(w, notInName), w) {
			if n = strings.ToLower(n); utf8.RuneCountInString(n) >= nameLength {
				names = append(names, n)
			}
		}
	}
	sort.Slice(names, func(i, j int) bool { return len(names[i]) > len(names[j]) })
	rest, found := lower, false
	for _, n := range names {
		if strings.Contains(rest, n) {
			rest, found = strings.ReplaceAll(rest, n, ""), true
		}
	}
	return !found || utf8.RuneCountInString(rest) >= ownLength
}

func notInName(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }
