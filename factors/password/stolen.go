package password

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // the form in which lists of stolen passwords come; nothing is protected by it
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// The form of a list of stolen passwords, as Have I Been Pwned gives it: lines
// of a SHA-1 in hexadecimal and perhaps ":" and a count, in the order of the
// hashes.
const (
	sumDigits = 2 * sha1.Size
	maxLine   = sumDigits + 24
	probes    = 64
)

// ErrStolenFile means that a file is no list of stolen passwords.
var ErrStolenFile = errors.New("the file is no list of SHA-1 hashes in hexadecimal, one a line, in their order")

// Stolen is a file of stolen passwords. It is searched where it lies: the list
// of all that are known has more than 40 GB.
type Stolen struct{ path string }

// OpenStolen looks whether path is such a file: its order is probed, not read
// through.
func OpenStolen(path string) (*Stolen, error) {
	s := &Stolen{path}
	f, size, err := s.open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	before := ""
	for n := range int64(probes) {
		l, err := lineAt(f, size/probes*n, size)
		if errors.Is(err, io.EOF) {
			continue // no line begins that late
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if l.sum < before {
			return nil, fmt.Errorf("%s: %w", path, ErrStolenFile)
		}
		before = l.sum
	}
	if before == "" {
		return nil, fmt.Errorf("%s: %w", path, ErrStolenFile)
	}
	return s, nil
}

// Has says whether the password is in the file.
func (s *Stolen) Has(password string) (bool, error) {
	sum := sha1.Sum([]byte(password)) //nolint:gosec // see the import
	want := strings.ToUpper(hex.EncodeToString(sum[:]))
	f, size, err := s.open()
	if err != nil {
		return false, err
	}
	defer f.Close()
	// The line that is looked for begins at lo or after it, and before hi.
	for lo, hi := int64(0), size; lo < hi; {
		mid := lo + (hi-lo)/2
		l, err := lineAt(f, mid, size)
		switch {
		case errors.Is(err, io.EOF) || err == nil && (l.start >= hi || l.sum > want):
			hi = mid
		case err != nil:
			return false, fmt.Errorf("%s: %w", s.path, err)
		case l.sum == want:
			return true, nil
		default:
			lo = l.next
		}
	}
	return false, nil
}

func (s *Stolen) open() (*os.File, int64, error) {
	f, err := os.Open(s.path)
	if err != nil {
		return nil, 0, fmt.Errorf("open the list of stolen passwords: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("open the list of stolen passwords: %w", err), f.Close())
	}
	return f, info.Size(), nil
}

// line is one of the file.
type line struct {
	sum         string // in upper case
	start, next int64
}

// lineAt is the first line that begins at a position or after it; io.EOF if
// none does.
func lineAt(f io.ReaderAt, at, size int64) (line, error) {
	from := max(at-1, 0) // whether a line begins at "at" is told by what stands before it
	buf := make([]byte, 2*maxLine)
	n, err := f.ReadAt(buf, from)
	if err != nil && !errors.Is(err, io.EOF) {
		return line{}, fmt.Errorf("read the list of stolen passwords: %w", err)
	}
	buf = buf[:n]
	start := from
	if at > 0 {
		end := bytes.IndexByte(buf, '\n')
		if end < 0 {
			if from+int64(n) < size {
				return line{}, ErrStolenFile // a line longer than any
			}
			return line{}, io.EOF
		}
		buf, start = buf[end+1:], from+int64(end)+1
	}
	if start >= size {
		return line{}, io.EOF
	}
	next := size
	if end := bytes.IndexByte(buf, '\n'); end >= 0 {
		buf, next = buf[:end], start+int64(end)+1
	} else if start+int64(len(buf)) < size {
		return line{}, ErrStolenFile
	}
	sum, _, _ := strings.Cut(strings.TrimRight(string(buf), "\r"), ":")
	if raw, err := hex.DecodeString(sum); err != nil || len(raw) != sha1.Size {
		return line{}, ErrStolenFile
	}
	return line{strings.ToUpper(sum), start, next}, nil
}
