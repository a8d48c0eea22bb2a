package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"countersign/config"
	"countersign/templates/words"
)

func TestFunctionsAreThoseOfTheCatalogues(t *testing.T) {
	made, err := generate(filepath.Join("..", "catalogue"))
	if err != nil {
		t.Fatal(err)
	}
	old, _ := filepath.Glob(filepath.Join("..", "*"+suffix))
	if len(old) != len(made) {
		t.Errorf("%d files, want %d; run: make gen", len(old), len(made))
	}
	for name, want := range made {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is old (%v); run: make gen", name, err)
		}
	}
}

func TestLanguagesThatDifferFromEnglishAreRefused(t *testing.T) {
	const source = `hello: "Hello <b>{name}</b>"` + "\n"
	plural := func(forms string) string { return source + "left: {" + forms + "}\n" }
	good := map[string]string{"en": `one: "one", other: "{n} left"`, "ar": `zero: "0", one: "1", two: "2", few: "{n} f", many: "{n} m", other: "{n} o"`}
	for _, c := range []struct{ name, language, text, want string }{
		{"a text is missing", "de", `left: {one: "eins", other: "{n} übrig"}`, `"hello" is missing`},
		{"one too many", "de", plural(good["en"]) + `more: "mehr"`, `English has no "more"`},
		{"a value is missing", "fr", strings.Replace(plural(good["en"]), "{name}", "", 1), "values are"},
		{"a strange value", "fr", strings.Replace(plural(good["en"]), "{name}", "{nom}", 1), "values are"},
		{"a tag is missing", "es", strings.Replace(plural(good["en"]), "</b>", "", 1), "tags are"},
		{"a strange tag", "es", strings.Replace(plural(good["en"]), "<b>", "<script>", 1), "tags are"},
		{"a plural form is missing", "ar", plural(good["en"]), `has no form "zero"`},
		{"a form that the language lacks", "de", plural(good["ar"]), "plural forms are"},
		{"no plural", "de", source + `left: "übrig"`, "plural forms are in one"},
		{"nothing", "de", strings.Replace(plural(good["en"]), `"one"`, `" "`, 1), "is empty"},
		{"a brace", "de", strings.Replace(plural(good["en"]), "Hello", "Hello {", 1), "brace"},
		{"a key twice", "de", plural(good["en"]) + source, "hello"},
		{"no key", "de", plural(good["en"]) + "Hello: x\n", "is no key"},
		{"a list", "de", plural(good["en"]) + "more: [x]\n", "neither words nor plural forms"},
		{"no catalogue", "de", "- hello\n", "keys and texts"},
	} {
		dir := t.TempDir()
		for _, language := range languages() {
			text := plural(good["en"])
			if language == "ar" {
				text = plural(good["ar"])
			}
			if language == c.language {
				text = c.text
			}
			put(t, dir, language, "page", text)
		}
		if _, err := generate(dir); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestValuesStandInNoTagButALinks(t *testing.T) {
	for text, want := range map[string]string{
		`see: '<a href="{to}">{name}</a>'`: "", `see: '<b title="{name}">x</b>'`: "in a tag", `see: '<a href="x{to}">x</a>'`: "in a tag",
	} {
		dir := t.TempDir()
		for _, language := range languages() {
			put(t, dir, language, "page", text)
		}
		if _, err := generate(dir); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestPartThatEnglishLacksIsRefused(t *testing.T) {
	dir := t.TempDir()
	for _, language := range languages() {
		put(t, dir, language, "page", "hello: hello")
	}
	put(t, dir, "de", "more", "hello: hello")
	if _, err := generate(dir); err == nil || !strings.Contains(err.Error(), "no such part") {
		t.Errorf("got %v", err)
	}
}

// Three places list the languages, since none may ask another: the generator
// has to run before the package that it makes, and settings know no words.
func TestLanguagesAreThoseOfThePackageAndOfTheSettings(t *testing.T) {
	var all []string
	for _, l := range words.All() {
		all = append(all, string(l))
	}
	if !slices.Equal(languages(), all) {
		t.Errorf("the generator has %q, the package %q", languages(), all)
	}
	if got := config.Default().Languages; !slices.Equal(got, all) {
		t.Errorf("by default people choose among %q, and there are %q", got, all)
	}
	if _, err := config.Load("", nil, "languages="+strings.Join(append(all, string(words.Pseudo)), ",")); err != nil {
		t.Errorf("settings refuse a language that there is: %v", err)
	}
}

// put writes the catalogue of a part.
func put(t *testing.T, dir, language, part, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, language), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, language, part+".yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
