package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
			if err := os.MkdirAll(filepath.Join(dir, language), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, language, "page.yaml"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := generate(dir); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}
