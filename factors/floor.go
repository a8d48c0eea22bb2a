package factors

import "errors"

// ErrLast means that a factor cannot be taken away: it is the last one that can
// confirm a sign-in, and the operator asks for one.
var ErrLast = errors.New("it is the last second factor")

// Floor is what must stay when a second factor is taken away: another one of
// these kinds. The empty floor lets the last one go.
type Floor []Kind

// FloorOf is the floor where a second factor is needed and methods, all if
// empty, may be used. A recovery code is none: it is spent by its use.
func FloorOf(needed bool, methods []Kind) Floor {
	if !needed {
		return nil
	}
	if len(methods) == 0 {
		return Floor{Passkey, Push, TOTP}
	}
	var f Floor
	for _, k := range methods {
		if k != Recovery {
			f = append(f, k)
		}
	}
	return f
}
