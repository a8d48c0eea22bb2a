package wire

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	josejson "github.com/go-jose/go-jose/v4/json"
)

// maxDepth bounds how deep the JSON of an object may nest.
const maxDepth = 8

// Decode reads a JSON object that came from elsewhere, strictly: valid UTF-8,
// one object and nothing after it, no member twice at any depth, and member
// names letter for letter. The standard library would read "Decision" as
// "decision", and so two readers could see two verdicts in the same bytes.
// Members that v does not know are ignored.
func Decode(data []byte, v any) error {
	if err := checkJSON(data); err != nil {
		return err
	}
	return decodeChecked(data, v)
}

// decodeChecked is Decode of what checkJSON has let pass.
func decodeChecked(data []byte, v any) error {
	if err := josejson.Unmarshal(data, v); err != nil {
		// Not wrapped: its text may repeat what was sent, at any length.
		return fmt.Errorf("%w: read JSON: %.80s", ErrForm, err.Error())
	}
	return nil
}

// checkJSON says whether data is one JSON object with one reading.
func checkJSON(data []byte) error {
	if !utf8.Valid(data) {
		return fmt.Errorf("%w: not UTF-8", ErrForm)
	}
	if !json.Valid(data) {
		return fmt.Errorf("%w: not JSON", ErrForm)
	}
	if trimmed := bytes.TrimLeft(data, " \t\r\n"); trimmed[0] != '{' {
		return fmt.Errorf("%w: not a JSON object", ErrForm)
	}
	if bytes.IndexByte(data, '\\') < 0 {
		if err := checkPlain(data); !errors.Is(err, errMany) {
			return err
		}
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return checkValue(d, 0)
}

// maxPlain is how many members checkPlain compares, one by one.
const maxPlain = 64

// errMany means that a map would tell members apart faster.
var errMany = errors.New("too many members")

// checkPlain is checkValue for valid JSON without a backslash, in which names
// are the same if their bytes are: nearly all that devices send. It allocates
// nothing.
func checkPlain(data []byte) error {
	var open [maxDepth + 1]struct {
		object bool
		first  int // its first name
	}
	var names [maxPlain][]byte
	depth, known, name := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; c {
		case ' ', '\t', '\r', '\n':
		case '}', ']':
			depth--
			known, name = open[depth].first, false
		case ',':
			name = open[depth-1].object
		case ':':
			name = false
		default:
			if depth > maxDepth {
				return fmt.Errorf("%w: JSON nests too deep", ErrForm)
			}
			if c == '{' || c == '[' {
				open[depth].object, open[depth].first = c == '{', known
				depth, name = depth+1, c == '{'
				continue
			}
			if c != '"' {
				continue // of a number or a word
			}
			text := data[i+1:]
			text = text[:bytes.IndexByte(text, '"')]
			i += len(text) + 1
			if !name {
				continue
			}
			for _, other := range names[open[depth-1].first:known] {
				if bytes.Equal(other, text) {
					return fmt.Errorf("%w: JSON member twice", ErrForm)
				}
			}
			if known == maxPlain {
				return errMany
			}
			names[known], known = text, known+1
		}
	}
	return nil
}

// checkValue walks the next value of d and refuses a member that comes twice.
func checkValue(d *json.Decoder, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%w: JSON nests too deep", ErrForm)
	}
	token, err := d.Token()
	if err != nil {
		return fmt.Errorf("%w: read JSON: %w", ErrForm, err)
	}
	switch token {
	case json.Delim('{'):
		return checkMembers(d, depth)
	case json.Delim('['):
		for d.More() {
			if err := checkValue(d, depth+1); err != nil {
				return err
			}
		}
		_, err = d.Token()
	}
	if err != nil {
		return fmt.Errorf("%w: read JSON: %w", ErrForm, err)
	}
	return nil
}

func checkMembers(d *json.Decoder, depth int) error {
	seen := make(map[string]bool)
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return fmt.Errorf("%w: read JSON: %w", ErrForm, err)
		}
		name, ok := token.(string)
		if !ok || seen[name] {
			return fmt.Errorf("%w: JSON member twice", ErrForm)
		}
		seen[name] = true
		if err := checkValue(d, depth+1); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("%w: read JSON: %w", ErrForm, err)
	}
	return nil
}

// decodePart reads b64u in its one canonical form: no padding, no line breaks
// (which the standard library skips) and no bits left over (RFC 4648 §3.5).
func decodePart(part string) ([]byte, error) {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return nil, fmt.Errorf("%w: not base64url", ErrForm)
	}
	if base64.RawURLEncoding.EncodeToString(raw) != part {
		return nil, fmt.Errorf("%w: base64url not canonical", ErrForm)
	}
	return raw, nil
}
