package wire

import "fmt"

// Mode is how the person on the phone shows that they sit at the browser.
type Mode string

// The modes that are built. An authenticator refuses every other one, and a
// server never falls back to a weaker one.
const (
	ModeNone Mode = "none"
	ModeNum2 Mode = "num2"
	ModeNum6 Mode = "num6"
)

// Known says whether an authenticator may answer in this mode.
func (m Mode) Known() bool { return m == ModeNone || m == ModeNum2 || m == ModeNum6 }

// Digits is how many digits the person types: 0 where nothing is typed.
func (m Mode) Digits() int {
	switch m {
	case ModeNum2:
		return 2
	case ModeNum6:
		return 6
	default:
		return 0
	}
}

// CheckMatch says whether match has the form that an approval in mode m needs:
// exactly so many ASCII digits, or nothing at all.
func CheckMatch(m Mode, match string) error {
	if !m.Known() {
		return fmt.Errorf("match in mode %.40q: %w", m, ErrUnknown)
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
