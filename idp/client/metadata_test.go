package client_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"countersign/idp/client"
)

// everything is metadata in which no member is empty.
func everything(t *testing.T) client.Metadata {
	t.Helper()
	var m client.Metadata
	v := reflect.ValueOf(&m).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		switch f := v.Field(i); f.Interface().(type) {
		case string:
			f.SetString(name)
		case bool:
			f.SetBool(true)
		case []string:
			f.Set(reflect.ValueOf([]string{name}))
		case *int64:
			f.Set(reflect.ValueOf(new(int64(i))))
		case json.RawMessage:
			f.SetBytes([]byte(`{"keys":[]}`))
		default:
			t.Fatalf("%s has a type that this test does not know", name)
		}
	}
	return m
}

func TestMetadataIsKeptMemberByMember(t *testing.T) {
	want := everything(t)
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got client.Metadata
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	if fields := reflect.TypeFor[client.Metadata]().NumField(); len(members) != fields {
		t.Errorf("%d members of %d fields", len(members), fields)
	}
}

func TestMetadataOfAnOrdinaryClientIsEmpty(t *testing.T) {
	if text, err := json.Marshal(client.Metadata{}); err != nil || string(text) != "{}" {
		t.Errorf("%s, %v", text, err)
	}
}
