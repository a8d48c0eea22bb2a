package storage

import (
	"errors"
	"testing"
)

func TestVaultOpensOnlyWhereItSealed(t *testing.T) {
	old, young := NewMasterKey("old"), NewMasterKey("young")
	v, err := NewVault(old)
	if err != nil {
		t.Fatal(err)
	}
	sealed := v.seal([]byte("secret"), "keys.private/1")
	rotated, err := NewVault(young, old)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := rotated.open(sealed, "keys.private/1"); err != nil || string(got) != "secret" {
		t.Errorf("after rotation: %q, %v", got, err)
	}
	if _, err := rotated.open(sealed, "keys.private/2"); !errors.Is(err, ErrSealed) {
		t.Errorf("moved to another row it opens: %v", err)
	}
	sealed[len(sealed)-1] ^= 1
	if _, err := rotated.open(sealed, "keys.private/1"); !errors.Is(err, ErrSealed) {
		t.Errorf("changed it opens: %v", err)
	}
	if string(v.Derive("a")) == string(v.Derive("b")) {
		t.Error("two purposes share a derived key")
	}
}
