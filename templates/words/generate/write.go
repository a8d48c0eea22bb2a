package main

import (
	"bytes"
	"fmt"
	"go/format"
	"strconv"
	"strings"
)

// write is the Go file of a part.
func write(part string, messages []message) ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "// Code generated from catalogue/*/%s.yaml; DO NOT EDIT.\n\npackage words\n\n", part)
	for _, m := range messages {
		writeFunction(&out, part, m)
	}
	body := out.String()
	var imports []string
	for name, path := range map[string]string{"context.": `"context"`, "strconv.": `"strconv"`} {
		if strings.Contains(body, name) {
			imports = append(imports, path)
		}
	}
	if strings.Contains(body, "templ.") {
		imports = append(imports, `"github.com/a-h/templ"`)
	}
	body = strings.Replace(body, "package words\n", "package words\n\nimport (\n"+strings.Join(imports, "\n")+"\n)\n", 1)
	made, err := format.Source([]byte(body))
	if err != nil {
		return nil, fmt.Errorf("format %s: %w", part, err)
	}
	return made, nil
}

func writeFunction(out *bytes.Buffer, part string, m message) {
	name := camel(part) + camel(m.key)
	plural := m.in[0].plural
	comment := strings.Join(strings.Fields(m.in[0].forms["other"]), " ")
	fmt.Fprintf(out, "// %s says: %s\nfunc %s(", name, comment, name)
	if !m.html || plural {
		out.WriteString("ctx context.Context")
	}
	for i, a := range m.args {
		if i > 0 || !m.html || plural {
			out.WriteString(", ")
		}
		fmt.Fprintf(out, "%s %s", a.name, a.kind)
	}
	result, call := "string", "say(ctx, "
	if m.html {
		result, call = "templ.Component", "draw("
	}
	fmt.Fprintf(out, ") %s {\n\treturn %s", result, call)
	if plural {
		out.WriteString("count(ctx, [columns]forms{\n")
		for _, t := range m.in {
			out.WriteString("{")
			for _, form := range []string{"zero", "one", "two", "few", "many", "other"} {
				if s, ok := t.forms[form]; ok {
					fmt.Fprintf(out, "%s: %s, ", form, strconv.Quote(s))
				}
			}
			out.WriteString("},\n")
		}
		out.WriteString("}, n)")
	} else {
		out.WriteString("message{\n")
		for _, t := range m.in {
			fmt.Fprintf(out, "%s,\n", strconv.Quote(t.forms["other"]))
		}
		out.WriteString("}")
	}
	for _, a := range m.args {
		is := a.name
		if a.kind == aNumber {
			is = "strconv.Itoa(" + a.name + ")"
		}
		fmt.Fprintf(out, ", value{%q, %s}", a.name, is)
	}
	out.WriteString(")\n}\n\n")
}

// camel is sign_in as SignIn.
func camel(s string) string {
	var out strings.Builder
	for _, word := range strings.Split(s, "_") {
		if word != "" {
			out.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return out.String()
}
