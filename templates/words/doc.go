// Package words is what people read, in each language: one function a message,
// made from the catalogues under catalogue/LANGUAGE/PART.yaml, of which English
// is the source. Key "title" of sign_in.yaml is the function SignInTitle.
//
// It owns the languages, which of them a request gets, plural forms, and how
// values stand in a sentence.
//
// It asks for the language in the context (With), and for nothing else.
//
// It promises:
//  1. A key that a language lacks, or whose values or tags differ from those of
//     the English text, fails the generator (make gen), and so does the build.
//  2. A message with tags escapes its values. Tags are ours alone.
//  3. Values of people stand isolated in text that runs from right to left.
package words

//go:generate go run ./generate
