package rar

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"countersign/factors/wire"
)

// ErrInvalid is invalid_authorization_details (RFC 9396 section 5): an unknown
// type, or a member that is unknown, missing or not of its form. Its text is for
// the client's developer and repeats nothing of what was sent but names.
var ErrInvalid = errors.New("authorization_details")

// The bounds of a request. A phone shows all of it, and a person reads it.
const (
	maxBytes   = 8 << 10
	maxDetails = 5
	maxText    = 140 // characters
	maxTexts   = 10
)

// invalid is an ErrInvalid that says why.
func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

// Validate is the parameter authorization_details (RFC 9396 section 2), without
// white space, if every detail is of one of the types that the client may use
// (authorization_details_types, section 10). An empty parameter is nil.
func (ts Types) Validate(parameter string, allowed []string) (json.RawMessage, error) {
	if parameter == "" {
		return nil, nil
	}
	details, err := ts.read([]byte(parameter))
	if err != nil {
		return nil, err
	}
	for i, d := range details {
		if !slices.Contains(allowed, d.Type.Name) {
			return nil, invalid("number %d is of a type that this client did not register", i+1)
		}
	}
	var out bytes.Buffer
	if err := json.Compact(&out, []byte(parameter)); err != nil {
		return nil, invalid("it is not JSON")
	}
	return out.Bytes(), nil
}

// Still is what was validated once without what counts no longer: of types that
// the operator or the client's registration has no more. Nothing left is nil.
func (ts Types) Still(details json.RawMessage, allowed []string) json.RawMessage {
	var all []json.RawMessage
	if json.Unmarshal(details, &all) != nil {
		return nil
	}
	left := slices.DeleteFunc(slices.Clone(all), func(one json.RawMessage) bool {
		var d struct {
			Type string `json:"type"`
		}
		if json.Unmarshal(one, &d) != nil {
			return true
		}
		_, known := ts.find(d.Type)
		return !known || !slices.Contains(allowed, d.Type)
	})
	switch len(left) {
	case 0:
		return nil
	case len(all):
		return details
	}
	text, err := json.Marshal(left)
	if err != nil {
		panic("rar: internal error: encode what was read: " + err.Error())
	}
	return text
}

// detail is one that was read.
type detail struct {
	Type  Type
	texts []string // by field; an absent one has none
}

// read reads the array and everything in it.
func (ts Types) read(raw []byte) ([]detail, error) {
	if len(raw) > maxBytes {
		return nil, invalid("it is longer than %d bytes", maxBytes)
	}
	if !json.Valid(raw) {
		return nil, invalid("it is not JSON")
	}
	// One reading: no member twice, letter for letter, at any depth.
	var in struct {
		Details []map[string]json.RawMessage `json:"d"`
	}
	if err := wire.Decode(slices.Concat([]byte(`{"d":`), raw, []byte(`}`)), &in); err != nil {
		return nil, invalid("it is not an array of objects in which no member comes twice")
	}
	if len(in.Details) == 0 || len(in.Details) > maxDetails {
		return nil, invalid("write 1 to %d objects", maxDetails)
	}
	out := make([]detail, len(in.Details))
	for i, members := range in.Details {
		d, err := ts.readOne(members)
		if err != nil {
			return nil, fmt.Errorf("%w (number %d)", err, i+1)
		}
		out[i] = d
	}
	return out, nil
}

func (ts Types) readOne(members map[string]json.RawMessage) (detail, error) {
	name, ok := readText(members["type"])
	if !ok {
		return detail{}, invalid("type is missing or no text")
	}
	t, ok := ts.find(name)
	if !ok {
		return detail{}, invalid("its type is not known")
	}
	d := detail{Type: t, texts: make([]string, len(t.Fields))}
	known := 1
	for i, f := range t.Fields {
		raw, there := members[f.Name]
		if !there {
			if f.Required {
				return detail{}, invalid("%s is missing", f.Name)
			}
			continue
		}
		known++
		text, ok := f.read(raw)
		if !ok {
			return detail{}, invalid("%s is not of the form that its type says", f.Name)
		}
		d.texts[i] = text
	}
	if known != len(members) {
		return detail{}, invalid("it has a member that its type does not know")
	}
	return d, nil
}

// Show is what was validated in the language of a tag, every member of it. The
// operator may have changed the types since: then it is ErrInvalid.
func (ts Types) Show(details json.RawMessage, tag string) ([]wire.Detail, error) {
	if len(details) == 0 {
		return nil, nil
	}
	read, err := ts.read(details)
	if err != nil {
		return nil, err
	}
	out := make([]wire.Detail, len(read))
	for i, d := range read {
		out[i] = wire.Detail{Type: d.Type.Name, Title: d.Type.Label.For(tag)}
		for j, text := range d.texts {
			if text != "" {
				out[i].Lines = append(out[i].Lines, wire.DetailLine{Label: d.Type.Fields[j].Label.For(tag), Text: text})
			}
		}
	}
	return out, nil
}
