package config

import (
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Objects is a list of structures, which a variable holds as JSON.
type Objects[T any] []T

// UnmarshalText reads JSON, of which YAML is a superset. A member that is not
// known is a mistake in writing.
func (o *Objects[T]) UnmarshalText(text []byte) error {
	d := yaml.NewDecoder(strings.NewReader(string(text)))
	d.KnownFields(true)
	return d.Decode((*[]T)(o))
}

// MarshalText writes JSON; nothing where there are none.
func (o Objects[T]) MarshalText() ([]byte, error) {
	if len(o) == 0 {
		return nil, nil
	}
	return json.Marshal([]T(o))
}
