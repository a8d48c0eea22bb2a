package words

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Language is a tag of BCP 47, one of those that there are catalogues for, or
// Pseudo.
type Language string

// The languages, in the order of a catalogue's columns.
const (
	English Language = "en"
	German  Language = "de"
	French  Language = "fr"
	Spanish Language = "es"
	Arabic  Language = "ar"
	// Pseudo is English, longer and with accents: it shows what was forgotten,
	// and what does not fit. It has no catalogue.
	Pseudo Language = "en-XA"
)

// columns is how many catalogues there are.
const columns = 5

// All lists the languages that there are catalogues for.
func All() []Language { return []Language{English, German, French, Spanish, Arabic} }

// Name is what the language calls itself.
func (l Language) Name() string {
	switch l {
	case German:
		return "Deutsch"
	case French:
		return "Français"
	case Spanish:
		return "Español"
	case Arabic:
		return "العربية"
	case Pseudo:
		return "Þšéûðö"
	default:
		return "English"
	}
}

// Direction is the value of HTML's attribute dir.
func (l Language) Direction() string {
	if l == Arabic {
		return "rtl"
	}
	return "ltr"
}

func (l Language) column() int { return max(slices.Index(All(), l), 0) }

// Choose is the first of offered that the wishes ask for, else the first of
// offered. A wish is a language tag, a list of them separated by spaces
// (ui_locales, OpenID Connect Core section 3.1.2.1), or an Accept-Language
// field (RFC 9110 section 12.5.4); what cannot be read asks for nothing.
func Choose(offered []Language, wishes ...string) Language {
	for _, wish := range wishes {
		if l, ok := Match(offered, wish); ok {
			return l
		}
	}
	if len(offered) == 0 {
		return English
	}
	return offered[0]
}

// maxWish bounds what is parsed of a stranger's header.
const maxWish = 200

// Match is the language of offered that one wish asks for, if any does.
func Match(offered []Language, wish string) (Language, bool) {
	if wish == "" || len(wish) > maxWish || len(offered) == 0 {
		return "", false
	}
	for _, tag := range wanted(wish) {
		for _, l := range offered {
			if string(l) == tag.String() {
				return l, true
			}
		}
		base, _ := tag.Base()
		for _, l := range offered {
			if string(l) == base.String() {
				return l, true
			}
		}
	}
	return "", false
}

// wanted are the tags of a wish, the dearest first.
func wanted(wish string) []language.Tag {
	if tags, _, err := language.ParseAcceptLanguage(wish); err == nil && len(tags) > 0 {
		return tags
	}
	var tags []language.Tag
	for _, field := range strings.Fields(wish) {
		if tag, err := language.Parse(field); err == nil {
			tags = append(tags, tag)
		}
	}
	return tags
}

// key is the context's key of the language: what a page is drawn in is a
// matter of its request, and templ hands the context to every piece of it.
type key struct{}

type chosen struct {
	language Language
	offered  []Language
}

// With is ctx in a language, one of those that a reader may switch between.
func With(ctx context.Context, l Language, offered ...Language) context.Context {
	return context.WithValue(ctx, key{}, chosen{l, offered})
}

// Of is the language of ctx; English if nobody chose one.
func Of(ctx context.Context) Language {
	if c, ok := ctx.Value(key{}).(chosen); ok {
		return c.language
	}
	return English
}

// Offered are the languages that a reader of ctx may switch between.
func Offered(ctx context.Context) []Language {
	c, _ := ctx.Value(key{}).(chosen)
	return c.offered
}
