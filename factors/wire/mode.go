package wire

import (
	"fmt"
	"slices"
)

// Mode is how the person on the phone shows that they sit at the browser.
type Mode string

// The modes that are built. An authenticator refuses every other one, and a
// server never falls back to a weaker one.
const (
	ModeNone Mode = "none"
	ModeNum2 Mode = "num2"
	ModeNum6 Mode = "num6"
	// ModeChoice offers three numbers of two digits, of which the browser shows
	// one: easier than typing, and a third of all guesses are right.
	ModeChoice Mode = "choice"
	// ModeScan is answered with the secret of a QR code that the browser shows.
	ModeScan Mode = "scan"
	// ModeReturn is approved on the device that signs in: nothing is carried
	// over, and the answer holds a code that the browser must bring.
	ModeReturn Mode = "return"
)

// Known says whether an authenticator may answer in this mode.
func (m Mode) Known() bool {
	switch m {
	case ModeNone, ModeChoice, ModeNum2, ModeNum6, ModeScan, ModeReturn:
		return true
	default:
		return false
	}
}

// Digits is how many digits the answer has: 0 where nothing is typed or chosen.
func (m Mode) Digits() int {
	switch m {
	case ModeNum2, ModeChoice:
		return 2
	case ModeNum6:
		return 6
	default:
		return 0
	}
}

// Options is how many numbers a ModeChoice offers.
const Options = 3

// check says whether the question can be put as it stands.
func (m Match) check() error {
	if !m.Mode.Known() {
		return fmt.Errorf("mode %.40q: %w", m.Mode, ErrUnknown)
	}
	if m.Mode != ModeChoice {
		return nil // whatever else stands there is not known, and so not read
	}
	if len(m.Options) != Options {
		return fmt.Errorf("%w: %d options", ErrClaims, len(m.Options))
	}
	for i, o := range m.Options {
		if CheckMatch(ModeNum2, o) != nil || slices.Contains(m.Options[:i], o) {
			return fmt.Errorf("%w: options", ErrClaims)
		}
	}
	return nil
}

// CheckAnswer is CheckMatch, and says for a choice whether match is one of those
// that are offered.
func (m Match) CheckAnswer(match string) error {
	if err := CheckMatch(m.Mode, match); err != nil {
		return err
	}
	if m.Mode == ModeChoice && !slices.Contains(m.Options, match) {
		return fmt.Errorf("match in mode %.40q: %w", m.Mode, ErrMatch)
	}
	return nil
}

// CheckMatch says whether match has the form that an approval in mode m needs:
// exactly so many ASCII digits, 128 bits for ModeScan, or nothing at all.
func CheckMatch(m Mode, match string) error {
	if !m.Known() {
		return fmt.Errorf("match in mode %.40q: %w", m, ErrUnknown)
	}
	if m == ModeScan {
		if !isEncoded(match, codeBytes) {
			return fmt.Errorf("match in mode %.40q: %w", m, ErrMatch)
		}
		return nil
	}
	if len(match) != m.Digits() {
		return fmt.Errorf("match in mode %.40q: %w", m, ErrMatch)
	}
	for i := range len(match) {
		if match[i] < '0' || match[i] > '9' {
			return fmt.Errorf("match in mode %.40q: %w", m, ErrMatch)
		}
	}
	return nil
}
