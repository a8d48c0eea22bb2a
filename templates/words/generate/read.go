package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// languages are the columns, as package words has them; the first is the
// source.
func languages() []string { return []string{"en", "de", "fr", "es", "ar"} }

// text is a message in one language: its plural forms, or one of them, other.
type text struct {
	forms  map[string]string
	plural bool
}

// message is a text in every language.
type message struct {
	key  string
	args []arg
	html bool
	in   []text // in the order of languages
}

// arg is a value of a message.
type arg struct{ name, kind string }

// The kinds of a value: Go types.
const (
	aString    = "string"
	aNumber    = "int"
	aComponent = "templ.Component"
	aURL       = "templ.SafeURL"
)

// read is the messages of a part, in the order of the English catalogue.
func read(dir, part string) ([]message, error) {
	var keys []string
	all := map[string][]text{}
	var wrong []error
	for i, language := range languages() {
		path := filepath.Join(dir, language, part+".yaml")
		order, texts, err := readFile(path)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		if i == 0 {
			keys = order
		}
		for _, key := range keys {
			t, ok := texts[key]
			if !ok {
				wrong = append(wrong, fmt.Errorf("%s: %q is missing", path, key))
			}
			all[key] = append(all[key], t)
		}
		for _, key := range order {
			if !slices.Contains(keys, key) {
				wrong = append(wrong, fmt.Errorf("%s: English has no %q", path, key))
			}
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	messages := make([]message, 0, len(keys))
	for _, key := range keys {
		m, err := check(key, all[key])
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s.yaml: %w", part, err))
		}
		messages = append(messages, m)
	}
	return messages, errors.Join(wrong...)
}

// readFile is a catalogue's keys in order, and their texts.
func readFile(path string) ([]string, map[string]text, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("read a catalogue: %w", err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(raw, &document); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(document.Content) != 1 || document.Content[0].Kind != yaml.MappingNode {
		return nil, nil, fmt.Errorf("%s: a catalogue is keys and texts", path)
	}
	var order []string
	texts := map[string]text{}
	pairs := document.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		key, node := pairs[i].Value, pairs[i+1]
		t := text{forms: map[string]string{}, plural: node.Kind == yaml.MappingNode}
		if t.plural {
			err = node.Decode(&t.forms)
		} else {
			t.forms["other"] = node.Value
		}
		if _, twice := texts[key]; err != nil || twice || !keyed.MatchString(key) || node.Kind == yaml.SequenceNode {
			return nil, nil, fmt.Errorf("%s:%d: %q is no key, or is there twice, or its text is neither words nor plural forms", path, node.Line, key)
		}
		texts[key], order = t, append(order, key)
	}
	return order, texts, nil
}

var (
	keyed = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	names = regexp.MustCompile(`\{(@?)([a-z][A-Za-z0-9]*)\}`)
	links = regexp.MustCompile(`href="\{([a-z][A-Za-z0-9]*)\}"`)
	tags  = regexp.MustCompile(`<[^>]*>`)
)

// pluralForms are those of CLDR that each language tells apart, but for "other"
// and for those that whole numbers below a million do not reach.
var pluralForms = map[string][]string{
	"en": {"one"}, "de": {"one"}, "fr": {"one"}, "es": {"one"}, "ar": {"zero", "one", "two", "few", "many"},
}

// check compares each language with English.
func check(key string, in []text) (message, error) {
	source := in[0]
	m := message{key: key, in: in}
	m.html = strings.ContainsAny(source.forms["other"], "<") || strings.Contains(source.forms["other"], "{@")
	m.args = argsOf(source)
	var wrong []error
	for i, t := range in {
		language := languages()[i]
		if t.plural != source.plural {
			wrong = append(wrong, fmt.Errorf("%s of %s: plural forms are in one of it and English alone", key, language))
			continue
		}
		if t.plural {
			wrong = append(wrong, checkForms(key, language, t))
		}
		for form, s := range t.forms {
			if strings.TrimSpace(s) == "" || s != strings.TrimSpace(s) {
				wrong = append(wrong, fmt.Errorf("%s (%s) of %s is empty, or has space around it", key, form, language))
			}
			if err := same(source.forms["other"], s, t.plural); err != nil {
				wrong = append(wrong, fmt.Errorf("%s (%s) of %s: %w", key, form, language, err))
			}
		}
	}
	return m, errors.Join(wrong...)
}

func checkForms(key, language string, t text) error {
	want := append(slices.Clone(pluralForms[language]), "other")
	for _, form := range want {
		if _, ok := t.forms[form]; !ok {
			return fmt.Errorf("%s of %s has no form %q", key, language, form)
		}
	}
	if len(t.forms) != len(want) {
		return fmt.Errorf("%s of %s: its plural forms are %v", key, language, want)
	}
	return nil
}

// same says how a text differs from the source in values and tags. A plural
// form may leave the number out: "one code left".
func same(source, s string, plural bool) error {
	want, got := valuesOf(source), valuesOf(s)
	if plural {
		want, got = without(want, "{n}"), without(got, "{n}")
	}
	if !slices.Equal(want, got) {
		return fmt.Errorf("values are %v, where English has %v", got, want)
	}
	want, got = tags.FindAllString(source, -1), tags.FindAllString(s, -1)
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		return fmt.Errorf("tags are %v, where English has %v", got, want)
	}
	if strings.ContainsAny(names.ReplaceAllString(s, ""), "{}") {
		return errors.New("a brace is no value")
	}
	for _, tag := range tags.FindAllString(links.ReplaceAllString(s, ""), -1) {
		if names.MatchString(tag) {
			return errors.New("a value stands in a tag, but not as its href")
		}
	}
	return nil
}

func valuesOf(s string) []string {
	found := names.FindAllString(s, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func without(all []string, one string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == one })
}

// argsOf are the values of the source, in order; a plural's number comes first.
func argsOf(t text) []arg {
	var args []arg
	seen := map[string]bool{}
	if t.plural {
		args, seen["n"] = append(args, arg{"n", aNumber}), true
	}
	source := t.forms["other"]
	for _, found := range names.FindAllStringSubmatch(source, -1) {
		name := found[2]
		if seen[name] {
			continue
		}
		seen[name] = true
		kind := aString
		if found[1] == "@" {
			kind = aComponent
		}
		for _, link := range links.FindAllStringSubmatch(source, -1) {
			if link[1] == name {
				kind = aURL
			}
		}
		args = append(args, arg{name, kind})
	}
	return args
}
