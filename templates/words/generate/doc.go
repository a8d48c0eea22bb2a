// Command generate makes the functions of package words from its catalogues:
// one file for each part.
//
// It owns what a catalogue may say, and the shape of the functions.
//
// It asks for the catalogues alone, and writes beside them.
//
// It promises: it fails, and writes nothing, if a language lacks a text, has
// one too many, or differs from English in values, tags or plural forms.
package main
