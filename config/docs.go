package config

import (
	"encoding"
	"fmt"
	"strings"
	"time"
)

// Setting is a field as it stands, for people to read.
type Setting struct {
	Key      string `json:"key"`
	Variable string `json:"variable"`
	Value    string `json:"value"`
}

// Settings lists everything as it stands. Secrets stay hidden.
func (c Config) Settings() []Setting {
	var out []Setting
	for _, f := range c.fields() {
		out = append(out, Setting{Key: f.path, Variable: f.env(), Value: f.text()})
	}
	return out
}

// text is the field's value as set would read it, with secrets hidden.
func (f field) text() string {
	switch v := f.value.Interface().(type) {
	case time.Duration:
		return short(v)
	case encoding.TextMarshaler:
		text, err := v.MarshalText()
		if err != nil {
			panic("config: internal error: write " + f.path + ": " + err.Error())
		}
		return string(text)
	case []string:
		return strings.Join(v, ",")
	case []Prefix:
		texts := make([]string, len(v))
		for i, p := range v {
			texts[i] = p.String()
		}
		return strings.Join(texts, ",")
	default:
		return fmt.Sprint(v)
	}
}

// short is d without parts that are zero: 12h, 90s.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

const docsHead = `# Configuration

Made from the settings themselves by ` + "`countersign config docs`" + `; do not edit.

A setting is taken from its default, then from the YAML file that ` + "`--config`" + ` or ` + "`COUNTERSIGN_CONFIG`" + ` names, then from its variable, then from
` + "`--set key=value`" + `; the last one counts. A key that does not exist is refused with its line. Durations are written like
` + "`90s`, `30m`, `12h`" + `; lists are YAML lists in the file and separated by commas elsewhere. A secret can be given as a
file: put ` + "`_FILE`" + ` behind the variable's name. ` + "`countersign config check`" + ` says what is wrong and what holds. It opens no file that a
setting names (keys, lists, databases): the server reads those when it starts, and does not start without them.

` + "```yaml" + `
issuer: https://id.example.com
listen: ":8080"
lifetimes:
  session_idle: 8h
trusted_proxies: [10.0.0.0/8]
` + "```" + `
`

// Markdown is docs/configuration.md.
func Markdown() string {
	c := Default()
	out := &strings.Builder{}
	out.WriteString(docsHead)
	section := "-"
	for _, f := range c.fields() {
		at, _, nested := strings.Cut(f.path, ".")
		if !nested {
			at = ""
		}
		if at != section {
			section = at
			title := "The server"
			if at != "" {
				title = "`" + at + "`"
			}
			fmt.Fprintf(out, "\n## %s\n\n| key | variable | default | what it is |\n| --- | --- | --- | --- |\n", title)
		}
		fmt.Fprintf(out, "| `%s` | `%s` | %s | %s |\n", f.path, f.env(), defaultCell(f), f.desc)
	}
	return out.String()
}

func defaultCell(f field) string {
	text := f.text()
	if v, ok := f.value.Interface().(Secret); ok {
		text = v.Reveal() // a default is in the source for all to see
	}
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}
