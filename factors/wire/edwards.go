package wire

import (
	"fmt"
	"math/big"
)

// checkEdwardsPoint says whether raw is the encoding of a usable Ed25519 public
// key (RFC 8032 §5.1.3): the canonical encoding of a point on the curve that is
// not of small order. Under a key of small order one signature verifies for many
// messages, so that its holder could deny what was signed.
//
// Public keys are no secret, so plain big integers do.
func checkEdwardsPoint(raw []byte) error {
	if len(raw) != 32 {
		return fmt.Errorf("%w: Ed25519 key of %d bytes", ErrKey, len(raw))
	}
	one := big.NewInt(1)
	p := new(big.Int).Sub(new(big.Int).Lsh(one, 255), big.NewInt(19))

	// 1. Little-endian y, below the prime; the top bit is the sign of x.
	bigEndian := make([]byte, 32)
	for i, b := range raw {
		bigEndian[31-i] = b
	}
	bigEndian[0] &= 0x7f
	y := new(big.Int).SetBytes(bigEndian)
	if y.Cmp(p) >= 0 {
		return fmt.Errorf("%w: Ed25519 encoding not canonical", ErrKey)
	}

	// 2. x² = (y² − 1) / (d·y² + 1) with d = −121665/121666 has a root.
	d := new(big.Int).ModInverse(big.NewInt(121666), p)
	d.Mod(d.Mul(d, big.NewInt(-121665)), p)
	ySquare := new(big.Int).Mod(new(big.Int).Mul(y, y), p)
	denominator := new(big.Int).Mul(d, ySquare)
	denominator.Mod(denominator.Add(denominator, one), p)
	xSquare := new(big.Int).Sub(ySquare, one)
	xSquare.Mul(xSquare, new(big.Int).ModInverse(denominator, p))
	xSquare.Mod(xSquare, p)
	if big.Jacobi(xSquare, p) < 0 {
		return fmt.Errorf("%w: point is not on Ed25519", ErrKey)
	}

	// 3. Small order: x = 0 (order 1 and 2), y = 0 (order 4), and the points
	// whose double has y = 0, which are those with x² = −y² (order 8).
	negative := new(big.Int).Mod(new(big.Int).Neg(ySquare), p)
	if xSquare.Sign() == 0 || y.Sign() == 0 || xSquare.Cmp(negative) == 0 {
		return fmt.Errorf("%w: Ed25519 point of small order", ErrKey)
	}
	return nil
}
