package words

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Text is a message without values, to be said when the language is known: a
// function of this package, or one that binds a message's values.
type Text func(context.Context) string

// As is a Text that says s in every language: names, and what others wrote.
func As(s string) Text { return func(context.Context) string { return s } }

// In says t, which may be nil.
func (t Text) In(ctx context.Context) string {
	if t == nil {
		return ""
	}
	return t(ctx)
}

// message is one text in the order of All.
type message [columns]string

// forms are a text's plural forms (CLDR); Other is always there.
type forms struct{ zero, one, two, few, many, other string }

// value is a name in braces and what stands for it.
type value struct {
	name string
	is   any // string or templ.Component
}

// Isolates keep a value's own direction within text that runs the other way
// (UAX #9 section 2.4). A value that holds isolates is a text of ours, which
// runs as the sentence does: what stands between its own values, such as "UTC",
// says nothing of that.
const (
	isolate    = "\u2068"
	isolateRTL = "\u2067"
	popIsolate = "\u2069"
)

func isolated(s string) string {
	if strings.Contains(s, popIsolate) {
		return isolateRTL + s + popIsolate
	}
	return isolate + s + popIsolate
}

// say is m in the language of ctx.
func say(ctx context.Context, m message, values ...value) string {
	l := Of(ctx)
	var out strings.Builder
	walk(l.text(m), func(text string) { out.WriteString(text) }, func(name string) {
		s, _ := find(values, name).(string)
		if l.Direction() == "rtl" {
			s = isolated(s)
		}
		out.WriteString(s)
	})
	return out.String()
}

// draw is m, whose tags are HTML and whose values are not.
func draw(m message, values ...value) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		l := Of(ctx)
		var failed error
		write := func(s string) {
			if failed == nil {
				_, failed = io.WriteString(w, s)
			}
		}
		walk(l.text(m), write, func(name string) {
			switch v := find(values, name).(type) {
			case templ.Component:
				if failed == nil {
					failed = v.Render(ctx, w)
				}
			case templ.SafeURL:
				write(templ.EscapeString(string(v)))
			case string:
				if l.Direction() == "rtl" {
					write("<bdi>" + templ.EscapeString(v) + "</bdi>")
				} else {
					write(templ.EscapeString(v))
				}
			}
		})
		return failed
	})
}

// count is the form of f for n, as the language of ctx has it.
func count(ctx context.Context, f [columns]forms, n int) message {
	l := Of(ctx)
	all := f[l.column()]
	tag := language.Make(string(l))
	if l == Pseudo {
		tag = language.English
	}
	form := all.other
	if s := all.of(plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)); s != "" {
		form = s
	}
	var m message
	m[l.column()] = form
	return m
}

func (f forms) of(p plural.Form) string {
	switch p {
	case plural.Zero:
		return f.zero
	case plural.One:
		return f.one
	case plural.Two:
		return f.two
	case plural.Few:
		return f.few
	case plural.Many:
		return f.many
	default:
		return f.other
	}
}

func (l Language) text(m message) string {
	if l == Pseudo {
		return pseudo(m[l.column()])
	}
	return m[l.column()]
}

// walk cuts a text into what stands there and the names in braces.
func walk(text string, plain, name func(string)) {
	for {
		before, rest, found := strings.Cut(text, "{")
		if before != "" {
			plain(before)
		}
		if !found {
			return
		}
		inner, after, _ := strings.Cut(rest, "}")
		name(strings.TrimPrefix(inner, "@"))
		text = after
	}
}

func find(values []value, name string) any {
	for _, v := range values {
		if v.name == name {
			return v.is
		}
	}
	panic("words: internal error: no value for " + strconv.Quote(name))
}
