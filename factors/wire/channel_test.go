package wire_test

import (
	"errors"
	"strings"
	"testing"

	"countersign/factors/wire"
)

func TestChannelsHaveWhatTheyNeedAndNothingOfAnother(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sent string
		want error
	}{
		{`{"p":"none"}`, nil},
		{`{"p":"webhook","ref":"r"}`, nil},
		{`{"p":"webhook"}`, wire.ErrClaims},
		{`{"p":"webhook","ref":"` + strings.Repeat("r", 257) + `"}`, wire.ErrClaims},
		{`{"p":"webhook","ref":"a\u0000b"}`, wire.ErrClaims},
		{`{"p":"webhook","ref":"r","token":"t"}`, wire.ErrClaims},
		{`{"p":"fcm","token":"t","ref":"r"}`, wire.ErrClaims},
		{`{"p":"none","ref":"r"}`, wire.ErrClaims},
		{`{"p":"sns","platform":"android","token":"t"}`, nil},
		{`{"p":"sns","platform":"ios","token":"t"}`, nil},
		{`{"p":"sns","platform":"web","token":"t"}`, wire.ErrClaims},
		{`{"p":"sns","token":"t"}`, wire.ErrClaims},
		{`{"p":"sns","platform":"ios"}`, wire.ErrClaims},
		{`{"p":"sns","platform":"ios","token":"` + strings.Repeat("t", 4097) + `"}`, wire.ErrClaims},
		{`{"p":"fcm","platform":"android","token":"t"}`, wire.ErrClaims},
		{`{"p":"sns","platform":"ios","token":"t","endpoint":"arn:aws:sns:eu-central-1:1:endpoint/APNS/x/y"}`, wire.ErrClaims},
	} {
		var channel wire.Channel
		if err := wire.Decode([]byte(c.sent), &channel); err != nil {
			t.Fatal(err)
		}
		if err := channel.Check(); !errors.Is(err, c.want) {
			t.Errorf("%.80s: %v, want %v", c.sent, err, c.want)
		}
	}
}

// What the server made at SNS decides where it publishes to.
func TestDeviceCannotNameATarget(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"target", "Target", "made"} {
		var c wire.Channel
		if err := wire.Decode([]byte(`{"p":"sns","platform":"ios","token":"t","`+name+`":"arn:x"}`), &c); err == nil && c.Target != "" {
			t.Errorf("%s was read", name)
		}
	}
}
