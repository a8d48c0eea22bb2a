package flow

import "testing"

func TestHandleNamesItsSignInAndNothingElseDoes(t *testing.T) {
	const id = ID("flow_ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	whole := Handle(id, "secret")
	if got, ok := HandleOf(whole); !ok || got != id {
		t.Errorf("%q names %q, %v", whole, got, ok)
	}
	for _, text := range []string{
		"", whole[1:], whole[len(handlePrefix):], Handle(id, ""), handlePrefix + string(id), Handle("", "secret"), Handle("flow_x'y", "secret"), Handle("../me", "secret"),
	} {
		if got, ok := HandleOf(text); ok {
			t.Errorf("%q names %q", text, got)
		}
	}
}
