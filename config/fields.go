package config

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// envPrefix stands before the name of every variable.
const envPrefix = "COUNTERSIGN_"

// field is one thing that can be set.
type field struct {
	path  string // as in the file, with dots
	desc  string
	value reflect.Value // addressable
}

// fields lists everything in c, in the order of the struct.
func (c *Config) fields() []field { return fieldsOf("", reflect.ValueOf(c).Elem()) }

func fieldsOf(prefix string, v reflect.Value) []field {
	var out []field
	for i := range v.NumField() {
		t := v.Type().Field(i)
		path := prefix + t.Tag.Get("yaml")
		if desc, leaf := t.Tag.Lookup("desc"); leaf {
			out = append(out, field{path, desc, v.Field(i)})
			continue
		}
		out = append(out, fieldsOf(path+".", v.Field(i))...)
	}
	return out
}

// env is the name of the field's variable.
func (f field) env() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(f.path, ".", "_"))
}

// secret is true if the field may also be given as a file.
func (f field) secret() bool { return f.value.Type() == reflect.TypeFor[Secret]() }

// set reads text as the file would: a list is separated by commas.
func (f field) set(text string) error {
	if objects, ok := f.value.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if err := objects.UnmarshalText([]byte(text)); err != nil {
			return fmt.Errorf("cannot read it as %s", f.kind())
		}
		return nil
	}
	node := &yaml.Node{Kind: yaml.ScalarNode, Value: text}
	switch f.value.Kind() {
	case reflect.String:
		node.Tag = "!!str"
	case reflect.Slice:
		node = &yaml.Node{Kind: yaml.SequenceNode}
		for item := range strings.SplitSeq(text, ",") {
			node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: strings.TrimSpace(item)})
		}
	}
	fresh := reflect.New(f.value.Type())
	if err := node.Decode(fresh.Interface()); err != nil {
		if f.secret() {
			return fmt.Errorf("cannot read its value")
		}
		return fmt.Errorf("cannot read %q as %s", text, f.kind())
	}
	f.value.Set(fresh.Elem())
	return nil
}

// kind is the field's type in words.
func (f field) kind() string {
	switch f.value.Interface().(type) {
	case bool:
		return "true or false"
	case int:
		return "number"
	case []string:
		return "list of texts, separated by commas"
	case Resources:
		return "list of resources, as JSON"
	case Exchanges:
		return "list of exchanges, as JSON"
	case DetailTypes:
		return "list of types, as JSON"
	case []Prefix:
		return "list of address ranges, such as 10.0.0.0/8,192.0.2.1"
	case Secret:
		return "secret text"
	case string:
		return "text"
	default:
		return "duration, such as 90s or 12h"
	}
}
